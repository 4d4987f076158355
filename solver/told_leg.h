// Which legs of a task a message of ECS can be about: it names a stage, and often the
// role, the action, the host, the image or the secret.
//
// AWS: ECS developer guide, "Stopped task error messages".
// Not modelled: names that lead to the same host, but for the two of a bucket.
#pragma once

#include <string>
#include <string_view>

#include "model/error_catalogue.h"
#include "model/verdict.h"

namespace pullproof::solver {

/// What ECS printed, as one message of the catalogue.
struct ToldError {
  const model::ErrorMatch& match;
  const model::ErrorDetails& details;
  /// Where the task was; "": anywhere.
  std::string subnet = {};
};

enum class Fit {
  No,  ///< The leg is about something else.
  /// It may be what the message is about, and was judged for another address or image:
  /// nothing that is proved of it tells.
  Other,
  May,  ///< It lacks something that the message names, a host for one.
  Yes,
};

/// The task runs where such messages are printed.
[[nodiscard]] bool may_print(const model::TaskVerdict& task,
                             const model::ErrorDetails& details);

/// `mechanism`: one of the message's causes.
[[nodiscard]] Fit fit(const ToldError& told, const model::TaskLeg& leg,
                      std::string_view mechanism);

/// Of a leg that fits: whether this is what the message tells. `May`: it is of an
/// address on another side of the internet gateway.
[[nodiscard]] Fit fit(const ToldError& told, const model::LegRefusal& refusal);

/// "role pull, host api.ecr.eu-central-1.amazonaws.com", or "".
[[nodiscard]] std::string named_in(const model::ErrorDetails& details);

}  // namespace pullproof::solver
