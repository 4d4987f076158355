#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/policy/dice.h"
#include "bench/policy/policy_pairs.h"

namespace pullproof::bench {
namespace {

using nlohmann::json;

json on(const std::vector<std::string>& resources, const char* effect = "Allow",
        const char* element = "Resource") {
  return {{"Effect", effect}, {"Action", "s3:GetObject"}, {element, resources}};
}

json one_each(const std::vector<std::string>& resources) {
  json all = json::array();
  for (const auto& resource : resources) all.push_back(on({resource}));
  return all;
}

/// "*a*b*c*": `count` different ones, letters out of eight.
std::vector<std::string> letters(std::size_t count, Dice& random,
                                 const std::string& before) {
  std::set<std::string> kept;
  std::vector<std::string> all;
  while (all.size() < count) {
    std::string of = "abcdefgh";
    for (std::size_t i = of.size(); i > 1; --i)
      std::swap(of[i - 1], of[random.below(i)]);
    const auto text = fmt::format("{}*{}*{}*{}*", before, of[0], of[1], of[2]);
    if (kept.insert(text).second) all.push_back(text);
  }
  return all;
}

/// One of the letters less: allows more.
std::string wider(const std::string& pattern) {
  return pattern.substr(0, pattern.size() - 2);
}

PolicyFamily families_of_letters(std::size_t count) {
  PolicyFamily family{.name = fmt::format("letters {}", count), .pairs = {}};
  Dice random(count);
  for (int i = 0; i < 4; ++i) {
    const auto all = letters(count, random, "arn:aws:s3:::");
    auto reversed = all;
    std::reverse(reversed.begin(), reversed.end());
    family.pairs.push_back(pair_of(one_each(all), json::array({on(reversed)}),
                                   "in other words", true, true));
    auto widened = reversed;
    widened[1] = wider(widened[1]);
    family.pairs.push_back(pair_of(one_each(all), json::array({on(widened)}),
                                   "one is wider", true, false));
    // Twelve conjunctions at once: what nobody denies.
    json denied = json::array({on({"*"})});
    json other = denied;
    for (std::size_t at = 0; at < count; ++at) {
      denied.push_back(on({all[at]}, "Deny"));
      other.push_back(on({widened[at]}, "Deny"));
    }
    family.pairs.push_back(pair_of(denied, other, "one denies more", false, true));
    const auto wanted = [](const std::vector<std::string>& values) {
      json statement = on({"*"});
      statement["Condition"] = {{"StringLike", {{"s3:prefix", values}}}};
      return json::array({statement});
    };
    auto of_prefix = letters(count, random, "");
    auto wider_prefix = of_prefix;
    std::reverse(wider_prefix.begin(), wider_prefix.end());
    wider_prefix[0] = wider(wider_prefix[0]);
    family.pairs.push_back(pair_of(wanted(of_prefix), wanted(wider_prefix),
                                   "one value is wider", true, false));
  }
  return family;
}

/// The same letters in the names of actions.
PolicyFamily family_of_actions() {
  PolicyFamily family{.name = "letters in 24 actions", .pairs = {}};
  Dice random(7);
  const auto statement = [](const json& actions) {
    return json{{"Effect", "Allow"}, {"Action", actions}, {"Resource", "*"}};
  };
  for (std::size_t i = 0; i < 4; ++i) {
    auto actions = letters(24, random, "s3:");
    json a = json::array();
    for (const auto& action : actions) a.push_back(statement(action));
    std::reverse(actions.begin(), actions.end());
    family.pairs.push_back(
        pair_of(a, json::array({statement(actions)}), "in other words", true, true));
    actions[i] = wider(actions[i]);
    family.pairs.push_back(
        pair_of(a, json::array({statement(actions)}), "one is wider", true, false));
  }
  return family;
}

/// The same letters in the names of roles.
PolicyFamily family_of_principals() {
  PolicyFamily family{.name = "letters in 24 roles", .pairs = {}};
  Dice random(13);
  const auto statement = [](const json& arns) {
    return json{{"Effect", "Allow"},
                {"Action", "s3:*"},
                {"Resource", "*"},
                {"Condition", {{"StringLike", {{"aws:PrincipalArn", arns}}}}}};
  };
  for (std::size_t i = 0; i < 4; ++i) {
    auto roles = letters(24, random, "arn:aws:iam::*:role/");
    json a = json::array();
    for (const auto& role : roles) a.push_back(statement(role));
    std::reverse(roles.begin(), roles.end());
    family.pairs.push_back(
        pair_of(a, json::array({statement(roles)}), "in other words", true, true));
    roles[i] = wider(roles[i]);
    family.pairs.push_back(
        pair_of(a, json::array({statement(roles)}), "one is wider", true, false));
  }
  return family;
}

/// Everything, and the same case by case: each of some keys is "x" or is not.
PolicyFamily family_of_cases() {
  PolicyFamily family{.name = "64 cases of 6 keys", .pairs = {}};
  constexpr std::size_t kKeys = 6;
  Dice random(9);
  json cases = json::array();
  for (std::size_t i = 0; i < (std::size_t{1} << kKeys); ++i) {
    json one = on({"arn:aws:s3:::*"});
    for (std::size_t key = 0; key < kKeys; ++key) {
      const char* op = ((i >> key) & 1) != 0 ? "StringEquals" : "StringNotEquals";
      one["Condition"][op][fmt::format("aws:RequestTag/{}", key)] = "x";
    }
    cases.push_back(std::move(one));
  }
  random.shuffle(cases);
  const json all = json::array({on({"arn:aws:s3:::*"})});
  family.pairs.push_back(pair_of(all, cases, "every case", true, true));
  for (const std::size_t missing : {5U, 20U, 60U}) {
    json fewer = cases;
    fewer.erase(missing);
    family.pairs.push_back(pair_of(all, fewer, "a case is missing", false, true));
  }
  return family;
}

std::vector<std::string> overlapping_names(std::size_t count) {
  std::vector<std::string> all;
  for (std::size_t i = 0; all.size() < count; ++i) {
    all.push_back(fmt::format("arn:aws:s3:::bucket-{}*", i));
    all.push_back(fmt::format("arn:aws:s3:::*-{}", i));
    all.push_back(fmt::format("arn:aws:s3:::bucket-??{}*", i));
    all.push_back(fmt::format("arn:aws:s3:::b*t-{}/?*", i));
  }
  all.resize(count);
  return all;
}

PolicyFamily family_of_overlaps() {
  PolicyFamily family{.name = "1,000 overlapping ARNs", .pairs = {}};
  const auto all = overlapping_names(1'000);
  auto turned = all;
  std::rotate(turned.begin(), turned.begin() + 500, turned.end());
  family.pairs.push_back(pair_of(json::array({on(all)}), json::array({on(turned)}),
                                 "reordered", true, true));
  family.pairs.push_back(pair_of(one_each(all), json::array({on(turned)}),
                                 "one statement each", true, true));
  auto widened = turned;
  widened[100] = "arn:aws:s3:::bucket*";
  // Every name with that start is covered now: not `*-12`.
  family.pairs.push_back(pair_of(json::array({on(all)}), json::array({on(widened)}),
                                 "one is wider", true, false));
  auto fewer = turned;
  fewer.erase(std::find(fewer.begin(), fewer.end(), "arn:aws:s3:::*-77"));
  family.pairs.push_back(pair_of(json::array({on(all)}), json::array({on(fewer)}),
                                 "one is missing", false, true));
  return family;
}

PolicyFamily family_of_exceptions() {
  PolicyFamily family{.name = "NotResource lists", .pairs = {}};
  for (const std::size_t count : {10U, 100U, 400U}) {
    const auto all = overlapping_names(count);
    auto fewer = all;
    std::reverse(fewer.begin(), fewer.end());
    fewer.erase(std::find(fewer.begin(), fewer.end(), "arn:aws:s3:::*-1"));
    const json allow = on({"arn:aws:s3:::*"});
    // Denying all but fewer denies more.
    family.pairs.push_back(
        pair_of(json::array({allow, on(all, "Deny", "NotResource")}),
                json::array({allow, on(fewer, "Deny", "NotResource")}),
                "a shorter list denies more", false, true));
    family.pairs.push_back(pair_of(json::array({on(all, "Allow", "NotResource")}),
                                   json::array({on(fewer, "Allow", "NotResource")}),
                                   "a shorter list allows more", true, false));
  }
  return family;
}

/// Only resources with letters in 24 orders at once.
PolicyFamily family_of_conjunctions() {
  PolicyFamily family{.name = "24 orders at once", .pairs = {}};
  Dice random(11);
  for (int i = 0; i < 3; ++i) {
    json a = json::array({on({"arn:aws:s3:::*"})});
    for (const auto& pattern : letters(24, random, "arn:aws:s3:::")) {
      a.push_back(on({pattern}, "Deny", "NotResource"));
    }
    json b = a;
    random.shuffle(b);
    b.push_back(on({"arn:aws:s3:::*h*g*f*e*"}, "Deny", "NotResource"));
    family.pairs.push_back(pair_of(a, b, "one order more", false, true));
  }
  return family;
}

PolicyFamily family_of_long_patterns() {
  PolicyFamily family{.name = "5,000 characters", .pairs = {}};
  const auto text = [](std::size_t length, std::string_view unit) {
    std::string all = "arn:aws:s3:::";
    while (all.size() < length) all += unit;
    return all.substr(0, length);
  };
  constexpr std::size_t kLength = 5'000;
  const std::vector<std::string> units = {"abcdefghij", "ab*cd", "a?b", "aab*",
                                          "abab/"};
  for (const auto& unit : units) {
    const std::string pattern = text(kLength, unit) + "/*";
    const std::string wide = text(kLength / 2, unit) + "*";
    const std::vector<std::string> both = {wide, text(kLength, "xy*z") + "x"};
    family.pairs.push_back(pair_of(json::array({on({pattern})}),
                                   json::array({on(both)}), "a prefix of it", true,
                                   false));
  }
  return family;
}

}  // namespace

std::vector<PolicyFamily> hard_families() {
  return {families_of_letters(8),   families_of_letters(12), families_of_letters(24),
          family_of_actions(),      family_of_principals(),  family_of_cases(),
          family_of_overlaps(),     family_of_exceptions(),  family_of_conjunctions(),
          family_of_long_patterns()};
}

}  // namespace pullproof::bench
