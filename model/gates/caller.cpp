#include "model/gates/caller.h"

#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "model/aws/policy_condition.h"
#include "model/gates/arn.h"
#include "model/gates/policy_logic.h"

namespace pullproof::gates {
namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string role_arn(const Arn& session, std::string_view role) {
  return fmt::format("arn:{}:iam::{}:role/{}", session.partition(), session.account(),
                     role);
}

/// "assumed-role/ci/1234" or "federated-user/bob".
std::optional<Caller> session_caller(const Arn& arn, std::string_view text) {
  Caller caller;
  caller.account = arn.account();
  std::string_view rest = arn.resource();
  if (take_prefix(rest, "federated-user/") && !rest.empty()) {
    caller.kind = Caller::Kind::FederatedUser;
    caller.arn = text;
    caller.session = std::string(rest);
    return caller;
  }
  if (!take_prefix(rest, "assumed-role/")) return std::nullopt;
  const std::size_t slash = rest.find('/');
  if (slash == 0 || slash == std::string_view::npos) return std::nullopt;
  caller.arn = role_arn(arn, rest.substr(0, slash));
  caller.session = std::string(rest.substr(slash + 1));
  caller.path_known = false;
  return caller;
}

std::optional<Caller> identity_caller(const Arn& arn, std::string_view text) {
  Caller caller;
  caller.arn = text;
  caller.account = arn.account();
  const std::string_view resource = arn.resource();
  if (resource == "root") {
    caller.kind = Caller::Kind::Root;
  } else if (resource.starts_with("user/")) {
    caller.kind = Caller::Kind::User;
  } else if (resource.starts_with("role/")) {
    caller.kind = Caller::Kind::RoleSession;
  } else if (resource.starts_with("saml-provider/") ||
             resource.starts_with("oidc-provider/")) {
    caller.kind = Caller::Kind::Federated;
    caller.account.clear();
  } else {
    return std::nullopt;
  }
  return caller;
}

/// AWS: IAM user guide, "Principal: web identity": the providers that need no ARN.
bool is_web_identity(std::string_view principal) {
  constexpr std::array<std::string_view, 4> kProviders{
      "cognito-identity.amazonaws.com", "accounts.google.com", "graph.facebook.com",
      "www.amazon.com"};
  return std::find(kProviders.begin(), kProviders.end(), principal) != kProviders.end();
}

bool is_service(std::string_view principal) {
  constexpr std::array<std::string_view, 3> kEnds{".amazonaws.com", ".amazonaws.com.cn",
                                                  ".aws.internal"};
  return principal.find(':') == std::string_view::npos &&
         std::any_of(kEnds.begin(), kEnds.end(),
                     [&](std::string_view end) { return principal.ends_with(end); });
}

Truth is_service_linked(const Caller& caller) {
  if (caller.kind != Caller::Kind::RoleSession) return Truth::No;
  if (caller.path_known) {
    return Decided::constant(caller.arn.find(":role/aws-service-role/") !=
                             std::string::npos);
  }
  const bool named_so = caller.arn.find(":role/AWSServiceRoleFor") != std::string::npos;
  return named_so ? Truth::Unknown : Truth::No;
}

}  // namespace

std::optional<Caller> caller_named(std::string_view principal) {
  if (principal == "anonymous") {
    Caller nobody;
    nobody.kind = Caller::Kind::Anonymous;
    return nobody;
  }
  if (is_web_identity(principal)) {
    Caller provider;
    provider.kind = Caller::Kind::Federated;
    provider.arn = principal;
    return provider;
  }
  if (is_service(principal)) {
    Caller service;
    service.kind = Caller::Kind::Service;
    service.service = principal;
    return service;
  }
  const Arn arn(principal);
  if (!arn.complete || arn.segments[0] != "arn" || arn.account().empty()) {
    return std::nullopt;
  }
  if (arn.service() == "sts") return session_caller(arn, principal);
  return arn.service() == "iam" ? identity_caller(arn, principal) : std::nullopt;
}

std::string name_of(const Caller& caller) {
  switch (caller.kind) {
    case Caller::Kind::Anonymous:
    case Caller::Kind::Foreign:
      return "anonymous";
    case Caller::Kind::Service:
      return caller.service;
    case Caller::Kind::RoleSession:
      if (caller.session) {
        const Arn role(caller.arn);
        return fmt::format("arn:{}:sts::{}:assumed-role/{}/{}", role.partition(),
                           caller.account, caller.arn.substr(caller.arn.rfind('/') + 1),
                           *caller.session);
      }
      break;
    case Caller::Kind::User:
    case Caller::Kind::Root:
    case Caller::Kind::FederatedUser:
    case Caller::Kind::Federated:
      break;
  }
  return caller.arn;
}

bool is_of_account(const Caller& caller) {
  return caller.kind == Caller::Kind::RoleSession ||
         caller.kind == Caller::Kind::User || caller.kind == Caller::Kind::Root ||
         caller.kind == Caller::Kind::FederatedUser;
}

Truth limited_by_service_control(const Caller& caller) {
  return is_of_account(caller) ? Decided::negation(is_service_linked(caller))
                               : Truth::No;
}

Truth limited_by_resource_control(const Request& request) {
  constexpr std::array<std::string_view, 10> kServices{
      "ecr", "sts",  "s3",       "kms",  "secretsmanager",
      "sqs", "logs", "dynamodb", "aoss", "cognito-idp"};
  const bool supported =
      request.caller.kind != Caller::Kind::Foreign &&
      std::any_of(kServices.begin(), kServices.end(), [&](std::string_view service) {
        return is_action_of(request.action, service);
      });
  return supported ? Decided::negation(is_service_linked(request.caller)) : Truth::No;
}

bool is_action_of(std::string_view action, std::string_view service) {
  const auto same = [](char letter, char lower) {
    return letter == lower ||
           ('A' <= letter && letter <= 'Z' && (letter | 0x20) == lower);
  };
  return action.size() > service.size() && action[service.size()] == ':' &&
         std::equal(service.begin(), service.end(), action.begin(),
                    [&same](char lower, char letter) { return same(letter, lower); });
}

bool assumes_role(std::string_view action) {
  if (!is_action_of(action, "sts")) return false;
  const std::string name = aws::lower(action);
  return name.starts_with("sts:assumerole") || name == "sts:tagsession" ||
         name == "sts:setsourceidentity";
}

bool needs_resource_policy(std::string_view action, std::string_view resource) {
  const Arn arn(resource);
  if (!arn.complete) return false;
  const bool of_key = is_action_of(action, "kms") && arn.service() == "kms" &&
                      arn.resource().starts_with("key/");
  return of_key || (assumes_role(action) && arn.service() == "iam" &&
                    arn.resource().starts_with("role/"));
}

bool has_no_resource_type(std::string_view action) {
  return aws::lower(action) == "ecr:getauthorizationtoken";
}

std::string_view account_of(std::string_view arn) {
  const Arn parts(arn);
  return parts.complete ? parts.account() : std::string_view();
}

std::string_view region_of(std::string_view arn) {
  const Arn parts(arn);
  return parts.complete ? parts.segments[3] : std::string_view();
}

}  // namespace pullproof::gates
