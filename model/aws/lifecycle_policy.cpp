#include "model/aws/lifecycle_policy.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace pullproof::aws {
namespace {

using Json = nlohmann::json;

std::string text_of_field(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

std::int64_t number_of_field(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_integer()
             ? found->get<std::int64_t>()
             : 0;
}

/// AWS: a prefix is what a pattern with `*` behind it is.
void add_patterns(const Json& selection, const char* key, const char* ending,
                  std::vector<std::string>& patterns) {
  const auto list = selection.find(key);
  if (list == selection.end() || !list->is_array()) return;
  for (const Json& each : *list) {
    if (each.is_string()) patterns.push_back(each.get<std::string>() + ending);
  }
}

LifecyclePolicy::Rule rule_of(const Json& json) {
  LifecyclePolicy::Rule rule;
  rule.priority = number_of_field(json, "rulePriority");
  const auto selection = json.find("selection");
  if (selection != json.end() && selection->is_object()) {
    rule.tag_status = text_of_field(*selection, "tagStatus");
    rule.count_type = text_of_field(*selection, "countType");
    rule.count = number_of_field(*selection, "countNumber");
    add_patterns(*selection, "tagPrefixList", "*", rule.tag_patterns);
    add_patterns(*selection, "tagPatternList", "", rule.tag_patterns);
  }
  const auto action = json.find("action");
  if (action != json.end() && action->is_object()) {
    rule.action = text_of_field(*action, "type");
  }
  return rule;
}

}  // namespace

LifecyclePolicy LifecyclePolicy::parse(Cursor& in) {
  LifecyclePolicy policy;
  fill_common(policy, in);
  in.skip({"lastEvaluatedAt", "ResponseMetadata"});
  policy.registry_id = in.text_or("registryId", in.context().scope.account);
  policy.repository = in.text_or("repositoryName", in.context().parameter);
  const auto document = in.policy(kSnapshotKey);
  if (!document || !document->is_object()) return policy;
  const auto rules = document->find("rules");
  if (rules == document->end() || !rules->is_array()) return policy;
  for (const Json& rule : *rules) {
    if (rule.is_object()) policy.rules.push_back(rule_of(rule));
  }
  std::stable_sort(
      policy.rules.begin(), policy.rules.end(),
      [](const Rule& one, const Rule& other) { return one.priority < other.priority; });
  return policy;
}

}  // namespace pullproof::aws
