#include "model/gates/policy_principal.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "model/aws/condition_operators.h"
#include "model/core/glob.h"

namespace pullproof::gates {
namespace {

constexpr std::size_t kArnSegments = 6;

Predicate undecided(std::string why) {
  return Predicate::unknown({.call = {}, .why = std::move(why)});
}

/// "arn:aws:iam::111122223333:role/ci" in its six segments; fewer if it is no ARN.
std::vector<std::string_view> segments(std::string_view arn) {
  std::vector<std::string_view> parts;
  while (parts.size() + 1 < kArnSegments) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) break;
    parts.push_back(arn.substr(0, colon));
    arn.remove_prefix(colon + 1);
  }
  parts.push_back(arn);
  return parts;
}

std::string_view role_name(std::string_view role_arn) {
  return role_arn.substr(role_arn.rfind('/') + 1);
}

/// In what form an entry under "AWS" names a role session.
enum class Form { None, Account, Role, Session, Unclear };

/// "assumed-role/ci/1234" names a session of the role `ci`.
bool names_session(const std::vector<std::string_view>& arn, const Caller& caller) {
  if (arn.size() != kArnSegments || arn[2] != "sts" || arn[4] != caller.account) {
    return false;
  }
  const std::string prefix =
      fmt::format("assumed-role/{}/", role_name(caller.role_arn));
  return arn[5].starts_with(prefix);
}

bool names_account(std::string_view entry, const std::vector<std::string_view>& arn,
                   const Caller& caller) {
  if (caller.account.empty()) return false;
  if (entry == caller.account) return true;
  const auto own = segments(caller.role_arn);
  return arn.size() == kArnSegments && arn[1] == own[own.size() > 1 ? 1 : 0] &&
         arn[2] == "iam" && arn[4] == caller.account && arn[5] == "root";
}

Form form_of(std::string_view entry, const Caller& caller) {
  const auto arn = segments(entry);
  if (names_account(entry, arn, caller)) return Form::Account;
  if (entry == caller.role_arn) return Form::Role;
  if (entry.starts_with("AROA")) {
    if (caller.role_id.empty()) return Form::Unclear;
    return entry == caller.role_id ? Form::Role : Form::None;
  }
  if (names_session(arn, caller)) return Form::Session;
  return entry.find('*') == std::string_view::npos ? Form::None : Form::Unclear;
}

/// The forms in which a list names the caller.
struct Named {
  bool account = false;
  bool role = false;
  bool session = false;
  bool unclear = false;

  [[nodiscard]] bool in_any_form() const {
    return account || role || session || unclear;
  }
};

Named named_by(const aws::PolicyPrincipal& principal, const Caller& caller) {
  Named named;
  for (const auto& entry : principal.aws) {
    switch (form_of(entry, caller)) {
      case Form::None:
        break;
      case Form::Account:
        named.account = true;
        break;
      case Form::Role:
        named.role = true;
        break;
      case Form::Session:
        named.session = true;
        break;
      case Form::Unclear:
        named.unclear = true;
        break;
    }
  }
  return named;
}

Predicate session_unknown(const Caller& caller) {
  return undecided(
      fmt::format("the name of the session of {} is not known", caller.role_arn));
}

/// Principal, for a session of a role, with nobody but those who are listed.
Predicate lists_session(const aws::PolicyPrincipal& principal, const Caller& caller,
                        Grantee grantee) {
  const Named named = named_by(principal, caller);
  const bool certain = (named.account && grantee == Grantee::Any) ||
                       (named.role && grantee != Grantee::Session);
  if (certain) return Predicate::always();
  if (named.session) return session_unknown(caller);
  if (!named.unclear) return Predicate::never();
  return undecided(fmt::format("whether a principal of the policy is {} is not known",
                               caller.role_arn));
}

bool lists_service(const aws::PolicyPrincipal& principal, const Caller& caller) {
  return std::find(principal.services.begin(), principal.services.end(),
                   caller.service) != principal.services.end();
}

Predicate lists(const aws::PolicyPrincipal& principal, const Caller& caller,
                Grantee grantee) {
  switch (caller.kind) {
    case Caller::Kind::RoleSession:
      return lists_session(principal, caller, grantee);
    case Caller::Kind::Service:
      return Predicate::constant(lists_service(principal, caller));
    case Caller::Kind::Foreign:
      return Predicate::never();  // nobody can list an account that is not published
  }
  return Predicate::never();
}

/// The condition holds only for requests with a certain aws:PrincipalArn.
bool asks_for_arn(const aws::PolicyCondition& condition) {
  static const Glob kKey = Glob::exact("aws:PrincipalArn", LetterCase::Ignored);
  const auto written = aws::parse_condition_operator(condition.op);
  return written && kKey.matches(condition.key) && aws::compares_texts(*written->op) &&
         !written->op->negated && !written->if_exists &&
         written->qualifier == aws::SetQualifier::None;
}

bool asks_for_arn(const aws::PolicyStatement& statement) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [](const auto& condition) { return asks_for_arn(condition); });
}

Predicate lists_anyone(const aws::PolicyStatement& statement, Grantee grantee) {
  if (grantee != Grantee::Session || asks_for_arn(statement)) {
    return Predicate::always();
  }
  return undecided(
      "whether a permissions boundary limits what a policy grants to everybody is not "
      "documented");
}

/// A gateway endpoint knows everybody and root users only.
Predicate lists_at_gateway(const aws::PolicyPrincipal& principal,
                           const Caller& caller) {
  if (caller.kind != Caller::Kind::RoleSession) return Predicate::never();
  const Named named = named_by(principal, caller);
  if (!named.role && !named.session && !named.unclear) return Predicate::never();
  return undecided(
      "what a gateway endpoint does with a role as principal is not documented");
}

Predicate not_principal_of_session(const aws::PolicyStatement& statement,
                                   const Caller& caller, const PolicyReading& reading) {
  const Named named = named_by(*statement.principal, caller);
  if (!statement.allow && reading.caller_has_boundary) return Predicate::always();
  // Whoever lists the account alone spares its root user and nobody else.
  const bool spared = named.role || named.session || named.unclear;
  if (!statement.allow && !spared) return Predicate::always();
  if (statement.allow && !named.in_any_form()) return Predicate::always();
  return undecided(
      fmt::format("NotPrincipal names {} in part: AWS may check its account, role and "
                  "session one by one",
                  caller.role_arn));
}

Predicate not_principal(const aws::PolicyStatement& statement, const Caller& caller,
                        const PolicyReading& reading) {
  if (reading.kind != PolicyKind::Resource &&
      reading.kind != PolicyKind::InterfaceEndpoint) {
    return undecided("NotPrincipal in a policy of this kind is not modelled");
  }
  if (statement.principal->anyone) return Predicate::never();
  if (statement.allow && reading.grantee != Grantee::Any) {
    return undecided("what an Allow with NotPrincipal grants directly is not modelled");
  }
  if (caller.kind == Caller::Kind::RoleSession) {
    return not_principal_of_session(statement, caller, reading);
  }
  return Predicate::negation(lists(*statement.principal, caller, Grantee::Any));
}

bool has_principals(PolicyKind kind) {
  return kind != PolicyKind::Identity && kind != PolicyKind::Boundary &&
         kind != PolicyKind::ServiceControl;
}

}  // namespace

Predicate names_caller(const aws::PolicyStatement& statement, const Caller& caller,
                       const PolicyReading& reading) {
  if (has_principals(reading.kind) != statement.principal.has_value()) {
    return undecided(statement.principal
                         ? "a principal in a policy that has none is not modelled"
                         : "a statement without a principal is not modelled");
  }
  if (!statement.principal) return Predicate::always();
  if (statement.not_principal) return not_principal(statement, caller, reading);
  if (statement.principal->anyone) return lists_anyone(statement, reading.grantee);
  if (reading.kind == PolicyKind::ResourceControl) {
    return undecided("a resource control policy that names principals is not modelled");
  }
  if (reading.kind == PolicyKind::GatewayEndpoint) {
    return lists_at_gateway(*statement.principal, caller);
  }
  return lists(*statement.principal, caller, reading.grantee);
}

}  // namespace pullproof::gates
