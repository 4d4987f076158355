#include "model/gates/name_resolution.h"

#include <set>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"
#include "tests/support/private_zone.h"

namespace pullproof::gates::name_resolution_test {
namespace {

using nlohmann::json;
using support::global_answer;
using support::interface_endpoint;
using support::network_account;
using support::network_answer;
using support::put_endpoint;
using support::put_zone;
using support::truth;
using Texts = std::vector<std::string>;

constexpr const char* kAttribute = "ec2-describe-vpc-attribute-";
constexpr const char* kAssociations = "route53resolver-list-resolver-rule-associations";

ResolverPlace token_host() {
  return {.scope = support::kNetworkScope,
          .vpc = VpcId("vpc-1"),
          .host = "api.ecr.eu-central-1.amazonaws.com",
          .service = "ecr.api",
          .region = "eu-central-1"};
}

std::string text(const Answer& answer) {
  const std::string when =
      answer.when.as_constant() == Truth::Yes ? std::string() : " perhaps";
  switch (answer.kind) {
    case Answer::Kind::Endpoint:
      return answer.endpoint->id() + when;
    case Answer::Kind::PublicSet:
      return "public" + when;
    case Answer::Kind::Elsewhere:
      return "elsewhere" + when;
    case Answer::Kind::Nothing:
      return answer.none->code + when;
  }
  return {};
}

/// What the name of the token's host resolves to.
Texts answers(const json& bundle) {
  const support::NetworkWorld world(bundle);
  Texts texts;
  for (const auto& answer : resolve(token_host(), world.context()).answers) {
    texts.push_back(text(answer));
  }
  return texts;
}

Gate ask(const json& bundle, bool strict = false) {
  const support::NetworkWorld world(bundle, strict);
  return NameResolutionGate::lets_through(token_host(), world.context());
}

json with_endpoint() {
  json bundle = network_account();
  put_endpoint(bundle, interface_endpoint("vpce-api", "ecr.api"));
  return bundle;
}

void set_attribute(json& bundle, const std::string& key, bool value) {
  const std::string name = key.substr(6);  // without "Enable"
  network_answer(bundle, kAttribute + ("enable" + name) + "/vpc-1")[key]["Value"] =
      value;
}

void set_dns_servers(json& bundle, const Texts& servers) {
  json values = json::array();
  for (const auto& server : servers) values.push_back({{"Value", server}});
  network_answer(bundle, "ec2-describe-dhcp-options")
      .at("DhcpOptions")[0]["DhcpConfigurations"][0]["Values"] = values;
}

TEST(NameResolution, AnswersWithPublicAddressesWithoutAnEndpoint) {
  EXPECT_EQ(answers(network_account()), Texts{"public"});
}

// network.md 21: the endpoint answers for the whole VPC, and there is no other answer.
TEST(NameResolution, AnswersWithTheEndpointWherePrivateDnsIsInForce) {
  EXPECT_EQ(answers(with_endpoint()), Texts{"vpce-api"});
}

TEST(NameResolution, NeedsPrivateDnsAndDnsHostnamesForAnEndpoint) {
  json bundle = with_endpoint();
  set_attribute(bundle, "EnableDnsHostnames", false);
  EXPECT_EQ(answers(bundle), Texts{"public"});
  bundle = with_endpoint();
  network_answer(bundle, "ec2-describe-vpc-endpoints")
      .at("VpcEndpoints")[0]["PrivateDnsEnabled"] = false;
  EXPECT_EQ(answers(bundle), Texts{"public"});
}

TEST(NameResolution, MayAnswerEitherWayIfDnsHostnamesIsNotCollected) {
  json bundle = with_endpoint();
  support::forget_answer(bundle, std::string(kAttribute) + "enableDnsHostnames/vpc-1");
  EXPECT_EQ(answers(bundle), (Texts{"vpce-api perhaps", "public perhaps"}));
}

TEST(NameResolution, IgnoresEndpointsOfOtherServicesRegionsAndVpcs) {
  json bundle = network_account();
  put_endpoint(bundle, interface_endpoint("vpce-dkr", "ecr.dkr"));
  json far = interface_endpoint("vpce-far", "ecr.api");
  far["ServiceRegion"] = "us-east-1";
  put_endpoint(bundle, far);
  json other = interface_endpoint("vpce-other", "ecr.api");
  other["VpcId"] = "vpc-2";
  put_endpoint(bundle, other);
  EXPECT_EQ(answers(bundle), Texts{"public"});
}

// network.md 22: whether another server forwards to Amazon's is not known.
TEST(NameResolution, LeadsElsewhereWithADnsServerOfOnesOwn) {
  json bundle = with_endpoint();
  set_dns_servers(bundle, {"10.0.2.53"});
  EXPECT_EQ(answers(bundle), (Texts{"elsewhere perhaps", "vpce-api perhaps"}));
  const support::NetworkWorld world(bundle);
  const auto own = resolve(token_host(), world.context()).own_servers;
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(own.front().text(), "10.0.2.53");
}

/// An inbound endpoint of the Resolver at 10.0.2.53, in `vpc`.
json with_inbound_endpoint(const char* vpc = "vpc-1",
                           const char* status = "OPERATIONAL",
                           const char* direction = "INBOUND") {
  json bundle = with_endpoint();
  set_dns_servers(bundle, {"10.0.2.53"});
  network_answer(
      bundle, "route53resolver-list-resolver-endpoints") = {{"ResolverEndpoints",
                                                             {{{"Id", "rslvr-in-1"},
                                                               {"Direction", direction},
                                                               {"HostVPCId", vpc},
                                                               {"Status", status}}}}};
  network_answer(bundle,
                 "route53resolver-list-resolver-endpoint-ip-addresses/rslvr-in-1") = {
      {"IpAddresses",
       {{{"IpId", "rni-1"}, {"Ip", "10.0.2.53"}, {"Status", "ATTACHED"}}}}};
  network_answer(bundle, "ec2-describe-network-interfaces")["NetworkInterfaces"]
      .push_back({{"NetworkInterfaceId", "eni-inbound"},
                  {"SubnetId", "subnet-data"},
                  {"VpcId", "vpc-1"},
                  {"PrivateIpAddress", "10.0.2.53"}});
  return bundle;
}

// Route 53 developer guide, "Forwarding inbound DNS queries to your VPCs".
TEST(NameResolution, KnowsThatAnInboundEndpointAnswersAsItsVpcDoes) {
  EXPECT_EQ(answers(with_inbound_endpoint()), Texts{"vpce-api"});
  const Texts open{"elsewhere perhaps", "vpce-api perhaps"};
  EXPECT_EQ(answers(with_inbound_endpoint("vpc-2")), open);
  EXPECT_EQ(answers(with_inbound_endpoint("vpc-1", "DELETING")), open);
  EXPECT_EQ(answers(with_inbound_endpoint("vpc-1", "OPERATIONAL", "OUTBOUND")), open);
  json two = with_inbound_endpoint();
  set_dns_servers(two, {"10.0.2.53", "10.0.2.54"});
  EXPECT_EQ(answers(two), open);
  json gone = with_inbound_endpoint();
  network_answer(
      gone,
      "route53resolver-list-resolver-endpoint-ip-addresses/rslvr-in-1")["IpAddresses"]
                                                                       [0]["Status"] =
                                                                           "DETACHING";
  EXPECT_EQ(answers(gone), open);
  json by_https = with_inbound_endpoint();
  network_answer(by_https,
                 "route53resolver-list-resolver-endpoints")["ResolverEndpoints"][0]
                                                           ["Protocols"] = {"DoH"};
  EXPECT_EQ(answers(by_https), open);
  json twice = with_inbound_endpoint();
  json& all =
      network_answer(twice, "ec2-describe-network-interfaces")["NetworkInterfaces"];
  all.push_back(all.back());
  all.back()["NetworkInterfaceId"] = "eni-other";
  EXPECT_EQ(answers(twice), open);
  // PrivateLink guide: some names are in force for its queries alone.
  json inbound_only = with_inbound_endpoint();
  json s3 = interface_endpoint("vpce-s3", "s3");
  s3["DnsOptions"] = {{"PrivateDnsOnlyForInboundResolverEndpoint", true}};
  put_endpoint(inbound_only, s3);
  EXPECT_EQ(answers(inbound_only), open);
}

TEST(NameResolution, RestsOnAServerThatTheUserVouchesFor) {
  json bundle = with_endpoint();
  set_dns_servers(bundle, {"10.0.2.53"});
  const support::NetworkWorld world(bundle);
  Context context = world.context();
  const std::set<std::string> vouched{"10.0.2.53"};
  context.vouched = &vouched;
  const auto resolution = resolve(token_host(), context);
  ASSERT_EQ(resolution.answers.size(), 1U);
  EXPECT_EQ(text(resolution.answers.front()), "vpce-api");
  EXPECT_EQ(resolution.own_servers.size(), 1U);
  const Gate gate = NameResolutionGate::lets_through(token_host(), context);
  EXPECT_EQ(truth(gate), Truth::Yes);
  EXPECT_EQ(gate.assumptions.back().name, "10.0.2.53");
}

TEST(NameResolution, KnowsTheAddressesOfAmazonsResolver) {
  for (const char* server : {"10.0.0.2", "169.254.169.253", "AmazonProvidedDNS"}) {
    json bundle = with_endpoint();
    set_dns_servers(bundle, {server});
    EXPECT_EQ(answers(bundle), Texts{"vpce-api"}) << server;
  }
}

// AWS: VPC user guide, "Amazon DNS": base plus two of the primary block only.
TEST(NameResolution, TakesASecondaryBlocksAddressForAServerOfOnesOwn) {
  json bundle = with_endpoint();
  network_answer(bundle, "ec2-describe-vpcs")["Vpcs"][0]["CidrBlockAssociationSet"] =
      json::array({{{"CidrBlock", "10.0.0.0/16"}}, {{"CidrBlock", "10.9.0.0/16"}}});
  set_dns_servers(bundle, {"10.9.0.2"});
  EXPECT_EQ(answers(bundle), (Texts{"elsewhere perhaps", "vpce-api perhaps"}));
}

TEST(NameResolution, AnswersWithTheEndpointInServiceWhateverTheOrder) {
  json bundle = network_account();
  json failed = interface_endpoint("vpce-old", "ecr.api");
  failed["State"] = "failed";
  for (const bool first : {true, false}) {
    json either = bundle;
    if (first) put_endpoint(either, failed);
    put_endpoint(either, interface_endpoint("vpce-api", "ecr.api"));
    if (!first) put_endpoint(either, failed);
    EXPECT_EQ(answers(either), Texts{"vpce-api"});
  }
}

TEST(NameResolution, ClaimsNothingOfAnEndpointThatAnswersWithIpv6Only) {
  json bundle = network_account();
  json endpoint = interface_endpoint("vpce-api", "ecr.api");
  endpoint["DnsOptions"] = {{"DnsRecordIpType", "ipv6"}};
  put_endpoint(bundle, endpoint);
  EXPECT_EQ(answers(bundle), Texts{"elsewhere"});
}

// network.md 34: a zone or a rule for the name, or for a domain above it.
// Whether such a zone or an endpoint of the VPC answers is not documented.
TEST(NameResolution, LeadsElsewhereByAPrivateZoneAboveAnEndpointsName) {
  const auto with_zone = [](const std::string& name) {
    json bundle = with_endpoint();
    put_zone(bundle, "Z1", name);
    return answers(bundle);
  };
  EXPECT_EQ(with_zone("eu-central-1.amazonaws.com."),
            (Texts{"elsewhere perhaps", "vpce-api perhaps"}));
  EXPECT_EQ(with_zone("api.ecr.eu-central-1.amazonaws.com."),
            (Texts{"elsewhere perhaps", "vpce-api perhaps"}));
  EXPECT_EQ(with_zone("cr.eu-central-1.amazonaws.com."), Texts{"vpce-api"});
}

/// An endpoint without private names, and a zone that may name it.
json central() {
  json bundle = network_account();
  json endpoint = interface_endpoint("vpce-api", "ecr.api");
  endpoint["PrivateDnsEnabled"] = false;
  put_endpoint(bundle, endpoint);
  return bundle;
}

constexpr const char* kApi = "api.ecr.eu-central-1.amazonaws.com.";
constexpr const char* kApiEndpoint =
    "vpce-api-x1y2.api.ecr.eu-central-1.vpce.amazonaws.com.";

// The zone that AWS makes for an endpoint's private names is listed beside others.
TEST(NameResolution, TakesAZoneOfAServiceForTheEndpoints) {
  const auto with_zone_of_service = [](json bundle) {
    global_answer(bundle, "route53-list-hosted-zones-by-vpc/vpc-1") = {
        {"HostedZoneSummaries",
         json::array({{{"HostedZoneId", "Z1"},
                       {"Name", kApi},
                       {"Owner", {{"OwningService", "vpce.amazonaws.com"}}}}})}};
    return answers(bundle);
  };
  EXPECT_EQ(with_zone_of_service(with_endpoint()), Texts{"vpce-api"});
  EXPECT_EQ(with_zone_of_service(network_account()),
            (Texts{"elsewhere perhaps", "public perhaps"}));
}

TEST(NameResolution, LeadsToTheEndpointThatAPrivateZoneNames) {
  json bundle = central();
  EXPECT_EQ(answers(bundle), Texts{"public"});
  put_zone(bundle, "Z1", kApi, {support::alias_record(kApi, kApiEndpoint)});
  EXPECT_EQ(answers(bundle), Texts{"vpce-api"});
}

TEST(NameResolution, FindsNothingInAPrivateZoneWithoutARecord) {
  json bundle = central();
  put_zone(bundle, "Z1", "ecr.eu-central-1.amazonaws.com.", {});
  EXPECT_EQ(answers(bundle), Texts{"DNS_NAME_NOT_FOUND"});
}

TEST(NameResolution, AsksTheMostSpecificZoneOnly) {
  json bundle = central();
  put_zone(bundle, "Z1", "ecr.eu-central-1.amazonaws.com.", {});
  put_zone(bundle, "Z2", kApi, {support::alias_record(kApi, kApiEndpoint)});
  EXPECT_EQ(answers(bundle), Texts{"vpce-api"});
  json other_way = central();
  put_zone(other_way, "Z2", "ecr.eu-central-1.amazonaws.com.",
           {support::alias_record(kApi, kApiEndpoint)});
  put_zone(other_way, "Z1", kApi, {});
  EXPECT_EQ(answers(other_way), Texts{"DNS_NAME_NOT_FOUND"});
}

TEST(NameResolution, RefusesAnEndpointOfAnotherService) {
  json bundle = network_account();
  put_endpoint(bundle, interface_endpoint("vpce-dkr", "ecr.dkr"));
  put_zone(bundle, "Z1", kApi,
           {support::alias_record(
               kApi, "vpce-dkr-x1y2.dkr.ecr.eu-central-1.vpce.amazonaws.com.")});
  EXPECT_EQ(answers(bundle), Texts{"DNS_ANSWER_OF_OTHER_SERVICE"});
}

TEST(NameResolution, LeadsElsewhereByAZoneWhoseRecordsAreNotCollected) {
  json bundle = central();
  put_zone(bundle, "Z1", kApi);
  EXPECT_EQ(answers(bundle), Texts{"elsewhere"});
}

// Route 53 developer guide: private zones need both attributes of the VPC.
TEST(NameResolution, LeavesAPrivateZoneOpenWhereHostnamesAreOff) {
  json bundle = central();
  put_zone(bundle, "Z1", kApi, {support::alias_record(kApi, kApiEndpoint)});
  set_attribute(bundle, "EnableDnsHostnames", false);
  EXPECT_EQ(answers(bundle), (Texts{"elsewhere perhaps", "vpce-api perhaps"}));
}

// network.md 34: equal names: the forwarding rule wins.
TEST(NameResolution, LeadsElsewhereByAForwardingRuleOfTheZonesName) {
  const auto with_rule = [](const std::string& domain) {
    json bundle = central();
    put_zone(bundle, "Z1", "ecr.eu-central-1.amazonaws.com.",
             {support::alias_record(kApi, kApiEndpoint)});
    network_answer(bundle, kAssociations)["ResolverRuleAssociations"] = json::array(
        {{{"Id", "rslvr-a"}, {"ResolverRuleId", "rslvr-1"}, {"VPCId", "vpc-1"}}});
    network_answer(bundle, "route53resolver-list-resolver-rules")["ResolverRules"] =
        json::array(
            {{{"Id", "rslvr-1"}, {"DomainName", domain}, {"RuleType", "FORWARD"}}});
    return answers(bundle);
  };
  EXPECT_EQ(with_rule("ecr.eu-central-1.amazonaws.com."), Texts{"elsewhere"});
  EXPECT_EQ(with_rule(kApi), Texts{"elsewhere"});
  EXPECT_EQ(with_rule("."), Texts{"vpce-api"});
}

/// vpc-1 has the profile rp-1 with one resource.
json with_profile(json bundle, const std::string& type, const std::string& arn) {
  network_answer(bundle,
                 "route53profiles-list-profile-associations")["ProfileAssociations"] =
      json::array(
          {{{"Id", "rpassoc-1"}, {"ProfileId", "rp-1"}, {"ResourceId", "vpc-1"}}});
  network_answer(bundle, "route53profiles-list-profile-resource-associations/rp-1")
      ["ProfileResourceAssociations"] = json::array({{{"Id", "rpr-1"},
                                                      {"ProfileId", "rp-1"},
                                                      {"ResourceArn", arn},
                                                      {"ResourceType", type}}});
  return bundle;
}

TEST(NameResolution, AsksTheZonesOfAProfileAfterTheVpcsOwn) {
  json bundle =
      with_profile(central(), "HOSTED_ZONE", "arn:aws:route53:::hostedzone/Z9");
  global_answer(bundle, "route53-list-resource-record-sets/Z9") = {
      {"ResourceRecordSets", json::array({support::record(kApi, "SOA", {"ns-0. ..."}),
                                          support::alias_record(kApi, kApiEndpoint)})}};
  EXPECT_EQ(answers(bundle), Texts{"vpce-api"});
  put_zone(bundle, "Z1", kApi, {});
  EXPECT_EQ(answers(bundle), Texts{"DNS_NAME_NOT_FOUND"});
}

TEST(NameResolution, TakesThePrivateNamesOfAProfilesEndpoint) {
  json bundle = central();
  network_answer(bundle, "ec2-describe-vpc-endpoints")["VpcEndpoints"]
      .back()["PrivateDnsEnabled"] = true;
  network_answer(bundle, "ec2-describe-vpc-endpoints")["VpcEndpoints"].back()["VpcId"] =
      "vpc-2";
  EXPECT_EQ(answers(bundle), Texts{"public"});
  EXPECT_EQ(answers(with_profile(bundle, "VPC_ENDPOINT",
                                 "arn:aws:ec2:eu-central-1:111122223333:vpc-endpoint/"
                                 "vpce-api")),
            Texts{"vpce-api"});
}

// API references of Route 53 Resolver and Profiles: whatever is not COMPLETE may be in
// force or not.
TEST(NameResolution, IsOpenWhileAProfileOrARuleIsBeingChanged) {
  for (const char* status :
       {"CREATING", "UPDATING", "DELETING", "FAILED", "OVERRIDDEN"}) {
    json profile =
        with_profile(central(), "HOSTED_ZONE", "arn:aws:route53:::hostedzone/Z9");
    global_answer(profile, "route53-list-resource-record-sets/Z9") = {
        {"ResourceRecordSets",
         json::array({support::record(kApi, "SOA", {"ns-0. ..."}),
                      support::alias_record(kApi, kApiEndpoint)})}};
    json& associations =
        network_answer(profile, "route53profiles-list-profile-associations");
    associations["ProfileAssociations"][0]["Status"] = status;
    EXPECT_EQ(answers(profile), (Texts{"elsewhere perhaps", "public perhaps"}))
        << status;
    associations["ProfileAssociations"][0]["Status"] = "COMPLETE";
    EXPECT_EQ(answers(profile), Texts{"vpce-api"});
    network_answer(profile, "route53profiles-list-profile-resource-associations/rp-1")
        ["ProfileResourceAssociations"][0]["Status"] = status;
    EXPECT_EQ(answers(profile), (Texts{"elsewhere perhaps", "public perhaps"}))
        << status;
    global_answer(profile, "route53-list-resource-record-sets/Z9") = {
        {"ResourceRecordSets",
         json::array({support::record("corp.example.", "SOA", {"ns-0. ..."})})}};
    EXPECT_EQ(answers(profile), Texts{"public"}) << status;

    json rule = network_account();
    network_answer(rule, kAssociations)["ResolverRuleAssociations"] =
        json::array({{{"Id", "rslvr-a"},
                      {"ResolverRuleId", "rslvr-1"},
                      {"VPCId", "vpc-1"},
                      {"Status", status}}});
    json& rules = network_answer(rule, "route53resolver-list-resolver-rules");
    rules["ResolverRules"] = json::array({{{"Id", "rslvr-1"},
                                           {"DomainName", "amazonaws.com."},
                                           {"RuleType", "SYSTEM"}}});
    EXPECT_EQ(answers(rule), (Texts{"elsewhere perhaps", "public perhaps"})) << status;
    rules["ResolverRules"][0]["DomainName"] = "corp.example.";
    EXPECT_EQ(answers(rule), Texts{"public"});
  }
}

TEST(NameResolution, LeadsElsewhereByAProfileWhoseResourcesAreNotCollected) {
  json bundle = network_account();
  network_answer(bundle,
                 "route53profiles-list-profile-associations")["ProfileAssociations"] =
      json::array(
          {{{"Id", "rpassoc-1"}, {"ProfileId", "rp-1"}, {"ResourceId", "vpc-1"}}});
  EXPECT_EQ(answers(bundle), (Texts{"elsewhere perhaps", "public perhaps"}));
}

TEST(NameResolution, LeadsElsewhereByAForwardingRule) {
  json bundle = with_endpoint();
  network_answer(bundle, kAssociations)["ResolverRuleAssociations"] = json::array(
      {{{"Id", "rslvr-a"}, {"ResolverRuleId", "rslvr-1"}, {"VPCId", "vpc-1"}}});
  const auto put_rule = [&](const std::string& domain, const std::string& type) {
    network_answer(bundle, "route53resolver-list-resolver-rules")["ResolverRules"] =
        json::array({{{"Id", "rslvr-1"}, {"DomainName", domain}, {"RuleType", type}}});
  };
  put_rule(".", "FORWARD");
  EXPECT_EQ(answers(bundle), (Texts{"elsewhere perhaps", "vpce-api perhaps"}));
  put_rule("corp.example.", "FORWARD");
  EXPECT_EQ(answers(bundle), Texts{"vpce-api"});
  put_rule(".", "SYSTEM");
  EXPECT_EQ(answers(bundle), Texts{"vpce-api"});
}

// network.md 30: a participant of a shared VPC cannot see the owner's endpoints.
TEST(NameResolution, LeadsElsewhereWhereTheOwnersEndpointsAreNotCollected) {
  json bundle = network_account();
  network_answer(bundle, "ec2-describe-vpcs")["Vpcs"][0]["OwnerId"] = "444455556666";
  EXPECT_EQ(answers(bundle), (Texts{"elsewhere perhaps", "public perhaps"}));
}

TEST(NameResolution, GivesExactlyOneAnswerForEveryChoice) {
  json bundle = with_endpoint();
  set_dns_servers(bundle, {"10.0.2.53"});
  support::forget_answer(bundle, std::string(kAttribute) + "enableDnsHostnames/vpc-1");
  const support::NetworkWorld world(bundle);
  const auto resolution = resolve(token_host(), world.context());
  std::set<Unknown> asked;
  for (const auto& answer : resolution.answers) asked.merge(questions(answer.when));
  ASSERT_EQ(asked.size(), 2U);
  for (unsigned bits = 0; bits < 4; ++bits) {
    Choice choice;
    choice.answers[*asked.begin()] = (bits & 1U) != 0;
    choice.answers[*asked.rbegin()] = (bits & 2U) != 0;
    int holding = 0;
    for (const auto& answer : resolution.answers) {
      if (evaluate(answer.when, choice) == Truth::Yes) ++holding;
    }
    EXPECT_EQ(holding, 1) << bits;
  }
}

TEST(NameResolutionGate, RefusesWhereDnsSupportIsOff) {
  json bundle = network_account();
  EXPECT_EQ(truth(ask(bundle)), Truth::Yes);
  set_attribute(bundle, "EnableDnsSupport", false);
  const Gate gate = ask(bundle);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(support::blamed(gate), Texts{"vpc-1"});
  EXPECT_EQ(gate.code, "DNS_SUPPORT_DISABLED");
}

TEST(NameResolutionGate, AsksForDnsSupportIfItIsNotCollected) {
  json bundle = network_account();
  const std::string call = std::string(kAttribute) + "enableDnsSupport/vpc-1";
  support::forget_answer(bundle, call);
  EXPECT_EQ(support::open_calls(ask(bundle)), Texts{call});
}

TEST(NameResolutionGate, AssumesThatWhatIsNotCollectedChangesNothingUnlessStrict) {
  json bundle = network_account();
  EXPECT_TRUE(ask(bundle, true).assumptions.empty());
  support::forget_answer(bundle, kAssociations);
  const Gate gate = ask(bundle);
  EXPECT_EQ(truth(gate), Truth::Yes);
  ASSERT_EQ(gate.assumptions.size(), 1U);
  EXPECT_EQ(gate.assumptions.front().name, kAssociations);
  EXPECT_EQ(support::open_calls(ask(bundle, true)), Texts{kAssociations});
}

// network.md 33: an IPv6-only task needs the dual-stack image name.
TEST(Ipv6NameGate, RefusesTheRegistrysIpv4NameInASubnetWithIpv6Alone) {
  const auto asked = [](const json& bundle, const std::string& host,
                        const std::string& subnet = "subnet-6") {
    const support::NetworkWorld world(bundle);
    return truth(Ipv6NameGate::lets_through({.scope = support::kNetworkScope,
                                             .vpc = VpcId("vpc-1"),
                                             .host = host,
                                             .service = "ecr.dkr",
                                             .region = "eu-central-1",
                                             .ipv6_only_subnet = SubnetId(subnet)},
                                            world.context()));
  };
  const std::string ipv4_name = "111122223333.dkr.ecr.eu-central-1.amazonaws.com";
  EXPECT_EQ(asked(network_account(), ipv4_name), Truth::No);
  EXPECT_EQ(asked(network_account(), "111122223333.dkr-ecr.eu-central-1.on.aws", ""),
            Truth::Yes);
  json bundle = network_account();
  put_endpoint(bundle, interface_endpoint("vpce-dkr", "ecr.dkr"));
  EXPECT_EQ(asked(bundle, ipv4_name), Truth::Yes);
}

// AWS: VPC user guide, "DNS64 and NAT64"; ECS developer guide: IPv6-only tasks "must
// use" the registry's dual-stack name.
TEST(Ipv6NameGate, LeavesToDns64WhatIsNotTheRegistrys) {
  json bundle = network_account();
  network_answer(bundle, "ec2-describe-subnets")["Subnets"][1]["EnableDns64"] = true;
  const support::NetworkWorld world(bundle);
  const auto asked = [&](const std::string& host, const std::string& subnet) {
    return truth(Ipv6NameGate::lets_through({.scope = support::kNetworkScope,
                                             .vpc = VpcId("vpc-1"),
                                             .host = host,
                                             .service = "s3",
                                             .region = "eu-central-1",
                                             .ipv6_only_subnet = SubnetId(subnet)},
                                            world.context()));
  };
  const std::string layer = "prod-eu-central-1-starport-layer-bucket.s3.amazonaws.com";
  EXPECT_EQ(asked(layer, "subnet-task"), Truth::Yes);
  EXPECT_EQ(asked(layer, "subnet-data"), Truth::No);
  EXPECT_EQ(asked("111122223333.dkr.ecr.eu-central-1.amazonaws.com", "subnet-task"),
            Truth::Unknown);
}

}  // namespace
}  // namespace pullproof::gates::name_resolution_test
