#include "solver/policy_variables.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "model/aws/policy_condition.h"
#include "model/core/utf8.h"
#include "model/gates/arn.h"
#include "model/gates/caller.h"
#include "model/gates/policy_text.h"
#include "model/gates/request_context.h"

namespace pullproof::solver {
namespace {

/// What a variable stands for that no policy is likely to name.
constexpr const char* kValue = "v4lue";
/// Of a plane for private use: no policy names them.
constexpr char32_t kFirstToken = 0xF0000;
constexpr const char* kUser = "arn:aws:iam::111122223333:user/v4lue";

/// Calls `use` with each text that has variables.
template <class Use>
void each_text(const PolicyDocuments& documents, const Use& use) {
  for (const auto* document : documents) {
    for (const auto& statement : document->statements) {
      gates::each_text_with_variables(statement, use);
    }
  }
}

/// Calls `use` with each key that the texts put in, in lower case.
template <class Use>
void each_key(const PolicyDocuments& documents, const Use& use) {
  each_text(documents, [&use](std::string_view text) {
    for (const std::string_view key : gates::variable_keys(text)) {
      if (key.find(':') != std::string_view::npos) use(aws::lower(key));
    }
  });
}

bool tells_who_calls(std::string_view key) {
  return key == "aws:username" || key == "aws:userid" ||
         (key.starts_with("aws:principal") && !key.starts_with("aws:principaltag/") &&
          !key.starts_with("aws:principalorg"));
}

/// Whether tokens may stand in the place of variables.
class Tokens {
 public:
  Tokens(const PolicyDocuments& granted, const PolicyDocuments& known) : all_(granted) {
    all_.insert(all_.end(), known.begin(), known.end());
    for (const auto* document : all_) {
      for (const auto& statement : document->statements) note_variables(statement);
    }
    for (const auto* document : known) {
      for (const auto& statement : document->statements) {
        plain_ = plain_ && statement.allow;
      }
    }
    for (const auto* document : all_) {
      for (const auto& statement : document->statements) check(statement);
    }
    each_text(all_, [this](std::string_view text) {
      // A default is not what stands in the variable's place.
      plain_ = plain_ && text.find(',') == std::string_view::npos;
    });
  }

  [[nodiscard]] bool are_plain() const { return plain_; }
  /// Of both sides.
  [[nodiscard]] const PolicyDocuments& documents() const { return all_; }

 private:
  static bool varies(const aws::PolicyCondition& condition) {
    return std::any_of(condition.values.begin(), condition.values.end(),
                       [](const auto& value) { return value.has_variables; });
  }

  void note_variables(const aws::PolicyStatement& statement) {
    in_resources_ = in_resources_ ||
                    std::any_of(statement.resources.begin(), statement.resources.end(),
                                [](const auto& one) { return one.has_variables; });
    for (const auto& condition : statement.conditions) {
      if (varies(condition)) in_keys_.insert(condition.lower_key);
    }
  }

  void check(const aws::PolicyStatement& statement) {
    if (in_resources_) {
      plain_ = plain_ && !statement.not_resource;
      for (const auto& resource : statement.resources) {
        plain_ = plain_ && is_plain_resource(resource.text);
      }
    }
    std::set<std::string> keys;
    for (const auto& condition : statement.conditions) {
      if (!in_keys_.contains(condition.lower_key)) continue;
      plain_ = plain_ && keys.insert(condition.lower_key).second && is_plain(condition);
    }
  }

  /// No character stands for one of the value's.
  static bool is_plain_text(std::string_view text) {
    return text.find('?') == std::string_view::npos;
  }

  /// Nor do colons in a value move the segments that wildcards are kept in.
  static bool is_plain_resource(std::string_view text) {
    const std::string rest = without_variables(text);
    const gates::Arn arn(rest);
    return is_plain_text(rest) &&
           (!arn.complete || arn.resource().find(':') == std::string_view::npos);
  }

  static std::string without_variables(std::string_view text) {
    std::string rest;
    while (!text.empty()) {
      const std::size_t start = text.find("${");
      rest += text.substr(0, start);
      const std::size_t end = start == text.npos ? text.npos : text.find('}', start);
      if (end == text.npos) break;
      text.remove_prefix(end + 1);
    }
    return rest;
  }

  static bool is_plain(const aws::PolicyCondition& condition) {
    if (!condition.written) return false;
    const auto& [op, qualifier, if_exists] = *condition.written;
    return op->family == aws::ConditionFamily::String && !op->negated &&
           op->comparison != aws::Comparison::EqualIgnoringCase && !if_exists &&
           qualifier == aws::SetQualifier::None &&
           std::all_of(condition.values.begin(), condition.values.end(),
                       [](const auto& value) { return is_plain_text(value.text); });
  }

  PolicyDocuments all_;
  bool in_resources_ = false;
  std::set<std::string> in_keys_;
  bool plain_ = true;
};

}  // namespace

std::optional<gates::Request> request_with_variables(const PolicyDocuments& documents) {
  gates::Request request;
  each_key(documents, [&](const std::string& key) {
    request.context.emplace(key, gates::FixedKey{.values = {kValue}});
  });
  if (request.context.empty()) return std::nullopt;
  request.caller = *gates::caller_named(kUser);
  request.complete = true;
  // The caller tells these keys itself.
  std::erase_if(request.context,
                [](const auto& entry) { return tells_who_calls(entry.first); });
  gates::add_derived_keys(request, "");
  return request;
}

gates::Request with_variables(gates::Request witness, const gates::Request& variables) {
  for (const auto& [key, value] : variables.context) {
    const bool is_value = std::holds_alternative<gates::FixedKey>(value);
    if (tells_who_calls(key) || !is_value) continue;
    witness.context.insert({key, value});
  }
  if (witness.caller.kind != gates::Caller::Kind::User) {
    const std::string account = witness.caller.account;
    witness.caller = variables.caller;
    if (!account.empty() && account != variables.caller.account) {
      witness.caller =
          *gates::caller_named("arn:aws:iam::" + account + ":user/" + kValue);
    }
  }
  std::erase_if(witness.context,
                [](const auto& entry) { return tells_who_calls(entry.first); });
  gates::add_derived_keys(witness, "");
  return witness;
}

std::optional<gates::Request> request_with_tokens(const PolicyDocuments& granted,
                                                  const PolicyDocuments& known) {
  const Tokens tokens(granted, known);
  if (!tokens.are_plain()) return std::nullopt;
  gates::Request request;
  request.complete = true;
  char32_t token = kFirstToken;
  each_key(tokens.documents(), [&](const std::string& key) {
    std::string value;
    append_character(value, token);
    if (request.context.emplace(key, gates::FixedKey{.values = {value}}).second) {
      ++token;
    }
  });
  return request;
}

}  // namespace pullproof::solver
