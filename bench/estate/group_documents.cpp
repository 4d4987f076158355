#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/account/random.h"
#include "bench/estate/documents.h"

namespace pullproof::bench {
namespace {

Json permission(std::string_view protocol, int port) {
  Json one = {{"IpProtocol", protocol}};
  if (port != 0) {
    one["FromPort"] = port;
    one["ToPort"] = port;
  }
  for (const char* peers :
       {"UserIdGroupPairs", "IpRanges", "Ipv6Ranges", "PrefixListIds"}) {
    one[peers] = Json::array();
  }
  return one;
}

Json from_block(int port, std::string_view block) {
  Json one = permission(port == 0 ? "-1" : "tcp", port);
  one["IpRanges"].push_back({{"CidrIp", block}});
  return one;
}

Json from_groups(const EstateVpc& vpc, int port, const std::vector<GroupName>& groups) {
  Json one = permission(port == 0 ? "-1" : "tcp", port);
  for (const GroupName group : groups) {
    one["UserIdGroupPairs"].push_back(
        {{"UserId", vpc.account()}, {"GroupId", vpc.group_id(group)}});
  }
  return one;
}

/// Rules that piled up: partners' addresses for ports that nothing else here uses.
/// Never more than AWS's quota of 60, with the group's own.
void add_old_rules(Json& permissions, const EstatePart& part, const EstateVpc& vpc,
                   GroupName group) {
  constexpr std::size_t kQuota = 60;
  constexpr std::size_t kOwn = 4;
  constexpr std::size_t kBlocksOfOne = 5;
  Random random(part.options.seed * 1'000'003 + vpc.number() * kGroups +
                static_cast<std::size_t>(group));
  const std::size_t count = random.below(kQuota - kOwn + 1);
  Json* last = nullptr;
  for (std::size_t i = 0; i < count; ++i) {
    if (i % kBlocksOfOne == 0) {
      const auto port = static_cast<int>(20'000 + i);
      permissions.push_back(permission("tcp", port));
      last = &permissions.back();
    }
    (*last)["IpRanges"].push_back(
        {{"Description", fmt::format("partner {}", random.below(1'000))},
         {"CidrIp", fmt::format("203.0.113.{}/32", random.below(256))}});
  }
}

Json inbound(const EstatePart& part, const EstateVpc& vpc, GroupName group) {
  Json rules = Json::array();
  switch (group) {
    case GroupName::Default:
      rules.push_back(from_groups(vpc, 0, {GroupName::Default}));
      break;
    case GroupName::Instances: {
      rules.push_back(from_block(443, kAllVpcs));
      rules.push_back(from_groups(vpc, 5432, {GroupName::Tasks}));
      Json by_list = permission("tcp", 8443);
      by_list["PrefixListIds"].push_back({{"PrefixListId", own_prefix_list(part)}});
      rules.push_back(std::move(by_list));
      break;
    }
    case GroupName::Tasks:
      rules.push_back(from_groups(vpc, 8080, {GroupName::Instances}));
      break;
    case GroupName::Batch:
      break;
    case GroupName::Endpoints:
      rules.push_back(from_groups(vpc, 443, {GroupName::Tasks, GroupName::Instances}));
      break;
  }
  add_old_rules(rules, part, vpc, group);
  return rules;
}

Json security_group(const EstatePart& part, const EstateVpc& vpc, GroupName group) {
  const std::string id = vpc.group_id(group);
  Json outbound = Json::array();
  if (group != GroupName::Endpoints) outbound.push_back(from_block(0, kEverywhere));
  return {{"GroupId", id},
          {"IpPermissionsEgress", std::move(outbound)},
          {"Tags", named(vpc.name())},
          {"VpcId", vpc.id("vpc")},
          {"SecurityGroupArn", fmt::format("arn:aws:ec2:{}:{}:security-group/{}",
                                           vpc.region().name, vpc.account(), id)},
          {"OwnerId", vpc.account()},
          {"GroupName", name_of(group)},
          {"Description", name_of(group)},
          {"IpPermissions", inbound(part, vpc, group)}};
}

}  // namespace

Json describe_security_groups(const EstatePart& part) {
  Json all = Json::array();
  for (const auto& vpc : part.vpcs) {
    for (std::size_t i = 0; i < kGroups; ++i) {
      all.push_back(security_group(part, vpc, static_cast<GroupName>(i)));
    }
  }
  return {{"SecurityGroups", std::move(all)}};
}

}  // namespace pullproof::bench
