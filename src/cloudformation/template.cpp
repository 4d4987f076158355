#include "src/cloudformation/template.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "model/core/nearest.h"
#include "src/cloudformation/deletions.h"
#include "src/cloudformation/parameters.h"
#include "src/cloudformation/resource_reader.h"
#include "src/cloudformation/stack_state.h"
#include "src/cloudformation/value.h"
#include "src/yaml.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

using changes::text_member;

/// AWS's own example account, for templates that are judged without any account.
constexpr const char* kExampleAccount = "123456789012";
constexpr const char* kExampleRegion = "us-east-1";

const Json& section(const Json& document, const char* name) {
  static const Json kEmpty = Json::object();
  const auto found = document.find(name);
  return found == document.end() || !found->is_object() ? kEmpty : *found;
}

aws::Scope scope_without_snapshot(aws::Scope given) {
  if (given.account.empty()) given.account = kExampleAccount;
  if (given.region.empty()) given.region = kExampleRegion;
  return given;
}

void warn_once(Draft& draft, std::string warning) {
  auto& warnings = draft.change.warnings;
  const auto found = std::find(warnings.begin(), warnings.end(), warning);
  if (found == warnings.end()) warnings.push_back(std::move(warning));
}

Problems check_document(const Json& document, const std::string& file) {
  if (!document.is_object() || section(document, "Resources").empty()) {
    return {{file, "/Resources",
             "expected a CloudFormation template with an object `Resources`"}};
  }
  Problems problems;
  for (const auto& [logical, resource] : document["Resources"].items()) {
    if (logical.starts_with("Fn::")) continue;
    const std::string at = aws::child_pointer("/Resources", logical);
    if (!resource.is_object() || text_member(resource, "Type").empty()) {
      problems.push_back({file, at, "expected an object with a text `Type`"});
    } else if (!resource.value("Properties", Json::object()).is_object()) {
      problems.push_back({file, at + "/Properties", "expected an object"});
    }
  }
  return problems;
}

/// Account and region, from what was given, else from the snapshot.
class ScopeFinder {
 public:
  ScopeFinder(const changes::AccountDocuments& account, Draft& draft)
      : scopes_(account.scopes()), draft_(draft) {}

  Result<aws::Scope> find(aws::Scope given, const std::string& file) {
    if (scopes_.empty()) return without_snapshot(given);
    std::set<Symbol> accounts;
    std::set<Symbol> regions;
    for (const aws::Scope& scope : scopes_) {
      const bool is_account = given.account.empty() || scope.account == given.account;
      const bool is_region = given.region.empty() || scope.region == given.region;
      if (!is_account || !is_region) continue;
      accounts.insert(scope.account);
      regions.insert(scope.region);
    }
    Problems problems;
    if (given.account.empty() && accounts.size() == 1)
      given.account = *accounts.begin();
    if (given.region.empty() && regions.size() == 1) given.region = *regions.begin();
    if (given.account.empty()) {
      problems.push_back({file, "",
                          fmt::format("expected one account in the snapshot, found {}; "
                                      "say with --account where the stack is",
                                      accounts.size())});
    }
    if (given.region.empty()) {
      problems.push_back({file, "",
                          fmt::format("expected one region in the snapshot, found {}; "
                                      "say with --region where the stack is",
                                      regions.size())});
    }
    if (!problems.empty()) return problems;
    return given;
  }

 private:
  Result<aws::Scope> without_snapshot(aws::Scope given) {
    if (given.account.empty() && given.region.empty()) {
      warn_once(draft_,
                fmt::format("no account and region are given: taken to be {} and {}",
                            kExampleAccount, kExampleRegion));
    }
    return scope_without_snapshot(given);
  }

  std::vector<aws::Scope> scopes_;
  Draft& draft_;
};

std::vector<std::string> zones_of(const changes::AccountDocuments& account,
                                  const aws::Scope& scope) {
  std::set<std::string> zones;
  for (const auto& place : account.all("Subnet", scope)) {
    const std::string zone = text_member(account.at(place), "AvailabilityZone");
    // Local and wavelength zones have names of their own, and AWS does not list them.
    const std::string region = scope.region.str();
    if (zone.size() == region.size() + 1 && zone.starts_with(region))
      zones.insert(zone);
  }
  return {zones.begin(), zones.end()};
}

/// Some service or endpoint of the template is in its VPC's default group.
bool uses_default_group(const Json& resources) {
  return std::any_of(
      resources.items().begin(), resources.items().end(), [](const auto& each) {
        const std::string type = text_member(each.value(), "Type");
        const Json& properties = section(each.value(), "Properties");
        if (type == "AWS::ECS::Service") {
          const Json& network = section(properties, "NetworkConfiguration");
          return !section(network, "AwsvpcConfiguration").contains("SecurityGroups");
        }
        return type == "AWS::EC2::VPCEndpoint" &&
               properties.value("VpcEndpointType", Json()) == "Interface" &&
               !properties.contains("SecurityGroupIds");
      });
}

class StackReader {
 public:
  StackReader(const StackTemplate& stack, const changes::AccountDocuments& account,
              std::string prefix, Draft& draft)
      : stack_(stack),
        document_(*stack.input.document),
        account_(account),
        prefix_(std::move(prefix)),
        draft_(draft) {}

  /// `exports` are those of the snapshot and of the stacks before; its own are added.
  Problems read(std::map<std::string, Json>& exports, bool knows_exports,
                const Json& bundle) {
    Problems problems = check_document(document_, stack_.file);
    if (!problems.empty()) return problems;
    auto parameters = parameter_values(document_, stack_.input.parameters, stack_.file);
    auto scope = ScopeFinder(account_, draft_).find(stack_.input.scope, stack_.file);
    for (const Problems& all : {parameters.problems(), scope.problems()}) {
      problems.insert(problems.end(), all.begin(), all.end());
    }
    if (!problems.empty()) return problems;
    Environment environment;
    environment.scope = scope.value();
    environment.stack = stack_.input.stack.empty() ? "stack" : stack_.input.stack;
    environment.parameters = std::move(parameters.value());
    environment.exports = exports;
    environment.knows_exports = knows_exports;
    environment.zones = zones_of(account_, environment.scope);
    environment.knows_zones = !environment.zones.empty();
    if (!environment.knows_zones) {
      const std::string region = environment.scope.region.str();
      environment.zones = {region + 'a', region + 'b', region + 'c'};
    }
    const StackState state = stack_state(bundle, stack_.input.stack, environment.scope);
    Resources resources({.document = document_,
                         .environment = environment,
                         .stack = state,
                         .account = account_,
                         .id_prefix = id_prefix()});
    read_all(resources);
    delete_what_is_gone(resources, draft_, prefix_, stack_.file);
    note_exports(resources, exports);
    warn(resources);
    return {};
  }

 private:
  [[nodiscard]] std::string id_prefix() const {
    return prefix_.empty() ? "" : stack_.input.stack + '-';
  }

  void read_all(Resources& resources) {
    ignore_transforms(resources);
    std::vector<std::pair<int, std::string>> order;
    for (const auto& [logical, resource] : section(document_, "Resources").items()) {
      const Kind* kind = kind_of(text_member(resource, "Type"));
      order.emplace_back(kind == nullptr ? 0 : kind->order, logical);
    }
    std::sort(order.begin(), order.end());
    for (const auto& [rank, logical] : order) read_one(resources, logical);
  }

  void read_one(Resources& resources, const std::string& logical) {
    if (logical.starts_with("Fn::")) {
      return ignore(resources, logical, logical, "loops are not read", true);
    }
    const std::string type = text_member(resources.said(logical), "Type");
    const Json made = resources.is_made(logical);
    if (is_unknown(made)) {
      return ignore(resources, logical, type, why_unknown(made), may_matter(type));
    }
    if (!made.get<bool>()) return;
    const Kind* kind = kind_of(type);
    if (kind == nullptr) return ignore_type(resources, logical, type);
    if (kind->read == nullptr) return;
    ResourceReader reader(resources, draft_, logical, prefix_ + logical, stack_.file);
    kind->read(reader);
  }

  void ignore_type(Resources& resources, const std::string& logical,
                   const std::string& type) {
    if (type == "Custom::VpcRestrictDefaultSG") {
      // Takes away the rules of a VPC's default group.
      const bool matters = resources.stack().is_known ||
                           uses_default_group(section(document_, "Resources"));
      return ignore(resources, logical, type,
                    matters ? "it takes away the rules of a default group"
                            : "nothing of the template is in the VPC's default group",
                    matters);
    }
    const bool matters = may_matter(type);
    ignore(resources, logical, type,
           matters ? "its type is not read" : "no pull hangs on its type", matters);
  }

  void ignore_transforms(Resources& resources) {
    const auto found = document_.find("Transform");
    if (found == document_.end()) return;
    const Json names = found->is_array() ? *found : Json::array({*found});
    for (const Json& name : names) {
      if (name == "AWS::LanguageExtensions") continue;
      ignore(resources, "Transform", as_text(name).value_or("Transform"),
             "only AWS knows what the macro makes of the template", true);
    }
  }

  void ignore(Resources& resources, const std::string& logical, const std::string& type,
              std::string why, bool matters) {
    draft_.change.ignored.push_back({.origin = prefix_ + logical,
                                     .type = type,
                                     .why = std::move(why),
                                     .matters = matters,
                                     .scope = resources.environment().scope});
  }

  void note_exports(Resources& resources, std::map<std::string, Json>& exports) {
    for (const auto& [logical, output] : section(document_, "Outputs").items()) {
      if (!output.is_object() || !output.contains("Value")) continue;
      const Json& named = section(output, "Export");
      const auto name = named.find("Name");
      if (name == named.end()) continue;
      const auto text = as_text(resources.evaluator().value(*name));
      if (text) exports[*text] = resources.evaluator().value(output["Value"]);
    }
  }

  void warn(Resources& resources) {
    if (resources.evaluator().has_guessed_zones()) {
      warn_once(draft_,
                fmt::format("which zones the account has in {} is not known: taken to "
                            "be {}",
                            resources.environment().scope.region.str(),
                            fmt::join(resources.environment().zones, ", ")));
    }
    if (resources.evaluator().has_used_stack_name() && stack_.input.stack.empty()) {
      warn_once(draft_,
                "the template asks for its stack's name, and none is given: "
                "taken to be `stack`");
    }
  }

  const StackTemplate& stack_;
  const Json& document_;
  const changes::AccountDocuments& account_;
  std::string prefix_;
  Draft& draft_;
};

std::map<std::string, std::string> own_parameters(
    const Json& document, const std::map<std::string, std::string>& given,
    std::set<std::string>& used) {
  std::map<std::string, std::string> own;
  if (!document.is_object()) return own;
  for (const auto& [name, value] : given) {
    if (!section(document, "Parameters").contains(name)) continue;
    own.emplace(name, value);
    used.insert(name);
  }
  return own;
}

}  // namespace

std::set<aws::Scope> scopes_without_snapshot(const std::vector<StackTemplate>& stacks) {
  std::set<aws::Scope> scopes;
  for (const StackTemplate& stack : stacks) {
    scopes.insert(scope_without_snapshot(stack.input.scope));
  }
  return scopes;
}

Result<Json> read_template_text(std::string_view text, const std::string& file) {
  const auto first = text.find_first_not_of(" \t\r\n");
  const bool is_yaml = file.ends_with(".yaml") || file.ends_with(".yml");
  const bool is_json =
      !is_yaml && first != std::string_view::npos && text[first] == '{';
  if (is_json || file.ends_with(".json")) return aws::read_json(text, file);
  return read_yaml(text, file, YamlTags::CloudFormation);
}

Result<changes::Change> read_template(const TemplateInput& input,
                                      const std::string& file,
                                      const changes::AccountDocuments& account) {
  return read_stacks({{.input = input, .file = file}}, {}, account);
}

Result<changes::Change> read_stacks(
    const std::vector<StackTemplate>& stacks,
    const std::map<std::string, std::string>& parameters,
    const changes::AccountDocuments& account) {
  const Json bundle = account.bundle();
  const Exports known = exports_of(bundle, {});
  std::map<std::string, Json> exports;
  for (const auto& [name, value] : known.values) exports.emplace(name, value);
  Draft draft;
  Problems problems;
  std::set<std::string> used;
  for (const StackTemplate& stack : stacks) {
    StackTemplate own = stack;
    for (auto& [name, value] :
         own_parameters(*stack.input.document, parameters, used)) {
      own.input.parameters[name] = value;
    }
    const std::string prefix = stacks.size() > 1 ? own.input.stack + '/' : "";
    for (Problem& problem : StackReader(own, account, prefix, draft)
                                .read(exports, known.are_known, bundle)) {
      problems.push_back(std::move(problem));
    }
  }
  for (const auto& [name, value] : parameters) {
    if (used.contains(name)) continue;
    problems.push_back(
        {"", "", fmt::format("no stack has the parameter `{}` that is given", name)});
  }
  if (!problems.empty()) return problems;
  return std::move(draft.change);
}

}  // namespace pullproof::cli::cloudformation
