#include "model/launch_index.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/aws/document_context.h"
#include "model/gates/partition.h"

namespace pullproof::model {
namespace {

using aws::LaunchTemplateVersion;
using aws::Scope;

constexpr std::string_view kLatest = "$Latest";
constexpr std::string_view kDefault = "$Default";

template <class Found>
const LaunchTemplateVersion* first(
    const std::vector<const LaunchTemplateVersion*>& versions, Found found) {
  const auto one = std::find_if(versions.begin(), versions.end(), found);
  return one == versions.end() ? nullptr : *one;
}

const LaunchTemplateVersion* newest(
    const std::vector<const LaunchTemplateVersion*>& versions) {
  return *std::max_element(
      versions.begin(), versions.end(),
      [](const auto* a, const auto* b) { return a->number < b->number; });
}

std::string call_for(const std::string& launch_template) {
  return fmt::format("{}/{}", LaunchTemplateVersion::kCall, launch_template);
}

void settle(Launch& launch, const aws::LaunchSettings& settings) {
  launch.settings = settings;
  if (settings.not_modelled.empty()) return;
  launch.question = Unknown{.call = "",
                            .why = fmt::format("{}: {}, which is not modelled",
                                               launch.name, settings.not_modelled)};
}

}  // namespace

MachineImage machine_image_of(const aws::Instance& instance) {
  MachineImage image;
  if (instance.architecture == "x86_64") image.architecture = "amd64";
  if (instance.architecture == "arm64") image.architecture = "arm64";
  image.os = instance.platform == "windows" ? "windows" : "linux";
  return image;
}

LaunchIndex::LaunchIndex(const aws::Snapshot& account) : account_(account) {
  for (const auto& group : account.table<aws::AutoScalingGroup>().all()) {
    for (const auto& instance : group.instances) {
      aws::note_filed<aws::AutoScalingGroup>(instance.text);
      group_by_instance_.emplace(Key{group.scope, instance.text}, &group);
    }
  }
  for (const auto& version : account.table<LaunchTemplateVersion>().all()) {
    aws::note_filed<LaunchTemplateVersion>(version.template_id);
    versions_[{version.scope, version.template_id}].push_back(&version);
    if (version.template_name.empty()) continue;
    aws::note_filed<LaunchTemplateVersion>(version.template_name);
    versions_[{version.scope, version.template_name}].push_back(&version);
  }
  for (const auto& instance : account.table<aws::Instance>().all()) {
    if (instance.image.empty()) continue;
    aws::note_filed<aws::Instance>(instance.image);
    images_.emplace(Key{instance.scope, instance.image}, machine_image_of(instance));
  }
  for (const auto& role : account.table<aws::Role>().all()) {
    for (const auto& arn : role.instance_profiles) {
      aws::note_filed<aws::Role>(aws::last_part(arn));
      profiles_.emplace(Key{{role.scope.account, ""}, aws::last_part(arn)}, arn);
    }
  }
}

const aws::AutoScalingGroup* LaunchIndex::group_of(const Scope& scope,
                                                   const InstanceId& instance) const {
  aws::note_asked<aws::AutoScalingGroup>(instance.text);
  const auto found = group_by_instance_.find({scope, instance.text});
  return found == group_by_instance_.end() ? nullptr : found->second;
}

MachineImage LaunchIndex::machine_image(const Scope& scope,
                                        const std::string& image) const {
  aws::note_asked<aws::Instance>(image);
  const auto found = images_.find({scope, image});
  return found == images_.end() ? MachineImage{} : found->second;
}

std::string LaunchIndex::profile_arn(const Scope& scope,
                                     const std::string& profile) const {
  if (profile.empty() || profile.starts_with("arn:")) return profile;
  aws::note_asked<aws::Role>(profile);
  const auto found = profiles_.find({{scope.account, ""}, profile});
  if (found != profiles_.end()) return found->second;
  const auto* partition = gates::partition_of(scope.region);
  return fmt::format("arn:{}:iam::{}:instance-profile/{}",
                     partition == nullptr ? "aws" : partition->name, scope.account,
                     profile);
}

/// Null if it is not collected; `launch` then asks for it.
const LaunchTemplateVersion* LaunchIndex::chosen(const Scope& scope,
                                                 const Versions& versions,
                                                 const std::string& version,
                                                 Launch& launch) const {
  if (version == kDefault) {
    return first(versions, [](const auto* each) { return each->is_default; });
  }
  if (version != kLatest) {
    return first(versions, [&](const auto* each) {
      return std::to_string(each->number) == version;
    });
  }
  const auto* known =
      account_.find<aws::LaunchTemplate>(scope, versions.front()->template_id);
  if (known != nullptr && known->latest_version > 0) {
    return first(versions, [&](const auto* each) {
      return each->number == known->latest_version;
    });
  }
  const auto* latest = newest(versions);
  launch.assumption =
      gates::Assumption{.name = std::string(aws::LaunchTemplate::kCall),
                        .value = fmt::format("version {} of {} is its latest",
                                             latest->number, latest->template_id)};
  return latest;
}

Launch LaunchIndex::launch_of(const Scope& scope,
                              const aws::LaunchTemplateChoice& choice) const {
  Launch launch;
  launch.id = choice.template_id.empty() ? choice.template_name : choice.template_id;
  launch.name =
      fmt::format("version {} of launch template {}", choice.version, launch.id);
  aws::note_asked<LaunchTemplateVersion>(launch.id);
  const auto versions = versions_.find({scope, launch.id});
  const auto* version = versions == versions_.end()
                            ? nullptr
                            : chosen(scope, versions->second, choice.version, launch);
  if (version == nullptr) {
    launch.question = Unknown{.call = call_for(launch.id),
                              .why = launch.name + " is not in the snapshot"};
    return launch;
  }
  settle(launch, version->settings);
  if (!choice.image.empty()) launch.settings.image = choice.image;
  return launch;
}

Launch LaunchIndex::launch_of(const Scope& scope,
                              const std::string& configuration) const {
  Launch launch;
  launch.id = configuration;
  launch.name = "launch configuration " + configuration;
  const auto* found = account_.find<aws::LaunchConfiguration>(scope, configuration);
  if (found == nullptr || found->scope != scope) {
    launch.question = Unknown{.call = std::string(aws::LaunchConfiguration::kCall),
                              .why = launch.name + " is not in the snapshot"};
    return launch;
  }
  settle(launch, found->settings);
  return launch;
}

std::vector<Launch> LaunchIndex::launches_of(const aws::AutoScalingGroup& group) const {
  std::vector<Launch> launches;
  for (const auto& choice : group.templates) {
    launches.push_back(launch_of(group.scope, choice));
  }
  if (!group.launch_configuration.empty()) {
    launches.push_back(launch_of(group.scope, group.launch_configuration));
  }
  if (launches.empty()) {
    Launch launch;
    launch.question =
        Unknown{.call = std::string(aws::AutoScalingGroup::kCall),
                .why = fmt::format("what group {} starts was not printed", group.name)};
    launches.push_back(std::move(launch));
  }
  return launches;
}

}  // namespace pullproof::model
