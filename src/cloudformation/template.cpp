#include "src/cloudformation/template.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "model/core/nearest.h"
#include "src/cloudformation/block_to_come.h"
#include "src/cloudformation/bootstrap.h"
#include "src/cloudformation/deletions.h"
#include "src/cloudformation/loops.h"
#include "src/cloudformation/parameters.h"
#include "src/cloudformation/resource_reader.h"
#include "src/cloudformation/stack_state.h"
#include "src/cloudformation/stack_tree.h"
#include "src/cloudformation/value.h"
#include "src/yaml.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

using changes::text_member;

/// AWS's own example account, for templates that are judged without any account.
constexpr const char* kExampleAccount = "123456789012";
constexpr const char* kExampleRegion = "us-east-1";

constexpr const char* kMacro = "only AWS knows what the macro makes of the template";

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

/// AWS: CloudFormation user guide, "AWS::LanguageExtensions transform", whose functions
/// are evaluated; "AWS::Serverless transform", which makes functions and what calls
/// them; "AWS::SecretsManager transform", which makes functions that rotate secrets.
bool is_harmless_macro(const Json& name) {
  constexpr auto kHarmlessMacros = std::to_array<std::string_view>(
      {"AWS::LanguageExtensions", "AWS::SecretsManager-2020-07-23",
       "AWS::SecretsManager-2024-09-16", "AWS::Serverless-2016-10-31"});
  return std::any_of(kHarmlessMacros.begin(), kHarmlessMacros.end(),
                     [&](std::string_view each) { return name == each; });
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
    Problems problems = check_template(document_, stack_.file);
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
    environment.effort = std::make_shared<Effort>();
    if (!environment.knows_zones) {
      const std::string region = environment.scope.region.str();
      environment.zones = {region + 'a', region + 'b', region + 'c'};
    }
    StackTree tree({.stack = stack_,
                    .environment = std::move(environment),
                    .deployed_as = stack_.input.stack,
                    .account = account_,
                    .bundle = bundle,
                    .origin_prefix = prefix_,
                    .id_prefix = prefix_.empty() ? "" : stack_.input.stack + '-'});
    read_all(tree);
    for (StackTree* each : trees_) {
      delete_what_is_gone(each->resources(), draft_, each->origin_prefix(),
                          each->file());
      note_exports(*each, exports);
      warn(each->resources());
    }
    return {};
  }

 private:
  struct Item {
    int rank = 0;
    std::string origin;
    std::string logical;
    StackTree* tree = nullptr;

    bool operator<(const Item& other) const {
      return std::tie(rank, origin) < std::tie(other.rank, other.origin);
    }
  };

  /// What is referred to comes first, in whichever of the stacks it stands.
  void read_all(StackTree& tree) {
    std::vector<Item> order;
    trees_.push_back(&tree);
    for (std::size_t i = 0; i < trees_.size(); ++i) gather(*trees_[i], order);
    std::sort(order.begin(), order.end());
    for (const Item& item : order) read_one(*item.tree, item.logical);
  }

  void gather(StackTree& tree, std::vector<Item>& order) {
    ignore_transforms(tree);
    const Json& resources = section(tree.document(), "Resources");
    for (const auto& [logical, resource] : resources.items()) {
      const std::string type = text_member(resource, "Type");
      const bool is_made =
          type == kNestedStack && tree.resources().is_made(logical) == true;
      if (StackTree* nested = is_made ? tree.nested(logical) : nullptr) {
        trees_.push_back(nested);
        continue;
      }
      const Kind* kind = kind_of(type);
      order.push_back({.rank = kind == nullptr ? 0 : kind->order,
                       .origin = tree.origin_prefix() + logical,
                       .logical = logical,
                       .tree = &tree});
    }
  }

  void read_one(StackTree& tree, const std::string& logical) {
    if (logical.starts_with("Fn::")) {
      return ignore(tree, logical, logical, "what it makes is not known", true);
    }
    Resources& resources = tree.resources();
    const Json& said = resources.said(logical);
    const std::string type = text_member(said, "Type");
    const Json made = resources.is_made(logical);
    if (is_unknown(made)) {
      return ignore(tree, logical, type, why_unknown(made), may_matter(type));
    }
    if (!made.get<bool>()) return;
    if (said.contains("Fn::Transform")) {
      return ignore(tree, logical, type, kMacro, true);
    }
    const Kind* kind = kind_of(type);
    if (kind == nullptr) return ignore_type(tree, logical, type);
    if (kind->read == nullptr) return;
    ResourceReader reader(resources, draft_, logical, tree.origin_prefix() + logical,
                          tree.file());
    kind->read(reader);
  }

  void ignore_type(StackTree& tree, const std::string& logical,
                   const std::string& type) {
    const bool matters = may_matter(type);
    std::string why = matters ? "its type is not read" : "no pull hangs on its type";
    if (type == kNestedStack) why = tree.why_not(logical);
    ignore(tree, logical, type, std::move(why), matters);
  }

  void ignore_transforms(StackTree& tree) {
    const Json& document = tree.document();
    if (document.contains("Fn::Transform")) {
      ignore(tree, "Transform", "Fn::Transform", kMacro, true);
    }
    const auto found = document.find("Transform");
    if (found == document.end()) return;
    const Json names = found->is_array() ? *found : Json::array({*found});
    for (const Json& name : names) {
      if (is_harmless_macro(name)) continue;
      ignore(tree, "Transform", as_text(name).value_or("Transform"), kMacro, true);
    }
  }

  void ignore(StackTree& tree, const std::string& logical, const std::string& type,
              std::string why, bool matters) {
    draft_.change.ignored.push_back({.origin = tree.origin_prefix() + logical,
                                     .type = type,
                                     .why = std::move(why),
                                     .matters = matters,
                                     .scope = tree.resources().environment().scope});
  }

  static void note_exports(StackTree& tree, std::map<std::string, Json>& exports) {
    Resources& resources = tree.resources();
    for (const auto& [logical, output] : section(tree.document(), "Outputs").items()) {
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
  std::vector<StackTree*> trees_;  ///< The stack, and those that it nests.
};

/// Says what stands for blocks that AWS is to give, or that it may matter which.
void settle_blocks(const Json& bundle, Draft& draft) {
  if (draft.blocks_to_come.empty()) return;
  const std::string foreign = foreign_ipv6(draft.blocks_to_come, draft.change, bundle);
  for (const auto& [block, origin] : draft.blocks_to_come) {
    if (foreign.empty()) {
      warn_once(draft, fmt::format("which IPv6 block AWS gives for {} is not known: "
                                   "taken to be {}, as nothing hangs on it",
                                   origin, block));
    } else {
      draft.change.doubts.push_back(
          {.origin = origin,
           .resource = origin,
           .why = fmt::format("which IPv6 block AWS gives is not known, and whether "
                              "`{}` is of it may matter",
                              foreign),
           .scope = {}});
    }
  }
}

/// The templates alone are the account.
bool has_nothing(const changes::AccountDocuments& account) {
  constexpr std::array kTypes = {"Vpc", "Role", "Repository", "Service"};
  return std::all_of(kTypes.begin(), kTypes.end(),
                     [&](const char* type) { return account.all(type).empty(); });
}

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

Problems check_template(const Json& document, const std::string& file) {
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
    own.input.document = std::make_shared<const Json>(
        without_loops(*own.input.document, own.input.parameters));
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
  settle_blocks(bundle, draft);
  if (has_nothing(account)) add_bootstrap_repositories(draft.change);
  return std::move(draft.change);
}

}  // namespace pullproof::cli::cloudformation
