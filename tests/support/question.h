// Questions to `authorize`, written as short as a test wants them.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "model/authorization_question.h"

namespace pullproof::support {

inline constexpr const char* kOwn = "111122223333";
inline constexpr const char* kRoleCi = "arn:aws:iam::111122223333:role/ci";
inline constexpr const char* kUserBob = "arn:aws:iam::111122223333:user/bob";
inline constexpr const char* kSessionOfCi =
    "arn:aws:sts::111122223333:assumed-role/ci/build-1";

/// A statement with everything allowed or denied, save what `more` says.
[[nodiscard]] nlohmann::json allowing(
    const nlohmann::json& more = nlohmann::json::object());
[[nodiscard]] nlohmann::json denying(
    const nlohmann::json& more = nlohmann::json::object());
/// A document of Version 2012-10-17.
[[nodiscard]] nlohmann::json document(const nlohmann::json& statements);

/// s3:GetObject on an object of the role's own account, without policies.
[[nodiscard]] nlohmann::json question();

struct Decided {
  std::string decision;
  std::string blocked_by = {};  ///< "identity scp".
  std::size_t matched = 0;
  bool operator==(const Decided&) const = default;
};
/// Fails the test if the question cannot be read.
[[nodiscard]] Decided decide(const nlohmann::json& question,
                             const model::QuestionOptions& options = {
                                 .exact_context = true, .at = ""});

}  // namespace pullproof::support
