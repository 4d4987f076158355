// The policy language itself: versions, Sids, principals, and what lets in the rest.
//
// AWS: IAM user guide, "IAM JSON policy elements reference".

#include <algorithm>

#include <fmt/format.h>

#include "model/aws/cursor.h"
#include "model/policy_lint_rules.h"

namespace pullproof::model {
namespace {

using aws::in_backticks;

const char* principal_element(const LintStatement& statement) {
  return statement.get().not_principal ? "NotPrincipal" : "Principal";
}

/// "${aws:username}"; "" if there is none. `${*}` and its like are meant as well.
std::string variable_in(std::string_view text) {
  const std::size_t start = text.find("${");
  if (start == std::string_view::npos) return "";
  const std::size_t end = text.find('}', start);
  if (end == std::string_view::npos) return "";
  return std::string(text.substr(start, end + 1 - start));
}

}  // namespace

void unreadable_statement(const LintStatement& statement, const LintReporter& out) {
  const std::string& reason = statement.get().not_modelled;
  if (reason.empty()) return;
  out.tell(statement.get().source, "the statement is not as IAM knows them: " + reason,
           "write it as IAM's reference of policy elements tells");
}

void duplicate_sid(const LintStatement& statement, const LintReporter& out) {
  const std::string& sid = statement.get().sid;
  if (sid.empty()) return;
  for (const auto& other : statement.document().statements) {
    if (&other == &statement.get()) return;
    if (other.sid != sid) continue;
    out.tell(statement.at("Sid"),
             fmt::format("Sid {} is that of an earlier statement, at {}: each must be "
                         "another",
                         in_backticks(sid), other.source.pointer),
             "give one of them another Sid, or none");
    return;
  }
}

void variables_that_are_text(const LintStatement& statement, const LintReporter& out) {
  if (statement.document().variables) return;
  const auto tell = [&](aws::Source place, const std::string& variable) {
    out.tell(std::move(place),
             fmt::format("{} is no variable but plain text: expected Version "
                         "`2012-10-17`, found an older one or none",
                         in_backticks(variable)),
             "write \"Version\": \"2012-10-17\" at the top of the document");
  };
  const auto& resources = statement.get().resources;
  for (std::size_t i = 0; i < resources.size(); ++i) {
    const std::string variable = variable_in(resources[i].text);
    if (!variable.empty()) return tell(statement.resource(i), variable);
  }
  for (const auto& condition : statement.get().conditions) {
    if (!condition.written || !compares_texts(*condition.written->op)) continue;
    for (std::size_t i = 0; i < condition.values.size(); ++i) {
      const std::string variable = variable_in(condition.values[i].text);
      if (!variable.empty()) return tell(statement.value(condition, i), variable);
    }
  }
}

void principal_in_identity_policy(const LintStatement& statement,
                                  const LintReporter& out) {
  if (statement.kind() != PolicyType::Identity || !statement.get().principal) return;
  out.tell(statement.at(principal_element(statement)),
           fmt::format("expected no {} in an identity's policy, found one: IAM refuses "
                       "the document",
                       principal_element(statement)),
           "remove it, or attach the policy to the resource (--type resource)");
}

void missing_principal(const LintStatement& statement, const LintReporter& out) {
  const bool of_resource = statement.kind() == PolicyType::Resource ||
                           statement.kind() == PolicyType::Endpoint;
  if (!of_resource || statement.get().principal) return;
  out.tell(
      statement.get().source,
      fmt::format("expected a Principal in {}, found none",
                  statement.kind() == PolicyType::Endpoint ? "an endpoint's policy"
                                                           : "a resource's policy"),
      "add who is meant; \"Principal\": \"*\" is everybody");
}

void missing_resource(const LintStatement& statement, const LintReporter& out) {
  const bool needed = statement.kind() == PolicyType::Identity ||
                      statement.kind() == PolicyType::Endpoint;
  // Without an object behind it, the statement is unreadable anyway.
  if (!needed || statement.get().has_resource || statement.get().actions.empty()) {
    return;
  }
  out.tell(statement.get().source, "expected a Resource, found none",
           "add the ARNs that are meant; \"Resource\": \"*\" is every one");
}

void wildcard_in_principal(const LintStatement& statement, const LintReporter& out) {
  if (!statement.get().principal) return;
  for (const std::string& name : statement.get().principal->aws) {
    if (name.find_first_of("*?") == std::string::npos) continue;
    out.tell(statement.at(principal_element(statement)),
             fmt::format("principal {} has a wildcard: expected `*` alone or one whole "
                         "ARN",
                         in_backticks(name)),
             "name the account, and narrow it by a condition: \"ArnLike\": "
             "{\"aws:PrincipalArn\": ...}");
  }
}

void principal_at_gateway(const LintStatement& statement, const LintReporter& out) {
  const auto& policy = statement.get();
  if (statement.kind() != PolicyType::Endpoint || !policy.allow) return;
  if (!policy.principal || policy.not_principal || policy.principal->anyone) return;
  // Only these two services have gateway endpoints.
  const bool of_gateways =
      std::all_of(policy.actions.begin(), policy.actions.end(), [](const auto& each) {
        const std::string action = aws::lower(each.text);
        return action.starts_with("s3:") || action.starts_with("dynamodb:");
      });
  if (!of_gateways || policy.not_action) return;
  out.tell(statement.at("Principal"),
           "a gateway endpoint's policy takes Principal `*` only: an account there "
           "means its root user",
           "write \"Principal\": \"*\" and narrow it by `aws:PrincipalArn`; at an "
           "interface endpoint it is fine as it is");
}

void allowed_not_principal(const LintStatement& statement, const LintReporter& out) {
  if (!statement.get().allow || !statement.get().not_principal) return;
  out.tell(statement.at("NotPrincipal"),
           "Allow with NotPrincipal lets in everybody else, strangers included",
           "name who is allowed in Principal");
}

void allowed_not_action(const LintStatement& statement, const LintReporter& out) {
  if (!statement.get().allow || !statement.get().not_action) return;
  out.tell(statement.at("NotAction"),
           "Allow with NotAction allows every other action of every service, those to "
           "come included",
           "name what is allowed in Action, or use Deny");
}

void allowed_not_resource(const LintStatement& statement, const LintReporter& out) {
  if (!statement.get().allow || !statement.get().not_resource) return;
  out.tell(statement.at("NotResource"),
           "Allow with NotResource allows the actions on everything else, what is to "
           "come included",
           "name what is meant in Resource, or use Deny");
}

}  // namespace pullproof::model
