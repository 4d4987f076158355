// Finds what is wrong with a policy by itself: names that AWS does not know, statements
// that can never match, and the traps of Amazon ECR.
//
// Nothing is decided about requests here; `authorize` and `policy diff` do that. A rule
// is one function and one row of the table in policy_lint.cpp.
//
// AWS: IAM user guide, "IAM JSON policy elements reference"; Service Authorization
// Reference.
// Guarantee: says nothing about services and keys that are in no table.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/policy_document.h"
#include "model/aws/scope.h"
#include "model/core/result.h"

namespace pullproof::model {

enum class LintSeverity {
  Error,    ///< Can never work.
  Warning,  ///< Probably not meant.
  Info,     ///< Worth a look.
};

/// "error", "warning", "info".
[[nodiscard]] std::string_view name(LintSeverity severity);

/// What a policy is attached to.
enum class PolicyType {
  Automatic,  ///< Resource if a statement names a principal, else Identity.
  Identity,   ///< Service control policies, boundaries and session policies as well.
  Resource,   ///< Trust policies and resource control policies as well.
  Endpoint,
};

struct LintFinding {
  std::string_view code;  ///< Stable: "ACTION_UNKNOWN".
  LintSeverity severity = LintSeverity::Error;
  aws::Source source;
  std::string sid;      ///< The statement's, or "".
  std::string message;  ///< Lower case, one line; text of the policy is not escaped.
  std::string repair;   ///< What to do about it, or "".
};

/// In the order of the places in the document: findings point at statements.
[[nodiscard]] std::vector<LintFinding> lint_policy(const aws::PolicyDocument& document,
                                                   PolicyType kind);

/// The same, with findings that point into statements. `written` is an object or the
/// text of one, and `source` where it stands.
[[nodiscard]] Result<std::vector<LintFinding>> lint_policy(
    const nlohmann::json& written, const aws::Source& source, PolicyType kind);

/// A code and what it means, for documentation.
struct LintCode {
  std::string_view code;
  LintSeverity severity = LintSeverity::Error;  ///< Some findings weigh less.
  std::string_view meaning;
};

[[nodiscard]] std::vector<LintCode> lint_codes();

}  // namespace pullproof::model
