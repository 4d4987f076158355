#include "model/aws/route53_profile.h"

#include <charconv>

namespace pullproof::aws {
namespace {

/// `ResourceProperties` is JSON in a text: {"priority":102}.
std::optional<std::int64_t> priority_in(const std::string& properties) {
  const auto key = properties.find("priority");
  if (key == std::string::npos) return std::nullopt;
  const auto digit = properties.find_first_of("0123456789", key);
  if (digit == std::string::npos) return std::nullopt;
  std::int64_t priority = 0;
  std::from_chars(properties.data() + digit, properties.data() + properties.size(),
                  priority);
  return priority;
}

}  // namespace

ProfileAssociation ProfileAssociation::parse(Cursor& in) {
  ProfileAssociation association;
  fill_common(association, in);
  association.association_id = in.text("Id");
  association.profile_id = in.text_or("ProfileId", "");
  association.vpc_id = VpcId(in.text("ResourceId"));
  association.status = in.text_or("Status", "");
  in.skip({"CreationTime", "ModificationTime", "Name", "OwnerId", "StatusMessage"});
  return association;
}

ProfileResource ProfileResource::parse(Cursor& in) {
  ProfileResource resource;
  fill_common(resource, in);
  resource.association_id = in.text("Id");
  resource.profile_id = in.text("ProfileId");
  resource.type = in.text_or("ResourceType", "");
  const std::string arn = in.text("ResourceArn");
  resource.resource_id = arn.substr(arn.rfind('/') + 1);
  resource.priority = priority_in(in.text_or("ResourceProperties", ""));
  resource.status = in.text_or("Status", "");
  in.skip({"CreationTime", "ModificationTime", "Name", "OwnerId", "StatusMessage"});
  return resource;
}

}  // namespace pullproof::aws
