#include "model/aws/running_task.h"

#include "model/aws/document_context.h"

namespace pullproof::aws {
namespace {

void read_attachment(Cursor& attachment, RunningTask& task) {
  attachment.skip({"id"});
  const std::string type = attachment.text_or("type", "");
  const std::string status = attachment.text_or("status", "");
  const bool gone = status == "DELETED" || status == "DETACHED";
  for (Cursor& detail : attachment.objects("details")) {
    const std::string name = detail.text_or("name", "");
    const std::string value = detail.text_or("value", "");
    if (type != "ElasticNetworkInterface") continue;
    if (name == "networkInterfaceId" && !gone) task.interface_id = InterfaceId(value);
    if (name == "subnetId") task.subnet_id = SubnetId(value);
  }
}

}  // namespace

std::string RunningTask::cluster_name() const { return last_part(cluster_arn); }

RunningTask RunningTask::parse(Cursor& in) {
  RunningTask task;
  fill_common(task, in);
  task.arn = in.text("taskArn");
  task.cluster_arn = in.text_or("clusterArn", "");
  task.group = in.text_or("group", "");
  task.task_definition_arn = in.text_or("taskDefinitionArn", "");
  task.status = in.text_or("lastStatus", "");
  task.platform_version = in.text_or("platformVersion", "");
  task.platform_family = in.text_or("platformFamily", "");
  task.container_instance = in.text_or("containerInstanceArn", "");
  task.stopped_reason = in.text_or("stoppedReason", "");
  for (Cursor& container : in.objects("containers")) {
    std::string reason = container.text_or("reason", "");
    if (!reason.empty()) task.container_reasons.push_back(std::move(reason));
    container.skip_all();
  }
  if (auto overrides = in.object("overrides")) {
    task.execution_role = overrides->text_or("executionRoleArn", "");
    task.task_role = overrides->text_or("taskRoleArn", "");
    overrides->skip_all();
  }
  for (Cursor& attachment : in.objects("attachments")) {
    read_attachment(attachment, task);
  }
  in.skip_all();
  return task;
}

}  // namespace pullproof::aws
