// Whether the permissions boundary of the calling role allows the call, and does not
// deny it.
//
// What a resource's policy grants to a session, or to everybody with a certain
// aws:PrincipalArn, no boundary limits within the account.
//
// AWS: IAM user guide, "Permissions boundaries for IAM entities" and "Policy evaluation
// logic".
// Not modelled: a boundary without a document: unknown.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct PermissionsBoundaryAllows {
  using Place = RequestPlace;
  static constexpr std::string_view kName = "permissions-boundary-allows";
  [[nodiscard]] static Gate lets_through(const RequestPlace& place,
                                         const Context& context);
};

struct PermissionsBoundaryDenies {
  using Place = RequestPlace;
  static constexpr std::string_view kName = "permissions-boundary-denies";
  [[nodiscard]] static Gate lets_through(const RequestPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
