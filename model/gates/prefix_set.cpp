#include "model/gates/prefix_set.h"

#include <vector>

namespace pullproof::gates {
bool has_addresses_of_its_own(std::string_view name) {
  return name.starts_with("com.amazonaws.") &&
         (name.ends_with(".s3") || name.ends_with(".dynamodb"));
}

PrefixSet prefix_set(const Context& context, const aws::Scope& scope,
                     const PrefixListId& id) {
  PrefixSet set;
  const auto* list = context.account.find<aws::PrefixList>(scope, id.text);
  if (list != nullptr) {
    set.name = list->name;
    if (list->has_cidrs) set.blocks = &list->cidrs;
  }
  const auto* entries = context.account.find<aws::PrefixListEntries>(scope, id.text);
  if (entries != nullptr) set.blocks = &entries->cidrs;
  // A service without any address is an emulator's way of not knowing them.
  const bool blank = set.blocks != nullptr && set.blocks->empty();
  if (blank && has_addresses_of_its_own(set.name)) set.blocks = nullptr;
  return set;
}

Predicate in_prefix_list(const Context& context, const aws::Scope& scope,
                         const PrefixListId& id, FieldId field, const Packet& packet) {
  const PrefixSet set = prefix_set(context, scope, id);
  if (set.blocks != nullptr) {
    return Predicate::in_set(field, addresses_of(*set.blocks, packet.family));
  }
  // AWS's lists of S3 and DynamoDB are of IPv4 addresses.
  const bool is_ipv4 = packet.family == Family::Ipv4;
  if (is_ipv4 && !set.name.empty() && set.name == packet.far_service) {
    return Predicate::in_set(field, public_ipv4());
  }
  const bool may_be_any = is_ipv4 && packet.far_service == kAnyService;
  if (has_addresses_of_its_own(set.name) && !may_be_any) return Predicate::never();
  return Predicate::unknown(
      {.call = "ec2-get-managed-prefix-list-entries/" + id.text,
       .why = "the entries of prefix list " + id.text + " are not in the snapshot"});
}

}  // namespace pullproof::gates
