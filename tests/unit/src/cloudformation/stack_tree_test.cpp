// Stacks that stacks nest.
#include "src/cloudformation/stack_tree.h"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/assembly.h"
#include "tests/support/bundle.h"
#include "tests/unit/src/cloudformation/template_account.h"

namespace pullproof::cli::cloudformation::stack_tree_test {
namespace {

using changes::AccountDocuments;
using changes::Change;
using Json = nlohmann::json;

const std::string kParent = R"(Resources:
  Net:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: net.yaml, Parameters: {Block: 10.3.0.0/16}}
  Subnet:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !GetAtt Net.Outputs.Vpc, CidrBlock: 10.3.1.0/24}
)";
const std::string kNet = R"(Parameters: {Block: {Type: String}}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Block}}
Outputs:
  Vpc: {Value: !Ref Vpc}
)";

Change read_in(const testing::TemporaryFolder& folder,
               const AccountDocuments& account) {
  StackTemplate stack;
  stack.file = folder.at("t.yaml");
  stack.input.document =
      std::make_shared<const Json>(read_template_text(kParent, "t.yaml").value());
  stack.input.stack = "web";
  stack.input.scope = {.account = "111122223333", .region = "eu-central-1"};
  const Problems problems = read_nested_templates(stack);
  EXPECT_TRUE(problems.empty());
  auto change = read_stacks({stack}, {}, account);
  EXPECT_TRUE(change.ok()) << (change.ok() ? "" : change.problems()[0].message);
  return change.ok() ? change.value() : Change{};
}

TEST(NestedStacks, GiveAndTakeValues) {
  const testing::TemporaryFolder folder;
  testing::write_file(folder.path() / "net.yaml", kNet);
  const Change change = read_in(folder, template_account::nothing());
  EXPECT_TRUE(change.doubts.empty());
  EXPECT_TRUE(change.ignored.empty());
  const Json vpc = template_account::added(change, "Vpc");
  EXPECT_EQ(vpc["CidrBlock"], "10.3.0.0/16");
  EXPECT_EQ(template_account::added(change, "Subnet")["VpcId"], vpc["VpcId"]);
  EXPECT_EQ(change.edits.front().origin, "Net/Vpc");
}

TEST(NestedStacks, MatterWhereTheirTemplateIsNotAtHand) {
  const testing::TemporaryFolder folder;
  const Change change = read_in(folder, template_account::nothing());
  EXPECT_EQ(std::count_if(change.ignored.begin(), change.ignored.end(),
                          [](const auto& each) { return each.matters; }),
            2);  // The stack, and the subnet that lies in its VPC.
}

TEST(NestedStacks, EndWhereTheyReferToThemselves) {
  const testing::TemporaryFolder folder;
  testing::write_file(folder.path() / "net.yaml", R"(Parameters: {Block: {Type: String}}
Resources:
  Again:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: net.yaml, Parameters: {Block: !GetAtt Again.Outputs.Vpc}}
Outputs:
  Vpc: {Value: !GetAtt Again.Outputs.Vpc}
)");
  const Change change = read_in(folder, template_account::nothing());
  EXPECT_FALSE(change.ignored.empty());
}

TEST(NestedStacks, AreLookedUpInTheSnapshotWhereTheyAreThere) {
  const testing::TemporaryFolder folder;
  testing::write_file(folder.path() / "net.yaml", kNet);
  const std::string at = "111122223333/eu-central-1/";
  const std::string resources = "cloudformation-describe-stack-resources/";
  const auto resource = [](const char* logical, const char* id, const char* type) {
    return Json{{"LogicalResourceId", logical},
                {"PhysicalResourceId", id},
                {"ResourceType", type}};
  };
  Json bundle = Json::object();
  bundle[at + "ec2-describe-vpcs.json"] = {{"Vpcs",
                                            {{{"VpcId", "vpc-1"},
                                              {"CidrBlock", "10.3.0.0/16"},
                                              {"OwnerId", "111122223333"}}}}};
  bundle[at + resources + "web.json"] = {
      {"StackResources",
       {resource("Net",
                 "arn:aws:cloudformation:eu-central-1:111122223333:stack/web-Net-1X/0d",
                 "AWS::CloudFormation::Stack")}}};
  auto unseen = AccountDocuments::from_bundle(bundle);
  ASSERT_TRUE(unseen.ok());
  EXPECT_TRUE(read_in(folder, unseen.value()).ignored.at(0).matters);
  bundle[at + resources + "web-Net-1X.json"] = {
      {"StackResources", {resource("Vpc", "vpc-1", "AWS::EC2::VPC")}}};
  auto seen = AccountDocuments::from_bundle(bundle);
  ASSERT_TRUE(seen.ok());
  const Change change = read_in(folder, seen.value());
  EXPECT_TRUE(change.ignored.empty());
  EXPECT_EQ(template_account::added(change, "Vpc"), Json());
  EXPECT_EQ(template_account::added(change, "Subnet")["VpcId"], "vpc-1");
}

}  // namespace
}  // namespace pullproof::cli::cloudformation::stack_tree_test
