#include "solver/policy_pins.h"

#include <cstddef>
#include <set>
#include <string>
#include <utility>

#include "model/aws/condition_operators.h"
#include "model/aws/policy_condition.h"
#include "model/gates/policy_text.h"
#include "model/gates/request.h"

namespace pullproof::solver {
namespace {

using aws::PolicyDocument;
using aws::PolicyStatement;
using Documents = std::vector<const PolicyDocument*>;

/// Each is compared by itself.
constexpr std::size_t kMostStatements = 64;

/// The keys that variables of the policies stand for, in lower case.
std::set<std::string> keys_of_variables(const Documents& documents) {
  std::set<std::string> keys;
  for (const auto* document : documents) {
    for (const auto& statement : document->statements) {
      gates::each_text_with_variables(statement, [&keys](std::string_view text) {
        for (const auto key : gates::variable_keys(text)) keys.insert(aws::lower(key));
      });
    }
  }
  return keys;
}

/// The one text that the key has in every request that meets the condition.
const Glob* pin_of(const aws::PolicyCondition& condition) {
  if (!condition.written || condition.values.size() != 1) return nullptr;
  const auto& [op, qualifier, if_exists] = *condition.written;
  const auto* text = std::get_if<Glob>(&condition.values.front().operand);
  const bool pins = op->family == aws::ConditionFamily::String && !op->negated &&
                    op->comparison != aws::Comparison::EqualIgnoringCase &&
                    !if_exists && qualifier == aws::SetQualifier::None &&
                    !condition.values.front().has_variables && text != nullptr &&
                    !text->has_wildcard();
  return pins ? text : nullptr;
}

/// Only what the statement says; nothing is known of other keys.
gates::Request request_of(const PolicyStatement& statement,
                          const std::set<std::string>& keys) {
  gates::Request request;
  for (const auto& condition : statement.conditions) {
    const Glob* pin = keys.contains(condition.lower_key) ? pin_of(condition) : nullptr;
    if (pin == nullptr) continue;
    request.context.insert_or_assign(condition.lower_key,
                                     gates::FixedKey{.values = {pin->literal()}});
  }
  return request;
}

/// Without other Allow statements than this one.
void keep_one(std::vector<PolicyDocument>& documents, std::size_t document,
              std::size_t statement) {
  for (std::size_t d = 0; d < documents.size(); ++d) {
    auto& all = documents[d].statements;
    std::vector<PolicyStatement> kept;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool is_the_one = d == document && i == statement;
      if (!all[i].allow || is_the_one) kept.push_back(std::move(all[i]));
    }
    all = std::move(kept);
  }
}

}  // namespace

std::vector<PolicyPair> with_pins(const Documents& granted, const Documents& known) {
  Documents both = granted;
  both.insert(both.end(), known.begin(), known.end());
  const auto keys = keys_of_variables(both);
  std::vector<PolicyPair> pairs;
  bool has_pins = false;
  for (std::size_t d = 0; d < granted.size(); ++d) {
    // What is not understood as a whole may allow anything.
    if (!granted[d]->not_modelled.empty()) return {};
    for (std::size_t i = 0; i < granted[d]->statements.size(); ++i) {
      const PolicyStatement& statement = granted[d]->statements[i];
      // What is not understood may be an Allow.
      if (!statement.not_modelled.empty() || pairs.size() == kMostStatements) return {};
      if (!statement.allow) continue;
      const gates::Request request = request_of(statement, keys);
      has_pins = has_pins || !request.context.empty();
      PolicyPair pair = with_values(granted, known, request);
      keep_one(pair.granted, d, i);
      pairs.push_back(std::move(pair));
    }
  }
  if (!has_pins) pairs.clear();
  return pairs;
}

}  // namespace pullproof::solver
