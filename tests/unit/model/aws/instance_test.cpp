#include "model/aws/instance.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::instance_test {
namespace {

TEST(Instance, IsReadFromInsideItsReservation) {
  const auto result = read("ec2-describe-instances", R"({"Reservations": [
    {"Instances": []},
    {"OwnerId": "111122223333", "Instances": [{
      "InstanceId": "i-1", "State": {"Code": 16, "Name": "running"},
      "VpcId": "vpc-1", "SubnetId": "subnet-1", "Architecture": "arm64",
      "IamInstanceProfile": {
        "Arn": "arn:aws:iam::111122223333:instance-profile/p", "Id": "AIPA1"},
      "NetworkInterfaces": [
        {"NetworkInterfaceId": "eni-2", "Attachment": {"DeviceIndex": 1}},
        {"NetworkInterfaceId": "eni-1", "Attachment": {"DeviceIndex": 0}}]}]}]})");
  const auto instance = only<Instance>(result);
  EXPECT_EQ(instance.id(), "i-1");
  EXPECT_EQ(instance.source.pointer, "/Reservations/1/Instances/0");
  EXPECT_EQ(instance.state, "running");
  EXPECT_EQ(instance.architecture, "arm64");
  EXPECT_EQ(instance.instance_profile_arn,
            "arn:aws:iam::111122223333:instance-profile/p");
  EXPECT_EQ(instance.primary_interface.text, "eni-1");
  EXPECT_TRUE(result.value().calls().seen(kHome, "ec2-describe-instances"));
}

TEST(Instance, MayBeTerminated) {
  const auto instance =
      only<Instance>(read("ec2-describe-instances", R"({"Reservations": [{"Instances": [
             {"InstanceId": "i-1", "State": {"Code": 48, "Name": "terminated"}}]}]})"));
  EXPECT_EQ(instance.state, "terminated");
  EXPECT_TRUE(instance.subnet_id.empty());
  EXPECT_EQ(instance.instance_profile_arn, "");
}

}  // namespace
}  // namespace pullproof::aws::instance_test
