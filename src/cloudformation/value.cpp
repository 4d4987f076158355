#include "src/cloudformation/value.h"

#include <algorithm>
#include <cstdint>

#include <nlohmann/json.hpp>

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kUnknown = 1;
constexpr std::uint64_t kNoValue = 2;

bool is_mark(const Json& value, std::uint64_t kind) {
  return value.is_binary() && value.get_binary().subtype() == kind;
}

void note_reason(std::vector<std::string>& reasons, const Json& mark) {
  std::string why = why_unknown(mark);
  if (std::find(reasons.begin(), reasons.end(), why) == reasons.end()) {
    reasons.push_back(std::move(why));
  }
}

}  // namespace

// The recursions below go as deep as JSON and YAML are read: 128 levels.

Json unknown(const std::string& why) {
  return Json::binary({why.begin(), why.end()}, kUnknown);
}

Json no_value() { return Json::binary({}, kNoValue); }

bool is_unknown(const Json& value) { return is_mark(value, kUnknown); }
bool is_no_value(const Json& value) { return is_mark(value, kNoValue); }

std::string why_unknown(const Json& value) {
  const auto& bytes = value.get_binary();
  return {bytes.begin(), bytes.end()};
}

const Json* first_unknown(const Json& value) {
  if (is_unknown(value)) return &value;
  if (!value.is_structured()) return nullptr;
  for (const Json& inner : value) {
    const Json* found = first_unknown(inner);
    if (found != nullptr) return found;
  }
  return nullptr;
}

std::vector<std::string> drop_unknown(Json& value) {
  std::vector<std::string> reasons;
  if (value.is_array()) {
    Json kept = Json::array();
    for (Json& entry : value) {
      const Json* mark = first_unknown(entry);
      if (mark == nullptr) {
        kept.push_back(std::move(entry));
      } else {
        note_reason(reasons, *mark);
      }
    }
    value = std::move(kept);
  } else if (value.is_object()) {
    for (auto member = value.begin(); member != value.end();) {
      if (is_unknown(*member)) {
        note_reason(reasons, *member);
        member = value.erase(member);
        continue;
      }
      for (std::string& why : drop_unknown(*member)) {
        note_reason(reasons, unknown(why));
      }
      ++member;
    }
  }
  return reasons;
}

std::optional<std::string> as_text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_number()) return value.dump();
  return std::nullopt;
}

bool is_contained(const Json& wanted, const Json& there) {
  if (wanted.is_object() && there.is_object()) {
    return std::all_of(
        wanted.items().begin(), wanted.items().end(), [&](const auto& member) {
          const auto found = there.find(member.key());
          return found != there.end() && is_contained(member.value(), *found);
        });
  }
  if (!wanted.is_array() || !there.is_array()) return wanted == there;
  return wanted.size() == there.size() &&
         std::equal(wanted.begin(), wanted.end(), there.begin(), is_contained);
}

bool has_more(const Json& there, const Json& wanted,
              std::span<const std::string_view> members) {
  return std::any_of(members.begin(), members.end(), [&](std::string_view name) {
    if (!there.is_object() || !wanted.is_object()) return false;
    const auto found = there.find(name);
    return found != there.end() && !found->empty() && !wanted.contains(name);
  });
}

}  // namespace pullproof::cli::cloudformation
