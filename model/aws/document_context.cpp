#include "model/aws/document_context.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/aws/percent_encoding.h"

namespace pullproof::aws {
namespace {

using Json = nlohmann::json;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string_view without_extension(std::string_view name) {
  constexpr std::string_view kExtension = ".json";
  const bool has_it = name.size() >= kExtension.size() &&
                      name.substr(name.size() - kExtension.size()) == kExtension;
  return has_it ? name.substr(0, name.size() - kExtension.size()) : name;
}

/// AWS: a zone is its region and a letter; local zones have a longer name.
std::string region_of_zone(std::string_view zone) {
  if (zone.empty() || !is_lower(zone.back())) return {};
  zone.remove_suffix(1);
  return is_region(zone) ? std::string(zone) : std::string();
}

struct Finding {
  std::string owner;  ///< An owner id next to a resource.
  std::string arn_account;
  Scope scope;
};

void learn_from_arn(std::string_view text, Finding& finding) {
  if (text.substr(0, 4) != "arn:") return;
  const auto parts = split(text.substr(0, 512), ':');
  if (parts.size() < 6) return;
  if (finding.scope.region.empty() && is_region(parts[3])) {
    finding.scope.region = parts[3];
  }
  if (finding.arn_account.empty() && is_account(parts[4])) {
    finding.arn_account = parts[4];
  }
}

void learn(const std::string& key, const std::string& text, Finding& finding) {
  constexpr std::array<std::string_view, 4> kOwners{"OwnerId", "registryId",
                                                    "AwsAccountId", "AWSAccountId"};
  const bool owner = std::find(kOwners.begin(), kOwners.end(), key) != kOwners.end();
  if (owner && finding.owner.empty() && is_account(text)) finding.owner = text;
  if (key == "AvailabilityZone" && finding.scope.region.empty()) {
    finding.scope.region = region_of_zone(text);
  }
  if (key == "AwsRegion" && is_region(text)) finding.scope.region = text;
  learn_from_arn(text, finding);
}

/// Policies and permissions name other people's accounts.
bool names_others(const std::string& key) {
  constexpr std::array<std::string_view, 6> kKeys{
      "AssumeRolePolicyDocument", "PolicyDocument", "Document", "policyText",
      "UserIdGroupPairs",         "Association"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

}  // namespace

DocumentContext context_of(const std::string& path) {
  DocumentContext context;
  context.file = path;
  const auto parts = split(path, '/');
  std::optional<std::size_t> call_at;
  for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
    if (is_account(parts[i])) context.scope.account = parts[i];
    if (is_region(parts[i]) || parts[i] == "global") context.scope.region = parts[i];
    if (!call_at && !service_of_call(parts[i]).empty()) call_at = i;
  }
  const std::string_view stem = without_extension(parts.back());
  if (!call_at) {
    if (!service_of_call(stem).empty()) context.call = stem;
    return context;
  }
  context.call = parts[*call_at];
  // A parameter with a slash may have become folders.
  std::string parameter;
  for (std::size_t i = *call_at + 1; i + 1 < parts.size(); ++i) {
    parameter += std::string(parts[i]) + '/';
  }
  context.parameter = percent_decoded(parameter + std::string(stem));
  return context;
}

Scope scope_inside(const nlohmann::json& document) {
  Finding finding;
  std::vector<const Json*> open{&document};
  while (!open.empty()) {
    const bool done = !finding.owner.empty() && !finding.scope.region.empty();
    if (done) break;
    const Json& json = *open.back();
    open.pop_back();
    if (json.is_array()) {
      // From the end, so that the first element is looked at first.
      for (auto i = json.rbegin(); i != json.rend(); ++i) {
        if (i->is_structured()) open.push_back(&*i);
        if (i->is_string())
          learn_from_arn(i->get_ref<const Json::string_t&>(), finding);
      }
    }
    if (!json.is_object()) continue;
    for (const auto& [key, value] : json.get_ref<const Json::object_t&>()) {
      if (value.is_string()) {
        learn(key, value.get_ref<const Json::string_t&>(), finding);
      } else if (value.is_structured() && !names_others(key)) {
        open.push_back(&value);
      }
    }
  }
  finding.scope.account = finding.owner.empty() ? finding.arn_account : finding.owner;
  return finding.scope;
}

std::string caller_account(const nlohmann::json& document) {
  if (!document.is_object() || !document.contains("UserId")) return {};
  const auto account = document.find("Account");
  const auto arn = document.find("Arn");
  if (account == document.end() || arn == document.end()) return {};
  if (!account->is_string() || !is_account(account->get_ref<const std::string&>())) {
    return {};
  }
  return account->get<std::string>();
}

std::string_view service_of_call(std::string_view name) {
  constexpr std::array<std::string_view, 5> kVerbs{"-describe-", "-get-", "-list-",
                                                   "-batch-get-", "-search-"};
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
  });
  if (!plain || name.empty() || !is_lower(name.front())) return {};
  auto first = std::string_view::npos;
  for (const std::string_view verb : kVerbs) first = std::min(first, name.find(verb));
  return first == std::string_view::npos ? std::string_view() : name.substr(0, first);
}

bool is_account(std::string_view text) {
  return text.size() == 12 && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_region(std::string_view text) {
  constexpr std::array<std::string_view, 9> kDirections{
      "north",     "south",     "east",      "west",     "central",
      "northeast", "northwest", "southeast", "southwest"};
  const auto parts = split(text, '-');
  if (parts.size() < 3 || parts.size() > 4) return false;
  const auto letters = [](std::string_view part) {
    return part.size() >= 2 && std::all_of(part.begin(), part.end(), is_lower);
  };
  const auto direction = parts[parts.size() - 2];
  const auto number = parts.back();
  return letters(parts[0]) && parts[0].size() <= 4 && letters(parts[1]) &&
         std::find(kDirections.begin(), kDirections.end(), direction) !=
             kDirections.end() &&
         number.size() == 1 && is_digit(number.front());
}

std::string last_part(std::string_view arn) {
  const auto slash = arn.rfind('/');
  return std::string(slash == std::string_view::npos ? arn : arn.substr(slash + 1));
}

}  // namespace pullproof::aws
