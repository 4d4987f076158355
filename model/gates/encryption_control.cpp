#include "model/gates/encryption_control.h"

#include <fmt/format.h>

namespace pullproof::gates {

Gate EncryptionControlGate::lets_through(const InternetGatewayPlace& place,
                                         const Context& context) {
  Gate gate{
      .name = std::string(kName), .mechanism = "route", .code = "UNKNOWN_RESOURCE"};
  for (const auto& control : context.account.table<aws::EncryptionControl>().all()) {
    if (control.vpc_id == place.vpc && control.mode == "enforce") {
      gate.lets_through = Predicate::unknown(
          {.call = "",
           .why = fmt::format("VPC encryption controls are enforced in {}, which this "
                              "tool does not model",
                              place.vpc.text)});
      return gate;
    }
  }
  assume(gate,
         peripheral(context, place.scope, std::string(aws::EncryptionControl::kCall),
                    "encryption controls may stop the internet gateway"));
  return gate;
}

}  // namespace pullproof::gates
