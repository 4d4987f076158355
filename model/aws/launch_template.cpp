#include "model/aws/launch_template.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace pullproof::aws {
namespace {

constexpr std::int64_t kMaxVersion = std::numeric_limits<std::int64_t>::max();

void parse_primary_interface(Cursor& in, bool is_alone, LaunchSettings& settings) {
  settings.groups.clear();
  for (auto& id : in.texts("Groups")) settings.groups.emplace_back(id);
  const auto asked = in.flag("AssociatePublicIpAddress");
  // AWS: EC2 user guide, "Assign a public IPv4 address at launch": none is assigned to
  // an instance that starts with several interfaces.
  settings.public_address = is_alone ? asked : std::optional(false);
  if (!in.text_or("NetworkInterfaceId", "").empty()) {
    settings.not_modelled = "its instances get an interface that exists already";
  }
}

void parse_interfaces(Cursor& in, LaunchSettings& settings) {
  auto interfaces = in.objects("NetworkInterfaces");
  bool has_primary = interfaces.empty();
  for (Cursor& interface : interfaces) {
    if (interface.integer("DeviceIndex", 0, 1000).value_or(0) == 0 && !has_primary) {
      has_primary = true;
      parse_primary_interface(interface, interfaces.size() == 1, settings);
    }
    interface.skip_all();
  }
  if (!has_primary) settings.not_modelled = "it has no interface with device index 0";
}

LaunchSettings parse_settings(Cursor& in) {
  LaunchSettings settings;
  settings.source = in.source();
  for (auto& id : in.texts("SecurityGroupIds")) settings.groups.emplace_back(id);
  settings.group_names = in.texts("SecurityGroups");
  parse_interfaces(in, settings);
  settings.image = in.text_or("ImageId", "");
  if (auto profile = in.object("IamInstanceProfile")) {
    const std::string name = profile->text_or("Name", "");
    settings.instance_profile = profile->text_or("Arn", name);
  }
  in.skip_all();
  return settings;
}

}  // namespace

LaunchTemplate LaunchTemplate::parse(Cursor& in) {
  LaunchTemplate read;
  fill_common(read, in);
  read.template_id = in.text("LaunchTemplateId");
  read.latest_version = in.integer("LatestVersionNumber", 1, kMaxVersion).value_or(0);
  in.skip({"LaunchTemplateName", "DefaultVersionNumber", "CreateTime", "CreatedBy",
           "Tags", "Operator"});
  return read;
}

LaunchTemplateVersion LaunchTemplateVersion::parse(Cursor& in) {
  LaunchTemplateVersion read;
  fill_common(read, in);
  read.template_id = in.text("LaunchTemplateId");
  read.template_name = in.text_or("LaunchTemplateName", "");
  read.number = in.integer("VersionNumber", 1, kMaxVersion).value_or(0);
  if (!in.has("VersionNumber"))
    in.problem("", "expected `VersionNumber`, found nothing");
  read.is_default = in.flag_or("DefaultVersion", false);
  if (auto data = in.object("LaunchTemplateData")) {
    read.settings = parse_settings(*data);
  } else {
    read.settings.not_modelled = "what it starts was not printed";
  }
  in.skip({"VersionDescription", "CreateTime", "CreatedBy", "Operator"});
  read.key = read.template_id + ':' + std::to_string(read.number);
  return read;
}

}  // namespace pullproof::aws
