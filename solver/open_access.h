// A request of which the snapshot tells a part: the rest is left to choice.
//
// Keys that the policies around the request look at, and that neither the snapshot nor
// the principal fixes, become fields. What some call would have told stays an open
// question.
#pragma once

#include "model/account_access.h"
#include "model/gates/gate.h"
#include "model/request_space.h"

namespace pullproof::solver {

/// Left to choice, or to the request: not what some call would tell. Null is free.
[[nodiscard]] bool is_free(const gates::ContextValue* value);

/// The documents of every layer that are known.
[[nodiscard]] std::vector<const aws::PolicyDocument*> documents_of(
    const model::Layers& layers);

/// Gives the request fields for its free keys, which the answer holds.
[[nodiscard]] model::RequestSpace open_keys(const gates::Context& context,
                                            model::AccountAccess& access);

/// A request through a VPC endpoint has no aws:SourceIp, and one that has it came
/// through none; an endpoint of the snapshot is in its VPC.
/// AWS: IAM user guide, "AWS global condition context keys".
[[nodiscard]] Predicate possible_path(const gates::Context& context,
                                      const gates::Request& request);

/// The request is allowed, also by the policy of the endpoint that it may name.
[[nodiscard]] Predicate lets_through(const gates::Context& context,
                                     const model::AccountAccess& access);

}  // namespace pullproof::solver
