#include "solver/policy_tokens.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "model/aws/condition_operators.h"
#include "model/aws/policy_condition.h"
#include "model/aws/policy_pattern.h"
#include "model/caller_classes.h"
#include "model/core/utf8.h"
#include "model/gates/policy_text.h"
#include "model/gates/request.h"

namespace pullproof::solver {
namespace {

using aws::PolicyCondition;
using aws::PolicyDocument;
using aws::PolicyStatement;
using Documents = std::vector<const PolicyDocument*>;

/// Of a plane for private use.
constexpr char32_t kFirstToken = 0xF0000;
/// Each doubles the pairs of policies.
constexpr std::size_t kMostDefaults = 4;

/// Calls `use` with each statement.
template <class Use>
void each_statement(const Documents& documents, const Use& use) {
  for (const auto* document : documents) {
    for (const auto& statement : document->statements) use(statement);
  }
}

template <class Value>
bool has_variables(const std::vector<Value>& values) {
  return std::any_of(values.begin(), values.end(),
                     [](const auto& value) { return value.has_variables; });
}

/// What variables stand in: the texts that they make differ from the request's. Who
/// calls is always somebody: no token stands there.
class Touched {
 public:
  explicit Touched(const Documents& documents) {
    each_statement(documents, [this](const PolicyStatement& statement) {
      resources_ = resources_ || has_variables(statement.resources);
      for (const auto& condition : statement.conditions) {
        if (has_variables(condition.values)) keys_.insert(condition.lower_key);
      }
    });
  }

  [[nodiscard]] bool resources() const { return resources_; }
  [[nodiscard]] bool has(const PolicyCondition& condition) const {
    return model::tells_who_calls(condition.lower_key)
               ? has_variables(condition.values)
               : keys_.contains(condition.lower_key);
  }

 private:
  bool resources_ = false;
  std::set<std::string> keys_;
};

std::string without_variables(std::string_view text) {
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

/// What a pattern is used for.
enum class Use {
  Widen,   ///< Texts are made of it: its `?` stand for characters beside the values.
  Narrow,  ///< Texts are compared with it: a `?` may take a token, but not a value.
};

bool is_plain_text(std::string_view text, Use use) {
  return use == Use::Widen || text.find('?') == std::string_view::npos;
}

/// No wildcard minds the colons that a value may have.
bool is_plain(const aws::ResourcePattern& resource, Use use) {
  const std::string rest = without_variables(resource.text);
  return !resource.misplaced_variable && is_plain_text(rest, use) &&
         aws::ResourceGlob::of({{.text = rest}}).exact;
}

bool is_plain(const PolicyCondition& condition, Use use) {
  if (!condition.written || model::tells_who_calls(condition.lower_key)) return false;
  const auto* op = condition.written->op;
  // A text may have a value in other letters, which a token has not.
  const bool minds_case = op->comparison != aws::Comparison::EqualIgnoringCase;
  return op->family == aws::ConditionFamily::String && !op->negated &&
         (minds_case || use == Use::Narrow) &&
         std::all_of(
             condition.values.begin(), condition.values.end(),
             [use](const auto& value) { return is_plain_text(value.text, use); });
}

/// Whether a part of a statement matches: a key of its own, which is true where it
/// does. Parts in the same words have the same key.
PolicyCondition question_of(const std::string& part, bool holds = true) {
  // Without the key it does not.
  return PolicyCondition::of(holds ? "Bool" : "BoolIfExists", "\x01" + part,
                             {holds ? "true" : "false"}, false);
}

/// An operator and its negation are one question with two answers.
PolicyCondition question_of(const PolicyCondition& condition) {
  std::string text = condition.op;
  bool negated = false;
  if (condition.written) {
    const auto& [op, qualifier, if_exists] = *condition.written;
    negated = op->negated && !if_exists && qualifier == aws::SetQualifier::None;
    if (qualifier == aws::SetQualifier::None && !if_exists) {
      text = fmt::format("{} {}", static_cast<int>(op->family),
                         static_cast<int>(op->comparison));
    }
  }
  text += fmt::format(" {} {}", condition.lower_key, aws::values_text(condition));
  return question_of(text, !negated);
}

std::string text_of(const aws::ResourcePattern& resource) {
  return fmt::format("{}{}:{};", resource.has_variables ? "$" : "",
                     resource.text.size(), resource.text);
}

/// The part of the statement that says on what, as a question.
void ask_about_resources(PolicyStatement& statement, const std::string& part) {
  statement.not_resource = false;
  statement.resources = {aws::ResourcePattern::of("*", false)};
  statement.conditions.push_back(question_of(part));
}

/// Writes a policy's statements so that they speak of texts with tokens.
class Rewriter {
 public:
  explicit Rewriter(const Touched& touched) : touched_(touched) {}

  /// Of what is granted: one matches the text with tokens whenever the statement
  /// matches the text without.
  void widen(const PolicyStatement& statement, std::vector<PolicyStatement>& to) const {
    PolicyStatement plain = statement;
    // The text with tokens is made of one pattern that it matches.
    std::set<std::string> keys;
    for (auto& condition : plain.conditions) {
      if (!touched_.has(condition)) continue;
      const bool stays =
          is_plain(condition, Use::Widen) && keys.insert(condition.lower_key).second;
      if (!stays) condition = question_of(condition);
    }
    std::vector<aws::ResourcePattern> others;
    take_plain_resources(plain, others, Use::Widen);
    ask_about_each(plain, others, to);
    if (!plain.resources.empty() || !plain.has_resource) to.push_back(std::move(plain));
  }

  /// Of what is known: none matches the text with tokens unless the statement matches
  /// the text without.
  void narrow(const PolicyStatement& statement,
              std::vector<PolicyStatement>& to) const {
    ask(statement, to);
    PolicyStatement plain = statement;
    for (auto& condition : plain.conditions) {
      if (touched_.has(condition) && !is_plain(condition, Use::Narrow)) {
        condition = question_of(condition);
      }
    }
    std::vector<aws::ResourcePattern> others;
    take_plain_resources(plain, others, Use::Narrow);
    if (!plain.resources.empty() || !plain.has_resource) to.push_back(std::move(plain));
  }

  /// The same as the statement, whatever the tokens are.
  void ask(const PolicyStatement& statement, std::vector<PolicyStatement>& to) const {
    PolicyStatement asked = statement;
    for (auto& condition : asked.conditions) {
      if (touched_.has(condition)) condition = question_of(condition);
    }
    if (!touched_.resources() || asked.not_resource || !asked.has_resource) {
      ask_about_exceptions(asked);
      to.push_back(std::move(asked));
      return;
    }
    ask_about_each(asked, asked.resources, to);
  }

 private:
  void ask_about_exceptions(PolicyStatement& statement) const {
    if (!touched_.resources() || !statement.not_resource) return;
    std::string part = "NotResource";
    for (const auto& resource : statement.resources) part += text_of(resource);
    ask_about_resources(statement, part);
  }

  /// Leaves in the statement what tokens may stand in.
  void take_plain_resources(PolicyStatement& statement,
                            std::vector<aws::ResourcePattern>& others, Use use) const {
    if (!touched_.resources()) return;
    ask_about_exceptions(statement);
    const auto end =
        std::stable_partition(statement.resources.begin(), statement.resources.end(),
                              [use](const auto& one) { return is_plain(one, use); });
    others.assign(end, statement.resources.end());
    statement.resources.erase(end, statement.resources.end());
  }

  static void ask_about_each(const PolicyStatement& statement,
                             const std::vector<aws::ResourcePattern>& resources,
                             std::vector<PolicyStatement>& to) {
    for (const auto& resource : resources) {
      PolicyStatement one = statement;
      ask_about_resources(one, "Resource" + text_of(resource));
      to.push_back(std::move(one));
    }
  }

  const Touched& touched_;
};

/// What the keys of variables stand for.
struct Tokens {
  gates::Request request;
  std::vector<std::string> with_default;
};

Tokens tokens_of(const Documents& documents) {
  Tokens tokens;
  tokens.request.complete = true;
  std::set<std::string> with_default;
  std::string written_texts;
  each_statement(documents, [&](const PolicyStatement& statement) {
    written_texts += aws::body_text(statement);
  });
  char32_t token = kFirstToken;
  const auto next_token = [&] {
    std::string value;
    do {
      value.clear();
      append_character(value, token++);
    } while (written_texts.find(value) != std::string::npos);
    return value;
  };
  const auto add = [&](std::string_view text) {
    for (const std::string_view written : gates::variable_keys(text)) {
      const std::string key = aws::lower(written);
      if (!tokens.request.context.contains(key)) {
        tokens.request.context.emplace(key, gates::FixedKey{.values = {next_token()}});
      }
      // Which of the text's keys has it does not matter: it may be absent.
      if (text.find(',') != std::string_view::npos) with_default.insert(key);
    }
  };
  each_statement(documents, [&](const PolicyStatement& statement) {
    gates::each_text_with_variables(statement, add);
  });
  tokens.with_default = {with_default.begin(), with_default.end()};
  return tokens;
}

/// The documents with their statements written anew.
template <class Rewrite>
std::vector<PolicyDocument> rewritten(const Documents& documents,
                                      const gates::Request& request,
                                      const Rewrite& rewrite) {
  std::vector<PolicyDocument> all;
  all.reserve(documents.size());
  for (const auto* document : documents) {
    PolicyDocument changed = *document;
    changed.statements.clear();
    for (const auto& statement : document->statements) {
      if (statement.not_modelled.empty()) {
        rewrite(statement, changed.statements);
      } else {
        changed.statements.push_back(statement);
      }
    }
    all.push_back(gates::with_values(std::move(changed), request));
  }
  return all;
}

PolicyPair pair_of(const Documents& granted, const Documents& known,
                   const Touched& touched, const gates::Request& request) {
  using Statements = std::vector<PolicyStatement>;
  const Rewriter rewriter(touched);
  const auto of_granted = [&](const PolicyStatement& statement, Statements& to) {
    statement.allow ? rewriter.widen(statement, to) : rewriter.narrow(statement, to);
  };
  const auto of_known = [&](const PolicyStatement& statement, Statements& to) {
    statement.allow ? rewriter.narrow(statement, to) : rewriter.ask(statement, to);
  };
  return {.granted = rewritten(granted, request, of_granted),
          .known = rewritten(known, request, of_known)};
}

}  // namespace

std::vector<PolicyPair> with_tokens(const Documents& granted, const Documents& known) {
  Documents all = granted;
  all.insert(all.end(), known.begin(), known.end());
  const Tokens tokens = tokens_of(all);
  const auto& defaults = tokens.with_default;
  if (tokens.request.context.empty() || defaults.size() > kMostDefaults) return {};
  const Touched touched(all);
  std::vector<PolicyPair> pairs;
  for (std::size_t absent = 0; absent < (std::size_t{1} << defaults.size()); ++absent) {
    gates::Request request = tokens.request;
    for (std::size_t i = 0; i < defaults.size(); ++i) {
      const bool is_absent = ((absent >> i) & 1U) != 0;
      if (is_absent) request.context[defaults[i]] = gates::AbsentKey{};
    }
    pairs.push_back(pair_of(granted, known, touched, request));
  }
  return pairs;
}

}  // namespace pullproof::solver
