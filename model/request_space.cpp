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
#include "model/value_classes.h"

namespace pullproof::model {
namespace {

using aws::PolicyCondition;
using aws::PolicyDocument;
using aws::PolicyStatement;
using gates::Caller;

/// Keys that tell who calls: the caller fixes them.
constexpr std::array<std::string_view, 8> kCallerKeys = {
    "aws:principalarn",          "aws:principalaccount", "aws:principaltype",
    "aws:principalisawsservice", "aws:username",         "aws:userid",
    "aws:principalservicename",  "aws:tokenissuetime"};

/// Keys that every request has.
constexpr std::array<std::string_view, 6> kAlways = {
    "aws:currenttime",     "aws:epochtime",       "aws:resourceaccount",
    "aws:requestedregion", "aws:securetransport", "aws:viaawsservice"};

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& keys, std::string_view key) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

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
    space_.resource = space_.fields.add({.name = "resource",
                                         .kind = Field::Kind::Text,
                                         .domain = {},
                                         .text_domain = Glob::like("?*")});
    add_keys();
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
    for (std::size_t at = text.find("${"); at != std::string_view::npos;
         at = text.find("${", at + 2)) {
      std::string_view key = text.substr(at + 2);
      key = key.substr(0, std::min(key.find('}'), key.find(',')));
      while (key.starts_with(' ')) key.remove_prefix(1);
      while (key.ends_with(' ')) key.remove_suffix(1);
      const Unknown open{
          .call = "", .why = fmt::format("the value of `${{{}}}` is not known", key)};
      space_.keys.emplace(aws::lower(key), gates::UnknownKey{open});
    }
  }

  void add_variables_of(const PolicyStatement& statement) {
    for (const auto& resource : statement.resources) {
      if (resource.has_variables) add_variables(resource.text);
    }
    for (const auto& condition : statement.conditions) {
      for (const auto& value : condition.values) {
        if (value.has_variables) add_variables(value.text);
      }
    }
  }

  void add_keys() {
    for (const auto* statement : statements_) add_variables_of(*statement);
    for (const auto& [key, conditions] : conditions_) {
      if (contains(kCallerKeys, key) || space_.keys.contains(key)) continue;
      ValueClasses classes = value_classes(conditions);
      space_.exact = space_.exact && classes.exact;
      if (!classes.is_set) {
        const std::size_t first = contains(kAlways, key) ? 1 : 0;
        const FieldId field = class_field(key, first, classes.witnesses.size());
        space_.keys.emplace(key, gates::ClassKey{field, std::move(classes.witnesses)});
        continue;
      }
      gates::ClassSetKey set{.members = {}, .values = std::move(classes.witnesses)};
      for (const auto& value : set.values) {
        set.members.push_back(class_field(key + " has " + value, 0, 1));
      }
      space_.keys.emplace(key, std::move(set));
    }
  }

  /// One action for each class that the statements tell apart.
  void add_actions() {
    std::vector<Glob> patterns = {
        Glob::exact("ecr:GetAuthorizationToken", LetterCase::Ignored)};
    for (const auto* statement : statements_) {
      for (const auto& action : statement->actions) add_once(patterns, action.pattern);
    }
    const auto add_classes = [&](const Glob& domain) {
      const auto classes = split_strings(domain, patterns);
      if (!classes) {
        space_.exact = false;
        return;
      }
      for (const auto& one : *classes) space_.actions.push_back(one.witness);
    };
    if (options_.actions.empty()) add_classes(Glob::like("?*:?*"));
    for (const auto& action : options_.actions) {
      add_classes(Glob::like(action, LetterCase::Ignored));
    }
  }

  static void add_once(std::vector<Glob>& patterns, const Glob& pattern) {
    if (std::find(patterns.begin(), patterns.end(), pattern) == patterns.end()) {
      patterns.push_back(pattern);
    }
  }

  void add_caller(std::string_view principal) {
    auto caller = gates::caller_named(principal);
    if (!caller) return;
    const std::string key = fmt::format("{} {}", caller->arn, principal);
    if (known_.insert(key).second) space_.callers.push_back(std::move(*caller));
  }

  void add_callers() {
    if (options_.resource_policies) add_caller("anonymous");
    accounts_ = {options_.resource_policies ? kStranger : "111122223333"};
    for (const auto* statement : statements_) add_named_principals(*statement);
    add_accounts_of_conditions();
    for (const auto& account : accounts_) add_members(account);
    for (const char* owner : {"999999999999", "888888888888", "777777777777"}) {
      if (space_.elsewhere.empty() && !accounts_.contains(owner)) {
        space_.elsewhere = owner;
      }
    }
    if (options_.resource_policies) add_caller("other.amazonaws.com");
  }

  void add_named_principals(const PolicyStatement& statement) {
    if (!statement.principal) return;
    for (const auto& entry : statement.principal->aws) {
      const gates::Arn arn(entry);
      if (arn.complete) {
        accounts_.insert(std::string(arn.account()));
        add_caller(entry);
      } else if (!entry.empty() &&
                 entry.find_first_not_of("0123456789") == entry.npos) {
        accounts_.insert(entry);
      }
    }
    for (const auto& service : statement.principal->services) add_caller(service);
    for (const auto& provider : statement.principal->federated) add_caller(provider);
  }

  void add_accounts_of_conditions() {
    for (const char* key : {"aws:principalaccount", "aws:principalarn"}) {
      const auto found = conditions_.find(key);
      if (found == conditions_.end()) continue;
      for (const auto* condition : found->second) {
        for (const auto& value : condition->values) {
          const gates::Arn arn(value.text);
          const std::string account(arn.complete ? arn.account() : value.text);
          if (account.size() == 12 &&
              account.find_first_not_of("0123456789") == account.npos) {
            accounts_.insert(account);
          }
        }
      }
    }
  }

  /// Roles and users of the account that conditions on the principal tell apart.
  void add_members(const std::string& account) {
    std::vector<Glob> arns;
    std::vector<Glob> names;
    collect_patterns("aws:principalarn", arns);
    collect_patterns("aws:username", names);
    // None of those that principals name: they are callers by themselves.
    for (const auto* statement : statements_) {
      if (!statement->principal) continue;
      for (const auto& entry : statement->principal->aws) {
        add_once(arns, Glob::exact(entry));
      }
    }
    for (const char* kind : {"role", "user"}) {
      const auto start = fmt::format("arn:aws:iam::{}:{}/", account, kind);
      std::vector<Glob> patterns = arns;
      if (kind == std::string_view("user")) {
        for (const auto& name : names) patterns.push_back(after(start, name));
      }
      const auto classes = split_strings(Glob::like(start + "?*"), patterns);
      if (!classes) {
        space_.exact = false;
        add_caller(start + "x");
        continue;
      }
      for (const auto& one : *classes) add_caller(one.witness);
      if (!options_.resource_policies && !mentions_callers()) return;
    }
    add_caller(fmt::format("arn:aws:iam::{}:root", account));
  }

  [[nodiscard]] bool mentions_callers() const {
    return std::any_of(conditions_.begin(), conditions_.end(), [](const auto& entry) {
      return contains(kCallerKeys, entry.first);
    });
  }

  static Glob after(const std::string& start, const Glob& name) {
    std::vector<GlobToken> tokens = Glob::exact(start).tokens();
    tokens.insert(tokens.end(), name.tokens().begin(), name.tokens().end());
    return Glob::of(std::move(tokens), name.letter_case());
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
  std::map<std::string, std::vector<const PolicyCondition*>> conditions_;
  std::set<std::string> accounts_;
  std::set<std::string> known_;
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
