#include "model/aws/auto_scaling.h"

#include <algorithm>
#include <limits>
#include <sstream>
#include <utility>

namespace pullproof::aws {
namespace {

constexpr std::int64_t kMaxGroupSize = std::numeric_limits<std::int32_t>::max();

LaunchTemplateChoice parse_choice(Cursor& in) {
  LaunchTemplateChoice choice;
  choice.template_id = in.text_or("LaunchTemplateId", "");
  choice.template_name = in.text_or("LaunchTemplateName", "");
  // AWS: LaunchTemplateSpecification: "The default value is $Default."
  choice.version = in.text_or("Version", "$Default");
  return choice;
}

void add(AutoScalingGroup& group, LaunchTemplateChoice choice) {
  auto& known = group.templates;
  if (std::find(known.begin(), known.end(), choice) == known.end()) {
    known.push_back(std::move(choice));
  }
}

/// An override may change the template, the AMI, or the instance type only.
void parse_mixed_policy(Cursor& in, AutoScalingGroup& group) {
  auto choice = in.object("LaunchTemplate");
  if (!choice) return;
  LaunchTemplateChoice base;
  if (auto named = choice->object("LaunchTemplateSpecification")) {
    base = parse_choice(*named);
  }
  auto overrides = choice->objects("Overrides");
  for (Cursor& each : overrides) {
    LaunchTemplateChoice changed = base;
    if (auto named = each.object("LaunchTemplateSpecification")) {
      changed = parse_choice(*named);
    }
    changed.image = each.text_or("ImageId", "");
    each.skip_all();
    add(group, std::move(changed));
  }
  if (overrides.empty()) add(group, std::move(base));
}

// AWS prints a list in one string: "subnet-1,subnet-2".
void parse_subnets(const std::string& text, AutoScalingGroup& group) {
  std::istringstream list(text);
  for (std::string subnet; std::getline(list, subnet, ',');) {
    const auto start = subnet.find_first_not_of(' ');
    if (start != std::string::npos) group.subnets.emplace_back(subnet.substr(start));
  }
}

/// "arn:aws:autoscaling:R:A:autoScalingGroup:<id>:autoScalingGroupName/ecs" -> "ecs"
std::string name_in(const std::string& arn) { return arn.substr(arn.rfind('/') + 1); }

}  // namespace

AutoScalingGroup AutoScalingGroup::parse(Cursor& in) {
  AutoScalingGroup group;
  fill_common(group, in);
  group.arn = in.text("AutoScalingGroupARN");
  group.name = in.text_or("AutoScalingGroupName", name_in(group.arn));
  group.max_size = in.integer("MaxSize", 0, kMaxGroupSize);
  parse_subnets(in.text_or("VPCZoneIdentifier", ""), group);
  for (Cursor& instance : in.objects("Instances")) {
    group.instances.emplace_back(instance.text_or("InstanceId", ""));
    instance.skip_all();
  }
  group.launch_configuration = in.text_or("LaunchConfigurationName", "");
  if (auto choice = in.object("LaunchTemplate")) add(group, parse_choice(*choice));
  if (auto mixed = in.object("MixedInstancesPolicy")) {
    parse_mixed_policy(*mixed, group);
    mixed->skip_all();
  }
  in.skip_all();
  return group;
}

LaunchConfiguration LaunchConfiguration::parse(Cursor& in) {
  LaunchConfiguration read;
  fill_common(read, in);
  read.name = in.text("LaunchConfigurationName");
  read.settings.source = in.source();
  // AWS: CreateLaunchConfiguration: in a VPC, security groups are given by their ids.
  for (auto& group : in.texts("SecurityGroups")) {
    if (group.starts_with("sg-")) {
      read.settings.groups.emplace_back(group);
    } else {
      read.settings.group_names.push_back(group);
    }
  }
  read.settings.public_address = in.flag("AssociatePublicIpAddress");
  read.settings.image = in.text_or("ImageId", "");
  read.settings.instance_profile = in.text_or("IamInstanceProfile", "");
  in.skip_all();
  return read;
}

}  // namespace pullproof::aws
