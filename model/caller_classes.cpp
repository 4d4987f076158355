#include "model/caller_classes.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "model/core/string_classes.h"
#include "model/gates/arn.h"
#include "model/gates/caller.h"

namespace pullproof::model {
namespace {

using aws::PolicyCondition;
using aws::PolicyStatement;
using gates::Caller;

/// What splitting principals may cost where there is no other way.
constexpr std::size_t kStates = 50'000;
constexpr std::size_t kMostClasses = 1'000;

/// Keys that tell who calls: the caller fixes them.
constexpr std::array<std::string_view, 7> kCallerKeys = {
    "aws:principalarn",          "aws:principalaccount", "aws:principaltype",
    "aws:principalisawsservice", "aws:username",         "aws:userid",
    "aws:principalservicename"};

/// Beside "aws".
constexpr std::array<const char*, 7> kPartitions = {
    "aws-cn",    "aws-us-gov", "aws-iso", "aws-iso-b",
    "aws-iso-e", "aws-iso-f",  "aws-eusc"};

class Lister {
 public:
  Lister(const std::vector<const PolicyStatement*>& statements,
         const CallerOptions& options)
      : options_(options), statements_(statements) {
    for (const auto* statement : statements_) {
      for (const auto& condition : statement->conditions) {
        if (condition.written) conditions_[condition.lower_key].push_back(&condition);
      }
    }
  }

  CallerClasses list() {
    add_callers();
    note_typed_operators();
    return std::move(found_);
  }

 private:
  void add_caller(std::string_view principal) {
    auto caller = gates::caller_named(principal);
    if (caller) add_caller(*caller, principal);
  }

  void add_caller(const Caller& caller, std::string_view principal) {
    const std::string key = fmt::format("{} {}", caller.arn, principal);
    if (known_.insert(key).second) found_.callers.push_back(caller);
  }

  void add_callers() {
    found_.named_accounts = options_.accounts;
    choose_partitions();
    for (const auto* statement : statements_) add_named_principals(*statement);
    add_accounts_of_conditions();
    found_.elsewhere = unnamed_account('9');
    const bool resources = options_.resource_policies;
    if (!resources && !mentions_callers()) {
      add_caller(fmt::format("arn:{}:iam::111122223333:role/a", partitions_.front()));
      return;
    }
    const std::vector<Glob> patterns = patterns_of_arns();
    add_named_sessions(patterns);
    add_members("iam", "role/", true, patterns);
    add_members("iam", "user/", true, patterns);
    add_members("sts", "federated-user/", true, patterns);
    if (!resources) return;
    // No policy of an identity is a root user's.
    add_members("iam", "root", false, patterns);
    add_caller("anonymous");
    add_services();
    for (const char* provider :
         {"www.amazon.com", "arn:aws:iam::999999999999:saml-provider/any"}) {
      add_caller(provider);
    }
  }

  /// Only texts split the principals.
  void note_typed_operators() {
    for (const auto& [key, conditions] : conditions_) {
      if (!tells_who_calls(key) || key == "aws:userid") continue;
      for (const auto* condition : conditions) {
        const aws::ConditionOperator& op = *condition->written->op;
        const bool is_bool = op.family == aws::ConditionFamily::Boolean &&
                             key == "aws:principalisawsservice";
        if (aws::compares_texts(op) || op.family == aws::ConditionFamily::Null ||
            is_bool) {
          continue;
        }
        found_.why =
            fmt::format("which principals `{}` of `{}` tells apart is not known",
                        condition->op, condition->key);
      }
    }
  }

  /// Twelve digits that begin with this one and that no policy names.
  [[nodiscard]] std::string unnamed_account(char digit) const {
    std::string account(12, digit);
    for (char last = '9'; found_.named_accounts.contains(account) && last > '0';
         --last) {
      account.back() = last;
    }
    return account;
  }

  void name_account(std::string_view text) {
    const bool digits =
        text.size() == 12 && text.find_first_not_of("0123456789") == text.npos;
    if (digits) found_.named_accounts.emplace(text);
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

  /// Every one that a policy names; all of them where patterns may tell them apart.
  /// AWS: General reference, "Amazon Resource Names".
  void choose_partitions() {
    if (!options_.partition.empty()) {
      partitions_ = {options_.partition};
      return;
    }
    partitions_ = {"aws"};
    const bool compared = conditions_.contains("aws:principalarn");
    for (const char* partition : kPartitions) {
      const std::string start = fmt::format("arn:{}:", partition);
      const bool named = std::any_of(
          statements_.begin(), statements_.end(),
          [&](const auto* statement) { return mentions(*statement, start); });
      if (compared || named) partitions_.emplace_back(partition);
    }
  }

  static bool mentions(const PolicyStatement& statement, const std::string& start) {
    const auto begins = [&](const std::string& text) {
      return text.starts_with(start);
    };
    const auto is_written = [&](const auto& written) { return begins(written.text); };
    const bool names_principal =
        statement.principal && std::any_of(statement.principal->aws.begin(),
                                           statement.principal->aws.end(), begins);
    return names_principal ||
           std::any_of(statement.resources.begin(), statement.resources.end(),
                       is_written) ||
           std::any_of(statement.conditions.begin(), statement.conditions.end(),
                       [&](const auto& condition) {
                         return std::any_of(condition.values.begin(),
                                            condition.values.end(), is_written);
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
    for (const auto& account : found_.named_accounts) {
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
    add_patterns_of_ids(arns);
    return arns;
  }

  /// The id of a root user is its account, that of a federated user "account:name".
  /// AWS: IAM user guide, "Principal key values".
  void add_patterns_of_ids(std::vector<Glob>& arns) {
    std::vector<Glob> ids;
    collect_patterns("aws:userid", ids);
    const auto colon = Glob::exact(":federated-user/").tokens();
    for (const Glob& id : ids) {
      add_once(arns, around("arn:*:iam::", id, ":root"));
      const auto& tokens = id.tokens();
      for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!may_be_colon(tokens[i])) continue;
        std::vector<GlobToken> parts(tokens.begin(),
                                     tokens.begin() + static_cast<std::ptrdiff_t>(i));
        // A star may go on behind the colon.
        const bool is_run = tokens[i].kind == GlobToken::Kind::AnyRun;
        if (is_run) parts.push_back(tokens[i]);
        parts.insert(parts.end(), colon.begin(), colon.end());
        parts.insert(parts.end(),
                     tokens.begin() + static_cast<std::ptrdiff_t>(is_run ? i : i + 1),
                     tokens.end());
        add_once(
            arns,
            around("arn:*:sts::", Glob::of(std::move(parts), id.letter_case()), ""));
      }
    }
  }

  static bool may_be_colon(const GlobToken& token) {
    return token.kind == GlobToken::Kind::AnyRun ||
           token.kind == GlobToken::Kind::AnyCharacter ||
           (token.kind == GlobToken::Kind::Character && token.character == U':');
  }

  /// A session's ARN leaves out the path of its role, which patterns may look at.
  void add_named_sessions(const std::vector<Glob>& patterns) {
    const std::vector<Caller> named = found_.callers;
    for (const Caller& caller : named) {
      if (caller.kind != Caller::Kind::RoleSession || !caller.session) continue;
      const std::size_t name = caller.arn.rfind('/') + 1;
      std::vector<GlobToken> tokens = Glob::exact(caller.arn.substr(0, name)).tokens();
      const Glob path = Glob::like("?*/" + caller.arn.substr(name));
      tokens.insert(tokens.end(), path.tokens().begin(), path.tokens().end());
      const auto classes = split_strings(
          Glob::of(std::move(tokens), LetterCase::Sensitive), patterns, kStates);
      if (!classes) return miss_callers();
      for (const auto& one : *classes) {
        Caller with_path = caller;
        with_path.arn = one.witness;
        with_path.path_known = true;
        add_caller(with_path, caller.arn + " " + *caller.session);
      }
    }
  }

  /// Principals of one kind, in every account, that `patterns` tell apart.
  void add_members(const char* service, const char* kind, bool named,
                   const std::vector<Glob>& patterns) {
    for (const std::string& partition : partitions_) {
      const Glob domain = members_domain(partition, service, kind, named);
      const std::string start = fmt::format("arn:{}:{}::", partition, service);
      const bool may_be_open = options_.may_be_open && named;
      const bool added =
          (may_be_open && (add_classes(domain, patterns, few_states(patterns)) ||
                           add_texts(start, kind))) ||
          add_classes(domain, patterns, kStates);
      if (!added) return miss_callers();
    }
  }

  bool add_classes(const Glob& domain, const std::vector<Glob>& patterns,
                   std::size_t states) {
    const auto classes = split_strings(domain, patterns, states);
    if (!classes || classes->size() > kMostClasses) return false;
    for (const auto& one : *classes) add_caller(plain_account(one.witness, patterns));
    return true;
  }

  void miss_callers() {
    found_.why = fmt::format(
        "the principals that the policies tell apart are beyond the budget of {} "
        "automaton states and {} classes",
        kStates, kMostClasses);
  }

  /// The members of each account as texts. False if policies look at them in other ways
  /// than by patterns of their ARN, or if those tell unnamed accounts apart.
  bool add_texts(const std::string& start, const std::string& kind) {
    std::vector<Glob> arns;
    std::vector<Glob> accounts;
    collect_patterns("aws:principalarn", arns);
    collect_patterns("aws:principalaccount", accounts);
    const bool by_arn =
        std::none_of(arns.begin(), arns.end(), tells_accounts_apart) &&
        std::none_of(accounts.begin(), accounts.end(),
                     [](const Glob& pattern) { return pattern.has_wildcard(); }) &&
        !(kind == "user/" && conditions_.contains("aws:username"));
    if (!by_arn) return false;
    std::set<std::string> all = found_.named_accounts;
    all.insert(unnamed_account('2'));
    for (const auto& account : all) {
      add_text(fmt::format("{}{}:{}", start, account, kind));
    }
    return true;
  }

  /// A digit may stand where the account does, and not for all of it: four colons are
  /// before the account. AWS: General reference, "Amazon Resource Names".
  static bool tells_accounts_apart(const Glob& pattern) {
    constexpr int kColons = 4;
    constexpr std::size_t kDigits = 12;
    const auto is_digit = [](const GlobToken& token) {
      return token.kind == GlobToken::Kind::Character && U'0' <= token.character &&
             token.character <= U'9';
    };
    const auto& tokens = pattern.tokens();
    const GlobToken colon{.kind = GlobToken::Kind::Character, .character = U':'};
    int colons = 0;
    for (std::size_t i = 0; i < tokens.size() && colons <= kColons; ++i) {
      if (tokens[i] == colon) ++colons;
      if (!is_digit(tokens[i])) continue;
      const bool whole = colons == kColons && tokens[i - 1] == colon &&
                         i + kDigits < tokens.size() &&
                         std::all_of(&tokens[i], &tokens[i + kDigits], is_digit) &&
                         tokens[i + kDigits] == colon;
      if (!whole) return true;
      i += kDigits - 1;
    }
    return false;
  }

  /// Everybody whose ARN begins so, but for those whom policies name.
  void add_text(const std::string& start) {
    CallersByText by_text;
    const auto is_named = [&](const PolicyStatement* statement,
                              const std::string& arn) {
      if (!statement->principal) return false;
      const auto& names = statement->principal->aws;
      return std::find(names.begin(), names.end(), arn) != names.end();
    };
    std::string name = "any";
    while (std::any_of(
        statements_.begin(), statements_.end(),
        [&](const auto* statement) { return is_named(statement, start + name); })) {
      name += "-other";
    }
    by_text.caller = *gates::caller_named(start + name);
    std::vector<GlobToken> tokens = Glob::exact(start).tokens();
    append_name(tokens);
    by_text.arns = Glob::of(std::move(tokens), LetterCase::Sensitive);
    for (const auto* statement : statements_) {
      if (!statement->principal) continue;
      for (const auto& named : statement->principal->aws) {
        if (named.starts_with(start)) add_once(by_text.except, Glob::exact(named));
      }
    }
    found_.open.push_back(std::move(by_text));
  }

  /// Every ARN of the kind: twelve characters of an account, none of them a colon.
  static Glob members_domain(const std::string& partition, const char* service,
                             const char* kind, bool named) {
    constexpr std::size_t kDigits = 12;
    std::vector<GlobToken> tokens =
        Glob::exact(fmt::format("arn:{}:{}::", partition, service)).tokens();
    tokens.insert(tokens.end(), kDigits,
                  GlobToken{.kind = GlobToken::Kind::AnySegmentCharacter});
    const Glob rest = Glob::exact(fmt::format(":{}", kind));
    tokens.insert(tokens.end(), rest.tokens().begin(), rest.tokens().end());
    if (named) append_name(tokens);
    return Glob::of(std::move(tokens), LetterCase::Sensitive);
  }

  /// AWS: IAM user guide, "IAM identifiers": no colon is in a name or path.
  static void append_name(std::vector<GlobToken>& tokens) {
    tokens.push_back({.kind = GlobToken::Kind::AnySegmentCharacter});
    tokens.push_back({.kind = GlobToken::Kind::AnySegmentRun});
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
      const auto classes = split_strings(Glob::like(domain), names, kStates);
      if (!classes) return miss_callers();
      for (const auto& one : *classes) add_caller(one.witness);
    }
  }

  [[nodiscard]] bool mentions_callers() const {
    return std::any_of(conditions_.begin(), conditions_.end(),
                       [](const auto& entry) { return tells_who_calls(entry.first); });
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

  static void add_once(std::vector<Glob>& patterns, const Glob& pattern) {
    if (std::find(patterns.begin(), patterns.end(), pattern) == patterns.end()) {
      patterns.push_back(pattern);
    }
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

  const CallerOptions& options_;
  const std::vector<const PolicyStatement*>& statements_;
  std::map<std::string, std::vector<const PolicyCondition*>> conditions_;
  std::set<std::string> known_;
  std::vector<std::string> partitions_ = {"aws"};
  CallerClasses found_;
};

}  // namespace

CallerClasses caller_classes(const std::vector<const PolicyStatement*>& statements,
                             const CallerOptions& options) {
  return Lister(statements, options).list();
}

bool tells_who_calls(std::string_view key) {
  return std::find(kCallerKeys.begin(), kCallerKeys.end(), key) != kCallerKeys.end();
}

}  // namespace pullproof::model
