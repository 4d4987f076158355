#include "src/cloudformation/evaluator.h"

#include <array>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/gates/partition.h"
#include "src/cloudformation/functions.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

/// How many values lead to one another; templates nest at most 128 levels themselves.
constexpr std::size_t kDeepest = 200;
/// Of values evaluated and copied. AWS: a template has at most 1 MB and 500 resources.
constexpr std::size_t kMostWork = 1'000'000;

const Json& member_of(const Json& object, std::string_view name) {
  static const Json kNone;
  if (!object.is_object()) return kNone;
  const auto found = object.find(name);
  return found == object.end() ? kNone : *found;
}

/// Structure below a copied value counts as work.
std::size_t size_of(const Json& value) {
  if (value.is_string()) return 1 + value.get_ref<const std::string&>().size() / 64;
  if (!value.is_structured()) return 1;
  std::size_t size = 1;
  for (const Json& inner : value) size += size_of(inner);
  return size;
}

}  // namespace

struct Evaluator::State {
  using Function = Json (State::*)(const Json&);

  const Json& document;
  const Environment& environment;
  Reference reference = {};
  std::map<std::string, Json> conditions = {};
  std::set<std::string> open_conditions = {};  ///< That are being evaluated.
  Effort own_effort = {};
  Effort& effort = environment.effort == nullptr ? own_effort : *environment.effort;
  bool guessed_zones = false;
  bool used_stack_name = false;

  Json value(const Json& expression) {
    if (++effort.work > kMostWork)
      return unknown("the template takes too long to evaluate");
    if (effort.depth >= kDeepest) return unknown("references lead on and on");
    ++effort.depth;
    Json result = value_within(expression);
    --effort.depth;
    effort.work += result.is_structured() ? 0 : size_of(result);
    return result;
  }

  Json value_within(const Json& expression) {
    if (expression.is_array()) return list(expression);
    if (expression.is_string()) return text(expression);
    if (!expression.is_object()) return expression;
    if (expression.size() != 1) return object(expression);
    const std::string& name = expression.begin().key();
    const Json& argument = *expression.begin();
    if (name == "Ref") return ref(argument);
    if (!name.starts_with("Fn::")) return object(expression);
    return without_dynamic(call(name, argument));
  }

  /// AWS: "Using dynamic references": they stand in texts as `{{resolve:...}}`.
  static Json text(const Json& expression) {
    const auto& said = expression.get_ref<const std::string&>();
    if (said.find("{{resolve:") == std::string::npos) return expression;
    return unknown("only AWS knows what the dynamic reference `{{resolve:...}}` gives");
  }

  /// Functions may put dynamic references together, or find them in a mapping.
  static Json without_dynamic(Json made) {
    if (made.is_string()) return text(made);
    if (!made.is_array()) return made;
    for (Json& each : made) {
      if (each.is_string()) each = text(each);
    }
    return made;
  }

  Json list(const Json& expression) {
    Json all = Json::array();
    for (const Json& each : expression) {
      Json evaluated = value(each);
      if (!is_no_value(evaluated)) all.push_back(std::move(evaluated));
    }
    return all;
  }

  Json object(const Json& expression) {
    Json all = Json::object();
    for (const auto& [name, each] : expression.items()) {
      if (name.starts_with("Fn::")) {
        return unknown(fmt::format("`{}` is not read here", name));
      }
      Json evaluated = value(each);
      if (!is_no_value(evaluated)) all[name] = std::move(evaluated);
    }
    return all;
  }

  Json call(const std::string& name, const Json& argument) {
    static const std::map<std::string_view, Function> kFunctions = {
        {"Fn::And", &State::condition_call},
        {"Fn::Equals", &State::condition_call},
        {"Fn::FindInMap", &State::find_in_map},
        {"Fn::GetAZs", &State::zones},
        {"Fn::GetAtt", &State::attribute},
        {"Fn::If", &State::choose},
        {"Fn::ImportValue", &State::import},
        {"Fn::Length", &State::length},
        {"Fn::Not", &State::condition_call},
        {"Fn::Or", &State::condition_call},
        {"Fn::Sub", &State::sub},
        {"Fn::ToJsonString", &State::json_text}};
    if (name == "Fn::Join") return join(value(argument));
    if (name == "Fn::Split") return split(value(argument));
    if (name == "Fn::Select") return counted(select(value(argument)));
    if (name == "Fn::Cidr") return counted(cidr(value(argument)));
    if (name == "Fn::Base64") return base64(value(argument));
    const auto found = kFunctions.find(name);
    if (found == kFunctions.end()) {
      return unknown(fmt::format("`{}` is not read", name));
    }
    if (found->second != &State::condition_call)
      return (this->*found->second)(argument);
    return condition_call(Json::object({{name, argument}}));
  }

  Json counted(Json made) {
    effort.work += size_of(made);
    return made;
  }

  Json ref(const Json& argument) {
    if (!argument.is_string()) return unknown("`Ref` expects a name");
    return named(argument.get<std::string>(), "");
  }

  Json named(const std::string& name, const std::string& of_it) {
    if (!of_it.empty()) return reference(name, of_it);
    if (name.starts_with("AWS::")) return pseudo(name);
    const auto parameter = environment.parameters.find(name);
    return parameter == environment.parameters.end() ? reference(name, "")
                                                     : counted(parameter->second);
  }

  Json pseudo(const std::string& name) {
    const std::string region = environment.scope.region.str();
    const gates::Partition* partition = gates::partition_of(region);
    if (name == "AWS::NoValue") return no_value();
    if (name == "AWS::AccountId") return environment.scope.account.str();
    if (name == "AWS::Region") return region;
    if (name == "AWS::StackName") {
      used_stack_name = true;
      return environment.stack;
    }
    if (partition != nullptr && name == "AWS::Partition") return partition->name;
    if (partition != nullptr && name == "AWS::URLSuffix") return partition->dns_suffix;
    return unknown(fmt::format("only AWS knows `{}`", name));
  }

  Json attribute(const Json& argument) {
    const Json both = value(argument);
    if (const Json* mark = first_unknown(both)) return *mark;
    if (both.is_string()) {
      const auto text = both.get<std::string>();
      const auto dot = text.find('.');
      if (dot != std::string::npos)
        return reference(text.substr(0, dot), text.substr(dot + 1));
    }
    const bool is_pair = both.is_array() && both.size() == 2 && both[0].is_string() &&
                         both[1].is_string() &&
                         !both[1].get_ref<const std::string&>().empty();
    if (!is_pair)
      return unknown("`Fn::GetAtt` expects a logical name and an attribute");
    return reference(both[0].get<std::string>(), both[1].get<std::string>());
  }

  Json sub(const Json& argument) {
    static const Json kNoValues = Json::object();
    const bool has_values = argument.is_array() && argument.size() == 2;
    const Json& said = has_values ? argument[0] : argument;
    const Json& values = has_values ? argument[1] : kNoValues;
    if (!said.is_string() || !values.is_object()) {
      return unknown("`Fn::Sub` expects a text, or a text and values");
    }
    Json checked = text(said);
    if (is_unknown(checked)) return checked;
    std::map<std::string, Json>
        known;  // Each is evaluated once, however often it stands.
    std::string made;
    for (const SubPiece& piece : sub_pieces(said.get<std::string>())) {
      if (!piece.is_reference) {
        made += piece.text;
        continue;
      }
      auto inner = known.find(piece.text);
      if (inner == known.end()) {
        inner = known.emplace(piece.text, sub_reference(piece.text, values)).first;
      }
      if (is_unknown(inner->second)) return inner->second;
      const auto inner_text = as_text(inner->second);
      if (!inner_text) return unknown(fmt::format("`${{{}}}` is no text", piece.text));
      made += *inner_text;
      if (made.size() > kLongestText) return unknown("`Fn::Sub` makes too long a text");
    }
    return made;
  }

  Json sub_reference(const std::string& name, const Json& values) {
    const auto given = values.find(name);
    if (given != values.end()) return value(*given);
    const auto dot = name.find('.');
    if (dot == std::string::npos) return named(name, "");
    return named(name.substr(0, dot), name.substr(dot + 1));
  }

  /// AWS: "Fn::FindInMap": [map, key, key], and with AWS::LanguageExtensions a default.
  Json find_in_map(const Json& argument) {
    const Json keys = value(argument);
    if (!keys.is_array() || keys.size() < 3) {
      return unknown("`Fn::FindInMap` expects a map and two keys");
    }
    const Json* found = &member_of(document, "Mappings");
    for (std::size_t i = 0; i < 3; ++i) {
      if (is_unknown(keys[i])) return keys[i];
      const auto key = as_text(keys[i]);
      if (!key) return unknown("`Fn::FindInMap` expects keys that are texts");
      found = &member_of(*found, *key);
    }
    if (!found->is_null()) return counted(*found);
    if (keys.size() > 3 && keys[3].is_object() && keys[3].contains("DefaultValue")) {
      return keys[3]["DefaultValue"];
    }
    return unknown("the mapping has no such key");
  }

  Json zones(const Json& argument) {
    Json region = value(argument);
    if (is_unknown(region)) return region;
    const bool is_own = !region.is_string() ||
                        region.get_ref<const std::string&>().empty() ||
                        region == environment.scope.region.str();
    if (!is_own) return unknown("the zones of another region are not known");
    guessed_zones = guessed_zones || !environment.knows_zones;
    return environment.zones;
  }

  Json import(const Json& argument) {
    Json name = value(argument);
    if (is_unknown(name)) return name;
    const auto text = as_text(name);
    if (!text) return unknown("`Fn::ImportValue` expects a name");
    const auto found = environment.exports.find(*text);
    if (found != environment.exports.end()) return counted(found->second);
    return unknown(
        environment.knows_exports
            ? fmt::format("no stack exports `{}`", *text)
            : fmt::format("what stacks export as `{}` is not known: it takes "
                          "cloudformation-list-exports.json in the snapshot",
                          *text));
  }

  Json length(const Json& argument) {
    Json list = value(argument);
    if (is_unknown(list)) return list;
    if (!list.is_array()) return unknown("`Fn::Length` expects a list");
    return list.size();
  }

  Json json_text(const Json& argument) {
    const Json inner = value(argument);
    if (const Json* mark = first_unknown(inner)) return *mark;
    return inner.dump(-1, ' ', false, Json::error_handler_t::replace);
  }

  Json choose(const Json& argument) {
    const bool is_readable =
        argument.is_array() && argument.size() == 3 && argument[0].is_string();
    if (!is_readable) return unknown("`Fn::If` expects a condition and two values");
    const Json holds = condition(argument[0].get<std::string>());
    if (!is_unknown(holds)) return value(argument[holds.get<bool>() ? 1 : 2]);
    const Json yes = value(argument[1]);
    return yes == value(argument[2]) ? yes : holds;
  }

  Json condition(const std::string& name) {
    const auto known = conditions.find(name);
    if (known != conditions.end()) return known->second;
    const Json& said = member_of(member_of(document, "Conditions"), name);
    if (said.is_null())
      return unknown(fmt::format("no condition is called `{}`", name));
    if (!open_conditions.insert(name).second) {
      return unknown(fmt::format("the condition `{}` hangs on itself", name));
    }
    Json holds = condition_call(said);
    open_conditions.erase(name);
    conditions.emplace(name, holds);
    return holds;
  }

  /// A condition function with its name: {"Fn::Not": [...]}.
  Json condition_call(const Json& said) {
    if (++effort.work > kMostWork || effort.depth >= kDeepest) {
      return unknown("the conditions take too long to evaluate");
    }
    if (!said.is_object() || said.size() != 1)
      return unknown("no condition is read here");
    ++effort.depth;
    Json holds = condition_within(said.begin().key(), *said.begin());
    --effort.depth;
    return holds;
  }

  Json condition_within(const std::string& name, const Json& argument) {
    if (name == "Condition" && argument.is_string()) {
      return condition(argument.get<std::string>());
    }
    if (name == "Fn::Equals" && argument.is_array() && argument.size() == 2) {
      return equals(value(argument[0]), value(argument[1]));
    }
    if (name == "Fn::Not" && argument.is_array() && argument.size() == 1) {
      const Json inner = condition_call(argument[0]);
      return is_unknown(inner) ? inner : Json(!inner.get<bool>());
    }
    const bool is_and = name == "Fn::And";
    if ((!is_and && name != "Fn::Or") || !argument.is_array()) {
      return unknown(fmt::format("the condition function `{}` is not read", name));
    }
    Json holds = is_and;
    for (const Json& each : argument) {
      Json inner = condition_call(each);
      if (!is_unknown(inner) && inner.get<bool>() != is_and) return inner;
      if (is_unknown(inner)) holds = std::move(inner);
    }
    return holds;
  }

  static Json equals(const Json& one, const Json& other) {
    for (const Json* side : {&one, &other}) {
      if (const Json* mark = first_unknown(*side)) return *mark;
    }
    const auto text = as_text(one);
    const auto other_text = as_text(other);
    return text && other_text ? Json(*text == *other_text) : Json(one == other);
  }
};

Evaluator::Evaluator(const Json& document, const Environment& environment)
    : state_(new State{.document = document, .environment = environment}) {}
Evaluator::~Evaluator() = default;

void Evaluator::resolve_with(Reference reference) {
  state_->reference = std::move(reference);
}

Json Evaluator::value(const Json& expression) { return state_->value(expression); }

Json Evaluator::condition(const std::string& name) { return state_->condition(name); }

bool Evaluator::has_guessed_zones() const { return state_->guessed_zones; }
bool Evaluator::has_used_stack_name() const { return state_->used_stack_name; }

}  // namespace pullproof::cli::cloudformation
