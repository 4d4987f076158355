// Every request that some policies can tell apart, as finitely many choices.
//
// Actions and callers are listed, one for each class of them that the policies treat
// alike; the resource is a text field; each context key is a field whose values are
// classes, with a witness for each. Where classes would be too many, the action or the
// key is a text field, too. What holds for all choices holds for all requests.
//
// Guarantee: if `exact`, every request behaves as one of the choices.
// Not modelled: the value of a policy variable is an open question, one for each text
// that uses it. `exact` is false where the values of a key have no witnesses; a space
// of loose keys has choices for all requests, and for others, too.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/core/fields.h"
#include "model/gates/request.h"
#include "model/gates/request_context.h"

namespace pullproof::model {

/// Callers of one kind whose ARN is left to choice: their classes would be too many.
struct OpenCaller {
  gates::Caller caller;  ///< Stands for them; no policy names it.
  FieldId arn{};
  std::vector<Glob> except;  ///< ARNs of other callers in the space.
};

struct RequestSpace {
  Fields fields;
  FieldId resource{};
  /// One for each class; none if there are too many: then `any_action` is a text field.
  std::vector<std::string> actions;
  std::optional<FieldId> any_action;
  std::vector<gates::Caller> callers;
  std::vector<OpenCaller> open_callers;  ///< None unless asked for.
  gates::RequestContext keys;            ///< Those that the caller does not fix.
  bool exact = true;
  std::string why_inexact = {};  ///< One clause for people; "" if it is exact.
  /// False: some callers are not listed; `exact` is false then, too.
  bool has_all_callers = true;
  bool resource_policies = false;
  /// The account that owns the resources of witnesses: no policy names it.
  std::string elsewhere;
  std::set<std::string> named_accounts;

  /// The request of one caller and action, with everything else left to choice.
  [[nodiscard]] gates::Request request(const gates::Caller& caller,
                                       const std::string& action) const;
  /// The same, with the caller's ARN left to choice, of which not every one is
  /// possible.
  [[nodiscard]] gates::Request request(const OpenCaller& open,
                                       const std::string& action) const;
  [[nodiscard]] Predicate is_possible(const OpenCaller& open) const;
  /// The id of a session has a colon, that of a user has none.
  /// AWS: IAM user guide, "Principal key values".
  [[nodiscard]] Predicate is_possible(const gates::Caller& caller) const;
};

struct SpaceOptions {
  /// Policies of resources name principals: callers of every kind are listed.
  bool resource_policies = false;
  /// Only actions that one of these matches; empty: all.
  std::vector<std::string> actions = {};
  /// Only the context keys: no caller and no action is listed.
  bool only_keys = false;
  /// Accounts that are told apart although no policy names them.
  std::set<std::string> accounts = {};
  /// Callers whose classes are many may have an ARN that is left to choice.
  bool open_callers = false;
  /// Keys whose values have no witnesses become loose: what they could be is more than
  /// any request is, and the space is exact in that nothing else can happen.
  bool loose = false;
  /// The values of AWS's own keys are of their types. Not where other characters stand
  /// for what policies' variables put in.
  bool typed = true;
  /// Of the principals; "": the one that the policies name, else "aws".
  std::string partition = {};
};

/// AWS: IAM user guide, "AWS global condition context keys" and "Single-valued vs.
/// multivalued context keys": what is in every request, what never has several values,
/// and what kinds of values AWS's own keys have. Keys are in lower case.
[[nodiscard]] bool is_in_every_request(const std::string& key);
[[nodiscard]] bool has_one_value(const std::string& key);
[[nodiscard]] bool may_be_value(const std::string& key, const std::string& value);

[[nodiscard]] RequestSpace request_space(
    const std::vector<const aws::PolicyDocument*>& documents,
    const SpaceOptions& options);

}  // namespace pullproof::model
