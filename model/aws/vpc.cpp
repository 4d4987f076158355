#include "model/aws/vpc.h"

#include <optional>

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

/// AWS: VpcCidrBlockState; only an associated block routes.
bool associated(Cursor& in, std::string_view state_key) {
  auto state = in.object(state_key);
  if (!state) return true;
  state->skip({"StatusMessage"});
  return state->text_or("State", "associated") == "associated";
}

void parse_blocks(Cursor& in, Vpc& vpc) {
  for (Cursor& block : in.objects("CidrBlockAssociationSet")) {
    block.skip({"AssociationId"});
    const auto cidr = block.cidr("CidrBlock", Family::Ipv4);
    if (associated(block, "CidrBlockState") && cidr) vpc.cidrs.push_back(*cidr);
  }
  const bool has_set = in.has("CidrBlockAssociationSet");
  if (!has_set && vpc.primary) vpc.cidrs.push_back(*vpc.primary);
  for (Cursor& block : in.objects("Ipv6CidrBlockAssociationSet")) {
    block.skip({"AssociationId", "NetworkBorderGroup", "Ipv6Pool", "IpSource"});
    const bool is_private = block.text_or("Ipv6AddressAttribute", "") == "private";
    const auto cidr = block.cidr("Ipv6CidrBlock", Family::Ipv6);
    if (!associated(block, "Ipv6CidrBlockState") || !cidr) continue;
    vpc.cidrs.push_back(*cidr);
    if (is_private) vpc.private_ipv6.push_back(*cidr);
  }
}

/// The VPC that the answer is about; its name and its content must agree.
VpcId parse_attribute_owner(Cursor& in) {
  in.skip({"ResponseMetadata"});
  const std::string& named = in.context().parameter;
  VpcId vpc_id(in.text_or("VpcId", named));
  if (vpc_id.empty()) in.problem("", "expected `VpcId`, found nothing");
  if (named.rfind("vpc-", 0) == 0 && vpc_id.text != named) {
    in.problem("VpcId", fmt::format("the document is named after {} but tells of {}",
                                    in_backticks(named), in_backticks(vpc_id.text)));
  }
  return vpc_id;
}

bool parse_attribute(Cursor& in, std::string_view key) {
  auto attribute = in.object(key);
  if (!attribute) return false;
  const auto value = attribute->flag("Value");
  if (!value && !attribute->has("Value")) {
    attribute->problem("", "expected `Value`, found nothing");
  }
  return value.value_or(false);
}

}  // namespace

Vpc Vpc::parse(Cursor& in) {
  Vpc vpc;
  fill_common(vpc, in);
  vpc.vpc_id = VpcId(in.text("VpcId"));
  vpc.owner_id = in.text_or("OwnerId", "");
  vpc.primary = in.cidr("CidrBlock", Family::Ipv4);
  parse_blocks(in, vpc);
  vpc.dhcp_options_id = DhcpOptionsId(in.text_or("DhcpOptionsId", ""));
  in.skip({"State", "InstanceTenancy", "IsDefault", "Tags", "BlockPublicAccessStates",
           "EncryptionControl"});
  return vpc;
}

VpcDnsSupport VpcDnsSupport::parse(Cursor& in) {
  VpcDnsSupport attribute;
  fill_common(attribute, in);
  attribute.vpc_id = parse_attribute_owner(in);
  attribute.value = parse_attribute(in, kSnapshotKey);
  return attribute;
}

VpcDnsHostnames VpcDnsHostnames::parse(Cursor& in) {
  VpcDnsHostnames attribute;
  fill_common(attribute, in);
  attribute.vpc_id = parse_attribute_owner(in);
  attribute.value = parse_attribute(in, kSnapshotKey);
  return attribute;
}

}  // namespace pullproof::aws
