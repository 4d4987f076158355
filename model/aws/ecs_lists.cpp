#include "model/aws/ecs_lists.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "model/aws/ecs_parts.h"

namespace pullproof::aws {
namespace {

/// "arn:aws:ecs:R:A:service/prod/web" -> "prod"; "" for the old ARN format.
std::string cluster_of(const std::string& service_arn) {
  const auto last = service_arn.rfind('/');
  const auto first = service_arn.find('/');
  if (first == last) return {};
  return service_arn.substr(first + 1, last - first - 1);
}

}  // namespace

ListedClusters ListedClusters::parse(Cursor& in) {
  ListedClusters list;
  fill_common(list, in);
  in.skip({"ResponseMetadata"});
  list.arns = in.texts(kSnapshotKey);
  return list;
}

EcsSetting EcsSetting::parse(Cursor& in) {
  EcsSetting setting;
  fill_common(setting, in);
  setting.name = in.text("name");
  setting.value = in.text_or("value", "");
  setting.principal = in.text_or("principalArn", "");
  in.skip_all();
  return setting;
}

ListedServices ListedServices::parse(Cursor& in) {
  ListedServices list;
  fill_common(list, in);
  in.skip({"ResponseMetadata"});
  list.arns = in.texts(kSnapshotKey);
  list.cluster = last_part(in.context().parameter);
  if (list.cluster.empty() && !list.arns.empty()) {
    list.cluster = cluster_of(list.arns.front());
  }
  return list;
}

std::string ServiceRevision::service_name() const { return last_part(service_arn); }

ServiceRevision ServiceRevision::parse(Cursor& in) {
  ServiceRevision revision;
  fill_common(revision, in);
  revision.arn = in.text("serviceRevisionArn");
  revision.service_arn = in.text_or("serviceArn", "");
  revision.task_definition_arn = in.text_or("taskDefinition", "");
  revision.created_at = time_or(in, "createdAt");
  revision.guard_duty = in.flag("guardDutyEnabled");
  for (Cursor& image : in.objects("containerImages")) {
    revision.images.push_back({.container = image.text_or("containerName", ""),
                               .image = image.text_or("image", ""),
                               .digest = image.text_or("imageDigest", ""),
                               .source = image.source()});
  }
  in.skip({"clusterArn", "capacityProviderStrategy", "launchType", "platformVersion",
           "platformFamily", "loadBalancers", "serviceRegistries",
           "networkConfiguration", "serviceConnectConfiguration",
           "volumeConfigurations", "fargateEphemeralStorage",
           "vpcLatticeConfigurations", "resolvedConfiguration", "ecsManagedResources",
           "monitoring", "overrides"});
  return revision;
}

}  // namespace pullproof::aws
