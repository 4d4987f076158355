#include "model/aws/security_group.h"

#include "model/aws/traffic_rule.h"

namespace pullproof::aws {
namespace {

SecurityGroupPermission parse_permission(Cursor& in) {
  SecurityGroupPermission permission;
  permission.source = in.source();
  permission.protocol = parse_protocol(in, "IpProtocol");
  if (has_ports(permission.protocol)) {
    permission.ports = parse_ports(in, "FromPort", "ToPort");
  } else if (is_icmp(permission.protocol)) {
    permission.ports = parse_icmp_types(in, "FromPort", "ToPort");
  } else {
    in.skip({"FromPort", "ToPort"});
  }
  for (Cursor& range : in.objects("IpRanges")) {
    range.skip({"Description"});
    if (!range.has("CidrIp")) range.problem("", "expected `CidrIp`, found nothing");
    const auto cidr = range.cidr("CidrIp", Family::Ipv4);
    if (cidr) permission.cidrs.push_back(*cidr);
  }
  for (Cursor& range : in.objects("Ipv6Ranges")) {
    range.skip({"Description"});
    if (!range.has("CidrIpv6")) range.problem("", "expected `CidrIpv6`, found nothing");
    const auto cidr = range.cidr("CidrIpv6", Family::Ipv6);
    if (cidr) permission.cidrs.push_back(*cidr);
  }
  for (Cursor& list : in.objects("PrefixListIds")) {
    list.skip({"Description"});
    permission.prefix_lists.emplace_back(list.text("PrefixListId"));
  }
  for (Cursor& pair : in.objects("UserIdGroupPairs")) {
    GroupReference named{.group = SecurityGroupId(pair.text("GroupId")),
                         .account = pair.text_or("UserId", "")};
    pair.skip({"Description", "GroupName", "VpcId", "VpcPeeringConnectionId"});
    const bool is_active = pair.text_or("PeeringStatus", "active") == "active";
    auto& groups = is_active ? permission.groups : permission.stale_groups;
    groups.push_back(named);
  }
  return permission;
}

std::vector<SecurityGroupPermission> parse_permissions(Cursor& in,
                                                       std::string_view key) {
  auto objects = in.objects(key);
  std::vector<SecurityGroupPermission> permissions;
  permissions.reserve(objects.size());
  for (Cursor& object : objects) permissions.push_back(parse_permission(object));
  return permissions;
}

}  // namespace

SecurityGroup SecurityGroup::parse(Cursor& in) {
  SecurityGroup group;
  fill_common(group, in);
  group.group_id = SecurityGroupId(in.text("GroupId"));
  group.name = in.text_or("GroupName", "");
  group.owner_id = in.text_or("OwnerId", "");
  group.vpc_id = VpcId(in.text_or("VpcId", ""));
  group.ingress = parse_permissions(in, "IpPermissions");
  group.egress = parse_permissions(in, "IpPermissionsEgress");
  in.skip({"Tags", "Description", "SecurityGroupArn"});
  return group;
}

}  // namespace pullproof::aws
