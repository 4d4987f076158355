#include "tests/support/oracle_condition.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "tests/support/oracle_documents.h"
#include "tests/support/oracle_glob.h"
#include "tests/support/oracle_range.h"

namespace pullproof::oracle {
namespace {

using nlohmann::json;

enum class Compare { Equal, Like, Arn, Address, Boolean, Null };

struct Operator {
  Compare compare = Compare::Equal;
  bool negated = false;
  bool if_exists = false;
};

Operator operator_named(const std::string& name) {
  static const std::map<std::string, Operator> kOperators = {
      {"StringEquals", {.compare = Compare::Equal}},
      {"StringNotEquals", {.compare = Compare::Equal, .negated = true}},
      {"StringLike", {.compare = Compare::Like}},
      {"StringNotLike", {.compare = Compare::Like, .negated = true}},
      {"ArnEquals", {.compare = Compare::Arn}},
      {"ArnLike", {.compare = Compare::Arn}},
      {"ArnNotEquals", {.compare = Compare::Arn, .negated = true}},
      {"ArnNotLike", {.compare = Compare::Arn, .negated = true}},
      {"IpAddress", {.compare = Compare::Address}},
      {"NotIpAddress", {.compare = Compare::Address, .negated = true}},
      {"Bool", {.compare = Compare::Boolean}},
      {"Null", {.compare = Compare::Null}},
  };
  const std::string suffix = "IfExists";
  const bool if_exists = name.ends_with(suffix);
  const std::string base =
      if_exists ? name.substr(0, name.size() - suffix.size()) : name;
  const auto found = kOperators.find(base);
  if (found == kOperators.end()) throw Unsupported{"operator " + name};
  Operator result = found->second;
  result.if_exists = if_exists;
  if (if_exists && result.compare == Compare::Null) throw Unsupported{name};
  return result;
}

/// The cuts of addresses and the values of other keys must suit the operator.
void check_suits(Compare compare, const std::string& key) {
  const bool address_key = key == "aws:sourceip" || key == "aws:vpcsourceip";
  const bool boolean_key =
      key == "aws:securetransport" || key == "aws:principalisawsservice";
  const bool address = compare == Compare::Address;
  const bool odd_arn = compare == Compare::Arn && key != "aws:principalarn";
  const bool odd_boolean = compare == Compare::Boolean && !boolean_key;
  if (compare == Compare::Null) return;
  if (address != address_key || odd_arn || odd_boolean) {
    throw Unsupported{"an operator that does not suit " + key};
  }
}

std::vector<std::string> six_segments(const std::string& arn) {
  std::vector<std::string> segments;
  std::size_t start = 0;
  while (segments.size() < 5) {
    const std::size_t colon = arn.find(':', start);
    if (colon == std::string::npos) throw Unsupported{"`" + arn + "` is no ARN"};
    segments.push_back(arn.substr(start, colon - start));
    start = colon + 1;
  }
  segments.push_back(arn.substr(start));
  return segments;
}

bool arn_matches(const std::string& pattern, const std::string& arn) {
  const auto patterns = six_segments(pattern);
  const auto segments = six_segments(arn);
  return std::equal(patterns.begin(), patterns.end(), segments.begin(), glob_matches);
}

bool address_matches(const std::string& pattern, const std::string& text) {
  if (pattern.find(':') != std::string::npos) return false;  // IPv6
  const auto block = block_from(pattern);
  if (!block) throw Unsupported{"`" + pattern + "` is no block"};
  return block->holds(address_from(text).value());
}

bool boolean_matches(const std::string& pattern, const std::string& text) {
  const std::string wanted = lower(pattern);
  if (wanted != "true" && wanted != "false") throw Unsupported{"Bool " + pattern};
  return wanted == text;
}

/// AWS: the caller and the bucket of a layer are ECR's own, so whatever names our
/// account or an organization does not match, and what else matches is not known.
Truth foreign_matches(const std::string& pattern, const std::string& account) {
  if (pattern.find_first_not_of('*') == std::string::npos) return Truth::Yes;
  if (pattern.find(account) != std::string::npos) return Truth::No;
  if (pattern.starts_with("o-")) return Truth::No;
  return Truth::Maybe;
}

Truth value_matches(Compare compare, const std::string& pattern, const Value& value,
                    const std::string& account) {
  if (pattern.find("${") != std::string::npos) throw Unsupported{"variable " + pattern};
  if (value.foreign) return foreign_matches(pattern, account);
  const std::string& text = value.text.value();
  switch (compare) {
    case Compare::Equal:
      return truth(pattern == text);
    case Compare::Like:
      return truth(glob_matches(pattern, text));
    case Compare::Arn:
      return truth(arn_matches(pattern, text));
    case Compare::Address:
      return truth(address_matches(pattern, text));
    case Compare::Boolean:
      return truth(boolean_matches(pattern, text));
    case Compare::Null:
      break;
  }
  throw Unsupported{"Null compares no values"};
}

Truth holds_for(const Operator& asked, const std::vector<std::string>& patterns,
                const Value& value, const std::string& account) {
  const bool present = value.foreign || value.text;
  if (asked.compare == Compare::Null) {
    return truth(std::any_of(patterns.begin(), patterns.end(), [&](const auto& wanted) {
      return boolean_matches(wanted, present ? "false" : "true");
    }));
  }
  if (!present) return truth(asked.if_exists || asked.negated);
  Truth any = Truth::No;
  for (const std::string& pattern : patterns) {
    any = either(any, value_matches(asked.compare, pattern, value, account));
  }
  return asked.negated ? opposite(any) : any;
}

/// Requires: the answer is the same for each value that the key may have, else maybe.
Truth key_holds(const Operator& asked, const std::string& name, const json& element,
                const Context& context) {
  const std::string key = lower(name);
  const auto reading = context.keys.find(key);
  if (reading == context.keys.end()) throw Unsupported{"condition key " + name};
  check_suits(asked.compare, key);
  const auto patterns = texts(element);
  if (patterns.empty()) throw Unsupported{"no value for " + name};
  if (reading->second.empty()) return Truth::Maybe;
  const Truth first =
      holds_for(asked, patterns, reading->second.front(), context.account);
  for (const Value& value : reading->second) {
    const Truth other = holds_for(asked, patterns, value, context.account);
    if (other != first) return Truth::Maybe;
  }
  return first;
}

}  // namespace

Truth opposite(Truth value) {
  if (value == Truth::Maybe) return Truth::Maybe;
  return truth(value == Truth::No);
}

Truth condition_holds(const json& condition, const Context& context) {
  Truth all = Truth::Yes;
  for (const auto& [operator_name, keys] : condition.items()) {
    const Operator asked = operator_named(operator_name);
    for (const auto& [key, values] : keys.items()) {
      all = both(all, key_holds(asked, key, values, context));
    }
  }
  return all;
}

std::vector<std::string> texts(const json& element) {
  std::vector<std::string> result;
  const json array = element.is_array() ? element : json::array({element});
  for (const json& item : array) {
    if (item.is_boolean()) {
      result.emplace_back(item.get<bool>() ? "true" : "false");
    } else {
      result.push_back(item.get<std::string>());
    }
  }
  return result;
}

}  // namespace pullproof::oracle
