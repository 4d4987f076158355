#include "model/gates/organization_tree.h"

#include <algorithm>

namespace pullproof::gates {
namespace {

// Organizations allows five levels of units; more than that is a loop in the input.
constexpr std::size_t kMostTargets = 16;

constexpr const char* kGlobal = "global";

aws::Scope scope_of(const aws::Organization& organization) {
  return {organization.scope.account, kGlobal};
}

bool holds_parents_of(const Context& context, const aws::Organization& organization,
                      const std::string& account) {
  const auto& parents = context.account.table<aws::OrganizationParent>();
  const auto* parent = parents.find(scope_of(organization), account);
  return parent != nullptr && parent->scope.account == organization.scope.account;
}

/// An organization that another account's folder tells of.
const aws::Organization* organization_of(const Context& context,
                                         const std::string& account) {
  const auto& all = context.account.table<aws::Organization>().all();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& candidate) {
    return candidate.scope.account == account ||
           candidate.management_account == account ||
           holds_parents_of(context, candidate, account);
  });
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

Membership membership(const Context& context, const std::string& account) {
  const std::string call(aws::Organization::kCall);
  const auto status = context.account.calls().status({account, kGlobal}, call);
  if (status == aws::CallStatus::Absent) {
    return {.kind = Membership::Kind::None, .organization = nullptr, .scope = {}};
  }
  const auto* organization = organization_of(context, account);
  if (organization == nullptr) {
    const auto* parent =
        context.account.find<aws::OrganizationParent>({account, kGlobal}, account);
    if (parent == nullptr) return {};
    return {.kind = Membership::Kind::Placed,
            .organization = nullptr,
            .scope = {parent->scope.account, kGlobal}};
  }
  const bool management = organization->management_account == account;
  return {.kind = management ? Membership::Kind::Management : Membership::Kind::Member,
          .organization = organization,
          .scope = scope_of(*organization)};
}

AncestorPath ancestors(const Context& context, const aws::Scope& organization,
                       const std::string& account) {
  AncestorPath path{.targets = {account}, .open = std::nullopt};
  while (!path.targets.back().starts_with("r-")) {
    const std::string& child = path.targets.back();
    const auto* parent =
        context.account.find<aws::OrganizationParent>(organization, child);
    const bool found = parent != nullptr && !parent->parent_id.empty();
    if (!found || path.targets.size() == kMostTargets) {
      path.open = Unknown{
          .call = std::string(aws::OrganizationParent::kCall) + "/" + child,
          .why = "where " + child + " stands in the organization is not collected"};
      return path;
    }
    path.targets.push_back(parent->parent_id);
  }
  return path;
}

}  // namespace pullproof::gates
