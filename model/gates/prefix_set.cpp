#include "model/gates/prefix_set.h"

#include <vector>

namespace pullproof::gates {
bool has_addresses_of_its_own(const std::string& name) {
  return name.starts_with("com.amazonaws.") &&
         (name.ends_with(".s3") || name.ends_with(".dynamodb"));
}

IntervalSet ipv4_addresses(const std::vector<Cidr>& blocks) {
  std::vector<Interval> intervals;
  for (const Cidr& block : blocks) {
    if (block.family == Family::Ipv4)
      intervals.push_back({block.first(), block.last()});
  }
  return IntervalSet(std::move(intervals));
}

PrefixSet prefix_set(const Context& context, const aws::Scope& scope,
                     const PrefixListId& id) {
  PrefixSet set;
  const auto* list = context.account.find<aws::PrefixList>(scope, id.text);
  if (list != nullptr) {
    set.name = list->name;
    if (list->has_cidrs) set.blocks = list->cidrs;
  }
  const auto* entries = context.account.find<aws::PrefixListEntries>(scope, id.text);
  if (entries != nullptr) set.blocks = entries->cidrs;
  // A service without any address is an emulator's way of not knowing them.
  const bool blank = set.blocks && set.blocks->empty();
  if (blank && has_addresses_of_its_own(set.name)) set.blocks.reset();
  return set;
}

Predicate in_prefix_list(const Context& context, const aws::Scope& scope,
                         const PrefixListId& id, FieldId field,
                         const std::string& far_service) {
  const PrefixSet set = prefix_set(context, scope, id);
  if (set.blocks) return Predicate::in_set(field, ipv4_addresses(*set.blocks));
  if (!set.name.empty() && set.name == far_service) {
    return Predicate::in_set(field, public_ipv4());
  }
  if (has_addresses_of_its_own(set.name)) return Predicate::never();
  return Predicate::unknown(
      {.call = "ec2-get-managed-prefix-list-entries/" + id.text,
       .why = "the entries of prefix list " + id.text + " are not in the snapshot"});
}

}  // namespace pullproof::gates
