// What a policy says about a request: some Allow statement matches, some Deny statement
// matches.
//
// Every statement that speaks of the action rests on a fact of its own, so that blame
// names the statement; that no statement allows rests on the document's owner.
//
// AWS: IAM user guide, "IAM JSON policy elements reference" and "Policy evaluation
// logic". A repository's and a trust policy's statements have no Resource: they speak
// of what they are attached to. An action without a resource type is matched by a
// Resource of stars only. Not modelled: whatever the reader marked so, and elements
// that a policy of the kind does not have: unknown.
#pragma once

#include <string>

#include "model/aws/policy_document.h"
#include "model/core/predicate.h"
#include "model/gates/policy_logic.h"
#include "model/gates/policy_reading.h"
#include "model/gates/request.h"

namespace pullproof::gates {

/// The statement applies to the request, whatever its effect. `Logic` is `Decided` or
/// `Formula`.
template <class Logic>
[[nodiscard]] typename Logic::Value matches(const aws::PolicyStatement& statement,
                                            const Request& request,
                                            const PolicyReading& reading);

extern template Truth matches<Decided>(const aws::PolicyStatement&, const Request&,
                                       const PolicyReading&);
extern template Predicate matches<Formula>(const aws::PolicyStatement&, const Request&,
                                           const PolicyReading&);

/// Some Allow statement matches. `owner` is named where none does.
[[nodiscard]] Predicate allows(const aws::PolicyDocument& document,
                               const Request& request, const PolicyReading& reading,
                               const FactRef& owner);

/// Some Deny statement matches.
[[nodiscard]] Predicate denies(const aws::PolicyDocument& document,
                               const Request& request, const PolicyReading& reading,
                               const FactRef& owner);

/// "ecr:BatchGetImage on arn:aws:ecr:...:repository/acme/web", for people.
[[nodiscard]] std::string describe(const Request& request);

}  // namespace pullproof::gates
