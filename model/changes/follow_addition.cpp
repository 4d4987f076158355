#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/changes/consequences.h"
#include "model/changes/document_edits.h"

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;

/// Adds what AWS makes by itself, filled in like anything else.
void add_default(AccountDocuments& account, std::string_view type,
                 const aws::Scope& scope, const std::string& parameter, Json resource) {
  const ResourceShape& shape = *shape_of_type(type);
  fill_in(account, shape, scope, parameter, resource);
  static_cast<void>(account.add(shape, scope, parameter, std::move(resource)));
}

/// AWS: VPC user guide, "Create a VPC": with it come a main route table, a default ACL
/// and a default group; the default DHCP options name Amazon's DNS server.
void follow_vpc_addition(AccountDocuments& account, const Place& added) {
  const aws::Scope scope = account.scope_of(added);
  const std::string& id = added.id;
  const std::string own = own_part(id);
  add_default(account, "RouteTable", scope, "",
              {{"RouteTableId", "rtb-main-" + own},
               {"VpcId", id},
               {"Associations", Json::array({{{"Main", true}}})}});
  follow_addition(account, *account.find("RouteTable", "rtb-main-" + own, scope));
  add_default(account, "NetworkAcl", scope, "",
              {{"NetworkAclId", "acl-default-" + own},
               {"VpcId", id},
               {"IsDefault", true},
               {"Entries", entries_of_default_acl()}});
  const Json self = permission_of_members("sg-default-" + own, scope.account.str());
  add_default(account, "SecurityGroup", scope, "",
              {{"GroupId", "sg-default-" + own},
               {"GroupName", "default"},
               {"VpcId", id},
               {"IpPermissions", Json::array({self})}});
  if (text_member(account.at(added), "DhcpOptionsId").empty()) {
    const std::string options = "dopt-default-" + own;
    const Json servers = {{"Key", "domain-name-servers"},
                          {"Values", Json::array({{{"Value", "AmazonProvidedDNS"}}})}};
    add_default(account, "DhcpOptions", scope, "",
                {{"DhcpOptionsId", options},
                 {"OwnerId", scope.account.str()},
                 {"DhcpConfigurations", Json::array({servers})}});
    account.edit(added)["DhcpOptionsId"] = options;
  }
  const auto attribute = [&](const char* type, const char* key, bool value) {
    add_default(account, type, scope, id, {{"VpcId", id}, {key, {{"Value", value}}}});
  };
  attribute("VpcDnsSupport", "EnableDnsSupport", true);
  attribute("VpcDnsHostnames", "EnableDnsHostnames", false);
  add_default(account, "HostedZones", scope, id,
              {{"HostedZoneSummaries", Json::array()}});
}

void follow_subnet_addition(AccountDocuments& account, const Place& added) {
  join_default_acl(account, text_member(account.at(added), "VpcId"), added.id);
}

void follow_table_addition(AccountDocuments& account, const Place& added) {
  add_local_routes(account, added);
  follow_change(account, added, Json::object());
}

void follow_as_change(AccountDocuments& account, const Place& added) {
  follow_change(account, added, Json::object());
}

void follow_repository_addition(AccountDocuments& account, const Place& added) {
  const aws::Scope scope = account.scope_of(added);
  for (const std::string_view type : {"RepositoryPolicy", "LifecyclePolicy"}) {
    account.tell_absent(*shape_of_type(type), scope, added.id);
  }
}

void add_to_list(AccountDocuments& account, const aws::Scope& scope,
                 std::string_view call, const std::string& parameter, const char* key,
                 const std::string& arn) {
  account.edit_documents(
      scope, call,
      [&](Json& document) {
        if (document.contains(key) && document[key].is_array()) {
          document[key].push_back(arn);
        }
      },
      parameter);
}

void follow_cluster_addition(AccountDocuments& account, const Place& added) {
  const aws::Scope scope = account.scope_of(added);
  add_to_list(account, scope, "ecs-list-clusters", "", "clusterArns",
              text_member(account.at(added), "clusterArn"));
  account.add_document(scope, "ecs-list-services", added.id,
                       {{"serviceArns", Json::array()}});
  account.add_document(scope, "ecs-list-container-instances", added.id,
                       {{"containerInstanceArns", Json::array()}});
  account.add_document(scope, "ecs-describe-container-instances", added.id,
                       {{"containerInstances", Json::array()}});
}

void follow_service_addition(AccountDocuments& account, const Place& added) {
  const Json& service = account.at(added);
  const std::string cluster = text_member(service, "clusterArn");
  add_to_list(account, account.scope_of(added), "ecs-list-services",
              cluster.substr(cluster.rfind('/') + 1), "serviceArns",
              text_member(service, "serviceArn"));
}

/// AWS: KMS developer guide, "Default key policy": without one of its own, a key is
/// its account's to give access to.
void follow_key_addition(AccountDocuments& account, const Place& added) {
  const aws::Scope scope = account.scope_of(added);
  const std::string arn = text_member(account.at(added), "Arn");
  const std::string partition = arn.substr(4, arn.find(':', 4) - 4);
  const Json policy = {
      {"Version", "2012-10-17"},
      {"Statement",
       Json::array(
           {{{"Effect", "Allow"},
             {"Principal",
              {{"AWS", fmt::format("arn:{}:iam::{}:root", partition, scope.account)}}},
             {"Action", "kms:*"},
             {"Resource", "*"}}})}};
  add_default(account, "KeyPolicy", scope, added.id, {{"Policy", policy.dump()}});
  account.add_document(scope, "kms-list-grants", added.id, {{"Grants", Json::array()}});
}

void follow_secret_addition(AccountDocuments& account, const Place& added) {
  add_default(account, "SecretPolicy", account.scope_of(added), added.id,
              {{"ARN", text_member(account.at(added), "ARN")}, {"Name", added.id}});
}

/// AWS: EFS API reference, CreateFileSystem: without a policy, and mounted nowhere.
void follow_file_system_addition(AccountDocuments& account, const Place& added) {
  const aws::Scope scope = account.scope_of(added);
  account.tell_absent(*shape_of_type("FileSystemPolicy"), scope, added.id);
  account.add_document(scope, "efs-describe-mount-targets", added.id,
                       {{"MountTargets", Json::array()}});
  account.add_document(scope, "efs-describe-access-points", added.id,
                       {{"AccessPoints", Json::array()}});
}

void follow_mount_target_addition(AccountDocuments& account, const Place& added) {
  count_mount_target(account, added, 1);
}

struct Addition {
  std::string_view type;
  void (*follow)(AccountDocuments&, const Place&);
};

constexpr std::array kAdditions = std::to_array<Addition>({
    {"Vpc", follow_vpc_addition},
    {"Subnet", follow_subnet_addition},
    {"RouteTable", follow_table_addition},
    {"NetworkAcl", follow_as_change},
    {"VpcEndpoint", follow_as_change},
    {"Repository", follow_repository_addition},
    {"Cluster", follow_cluster_addition},
    {"Service", follow_service_addition},
    {"Key", follow_key_addition},
    {"Secret", follow_secret_addition},
    {"FileSystem", follow_file_system_addition},
    {"MountTarget", follow_mount_target_addition},
});

}  // namespace

void follow_addition(AccountDocuments& account, const Place& added) {
  const auto found = std::find_if(
      kAdditions.begin(), kAdditions.end(),
      [&](const Addition& each) { return each.type == added.shape->type; });
  if (found != kAdditions.end()) found->follow(account, Place(added));
}

}  // namespace pullproof::changes
