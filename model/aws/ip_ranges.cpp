#include "model/aws/ip_ranges.h"

#include <array>
#include <utility>

namespace pullproof::aws {

IpRanges IpRanges::parse(Cursor& in) {
  constexpr std::array<std::pair<const char*, const char*>, 2> kLists = {
      {{"prefixes", "ip_prefix"}, {"ipv6_prefixes", "ipv6_prefix"}}};
  IpRanges ranges;
  fill_common(ranges, in);
  for (const auto& [list, key] : kLists) {
    for (Cursor& entry : in.objects(list)) {
      entry.skip({"network_border_group"});
      const std::string where = entry.text("region") + '/' + entry.text("service");
      if (const auto block = entry.cidr(key)) ranges.blocks[where].push_back(*block);
    }
  }
  in.skip({"syncToken", "createDate"});
  return ranges;
}

}  // namespace pullproof::aws
