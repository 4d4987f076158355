#include "tests/unit/src/cloudformation/template_account.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/changes/apply_edits.h"
#include "solver/what_if.h"
#include "src/cloudformation/template.h"

namespace pullproof::cli::cloudformation::template_account {
namespace {

using changes::AccountDocuments;
using changes::Change;
using Json = nlohmann::json;

const aws::Scope kScope{.account = "111122223333", .region = "eu-central-1"};

constexpr const char* kNetwork = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Internet: {Type: AWS::EC2::InternetGateway}
  Attached:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Internet}
  Public:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24,
                 AvailabilityZone: eu-central-1a, MapPublicIpOnLaunch: true}
  Private:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24,
                 AvailabilityZone: eu-central-1a}
  PublicTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  PrivateTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  PublicUses:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {RouteTableId: !Ref PublicTable, SubnetId: !Ref Public}
  PrivateUses:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {RouteTableId: !Ref PrivateTable, SubnetId: !Ref Private}
  ToInternet:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref PublicTable, DestinationCidrBlock: 0.0.0.0/0,
                 GatewayId: !Ref Internet}
  Address: {Type: AWS::EC2::EIP, Properties: {Domain: vpc}}
  Nat:
    Type: AWS::EC2::NatGateway
    Properties: {SubnetId: !Ref Public, AllocationId: !GetAtt Address.AllocationId}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {VpcId: !Ref Vpc, GroupDescription: tasks}
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Action: 'sts:AssumeRole',
                     Principal: {Service: ecs-tasks.amazonaws.com}}]
      Policies:
      - PolicyName: pull
        PolicyDocument:
          Statement: [{Effect: Allow, Action: 'ecr:*', Resource: '*'}]
  Images: {Type: AWS::ECR::Repository, Properties: {RepositoryName: web}}
  Cluster: {Type: AWS::ECS::Cluster, Properties: {ClusterName: prod}}
)";

constexpr const char* kWayOut = R"(  ToNat:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 0.0.0.0/0,
                 NatGatewayId: !Ref Nat}
)";

constexpr const char* kFargateService = R"(  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: web
      NetworkMode: awsvpc
      RequiresCompatibilities: [FARGATE]
      ExecutionRoleArn: !GetAtt Role.Arn
      ContainerDefinitions:
      - {Name: web, Image: !Sub '${Images.RepositoryUri}:1'}
  Service:
    Type: AWS::ECS::Service
    Properties:
      ServiceName: web
      Cluster: !Ref Cluster
      LaunchType: FARGATE
      TaskDefinition: !Ref Task
      NetworkConfiguration:
        AwsvpcConfiguration: {Subnets: [!Ref Private], SecurityGroups: [!Ref Group]}
)";

}  // namespace

AccountDocuments nothing() {
  return std::move(AccountDocuments::empty({kScope}).value());
}

Change change_of(const std::string& yaml, const AccountDocuments& account) {
  const auto document = read_template_text(yaml, "t.yaml");
  EXPECT_TRUE(document.ok()) << (document.ok() ? "" : document.problems()[0].message);
  if (!document.ok()) return {};
  auto change =
      read_template({.document = std::make_shared<const Json>(document.value()),
                     .parameters = {},
                     .stack = "web",
                     .scope = kScope},
                    "t.yaml", account);
  EXPECT_TRUE(change.ok()) << (change.ok() ? "" : change.problems()[0].message);
  return change.ok() ? change.value() : Change{};
}

AccountDocuments made_of(const std::string& yaml) {
  auto account = nothing();
  const Problems problems = changes::apply_edits(account, change_of(yaml, account));
  EXPECT_TRUE(problems.empty()) << (problems.empty() ? "" : problems[0].message);
  return account;
}

Told told_of(const std::string& yaml) {
  auto account = nothing();
  const auto answer = solver::what_if(account, change_of(yaml, account), {});
  EXPECT_TRUE(answer.ok()) << (answer.ok() ? "" : answer.problems()[0].message);
  Told told;
  if (!answer.ok()) return told;
  for (const auto& task : answer.value().after.verdicts) {
    told.verdicts[task.service] = task.verdict;
    for (const auto& missing : task.missing) told.reasons.push_back(missing.why);
  }
  return told;
}

Json added(const Change& change, const std::string& type) {
  Json found;
  for (const auto& edit : change.edits) {
    if (edit.kind == changes::Edit::Kind::Add && edit.type == type) found = *edit.value;
  }
  return found;
}

std::string network() { return network_without_way_out() + kWayOut; }
std::string network_without_way_out() { return kNetwork; }
std::string fargate_service() { return kFargateService; }

}  // namespace pullproof::cli::cloudformation::template_account
