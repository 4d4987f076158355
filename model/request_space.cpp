#include "model/request_space.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "model/aws/condition_values.h"
#include "model/caller_classes.h"
#include "model/core/string_classes.h"
#include "model/gates/caller.h"
#include "model/gates/policy_condition.h"
#include "model/gates/policy_text.h"
#include "model/value_classes.h"

namespace pullproof::model {
namespace {

using aws::PolicyCondition;
using aws::PolicyDocument;
using aws::PolicyStatement;
using gates::Caller;

/// Keys that every request has.
constexpr std::array<std::string_view, 6> kAlways = {
    "aws:currenttime",     "aws:epochtime",     "aws:resourceaccount",
    "aws:securetransport", "aws:viaawsservice", "aws:userid"};

constexpr const char* kUserId = "aws:userid";

/// What the values of AWS's own keys are, where that is not text.
/// AWS: IAM user guide, "AWS global condition context keys", value types.
std::optional<ValueType> type_of(const std::string& key) {
  using Family = aws::ConditionFamily;
  static const std::map<std::string, Family> kTypes = {
      {"aws:currenttime", Family::Date},
      {"aws:epochtime", Family::Date},
      {"aws:sourceip", Family::IpAddress},
      {"aws:vpcsourceip", Family::IpAddress},
      {"aws:securetransport", Family::Boolean},
      {"aws:viaawsservice", Family::Boolean},
      {"aws:multifactorauthpresent", Family::Boolean},
  };
  const auto found = kTypes.find(key);
  if (found == kTypes.end()) return std::nullopt;
  return ValueType{.family = found->second, .as_seconds = key == "aws:epochtime"};
}

using Texts = std::vector<std::string>;
/// On one key.
using Conditions = std::vector<const PolicyCondition*>;

class Builder {
 public:
  Builder(const std::vector<const PolicyDocument*>& documents,
          const SpaceOptions& options)
      : options_(options) {
    for (const auto* document : documents) {
      for (const auto& statement : document->statements) {
        statements_.push_back(&statement);
        for (const auto& condition : statement.conditions) {
          if (condition.written) conditions_[condition.lower_key].push_back(&condition);
        }
      }
    }
  }

  RequestSpace build() {
    space_.resource_policies = options_.resource_policies;
    space_.resource = text_field("resource", "?*");
    add_keys();
    if (options_.only_keys) return std::move(space_);
    add_callers();
    add_actions();
    return std::move(space_);
  }

 private:
  FieldId class_field(const std::string& key, std::size_t first, std::size_t last) {
    return space_.fields.add({.name = key,
                              .kind = Field::Kind::Class,
                              .domain = IntervalSet::range(first, last),
                              .text_domain = {}});
  }

  /// The keys whose values the text puts in: "${aws:username}".
  void add_variables(std::string_view text) {
    for (const std::string_view key : gates::variable_keys(text)) {
      const Unknown open{
          .call = "", .why = fmt::format("the value of `${{{}}}` is not known", key)};
      space_.keys.emplace(aws::lower(key), gates::UnknownKey{open});
    }
  }

  void add_keys() {
    for (const auto* statement : statements_) {
      gates::each_text_with_variables(
          *statement, [this](std::string_view text) { add_variables(text); });
    }
    if (!options_.only_keys) open_user_id();
    add_moments();
    for (const auto& [key, conditions] : conditions_) {
      const bool of_caller =
          tells_who_calls(key) && (key != kUserId || options_.only_keys);
      if (of_caller || space_.keys.contains(key)) continue;
      add_key(key, conditions);
    }
  }

  /// A unique id may be any: with a colon it is a session's.
  void open_user_id() {
    const auto found = conditions_.find(kUserId);
    if (found == conditions_.end()) return;
    static const auto kWithColon =
        PolicyCondition::of("StringLike", kUserId, {"*:*"}, false);
    found->second.push_back(&kWithColon);
  }

  /// aws:CurrentTime and aws:EpochTime are one moment, which each writes in its way.
  /// AWS: IAM user guide, "AWS global condition context keys".
  void add_moments() {
    static constexpr std::array<const char*, 2> kKeys = {"aws:currenttime",
                                                         "aws:epochtime"};
    Conditions all;
    bool of_seconds = true;
    for (const char* key : kKeys) {
      const auto found = conditions_.find(key);
      if (found == conditions_.end() || space_.keys.contains(key)) return;
      for (const auto* condition : found->second) {
        all.push_back(condition);
        of_seconds = of_seconds && is_of_seconds(*condition);
      }
    }
    if (!options_.typed) return;
    ValueClasses classes = value_classes(
        all, ValueType{.family = aws::ConditionFamily::Date, .as_seconds = true});
    if (!of_seconds || !classes.exact) return;
    const FieldId field = class_field("time", 1, classes.witnesses.size());
    for (const char* key : kKeys) {
      space_.keys.emplace(key, gates::ClassKey{field, classes.witnesses});
    }
  }

  /// Compares whole seconds, as numbers or as times.
  static bool is_of_seconds(const PolicyCondition& condition) {
    const aws::ConditionFamily family = condition.written->op->family;
    const bool plain = condition.written->qualifier == aws::SetQualifier::None;
    if (!plain || family == aws::ConditionFamily::Null) return plain;
    return std::all_of(condition.values.begin(), condition.values.end(),
                       [](const auto& value) {
                         const auto* number = std::get_if<aws::Decimal>(&value.operand);
                         const auto* at = std::get_if<aws::Instant>(&value.operand);
                         return (number != nullptr && number->fraction.empty()) ||
                                (at != nullptr && at->fraction.empty());
                       });
  }

  void is_inexact(std::string why) {
    space_.exact = false;
    if (space_.why_inexact.empty()) space_.why_inexact = std::move(why);
  }

  void add_key(const std::string& key, const Conditions& conditions) {
    ValueClasses classes = value_classes(
        conditions, options_.typed ? type_of(key) : std::nullopt, has_one_value(key));
    const bool always = is_in_every_request(key);
    const bool is_set = classes.is_set;
    if (!classes.exact && options_.loose) {
      if (auto loose = loose_key(key, conditions, always)) {
        space_.keys.emplace(key, *std::move(loose));
        return;
      }
    }
    if (!classes.exact) {
      is_inexact(fmt::format("the values of `{}` that the conditions tell apart {}",
                             key, classes.why));
    }
    if (classes.is_text && is_set) {
      space_.keys.emplace(key, texts_key(key, classes.members));
    } else if (classes.is_text) {
      space_.keys.emplace(key, text_key(key, always));
    } else if (is_set) {
      space_.keys.emplace(key, set_key(key, std::move(classes.witnesses)));
    } else {
      const std::size_t first = always ? 1 : 0;
      const FieldId field = class_field(key, first, classes.witnesses.size());
      space_.keys.emplace(key, gates::ClassKey{field, std::move(classes.witnesses)});
    }
  }

  /// What each manner of comparing tells apart, by itself; nothing if the values of one
  /// of them have no witnesses.
  std::optional<gates::LooseKey> loose_key(const std::string& key,
                                           const Conditions& conditions, bool always) {
    std::map<gates::Manner, Conditions> manners;
    bool has_sets = false;
    for (const auto* condition : conditions) {
      if (condition->written->op->family == aws::ConditionFamily::Null) continue;
      const gates::Manner manner = gates::manner_of(*condition);
      has_sets = has_sets || manner.of_sets;
      manners[manner].push_back(condition);
    }
    gates::LooseKey loose;
    for (const auto& [manner, its_own] : manners) {
      ValueClasses classes = value_classes(its_own);
      if (!classes.exact) return std::nullopt;
      const bool reads_all = manner.family == aws::ConditionFamily::String &&
                             (manner.of_sets || !has_sets);
      if (classes.is_text && !reads_all) return std::nullopt;
      loose.parts.emplace(manner, loose_part(key, std::move(classes), reads_all));
    }
    if (!always) loose.presence = class_field("has " + key, 0, 1);
    return loose;
  }

  gates::LooseKey::Part loose_part(const std::string& key, ValueClasses classes,
                                   bool reads_all) {
    if (classes.is_text && classes.is_set) return texts_key(key, classes.members);
    if (classes.is_text) return text_key(key, true);
    if (classes.is_set) {
      gates::ClassSetKey set = set_key(key, std::move(classes.witnesses));
      if (!reads_all) set.other = class_field(key + " has others", 0, 1);
      return set;
    }
    const std::size_t last = classes.witnesses.size() + (reads_all ? 0 : 1);
    return gates::ClassKey{.field = class_field(key, 1, last),
                           .values = std::move(classes.witnesses),
                           .may_be_other = !reads_all};
  }

  gates::ClassSetKey set_key(const std::string& key, Texts values) {
    gates::ClassSetKey set{.members = {}, .values = std::move(values)};
    for (const auto& value : set.values) {
      set.members.push_back(class_field(fmt::format("{} has {}", key, value), 0, 1));
    }
    return set;
  }

  FieldId text_field(const std::string& name, const char* domain) {
    return space_.fields.add({.name = name,
                              .kind = Field::Kind::Text,
                              .domain = {},
                              .text_domain = Glob::like(domain)});
  }

  gates::TextKey text_key(const std::string& name, bool always) {
    gates::TextKey text{.field = text_field(name, "*")};
    if (!always) text.presence = class_field("has " + name, 0, 1);
    return text;
  }

  gates::TextSetKey texts_key(const std::string& key, std::size_t members) {
    gates::TextSetKey set;
    for (std::size_t i = 0; i < members; ++i) {
      set.members.push_back(text_key(fmt::format("{} {}", key, i), false));
    }
    return set;
  }

  /// One action for each class that the statements tell apart.
  void add_actions() {
    const Glob is_action = Glob::like("?*:?*");
    std::vector<Glob> patterns = {
        Glob::exact("ecr:GetAuthorizationToken", LetterCase::Ignored), is_action};
    for (const auto* statement : statements_) {
      for (const auto& action : statement->actions) add_once(patterns, action.pattern);
    }
    std::vector<Glob> domains;
    for (const auto& action : options_.actions) {
      domains.push_back(Glob::like(action, LetterCase::Ignored));
    }
    if (domains.empty()) domains.push_back(Glob::like("?*:?*"));
    for (const Glob& domain : domains) {
      const auto classes = split_strings(domain, patterns, few_states(patterns));
      if (!classes) {
        space_.actions.clear();
        space_.any_action = text_field("action", "?*:?*");
        return;
      }
      for (const auto& one : *classes) {
        if (is_action.matches(one.witness)) space_.actions.push_back(one.witness);
      }
    }
  }

  static void add_once(std::vector<Glob>& patterns, const Glob& pattern) {
    if (std::find(patterns.begin(), patterns.end(), pattern) == patterns.end()) {
      patterns.push_back(pattern);
    }
  }

  void add_callers() {
    CallerClasses classes =
        caller_classes(statements_, {.resource_policies = options_.resource_policies,
                                     .may_be_open = options_.open_callers,
                                     .accounts = options_.accounts,
                                     .partition = options_.partition});
    space_.callers = std::move(classes.callers);
    space_.named_accounts = std::move(classes.named_accounts);
    space_.elsewhere = std::move(classes.elsewhere);
    for (auto& open : classes.open) {
      const FieldId arn = space_.fields.add({.name = "aws:PrincipalArn",
                                             .kind = Field::Kind::Text,
                                             .domain = {},
                                             .text_domain = std::move(open.arns)});
      space_.open_callers.push_back(
          {std::move(open.caller), arn, std::move(open.except)});
    }
    if (classes.why.empty()) return;
    space_.has_all_callers = false;
    is_inexact(std::move(classes.why));
  }

  SpaceOptions options_;
  std::vector<const PolicyStatement*> statements_;
  std::map<std::string, Conditions> conditions_;
  RequestSpace space_;
};

}  // namespace

gates::Request RequestSpace::request(const Caller& caller,
                                     const std::string& action) const {
  gates::Request request;
  request.caller = caller;
  request.action = action;
  if (!gates::has_no_resource_type(action)) request.resource = resource;
  request.resource_account = resource_policies ? elsewhere : caller.account;
  request.context = keys;
  const bool has_open_id =
      caller.kind == Caller::Kind::RoleSession || caller.kind == Caller::Kind::User;
  // Whoever else it is, the caller tells its id.
  if (!has_open_id) request.context.erase(kUserId);
  request.complete = true;
  gates::add_derived_keys(request, "");
  return request;
}

gates::Request RequestSpace::request(const OpenCaller& open,
                                     const std::string& action) const {
  gates::Request made = request(open.caller, action);
  made.context.insert_or_assign("aws:principalarn", gates::TextKey{.field = open.arn});
  return made;
}

Predicate RequestSpace::is_possible(const OpenCaller& open) const {
  std::vector<Predicate> others;
  for (const Glob& other : open.except) {
    others.push_back(Predicate::matches(open.arn, other));
  }
  return Predicate::all_of({Predicate::negation(Predicate::any_of(std::move(others))),
                            is_possible(open.caller)});
}

Predicate RequestSpace::is_possible(const Caller& caller) const {
  const bool is_session = caller.kind == Caller::Kind::RoleSession;
  const auto id = keys.find(kUserId);
  const bool is_open = is_session || caller.kind == Caller::Kind::User;
  if (!is_open || id == keys.end()) return Predicate::always();
  Predicate with_colon = Predicate::always();
  if (const auto* text = std::get_if<gates::TextKey>(&id->second)) {
    with_colon = Predicate::matches(text->field, Glob::like("*:*"));
  } else if (const auto* classes = std::get_if<gates::ClassKey>(&id->second)) {
    IntervalSet set;
    for (std::size_t i = 0; i < classes->values.size(); ++i) {
      if (classes->values[i].find(':') == std::string::npos) continue;
      set = set.united(IntervalSet::single(i + 1));
    }
    with_colon = Predicate::in_set(classes->field, std::move(set));
  } else {
    return Predicate::always();
  }
  return is_session ? with_colon : Predicate::negation(std::move(with_colon));
}

bool is_in_every_request(const std::string& key) {
  return std::find(kAlways.begin(), kAlways.end(), key) != kAlways.end();
}

bool has_one_value(const std::string& key) {
  constexpr std::array<std::string_view, 3> kFamilies = {
      "aws:requesttag/", "aws:principaltag/", "aws:resourcetag/"};
  constexpr std::array<std::string_view, 14> kKeys = {
      "aws:multifactorauthage", "aws:multifactorauthpresent",
      "aws:principalorgid",     "aws:referer",
      "aws:requestedregion",    "aws:resourceorgid",
      "aws:sourceaccount",      "aws:sourcearn",
      "aws:sourceip",           "aws:sourceorgid",
      "aws:sourcevpc",          "aws:sourcevpce",
      "aws:useragent",          "aws:vpcsourceip"};
  return is_in_every_request(key) ||
         std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end() ||
         std::any_of(kFamilies.begin(), kFamilies.end(),
                     [&](std::string_view family) { return key.starts_with(family); });
}

bool may_be_value(const std::string& key, const std::string& value) {
  const auto type = type_of(key);
  return !type || is_of(*type, value);
}

RequestSpace request_space(const std::vector<const PolicyDocument*>& documents,
                           const SpaceOptions& options) {
  return Builder(documents, options).build();
}

}  // namespace pullproof::model
