#include "bench/policy/policy_pairs.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/policy/dice.h"

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

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : dice_(seed) {}

  std::size_t below(std::size_t count) { return dice_.below(count); }
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

  void shuffle(json& list) { dice_.shuffle(list); }

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

  Dice dice_;
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

std::string policy(const json& statements) {
  return json{{"Version", "2012-10-17"}, {"Statement", statements}}.dump();
}

}  // namespace

PolicyPair pair_of(const json& a, const json& b, std::string change) {
  return {.a = policy(a), .b = policy(b), .change = std::move(change)};
}

PolicyPair pair_of(const json& a, const json& b, std::string change, bool a_implies_b,
                   bool b_implies_a) {
  PolicyPair pair = pair_of(a, b, std::move(change));
  pair.a_implies_b = a_implies_b;
  pair.b_implies_a = b_implies_a;
  return pair;
}

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

}  // namespace pullproof::bench
