#include "model/aws/policy_condition.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/aws/policy_pattern.h"

namespace pullproof::aws {

PolicyCondition PolicyCondition::of(std::string op, std::string key,
                                    std::vector<std::string> values, bool variables) {
  PolicyCondition condition;
  condition.written = parse_condition_operator(op);
  condition.lower_key = lower(key);
  condition.op = std::move(op);
  condition.key = std::move(key);
  const bool texts = condition.written && compares_texts(*condition.written->op);
  for (std::string& text : values) {
    PolicyValue value;
    const auto parts = fixed_parts(text, variables && texts);
    value.has_variables = !parts;
    if (parts && texts) {
      value.operand = text_pattern(*condition.written->op, *parts);
    } else if (parts && condition.written) {
      value.operand = read_operand(*condition.written->op, text);
    }
    value.text = std::move(text);
    condition.values.push_back(std::move(value));
  }
  return condition;
}

std::string values_text(const PolicyCondition& condition) {
  std::vector<std::string> texts;
  for (const auto& value : condition.values) {
    texts.push_back(fmt::format("{}{}:{};", value.has_variables ? "$" : "",
                                value.text.size(), value.text));
  }
  std::sort(texts.begin(), texts.end());
  return fmt::format("{}", fmt::join(texts, ""));
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& byte : result) {
    if ('A' <= byte && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return result;
}

}  // namespace pullproof::aws
