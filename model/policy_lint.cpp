#include "model/policy_lint.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/policy_lint_rules.h"

namespace pullproof::model {
namespace {

using enum LintSeverity;
using Json = nlohmann::json;

struct Rule {
  std::string_view code;
  LintSeverity severity;
  std::string_view meaning;
  LintFunction find;
};

constexpr std::string_view kUnreadableDocument = "DOCUMENT_UNREADABLE";
constexpr std::string_view kUnreadableMeaning = "the document is no policy";

constexpr Rule kRules[] = {
    {"STATEMENT_UNREADABLE", Error, "the statement has a form that IAM has not",
     unreadable_statement},
    {"SID_DUPLICATE", Error, "two statements have one Sid", duplicate_sid},
    {"VARIABLE_IS_TEXT", Warning, "variables need Version 2012-10-17",
     variables_that_are_text},
    {"PRINCIPAL_IN_IDENTITY_POLICY", Error, "an identity's policy names no principal",
     principal_in_identity_policy},
    {"PRINCIPAL_MISSING", Error, "a resource's policy says who is allowed",
     missing_principal},
    {"RESOURCE_MISSING", Error, "an identity's policy says what it is about",
     missing_resource},
    {"PRINCIPAL_WILDCARD", Error, "a principal takes `*` alone", wildcard_in_principal},
    {"PRINCIPAL_AT_GATEWAY", Info, "gateway endpoints take Principal `*` only",
     principal_at_gateway},
    {"NOT_PRINCIPAL_ALLOWED", Warning, "Allow with NotPrincipal lets in the rest",
     allowed_not_principal},
    {"NOT_ACTION_ALLOWED", Info, "Allow with NotAction lets in what is new",
     allowed_not_action},
    {"NOT_RESOURCE_ALLOWED", Info, "Allow with NotResource lets in what is new",
     allowed_not_resource},
    {"ACTION_UNKNOWN", Error, "no action of the service has that name", unknown_action},
    {"SERVICE_MISTYPED", Warning, "a service with such an action is nearly called so",
     mistyped_service},
    {"RESOURCE_NOT_AN_ARN", Error, "a resource is an ARN or `*`",
     resource_that_is_no_arn},
    {"VARIABLE_MISPLACED", Info, "variables work after an ARN's fifth colon",
     misplaced_variable},
    {"RESOURCE_NEVER_MATCHES", Error, "none of the actions is on such a resource",
     resource_of_no_action},
    {"ACTION_NEVER_MATCHES", Warning, "the action is on none of the resources",
     action_of_no_resource},
    {"ACTION_ONLY_ON_STAR", Warning, "the action has no resource but `*`",
     action_on_star_only},
    {"OPERATOR_UNKNOWN", Error, "IAM has no such condition operator", unknown_operator},
    {"VALUE_UNREADABLE", Error, "the operator cannot compare such a value",
     unreadable_value},
    {"WILDCARD_IS_TEXT", Warning, "only the Like operators know wildcards",
     wildcard_that_is_text},
    {"ADDRESS_BLOCK_IS_TEXT", Error, "only IpAddress knows blocks of addresses",
     address_block_that_is_text},
    {"CONDITION_KEY_UNKNOWN", Error, "the service has no such condition key",
     unknown_key},
    {"CONDITION_KEY_NEVER_PRESENT", Warning, "no action here carries the key",
     key_of_no_action},
    {"SET_OPERATOR_ON_SINGLE_VALUE", Info, "the key has one value",
     set_operator_on_single_value},
    {"SET_OPERATOR_MISSING", Warning, "the key has many values",
     many_values_without_set_operator},
    {"FOR_ALL_VALUES_OF_NONE", Warning, "ForAllValues is true without the key",
     for_all_values_of_none},
    {"ABSENT_KEY_WITH_VALUE", Error, "the key is absent and has a value",
     absent_key_with_value},
    {"VALUES_DISJOINT", Error, "no value satisfies both conditions", disjoint_values},
    {"VALUES_ALL_EXCLUDED", Error, "each value is excluded again",
     every_value_excluded},
    {"RANGE_EMPTY", Error, "nothing lies between the bounds", empty_range},
    {"SOURCE_IP_THROUGH_ENDPOINT", Error, "aws:SourceIp is absent at an endpoint",
     address_and_endpoint},
    {"TOKEN_ON_REPOSITORY", Error, "ecr:GetAuthorizationToken is on `*` only",
     token_on_repository},
    {"TOKEN_IN_REPOSITORY_POLICY", Error, "a repository cannot grant a token",
     token_in_repository_policy},
    {"REPOSITORY_ARN_WITH_TAG", Error, "a repository's ARN has no tag or digest",
     repository_arn_with_tag},
    {"LAYER_BUCKET_PLACEHOLDER", Error, "the region was not filled in",
     layer_bucket_placeholder},
    {"LAYER_BUCKET_REGION_UNKNOWN", Error, "the bucket is of no region",
     layer_bucket_region},
    {"LAYER_BUCKET_OF_OTHER_REGION", Warning, "the repositories are elsewhere",
     layer_bucket_of_other_region},
    {"LAYER_BUCKET_WITHOUT_OBJECTS", Error, "layers are objects of the bucket",
     layer_bucket_without_objects},
    {"LAYER_BUCKET_FOR_OWN_PRINCIPALS", Warning, "an account of ECR's own gets layers",
     layer_bucket_for_own_principals},
    {"LAYER_BUCKET_NOT_NEEDED", Info, "no identity of yours gets layers",
     layer_bucket_of_identity},
    {"PULL_ACTIONS_INCOMPLETE", Warning, "a pull needs both actions", incomplete_pull},
};

/// The statement's JSON; null if the document's is not there.
const Json* written_statement(const Json* written, std::size_t index) {
  if (written == nullptr) return nullptr;
  const Json& statements = written->at("Statement");
  return statements.is_array() ? &statements.at(index) : &statements;
}

PolicyType kind_of(PolicyType kind, const aws::PolicyDocument& document) {
  if (kind != PolicyType::Automatic) return kind;
  const auto& all = document.statements;
  const bool named = std::any_of(all.begin(), all.end(),
                                 [](const auto& each) { return each.principal; });
  return named ? PolicyType::Resource : PolicyType::Identity;
}

/// "/Statement/2" before "/Statement/10": steps that are numbers compare as such.
bool stands_before(std::string_view one, std::string_view other) {
  const auto digits = [](std::string_view text) {
    return std::min(text.find_first_not_of("0123456789"), text.size());
  };
  while (!one.empty() && !other.empty()) {
    const std::size_t left = digits(one);
    const std::size_t right = digits(other);
    if (left > 0 && right > 0 && left != right) return left < right;
    if (one.front() != other.front()) return one.front() < other.front();
    one.remove_prefix(1);
    other.remove_prefix(1);
  }
  return one.size() < other.size();
}

void sort_by_place(std::vector<LintFinding>& findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const LintFinding& one, const LintFinding& other) {
                     return stands_before(one.source.pointer, other.source.pointer);
                   });
}

std::vector<LintFinding> lint(const aws::PolicyDocument& policy, const Json* written,
                              PolicyType kind) {
  std::vector<LintFinding> findings;
  if (!policy.not_modelled.empty()) {
    LintReporter(kUnreadableDocument, Error, "", findings)
        .tell(policy.source,
              "the document is not as IAM knows them: " + policy.not_modelled,
              "write `Version`, `Id` and `Statement` as IAM knows them");
  }
  const PolicyType resolved = kind_of(kind, policy);
  for (std::size_t i = 0; i < policy.statements.size(); ++i) {
    const LintStatement statement(policy, policy.statements[i],
                                  written_statement(written, i), resolved);
    for (const Rule& rule : kRules) {
      rule.find(statement, LintReporter(rule.code, rule.severity,
                                        policy.statements[i].sid, findings));
    }
  }
  sort_by_place(findings);
  return findings;
}

}  // namespace

std::string_view name(LintSeverity severity) {
  switch (severity) {
    case Error:
      return "error";
    case Warning:
      return "warning";
    case Info:
      break;
  }
  return "info";
}

std::vector<LintFinding> lint_policy(const aws::PolicyDocument& document,
                                     PolicyType kind) {
  return lint(document, nullptr, kind);
}

Result<std::vector<LintFinding>> lint_policy(const Json& written,
                                             const aws::Source& source,
                                             PolicyType kind) {
  const auto document = aws::read_policy(written, source);
  if (!document.ok()) return document.problems();
  return lint(document.value(), written.is_object() ? &written : nullptr, kind);
}

std::vector<LintCode> lint_codes() {
  std::vector<LintCode> codes = {{kUnreadableDocument, Error, kUnreadableMeaning}};
  codes.reserve(std::size(kRules) + 1);
  for (const Rule& rule : kRules) {
    codes.push_back({rule.code, rule.severity, rule.meaning});
  }
  return codes;
}

}  // namespace pullproof::model
