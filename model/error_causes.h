// Inside of error_catalogue.h: what may be behind a message, by its kind and by what
// its text says.
#pragma once

#include <string_view>
#include <vector>

#include "model/error_catalogue.h"

namespace pullproof::model {

/// How causes of one kind are sorted by what the text says.
enum class Trouble {
  Connection,  ///< By the address that did not answer.
  Lookup,      ///< A name was not resolved.
  WrongName,   ///< It was, and to somebody else.
  Cut,         ///< Somebody has answered, and ended the connection.
  Denied,      ///< By the policy that IAM names.
  Object,      ///< S3 denied: by an endpoint's policy, mostly.
  Role,
  NoRole,  ///< None is named.
  Image,
  Platform,
  Key,
  SecretKey,  ///< The role may not decrypt what a container needs.
  Start,      ///< Something else that is needed: by what the text says of it.
  Volume,     ///< A connection that `check` does not judge.
  Reference,
  Other,  ///< Nothing that a snapshot tells.
};

/// Mechanisms, most likely first.
using Causes = std::vector<std::string_view>;

/// `id`: of the message. `text`: in lower case, with plain apostrophes.
[[nodiscard]] Causes causes_of(Trouble kind, std::string_view id, std::string_view text,
                               const ErrorDetails& details);

}  // namespace pullproof::model
