#include <nlohmann/json.hpp>

#include "src/terraform/adopted.h"
#include "src/terraform/configuration.h"
#include "src/terraform/families.h"
#include "src/terraform/unknown.h"

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;
using changes::text_member;

struct SubnetPlace {
  Json vpc;
  Json zone;
  Json zone_id;
};

SubnetPlace place_of_subnet(const Values& values, const std::string& subnet) {
  const Json* planned = values.planned() == nullptr
                            ? nullptr
                            : values.planned()->after("aws_subnet", "id", subnet);
  if (planned != nullptr) {
    return {.vpc = member_or_null(*planned, "vpc_id"),
            .zone = member_or_null(*planned, "availability_zone"),
            .zone_id = member_or_null(*planned, "availability_zone_id")};
  }
  const auto* place = values.account().find("Subnet", subnet);
  if (place == nullptr) return {};
  const Json& row = values.account().at(*place);
  return {.vpc = member_or_null(row, "VpcId"),
          .zone = member_or_null(row, "AvailabilityZone"),
          .zone_id = member_or_null(row, "AvailabilityZoneId")};
}

/// AWS: EFS API reference, CreateMountTarget: without groups it has the VPC's default
/// one; a VPC that is new has one made with it.
Json groups_of_target(const Values& values, const Json& vpc) {
  if (values.has("security_groups") || values.is_unknown_at("security_groups")) {
    return values.get("security_groups");
  }
  if (!vpc.is_string()) return unknown_value("security_groups");
  const std::string id = vpc.get<std::string>();
  std::string group = default_group_of(values.account(), values.scope(), id);
  if (group.empty() && id.size() > 4) group = "sg-default-" + id.substr(4);
  return Json::array({group});
}

}  // namespace

void file_system_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  facts.resource("FileSystem", id,
                 {{"FileSystemId", id},
                  {"FileSystemArn", values.get("arn")},
                  {"OwnerId", values.scope().account.str()},
                  {"LifeCycleState", "available"},
                  {"Tags", values.tags()}});
}

void file_system_policy_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("file_system_id");
  facts.document("FileSystemPolicy", id,
                 {{"FileSystemId", id}, {"Policy", values.get("policy")}}, nullptr);
}

void mount_target_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  const SubnetPlace where = place_of_subnet(values, values.text("subnet_id"));
  Json target = {{"MountTargetId", id},
                 {"FileSystemId", values.get("file_system_id")},
                 {"SubnetId", values.get("subnet_id")},
                 {"OwnerId", values.scope().account.str()},
                 {"LifeCycleState", "available"}};
  put(target, "VpcId", where.vpc);
  put(target, "AvailabilityZoneName", where.zone);
  put(target, "AvailabilityZoneId", where.zone_id);
  if (values.has("ip_address")) target["IpAddress"] = values.get("ip_address");
  facts.resource("MountTarget", id, target);
  facts.document("MountTargetGroups", id,
                 {{"SecurityGroups", groups_of_target(values, where.vpc)}}, nullptr);
}

void access_point_facts(const Values& values, Facts& facts) {
  const Json& id = values.get("id");
  Json root = {{"Path", "/"}};
  for (const Values& block : values.blocks("root_directory")) {
    put_given(root, "Path", block, "path");
    for (const Values& creation : block.blocks("creation_info")) {
      root["CreationInfo"] = {{"OwnerUid", creation.get("owner_uid")},
                              {"OwnerGid", creation.get("owner_gid")},
                              {"Permissions", creation.get("permissions")}};
    }
  }
  facts.doubt_unknown(values, id, {"root_directory"});
  facts.resource("AccessPoint", id,
                 {{"AccessPointId", id},
                  {"AccessPointArn", values.get("arn")},
                  {"FileSystemId", values.get("file_system_id")},
                  {"LifeCycleState", "available"},
                  {"RootDirectory", root}});
}

}  // namespace pullproof::cli::terraform
