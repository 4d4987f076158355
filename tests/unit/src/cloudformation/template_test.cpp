#include "src/cloudformation/template.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/assembly.h"

namespace pullproof::cli::cloudformation::template_test {
namespace {

using changes::AccountDocuments;
using changes::Change;
using changes::Edit;
using Json = nlohmann::json;

const std::string kData =
    std::string(PULLPROOF_SOURCE_DIR) + "/tests/data/cloudformation/";
const aws::Scope kScope{.account = "111122223333", .region = "eu-central-1"};

AccountDocuments nothing() {
  return std::move(AccountDocuments::from_bundle(
                       {{"111122223333/eu-central-1/ec2-describe-vpcs.json",
                         {{"Vpcs", Json::array()}}}})
                       .value());
}

Result<Change> read(const std::string& yaml, const AccountDocuments& account,
                    std::map<std::string, std::string> parameters = {},
                    const std::string& stack = "web") {
  auto document = read_template_text(yaml, "t.yaml");
  if (!document.ok()) return document.problems();
  return read_template({.document = std::make_shared<const Json>(document.value()),
                        .parameters = std::move(parameters),
                        .stack = stack,
                        .scope = kScope},
                       "t.yaml", account);
}

Change read_new(const std::string& yaml) {
  auto change = read(yaml, nothing());
  EXPECT_TRUE(change.ok()) << (change.ok() ? "" : change.problems()[0].message);
  return change.ok() ? change.value() : Change{};
}

Change read_file(const std::string& name) {
  std::ifstream stream(kData + name);
  return read_new({std::istreambuf_iterator<char>(stream), {}});
}

/// The values of the edits of that kind and type.
std::vector<Json> values(const Change& change, Edit::Kind kind,
                         const std::string& type) {
  std::vector<Json> found;
  for (const Edit& edit : change.edits) {
    if (edit.kind == kind && edit.type == type) found.push_back(*edit.value);
  }
  return found;
}

std::vector<Json> added(const Change& change, const std::string& type) {
  return values(change, Edit::Kind::Add, type);
}

/// Makes the edits one by one, without what AWS makes of them.
void make(const Change& change, AccountDocuments& account) {
  for (const Edit& edit : change.edits) {
    const auto* shape = changes::shape_of_type(edit.type);
    ASSERT_NE(shape, nullptr) << edit.type;
    if (edit.kind == Edit::Kind::Add) {
      account.add(*shape, edit.scope, edit.parameter, *edit.value);
      continue;
    }
    const auto places = account.named(edit.resource, edit.type);
    ASSERT_FALSE(places.empty()) << edit.type << ' ' << edit.resource;
    Json& resource = account.edit(places.front());
    if (edit.kind == Edit::Kind::Merge) {
      resource.merge_patch(*edit.value);
    } else if (edit.kind == Edit::Kind::SetEntry) {
      resource[Json::json_pointer(edit.list)].push_back(*edit.value);
    }
  }
}

/// What was said is in the shape that a snapshot has.
void expect_readable(const Change& change) {
  auto account = nothing();
  make(change, account);
  auto read = aws::Snapshot::from_bundle(account.bundle());
  for (const Problem& problem : read.problems()) {
    ADD_FAILURE() << problem.file << problem.pointer << ": " << problem.message;
  }
}

TEST(Template, ReadsAFargateServiceBehindANatGateway) {
  const Change change = read_file("fargate-behind-nat.json");
  EXPECT_TRUE(change.doubts.empty()) << change.doubts[0].why;
  EXPECT_TRUE(change.ignored.empty()) << change.ignored[0].why;
  EXPECT_TRUE(change.warnings.empty());
  EXPECT_EQ(added(change, "Subnet").size(), 4U);
  ASSERT_EQ(added(change, "NatGateway").size(), 1U);
  const Json task = added(change, "TaskDefinition").at(0);
  EXPECT_EQ(task["containerDefinitions"][0]["image"],
            "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/fargatenat:1.4.2");
  const Json service = added(change, "Service").at(0);
  EXPECT_EQ(service["taskDefinition"], task["taskDefinitionArn"]);
  expect_readable(change);
}

TEST(Template, ReadsIsolatedSubnetsWithEndpoints) {
  const Change change = read_file("isolated-with-endpoints.json");
  EXPECT_TRUE(change.doubts.empty()) << change.doubts[0].why;
  EXPECT_TRUE(change.ignored.empty()) << change.ignored[0].why;
  const auto endpoints = added(change, "VpcEndpoint");
  ASSERT_EQ(endpoints.size(), 5U);
  EXPECT_EQ(std::count_if(endpoints.begin(), endpoints.end(),
                          [](const Json& each) {
                            return each["ServiceName"] ==
                                   "com.amazonaws.eu-central-1.ecr.dkr";
                          }),
            1);
  expect_readable(change);
  EXPECT_EQ(added(read_file("isolated-without-dkr.json"), "VpcEndpoint").size(), 4U);
}

TEST(Template, ReadsTheStacksOfACdkAssembly) {
  auto stacks = read_cdk_assembly(kData + "two-stacks");
  ASSERT_TRUE(stacks.ok()) << stacks.problems()[0].message;
  ASSERT_EQ(stacks.value().size(), 2U);
  EXPECT_EQ(stacks.value()[0].input.stack, "SharedNetwork");
  auto change = read_stacks(stacks.value(), {}, nothing());
  ASSERT_TRUE(change.ok()) << change.problems()[0].message;
  const Json service = added(change.value(), "Service").at(0);
  const auto subnets = added(change.value(), "Subnet");
  const Json& used = service["networkConfiguration"]["awsvpcConfiguration"]["subnets"];
  for (const Json& id : used) {
    EXPECT_TRUE(std::any_of(subnets.begin(), subnets.end(), [&](const Json& subnet) {
      return subnet["SubnetId"] == id;
    })) << id;
  }
  EXPECT_TRUE(change.value().doubts.empty());
  EXPECT_EQ(change.value().edits[0].origin.substr(0, 14), "SharedNetwork/");
  expect_readable(change.value());
}

TEST(Template, TakesAnExampleAccountWhereNothingIsGiven) {
  const auto stacks = read_cdk_assembly(kData + "two-stacks");
  ASSERT_TRUE(stacks.ok());
  const std::set<aws::Scope> example = {
      {.account = "123456789012", .region = "us-east-1"}};
  EXPECT_EQ(scopes_without_snapshot(stacks.value()), example);
  const auto change = read_stacks(stacks.value(), {}, nothing());
  ASSERT_TRUE(change.ok());
  EXPECT_EQ(change.value().edits[0].scope, *example.begin());
  EXPECT_EQ(change.value().warnings.size(), 2U);
}

TEST(Template, GuessesZonesWithAWarning) {
  const Change change = read_new(R"(
Resources:
  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  S:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref V
      CidrBlock: !Select [1, !Cidr [!GetAtt V.CidrBlock, 4, 8]]
      AvailabilityZone: !Select [0, !GetAZs '']
)");
  const Json subnet = added(change, "Subnet").at(0);
  EXPECT_EQ(subnet["CidrBlock"], "10.0.1.0/24");
  EXPECT_EQ(subnet["AvailabilityZone"], "eu-central-1a");
  EXPECT_EQ(subnet["VpcId"], "vpc-V");
  EXPECT_EQ(change.warnings.size(), 1U);
}

TEST(Template, DoubtsWhatItDoesNotKnow) {
  const Change change = read_new(R"(
Parameters: {Policy: {Type: String}}
Resources:
  R:
    Type: AWS::IAM::Role
    Properties:
      RoleName: task
      AssumeRolePolicyDocument: {Statement: []}
      ManagedPolicyArns: [!Ref Policy]
)");
  ASSERT_EQ(change.doubts.size(), 1U);
  EXPECT_EQ(change.doubts[0].resource, "task");
  EXPECT_EQ(change.doubts[0].origin, "R");
  EXPECT_EQ(added(change, "Role").size(), 1U);
}

TEST(Template, IgnoresResourcesWhosePlaceIsNotKnown) {
  const Change change = read_new(R"(
Parameters: {Vpc: {Type: String}}
Resources:
  S: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
)");
  EXPECT_TRUE(change.edits.empty());
  ASSERT_EQ(change.ignored.size(), 1U);
  EXPECT_TRUE(change.ignored[0].matters);
}

TEST(Template, TellsTypesThatMatterFromThoseThatDoNot) {
  const Change change = read_new(R"(
Transform: [AWS::LanguageExtensions, Mine]
Resources:
  Q: {Type: AWS::SQS::Queue}
  F: {Type: AWS::NetworkFirewall::Firewall}
  C: {Type: Custom::Thing}
)");
  ASSERT_EQ(change.ignored.size(), 4U);
  for (const auto& ignored : change.ignored) {
    EXPECT_EQ(ignored.matters, ignored.origin != "Q") << ignored.origin;
  }
}

TEST(Template, MakesOnlyWhatConditionsSay) {
  const Change change = read_new(R"(
Conditions: {Yes: !Equals [a, a], No: !Equals [a, b]}
Resources:
  A: {Type: AWS::ECS::Cluster, Condition: Yes}
  B: {Type: AWS::ECS::Cluster, Condition: No}
)");
  const auto clusters = added(change, "Cluster");
  ASSERT_EQ(clusters.size(), 1U);
  EXPECT_EQ(clusters[0]["clusterName"], "web-A");
}

TEST(Template, GivesGroupsTheRuleThatAllowsEverything) {
  const Change change = read_new(R"(
Resources:
  V: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  G: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref V, GroupDescription: g}}
  H:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref V
      GroupDescription: h
      SecurityGroupEgress: [{IpProtocol: tcp, FromPort: '443', ToPort: 443,
                             DestinationSecurityGroupId: !GetAtt G.GroupId}]
  I:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref G, IpProtocol: tcp, FromPort: 443, ToPort: 443,
                 SourceSecurityGroupId: !Ref H}
)");
  const auto groups = added(change, "SecurityGroup");
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0]["IpPermissionsEgress"][0]["IpProtocol"], "-1");
  EXPECT_EQ(groups[1]["IpPermissionsEgress"][0]["FromPort"], 443);
  EXPECT_EQ(groups[1]["IpPermissionsEgress"][0]["UserIdGroupPairs"][0]["GroupId"],
            "sg-G");
  EXPECT_EQ(values(change, Edit::Kind::SetEntry, "SecurityGroup").size(), 1U);
  expect_readable(change);
}

TEST(Template, RefusesWhatIsNoTemplate) {
  EXPECT_FALSE(read("a: b", nothing()).ok());
  EXPECT_FALSE(read("Resources: {A: {Properties: {}}}", nothing()).ok());
  EXPECT_FALSE(read("Resources: {A: {Type: T, Properties: []}}", nothing()).ok());
}

}  // namespace
}  // namespace pullproof::cli::cloudformation::template_test
