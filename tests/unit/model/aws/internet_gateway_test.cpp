#include "model/aws/internet_gateway.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::internet_gateway_test {
namespace {

TEST(InternetGateway, KeepsAttachmentsThatAreInForce) {
  const auto gateway = only<InternetGateway>(
      read("ec2-describe-internet-gateways", R"({"InternetGateways": [{
    "InternetGatewayId": "igw-1", "Attachments": [
      {"State": "available", "VpcId": "vpc-1"}, {"State": "attached", "VpcId": "vpc-2"},
      {"State": "detaching", "VpcId": "vpc-3"}]}]})"));
  ASSERT_EQ(gateway.attached_to.size(), 2U);
  EXPECT_EQ(gateway.attached_to[0].text, "vpc-1");
  EXPECT_EQ(gateway.attached_to[1].text, "vpc-2");
}

TEST(InternetGateway, MayBeDetached) {
  EXPECT_TRUE(only<InternetGateway>(
                  read("ec2-describe-internet-gateways",
                       R"({"InternetGateways": [{"InternetGatewayId": "igw-1"}]})"))
                  .attached_to.empty());
}

}  // namespace
}  // namespace pullproof::aws::internet_gateway_test
