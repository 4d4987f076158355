#include "src/terraform/unknown.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pullproof::cli::terraform {
namespace {

using Json = nlohmann::json;

/// Provider schemas nest less; what is deeper is taken for unknown.
constexpr int kDeepest = 40;

// NOLINTNEXTLINE(misc-no-recursion): kDeepest limits it
Json marked(const Json& values, const Json& marks, const std::string& name, Secrecy why,
            int depth) {
  if (is_unknown(values)) return values;
  const bool is_marked = marks.is_boolean() && marks.get<bool>();
  if (is_marked || depth == kDeepest) return unknown_value(name, why);
  if (marks.is_object()) {
    Json all = values.is_object() ? values : Json::object();
    for (const auto& [key, mark] : marks.items()) {
      const auto value = all.find(key);
      Json now =
          marked(value == all.end() ? Json() : *value, mark, key, why, depth + 1);
      if (value != all.end() || !now.is_null()) all[key] = std::move(now);
    }
    const bool tells_nothing = values.is_null() && all.empty();
    return tells_nothing ? values : all;
  }
  if (!marks.is_array()) return values;
  Json all = values.is_array() ? values : Json::array();
  for (std::size_t i = 0; i < marks.size(); ++i) {
    Json now = marked(i < all.size() ? all[i] : Json(), marks[i], name, why, depth + 1);
    if (i < all.size()) {
      all[i] = std::move(now);
    } else if (!now.is_null()) {
      all.push_back(std::move(now));
    }
  }
  const bool tells_nothing = values.is_null() && all.empty();
  return tells_nothing ? values : all;
}

}  // namespace

Json unknown_value(std::string_view attribute, Secrecy why) {
  return Json::binary(std::vector<std::uint8_t>(attribute.begin(), attribute.end()),
                      static_cast<std::uint8_t>(why) + 1U);
}

bool is_unknown(const Json& value) { return value.is_binary(); }

bool has_unknown(const Json& value) {
  std::vector<const Json*> open = {&value};
  while (!open.empty()) {
    const Json& next = *open.back();
    open.pop_back();
    if (is_unknown(next)) return true;
    if (!next.is_structured()) continue;
    for (const Json& part : next) open.push_back(&part);
  }
  return false;
}

std::string why_unknown(const Json& value) {
  const auto& name = value.get_binary();
  const std::string text(name.begin(), name.end());
  if (name.subtype() == 2) {
    return fmt::format("the value of `{}` is sensitive and was not read", text);
  }
  if (name.subtype() == 3) {
    return fmt::format(
        "the value of `{}` is known only after apply: a plan tells what its expression "
        "refers to, not what functions such as jsonencode() make of it",
        text);
  }
  return fmt::format("the value of `{}` is known only after apply", text);
}

Json with_marks(const Json& values, const Json& marks, Secrecy why) {
  return marked(values, marks, "", why, 0);
}

}  // namespace pullproof::cli::terraform
