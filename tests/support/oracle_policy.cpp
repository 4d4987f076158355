#include "tests/support/oracle_policy.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "tests/support/oracle_documents.h"
#include "tests/support/oracle_glob.h"

namespace pullproof::oracle {
namespace {

using nlohmann::json;

enum class Kind { Identity, Repository, InterfaceEndpoint, GatewayEndpoint };

/// Who calls; an empty ARN is ECR's own account.
struct Caller {
  std::string arn;
  bool bounded = false;
};

/// How a Principal element names the caller.
enum class Named { No, AsAccount, AsRole, AsEveryone };

/// What the statements of one policy say together.
struct Sayings {
  Truth denies = Truth::No;
  Truth grants_account = Truth::No;
  Truth grants_role = Truth::No;
  Truth grants_everyone = Truth::No;
  Truth grants_everyone_by_arn = Truth::No;
};

json statements_of(const json& policy) {
  const std::string version = policy.value("Version", "2008-10-17");
  if (version != "2012-10-17" && version != "2008-10-17") {
    throw Unsupported{"policy version " + version};
  }
  const json& statements = policy.at("Statement");
  return statements.is_array() ? statements : json::array({statements});
}

bool has_one_of(const json& statement, const char* plain, const char* inverse) {
  return statement.contains(plain) != statement.contains(inverse);
}

void check_shape(const json& statement, Kind kind) {
  static const std::set<std::string> kKnown = {
      "Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
      "NotAction", "Resource", "NotResource", "Condition"};
  for (const auto& [key, unused] : statement.items()) {
    if (!kKnown.contains(key)) throw Unsupported{"policy element " + key};
  }
  const std::string effect = text(statement, "Effect");
  if (effect != "Allow" && effect != "Deny") throw Unsupported{"Effect " + effect};
  const bool resources = has_one_of(statement, "Resource", "NotResource");
  const bool principals = has_one_of(statement, "Principal", "NotPrincipal");
  if (!has_one_of(statement, "Action", "NotAction") ||
      resources != (kind != Kind::Repository) ||
      principals != (kind != Kind::Identity)) {
    throw Unsupported{"a statement with elements that do not go together"};
  }
}

bool action_matches(const json& statement, const std::string& action) {
  const bool inverse = statement.contains("NotAction");
  const auto patterns = texts(statement.at(inverse ? "NotAction" : "Action"));
  const bool named =
      std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        return glob_matches(lower(pattern), lower(action));
      });
  return named != inverse;
}

/// AWS: a star may cross colons where it ends a segment; where one inside a segment
/// would have to, AWS's pages do not say.
bool resource_pattern_matches(const std::string& pattern, const std::string& resource) {
  if (pattern.find("${") != std::string::npos) throw Unsupported{"variable " + pattern};
  if (!glob_matches(pattern, resource)) return false;
  std::size_t start = 0;
  std::size_t other = 0;
  for (int segment = 0; segment < 5; ++segment) {
    const std::size_t end = pattern.find(':', start);
    const std::size_t other_end = resource.find(':', other);
    if (end == std::string::npos || other_end == std::string::npos) return true;
    const std::string part = pattern.substr(start, end - start);
    if (!glob_matches(part, resource.substr(other, other_end - other))) {
      if (!part.ends_with('*')) throw Unsupported{"`" + pattern + "` crosses colons"};
      return true;
    }
    start = end + 1;
    other = other_end + 1;
  }
  if (!glob_matches(pattern.substr(start), resource.substr(other))) {
    throw Unsupported{"`" + pattern + "` crosses colons"};
  }
  return true;
}

bool resource_matches(const json& statement, const std::string& resource) {
  const bool inverse = statement.contains("NotResource");
  const auto patterns = texts(statement.at(inverse ? "NotResource" : "Resource"));
  const bool named =
      std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        return resource_pattern_matches(pattern, resource);
      });
  return named != inverse;
}

/// "arn:aws:sts::<account>:assumed-role/<name>/"
std::string session_prefix(const std::string& role, const std::string& account) {
  const std::string name = role.substr(role.rfind('/') + 1);
  return "arn:aws:sts::" + account + ":assumed-role/" + name + "/";
}

Named aws_principal(const std::string& principal, const Caller& caller,
                    const std::string& account) {
  if (principal == "*") return Named::AsEveryone;
  // AWS: a policy of a gateway endpoint knows ECR's own account only as everyone.
  if (caller.arn.empty()) return Named::No;
  if (principal.find_first_of("*?") != std::string::npos ||
      principal.starts_with("AROA") ||
      principal.starts_with(session_prefix(caller.arn, account))) {
    throw Unsupported{"principal " + principal};
  }
  if (principal == account || principal == "arn:aws:iam::" + account + ":root") {
    return Named::AsAccount;
  }
  return principal == caller.arn ? Named::AsRole : Named::No;
}

Named named_by(const json& element, const Caller& caller, const std::string& account) {
  if (element.is_string()) {
    if (element != "*") throw Unsupported{"principal " + element.dump()};
    return Named::AsEveryone;
  }
  Named best = Named::No;
  for (const auto& [type, values] : element.items()) {
    if (type != "AWS") continue;  // services and federated users pull nothing
    for (const std::string& value : texts(values)) {
      best = std::max(best, aws_principal(value, caller, account));
    }
  }
  return best;
}

/// AWS: a Deny with NotPrincipal spares a role only if account, role and session are
/// all listed, and nobody lists a session; whoever has a boundary is always denied.
Truth denied_by_not_principal(const json& statement, const Caller& caller,
                              const std::string& account, Kind kind) {
  if (kind != Kind::Repository || statement["Effect"] != "Deny") {
    throw Unsupported{"NotPrincipal here"};
  }
  const Named named = named_by(statement["NotPrincipal"], caller, account);
  if (named == Named::AsEveryone) throw Unsupported{"NotPrincipal *"};
  return named == Named::AsRole && !caller.bounded ? Truth::Maybe : Truth::Yes;
}

/// The statement demands a certain aws:PrincipalArn.
bool asks_for_arn(const json& statement) {
  if (!statement.contains("Condition")) return false;
  for (const auto& [name, keys] : statement["Condition"].items()) {
    if (name.find("Not") != std::string::npos || name.ends_with("IfExists")) continue;
    for (const auto& [key, unused] : keys.items()) {
      if (name != "Null" && lower(key) == "aws:principalarn") return true;
    }
  }
  return false;
}

void add_grant(Sayings& sayings, Named named, bool by_arn, Truth applies) {
  const auto raise = [&](Truth& grant) { grant = either(grant, applies); };
  switch (named) {
    case Named::No:
      break;
    case Named::AsAccount:
      raise(sayings.grants_account);
      break;
    case Named::AsRole:
      raise(sayings.grants_role);
      break;
    case Named::AsEveryone:
      raise(by_arn ? sayings.grants_everyone_by_arn : sayings.grants_everyone);
      break;
  }
}

Sayings sayings_of(const json& policy, const Caller& caller, const Request& request,
                   Kind kind) {
  Sayings sayings;
  const std::string& account = request.context.account;
  for (const json& statement : statements_of(policy)) {
    check_shape(statement, kind);
    if (!action_matches(statement, request.action)) continue;
    if (kind != Kind::Repository && !resource_matches(statement, request.resource)) {
      continue;
    }
    Named named = Named::AsRole;
    Truth applies = Truth::Yes;
    if (statement.contains("NotPrincipal")) {
      applies = denied_by_not_principal(statement, caller, account, kind);
    } else if (kind != Kind::Identity) {
      named = named_by(statement["Principal"], caller, account);
    }
    if (named == Named::No) continue;
    if (statement.contains("Condition")) {
      applies = both(applies, condition_holds(statement["Condition"], request.context));
    }
    if (statement["Effect"] == "Deny") {
      sayings.denies = either(sayings.denies, applies);
    } else {
      add_grant(sayings, named, asks_for_arn(statement), applies);
    }
  }
  return sayings;
}

Truth grants_anyhow(const Sayings& sayings) {
  return either(either(sayings.grants_account, sayings.grants_role),
                either(sayings.grants_everyone, sayings.grants_everyone_by_arn));
}

Truth endpoint_lets_through(const json& policy, const Caller& caller,
                            const Request& request, Kind kind) {
  const Sayings said = sayings_of(policy_document(policy), caller, request, kind);
  return both(opposite(said.denies), grants_anyhow(said));
}

Sayings together(const std::vector<json>& policies, const Caller& caller,
                 const Request& request) {
  Sayings all;
  for (const json& policy : policies) {
    const Sayings one = sayings_of(policy, caller, request, Kind::Identity);
    all.denies = either(all.denies, one.denies);
    all.grants_role = either(all.grants_role, one.grants_role);
  }
  return all;
}

}  // namespace

std::set<std::string> role_refusals(const Role& role, const Request& request,
                                    const json* repository_policy,
                                    const json* endpoint_policy, bool decided) {
  const Caller caller{.arn = role.arn, .bounded = !role.boundary.empty()};
  Sayings resource;
  if (repository_policy != nullptr) {
    resource = sayings_of(policy_document(*repository_policy), caller, request,
                          Kind::Repository);
  }
  const Sayings identity = together(role.identity, caller, request);
  const Sayings boundary = together(role.boundary, caller, request);
  std::map<std::string, Truth> passes;
  passes["resource-policy"] = opposite(resource.denies);
  // AWS: in one account, identity or resource policy allows. A grant to the account
  // only delegates.
  passes["identity-policy"] =
      both(opposite(identity.denies),
           either(either(identity.grants_role, resource.grants_role),
                  either(resource.grants_everyone, resource.grants_everyone_by_arn)));
  if (caller.bounded) {
    // AWS: a grant to everyone with aws:PrincipalArn is not cut by the boundary, one to
    // the role's ARN is; of a plain one to everyone the pages say nothing.
    const Truth perhaps = both(resource.grants_everyone, Truth::Maybe);
    passes["permissions-boundary"] = both(
        opposite(boundary.denies),
        either(boundary.grants_role, either(resource.grants_everyone_by_arn, perhaps)));
  }
  if (endpoint_policy != nullptr) {
    passes["endpoint-policy"] = endpoint_lets_through(*endpoint_policy, caller, request,
                                                      Kind::InterfaceEndpoint);
  }
  std::set<std::string> refusals;
  for (const auto& [mechanism, verdict] : passes) {
    if (verdict == Truth::No) refusals.insert(mechanism);
    if (verdict == Truth::Maybe && decided) {
      throw Unsupported{mechanism + " of " + request.action + " is not certain"};
    }
  }
  return refusals;
}

bool layer_allowed(const json& endpoint_policy, const Request& request) {
  const Truth allowed =
      endpoint_lets_through(endpoint_policy, Caller{}, request, Kind::GatewayEndpoint);
  if (allowed == Truth::Maybe) throw Unsupported{"the S3 endpoint policy is uncertain"};
  return allowed == Truth::Yes;
}

std::vector<std::string> resource_patterns(const json& policy) {
  std::vector<std::string> patterns;
  for (const json& statement : statements_of(policy_document(policy))) {
    for (const char* key : {"Resource", "NotResource"}) {
      if (!statement.contains(key)) continue;
      const auto found = texts(statement[key]);
      patterns.insert(patterns.end(), found.begin(), found.end());
    }
  }
  return patterns;
}

bool trusts(const json& policy, const std::string& service) {
  bool allowed = false;
  for (const json& statement : statements_of(policy_document(policy))) {
    check_shape(statement, Kind::Repository);  // neither has Resource
    if (!action_matches(statement, "sts:AssumeRole")) continue;
    if (!statement.contains("Principal") || !statement["Principal"].is_object()) {
      throw Unsupported{"the principal of a trust policy"};
    }
    if (!statement["Principal"].contains("Service")) continue;
    const auto services = texts(statement["Principal"]["Service"]);
    if (std::find(services.begin(), services.end(), service) == services.end())
      continue;
    if (statement.contains("Condition")) throw Unsupported{"a trust condition"};
    if (statement["Effect"] == "Deny") return false;
    allowed = true;
  }
  return allowed;
}

}  // namespace pullproof::oracle
