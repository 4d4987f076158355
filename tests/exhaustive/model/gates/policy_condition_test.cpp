// Every policy of an Allow and a Deny statement with one condition each: every operator
// with and without IfExists and set qualifiers, on every set of three values, for every
// request; against what the page of each operator says, spelled out here once more.
//
// AWS: IAM user guide, "Condition operators" and "Multivalued context keys".
#include "model/gates/policy_condition.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <optional>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/authorization.h"
#include "model/core/fields.h"
#include "model/gates/caller.h"

namespace pullproof::gates::policy_condition_test {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

/// Whether one value of the request meets one value of the policy.
using Meets = std::function<bool(const std::string& asked, const std::string& written)>;

struct Operator {
  std::string name;
  bool negated = false;
  Meets meets;
};

/// Operators of one family, and three values that they tell apart.
struct Family {
  Texts written;
  Texts asked;
  std::vector<Operator> operators;
};

bool like(std::string_view text, std::string_view pattern) {
  if (pattern.empty()) return text.empty();
  if (pattern.front() == '*') {
    return like(text, pattern.substr(1)) ||
           (!text.empty() && like(text.substr(1), pattern));
  }
  if (text.empty()) return false;
  const bool same = pattern.front() == '?' || pattern.front() == text.front();
  return same && like(text.substr(1), pattern.substr(1));
}

/// Segment by segment: no wildcard crosses a colon.
bool arn_like(std::string text, std::string pattern) {
  for (int segment = 0; segment < 5; ++segment) {
    const auto ends = std::pair(text.find(':'), pattern.find(':'));
    if (!like(text.substr(0, ends.first), pattern.substr(0, ends.second))) return false;
    text.erase(0, ends.first + 1);
    pattern.erase(0, ends.second + 1);
  }
  return like(text, pattern);
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(c));
  return text;
}

double number(const std::string& text) { return std::strtod(text.c_str(), nullptr); }

/// Days of the dates below, by hand.
double day(const std::string& text) {
  return text.starts_with("2026-01-01") ? 1 : text.starts_with("2026-01-02") ? 2 : 3;
}

using Order = double (*)(const std::string&);
std::vector<Operator> orderings(const std::string& prefix, Order of) {
  return {
      {prefix + "Equals", false, [of](auto a, auto w) { return of(a) == of(w); }},
      {prefix + "NotEquals", true, [of](auto a, auto w) { return of(a) == of(w); }},
      {prefix + "LessThan", false, [of](auto a, auto w) { return of(a) < of(w); }},
      {prefix + "LessThanEquals", false,
       [of](auto a, auto w) { return of(a) <= of(w); }},
      {prefix + "GreaterThan", false, [of](auto a, auto w) { return of(a) > of(w); }},
      {prefix + "GreaterThanEquals", false,
       [of](auto a, auto w) { return of(a) >= of(w); }}};
}

bool in_block(const std::string& address, const std::string& block) {
  if (block == "10.0.0.0/8") return address.starts_with("10.");
  return address == block || address + "/128" == block;
}

std::vector<Family> every_family() {
  const Meets equals = [](const auto& a, const auto& w) { return a == w; };
  const Meets ignoring = [](const auto& a, const auto& w) {
    return upper(a) == upper(w);
  };
  const Meets matching = [](const auto& a, const auto& w) { return like(a, w); };
  const Meets arns = [](const auto& a, const auto& w) { return arn_like(a, w); };
  const std::string arn = "arn:aws:sns:eu-central-1:111122223333:";
  return {{.written = {"ab", "AB", "a*"},
           .asked = {"ab", "AB", "abc"},
           .operators = {{"StringEquals", false, equals},
                         {"StringNotEquals", true, equals},
                         {"StringEqualsIgnoreCase", false, ignoring},
                         {"StringNotEqualsIgnoreCase", true, ignoring},
                         {"StringLike", false, matching},
                         {"StringNotLike", true, matching}}},
          {.written = {arn + "a", arn + "?", "arn:aws:sns:*:111122223333:a*"},
           .asked = {arn + "a", arn + "b", "arn:aws:sns:x:y:111122223333:a"},
           .operators = {{"ArnEquals", false, arns},
                         {"ArnNotEquals", true, arns},
                         {"ArnLike", false, arns},
                         {"ArnNotLike", true, arns}}},
          {.written = {"1", "1.50", "-2"},
           .asked = {"1.0", "1.5", "-3"},
           .operators = orderings("Numeric", number)},
          {.written = {"2026-01-01", "2026-01-02T00:00:00Z", "1767398400"},
           .asked = {"2026-01-01T00:00:00Z", "2026-01-02", "2026-01-03T00:00:00Z"},
           .operators = orderings("Date", day)},
          {.written = {"true", "false", "true"},
           .asked = {"true", "false", "true"},
           .operators = {{"Bool", false, equals}}},
          {.written = {"QQ==", "QUI=", "Qg=="},
           .asked = {"QQ==", "QUI=", "Qw=="},
           .operators = {{"BinaryEquals", false, equals}}},
          {.written = {"10.0.0.0/8", "192.0.2.1", "2001:db8::1/128"},
           .asked = {"10.1.2.3", "192.0.2.1", "2001:db8::1"},
           .operators = {{"IpAddress", false, in_block},
                         {"NotIpAddress", true, in_block}}}};
}

/// One condition as policies write it, and what its page says of it.
struct Condition {
  json text;
  std::function<bool(const std::optional<Texts>&)> holds;
};

constexpr const char* kKey = "aws:Key";

bool any_meets(const Operator& op, const std::string& asked, const Texts& written) {
  return std::any_of(written.begin(), written.end(),
                     [&](const auto& one) { return op.meets(asked, one); });
}

/// Of one value of the request: some value is met, or for a negated operator none is.
bool one_holds(const Operator& op, const std::string& asked, const Texts& written) {
  return any_meets(op, asked, written) != op.negated;
}

enum class Qualifier { None, ForAllValues, ForAnyValue };

bool expected(const Operator& op, Qualifier qualifier, bool if_exists,
              const Texts& written, const std::optional<Texts>& asked) {
  if (!asked) {
    if (if_exists || qualifier == Qualifier::ForAllValues) return true;
    return qualifier == Qualifier::None && op.negated;
  }
  const auto holds = [&](const std::string& one) {
    return one_holds(op, one, written);
  };
  if (qualifier == Qualifier::ForAllValues) {
    return std::all_of(asked->begin(), asked->end(), holds);
  }
  return std::any_of(asked->begin(), asked->end(), holds);
}

std::string name_of(const Operator& op, Qualifier qualifier, bool if_exists) {
  const char* prefix = qualifier == Qualifier::ForAllValues  ? "ForAllValues:"
                       : qualifier == Qualifier::ForAnyValue ? "ForAnyValue:"
                                                             : "";
  return prefix + op.name + (if_exists ? "IfExists" : "");
}

std::vector<Texts> sets_of(const Texts& values, std::size_t most) {
  std::vector<Texts> all;
  for (unsigned bits = 1; bits < 8; ++bits) {
    Texts set;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (((bits >> i) & 1U) != 0) set.push_back(values[i]);
    }
    if (set.size() <= most) all.push_back(std::move(set));
  }
  return all;
}

std::vector<Condition> every_condition(const Family& family, Qualifier qualifier) {
  std::vector<Condition> all;
  for (const Operator& op : family.operators) {
    for (const bool if_exists : {false, true}) {
      for (const Texts& written : sets_of(family.written, 2)) {
        all.push_back({{{name_of(op, qualifier, if_exists), {{kKey, written}}}},
                       [op, qualifier, if_exists, written](const auto& asked) {
                         return expected(op, qualifier, if_exists, written, asked);
                       }});
      }
    }
  }
  for (const bool absent : {false, true}) {
    all.push_back(
        {{{"Null", {{kKey, absent ? "true" : "false"}}}},
         [absent](const auto& asked) { return absent != asked.has_value(); }});
  }
  return all;
}

/// Absent, or any set of the values; sets of one only without a qualifier.
std::vector<std::optional<Texts>> every_request(const Family& family,
                                                Qualifier qualifier) {
  std::vector<std::optional<Texts>> all = {std::nullopt};
  for (auto& set : sets_of(family.asked, qualifier == Qualifier::None ? 1 : 3)) {
    all.emplace_back(std::move(set));
  }
  return all;
}

aws::PolicyDocument policy_of(const json& allow, const json& deny) {
  const auto statement = [](const char* effect, const json& condition) -> json {
    return {{"Effect", effect},
            {"Action", "*"},
            {"Resource", "*"},
            {"Condition", condition}};
  };
  return aws::PolicyDocument::parse(
      {{"Version", "2012-10-17"},
       {"Statement", {statement("Allow", allow), statement("Deny", deny)}}},
      {"policy.json", ""}, false);
}

Request request_with(const std::optional<Texts>& asked) {
  Request request;
  request.caller = *caller_named("arn:aws:iam::111122223333:role/r");
  request.action = "s3:GetObject";
  request.resource = "arn:aws:s3:::b/k";
  request.resource_account = "111122223333";
  request.complete = true;
  if (asked) {
    request.context["aws:key"] =
        FixedKey{.values = *asked, .multivalued = asked->size() > 1};
  }
  return request;
}

/// The key is left to choice: a class of one value, or any set of them.
struct OpenRequest {
  Request request = request_with(std::nullopt);
  Fields fields;

  OpenRequest(const Family& family, Qualifier qualifier) {
    const auto field = [&](std::size_t last) {
      return fields.add({.name = kKey,
                         .kind = Field::Kind::Class,
                         .domain = IntervalSet::range(0, last),
                         .text_domain = {}});
    };
    if (qualifier == Qualifier::None) {
      request.context["aws:key"] = ClassKey{field(family.asked.size()), family.asked};
      return;
    }
    ClassSetKey set{.members = {}, .values = family.asked};
    for (std::size_t i = 0; i < family.asked.size(); ++i)
      set.members.push_back(field(1));
    request.context["aws:key"] = std::move(set);
  }

  [[nodiscard]] Choice choice(const Family& family, Qualifier qualifier,
                              const std::optional<Texts>& asked) const {
    Choice chosen;
    const auto place = [&](const std::string& value) {
      return std::find(family.asked.begin(), family.asked.end(), value) -
             family.asked.begin();
    };
    if (qualifier == Qualifier::None) {
      const auto at = asked ? place(asked->front()) + 1 : 0;
      chosen.values.emplace_back(Number{static_cast<std::uint64_t>(at)});
      return chosen;
    }
    for (const auto& value : family.asked) {
      const bool there =
          asked && std::find(asked->begin(), asked->end(), value) != asked->end();
      chosen.values.emplace_back(Number{there ? 1U : 0U});
    }
    return chosen;
  }
};

class EveryCondition
    : public testing::TestWithParam<std::tuple<std::size_t, Qualifier>> {};

TEST_P(EveryCondition, MeansTheSameToTheInterpreterAndToTheFormula) {
  const auto [index, qualifier] = GetParam();
  const Family family = every_family().at(index);
  const auto conditions = every_condition(family, qualifier);
  const auto requests = every_request(family, qualifier);
  const OpenRequest open(family, qualifier);
  for (const Condition& allow : conditions) {
    for (const Condition& deny : conditions) {
      const aws::PolicyDocument document = policy_of(allow.text, deny.text);
      const model::Layers layers{.identity = {{.document = &document}}};
      const Predicate formula = model::lets_through(open.request, layers);
      for (const auto& asked : requests) {
        const bool allowed = allow.holds(asked) && !deny.holds(asked);
        const auto decided = model::authorize(request_with(asked), layers).decision;
        const Truth evaluated =
            evaluate(formula, open.choice(family, qualifier, asked));
        ASSERT_EQ(decided == model::Decision::Allowed, allowed)
            << allow.text << deny.text << json(asked.value_or(Texts{"absent"}));
        ASSERT_NE(decided, model::Decision::Unknown) << allow.text << deny.text;
        ASSERT_EQ(evaluated, allowed ? Truth::Yes : Truth::No)
            << allow.text << deny.text << json(asked.value_or(Texts{"absent"}));
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, EveryCondition,
    testing::Combine(testing::Range(std::size_t{0}, every_family().size()),
                     testing::Values(Qualifier::None, Qualifier::ForAllValues,
                                     Qualifier::ForAnyValue)));

}  // namespace
}  // namespace pullproof::gates::policy_condition_test
