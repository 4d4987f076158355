#include "model/aws/resource.h"

#include <nlohmann/json.hpp>

namespace pullproof::aws {

Tags parse_tags(Cursor& in, std::string_view key) {
  Tags tags;
  if (in.raw(key).is_object()) {
    // ECR and a few others print a map.
    for (const auto& [name, value] : in.raw(key).items()) {
      if (value.is_string()) tags[name] = value.get<std::string>();
    }
    return tags;
  }
  for (Cursor& tag : in.objects(key)) {
    const bool capital = tag.has("Key");
    tags[tag.text_or(capital ? "Key" : "key", "")] =
        tag.text_or(capital ? "Value" : "value", "");
  }
  return tags;
}

void fill_common(Resource& resource, const Cursor& in) {
  resource.scope = in.context().scope;
  resource.source = in.source();
}

}  // namespace pullproof::aws
