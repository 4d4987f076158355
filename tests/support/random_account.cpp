#include "tests/support/random_account.h"

#include <array>
#include <fstream>
#include <stdexcept>

namespace pullproof::support {
namespace {

using nlohmann::json;

const std::vector<std::string> kBlocks = {
    "0.0.0.0/0",     "10.20.0.0/16", "10.30.0.0/16", "10.30.20.0/24", "10.30.21.0/24",
    "52.219.0.0/16", "3.5.134.0/23", "128.0.0.0/1",  "0.0.0.0/1",     "10.20.10.0/25"};

const std::vector<std::pair<int, int>> kPorts = {
    {443, 443},     {80, 80},       {0, 65535},     {400, 500},  {1024, 65535},
    {32768, 60999}, {32768, 46000}, {50000, 65535}, {444, 65535}};

template <class T>
const T& pick(const std::vector<T>& list, unsigned number) {
  return list[number % list.size()];
}

json& pick(json& list, unsigned number) { return list[number % list.size()]; }

json policy(const std::string& statements) {
  return json::parse(R"({"Version":"2012-10-17","Statement":)" + statements + "}");
}

/// What an endpoint policy, identity policy or boundary may say.
json some_policy(unsigned value, bool with_principal) {
  static const std::vector<std::string> kStatements = {
      R"([{"Effect":"Allow","Action":"*","Resource":"*"}])",
      R"([{"Effect":"Allow","Action":["ecr:*"],"Resource":"*"}])",
      R"([{"Effect":"Allow","Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer"],
           "Resource":"*"}])",
      R"([{"Effect":"Allow","Action":["ecr:*"],
           "Resource":"arn:aws:ecr:eu-central-1:111122223333:repository/acme/*"}])",
      R"([{"Effect":"Allow","Action":"*","Resource":"*"},
          {"Effect":"Deny","Action":"ecr:GetDownloadUrlForLayer","Resource":"*"}])",
      R"([{"Effect":"Allow","Action":"s3:GetObject",
           "Resource":"arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*"}])",
      R"([{"Effect":"Allow","Action":["ecr:Get*","ecr:Batch*"],"Resource":"*",
           "Condition":{"StringEquals":{"aws:SourceVpc":"vpc-05ef3e1363463bd68"}}}])",
      R"([{"Effect":"Allow","Action":"*","Resource":"*"},
          {"Effect":"Deny","Action":"*","Resource":"*",
           "Condition":{"NotIpAddress":{"aws:SourceIp":"18.195.10.11"},
                        "Null":{"aws:SourceVpc":"true"}}}])",
      R"([{"Effect":"Allow","Action":"s3:*",
           "Resource":"arn:aws:s3:::prod-*-bucket/a*"}])",
      R"([{"Effect":"Allow","Action":"*","Resource":"*",
           "Condition":{"IpAddress":{"aws:VpcSourceIp":"10.30.20.0/25"}}}])"};
  json document = policy(pick(kStatements, value));
  if (with_principal) {
    for (auto& statement : document["Statement"]) statement["Principal"] = "*";
  }
  return document;
}

json& execution_role(json& bundle) {
  return document(bundle,
                  "iam-get-account-authorization-details.json")["RoleDetailList"][1];
}

json permission(unsigned ports, const json& ranges) {
  const auto& [from, to] = pick(kPorts, ports);
  return {{"IpProtocol", "tcp"},
          {"FromPort", from},
          {"ToPort", to},
          {"UserIdGroupPairs", json::array()},
          {"IpRanges", ranges},
          {"Ipv6Ranges", json::array()},
          {"PrefixListIds", json::array()}};
}

void remove_route(json& bundle, const Edit& edit) {
  auto& routes = pick(document(bundle, "ec2-describe-route-tables.json")["RouteTables"],
                      edit.target)["Routes"];
  if (routes.size() > 1) routes.erase(1 + edit.value % (routes.size() - 1));
}

void blackhole_route(json& bundle, const Edit& edit) {
  auto& routes = pick(document(bundle, "ec2-describe-route-tables.json")["RouteTables"],
                      edit.target)["Routes"];
  if (routes.size() > 1)
    routes[1 + edit.value % (routes.size() - 1)]["State"] = "blackhole";
}

void set_egress(json& bundle, const Edit& edit) {
  auto& group =
      pick(document(bundle, "ec2-describe-security-groups.json")["SecurityGroups"],
           edit.target);
  json rules = json::array(
      {permission(edit.extra, json::array({{{"CidrIp", pick(kBlocks, edit.value)}}}))});
  if (edit.value % 3 == 0) {
    rules.push_back(permission(0, json::array()));
    rules.back()["PrefixListIds"].push_back({{"PrefixListId", "pl-6ea54007"}});
  }
  group["IpPermissionsEgress"] = rules;
}

void set_ingress(json& bundle, const Edit& edit) {
  auto& group =
      document(bundle, "ec2-describe-security-groups.json")["SecurityGroups"][2];
  group["IpPermissions"] = json::array(
      {permission(edit.extra, json::array({{{"CidrIp", pick(kBlocks, edit.value)}}}))});
}

void add_acl_entry(json& bundle, const Edit& edit) {
  auto& acl = pick(document(bundle, "ec2-describe-network-acls.json")["NetworkAcls"],
                   edit.target);
  const int number =
      10 + static_cast<int>(acl["Entries"].size()) + (edit.extra % 2 == 0 ? 0 : 200);
  json entry = {{"CidrBlock", pick(kBlocks, edit.value)},
                {"Egress", edit.extra % 3 == 0},
                {"Protocol", edit.extra % 4 == 0 ? "-1" : "6"},
                {"RuleAction", edit.value % 2 == 0 ? "deny" : "allow"},
                {"RuleNumber", number}};
  if (entry["Protocol"] == "6") {
    const auto& [from, to] = pick(kPorts, edit.extra);
    entry["PortRange"] = {{"From", from}, {"To", to}};
  }
  acl["Entries"].push_back(entry);
}

void remove_acl_entry(json& bundle, const Edit& edit) {
  auto& entries =
      pick(document(bundle, "ec2-describe-network-acls.json")["NetworkAcls"],
           edit.target)["Entries"];
  if (!entries.empty()) entries.erase(edit.value % entries.size());
}

void turn_off_dns(json& bundle, const Edit& edit) {
  const std::string vpc =
      edit.target % 2 == 0 ? "vpc-0822b33ad87c148a0" : "vpc-05ef3e1363463bd68";
  const std::string attribute = edit.value % 2 == 0 ? "Hostnames" : "Support";
  document(bundle, "enableDns" + attribute + "/" + vpc +
                       ".json")["EnableDns" + attribute]["Value"] = false;
}

void hurt_endpoint(json& bundle, const Edit& edit) {
  auto& endpoint = pick(
      document(bundle, "ec2-describe-vpc-endpoints.json")["VpcEndpoints"], edit.target);
  if (edit.value % 2 == 0) {
    endpoint["PrivateDnsEnabled"] = false;
  } else {
    endpoint["PolicyDocument"] = some_policy(edit.extra, true).dump();
  }
}

void hurt_nat(json& bundle, const Edit& edit) {
  auto& nat = pick(document(bundle, "ec2-describe-nat-gateways.json")["NatGateways"],
                   edit.target);
  switch (edit.value % 3) {
    case 0:
      nat["State"] = "failed";
      break;
    case 1:
      nat["ConnectivityType"] = "private";
      break;
    default:
      nat["NatGatewayAddresses"][0].erase("PublicIp");
  }
}

void block_public_access(json& bundle, const Edit& edit) {
  document(bundle, "ec2-describe-vpc-block-public-access-options.json")
      ["VpcBlockPublicAccessOptions"]["InternetGatewayBlockMode"] =
          edit.value % 2 == 0 ? "block-bidirectional" : "block-ingress";
}

void detach_gateway(json& bundle, const Edit& /*edit*/) {
  document(
      bundle,
      "ec2-describe-internet-gateways.json")["InternetGateways"][0]["Attachments"] =
      json::array();
}

void toggle_public_ip(json& bundle, const Edit& edit) {
  auto& service =
      document(bundle, "ecs-describe-services/prod.json")["services"][edit.target % 3];
  auto& flag = service["networkConfiguration"]["awsvpcConfiguration"]["assignPublicIp"];
  flag = flag == "ENABLED" ? "DISABLED" : "ENABLED";
}

void replace_role_policy(json& bundle, const Edit& edit) {
  auto& role = execution_role(bundle);
  role["AttachedManagedPolicies"] = json::array();
  role["RolePolicyList"] = json::array(
      {{{"PolicyName", "inline"}, {"PolicyDocument", some_policy(edit.value, false)}}});
}

void add_boundary(json& bundle, const Edit& edit) {
  const std::string arn = "arn:aws:iam::111122223333:policy/boundary";
  auto& details = document(bundle, "iam-get-account-authorization-details.json");
  details["Policies"].push_back(
      {{"PolicyName", "boundary"},
       {"PolicyId", "ANPABOUNDARY"},
       {"Arn", arn},
       {"Path", "/"},
       {"DefaultVersionId", "v1"},
       {"PolicyVersionList", json::array({{{"Document", some_policy(edit.value, false)},
                                           {"VersionId", "v1"},
                                           {"IsDefaultVersion", true}}})}});
  for (std::size_t i = 0; i + 1 < details["Policies"].size(); ++i) {
    if (details["Policies"][i]["Arn"] == arn) details["Policies"].erase(i);
  }
  execution_role(bundle)["PermissionsBoundary"] = {
      {"PermissionsBoundaryType", "Policy"}, {"PermissionsBoundaryArn", arn}};
}

void set_trust(json& bundle, const Edit& edit) {
  static const std::vector<std::string> kTrust = {
      R"([{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},
           "Action":"sts:AssumeRole"}])",
      R"([{"Effect":"Allow","Principal":{"Service":["ecs-tasks.amazonaws.com",
           "ec2.amazonaws.com"]},"Action":"sts:AssumeRole"}])"};
  execution_role(bundle)["AssumeRolePolicyDocument"] = policy(pick(kTrust, edit.value));
}

void set_repository_policy(json& bundle, const Edit& edit) {
  static const std::vector<std::string> kNames = {"web", "batch", "edge", "legacy"};
  static const std::vector<std::string> kStatements = {
      R"([{"Effect":"Deny","NotPrincipal":{"AWS":["arn:aws:iam::111122223333:role/ci",
           "arn:aws:iam::111122223333:root"]},"Action":"ecr:BatchGetImage"}])",
      R"([{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/ci"},
           "Action":["ecr:BatchGetImage"]}])",
      R"([{"Effect":"Deny","Principal":"*","Action":"ecr:*",
           "Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-0638a707841280e96"}}}])",
      R"([{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"ecr:*"}])"};
  const std::string name = "acme%2F" + pick(kNames, edit.target);
  const std::string folder = "111122223333/eu-central-1/";
  const std::string call = "ecr-get-repository-policy/" + name;
  bundle[folder + call + ".json"] = {
      {"registryId", "111122223333"},
      {"repositoryName", "acme/" + pick(kNames, edit.target)},
      {"policyText", policy(pick(kStatements, edit.value)).dump()}};
  for (auto& each : bundle["manifest.json"]["calls"]) {
    if (each["call"] != call) continue;
    each["status"] = "ok";
    each["file"] = folder + call + ".json";
    each.erase("error");
  }
}

void hurt_image(json& bundle, const Edit& edit) {
  static const std::vector<std::string> kNames = {"web", "batch", "edge", "legacy"};
  const std::string name = pick(kNames, edit.target);
  if (edit.value % 2 == 0) {
    auto& image = document(
        bundle, "ecs-describe-task-definition/" + name +
                    "%3A1.json")["taskDefinition"]["containerDefinitions"][0]["image"];
    image = image.get<std::string>() + "0";
  } else {
    document(bundle, "ecr-describe-images/acme%2F" + name +
                         ".json")["imageDetails"][0]["imageStatus"] = "ARCHIVED";
  }
}

using Apply = void (*)(json&, const Edit&);
constexpr std::array<Apply, 19> kKinds = {
    remove_route,   blackhole_route,       set_egress,          set_egress,
    set_ingress,    add_acl_entry,         add_acl_entry,       remove_acl_entry,
    turn_off_dns,   hurt_endpoint,         hurt_endpoint,       hurt_nat,
    detach_gateway, toggle_public_ip,      replace_role_policy, add_boundary,
    set_trust,      set_repository_policy, hurt_image};

}  // namespace

void showValue(const Edit& edit, std::ostream& out) {
  out << "{" << edit.kind << "," << edit.target << "," << edit.value << ","
      << edit.extra << "}";
}

const json& healthy_bundle() {
  static const json kBundle = [] {
    std::ifstream file(std::string(PULLPROOF_SOURCE_DIR) +
                       "/scenarios/healthy/snapshot.json");
    return json::parse(file);
  }();
  return kBundle;
}

json& document(json& bundle, const std::string& ending) {
  for (auto& [path, content] : bundle.items()) {
    if (path.ends_with(ending)) return content;
  }
  throw std::invalid_argument("no document ends in " + ending);
}

void apply(json& bundle, const Edit& edit) {
  if (edit.kind == kKinds.size()) {
    block_public_access(bundle, edit);
    return;
  }
  kKinds[edit.kind % kKinds.size()](bundle, edit);
}

json account_after(const std::vector<Edit>& edits) {
  json bundle = healthy_bundle();
  // The oracle judges the pull, and not what else a container needs.
  for (auto& [path, content] : bundle.items()) {
    if (path.find("/ecs-describe-task-definition/") == std::string::npos) continue;
    for (json& container : content["taskDefinition"]["containerDefinitions"]) {
      container.erase("logConfiguration");
    }
  }
  for (const auto& edit : edits) apply(bundle, edit);
  return bundle;
}

rc::Gen<std::vector<Edit>> random_edits(std::size_t most) {
  const auto number = rc::gen::inRange(0U, 60U);
  const auto edit = rc::gen::build<Edit>(
      rc::gen::set(&Edit::kind, rc::gen::inRange(0U, 20U)),
      rc::gen::set(&Edit::target, number), rc::gen::set(&Edit::value, number),
      rc::gen::set(&Edit::extra, number));
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(0, most + 1),
                         [edit](std::size_t count) {
                           return rc::gen::container<std::vector<Edit>>(count, edit);
                         });
}

}  // namespace pullproof::support
