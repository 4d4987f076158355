#include "model/gates/policy_principal.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "model/aws/condition_operators.h"
#include "model/gates/arn.h"
#include "model/gates/caller.h"

namespace pullproof::gates {
namespace {

template <class Logic>
typename Logic::Value undecided(const char* why) {
  return Logic::unknown([why] { return unanswered(why); });
}

std::string_view last_name(std::string_view arn) {
  return arn.substr(arn.rfind('/') + 1);
}

/// In what form an entry under "AWS" names somebody of an account.
enum class Form {
  None,
  Account,
  Identity,  ///< The role or user itself.
  Session,   ///< This very session.
  Unclear,   ///< A session of unknown name, or what cannot be told.
};

bool names_account(std::string_view entry, const Arn& arn, const Caller& caller) {
  if (caller.account.empty()) return false;
  if (entry == caller.account) return true;
  const bool root = arn.complete && arn.service() == "iam" &&
                    arn.account() == caller.account && arn.resource() == "root";
  return root && (caller.arn.empty() || arn.partition() == Arn(caller.arn).partition());
}

/// "assumed-role/ci/1234" names a session of the role `ci`.
Form session_form(const Arn& arn, const Caller& caller) {
  if (arn.service() != "sts" || arn.account() != caller.account ||
      arn.partition() != Arn(caller.arn).partition()) {
    return Form::None;
  }
  std::string_view rest = arn.resource();
  if (caller.kind == Caller::Kind::FederatedUser) {
    return rest == Arn(caller.arn).resource() ? Form::Session : Form::None;
  }
  constexpr std::string_view kKind = "assumed-role/";
  const std::string_view role = last_name(caller.arn);
  if (!rest.starts_with(kKind)) return Form::None;
  rest.remove_prefix(kKind.size());
  if (!rest.starts_with(role) || rest.substr(role.size(), 1) != "/") return Form::None;
  if (!caller.session) return Form::Unclear;
  return rest.substr(role.size() + 1) == *caller.session ? Form::Session : Form::None;
}

/// A role whose path is not known may be the one that `entry` names.
bool may_be_same_role(const Arn& arn, const Caller& caller) {
  return !caller.path_known && arn.complete && arn.service() == "iam" &&
         arn.account() == caller.account && arn.resource().starts_with("role/") &&
         last_name(arn.resource()) == last_name(caller.arn);
}

bool is_unique_id(std::string_view entry) {
  return entry.starts_with("AROA") || entry.starts_with("AIDA");
}

Form form_of(std::string_view entry, const Caller& caller) {
  const Arn arn(entry);
  if (names_account(entry, arn, caller)) return Form::Account;
  const bool has_identity =
      caller.kind == Caller::Kind::RoleSession || caller.kind == Caller::Kind::User;
  if (has_identity && entry == caller.arn) return Form::Identity;
  if (is_unique_id(entry) && has_identity) {
    if (caller.unique_id.empty()) return Form::Unclear;
    return entry == caller.unique_id ? Form::Identity : Form::None;
  }
  if (arn.complete) {
    const Form session = session_form(arn, caller);
    if (session != Form::None) return session;
    if (may_be_same_role(arn, caller)) return Form::Unclear;
  }
  return entry.find('*') == std::string_view::npos ? Form::None : Form::Unclear;
}

/// The forms in which a list names the caller.
struct Named {
  bool account = false;
  bool identity = false;
  bool session = false;
  bool unclear = false;

  [[nodiscard]] bool in_any_form() const {
    return account || identity || session || unclear;
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
      case Form::Identity:
        named.identity = true;
        break;
      case Form::Session:
        named.session = true;
        break;
      case Form::Unclear:
        named.unclear = true;
        break;
    }
  }
  // A canonical user id is an account's; the snapshot does not tell whose.
  if (!principal.canonical_users.empty()) named.unclear = true;
  return named;
}

template <class Logic>
typename Logic::Value unclear(const Caller& caller) {
  return Logic::unknown([&] {
    return unanswered(fmt::format(
        "whether a principal of the policy is {} is not known", caller.arn));
  });
}

/// What a grant to a user gives needs neither the user's policies nor its boundary;
/// what it gives to a role still needs the session's boundary and policies.
bool grants_directly(const Named& named, const Caller& caller, Grantee grantee) {
  if (named.session) return true;
  if (!named.identity) return named.account && grantee == Grantee::Any;
  return grantee != Grantee::Session || caller.kind == Caller::Kind::User;
}

/// Principal, for somebody of an account, with nobody but those who are listed.
template <class Logic>
typename Logic::Value lists_member(const aws::PolicyPrincipal& principal,
                                   const Caller& caller, Grantee grantee) {
  const Named named = named_by(principal, caller);
  if (grants_directly(named, caller, grantee)) return Logic::constant(true);
  return named.unclear ? unclear<Logic>(caller) : Logic::constant(false);
}

/// Of names that are matched as a whole; what a wildcard in one would mean is not
/// documented.
template <class Logic>
typename Logic::Value contains(const std::vector<std::string>& names,
                               const std::string& name) {
  if (std::find(names.begin(), names.end(), name) != names.end()) {
    return Logic::constant(true);
  }
  const bool wild = std::any_of(names.begin(), names.end(), [](const auto& each) {
    return each.find('*') != std::string::npos;
  });
  return wild ? undecided<Logic>("a principal with a wildcard is not modelled")
              : Logic::constant(false);
}

template <class Logic>
typename Logic::Value lists(const aws::PolicyPrincipal& principal, const Caller& caller,
                            Grantee grantee) {
  switch (caller.kind) {
    case Caller::Kind::RoleSession:
    case Caller::Kind::User:
    case Caller::Kind::Root:
    case Caller::Kind::FederatedUser:
      return lists_member<Logic>(principal, caller, grantee);
    case Caller::Kind::Federated:
      return contains<Logic>(principal.federated, caller.arn);
    case Caller::Kind::Service:
      return contains<Logic>(principal.services, caller.service);
    case Caller::Kind::Foreign:    // nobody can list an account that is not published
    case Caller::Kind::Anonymous:  // and nobody but `*` is nobody
      return Logic::constant(false);
  }
  return Logic::constant(false);
}

/// The condition holds only for requests with a certain aws:PrincipalArn.
bool asks_for_arn(const aws::PolicyCondition& condition) {
  const auto& written = condition.written;
  return written && condition.lower_key == "aws:principalarn" &&
         aws::compares_texts(*written->op) && !written->op->negated &&
         !written->if_exists && written->qualifier == aws::SetQualifier::None;
}

bool asks_for_arn(const aws::PolicyStatement& statement) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [](const auto& condition) { return asks_for_arn(condition); });
}

template <class Logic>
typename Logic::Value lists_anyone(const aws::PolicyStatement& statement,
                                   Grantee grantee) {
  if (grantee != Grantee::Session || asks_for_arn(statement)) {
    return Logic::constant(true);
  }
  return undecided<Logic>(
      "whether a permissions boundary limits what a policy grants to everybody is not "
      "documented");
}

/// A gateway endpoint knows everybody and root users only.
template <class Logic>
typename Logic::Value lists_at_gateway(const aws::PolicyPrincipal& principal,
                                       const Caller& caller) {
  if (!is_of_account(caller)) return Logic::constant(false);
  const Named named = named_by(principal, caller);
  if (caller.kind == Caller::Kind::Root) return Logic::constant(named.account);
  if (!named.identity && !named.session && !named.unclear) {
    return Logic::constant(false);
  }
  return undecided<Logic>(
      "what a gateway endpoint does with a role as principal is not documented");
}

/// Whoever lists the account alone spares its root user and nobody else.
bool spares_entirely(const Named& named, const Caller& caller) {
  if (!named.account) return false;
  switch (caller.kind) {
    case Caller::Kind::Root:
      return true;
    case Caller::Kind::User:
      return named.identity;
    case Caller::Kind::FederatedUser:
      return named.session;
    case Caller::Kind::RoleSession:
      return named.identity && named.session;
    case Caller::Kind::Federated:
    case Caller::Kind::Service:
    case Caller::Kind::Foreign:
    case Caller::Kind::Anonymous:
      break;
  }
  return false;
}

template <class Logic>
typename Logic::Value not_principal_of_member(const aws::PolicyStatement& statement,
                                              const Caller& caller,
                                              const PolicyReading& reading) {
  const Named named = named_by(*statement.principal, caller);
  if (!statement.allow) {
    if (reading.caller_has_boundary) return Logic::constant(true);
    if (spares_entirely(named, caller)) return Logic::constant(false);
    if (!named.identity && !named.session && !named.unclear) {
      return Logic::constant(true);
    }
  } else if (!named.in_any_form()) {
    return Logic::constant(true);
  }
  return Logic::unknown([&] {
    return unanswered(
        fmt::format("NotPrincipal names {} in part: AWS may check its account, role "
                    "and session one by one",
                    caller.arn));
  });
}

template <class Logic>
typename Logic::Value not_principal(const aws::PolicyStatement& statement,
                                    const Caller& caller,
                                    const PolicyReading& reading) {
  const bool known_kind = reading.kind == PolicyKind::Resource ||
                          reading.kind == PolicyKind::Trust ||
                          reading.kind == PolicyKind::InterfaceEndpoint;
  if (!known_kind) {
    return undecided<Logic>("NotPrincipal in a policy of this kind is not modelled");
  }
  if (statement.principal->anyone) return Logic::constant(false);
  if (statement.allow && reading.grantee != Grantee::Any) {
    return undecided<Logic>(
        "what an Allow with NotPrincipal grants directly is not modelled");
  }
  if (is_of_account(caller)) {
    return not_principal_of_member<Logic>(statement, caller, reading);
  }
  return Logic::negation(lists<Logic>(*statement.principal, caller, Grantee::Any));
}

bool has_principals(PolicyKind kind) {
  return kind != PolicyKind::Identity && kind != PolicyKind::Boundary &&
         kind != PolicyKind::Session && kind != PolicyKind::ServiceControl;
}

}  // namespace

template <class Logic>
typename Logic::Value names_caller(const aws::PolicyStatement& statement,
                                   const Caller& caller, const PolicyReading& reading) {
  if (has_principals(reading.kind) != statement.principal.has_value()) {
    return undecided<Logic>(
        statement.principal ? "a principal in a policy that has none is not modelled"
                            : "a statement without a principal is not modelled");
  }
  if (!statement.principal) return Logic::constant(true);
  if (statement.not_principal) return not_principal<Logic>(statement, caller, reading);
  if (statement.principal->anyone) {
    const bool listed_too = is_of_account(caller) &&
                            reading.kind != PolicyKind::GatewayEndpoint &&
                            grants_directly(named_by(*statement.principal, caller),
                                            caller, reading.grantee);
    return listed_too ? Logic::constant(true)
                      : lists_anyone<Logic>(statement, reading.grantee);
  }
  if (reading.kind == PolicyKind::ResourceControl) {
    return undecided<Logic>(
        "a resource control policy that names principals is not modelled");
  }
  if (reading.kind == PolicyKind::GatewayEndpoint) {
    return lists_at_gateway<Logic>(*statement.principal, caller);
  }
  return lists<Logic>(*statement.principal, caller, reading.grantee);
}

template Truth names_caller<Decided>(const aws::PolicyStatement&, const Caller&,
                                     const PolicyReading&);
template Predicate names_caller<Formula>(const aws::PolicyStatement&, const Caller&,
                                         const PolicyReading&);

}  // namespace pullproof::gates
