// Everybody who may make a request: the principals of a snapshot, and the classes of
// principals elsewhere that its policies tell apart.
//
// Each principal of the snapshot is judged with all layers around it; context keys that
// nothing fixes are left to choice. Principals elsewhere are split into classes by the
// policies of the resource; their own accounts are taken to allow the request.
//
// AWS: IAM user guide, "Policy evaluation logic" and "Cross-account policy evaluation
// logic".
// Guarantee: whoever is not listed is refused whatever the request's context, unless
// `undecided` says what that hangs on. A witness has been replayed by `authorize`.
// Not modelled: the policies of VPC endpoints that requests may pass.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/account_access.h"
#include "model/aws/policy_document.h"
#include "model/gates/request.h"

namespace pullproof::solver {

struct WhoCanQuestion {
  std::string action;
  std::string resource;                       ///< An ARN, or "*".
  std::string resource_account = {};          ///< "": as ARN and snapshot tell.
  std::string at = {};                        ///< ISO 8601; "" leaves the time open.
  std::uint32_t resource_limit = 50'000'000;  ///< Of the solver, for one query.
};

enum class Ability {
  Always,     ///< Whatever the context of the request.
  Sometimes,  ///< Only where `conditions` hold; `witness` is such a request.
  Unknown,    ///< `open` says what it hangs on.
};

/// A condition of a statement that speaks of the request, on a key that nothing fixes.
struct OpenCondition {
  const aws::PolicyStatement* statement = nullptr;
  const aws::PolicyCondition* condition = nullptr;
};

struct AblePrincipal {
  enum class Kind {
    Role,
    User,
    Root,
    Session,     ///< Of a role or a federated user, by its ARN.
    Account,     ///< Anybody of an account that the snapshot does not hold.
    AnyAccount,  ///< Anybody of any account that no policy names.
    Service,
    AnyService,  ///< Any service that no policy names.
    Federated,   ///< An identity provider; "*" is any that no policy names.
    Anonymous,   ///< Nobody signs.
  };
  Kind kind = Kind::Role;
  std::string name;  ///< ARN, account or service; "*" for a class without a name.
  /// Of another account than the snapshot holds: its own policies must allow it too.
  bool if_own_account_allows = false;
  Ability ability = Ability::Unknown;
  std::vector<const aws::PolicyStatement*> statements =
      {};  ///< Allow; those that may match.
  std::vector<OpenCondition> conditions = {};
  std::optional<gates::Request> witness = std::nullopt;  ///< Sometimes only.
  std::set<Unknown> open = {};
};

/// Invariant: statements belong to the snapshot or to `accesses`.
struct WhoCan {
  std::vector<AblePrincipal> principals;  ///< Of the snapshot first, each by name.
  std::size_t refused_principals = 0;     ///< Of the snapshot.
  std::size_t refused_classes = 0;        ///< Of principals elsewhere.
  /// Why somebody who is not listed may be able to; empty: nobody is.
  std::set<Unknown> undecided;
  std::vector<gates::Assumption> assumptions;
  std::vector<model::AccountAccess> accesses;
};

[[nodiscard]] Result<WhoCan> who_can(const gates::Context& context,
                                     const WhoCanQuestion& question);

}  // namespace pullproof::solver
