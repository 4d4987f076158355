#include "tests/support/oracle.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/support/oracle_sample.h"

namespace pullproof::oracle::oracle_test {
namespace {

using nlohmann::json;

constexpr const char* kRegional = "111122223333/eu-central-1/";

TEST(Oracle, PullsThroughNatThroughEndpointsAndFromAnInstance) {
  expect(healthy(), "pulls", {});
  expect(isolated(), "pulls", {});
  expect(on_instance(), "pulls", {});
}

TEST(Oracle, RefusesASubnetWithoutARoute) {
  json bundle = healthy();
  routes(bundle, 2).erase(1);
  expect(bundle, "fails", on_every_leg("route"));
}

TEST(Oracle, RefusesABlackholeEvenBesideAShorterRoute) {
  json bundle = healthy();
  json route = routes(bundle, 2)[1];
  route["DestinationCidrBlock"] = "52.219.0.0/16";
  route["State"] = "blackhole";
  routes(bundle, 2).push_back(route);
  // Only S3's list is known exactly, and half of it lies there.
  expect(bundle, "unknown", {{"layers", "route"}});
  document(bundle, "ec2-describe-prefix-lists")["PrefixLists"][0]["Cidrs"].erase(0);
  expect(bundle, "fails", {{"layers", "route"}});
}

TEST(Oracle, RefusesANatGatewayThatIsGoneHasNoAddressOrNoWayOut) {
  for (const auto& [key, value] : {std::pair<std::string, json>{"State", "failed"},
                                   {"ConnectivityType", "private"},
                                   {"NatGatewayAddresses", json::array()},
                                   {"SubnetId", "subnet-data"}}) {
    json bundle = healthy();
    document(bundle, "ec2-describe-nat-gateways")["NatGateways"][0][key] = value;
    expect(bundle, "fails", on_every_leg("route"));
  }
}

TEST(Oracle, RefusesATaskWithoutPublicAddressInAPublicSubnet) {
  json bundle = healthy();
  network(bundle)["subnets"] = {"subnet-public"};
  expect(bundle, "fails", on_every_leg("public-ip"));
  network(bundle)["assignPublicIp"] = "ENABLED";
  expect(bundle, "pulls", {});
}

TEST(Oracle, RefusesOneSubnetOfTwo) {
  json bundle = healthy();
  network(bundle)["subnets"] = {"subnet-private", "subnet-data"};
  expect(bundle, "intermittent", on_every_leg("route"));
}

TEST(Oracle, RefusesAnInternetGatewayThatIsDetachedOrBlocked) {
  json detached = healthy();
  document(detached,
           "ec2-describe-internet-gateways")["InternetGateways"][0]["Attachments"] =
      json::array();
  expect(detached, "fails", on_every_leg("route"));
  json blocked = healthy();
  json& mode = blocked[std::string(kRegional) +
                       "ec2-describe-vpc-block-public-access-options.json"]
                      ["VpcBlockPublicAccessOptions"]["InternetGatewayBlockMode"];
  mode = "block-ingress";
  expect(blocked, "pulls", {});
  mode = "block-bidirectional";
  expect(blocked, "fails", on_every_leg("block-public-access"));
}

TEST(Oracle, RefusesAnEndpointGroupThatDoesNotAdmitTheTask) {
  json bundle = isolated();
  group(bundle, 1)["IpPermissions"] = json::array();
  expect(bundle, "fails", on_every_leg("security-group"));
}

TEST(Oracle, FollowsAGroupReferenceToMembersOnly) {
  json bundle = isolated();
  json& egress = group(bundle, 0)["IpPermissionsEgress"];
  egress = json::parse(R"([{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
    "UserIdGroupPairs": [{"GroupId": "sg-endpoint"}]}])");
  expect(bundle, "fails", {{"layers", "security-group"}});
  egress[0]["PrefixListIds"] = {{{"PrefixListId", "pl-s3"}}};
  expect(bundle, "pulls", {});
}

TEST(Oracle, RefusesEndpointsThatAreNotAvailable) {
  json gateway = isolated();
  endpoint(gateway, 2)["State"] = "failed";
  expect(gateway, "fails", {{"layers", "route"}});
  json interface = isolated();
  endpoint(interface, 0)["State"] = "failed";
  expect(interface, "fails", {{"token", "route"}});
}

TEST(Oracle, AsksForBothVpcAttributesBeforePrivateNames) {
  json bundle = isolated();
  document(bundle,
           "ec2-describe-vpc-attribute-enableDnsHostnames/vpc-1")["EnableDnsHostnames"]
                                                                 ["Value"] = false;
  expect(bundle, "fails", on_every_leg("route"));
  document(bundle,
           "ec2-describe-vpc-attribute-enableDnsSupport/vpc-1")["EnableDnsSupport"]
                                                               ["Value"] = false;
  expect(bundle, "fails", on_every_leg("dns"));
}

TEST(Oracle, RefusesWhenTheGroupCoversHalfOfS3) {
  json bundle = isolated();
  json& ranges = group(bundle, 0)["IpPermissionsEgress"][0]["IpRanges"];
  ranges = json::parse(R"([{"CidrIp": "10.0.0.0/16"}, {"CidrIp": "16.12.32.0/21"}])");
  expect(bundle, "intermittent", {{"layers", "security-group"}});
  ranges.push_back({{"CidrIp", "52.219.72.0/23"}});
  expect(bundle, "intermittent", {{"layers", "security-group"}});
  ranges.push_back({{"CidrIp", "52.219.74.0/23"}});
  expect(bundle, "pulls", {});
}

TEST(Oracle, DoesNotKnowWhenTheGroupCoversAShareOfTheInternet) {
  json bundle = healthy();
  group(bundle, 0)["IpPermissionsEgress"][0]["IpRanges"][0]["CidrIp"] = "0.0.0.0/1";
  expect(bundle, "unknown", {});
}

TEST(Oracle, RefusesAnAclWithoutInboundEphemeralPorts) {
  json bundle = healthy();
  private_acl(bundle)[1]["Protocol"] = "6";
  private_acl(bundle)[1]["PortRange"] = {{"From", 443}, {"To", 443}};
  expect(bundle, "fails", on_every_leg("network-acl"));
}

TEST(Oracle, RefusesHalfOfTheSourcePorts) {
  json bundle = healthy();
  private_acl(bundle)[1]["Protocol"] = "6";
  private_acl(bundle)[1]["PortRange"] = {{"From", 1024}, {"To", 40000}};
  expect(bundle, "intermittent", on_every_leg("network-acl"));
  private_acl(bundle)[1]["PortRange"] = {{"From", 32768}, {"To", 60999}};
  expect(bundle, "pulls", {});
}

TEST(Oracle, ReadsAclEntriesByNumberAndNatPortsAtTheNat) {
  json ordered = healthy();
  json deny = private_acl(ordered)[0];
  deny["RuleNumber"] = 50;
  deny["RuleAction"] = "deny";
  private_acl(ordered).push_back(deny);
  expect(ordered, "fails", on_every_leg("network-acl"));
  json at_nat = healthy();
  json& entry =
      document(at_nat, "ec2-describe-network-acls")["NetworkAcls"][0]["Entries"][1];
  entry["Protocol"] = "6";
  entry["PortRange"] = {{"From", 443}, {"To", 60999}};
  expect(at_nat, "intermittent", on_every_leg("network-acl"));
}

TEST(Oracle, DoesNotAskTheAclInsideOneSubnet) {
  json bundle = isolated();
  network(bundle)["subnets"] = {"subnet-data"};
  json& tables = document(bundle, "ec2-describe-route-tables")["RouteTables"];
  tables[2]["Associations"][0]["SubnetId"] = "subnet-data";
  json& acls = document(bundle, "ec2-describe-network-acls")["NetworkAcls"];
  std::swap(acls[0]["Associations"][1], acls[1]["Associations"][0]);
  json deny = private_acl(bundle)[0];
  deny["RuleNumber"] = 50;
  deny["RuleAction"] = "deny";
  deny["CidrBlock"] = "10.0.2.0/24";
  private_acl(bundle).push_back(deny);
  expect(bundle, "pulls", {});
}

TEST(Oracle, RefusesImagesThatAreMissingArchivedOrForAnotherMachine) {
  json bundle = healthy();
  json& details = document(bundle, "ecr-describe-images/web")["imageDetails"];
  details.push_back({{"registryId", "111122223333"},
                     {"repositoryName", "web"},
                     {"imageDigest", "sha256:arm"}});
  json& detail = details[0];
  detail["imageStatus"] = "ARCHIVED";
  expect(bundle, "fails", {{"manifest", "image"}});
  detail["imageStatus"] = "ACTIVE";
  detail["imageManifestMediaType"] = "application/vnd.oci.image.index.v1+json";
  document(bundle, "ecr-batch-get-image/web")["images"][0]["imageManifest"] =
      R"({"manifests": [{"digest": "sha256:arm",
                        "platform": {"os": "linux", "architecture": "arm64"}}]})";
  expect(bundle, "fails", {{"manifest", "platform"}});
  task(bundle)["runtimePlatform"]["cpuArchitecture"] = "ARM64";
  expect(bundle, "pulls", {});
  json& image = task(bundle)["containerDefinitions"][0]["image"];
  image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/web:2";
  expect(bundle, "fails", {{"manifest", "image"}});
  image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/Web:1";
  expect(bundle, "fails", {{"reference", "image-reference"}});
}

TEST(Oracle, ListsEveryRefusalNotOnlyTheFirst) {
  json bundle = healthy();
  group(bundle, 0)["IpPermissionsEgress"] = json::array();
  routes(bundle, 2).erase(1);
  Refused both = on_every_leg("route");
  both.merge(on_every_leg("security-group"));
  expect(bundle, "fails", both);
}

TEST(Oracle, CallsAServiceWithoutAPlaceUnknown) {
  json bundle = on_instance();
  document(bundle, "ecs-describe-container-instances/prod")["containerInstances"] =
      json::array();
  expect(bundle, "unknown", {});
}

TEST(Oracle, NeverGuessesBeyondItsDomain) {
  json resolver = healthy();
  document(resolver,
           "ec2-describe-dhcp-options")["DhcpOptions"][0]["DhcpConfigurations"][0]
                                       ["Values"][0]["Value"] = "10.0.2.2";
  expect(resolver, "unsupported", {});
  json transit = healthy();
  routes(transit, 2)[1] = {{"DestinationCidrBlock", "0.0.0.0/0"},
                           {"TransitGatewayId", "tgw-1"},
                           {"State", "active"}};
  expect(transit, "unsupported", {});
  json unseen = healthy();
  unseen.erase(std::string(kRegional) + "ecr-get-repository-policy/web.json");
  expect(unseen, "unsupported", {});
  unseen["manifest.json"] = {{"calls", json::array()}};
  const json whole = healthy();
  for (const auto& [path, unused] : whole.items()) {
    const std::string call = path.substr(path.find('/', 13) + 1);
    unseen["manifest.json"]["calls"].push_back(
        {{"call", call.substr(0, call.size() - 5)}, {"status", "ok"}});
  }
  expect(unseen, "unsupported", {});
  for (json& call : unseen["manifest.json"]["calls"]) {
    if (call["call"] == "ecr-get-repository-policy/web") call["status"] = "absent";
  }
  expect(unseen, "pulls", {});
}

}  // namespace
}  // namespace pullproof::oracle::oracle_test
