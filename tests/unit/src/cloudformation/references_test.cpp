// What references give of resources that nothing else is read of, and what is noticed
// of a resource of which a template no longer says something.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/src/cloudformation/template_account.h"

namespace pullproof::cli::cloudformation::references_test {
namespace {

using changes::AccountDocuments;
using Json = nlohmann::json;
using namespace template_account;

/// A task definition whose container is given a secret by this expression.
std::string with_secret(const std::string& expression) {
  return R"(
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      Family: web
      ContainerDefinitions:
      - {Name: web, Image: 'a:1', Secrets: [{Name: A, ValueFrom: )" +
         expression + "}]}\n";
}

const std::string kDatabase = R"(Resources:
  Secret: {Type: AWS::SecretsManager::Secret, Properties: {Name: db}}
  Database: {Type: AWS::RDS::DBInstance}
  Attached:
    Type: AWS::SecretsManager::SecretTargetAttachment
    Properties: {SecretId: !Ref Secret, TargetId: !Ref Database,
                 TargetType: AWS::RDS::DBInstance})";

TEST(References, ToAnAttachedSecretGiveTheSecret) {
  const auto change = change_of(kDatabase + with_secret("!Ref Attached"), nothing());
  EXPECT_TRUE(change.doubts.empty());
  const Json task = added(change, "TaskDefinition");
  EXPECT_EQ(task["containerDefinitions"][0]["secrets"][0]["valueFrom"],
            added(change, "Secret")["ARN"]);
}

TEST(References, ToWhatAwsMakesByItselfAreNotKnown) {
  for (const char* expression :
       {"!GetAtt Database.MasterUserSecret.SecretArn", "!Ref Made", "!GetAtt Made.Arn",
        "!Join ['', ['{{resolve', ':ssm:x}}']]", "!FindInMap [Map, A, B]"}) {
    const auto change = change_of(kDatabase + R"(
  Made: {Type: 'Custom::LogRetention'})" +
                                      with_secret(expression) +
                                      R"(Mappings:
  Map: {A: {B: '{{resolve:ssm:x}}'}}
)",
                                  nothing());
    EXPECT_FALSE(change.doubts.empty()) << expression;
  }
}

TEST(References, ToAnElasticIpOfTheStackGiveItsAddress) {
  const std::string at = "111122223333/eu-central-1/";
  const Json address = {{"LogicalResourceId", "Address"},
                        {"PhysicalResourceId", "198.51.100.7"},
                        {"ResourceType", "AWS::EC2::EIP"}};
  Json bundle = Json::object();
  bundle[at + "ec2-describe-vpcs.json"] = {{"Vpcs", Json::array()}};
  bundle[at + "cloudformation-describe-stack-resources/web.json"] = {
      {"StackResources", Json::array({address})}};
  auto account = AccountDocuments::from_bundle(bundle);
  ASSERT_TRUE(account.ok());
  const auto change = change_of(R"(Resources:
  Address: {Type: AWS::EC2::EIP}
  Role: {Type: AWS::IAM::Role, Properties: {RoleName: !Ref Address,
         AssumeRolePolicyDocument: {Statement: []}}}
)",
                                account.value());
  EXPECT_EQ(added(change, "Role")["RoleName"], "198.51.100.7");
}

TEST(References, EndpointsAreDoubtedWhoseGroupsAreNoLongerSaid) {
  const std::string at = "111122223333/eu-central-1/";
  const Json endpoint = {{"LogicalResourceId", "Dkr"},
                         {"PhysicalResourceId", "vpce-1"},
                         {"ResourceType", "AWS::EC2::VPCEndpoint"}};
  Json bundle = Json::object();
  bundle[at + "ec2-describe-vpc-endpoints.json"] = Json::parse(
      R"({"VpcEndpoints": [{"VpcEndpointId": "vpce-1", "VpcEndpointType": "Interface",
          "VpcId": "vpc-1", "ServiceName": "com.amazonaws.eu-central-1.ecr.dkr",
          "State": "available", "OwnerId": "111122223333", "PrivateDnsEnabled": false,
          "SubnetIds": [], "Groups": [{"GroupId": "sg-1"}, {"GroupId": "sg-2"}]}]})");
  bundle[at + "cloudformation-describe-stack-resources/web.json"] = {
      {"StackResources", Json::array({endpoint})}};
  auto account = AccountDocuments::from_bundle(bundle);
  ASSERT_TRUE(account.ok());
  const auto with = [&](const std::string& groups) {
    return change_of(R"(Resources:
  Dkr:
    Type: AWS::EC2::VPCEndpoint
    Properties: {VpcId: vpc-1, VpcEndpointType: Interface, )" +
                         groups + "ServiceName: com.amazonaws.eu-central-1.ecr.dkr}\n",
                     account.value());
  };
  EXPECT_EQ(with("").doubts.size(), 1U);
  EXPECT_TRUE(with("SecurityGroupIds: [sg-1, sg-2], ").doubts.empty());
  // An update that takes one away says which are left.
  const auto fewer = with("SecurityGroupIds: [sg-1], ");
  EXPECT_TRUE(fewer.doubts.empty());
  ASSERT_FALSE(fewer.edits.empty());
  EXPECT_EQ((*fewer.edits.back().value)["Groups"],
            Json::parse(R"([{"GroupId": "sg-1"}])"));
}

}  // namespace
}  // namespace pullproof::cli::cloudformation::references_test
