#include "tests/unit/support/oracle_sample.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/oracle.h"

namespace pullproof::oracle {
namespace {

using nlohmann::json;

constexpr const char* kRegional = "111122223333/eu-central-1/";

json vpc_documents() {
  return json::parse(R"({
"ec2-describe-vpcs": {"Vpcs": [{"VpcId": "vpc-1", "DhcpOptionsId": "dopt-1",
  "CidrBlockAssociationSet": [{"CidrBlock": "10.0.0.0/16",
                               "CidrBlockState": {"State": "associated"}}]}]},
"ec2-describe-vpc-attribute-enableDnsSupport/vpc-1":
  {"VpcId": "vpc-1", "EnableDnsSupport": {"Value": true}},
"ec2-describe-vpc-attribute-enableDnsHostnames/vpc-1":
  {"VpcId": "vpc-1", "EnableDnsHostnames": {"Value": true}},
"ec2-describe-dhcp-options": {"DhcpOptions": [{"DhcpOptionsId": "dopt-1",
  "DhcpConfigurations": [{"Key": "domain-name-servers",
                          "Values": [{"Value": "AmazonProvidedDNS"}]}]}]},
"ec2-describe-subnets": {"Subnets": [
  {"SubnetId": "subnet-public", "VpcId": "vpc-1", "State": "available",
   "CidrBlock": "10.0.0.0/24"},
  {"SubnetId": "subnet-private", "VpcId": "vpc-1", "State": "available",
   "CidrBlock": "10.0.1.0/24"},
  {"SubnetId": "subnet-data", "VpcId": "vpc-1", "State": "available",
   "CidrBlock": "10.0.2.0/24"}]},
"ec2-describe-route-tables": {"RouteTables": [
  {"RouteTableId": "rtb-main", "VpcId": "vpc-1", "Associations": [{"Main": true}],
   "Routes": [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local",
               "State": "active"}]},
  {"RouteTableId": "rtb-public", "VpcId": "vpc-1",
   "Associations": [{"Main": false, "SubnetId": "subnet-public"}],
   "Routes": [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local",
               "State": "active"},
              {"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1",
               "State": "active"}]},
  {"RouteTableId": "rtb-private", "VpcId": "vpc-1",
   "Associations": [{"Main": false, "SubnetId": "subnet-private"}],
   "Routes": [{"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local",
               "State": "active"},
              {"DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1",
               "State": "active"}]}]}
})");
}

json hop_documents() {
  return json::parse(R"({
"ec2-describe-network-acls": {"NetworkAcls": [
  {"NetworkAclId": "acl-1", "Associations": [{"SubnetId": "subnet-public"},
                                             {"SubnetId": "subnet-data"}],
   "Entries": [{"RuleNumber": 100, "Egress": true, "Protocol": "-1",
                "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"},
               {"RuleNumber": 100, "Egress": false, "Protocol": "-1",
                "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}]},
  {"NetworkAclId": "acl-2", "Associations": [{"SubnetId": "subnet-private"}],
   "Entries": [{"RuleNumber": 100, "Egress": true, "Protocol": "-1",
                "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"},
               {"RuleNumber": 100, "Egress": false, "Protocol": "-1",
                "RuleAction": "allow", "CidrBlock": "0.0.0.0/0"}]}]},
"ec2-describe-internet-gateways": {"InternetGateways": [
  {"InternetGatewayId": "igw-1",
   "Attachments": [{"VpcId": "vpc-1", "State": "available"}]}]},
"ec2-describe-nat-gateways": {"NatGateways": [
  {"NatGatewayId": "nat-1", "VpcId": "vpc-1", "SubnetId": "subnet-public",
   "State": "available", "ConnectivityType": "public",
   "NatGatewayAddresses": [{"PublicIp": "18.195.0.1"}]}]},
"ec2-describe-prefix-lists": {"PrefixLists": [
  {"PrefixListId": "pl-s3", "PrefixListName": "com.amazonaws.eu-central-1.s3",
   "Cidrs": ["16.12.32.0/21", "52.219.72.0/22"]}]}
})");
}

json endpoint_documents() {
  return json::parse(R"({
"ec2-describe-security-groups": {"SecurityGroups": [
  {"GroupId": "sg-task", "VpcId": "vpc-1", "IpPermissions": [],
   "IpPermissionsEgress": [{"IpProtocol": "-1",
                            "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]},
  {"GroupId": "sg-endpoint", "VpcId": "vpc-1", "IpPermissionsEgress": [],
   "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
                      "UserIdGroupPairs": [{"GroupId": "sg-task"}]}]}]},
"ec2-describe-network-interfaces": {"NetworkInterfaces": [
  {"NetworkInterfaceId": "eni-api", "SubnetId": "subnet-data", "VpcId": "vpc-1",
   "PrivateIpAddress": "10.0.2.10", "Groups": [{"GroupId": "sg-endpoint"}]},
  {"NetworkInterfaceId": "eni-dkr", "SubnetId": "subnet-data", "VpcId": "vpc-1",
   "PrivateIpAddress": "10.0.2.11", "Groups": [{"GroupId": "sg-endpoint"}]},
  {"NetworkInterfaceId": "eni-host", "SubnetId": "subnet-public", "VpcId": "vpc-1",
   "PrivateIpAddress": "10.0.0.30", "Groups": [{"GroupId": "sg-task"}],
   "Association": {"PublicIp": "3.66.0.7"}}]},
"ec2-describe-vpc-endpoints": {"VpcEndpoints": [
  {"VpcEndpointId": "vpce-api", "VpcEndpointType": "Interface", "VpcId": "vpc-1",
   "ServiceName": "com.amazonaws.eu-central-1.ecr.api", "State": "available",
   "PrivateDnsEnabled": false, "NetworkInterfaceIds": ["eni-api"],
   "Groups": [{"GroupId": "sg-endpoint"}]},
  {"VpcEndpointId": "vpce-dkr", "VpcEndpointType": "Interface", "VpcId": "vpc-1",
   "ServiceName": "com.amazonaws.eu-central-1.ecr.dkr", "State": "available",
   "PrivateDnsEnabled": false, "NetworkInterfaceIds": ["eni-dkr"],
   "Groups": [{"GroupId": "sg-endpoint"}]},
  {"VpcEndpointId": "vpce-s3", "VpcEndpointType": "Gateway", "VpcId": "vpc-1",
   "ServiceName": "com.amazonaws.eu-central-1.s3", "State": "available"}]},
"ec2-describe-instances": {"Reservations": [{"Instances": [
  {"InstanceId": "i-1", "State": {"Name": "running"}, "Architecture": "x86_64",
   "IamInstanceProfile": {"Arn": "arn:aws:iam::111122223333:instance-profile/host"},
   "NetworkInterfaces": [{"NetworkInterfaceId": "eni-host",
     "SubnetId": "subnet-public", "PrivateIpAddress": "10.0.0.30",
     "Groups": [{"GroupId": "sg-task"}], "Attachment": {"DeviceIndex": 0},
     "Association": {"PublicIp": "3.66.0.7"}}]}]}]}
})");
}

json container_documents() {
  return json::parse(R"({
"ecr-describe-repositories": {"repositories": [{"repositoryName": "web"}]},
"ecr-get-repository-policy/web": {"policyText":
  "{\"Version\": \"2012-10-17\", \"Statement\": []}"},
"ecr-describe-images/web": {"imageDetails": [
  {"imageDigest": "sha256:1", "imageTags": ["1"],
   "imageManifestMediaType": "application/vnd.oci.image.manifest.v1+json"}]},
"ecr-batch-get-image/web": {"images": [
  {"imageId": {"imageDigest": "sha256:1", "imageTag": "1"}, "imageManifest":
   "{\"config\": {\"mediaType\": \"application/vnd.oci.image.config.v1+json\"}}"}]},
"ecs-describe-services/prod": {"services": [
  {"serviceName": "web", "clusterArn": "arn:aws:ecs:eu-central-1:1:cluster/prod",
   "status": "ACTIVE", "launchType": "FARGATE", "taskDefinition": "web:1",
   "networkConfiguration": {"awsvpcConfiguration": {
     "subnets": ["subnet-private"], "securityGroups": ["sg-task"],
     "assignPublicIp": "DISABLED"}}}]},
"ecs-describe-task-definition/web:1": {"taskDefinition": {
  "taskDefinitionArn": "web:1", "networkMode": "awsvpc",
  "executionRoleArn": "arn:aws:iam::111122223333:role/exec",
  "containerDefinitions": [{"name": "web", "image":
    "111122223333.dkr.ecr.eu-central-1.amazonaws.com/web:1"}]}},
"ecs-describe-container-instances/prod": {"containerInstances": [
  {"ec2InstanceId": "i-1", "status": "ACTIVE", "agentConnected": true}]}
})");
}

json role(const std::string& name, const std::string& service) {
  json detail = json::parse(R"({"RolePolicyList": [{"PolicyDocument":
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",
     "Action": ["ecr:GetAuthorizationToken", "ecr:BatchGetImage",
                "ecr:GetDownloadUrlForLayer"]}]}}],
    "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow",
     "Action": "sts:AssumeRole", "Principal": {}}]}})");
  detail["Arn"] = "arn:aws:iam::111122223333:role/" + name;
  detail["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"] = service;
  detail["InstanceProfileList"] = json::parse(
      R"([{"Arn": "arn:aws:iam::111122223333:instance-profile/)" + name + R"("}])");
  return detail;
}

}  // namespace

json& document(json& bundle, const std::string& call) {
  return bundle.at(std::string(kRegional) + call + ".json");
}

json& roles(json& bundle) {
  return bundle.at("111122223333/global/iam-get-account-authorization-details.json")
      .at("RoleDetailList");
}

json healthy() {
  json bundle;
  for (const json& part : {vpc_documents(), hop_documents(), endpoint_documents(),
                           container_documents()}) {
    for (const auto& [call, content] : part.items()) {
      bundle[std::string(kRegional) + call + ".json"] = content;
    }
  }
  json& account =
      bundle["111122223333/global/iam-get-account-authorization-details.json"];
  account["Policies"] = json::array();
  account["RoleDetailList"] = {role("exec", "ecs-tasks.amazonaws.com"),
                               role("host", "ec2.amazonaws.com")};
  return bundle;
}

json& routes(json& bundle, int table) {
  return document(bundle, "ec2-describe-route-tables")["RouteTables"][table]["Routes"];
}

json& endpoint(json& bundle, int index) {
  return document(bundle, "ec2-describe-vpc-endpoints")["VpcEndpoints"][index];
}

json& group(json& bundle, int index) {
  return document(bundle, "ec2-describe-security-groups")["SecurityGroups"][index];
}

json& private_acl(json& bundle) {
  return document(bundle, "ec2-describe-network-acls")["NetworkAcls"][1]["Entries"];
}

json& service(json& bundle) {
  return document(bundle, "ecs-describe-services/prod")["services"][0];
}

json& network(json& bundle) {
  return service(bundle)["networkConfiguration"]["awsvpcConfiguration"];
}

json& task(json& bundle) {
  return document(bundle, "ecs-describe-task-definition/web:1")["taskDefinition"];
}

json isolated() {
  json bundle = healthy();
  endpoint(bundle, 0)["PrivateDnsEnabled"] = true;
  endpoint(bundle, 1)["PrivateDnsEnabled"] = true;
  routes(bundle, 2)[1] = {{"DestinationPrefixListId", "pl-s3"},
                          {"GatewayId", "vpce-s3"},
                          {"State", "active"}};
  return bundle;
}

json on_instance() {
  json bundle = healthy();
  service(bundle)["launchType"] = "EC2";
  service(bundle).erase("networkConfiguration");
  task(bundle)["networkMode"] = "bridge";
  task(bundle).erase("executionRoleArn");
  return bundle;
}

json statement(const std::string& effect, const std::string& action,
               const std::string& resource) {
  return {{"Effect", effect}, {"Action", action}, {"Resource", resource}};
}

void set_policy(json& endpoint_of, json only) {
  only["Principal"] = "*";
  endpoint_of["PolicyDocument"] = json{{"Statement", {only}}}.dump();
}

void set_repository_policy(json& bundle, const std::string& only) {
  document(bundle, "ecr-get-repository-policy/web")["policyText"] =
      R"({"Statement": [)" + only + "]}";
}

void expect(const json& bundle, const std::string& verdict, const Refused& refusals) {
  const Answer answer = judge(bundle).at("web");
  EXPECT_EQ(answer.verdict, verdict) << answer.why;
  EXPECT_EQ(answer.refusals, refusals) << answer.why;
}

Refused on_every_leg(const std::string& mechanism) {
  return {{"token", mechanism}, {"manifest", mechanism}, {"layers", mechanism}};
}

}  // namespace pullproof::oracle
