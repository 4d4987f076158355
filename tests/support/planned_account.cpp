#include "tests/support/planned_account.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace pullproof::support {
namespace {

using nlohmann::json;

/// Arguments that force a new resource; "*" is every one.
struct ForcesNew {
  std::string_view type;
  std::string_view attributes;  ///< Between bars.
};

constexpr std::array kForcesNew = std::to_array<ForcesNew>({
    {"aws_ecs_task_definition", "*"},
    {"aws_network_acl_rule", "*"},
    {"aws_vpc_endpoint_route_table_association", "*"},
    {"aws_vpc_endpoint_subnet_association", "*"},
    {"aws_iam_role_policy_attachment", "*"},
    {"aws_nat_gateway", "subnet_id|connectivity_type|allocation_id"},
    {"aws_vpc_endpoint", "vpc_id|service_name|vpc_endpoint_type"},
    {"aws_security_group", "vpc_id|name|description"},
    {"aws_subnet", "vpc_id|cidr_block|availability_zone|ipv6_native"},
    {"aws_iam_role", "name|path"},
    {"aws_vpc_dhcp_options", "domain_name_servers|domain_name"},
    {"aws_vpc_dhcp_options_association", "vpc_id"},
    {"aws_ecr_repository", "encryption_configuration"},
    {"aws_ecs_service", "launch_type|scheduling_strategy"},
});

bool is_among(std::string_view words, std::string_view word) {
  return ('|' + std::string(words) + '|').find('|' + std::string(word) + '|') !=
         std::string::npos;
}

bool forces_new(const StateResource& before, const StateResource& after) {
  const auto row =
      std::find_if(kForcesNew.begin(), kForcesNew.end(),
                   [&](const ForcesNew& each) { return each.type == after.type; });
  if (row == kForcesNew.end()) return false;
  if (row->attributes == "*") return true;
  for (const auto& [name, value] : after.values.items()) {
    if (is_among(row->attributes, name) && before.values.value(name, json()) != value) {
      return true;
    }
  }
  return false;
}

enum class Fate { Stays, Changes, IsNew, IsReplaced };

struct Planned {
  const StateResource* before = nullptr;
  const StateResource* after = nullptr;
  Fate fate = Fate::Stays;
};

bool is_new(const Planned& each) {
  return each.fate == Fate::IsNew || each.fate == Fate::IsReplaced;
}

/// `after`, what of it is not known, and what the user wrote for it.
struct Told {
  json after;
  json unknown;
  json written;
};

class PlanMaker {
 public:
  PlanMaker(const TerraformState& before, const TerraformState& after,
            const PlanStyle& style)
      : style_(style) {
    for (const StateResource& each : before.resources) {
      all_[each.address()].before = &each;
    }
    for (const StateResource& each : after.resources) {
      all_[each.address()].after = &each;
    }
    settle();
  }

  json plan() {
    json changes = json::array();
    json resources = json::array();
    json providers = json::object();
    for (const auto& [address, each] : all_) {
      const StateResource& one = each.after == nullptr ? *each.before : *each.after;
      const std::string key = provider_of(one, providers);
      json change = {{"address", address},
                     {"mode", "managed"},
                     {"type", one.type},
                     {"name", one.name},
                     {"provider_name", "registry.terraform.io/hashicorp/aws"}};
      json written = {{"address", address},
                      {"mode", "managed"},
                      {"type", one.type},
                      {"name", one.name},
                      {"provider_config_key", key}};
      change["change"] = change_of(each, written);
      changes.push_back(std::move(change));
      if (each.after != nullptr) resources.push_back(std::move(written));
    }
    return {{"format_version", "1.2"},
            {"terraform_version", "1.9.8"},
            {"complete", true},
            {"errored", false},
            {"resource_changes", changes},
            {"configuration",
             {{"provider_config", providers},
              {"root_module", {{"resources", resources}}}}}};
  }

 private:
  /// What is new draws names; whatever refers to them changes as well.
  void settle() {
    for (auto& [address, each] : all_) {
      if (each.after == nullptr) {
        each.fate = Fate::Changes;
      } else if (each.before == nullptr) {
        each.fate = Fate::IsNew;
      } else if (each.before->values != each.after->values) {
        each.fate =
            forces_new(*each.before, *each.after) ? Fate::IsReplaced : Fate::Changes;
      }
    }
    bool is_settled = false;
    while (!is_settled) {
      note_drawn();
      is_settled = true;
      for (auto& [address, each] : all_) {
        const bool may_change = each.fate == Fate::Stays || each.fate == Fate::Changes;
        if (!may_change || each.after == nullptr) continue;
        if (!depends_on_new(*each.after)) continue;
        if (forces_new_by_reference(*each.after)) {
          each.fate = Fate::IsReplaced;
          is_settled = false;
        } else {
          each.fate = Fate::Changes;
        }
      }
    }
  }

  void note_drawn() {
    drawn_.clear();
    for (const auto& [address, each] : all_) {
      if (!is_new(each)) continue;
      for (const std::string& name : each.after->drawn) {
        const json& value = each.after->values.value(name, json());
        if (!value.is_string() || value == "") continue;
        drawn_.try_emplace(value.get<std::string>(), address + '.' + name);
      }
    }
  }

  bool forces_new_by_reference(const StateResource& after) const {
    const auto row =
        std::find_if(kForcesNew.begin(), kForcesNew.end(),
                     [&](const ForcesNew& each) { return each.type == after.type; });
    if (row == kForcesNew.end()) return false;
    for (const auto& [name, value] : after.values.items()) {
      const bool forces = row->attributes == "*" || is_among(row->attributes, name);
      if (forces && !is_own(after, name) && !references_in(value).empty()) return true;
    }
    return false;
  }

  static bool is_own(const StateResource& one, const std::string& name) {
    const auto has = [&](const std::vector<std::string>& names) {
      return std::find(names.begin(), names.end(), name) != names.end();
    };
    return has(one.drawn) || has(one.computed);
  }

  bool depends_on_new(const StateResource& one) const {
    for (const auto& [name, value] : one.values.items()) {
      if (!is_own(one, name) && !references_in(value).empty()) return true;
    }
    return false;
  }

  /// Drawn names in any text of the value.
  std::set<std::string> references_in(const json& value) const {
    std::set<std::string> found;
    const json flat = json::array({value}).flatten();
    for (const auto& [pointer, leaf] : flat.items()) {
      if (!leaf.is_string()) continue;
      const auto& text = leaf.get_ref<const std::string&>();
      for (const auto& [name, reference] : drawn_) {
        if (text.find(name) != std::string::npos) found.insert(reference);
      }
    }
    return found;
  }

  static json expression_of(const std::set<std::string>& references) {
    json list = json::array();
    for (const std::string& each : references) {
      list.push_back(each);
      list.push_back(each.substr(0, each.rfind('.')));
    }
    return {{"references", list}};
  }

  /// Terraform: "Attributes as Blocks": such a list is one expression, however it is
  /// written.
  static bool is_attribute(const std::string& name) {
    return name == "ingress" || name == "egress" || name == "route";
  }

  // NOLINTNEXTLINE(misc-no-recursion): our own values nest a few blocks deep
  Told told_list(const std::string& name, const json& list) const {
    Told told{.after = json::array(), .unknown = json::array(), .written = {}};
    const std::set<std::string> references = references_in(list);
    const bool is_of_blocks = !list.empty() && list[0].is_object();
    if (is_of_blocks) {
      told.written = json::array();
      for (const json& block : list) {
        Told one = told_object(block);
        told.after.push_back(std::move(one.after));
        told.unknown.push_back(std::move(one.unknown));
        told.written.push_back(std::move(one.written));
      }
      if (is_attribute(name)) {
        told.written = references.empty() ? constant(list) : expression_of(references);
      }
      return told;
    }
    if (references.empty()) {
      return {.after = list, .unknown = json::array(), .written = constant(list)};
    }
    told.written = expression_of(references);
    if (style_.lists_are_whole) {
      told.after = nullptr;
      told.unknown = true;
      return told;
    }
    for (const json& each : list) {
      const bool is_known = references_in(each).empty();
      told.after.push_back(is_known ? each : json());
      told.unknown.push_back(!is_known);
    }
    return told;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  Told told_object(const json& values) const {
    Told told{
        .after = json::object(), .unknown = json::object(), .written = json::object()};
    for (const auto& [name, value] : values.items()) {
      put(told, name, told_value(name, value));
    }
    return told;
  }

  // NOLINTNEXTLINE(misc-no-recursion)
  Told told_value(const std::string& name, const json& value) const {
    if (value.is_array()) return told_list(name, value);
    if (value.is_object()) {
      return {.after = value, .unknown = json::object(), .written = constant(value)};
    }
    const std::set<std::string> references = references_in(value);
    if (references.empty()) {
      return {.after = value, .unknown = nullptr, .written = constant(value)};
    }
    return {.after = nullptr, .unknown = true, .written = expression_of(references)};
  }

  static json constant(const json& value) { return {{"constant_value", value}}; }

  /// Terraform leaves out what is unknown as a whole, and what is not written.
  static void put(Told& told, const std::string& name, Told part) {
    const bool is_unknown = part.unknown == true;
    if (!is_unknown) told.after[name] = std::move(part.after);
    const bool has_unknown =
        is_unknown || (part.unknown.is_array() &&
                       part.unknown.dump().find("true") != std::string::npos);
    if (has_unknown) told.unknown[name] = std::move(part.unknown);
    if (!part.written.is_null()) told.written[name] = std::move(part.written);
  }

  Told told_resource(const Planned& each) const {
    const StateResource& after = *each.after;
    Told told{
        .after = json::object(), .unknown = json::object(), .written = json::object()};
    for (const auto& [name, value] : after.values.items()) {
      if (!is_own(after, name)) {
        Told part = told_value(name, value);
        // What is null or empty stands in no configuration.
        const bool is_given = !value.is_null() && value != "" && value != json::array();
        if (!is_given) part.written = nullptr;
        put(told, name, std::move(part));
      } else if (!is_new(each)) {
        told.after[name] = value;
      }
    }
    if (!is_new(each)) return told;
    for (const auto* names : {&after.drawn, &after.computed}) {
      for (const std::string& name : *names) told.unknown[name] = true;
    }
    return told;
  }

  json change_of(const Planned& each, json& written) const {
    json change = {{"before", nullptr},
                   {"after", nullptr},
                   {"after_unknown", json::object()},
                   {"before_sensitive", false},
                   {"after_sensitive", false}};
    if (each.before != nullptr) change["before"] = each.before->values;
    if (each.after == nullptr) {
      change["actions"] = {"delete"};
      return change;
    }
    Told told = told_resource(each);
    change["after"] = std::move(told.after);
    change["after_unknown"] = std::move(told.unknown);
    written["expressions"] = std::move(told.written);
    switch (each.fate) {
      case Fate::Stays:
        change["actions"] = {"no-op"};
        break;
      case Fate::Changes:
        change["actions"] = {"update"};
        break;
      case Fate::IsNew:
        change["actions"] = {"create"};
        break;
      case Fate::IsReplaced:
        change["actions"] = style_.creates_before_it_destroys
                                ? json{"create", "delete"}
                                : json{"delete", "create"};
        break;
    }
    return change;
  }

  /// One provider for each account and region, by its alias.
  static std::string provider_of(const StateResource& one, json& providers) {
    const std::string region = one.region == "global" ? "eu-central-1" : one.region;
    const std::string alias = "a" + one.account + '_' + label_of(region);
    const std::string key = "aws." + alias;
    providers[key] = {{"name", "aws"},
                      {"full_name", "registry.terraform.io/hashicorp/aws"},
                      {"alias", alias},
                      {"expressions",
                       {{"region", {{"constant_value", region}}},
                        {"allowed_account_ids", {{"constant_value", {one.account}}}}}}};
    return key;
  }

  PlanStyle style_;
  std::map<std::string, Planned> all_;
  std::map<std::string, std::string> drawn_;  ///< Names to references.
};

bool names_one_of(const json& resource, const std::set<std::string>& ids) {
  const json flat = resource.flatten();
  for (const auto& [pointer, leaf] : flat.items()) {
    if (leaf.is_string() && ids.contains(leaf.get<std::string>())) return true;
  }
  return false;
}

void drop_from(json& list, const std::set<std::string>& ids) {
  list.erase(std::remove_if(list.begin(), list.end(),
                            [&](const json& each) {
                              return each.is_object() && names_one_of(each, ids);
                            }),
             list.end());
}

/// Services that are gone are in no list of their cluster.
void settle_services(json& bundle) {
  std::set<std::string> arns;
  for (const auto& [path, document] : bundle.items()) {
    if (path.find("/ecs-describe-services/") == std::string::npos) continue;
    for (const json& service : document.at("services")) {
      arns.insert(service.at("serviceArn"));
    }
  }
  for (auto& [path, document] : bundle.items()) {
    if (path.find("/ecs-list-services/") == std::string::npos) continue;
    json& list = document.at("serviceArns");
    list.erase(std::remove_if(list.begin(), list.end(),
                              [&](const json& arn) { return !arns.contains(arn); }),
               list.end());
  }
}

}  // namespace

json plan_between(const TerraformState& before, const TerraformState& after,
                  const PlanStyle& style) {
  return PlanMaker(before, after, style).plan();
}

json without_vpc(const json& bundle, const std::string& vpc) {
  std::set<std::string> ids = {vpc};
  for (const auto& [path, document] : bundle.items()) {
    if (!path.ends_with("ec2-describe-subnets.json")) continue;
    for (const json& subnet : document.at("Subnets")) {
      if (subnet.at("VpcId") == vpc) ids.insert(subnet.at("SubnetId"));
    }
  }
  json left = json::object();
  for (const auto& [path, document] : bundle.items()) {
    if (path.ends_with('/' + vpc + ".json")) continue;
    json kept = document;
    const bool is_of_vpcs = path.find("/ec2-describe-") != std::string::npos ||
                            path.find("/ecs-describe-services/") != std::string::npos;
    if (is_of_vpcs) {
      for (auto& [key, list] : kept.items()) {
        if (list.is_array()) drop_from(list, ids);
      }
    }
    left[path] = std::move(kept);
  }
  json& calls = left["manifest.json"]["calls"];
  calls.erase(std::remove_if(calls.begin(), calls.end(),
                             [&](const json& call) {
                               return call.value("call", "").ends_with('/' + vpc);
                             }),
              calls.end());
  settle_services(left);
  return left;
}

json without_instances(const json& bundle) {
  json left = bundle;
  for (auto& [path, document] : left.items()) {
    const auto is_of = [&](const char* call) {
      return path.find(call) != std::string::npos;
    };
    if (is_of("/ec2-describe-instances")) document["Reservations"] = json::array();
    if (is_of("/ecs-describe-container-instances/")) {
      document["containerInstances"] = json::array();
    }
    if (is_of("/ecs-list-container-instances/")) {
      document["containerInstanceArns"] = json::array();
    }
    if (is_of("/ec2-describe-network-interfaces")) {
      json& list = document["NetworkInterfaces"];
      list.erase(std::remove_if(list.begin(), list.end(),
                                [](const json& each) {
                                  return each.value("InterfaceType", "") == "interface";
                                }),
                 list.end());
    }
    if (is_of("/ecs-describe-services/")) {
      json& list = document["services"];
      list.erase(std::remove_if(list.begin(), list.end(),
                                [](const json& each) {
                                  return each.value("launchType", "") == "EC2";
                                }),
                 list.end());
    }
    if (is_of("/ecs-describe-clusters")) {
      for (json& cluster : document["clusters"]) {
        cluster["registeredContainerInstancesCount"] = 0;
      }
    }
  }
  settle_services(left);
  return left;
}

}  // namespace pullproof::support
