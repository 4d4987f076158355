#include "src/cloudformation/stack_tree.h"

#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/parameters.h"
#include "src/cloudformation/stack_state.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

const Json& child_member(const Json& object, const std::string& name) {
  static const Json kNone;
  if (!object.is_object()) return kNone;
  const auto found = object.find(name);
  return found == object.end() ? kNone : *found;
}

/// "arn:aws:cloudformation:eu-central-1:111122223333:stack/web-Net-1X/0d1e" ->
/// "web-Net-1X"
std::string stack_name(const std::string& physical) {
  const auto from = physical.find('/');
  if (from == std::string::npos) return physical;
  const auto to = physical.find('/', from + 1);
  return physical.substr(from + 1, to == std::string::npos ? to : to - from - 1);
}

/// AWS: parameters are texts; a list is given with commas between.
Json parameter_text(const Json& said) {
  if (const Json* mark = first_unknown(said)) return *mark;
  if (!said.is_array()) {
    const auto text = as_text(said);
    return text ? Json(*text) : unknown("a parameter of a stack is no text");
  }
  std::string joined;
  for (const Json& each : said) {
    const auto text = as_text(each);
    if (!text) return unknown("a parameter of a stack is no list of texts");
    if (&each != &said.front()) joined += ',';
    joined += *text;
  }
  return joined;
}

}  // namespace

struct StackTree::State {
  Inputs inputs;
  StackState there;
  Resources resources;
  std::map<std::string, std::unique_ptr<StackTree>> children = {};
  std::map<std::string, std::string> refused = {};  ///< Why there is no child.
  std::set<std::string> open = {};  ///< Children and outputs that are being found.

  explicit State(Inputs given)
      : inputs(std::move(given)),
        there(stack_state(inputs.bundle, inputs.deployed_as, inputs.environment.scope)),
        resources(
            {.document = *inputs.stack.input.document,
             .environment = inputs.environment,
             .stack = there,
             .account = inputs.account,
             .id_prefix = inputs.id_prefix,
             .output = [this](const std::string& logical, const std::string& name) {
               return output(logical, name);
             }}) {}

  StackTree* child(const std::string& logical) {
    const auto known = children.find(logical);
    if (known != children.end()) return known->second.get();
    if (refused.contains(logical)) return nullptr;
    if (!open.insert(logical).second) return nullptr;
    std::string why;
    auto made = make(logical, why);
    open.erase(logical);
    if (made == nullptr) {
      refused[logical] = why;
      return nullptr;
    }
    return children.emplace(logical, std::move(made)).first->second.get();
  }

  std::unique_ptr<StackTree> make(const std::string& logical, std::string& why) {
    const auto found = inputs.stack.input.nested.find(logical);
    if (found == inputs.stack.input.nested.end()) {
      why = "its template is not at hand";
      return nullptr;
    }
    const Problems problems =
        check_template(*found->second->input.document, found->second->file);
    if (!problems.empty()) {
      why = fmt::format("{}{}: {}", problems[0].file, problems[0].pointer,
                        problems[0].message);
      return nullptr;
    }
    Environment environment = inputs.environment;
    std::string deployed_as;
    environment.stack = inputs.environment.stack + '-' + logical;
    const auto physical = there.resources.find(logical);
    if (physical != there.resources.end()) {
      environment.stack = stack_name(physical->second.id);
      deployed_as = environment.stack;
      const bool is_known =
          stack_state(inputs.bundle, environment.stack, environment.scope).is_known;
      if (!is_known) {
        why = fmt::format(
            "which resources it has takes "
            "cloudformation-describe-stack-resources/{}.json",
            environment.stack);
        return nullptr;
      }
    }
    why = fill_parameters(logical, *found->second, environment);
    if (!why.empty()) return nullptr;
    return std::make_unique<StackTree>(
        Inputs{.stack = *found->second,
               .environment = std::move(environment),
               .deployed_as = std::move(deployed_as),
               .account = inputs.account,
               .bundle = inputs.bundle,
               .origin_prefix = inputs.origin_prefix + logical + '/',
               .id_prefix = inputs.id_prefix + logical + '-'});
  }

  /// Why they cannot be read; "" if they can.
  std::string fill_parameters(const std::string& logical, const StackTemplate& nested,
                              Environment& environment) {
    const Json said = resources.property(logical, "Parameters");
    if (is_unknown(said)) return why_unknown(said);
    std::map<std::string, std::string> known;
    std::map<std::string, Json> open_ones;
    if (said.is_object()) {
      for (const auto& [name, value] : said.items()) {
        Json text = parameter_text(value);
        if (text.is_string()) {
          known.emplace(name, text.get<std::string>());
        } else {
          open_ones.emplace(name, std::move(text));
        }
      }
    }
    auto values = parameter_values(*nested.input.document, known, nested.file);
    if (!values.ok()) return values.problems().front().message;
    environment.parameters = std::move(values.value());
    for (auto& [name, mark] : open_ones) environment.parameters[name] = std::move(mark);
    return {};
  }

  Json output(const std::string& logical, const std::string& name) {
    StackTree* nested = child(logical);
    if (nested == nullptr) {
      const auto why = refused.find(logical);
      return unknown(
          fmt::format("only AWS knows what the nested stack `{}` gives: {}", logical,
                      why == refused.end() ? "it refers to itself" : why->second));
    }
    const Json& said = child_member(
        child_member(child_member(nested->document(), "Outputs"), name), "Value");
    if (said.is_null()) {
      return unknown(
          fmt::format("the nested stack `{}` has no output `{}`", logical, name));
    }
    const std::string key = logical + '.' + name;
    if (!open.insert(key).second) return unknown("outputs refer to one another");
    Json value = nested->resources().evaluator().value(said);
    open.erase(key);
    return value;
  }
};

StackTree::StackTree(Inputs inputs) : state_(new State(std::move(inputs))) {}
StackTree::~StackTree() = default;

Resources& StackTree::resources() { return state_->resources; }
const Json& StackTree::document() const { return *state_->inputs.stack.input.document; }
const std::string& StackTree::file() const { return state_->inputs.stack.file; }
const std::string& StackTree::origin_prefix() const {
  return state_->inputs.origin_prefix;
}
StackTree* StackTree::nested(const std::string& logical_id) {
  return state_->child(logical_id);
}
std::string StackTree::why_not(const std::string& logical_id) const {
  const auto found = state_->refused.find(logical_id);
  return found == state_->refused.end() ? "" : found->second;
}

}  // namespace pullproof::cli::cloudformation
