#include "solver/who_can.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "model/aws/policy_condition.h"
#include "model/core/ensure.h"
#include "model/gates/arn.h"
#include "model/gates/caller.h"
#include "model/gates/policy_text.h"
#include "model/gates/request_context.h"
#include "model/request_space.h"
#include "model/resource_policies.h"
#include "solver/choices.h"
#include "solver/open_access.h"
#include "solver/session.h"

namespace pullproof::solver {
namespace {

using Documents = std::vector<const aws::PolicyDocument*>;
using Kind = AblePrincipal::Kind;
using gates::Caller;
using model::AccountAccess;
using model::Layer;

constexpr const char* kGlobal = "global";

/// The text puts in something of the principal: "${aws:username}".
bool varies_by_principal(std::string_view text) {
  const std::string lower = aws::lower(text);
  return lower.find("${aws:principal") != std::string::npos ||
         lower.find("${aws:user") != std::string::npos;
}

bool varies_by_principal(const aws::PolicyStatement& statement) {
  bool varies = false;
  gates::each_text_with_variables(statement, [&varies](std::string_view text) {
    varies = varies || varies_by_principal(text);
  });
  return varies;
}

/// Of the principal itself, not of how it asks.
bool tells_who_calls(const aws::PolicyCondition& condition) {
  const std::string& key = condition.lower_key;
  return key.starts_with("aws:principal") || key == "aws:username" ||
         key == "aws:userid" || key == "kms:calleraccount";
}

/// It stands for many principals.
bool is_class(const AblePrincipal& found) {
  switch (found.kind) {
    case Kind::Account:
    case Kind::AnyAccount:
    case Kind::AnyService:
      return true;
    case Kind::Federated:
      return found.name == "*";
    case Kind::Role:
    case Kind::User:
    case Kind::Root:
    case Kind::Session:
    case Kind::Service:
    case Kind::Anonymous:
      break;
  }
  return false;
}

class WhoCanSearch {
 public:
  WhoCanSearch(const gates::Context& context, const WhoCanQuestion& question)
      : context_(context), question_(question), session_(question.resource_limit) {}

  Result<WhoCan> run() {
    auto nobody = ask_about("anonymous");
    if (!nobody.ok()) return nobody.problems();
    base_ = std::move(nobody.value());
    find_accounts();
    for (const auto& role : context_.account.table<aws::Role>().all()) {
      judge_own(Kind::Role, role.arn);
    }
    for (const auto& user : context_.account.table<aws::User>().all()) {
      judge_own(Kind::User, user.arn);
    }
    for (const auto& account : accounts_) {
      judge_own(Kind::Root, fmt::format("arn:{}:iam::{}:root", partition_, account));
    }
    if (base_.request.resource) judge_elsewhere();
    sort();
    result_.accesses.push_back(std::move(base_));
    return std::move(result_);
  }

 private:
  [[nodiscard]] Result<AccountAccess> ask_about(const std::string& principal) const {
    return model::account_access(context_,
                                 {.principal = principal,
                                  .action = question_.action,
                                  .resource = question_.resource,
                                  .resource_account = question_.resource_account,
                                  .at = question_.at,
                                  .usual_call = false});
  }

  void leave_open(std::string call, std::string why) {
    result_.undecided.insert({.call = std::move(call), .why = std::move(why)});
  }

  /// The accounts whose principals the snapshot holds.
  void find_accounts() {
    const gates::Arn resource(question_.resource);
    if (resource.complete) partition_ = resource.partition();
    std::set<std::string> all = context_.account.accounts();
    const std::string& owner = base_.request.resource_account;
    if (!owner.empty()) all.insert(owner);
    for (const auto& account : all) {
      if (seen(account, aws::Role::kCall)) {
        accounts_.insert(account);
        if (seen(account, aws::User::kListCall)) continue;
      }
      leave_open(
          std::string(aws::Role::kCall),
          fmt::format("the {} of account {} are not collected",
                      accounts_.contains(account) ? "users" : "principals", account));
    }
  }

  [[nodiscard]] bool seen(const std::string& account, std::string_view call) const {
    return context_.account.calls().seen({account, kGlobal}, std::string(call));
  }

  void judge_own(Kind kind, const std::string& arn) {
    auto access = ask_about(arn);
    if (!access.ok()) {
      // A session of a role that its account does not have any more.
      ++result_.refused_principals;
      return;
    }
    AblePrincipal found{.kind = kind, .name = arn};
    judge(std::move(found), std::move(access.value()), result_.refused_principals);
  }

  /// Principals that the snapshot does not hold, one for each class of them.
  void judge_elsewhere() {
    const Documents documents = documents_of(base_.layers);
    for (const auto* document : documents) {
      for (const auto& statement : document->statements) note_named(statement);
    }
    const model::RequestSpace space =
        model::request_space(documents, {.resource_policies = true,
                                         .actions = {question_.action},
                                         .accounts = accounts_,
                                         .partition = partition_});
    if (!space.exact) leave_open("", space.why_inexact);
    for (const auto& caller : space.callers) judge_class(caller, space);
  }

  void note_named(const aws::PolicyStatement& statement) {
    if (varies_by_principal(statement)) {
      leave_open("",
                 "whom elsewhere a policy means whose variables stand for the "
                 "principal is not modelled");
    }
    if (!statement.principal) return;
    const auto& principal = *statement.principal;
    for (const auto* list :
         {&principal.aws, &principal.services, &principal.federated}) {
      named_.insert(list->begin(), list->end());
    }
  }

  void judge_class(const Caller& caller, const model::RequestSpace& space) {
    const std::string name = gates::name_of(caller);
    const bool named =
        named_.contains(caller.kind == Caller::Kind::Federated ? caller.arn : name);
    if (accounts_.contains(caller.account)) {
      // Roles, users and the root user have been judged; federated users have no more
      // than their user, unless a policy names them.
      const bool is_session =
          caller.session && caller.kind == Caller::Kind::RoleSession;
      const bool is_federated = caller.kind == Caller::Kind::FederatedUser;
      if (named && (is_session || is_federated)) judge_own(Kind::Session, name);
      return;
    }
    AblePrincipal found = class_of(caller, name, named, space);
    AccountAccess access;
    access.request = base_.request;
    access.request.caller = caller;
    access.request.context =
        gates::account_context(context_, caller, nullptr, base_.request.region,
                               base_.request.resource_account, false);
    // No unique id that a policy still names is anybody's elsewhere: AWS puts it in the
    // place of the ARN of a principal that was deleted.
    access.request.caller.unique_id = "-";
    for (auto& [key, value] : access.request.context) {
      auto* open = std::get_if<gates::UnknownKey>(&value);
      if (open != nullptr && key.starts_with("aws:principal"))
        open->question.call.clear();
    }
    for (const auto& [key, value] : base_.request.context) {
      // What is known of the resource and of the moment does not depend on the caller.
      const bool of_resource = key.find("resource") != std::string::npos;
      if (of_resource || key == "aws:currenttime" || key == "aws:epochtime") {
        access.request.context.insert_or_assign(key, value);
      }
    }
    access.layers.identity = {{.document = &model::full_access(false)}};
    access.layers.resource = base_.layers.resource;
    access.layers.resource_control = base_.layers.resource_control;
    access.layers.resource_control_doubt = base_.layers.resource_control_doubt;
    judge(std::move(found), std::move(access), result_.refused_classes);
  }

  static AblePrincipal class_of(const Caller& caller, const std::string& name,
                                bool named, const model::RequestSpace& space) {
    AblePrincipal found;
    switch (caller.kind) {
      case Caller::Kind::Anonymous:
      case Caller::Kind::Foreign:
        found.kind = Kind::Anonymous;
        found.name = "*";
        return found;
      case Caller::Kind::Service:
        found.kind = named ? Kind::Service : Kind::AnyService;
        found.name = named ? name : "*";
        return found;
      case Caller::Kind::Federated:
        found.kind = Kind::Federated;
        found.name = named ? name : "*";
        return found;
      case Caller::Kind::RoleSession:
        found.kind = caller.session ? Kind::Session : Kind::Role;
        break;
      case Caller::Kind::User:
        found.kind = Kind::User;
        break;
      case Caller::Kind::FederatedUser:
        found.kind = Kind::Session;
        break;
      case Caller::Kind::Root:
        found.kind = Kind::Root;
        break;
    }
    found.if_own_account_allows = true;
    found.name = name;
    if (named && found.kind != Kind::Root) return found;
    const bool of_named_account = space.named_accounts.contains(caller.account);
    found.kind = of_named_account ? Kind::Account : Kind::AnyAccount;
    found.name = of_named_account ? caller.account : "*";
    return found;
  }

  void judge(AblePrincipal found, AccountAccess access, std::size_t& refused) {
    const model::Authorization decided =
        model::authorize(access.request, access.layers);
    switch (decided.decision) {
      case model::Decision::ImplicitlyDenied:
      case model::Decision::ExplicitlyDenied:
        refuse(found, refused);
        return;
      case model::Decision::Allowed:
        found.ability = Ability::Always;
        break;
      case model::Decision::Unknown:
        if (!judge_choices(found, access)) {
          refuse(found, refused);
          return;
        }
        break;
    }
    tell_statements(found, access);
    keep(std::move(found), std::move(access));
  }

  /// Others of its class may be able to: not all of it are.
  void refuse(const AblePrincipal& refused_one, std::size_t& refused) {
    ++refused;
    partly_.emplace(refused_one.kind, refused_one.name);
  }

  /// Leaves to choice what the request does not fix. False if it is refused whatever is
  /// chosen.
  bool judge_choices(AblePrincipal& found, AccountAccess& access) {
    gates::Request& request = access.request;
    model::RequestSpace space = open_keys(context_, access);
    const Predicate path = possible_path(context_, request);
    const Predicate allowed = lets_through(context_, access);
    const Predicate certain = settled(allowed, false);
    const auto both = [&path](Predicate one) {
      return Predicate::all_of({path, std::move(one)});
    };
    const auto ask = [&](const Predicate& one) {
      return session_.ask(space.fields, one);
    };
    const Reply some = ask(both(certain));
    if (some.answer == Answer::Sat) {
      const bool always =
          space.exact &&
          ask(both(Predicate::negation(certain))).answer == Answer::Unsat;
      found.ability = always ? Ability::Always : Ability::Sometimes;
      if (!always) found.witness = replayed(access, space.fields, some.choice);
      return true;
    }
    if (some.answer == Answer::Unsat && space.exact &&
        ask(both(settled(allowed, true))).answer == Answer::Unsat) {
      return false;
    }
    found.ability = Ability::Unknown;
    found.open = questions(allowed);
    if (!space.exact) {
      found.open.insert({.call = "", .why = space.why_inexact});
    } else if (some.answer == Answer::GaveUp) {
      found.open.insert({.call = "", .why = "the budget of the solver is spent"});
    }
    return true;
  }

  /// By the name that was chosen; any will do where none was.
  static void name_session(gates::Request& request) {
    Caller& caller = request.caller;
    const bool is_named = caller.kind != Caller::Kind::RoleSession || caller.session;
    if (is_named || caller.unique_id.empty()) return;
    const std::string start = caller.unique_id + ':';
    gates::ContextValue& id = request.context["aws:userid"];
    const auto* chosen = std::get_if<gates::FixedKey>(&id);
    const bool is_chosen =
        chosen != nullptr && chosen->values.front().starts_with(start);
    caller.session = is_chosen ? chosen->values.front().substr(start.size()) : "any";
    id = gates::FixedKey{.values = {start + *caller.session}};
  }

  static gates::Request replayed(const AccountAccess& access, const Fields& fields,
                                 const Choice& choice) {
    gates::Request witness = access.request;
    fill_keys(witness, fields, choice);
    name_session(witness);
    ensure(
        model::authorize(witness, access.layers).decision == model::Decision::Allowed,
        "authorize agrees with the witness of who-can");
    return witness;
  }

  static void tell_statements(AblePrincipal& found, const AccountAccess& access) {
    for (const auto& match : model::possible_matches(access.request, access.layers)) {
      const aws::PolicyStatement& statement = *match.statement;
      if (&statement == model::full_access(false).statements.data()) continue;
      const bool grants =
          match.layer == Layer::Identity || match.layer == Layer::Resource;
      if (statement.allow && grants) found.statements.push_back(&statement);
      const bool of_class = is_class(found);
      if (found.ability == Ability::Always && !of_class) continue;
      for (const auto& condition : statement.conditions) {
        const bool tells_classes_apart = of_class && tells_who_calls(condition);
        if (!tells_classes_apart &&
            !is_free(gates::look_up(access.request, condition.lower_key))) {
          continue;
        }
        found.conditions.push_back({&statement, &condition});
      }
    }
  }

  /// Of one class several callers may be able to: the ablest stands for it.
  void keep(AblePrincipal found, AccountAccess access) {
    if (is_class(found) && found.ability == Ability::Always) {
      witnesses_.emplace(std::pair(found.kind, found.name), access.request);
    }
    const auto same = std::find_if(
        result_.principals.begin(), result_.principals.end(), [&](const auto& other) {
          return other.kind == found.kind && other.name == found.name;
        });
    if (found.ability != Ability::Always) partly_.emplace(found.kind, found.name);
    result_.accesses.push_back(std::move(access));
    if (same == result_.principals.end()) {
      result_.principals.push_back(std::move(found));
    } else if (found.ability < same->ability) {
      *same = std::move(found);
    }
  }

  /// A class is always able only if all of it are.
  void settle_classes() {
    for (auto& found : result_.principals) {
      const bool whole = !partly_.contains({found.kind, found.name});
      if (found.ability != Ability::Always || !is_class(found)) continue;
      if (whole) {
        found.conditions.clear();
        continue;
      }
      found.ability = Ability::Sometimes;
      found.witness = witnesses_.at({found.kind, found.name});
    }
  }

  void sort() {
    settle_classes();
    std::stable_sort(result_.principals.begin(), result_.principals.end(),
                     [](const auto& one, const auto& other) {
                       return std::tie(one.if_own_account_allows, one.kind, one.name) <
                              std::tie(other.if_own_account_allows, other.kind,
                                       other.name);
                     });
    std::set<gates::Assumption> all(base_.assumptions.begin(), base_.assumptions.end());
    for (const auto& access : result_.accesses) {
      all.insert(access.assumptions.begin(), access.assumptions.end());
    }
    result_.assumptions.assign(all.begin(), all.end());
  }

  const gates::Context& context_;
  const WhoCanQuestion& question_;
  Session session_;
  WhoCan result_;
  AccountAccess base_;  ///< Nobody who signs: what is known of the resource.
  std::set<std::string> accounts_;
  std::string partition_ = "aws";
  std::set<std::string> named_;  ///< Principals, as policies name them.
  /// Classes some of whose principals are not always able.
  std::set<std::pair<Kind, std::string>> partly_;
  /// Of classes: a request of one that always is.
  std::map<std::pair<Kind, std::string>, gates::Request> witnesses_;
};

}  // namespace

Result<WhoCan> who_can(const gates::Context& context, const WhoCanQuestion& question) {
  return WhoCanSearch(context, question).run();
}

}  // namespace pullproof::solver
