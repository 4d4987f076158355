#include "model/request_space.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "model/core/string_classes.h"
#include "model/gates/arn.h"
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

/// Keys that tell who calls: the caller fixes them.
constexpr std::array<std::string_view, 7> kCallerKeys = {
    "aws:principalarn",          "aws:principalaccount", "aws:principaltype",
    "aws:principalisawsservice", "aws:username",         "aws:userid",
    "aws:principalservicename"};

/// Keys that every request has.
constexpr std::array<std::string_view, 5> kAlways = {
    "aws:currenttime", "aws:epochtime", "aws:resourceaccount", "aws:securetransport",
    "aws:viaawsservice"};

/// What splitting principals may cost.
constexpr std::size_t kStatesForCallers = 200'000;

/// What splitting actions may cost: patterns that begin differently take a few states a
/// character; where they take more, their classes multiply.
std::size_t states_for(const std::vector<Glob>& patterns) {
  constexpr std::size_t kLeast = 200;
  constexpr std::size_t kPerCharacter = 2;
  std::size_t characters = 0;
  for (const Glob& pattern : patterns) characters += pattern.tokens().size();
  return kLeast + kPerCharacter * characters;
}

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
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
    for (const auto& [key, conditions] : conditions_) {
      if (contains(kCallerKeys, key) || space_.keys.contains(key)) continue;
      add_key(key, conditions);
    }
  }

  void is_inexact(std::string why) {
    space_.exact = false;
    if (space_.why_inexact.empty()) space_.why_inexact = std::move(why);
  }

  void has_too_many_callers() {
    space_.has_all_callers = false;
    is_inexact(
        fmt::format("the principals that the policies tell apart are beyond the budget "
                    "of {} automaton states",
                    kStatesForCallers));
  }

  void add_key(const std::string& key, const Conditions& conditions) {
    ValueClasses classes = value_classes(conditions);
    const bool always = contains(kAlways, key);
    const bool is_set = classes.is_set && !always;
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
      const auto classes = split_strings(domain, patterns, states_for(patterns));
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

  void add_caller(std::string_view principal) {
    auto caller = gates::caller_named(principal);
    if (caller) add_caller(*caller, principal);
  }

  void add_caller(const Caller& caller, std::string_view principal) {
    const std::string key = fmt::format("{} {}", caller.arn, principal);
    if (known_.insert(key).second) space_.callers.push_back(caller);
  }

  void add_callers() {
    space_.named_accounts = options_.accounts;
    choose_partitions();
    for (const auto* statement : statements_) add_named_principals(*statement);
    add_accounts_of_conditions();
    space_.elsewhere = unnamed_account('9');
    space_.stranger = unnamed_account('2');
    const bool resources = options_.resource_policies;
    if (!resources && !mentions_callers()) {
      add_caller(fmt::format("arn:{}:iam::111122223333:role/a", partitions_.front()));
      return;
    }
    const std::vector<Glob> patterns = patterns_of_arns();
    add_members("iam", "role/", "?*", patterns);
    add_members("iam", "user/", "?*", patterns);
    add_members("sts", "federated-user/", "?*", patterns);
    if (!resources) return;
    // No policy of an identity is a root user's.
    add_members("iam", "root", "", patterns);
    add_caller("anonymous");
    add_services();
    for (const char* provider :
         {"www.amazon.com", "arn:aws:iam::999999999999:saml-provider/any"}) {
      add_caller(provider);
    }
  }

  /// Twelve digits that begin with this one and that no policy names.
  [[nodiscard]] std::string unnamed_account(char digit) const {
    std::string account(12, digit);
    for (char last = '9'; space_.named_accounts.contains(account) && last > '0';
         --last) {
      account.back() = last;
    }
    return account;
  }

  void name_account(std::string_view text) {
    const bool digits =
        text.size() == 12 && text.find_first_not_of("0123456789") == text.npos;
    if (digits) space_.named_accounts.emplace(text);
  }

  void add_named_principals(const PolicyStatement& statement) {
    if (!statement.principal) return;
    for (const auto& entry : statement.principal->aws) {
      const gates::Arn arn(entry);
      name_account(arn.complete ? arn.account() : std::string_view(entry));
      if (arn.complete) add_caller(entry);
    }
    Caller service;
    service.kind = Caller::Kind::Service;
    for (const auto& name : statement.principal->services) {
      service.service = name;
      add_caller(service, name);
    }
    Caller provider;
    provider.kind = Caller::Kind::Federated;
    for (const auto& name : statement.principal->federated) {
      provider.arn = name;
      add_caller(provider, name);
    }
  }

  /// All of them where policies may tell one from another.
  /// AWS: General reference, "Amazon Resource Names".
  void choose_partitions() {
    if (!options_.partition.empty()) {
      partitions_ = {options_.partition};
      return;
    }
    partitions_ = {"aws"};
    const bool compared = conditions_.contains("aws:principalarn");
    for (const char* partition : {"aws-cn", "aws-us-gov"}) {
      const std::string start = fmt::format("arn:{}:", partition);
      const bool named = std::any_of(
          statements_.begin(), statements_.end(),
          [&](const auto* statement) { return mentions(*statement, start); });
      if (compared || named) partitions_.emplace_back(partition);
    }
  }

  static bool mentions(const PolicyStatement& statement, const std::string& start) {
    const auto begins = [&](const auto& written) {
      return written.text.starts_with(start);
    };
    return std::any_of(statement.resources.begin(), statement.resources.end(),
                       begins) ||
           std::any_of(statement.conditions.begin(), statement.conditions.end(),
                       [&](const auto& condition) {
                         return std::any_of(condition.values.begin(),
                                            condition.values.end(), begins);
                       });
  }

  void add_accounts_of_conditions() {
    for (const char* key : {"aws:principalaccount", "aws:principalarn"}) {
      const auto found = conditions_.find(key);
      if (found == conditions_.end()) continue;
      for (const auto* condition : found->second) {
        for (const auto& value : condition->values) {
          const gates::Arn arn(value.text);
          name_account(arn.complete ? arn.account() : std::string_view(value.text));
        }
      }
    }
  }

  /// Everything that tells one ARN of a principal from another.
  [[nodiscard]] std::vector<Glob> patterns_of_arns() {
    std::vector<Glob> arns;
    collect_patterns("aws:principalarn", arns);
    for (const auto* statement : statements_) {
      if (!statement->principal) continue;
      for (const auto& entry : statement->principal->aws) {
        add_once(arns, Glob::exact(entry));
      }
    }
    for (const auto& account : space_.named_accounts) {
      add_once(arns, Glob::like("arn:*:???::" + account + ":*"));
    }
    std::vector<Glob> accounts;
    collect_patterns("aws:principalaccount", accounts);
    for (const Glob& account : accounts) {
      add_once(arns, around("arn:*:???::", account, ":*"));
    }
    std::vector<Glob> names;
    collect_patterns("aws:username", names);
    for (const Glob& name : names) {
      // The name is what follows the path, if there is one.
      for (const char* path : {"", "*/"}) {
        add_once(arns, around(fmt::format("arn:*:iam::*:user/{}", path), name, ""));
      }
    }
    return arns;
  }

  /// Principals of one kind, in every account, that `patterns` tell apart.
  void add_members(const char* service, const char* kind, const char* name,
                   const std::vector<Glob>& patterns) {
    for (const std::string& partition : partitions_) {
      const auto classes =
          split_strings(members_domain(partition, service, kind, name), patterns,
                        kStatesForCallers);
      if (!classes) return has_too_many_callers();
      for (const auto& one : *classes) add_caller(plain_account(one.witness, patterns));
    }
  }

  /// Every ARN of the kind: twelve characters of an account, none of them a colon.
  static Glob members_domain(const std::string& partition, const char* service,
                             const char* kind, const char* name) {
    constexpr std::size_t kDigits = 12;
    std::vector<GlobToken> tokens =
        Glob::exact(fmt::format("arn:{}:{}::", partition, service)).tokens();
    tokens.insert(tokens.end(), kDigits,
                  GlobToken{.kind = GlobToken::Kind::AnySegmentCharacter});
    const Glob rest = Glob::like(fmt::format(":{}{}", kind, name));
    tokens.insert(tokens.end(), rest.tokens().begin(), rest.tokens().end());
    return Glob::of(std::move(tokens), LetterCase::Sensitive);
  }

  /// The same with digits in its account, if no pattern minds.
  [[nodiscard]] std::string plain_account(const std::string& arn,
                                          const std::vector<Glob>& patterns) const {
    for (const char digit : {'2', '3', '4', '5', '6', '7', '8', '9'}) {
      std::string plain = with_digits(arn, digit);
      const bool same =
          std::all_of(patterns.begin(), patterns.end(), [&](const Glob& pattern) {
            return pattern.matches(plain) == pattern.matches(arn);
          });
      if (same) return plain;
    }
    return arn;
  }

  [[nodiscard]] std::string with_digits(const std::string& arn, char digit) const {
    std::string plain = arn;
    const gates::Arn parts(arn);
    const auto start =
        static_cast<std::size_t>(parts.account().data() - std::string_view(arn).data());
    for (std::size_t i = start; i < plain.size() && plain[i] != ':'; ++i) {
      if (plain[i] < '0' || plain[i] > '9') plain[i] = digit;
    }
    return plain;
  }

  void add_services() {
    std::vector<Glob> names;
    collect_patterns("aws:principalservicename", names);
    for (const auto* statement : statements_) {
      if (!statement->principal) continue;
      for (const auto& name : statement->principal->services) {
        add_once(names, Glob::exact(name));
      }
    }
    for (const char* domain :
         {"?*.amazonaws.com", "?*.amazonaws.com.cn", "?*.aws.internal"}) {
      const auto classes = split_strings(Glob::like(domain), names, kStatesForCallers);
      if (!classes) return has_too_many_callers();
      for (const auto& one : *classes) add_caller(one.witness);
    }
  }

  [[nodiscard]] bool mentions_callers() const {
    return std::any_of(conditions_.begin(), conditions_.end(), [](const auto& entry) {
      return contains(kCallerKeys, entry.first);
    });
  }

  /// The pattern with a text before and behind it, in which `?` and `*` are wild.
  static Glob around(const std::string& before, const Glob& pattern,
                     const std::string& behind) {
    std::vector<GlobToken> tokens = Glob::like(before).tokens();
    tokens.insert(tokens.end(), pattern.tokens().begin(), pattern.tokens().end());
    const Glob rest = Glob::like(behind);
    tokens.insert(tokens.end(), rest.tokens().begin(), rest.tokens().end());
    return Glob::of(std::move(tokens), pattern.letter_case());
  }

  void collect_patterns(const char* key, std::vector<Glob>& patterns) {
    const auto found = conditions_.find(key);
    if (found == conditions_.end()) return;
    for (const auto* condition : found->second) {
      for (const auto& value : condition->values) {
        const auto* pattern = std::get_if<Glob>(&value.operand);
        if (pattern != nullptr && !value.has_variables) add_once(patterns, *pattern);
      }
    }
  }

  SpaceOptions options_;
  std::vector<const PolicyStatement*> statements_;
  std::map<std::string, Conditions> conditions_;
  std::set<std::string> known_;
  std::vector<std::string> partitions_ = {"aws"};
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
  request.complete = true;
  gates::add_derived_keys(request, "");
  return request;
}

RequestSpace request_space(const std::vector<const PolicyDocument*>& documents,
                           const SpaceOptions& options) {
  return Builder(documents, options).build();
}

}  // namespace pullproof::model
