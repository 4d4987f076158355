#include "tests/support/plan_mutations.h"

#include <algorithm>
#include <array>
#include <random>
#include <string_view>
#include <utility>
#include <vector>

namespace pullproof::support {
namespace {

using nlohmann::json;
using Pointer = json::json_pointer;

/// Every value in it but itself, parents first.
std::vector<Pointer> places_in(const json& document) {
  std::vector<Pointer> all = {Pointer()};
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Pointer at = all[i];
    const json& value = document.at(at);
    if (value.is_object()) {
      for (const auto& [key, part] : value.items()) all.push_back(at / key);
    } else if (value.is_array()) {
      for (std::size_t j = 0; j < value.size(); ++j) all.push_back(at / j);
    }
  }
  all.erase(all.begin());
  return all;
}

/// The place in `after_unknown`, made where it is missing; null if more is unknown.
json* place_of_mark(json& unknown, const json& after, const Pointer& at) {
  std::vector<std::string> steps;
  for (Pointer rest = at; !rest.empty(); rest.pop_back()) steps.push_back(rest.back());
  std::reverse(steps.begin(), steps.end());
  json* mark = &unknown;
  const json* value = &after;
  for (const std::string& step : steps) {
    if (*mark == true) return nullptr;
    if (value->is_array()) {
      if (!mark->is_array()) *mark = json::array();
      while (mark->size() < value->size()) mark->push_back(false);
      const std::size_t index = std::stoul(step);
      mark = &(*mark)[index];
      value = &(*value)[index];
    } else {
      if (!mark->is_object()) *mark = json::object();
      mark = &(*mark)[step];
      value = &value->at(step);
    }
  }
  return mark;
}

/// Of such things AWS has no more than a plan makes, and so one that is not known is
/// one that the plan makes.
bool is_of_something_new(const std::string& attribute) {
  constexpr auto kNames = std::to_array<std::string_view>(
      {"vpc_id", "subnet_id", "nat_gateway_id", "internet_gateway_id",
       "egress_only_gateway_id"});
  return std::find(kNames.begin(), kNames.end(), attribute) != kNames.end();
}

json* written_for(json& plan, const std::string& type, const std::string& name) {
  if (!plan.contains("configuration")) return nullptr;
  json& module = plan["configuration"]["root_module"];
  if (!module.is_object() || !module.contains("resources")) return nullptr;
  for (json& each : module["resources"]) {
    if (each.value("type", "") == type && each.value("name", "") == name) return &each;
  }
  return nullptr;
}

/// It is the resource, an instance of it, or an attribute.
bool is_in(const std::string& reference, const std::string& resource) {
  return reference == resource || reference.starts_with(resource + '.') ||
         reference.starts_with(resource + '[');
}

json unusual_value(unsigned number) {
  const std::array<json, 14> choices{nullptr,
                                     true,
                                     0,
                                     -1,
                                     1e300,
                                     "",
                                     "*",
                                     "0.0.0.0/0",
                                     "vpc-0822b33ad87c148a0",
                                     "aws_vpc.main",
                                     "arn:aws:iam::1:role/x",
                                     "module.a[\"",
                                     json::array(),
                                     json::object()};
  return choices[number % choices.size()];
}

}  // namespace

bool make_unknown(json& plan, const Pick& pick) {
  json& changes = plan.at("resource_changes");
  std::vector<json*> open;
  for (json& each : changes) {
    const bool has_after = each.at("change").contains("after") &&
                           each["change"]["after"].is_object() &&
                           !each["change"]["after"].empty();
    if (has_after && each["change"]["actions"] != json{"no-op"}) open.push_back(&each);
  }
  if (open.empty()) return false;
  json& resource = *open[pick.resource % open.size()];
  json& change = resource["change"];
  json& after = change["after"];
  const auto places = places_in(after);
  const Pointer at = places[pick.place % places.size()];
  Pointer top = at;
  while (!top.parent_pointer().empty()) top.pop_back();
  const std::string attribute = top.back();
  if (is_of_something_new(at.back())) return false;
  json* mark = place_of_mark(change["after_unknown"], after, at);
  if (mark == nullptr) return false;
  *mark = true;
  json& parent = after[at.parent_pointer()];
  if (parent.is_object()) {
    parent.erase(at.back());
  } else {
    after[at] = nullptr;
  }
  json* written =
      written_for(plan, resource.value("type", ""), resource.value("name", ""));
  if (written != nullptr) {
    (*written)["expressions"][attribute] = {{"references", {"local.later"}}};
  }
  return true;
}

void break_references(json& plan, const Pick& pick) {
  if (!plan.contains("configuration")) return;
  json& configuration = plan["configuration"];
  std::vector<Pointer> lists;
  for (const Pointer& at : places_in(configuration)) {
    if (at.back() == "references") lists.push_back(at);
  }
  if (lists.empty()) return;
  json& list = configuration[lists[pick.place % lists.size()]];
  switch (pick.value % 4) {
    case 0:
      list = json::array();
      break;
    case 1:
      list = {"local.later"};
      break;
    case 2:
      list.push_back("aws_vpc.nobody.id");
      break;
    default:
      list = nullptr;
  }
}

void damage(json& plan, const Pick& pick) {
  const auto places = places_in(plan);
  if (places.empty()) return;
  const Pointer at = places[(pick.resource * 61U + pick.place) % places.size()];
  json& place = plan[at];
  switch (pick.value % 4) {
    case 0:
      place = unusual_value(pick.value / 4);
      return;
    case 1: {
      json other = plan[places[pick.value * 977U % places.size()]];
      if (other.size() < 64) place = std::move(other);
      return;
    }
    case 2:
      if (place.is_array() && !place.empty()) {
        place.push_back(json(place[pick.value % place.size()]));
      }
      return;
    default: {
      json& parent = plan[at.parent_pointer()];
      if (parent.is_object()) parent.erase(at.back());
      if (parent.is_array()) parent.erase(std::stoul(at.back()));
    }
  }
}

void reorder(json& plan, unsigned seed) {
  auto& list = plan.at("resource_changes").get_ref<json::array_t&>();
  std::mt19937 random(seed);
  for (std::size_t i = list.size(); i > 1; --i) {
    std::swap(list[i - 1], list[random() % i]);
  }
}

json with_other_names(const json& plan) {
  std::vector<std::pair<std::string, std::string>> names;
  for (const json& each : plan.at("resource_changes")) {
    if (each.value("mode", "") != "managed") continue;
    const std::string old =
        each.at("type").get<std::string>() + '.' + each.at("name").get<std::string>();
    names.emplace_back(old, "z" + std::to_string(names.size()));
  }
  json renamed = plan;
  const auto rename = [&](json& holder) {
    for (const auto& [old, name] : names) {
      const std::string type = old.substr(0, old.find('.'));
      const std::string address = holder.value("address", "");
      if (!is_in(address, old)) continue;
      holder["address"] = type + '.' + name + address.substr(old.size());
      holder["name"] = name;
      return;
    }
  };
  for (json& each : renamed["resource_changes"]) rename(each);
  json& written = renamed["configuration"]["root_module"]["resources"];
  for (json& each : written) rename(each);
  for (const Pointer& at : places_in(written)) {
    json& list = written[at];
    if (at.back() != "references" || !list.is_array()) continue;
    for (json& reference : list) {
      const auto text = reference.get<std::string>();
      for (const auto& [old, name] : names) {
        if (!is_in(text, old)) continue;
        reference = old.substr(0, old.find('.') + 1) + name + text.substr(old.size());
        break;
      }
    }
  }
  return renamed;
}

}  // namespace pullproof::support
