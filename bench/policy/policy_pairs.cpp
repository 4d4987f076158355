#include "bench/policy/policy_pairs.h"

#include <algorithm>
#include <array>
#include <random>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pullproof::bench {
namespace {

using nlohmann::json;

struct Service {
  std::string_view name;
  std::string_view resource;  ///< After "arn:aws:"; {} is a name.
  std::array<std::string_view, 4> nouns;
};

constexpr std::array<Service, 24> kServices = {{
    {"s3", "s3:::{}", {"Object", "Bucket", "BucketPolicy", "ObjectTagging"}},
    {"dynamodb",
     "dynamodb:*:111122223333:table/{}",
     {"Item", "Table", "Stream", "Backup"}},
    {"sqs",
     "sqs:eu-central-1:111122223333:{}",
     {"Message", "Queue", "Attributes", "Tags"}},
    {"sns",
     "sns:eu-central-1:111122223333:{}",
     {"Topic", "Subscription", "Endpoint", "Tags"}},
    {"lambda",
     "lambda:*:111122223333:function:{}",
     {"Function", "Layer", "Alias", "Policy"}},
    {"ecr",
     "ecr:*:111122223333:repository/{}",
     {"Image", "Repository", "Layer", "Policy"}},
    {"logs",
     "logs:*:111122223333:log-group:/{}",
     {"LogEvents", "LogGroup", "LogStream", "Query"}},
    {"kms",
     "kms:eu-central-1:111122223333:key/{}",
     {"Key", "Grant", "Alias", "KeyPolicy"}},
    {"secretsmanager",
     "secretsmanager:*:111122223333:secret:{}",
     {"SecretValue", "Secret", "Version", "Rotation"}},
    {"ssm",
     "ssm:*:111122223333:parameter/{}",
     {"Parameter", "Document", "Command", "Session"}},
    {"ec2",
     "ec2:*:111122223333:instance/{}",
     {"Instances", "Volume", "Snapshot", "Vpc"}},
    {"iam", "iam::111122223333:role/{}", {"Role", "Policy", "User", "AccessKey"}},
    {"cloudwatch",
     "cloudwatch:*:111122223333:alarm:{}",
     {"Metric", "Alarms", "Dashboard", "Insight"}},
    {"events",
     "events:*:111122223333:rule/{}",
     {"Events", "Rule", "Targets", "Archive"}},
    {"states",
     "states:*:111122223333:stateMachine:{}",
     {"Execution", "StateMachine", "Activity", "Map"}},
    {"kinesis",
     "kinesis:*:111122223333:stream/{}",
     {"Records", "Stream", "Shard", "Consumer"}},
    {"glue",
     "glue:*:111122223333:table/{}",
     {"Job", "Crawler", "Database", "Partition"}},
    {"athena",
     "athena:*:111122223333:workgroup/{}",
     {"QueryExecution", "WorkGroup", "Catalog", "Notebook"}},
    {"rds",
     "rds:*:111122223333:db:{}",
     {"DBInstance", "DBCluster", "DBSnapshot", "Proxy"}},
    {"cloudformation",
     "cloudformation:*:111122223333:stack/{}",
     {"Stack", "ChangeSet", "Type", "Template"}},
    {"ecs",
     "ecs:*:111122223333:service/{}",
     {"Service", "Task", "Cluster", "TaskDefinition"}},
    {"codebuild",
     "codebuild:*:111122223333:project/{}",
     {"Build", "Project", "Report", "Webhook"}},
    {"backup",
     "backup:*:111122223333:backup-vault:{}",
     {"Vault", "Plan", "Job", "Selection"}},
    {"elasticache",
     "elasticache:*:111122223333:cluster:{}",
     {"CacheCluster", "Snapshot", "Replica", "Tags"}},
}};

constexpr std::array<std::string_view, 8> kVerbs = {
    "Get", "List", "Describe", "Put", "Create", "Delete", "Update", "Batch"};
constexpr std::array<std::string_view, 8> kTeams = {
    "web", "data", "billing", "search", "mobile", "platform", "ml", "audit"};
constexpr std::array<std::string_view, 4> kStages = {"prod", "dev", "test", "staging"};

json policy(json statements) {
  return {{"Version", "2012-10-17"}, {"Statement", std::move(statements)}};
}

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(random_() % count);
  }
  template <std::size_t N>
  std::string_view one_of(const std::array<std::string_view, N>& texts) {
    return texts[below(N)];
  }
  bool one_in(std::size_t count) { return below(count) == 0; }

  json statement() {
    const Service& service = kServices[below(kServices.size())];
    const bool deny = one_in(6);
    json made = {{"Effect", deny ? "Deny" : "Allow"}};
    if (deny && one_in(4)) {
      made["NotAction"] = {fmt::format("{}:*", service.name), "sts:*", "iam:Get*"};
    } else {
      made["Action"] = actions(service);
    }
    const bool not_resource = one_in(deny ? 4 : 20);
    made[not_resource ? "NotResource" : "Resource"] =
        one_in(5) && !not_resource ? json("*") : resources(service);
    if (one_in(3)) made["Condition"] = condition();
    return made;
  }

  std::string action(const Service& service) {
    switch (below(6)) {
      case 0:
        return fmt::format("{}:{}*", service.name, one_of(kVerbs));
      case 1:
        return fmt::format("{}:*{}", service.name, one_of(service.nouns));
      default:
        return fmt::format("{}:{}{}", service.name, one_of(kVerbs),
                           one_of(service.nouns));
    }
  }

  std::string resource(const Service& service) {
    const std::string arn = fmt::format("arn:aws:{}", service.resource);
    return fmt::format(fmt::runtime(arn), name());
  }

  void shuffle(json& list) {
    for (std::size_t i = list.size(); i > 1; --i)
      std::swap(list[i - 1], list[below(i)]);
  }

 private:
  json actions(const Service& service) {
    if (one_in(12)) return fmt::format("{}:*", service.name);
    json all = json::array();
    const std::size_t count = 1 + below(5);
    for (std::size_t i = 0; i < count; ++i) all.push_back(action(service));
    return all;
  }

  json resources(const Service& service) {
    json all = json::array();
    const std::size_t count = 1 + below(3);
    for (std::size_t i = 0; i < count; ++i) all.push_back(resource(service));
    return all;
  }

  std::string name() {
    const std::string_view team = one_of(kTeams);
    const std::string_view stage = one_of(kStages);
    switch (below(6)) {
      case 0:
        return fmt::format("{}-*", team);
      case 1:
        return fmt::format("*-{}", stage);
      case 2:
        return fmt::format("{}-?-{}/*", team, stage);
      case 3:
        return fmt::format("{}-{}-{}", team, stage, below(30));
      case 4:
        return fmt::format("{}-*-{}*", team, stage);
      default:
        return fmt::format("{}-{}/*", team, stage);
    }
  }

  json condition() {
    switch (below(6)) {
      case 0:
        return {
            {"StringEquals", {{"aws:RequestedRegion", {"eu-central-1", "eu-west-1"}}}}};
      case 1:
        return {{"StringLike",
                 {{"aws:PrincipalTag/team", fmt::format("{}*", one_of(kTeams))}}}};
      case 2:
        return {{"Bool", {{"aws:SecureTransport", "true"}}}};
      case 3:
        return {{"StringNotEquals",
                 {{"aws:SourceVpce", fmt::format("vpce-{}", below(4))}}}};
      case 4:
        return {{"StringEqualsIfExists", {{"aws:ResourceTag/stage", one_of(kStages)}}},
                {"StringLike", {{"aws:PrincipalTag/team", {"w*", "*a*"}}}}};
      default:
        return {{"StringNotLike",
                 {{"aws:ResourceTag/team", {"*-internal", one_of(kTeams)}}}}};
    }
  }

  std::mt19937_64 random_;
};

json as_list(const json& value) {
  return value.is_array() ? value : json::array({value});
}

/// Each statement as one for each of its actions: the same in other words.
json split(const json& statements) {
  json all = json::array();
  for (const json& statement : statements) {
    if (!statement.contains("Action")) {
      all.push_back(statement);
      continue;
    }
    for (const json& action : as_list(statement["Action"])) {
      json one = statement;
      one["Action"] = action;
      all.push_back(std::move(one));
    }
  }
  return all;
}

/// The place of some statement that `is_meant`, beginning at a random one.
template <class IsMeant>
std::optional<std::size_t> find(const json& statements, Generator& random,
                                const IsMeant& is_meant) {
  const std::size_t from = random.below(statements.size());
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const std::size_t at = (from + i) % statements.size();
    if (is_meant(statements[at])) return at;
  }
  return std::nullopt;
}

void widen_resource(json& statements, Generator& random) {
  const auto at = find(statements, random, [](const json& statement) {
    return statement["Effect"] == "Allow" && statement.contains("Resource") &&
           statement["Resource"] != "*";
  });
  if (!at) return;
  json& resource = statements[*at]["Resource"][0];
  const auto text = resource.get<std::string>();
  resource = text.substr(0, text.find_last_of("-/")) + "*";
}

void drop_deny(json& statements, Generator& random) {
  const auto at = find(statements, random, [](const json& statement) {
    return statement["Effect"] == "Deny";
  });
  if (at) statements.erase(statements.begin() + static_cast<std::ptrdiff_t>(*at));
}

void add_action(json& statements, Generator& random) {
  const auto at = find(statements, random, [](const json& statement) {
    return statement["Effect"] == "Allow";
  });
  if (!at) return;
  json actions = as_list(statements[*at]["Action"]);
  actions.push_back(random.action(kServices[random.below(kServices.size())]));
  statements[*at]["Action"] = std::move(actions);
}

PolicyPair pair_of(const json& a, const json& b, std::string change) {
  return {.a = policy(a).dump(), .b = policy(b).dump(), .change = std::move(change)};
}

PolicyPair pair_of(const json& a, const json& b, std::string change, bool a_implies_b,
                   bool b_implies_a) {
  PolicyPair pair = pair_of(a, b, std::move(change));
  pair.a_implies_b = a_implies_b;
  pair.b_implies_a = b_implies_a;
  return pair;
}

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
std::vector<std::string> letters(std::size_t count, Generator& random,
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
  Generator random(count);
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
  Generator random(7);
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

/// Everything, and the same case by case: each of some keys is "x" or is not.
PolicyFamily family_of_cases() {
  PolicyFamily family{.name = "64 cases of 6 keys", .pairs = {}};
  constexpr std::size_t kKeys = 6;
  Generator random(9);
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

PolicyPair realistic_pair(std::size_t statements, std::uint64_t number) {
  Generator random(number * 1'000 + statements);
  json a = json::array();
  for (std::size_t i = 0; i < statements; ++i) a.push_back(random.statement());
  json b = a;
  switch (number % 6) {
    case 0:
      random.shuffle(b);
      return pair_of(a, b, "reordered", true, true);
    case 1:
      widen_resource(b, random);
      return pair_of(a, b, "widened resource");
    case 2:
      b = split(a);
      random.shuffle(b);
      return pair_of(a, b, "split", true, true);
    case 3:
      drop_deny(b, random);
      return pair_of(a, b, "dropped Deny");
    case 4:
      add_action(b, random);
      b = split(b);
      return pair_of(a, b, "added action");
    default:
      b = split(a);
      widen_resource(b, random);
      random.shuffle(b);
      return pair_of(a, b, "split, widened resource");
  }
}

std::vector<PolicyFamily> hard_families() {
  return {families_of_letters(8), families_of_letters(12),  families_of_letters(24),
          family_of_actions(),    family_of_cases(),        family_of_overlaps(),
          family_of_exceptions(), family_of_long_patterns()};
}

}  // namespace pullproof::bench
