// Whether a statement's Principal or NotPrincipal names the caller.
//
// An account id and the account's root ARN delegate: they name everybody in the
// account, and the account's own policies must allow too. A role's ARN names its
// sessions. A session's ARN names that session only; nobody knows the name that ECS
// or EC2 will give it. There are no wildcards but a whole `*`.
//
// AWS: IAM user guide, "AWS JSON policy elements: Principal" and "NotPrincipal",
// "Policy evaluation logic"; PrivateLink guide, "Control access using endpoint
// policies": a gateway endpoint's policy names everybody, or an account's root user.
// Not modelled: NotPrincipal with Allow where it names the caller in some form; and
// with Deny where it names the caller in some forms only, since AWS "might" check
// account, role and session one by one: unknown. Canonical user ids: unknown.
#pragma once

#include "model/aws/policy_document.h"
#include "model/gates/policy_logic.h"
#include "model/gates/policy_reading.h"
#include "model/gates/request.h"

namespace pullproof::gates {

/// `Logic` is `Decided` or `Formula`.
template <class Logic>
[[nodiscard]] typename Logic::Value names_caller(const aws::PolicyStatement& statement,
                                                 const Caller& caller,
                                                 const PolicyReading& reading);

extern template Truth names_caller<Decided>(const aws::PolicyStatement&, const Caller&,
                                            const PolicyReading&);
extern template Predicate names_caller<Formula>(const aws::PolicyStatement&,
                                                const Caller&, const PolicyReading&);

}  // namespace pullproof::gates
