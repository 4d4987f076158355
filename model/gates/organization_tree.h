// Where an account stands in its organization: the path that policies are inherited
// along.
//
// Any account's folder may hold the organization's documents; a member account can only
// describe the organization, the rest is told to the management account alone.
//
// AWS: Organizations user guide, "Organizations terminology and concepts".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/gates/gate.h"

namespace pullproof::gates {

struct Membership {
  enum class Kind {
    None,        ///< AWS said that the account is in no organization.
    Management,  ///< It is the management account.
    Member,
    Placed,  ///< It has a place in one; whether as its management account is open.
    NotCollected,  ///< Nobody can tell.
  };
  Kind kind = Kind::NotCollected;
  const aws::Organization* organization = nullptr;  ///< management and member only.
  aws::Scope scope;  ///< What the organization's documents are filed under.
};

[[nodiscard]] Membership membership(const Context& context, const std::string& account);

/// The account, its organizational units from the inside out, and the root.
struct AncestorPath {
  std::vector<std::string> targets;
  /// Set: what lies above the last target is not collected.
  std::optional<Unknown> open;
};

/// Requires: `organization` is the scope of the account's membership.
[[nodiscard]] AncestorPath ancestors(const Context& context,
                                     const aws::Scope& organization,
                                     const std::string& account);

}  // namespace pullproof::gates
