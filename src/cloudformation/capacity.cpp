// What starts container instances: Auto Scaling groups, and what they launch.
//
// AWS: CloudFormation template reference, "AWS::AutoScaling::AutoScalingGroup",
// "AWS::EC2::LaunchTemplate", "AWS::AutoScaling::LaunchConfiguration".
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/resource_reader.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

/// A list as AWS prints it: "subnet-1,subnet-2". Half of it would be another list.
Json comma_joined(const Json& texts) {
  if (!texts.is_array()) return texts;
  if (const Json* mark = first_unknown(texts)) return *mark;
  std::string joined;
  for (const Json& each : texts) {
    if (!joined.empty()) joined += ',';
    joined += each.get<std::string>();
  }
  return joined;
}

Json choice_of(const Json& said) {
  if (!said.is_object()) return said;
  return members({{"LaunchTemplateId", text_of(said, "LaunchTemplateId")},
                  {"LaunchTemplateName", text_of(said, "LaunchTemplateName")},
                  {"Version", text_of(said, "Version")}});
}

Json override_of(const Json& said) {
  if (!said.is_object())
    return is_unknown(said) ? said : unknown("no override is read");
  Json made = members({{"ImageId", text_of(said, "ImageId")}});
  const Json choice = object_of(said, "LaunchTemplateSpecification");
  if (!choice.is_null()) made["LaunchTemplateSpecification"] = choice_of(choice);
  return made;
}

Json mixed_policy_of(const Json& said) {
  if (!said.is_object()) return said;
  Json launch = object_of(said, "LaunchTemplate");
  if (!launch.is_object()) return launch;
  Json overrides = list_of(launch, "Overrides");
  if (overrides.is_array()) {
    for (Json& each : overrides) each = override_of(each);
  }
  return members(
      {{"LaunchTemplate",
        members({{"LaunchTemplateSpecification",
                  choice_of(object_of(launch, "LaunchTemplateSpecification"))},
                 {"Overrides", std::move(overrides)}})}});
}

Json interface_of(const Json& said) {
  if (!said.is_object())
    return is_unknown(said) ? said : unknown("no interface is read");
  return members(
      {{"DeviceIndex", number_of(said, "DeviceIndex")},
       {"AssociatePublicIpAddress", flag_of(said, "AssociatePublicIpAddress")},
       {"Groups", texts_of(said, "Groups")},
       {"NetworkInterfaceId", text_of(said, "NetworkInterfaceId")}});
}

/// An AMI that only AWS knows counts like one of which no instance runs.
Json image_of(const Json& said) {
  Json image = text_of(said, "ImageId");
  return is_unknown(image) ? Json() : image;
}

Json launch_data_of(const Json& said) {
  if (!said.is_object()) return said;
  Json interfaces = list_of(said, "NetworkInterfaces");
  if (interfaces.is_array()) {
    for (Json& each : interfaces) each = interface_of(each);
  }
  const Json profile = object_of(said, "IamInstanceProfile");
  return members({{"SecurityGroupIds", texts_of(said, "SecurityGroupIds")},
                  {"SecurityGroups", texts_of(said, "SecurityGroups")},
                  {"NetworkInterfaces", std::move(interfaces)},
                  {"ImageId", image_of(said)},
                  {"IamInstanceProfile",
                   profile.is_object() ? members({{"Arn", text_of(profile, "Arn")},
                                                  {"Name", text_of(profile, "Name")}})
                                       : profile}});
}

/// The newest version that the snapshot has says what `wanted` says, and names nothing
/// else that may matter.
bool is_latest(const Json& document, const Json& wanted) {
  constexpr auto kSaid =
      std::to_array<std::string_view>({"SecurityGroupIds", "SecurityGroups",
                                       "NetworkInterfaces", "IamInstanceProfile"});
  const Json* versions = changes::list_member(document, "LaunchTemplateVersions");
  const Json* latest = nullptr;
  for (std::size_t i = 0; versions != nullptr && i < versions->size(); ++i) {
    const Json& each = (*versions)[i];
    const auto number = [](const Json& version) {
      return number_of(version, "VersionNumber");
    };
    if (latest == nullptr || number(*latest) < number(each)) latest = &each;
  }
  if (latest == nullptr) return false;
  const Json there = latest->value("LaunchTemplateData", Json::object());
  return is_contained(wanted, there) && !has_more(there, wanted, kSaid);
}

}  // namespace

void read_launch_template(ResourceReader& in) {
  if (!in.id().is_string()) return in.ignore("its id is not known");
  const auto id = in.id().get<std::string>();
  Json data = launch_data_of(in.object("LaunchTemplateData"));
  if (in.resources().is_in_stack(in.logical_id())) {
    const Json* there = in.in_snapshot("LaunchTemplateVersions", id);
    const bool is_same =
        there != nullptr && first_unknown(data) == nullptr && is_latest(*there, data);
    if (is_same) return;
    return in.doubt(in.id(),
                    "whether its newest version says what the template says is not in "
                    "the snapshot, and which number a new one gets neither");
  }
  Json name = in.text("LaunchTemplateName");
  if (!name.is_string()) name = in.resources().environment().stack + in.logical_id();
  in.put("LaunchTemplate", in.id(),
         members({{"LaunchTemplateId", in.id()},
                  {"LaunchTemplateName", name},
                  {"DefaultVersionNumber", 1},
                  {"LatestVersionNumber", 1}}),
         {});
  if (data.is_null()) data = Json::object();
  const Json version = members({{"LaunchTemplateId", in.id()},
                                {"LaunchTemplateName", std::move(name)},
                                {"VersionNumber", 1},
                                {"DefaultVersion", true},
                                {"LaunchTemplateData", std::move(data)}});
  in.put_document("LaunchTemplateVersions", in.id(),
                  members({{"LaunchTemplateVersions", Json::array({version})}}));
}

void read_launch_configuration(ResourceReader& in) {
  Json configuration =
      members({{"LaunchConfigurationName", in.id()},
               {"SecurityGroups", in.texts("SecurityGroups")},
               {"AssociatePublicIpAddress", in.flag("AssociatePublicIpAddress")},
               {"ImageId", image_of(in.properties())},
               {"IamInstanceProfile", in.text("IamInstanceProfile")}});
  if (!in.text("InstanceId").is_null()) {
    in.doubt(in.id(), "what it takes over from an instance is not read");
  }
  in.put(
      "LaunchConfiguration", in.id(), std::move(configuration), {},
      {"SecurityGroups", "AssociatePublicIpAddress", "ImageId", "IamInstanceProfile"});
}

void read_scaling_group(ResourceReader& in) {
  Json group = members(
      {{"AutoScalingGroupName", in.id()},
       {"AutoScalingGroupARN", in.arn()},
       {"MaxSize", in.number("MaxSize")},
       {"VPCZoneIdentifier", comma_joined(in.texts("VPCZoneIdentifier"))},
       {"LaunchConfigurationName", in.text("LaunchConfigurationName")},
       {"LaunchTemplate", choice_of(in.object("LaunchTemplate"))},
       {"MixedInstancesPolicy", mixed_policy_of(in.object("MixedInstancesPolicy"))}});
  if (!in.text("InstanceId").is_null()) {
    in.doubt(in.id(), "what it takes over from an instance is not read");
  }
  const Json* there = in.id().is_string() ? in.in_snapshot("AutoScalingGroup",
                                                           in.id().get<std::string>())
                                          : nullptr;
  if (there != nullptr) {
    group.erase("AutoScalingGroupARN");
    // One way of saying what it starts takes the place of another.
    for (const char* way :
         {"LaunchConfigurationName", "LaunchTemplate", "MixedInstancesPolicy"}) {
      if (there->contains(way) && !group.contains(way)) group[way] = nullptr;
    }
  }
  in.put("AutoScalingGroup", in.id(), std::move(group), {});
}

}  // namespace pullproof::cli::cloudformation
