#include "src/terraform/planned_index.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pullproof::cli::terraform {
namespace {

std::string text_key(std::string_view type, std::string_view attribute,
                     std::string_view value) {
  return fmt::format("{}|{}|{}", type, attribute, value);
}

}  // namespace

PlannedIndex::PlannedIndex(const std::vector<PlannedResource>& resources) {
  for (const PlannedResource& resource : resources) {
    const auto& values = resource.after != nullptr ? resource.after : resource.before;
    if (resource.is_data || !resource.deposed.empty() || values == nullptr) continue;
    for (const auto& [name, value] : values->items()) {
      if (!value.is_string() || !name.ends_with("id")) continue;
      by_text_[text_key(resource.type, name, value.get_ref<const std::string&>())]
          .push_back(&resource);
    }
  }
}

std::vector<const PlannedResource*> PlannedIndex::with(std::string_view type,
                                                       std::string_view attribute,
                                                       std::string_view value) const {
  const auto found = by_text_.find(text_key(type, attribute, value));
  return found == by_text_.end() ? std::vector<const PlannedResource*>()
                                 : found->second;
}

const nlohmann::json* PlannedIndex::after(std::string_view type,
                                          std::string_view attribute,
                                          std::string_view value) const {
  for (const PlannedResource* each : with(type, attribute, value)) {
    if (each->after != nullptr) return each->after.get();
  }
  return nullptr;
}

}  // namespace pullproof::cli::terraform
