// Inside of policy_lint.h: what a rule is given, how it tells, and every rule by name.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/policy_document.h"
#include "model/aws/service_reference.h"
#include "model/policy_lint.h"

namespace pullproof::model {

/// One entry of a statement's Action or NotAction.
struct LintAction {
  const aws::ActionPattern* pattern = nullptr;
  const aws::ServiceReference* service = nullptr;  ///< Null: not judged.
  std::vector<const aws::ServiceAction*> known;    ///< Those that it matches.

  /// Names one action: no wildcards.
  [[nodiscard]] bool exact() const { return !pattern->pattern.has_wildcard(); }
};

/// A statement as rules see it.
class LintStatement {
 public:
  LintStatement(const aws::PolicyDocument& document,
                const aws::PolicyStatement& statement, const nlohmann::json* written,
                PolicyType kind);

  [[nodiscard]] const aws::PolicyDocument& document() const { return *document_; }
  [[nodiscard]] const aws::PolicyStatement& get() const { return *statement_; }
  [[nodiscard]] PolicyType kind() const { return kind_; }
  [[nodiscard]] const std::vector<LintAction>& actions() const { return actions_; }
  /// All of `actions` are of services with a table, and none stands for all others.
  [[nodiscard]] bool every_action_is_known() const;
  /// Some entry allows or denies the action: "ecr:BatchGetImage".
  [[nodiscard]] bool speaks_of(std::string_view action) const;

  /// "Action": the statement's own, or its `NotAction`.
  [[nodiscard]] aws::Source at(const std::string& element) const;
  [[nodiscard]] aws::Source at(const std::string& element, std::size_t index) const;
  [[nodiscard]] aws::Source action(std::size_t index) const;
  [[nodiscard]] aws::Source resource(std::size_t index) const;
  [[nodiscard]] aws::Source condition(const aws::PolicyCondition& condition) const;
  [[nodiscard]] aws::Source value(const aws::PolicyCondition& condition,
                                  std::size_t index) const;

 private:
  const aws::PolicyDocument* document_;
  const aws::PolicyStatement* statement_;
  const nlohmann::json* written_;  ///< Null if it stands in a text.
  PolicyType kind_;
  std::vector<LintAction> actions_;
};

class LintReporter {
 public:
  LintReporter(std::string_view code, LintSeverity severity, std::string sid,
               std::vector<LintFinding>& findings)
      : code_(code), severity_(severity), sid_(std::move(sid)), findings_(&findings) {}

  void tell(aws::Source place, std::string message, std::string repair) const {
    tell(severity_, std::move(place), std::move(message), std::move(repair));
  }
  /// Where this one weighs less than others of its code.
  void tell(LintSeverity severity, aws::Source place, std::string message,
            std::string repair) const;

 private:
  std::string_view code_;
  LintSeverity severity_;
  std::string sid_;
  std::vector<LintFinding>* findings_;
};

/// "; did you mean `x`?", or "" if no name is near.
[[nodiscard]] std::string did_you_mean(std::string_view wanted,
                                       const std::vector<std::string>& names);

using LintFunction = void (*)(const LintStatement&, const LintReporter&);

// The language: policy_lint_language.cpp.
void unreadable_statement(const LintStatement&, const LintReporter&);
void duplicate_sid(const LintStatement&, const LintReporter&);
void variables_that_are_text(const LintStatement&, const LintReporter&);
void principal_in_identity_policy(const LintStatement&, const LintReporter&);
void missing_principal(const LintStatement&, const LintReporter&);
void missing_resource(const LintStatement&, const LintReporter&);
void wildcard_in_principal(const LintStatement&, const LintReporter&);
void principal_at_gateway(const LintStatement&, const LintReporter&);
void allowed_not_principal(const LintStatement&, const LintReporter&);
void allowed_not_action(const LintStatement&, const LintReporter&);
void allowed_not_resource(const LintStatement&, const LintReporter&);

// Actions and resources: policy_lint_actions.cpp, policy_lint_resources.cpp.
void unknown_action(const LintStatement&, const LintReporter&);
void mistyped_service(const LintStatement&, const LintReporter&);
void resource_that_is_no_arn(const LintStatement&, const LintReporter&);
void misplaced_variable(const LintStatement&, const LintReporter&);
void resource_of_no_action(const LintStatement&, const LintReporter&);
void action_of_no_resource(const LintStatement&, const LintReporter&);
void action_on_star_only(const LintStatement&, const LintReporter&);

// Condition keys, operators and values: policy_lint_conditions.cpp.
void unknown_operator(const LintStatement&, const LintReporter&);
void unreadable_value(const LintStatement&, const LintReporter&);
void wildcard_that_is_text(const LintStatement&, const LintReporter&);
void address_block_that_is_text(const LintStatement&, const LintReporter&);
void unknown_key(const LintStatement&, const LintReporter&);
void key_of_no_action(const LintStatement&, const LintReporter&);
void set_operator_on_single_value(const LintStatement&, const LintReporter&);
void many_values_without_set_operator(const LintStatement&, const LintReporter&);
void for_all_values_of_none(const LintStatement&, const LintReporter&);

/// Satisfied by no request without the key.
[[nodiscard]] bool needs_key(const aws::PolicyCondition& condition);

// Conditions that exclude each other: policy_lint_contradictions.cpp.
void absent_key_with_value(const LintStatement&, const LintReporter&);
void disjoint_values(const LintStatement&, const LintReporter&);
void every_value_excluded(const LintStatement&, const LintReporter&);
void empty_range(const LintStatement&, const LintReporter&);
void address_and_endpoint(const LintStatement&, const LintReporter&);

// Amazon ECR: policy_lint_ecr.cpp.
void token_on_repository(const LintStatement&, const LintReporter&);
void token_in_repository_policy(const LintStatement&, const LintReporter&);
void repository_arn_with_tag(const LintStatement&, const LintReporter&);
void layer_bucket_placeholder(const LintStatement&, const LintReporter&);
void layer_bucket_region(const LintStatement&, const LintReporter&);
void layer_bucket_of_other_region(const LintStatement&, const LintReporter&);
void layer_bucket_without_objects(const LintStatement&, const LintReporter&);
void layer_bucket_for_own_principals(const LintStatement&, const LintReporter&);
void layer_bucket_of_identity(const LintStatement&, const LintReporter&);
void incomplete_pull(const LintStatement&, const LintReporter&);

/// Told by `token_on_repository`, and by no other rule.
[[nodiscard]] bool is_token(const LintAction& action);
/// Told by the rules on the layer bucket, and by no others.
[[nodiscard]] bool is_layer_bucket(const aws::ResourcePattern& resource);

}  // namespace pullproof::model
