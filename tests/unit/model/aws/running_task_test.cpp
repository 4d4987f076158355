#include "model/aws/running_task.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::running_task_test {
namespace {

TEST(RunningTask, HasTheInterfaceOfItsAttachment) {
  const auto task = only<RunningTask>(read("ecs-describe-tasks/prod", R"({"tasks": [
      {"taskArn": "arn:aws:ecs:eu-central-1:111122223333:task/prod/0a1b",
       "clusterArn": "arn:aws:ecs:eu-central-1:111122223333:cluster/prod",
       "lastStatus": "RUNNING",
       "attachments": [{"id": "1", "type": "ElasticNetworkInterface",
         "status": "ATTACHED", "details": [
           {"name": "subnetId", "value": "subnet-1"},
           {"name": "networkInterfaceId", "value": "eni-1"}]}]}], "failures": []})"));
  EXPECT_EQ(task.interface_id.text, "eni-1");
  EXPECT_EQ(task.cluster_name(), "prod");
}

TEST(RunningTask, HasNoInterfaceOnceThatIsDetached) {
  const auto task = only<RunningTask>(read("ecs-describe-tasks/prod", R"({"tasks": [
      {"taskArn": "arn:aws:ecs:eu-central-1:111122223333:task/prod/0a1b",
       "containerInstanceArn": "arn:aws:ecs:eu-central-1:111122223333:container-instance/prod/9",
       "attachments": [{"id": "1", "type": "ElasticNetworkInterface",
         "status": "DELETED", "details": [
           {"name": "networkInterfaceId", "value": "eni-1"}]}]}]})"));
  EXPECT_TRUE(task.interface_id.empty());
  EXPECT_FALSE(task.container_instance.empty());
}

// ECS API reference, Task and Container.
TEST(RunningTask, TellsWhyItHasStopped) {
  const auto task = only<RunningTask>(read("ecs-describe-tasks/prod", R"({"tasks": [
      {"taskArn": "arn:aws:ecs:eu-central-1:111122223333:task/prod/0a1b",
       "lastStatus": "STOPPED", "stopCode": "TaskFailedToStart",
       "stoppedReason": "Task failed to start",
       "containers": [{"name": "web", "lastStatus": "STOPPED",
                       "reason": "CannotPullContainerError: ..."},
                      {"name": "log", "lastStatus": "STOPPED"}]}]})"));
  EXPECT_EQ(task.stopped_reason, "Task failed to start");
  EXPECT_EQ(task.container_reasons,
            std::vector<std::string>{"CannotPullContainerError: ..."});
}

}  // namespace
}  // namespace pullproof::aws::running_task_test
