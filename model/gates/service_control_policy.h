// Whether the organization's service control policies let the calling role make the
// call.
//
// AWS: Organizations user guide, "Service control policies": they limit the accounts of
// the callers, save the management account and service-linked roles.
#pragma once

#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

struct ServiceControlPolicyAllows {
  using Place = RequestPlace;
  static constexpr std::string_view kName = "service-control-policy-allows";
  [[nodiscard]] static Gate lets_through(const RequestPlace& place,
                                         const Context& context);
};

struct ServiceControlPolicyDenies {
  using Place = RequestPlace;
  static constexpr std::string_view kName = "service-control-policy-denies";
  [[nodiscard]] static Gate lets_through(const RequestPlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
