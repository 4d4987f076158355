// Templates of stacks that exist already.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/template.h"

namespace pullproof::cli::cloudformation::stack_test {
namespace {

using changes::AccountDocuments;
using changes::Change;
using changes::Edit;
using Json = nlohmann::json;

const std::string kFolder = "111122223333/eu-central-1/";

/// A stack `web` of a VPC, a table with a route, an endpoint, and a task definition.
AccountDocuments account() {
  Json bundle = Json::object();
  bundle[kFolder + "ec2-describe-vpcs.json"] = Json::parse(
      R"({"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16",
                    "OwnerId": "111122223333"}]})");
  bundle[kFolder + "ec2-describe-route-tables.json"] = Json::parse(
      R"({"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1",
          "OwnerId": "111122223333", "Associations": [], "Routes": [
            {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local",
             "Origin": "CreateRouteTable", "State": "active"},
            {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1",
             "Origin": "CreateRoute", "State": "active"}]}]})");
  bundle[kFolder + "ec2-describe-vpc-endpoints.json"] = Json::parse(
      R"({"VpcEndpoints": [{"VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface",
          "VpcId": "vpc-1", "ServiceName": "com.amazonaws.eu-central-1.ecr.dkr",
          "State": "available", "OwnerId": "111122223333", "PrivateDnsEnabled": true,
          "SubnetIds": [], "PolicyDocument": "{}"}]})");
  bundle[kFolder + "ecs-describe-task-definition/web%3A3.json"] = Json::parse(
      R"({"taskDefinition": {"family": "web", "revision": 3, "status": "ACTIVE",
          "taskDefinitionArn":
              "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:3",
          "networkMode": "awsvpc", "volumes": [],
          "containerDefinitions": [{"name": "a", "image": "b:1", "cpu": 0,
                                    "essential": true}]}})");
  bundle[kFolder + "cloudformation-describe-stack-resources/web.json"] = Json::parse(
      R"({"StackResources": [
          {"LogicalResourceId": "Vpc", "PhysicalResourceId": "vpc-1",
           "ResourceType": "AWS::EC2::VPC"},
          {"LogicalResourceId": "Table", "PhysicalResourceId": "rtb-1",
           "ResourceType": "AWS::EC2::RouteTable"},
          {"LogicalResourceId": "Route", "PhysicalResourceId": "rtb-1|0.0.0.0/0",
           "ResourceType": "AWS::EC2::Route"},
          {"LogicalResourceId": "Dkr", "PhysicalResourceId": "vpce-1",
           "ResourceType": "AWS::EC2::VPCEndpoint"},
          {"LogicalResourceId": "Task", "PhysicalResourceId":
              "arn:aws:ecs:eu-central-1:111122223333:task-definition/web:3",
           "ResourceType": "AWS::ECS::TaskDefinition"}]})");
  bundle[kFolder + "cloudformation-list-exports.json"] =
      Json::parse(R"({"Exports": [{"Name": "dns", "Value": "true"}]})");
  auto read = AccountDocuments::from_bundle(std::move(bundle));
  EXPECT_TRUE(read.ok()) << (read.ok() ? "" : read.problems()[0].message);
  return std::move(read.value());
}

const std::string kVpc = R"(
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}})";
const std::string kRoute = R"(
  Route:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0,
                 NatGatewayId: nat-1})";
const std::string kEndpoint = R"(
  Dkr:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Vpc
      VpcEndpointType: Interface
      ServiceName: !Sub com.amazonaws.${AWS::Region}.ecr.dkr
      PrivateDnsEnabled: !ImportValue dns
      PolicyDocument: '{}')";
const std::string kTask = R"(
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: web
      NetworkMode: awsvpc
      ContainerDefinitions: [{Name: a, Image: 'b:1', Essential: true}])";

Change read(const std::string& resources, const AccountDocuments& account) {
  const auto document = read_template_text("Resources:" + resources + "\n", "t.yaml");
  EXPECT_TRUE(document.ok()) << (document.ok() ? "" : document.problems()[0].message);
  auto change =
      read_template({.document = std::make_shared<const Json>(document.value()),
                     .parameters = {},
                     .stack = "web",
                     .scope = {}},
                    "t.yaml", account);
  EXPECT_TRUE(change.ok()) << (change.ok() ? "" : change.problems()[0].message);
  return change.value();
}

Change read(const std::string& resources) { return read(resources, account()); }

/// What happens to the resources of a stack, DNS of the VPC aside.
std::vector<Edit> edits(const std::string& resources) {
  auto all = read(resources).edits;
  std::erase_if(all, [](const Edit& edit) { return edit.type.starts_with("VpcDns"); });
  return all;
}

TEST(Stack, ChangesNothingIfTheTemplateSaysTheSame) {
  const Change change = read(kVpc + kRoute + kEndpoint + kTask);
  EXPECT_TRUE(edits(kVpc + kRoute + kEndpoint + kTask).empty());
  EXPECT_TRUE(change.doubts.empty()) << change.doubts[0].why;
  EXPECT_TRUE(change.ignored.empty());
  EXPECT_TRUE(change.warnings.empty());
}

TEST(Stack, DeletesWhatTheTemplateNoLongerSays) {
  const auto gone = edits(kVpc + kRoute + kTask);
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].kind, Edit::Kind::Delete);
  EXPECT_EQ(gone[0].resource, "vpce-1");
  EXPECT_EQ(gone[0].origin, "Dkr");
  EXPECT_EQ(read(kVpc + kRoute + kTask).warnings.size(), 1U);
}

TEST(Stack, TakesAwayRoutes) {
  const auto gone = edits(kVpc + kEndpoint + kTask);
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].kind, Edit::Kind::DropEntry);
  EXPECT_EQ(gone[0].resource, "rtb-1");
  EXPECT_EQ(*gone[0].match, Json::parse(R"({"DestinationCidrBlock": "0.0.0.0/0"})"));
}

TEST(Stack, RegistersARevisionForAnotherImage) {
  std::string task = kTask;
  task.replace(task.find("b:1"), 3, "b:2");
  const auto made = edits(kVpc + kRoute + kEndpoint + task);
  ASSERT_EQ(made.size(), 1U);
  EXPECT_EQ(made[0].kind, Edit::Kind::Add);
  EXPECT_EQ((*made[0].value)["revision"], 4);
}

TEST(Stack, RegistersARevisionForARoleThatIsNoLongerSaid) {
  std::string task = kTask;
  task.replace(task.find("      NetworkMode"), 6, "      TaskRoleArn: task\n      ");
  EXPECT_EQ(edits(kVpc + kRoute + kEndpoint + task).size(), 1U);
  AccountDocuments with_role = account();
  const auto place = with_role.named("web:3", "TaskDefinition").at(0);
  with_role.edit(place)["executionRoleArn"] = "arn:aws:iam::111122223333:role/x";
  const auto made = read(kVpc + kRoute + kEndpoint + kTask, with_role).edits;
  EXPECT_TRUE(std::any_of(made.begin(), made.end(), [](const Edit& edit) {
    return edit.type == "TaskDefinition" && edit.kind == Edit::Kind::Add;
  }));
}

TEST(Stack, ChangesOnlyWhatDiffers) {
  std::string endpoint = kEndpoint;
  endpoint.replace(endpoint.find("!ImportValue dns"), 16, "false");
  const auto changed = edits(kVpc + kRoute + endpoint + kTask);
  ASSERT_EQ(changed.size(), 1U);
  EXPECT_EQ(changed[0].kind, Edit::Kind::Merge);
  EXPECT_EQ(*changed[0].value, Json::parse(R"({"PrivateDnsEnabled": false})"));
}

TEST(Stack, DoubtsWhatIsReplaced) {
  std::string vpc = kVpc;
  vpc.replace(vpc.find("10.0.0.0/16"), 11, "10.9.0.0/16");
  EXPECT_EQ(read(vpc + kRoute + kEndpoint + kTask).doubts.size(), 1U);
}

TEST(Stack, KeepsWhatAFalseConditionRetains) {
  const std::string kept = kVpc + kRoute + kTask + R"(
  Dkr: {Type: AWS::EC2::VPCEndpoint, Condition: No, DeletionPolicy: Retain}
Conditions: {No: !Equals [a, b]})";
  EXPECT_TRUE(edits(kept).empty());
}

}  // namespace
}  // namespace pullproof::cli::cloudformation::stack_test
