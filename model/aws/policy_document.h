// An IAM policy as data: identity, resource, trust, endpoint and control policies
// alike.
//
// Nothing is decided here. What this reader does not understand is kept as
// `not_modelled` of the statement, so that whoever decides can answer "unknown" instead
// of skipping it.
//
// AWS: IAM user guide, "IAM JSON policy elements reference".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/policy_condition.h"
#include "model/aws/policy_pattern.h"
#include "model/aws/scope.h"
#include "model/core/result.h"

namespace pullproof::aws {

class Cursor;

/// `Principal` or `NotPrincipal`.
struct PolicyPrincipal {
  bool anyone = false;                ///< "*", or "*" under "AWS".
  std::vector<std::string> aws;       ///< ARNs, account ids, unique ids (AROA...).
  std::vector<std::string> services;  ///< "ecs-tasks.amazonaws.com".
  std::vector<std::string> federated;
  std::vector<std::string> canonical_users;
};

struct PolicyStatement {
  std::string sid;
  bool allow = false;  ///< Effect is exactly "Allow"; else it is exactly "Deny".
  std::optional<PolicyPrincipal> principal;
  bool not_principal = false;  ///< `principal` came from NotPrincipal.
  std::vector<ActionPattern> actions;
  bool not_action = false;
  std::vector<ResourcePattern>
      resources;  ///< Empty with `has_resource` false: none written.
  bool not_resource = false;
  bool has_resource = false;
  std::vector<PolicyCondition> conditions;
  /// What the reader could not understand, for people; "" if all is well.
  std::string not_modelled;
  Source source;
};

struct PolicyDocument {
  bool variables = false;  ///< Version is "2012-10-17".
  std::vector<PolicyStatement> statements;
  std::string not_modelled;  ///< As a statement's, for the document as a whole.
  Source source;

  /// `source` is where the document stands; when it was text inside the file, pointers
  /// end at the field that holds the text.
  static PolicyDocument parse(const nlohmann::json& json, const Source& source,
                              bool embedded_text);
};

/// All of the statement but its effect, actions and name: statements with one text say
/// the same of whatever request they speak of. Variables of another policy version
/// count as another text.
[[nodiscard]] std::string body_text(const PolicyStatement& statement);

/// A policy that stands anywhere: an object, JSON text or URL-encoded JSON text.
[[nodiscard]] Result<PolicyDocument> read_policy(const nlohmann::json& written,
                                                 const Source& source);

/// The policy in a field: an object, JSON text or URL-encoded JSON text; nothing if it
/// is missing. Text that is no JSON is a problem of `in`.
[[nodiscard]] std::optional<PolicyDocument> parse_policy(Cursor& in,
                                                         std::string_view key);

}  // namespace pullproof::aws
