// Whole families of resources, by what becomes of a service that hangs on them.
#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/src/cloudformation/template_account.h"

namespace pullproof::cli::cloudformation::families_test {
namespace {

using model::Verdict;
using Json = nlohmann::json;
using namespace template_account;

void expect(const std::string& yaml, Verdict verdict) {
  const Told told = told_of(yaml);
  ASSERT_EQ(told.verdicts.count("web"), 1U);
  EXPECT_EQ(told.verdicts.at("web"), verdict)
      << (told.reasons.empty() ? "" : told.reasons.front());
}

TEST(Families, ServicesPullThroughANatGatewayOnly) {
  expect(network() + fargate_service(), Verdict::Pulls);
  expect(network_without_way_out() + fargate_service(), Verdict::Fails);
}

/// The private subnet's way out is a transit gateway to another VPC.
const std::string kTransit = R"(
  Hub:
    Type: AWS::EC2::TransitGateway
    Properties: {DefaultRouteTableAssociation: disable,
                 DefaultRouteTablePropagation: disable}
  Spoke: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
  SpokeSubnet:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Spoke, CidrBlock: 10.1.0.0/24,
                 AvailabilityZone: eu-central-1a}
  SpokeTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Spoke}}
  SpokeUses:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {RouteTableId: !Ref SpokeTable, SubnetId: !Ref SpokeSubnet}
  SpokeJoins:
    Type: AWS::EC2::TransitGatewayAttachment
    Properties: {TransitGatewayId: !Ref Hub, VpcId: !Ref Spoke,
                 SubnetIds: [!Ref SpokeSubnet]}
  EgressJoins:
    Type: AWS::EC2::TransitGatewayAttachment
    Properties: {TransitGatewayId: !Ref Hub, VpcId: !Ref Vpc,
                 SubnetIds: [!Ref Private]}
  SpokeOut:
    Type: AWS::EC2::Route
    DependsOn: SpokeJoins
    Properties: {RouteTableId: !Ref SpokeTable, DestinationCidrBlock: 0.0.0.0/0,
                 TransitGatewayId: !Ref Hub}
  Back:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref PublicTable, DestinationCidrBlock: 10.1.0.0/16,
                 TransitGatewayId: !Ref Hub}
  HubTable:
    Type: AWS::EC2::TransitGatewayRouteTable
    Properties: {TransitGatewayId: !Ref Hub}
  SpokeAssociated:
    Type: AWS::EC2::TransitGatewayRouteTableAssociation
    Properties: {TransitGatewayAttachmentId: !Ref SpokeJoins,
                 TransitGatewayRouteTableId: !Ref HubTable}
  EgressAssociated:
    Type: AWS::EC2::TransitGatewayRouteTableAssociation
    Properties: {TransitGatewayAttachmentId: !Ref EgressJoins,
                 TransitGatewayRouteTableId: !Ref HubTable}
  SpokeGroup:
    Type: AWS::EC2::SecurityGroup
    Properties: {VpcId: !Ref Spoke, GroupDescription: tasks}
)";
const std::string kSpokePropagates = R"(
  SpokePropagates:
    Type: AWS::EC2::TransitGatewayRouteTablePropagation
    Properties: {TransitGatewayAttachmentId: !Ref SpokeJoins,
                 TransitGatewayRouteTableId: !Ref HubTable}
)";
const std::string kHubOut = R"(
  HubOut:
    Type: AWS::EC2::TransitGatewayRoute
    Properties: {DestinationCidrBlock: 0.0.0.0/0,
                 TransitGatewayAttachmentId: !Ref EgressJoins,
                 TransitGatewayRouteTableId: !Ref HubTable}
)";

std::string in_spoke(std::string service) {
  service.replace(service.find("!Ref Private"), 12, "!Ref SpokeSubnet");
  service.replace(service.find("!Ref Group"), 10, "!Ref SpokeGroup");
  return service;
}

TEST(Families, ServicesPullThroughATransitGateway) {
  const std::string service = in_spoke(fargate_service());
  expect(network() + kTransit + kSpokePropagates + kHubOut + service, Verdict::Pulls);
  expect(network() + kTransit + kSpokePropagates + service, Verdict::Fails);
  expect(network() + kTransit + kHubOut + service, Verdict::Fails);
}

TEST(Families, AttachmentsJoinTheDefaultTablesOfTheirTransitGateway) {
  const auto change = change_of(network() + R"(
  Hub: {Type: AWS::EC2::TransitGateway}
  Joins:
    Type: AWS::EC2::TransitGatewayVpcAttachment
    Properties: {TransitGatewayId: !Ref Hub, VpcId: !Ref Vpc,
                 SubnetIds: [!Ref Private]}
)",
                                nothing());
  EXPECT_TRUE(change.doubts.empty()) << change.doubts[0].why;
  const Json table = added(change, "TransitGatewayRouteTable");
  const Json attachment = added(change, "TransitGatewayAttachment");
  EXPECT_EQ(attachment["Association"]["TransitGatewayRouteTableId"],
            table["TransitGatewayRouteTableId"]);
  const auto route =
      std::find_if(change.edits.begin(), change.edits.end(), [](const auto& edit) {
        return edit.type == "TransitGatewayRoutes" &&
               edit.kind == changes::Edit::Kind::SetEntry;
      });
  ASSERT_NE(route, change.edits.end());
  EXPECT_EQ((*route->value)["DestinationCidrBlock"], "10.0.0.0/16");
  EXPECT_EQ((*route->value)["Type"], "propagated");
}

/// A service on instances of an Auto Scaling group in the private subnet.
const std::string kCapacity = R"(
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Template:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        ImageId: '{{resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023}}'
        IamInstanceProfile: {Arn: !GetAtt Profile.Arn}
        SecurityGroupIds: [!Ref Group]
  Instances:
    Type: AWS::AutoScaling::AutoScalingGroup
    Properties:
      MinSize: '0'
      MaxSize: '4'
      VPCZoneIdentifier: [!Ref Private]
      LaunchTemplate: {LaunchTemplateId: !Ref Template,
                       Version: !GetAtt Template.LatestVersionNumber}
  Provider:
    Type: AWS::ECS::CapacityProvider
    Properties:
      AutoScalingGroupProvider: {AutoScalingGroupArn: !Ref Instances}
  Providers:
    Type: AWS::ECS::ClusterCapacityProviderAssociations
    Properties: {Cluster: !Ref Cluster, CapacityProviders: [!Ref Provider],
                 DefaultCapacityProviderStrategy: []}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: web
      ExecutionRoleArn: !GetAtt Role.Arn
      ContainerDefinitions:
      - {Name: web, Image: !Sub '${Images.RepositoryUri}:1'}
  Service:
    Type: AWS::ECS::Service
    Properties:
      ServiceName: web
      Cluster: !Ref Cluster
      TaskDefinition: !Ref Task
      CapacityProviderStrategy: [{CapacityProvider: !Ref Provider, Weight: 1}]
)";

TEST(Families, ServicesPullOnInstancesToCome) {
  expect(network() + kCapacity, Verdict::Pulls);
  expect(network_without_way_out() + kCapacity, Verdict::Fails);
}

TEST(Families, LaunchConfigurationsSayWhatGroupsStart) {
  std::string capacity = kCapacity;
  const auto from = capacity.find("LaunchTemplate: {LaunchTemplateId");
  capacity.replace(from, capacity.find("}", from) + 1 - from,
                   "LaunchConfigurationName: !Ref Configuration");
  capacity += R"(
  Configuration:
    Type: AWS::AutoScaling::LaunchConfiguration
    Properties: {ImageId: ami-1, SecurityGroups: [!Ref Group],
                 IamInstanceProfile: !Ref Profile}
)";
  expect(network() + capacity, Verdict::Pulls);
}

/// Files of EFS for the service: `port` of the mount target's group is open.
std::string with_files(const std::string& port) {
  std::string service = fargate_service();
  const std::string containers = "      ContainerDefinitions:\n      - {Name: web,";
  service.replace(service.find(containers), containers.size(), R"(      Volumes:
      - {Name: files, EFSVolumeConfiguration: {FilesystemId: !Ref Files}}
      ContainerDefinitions:
      - {Name: web, MountPoints: [{SourceVolume: files, ContainerPath: /files}],)");
  return network() + service + R"(
  Files: {Type: AWS::EFS::FileSystem}
  FilesGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      GroupDescription: files
      SecurityGroupIngress:
      - {IpProtocol: tcp, FromPort: )" +
         port + ", ToPort: " + port + R"(, SourceSecurityGroupId: !Ref Group}
  Mounted:
    Type: AWS::EFS::MountTarget
    Properties: {FileSystemId: !Ref Files, SubnetId: !Ref Private,
                 SecurityGroups: [!Ref FilesGroup]}
)";
}

TEST(Families, MountTargetsAreDoubted) {
  expect(with_files("2049"), Verdict::Unknown);
  expect(with_files("443"), Verdict::Unknown);
}

TEST(Families, CdkTakesTheRulesOfADefaultGroupAway) {
  const std::string restriction = R"(
  Restricted:
    Type: Custom::VpcRestrictDefaultSG
    Properties: {ServiceToken: x, DefaultSecurityGroupId:
                 !GetAtt Vpc.DefaultSecurityGroup}
)";
  std::string service = fargate_service();
  service.replace(service.find("!Ref Group"), 10, "!GetAtt Vpc.DefaultSecurityGroup");
  expect(network() + service, Verdict::Pulls);
  expect(network() + restriction + service, Verdict::Fails);
  expect(network() + restriction + fargate_service(), Verdict::Pulls);
}

TEST(Families, PrivateNamespacesMatterWhereImagesMayBeNamedInThem) {
  const auto with_namespace = [](const std::string& name) {
    return network() + fargate_service() + R"(
  Names:
    Type: AWS::ServiceDiscovery::PrivateDnsNamespace
    Properties: {Vpc: !Ref Vpc, Name: )" +
           name + "}\n";
  };
  expect(with_namespace("web.local"), Verdict::Pulls);
  expect(with_namespace("eu-central-1.amazonaws.com"), Verdict::Unknown);
  expect(with_namespace("!Ref AWS::StackId"), Verdict::Unknown);
}

TEST(Families, VpnGatewaysTeachRoutesThatNobodyKnows) {
  const std::string gateway = R"(
  Vpn: {Type: AWS::EC2::VPNGateway, Properties: {Type: ipsec.1}}
  VpnAttached:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, VpnGatewayId: !Ref Vpn}
)";
  expect(network() + gateway + fargate_service(), Verdict::Pulls);
  expect(network() + gateway + fargate_service() + R"(
  Taught:
    Type: AWS::EC2::VPNGatewayRoutePropagation
    Properties: {RouteTableIds: [!Ref PrivateTable], VpnGatewayId: !Ref Vpn}
)",
         Verdict::Unknown);
}

TEST(Families, BucketsSayWhichKeyEncryptsThem) {
  const auto change = change_of(R"(Resources:
  Key: {Type: AWS::KMS::Key}
  Plain: {Type: AWS::S3::Bucket}
  Sealed:
    Type: AWS::S3::Bucket
    Properties:
      BucketEncryption:
        ServerSideEncryptionConfiguration:
        - ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms',
                                          KMSMasterKeyID: !GetAtt Key.Arn}
)",
                                nothing());
  const Json sealed = added(change, "BucketEncryption");
  EXPECT_EQ(sealed.at(Json::json_pointer(
                "/ServerSideEncryptionConfiguration/Rules/0/"
                "ApplyServerSideEncryptionByDefault/KMSMasterKeyID")),
            "arn:aws:kms:eu-central-1:111122223333:key/key-Key");
}

TEST(Families, LambdasAndAlarmsAreIgnored) {
  const auto change = change_of(R"(Resources:
  A: {Type: AWS::Lambda::Function}
  B: {Type: 'Custom::S3AutoDeleteObjects'}
  C: {Type: AWS::AutoScaling::LifecycleHook}
  D: {Type: 'Custom::AWS'}
)",
                                nothing());
  ASSERT_EQ(change.ignored.size(), 4U);
  for (const auto& each : change.ignored) {
    EXPECT_EQ(each.matters, each.origin == "D") << each.type;
  }
}

}  // namespace
}  // namespace pullproof::cli::cloudformation::families_test
