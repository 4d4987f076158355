#include "solver/who_can.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "model/aws/condition_values.h"
#include "model/aws/policy_condition.h"
#include "model/core/ensure.h"
#include "model/gates/arn.h"
#include "model/gates/caller.h"
#include "model/gates/policy_text.h"
#include "model/gates/request_context.h"
#include "model/request_space.h"
#include "model/resource_policies.h"
#include "solver/choices.h"
#include "solver/session.h"

namespace pullproof::solver {
namespace {

using Documents = std::vector<const aws::PolicyDocument*>;
using Kind = AblePrincipal::Kind;
using gates::Caller;
using model::AccountAccess;
using model::Layer;

constexpr const char* kGlobal = "global";

void add_documents(const model::PolicySet& policies, Documents& all) {
  for (const auto& policy : policies) {
    if (policy.document != nullptr) all.push_back(policy.document);
  }
}

Documents documents_of(const model::Layers& layers) {
  Documents all;
  add_documents(layers.identity, all);
  for (const auto* layer :
       {&layers.boundary, &layers.session, &layers.resource, &layers.endpoint}) {
    if (*layer) add_documents(**layer, all);
  }
  for (const auto* levels : {&layers.service_control, &layers.resource_control}) {
    for (const auto& level : *levels) add_documents(level, all);
  }
  return all;
}

/// Left to choice, or to the request: not what some call would tell.
bool is_free(const gates::ContextValue* value) {
  if (value == nullptr) return true;
  if (const auto* open = std::get_if<gates::UnknownKey>(value)) {
    return open->question.call.empty();
  }
  return std::holds_alternative<gates::MomentKey>(*value) ||
         std::holds_alternative<gates::PrefixKey>(*value) ||
         std::holds_alternative<gates::ClassKey>(*value) ||
         std::holds_alternative<gates::TextKey>(*value) ||
         std::holds_alternative<gates::ClassSetKey>(*value);
}

/// Times that are not before `earliest`, which is among them.
gates::ClassKey not_before(gates::ClassKey classes, const std::string& earliest,
                           Fields& fields) {
  const auto bound = aws::Instant::parse(earliest);
  if (!bound) return classes;
  std::erase_if(classes.values, [&](const std::string& value) {
    const auto instant = aws::Instant::parse(value);
    return instant && *instant < *bound;
  });
  classes.values.push_back(earliest);
  classes.field = fields.add({.name = fields.at(classes.field).name,
                              .kind = Field::Kind::Class,
                              .domain = IntervalSet::range(1, classes.values.size()),
                              .text_domain = {}});
  return classes;
}

/// The key is in the request; only where it is left to choice.
std::optional<Predicate> is_present(const gates::Request& request, const char* key) {
  const auto found = request.context.find(key);
  if (found == request.context.end()) return std::nullopt;
  if (const auto* text = std::get_if<gates::TextKey>(&found->second)) {
    if (!text->presence) return Predicate::always();
    return Predicate::in_set(*text->presence, IntervalSet::single(Number{1}));
  }
  const auto* classes = std::get_if<gates::ClassKey>(&found->second);
  if (classes == nullptr || classes->values.empty()) return std::nullopt;
  return Predicate::in_set(classes->field,
                           IntervalSet::range(1, classes->values.size()));
}

/// The key has this value, where that can be told.
Predicate has_value(const gates::Request& request, const char* key,
                    const std::string& value) {
  const auto found = request.context.find(key);
  if (found == request.context.end()) return Predicate::never();
  if (const auto* text = std::get_if<gates::TextKey>(&found->second)) {
    return Predicate::matches(text->field, Glob::exact(value));
  }
  const auto* classes = std::get_if<gates::ClassKey>(&found->second);
  if (classes == nullptr) return Predicate::never();
  const auto& values = classes->values;
  const auto at = std::find(values.begin(), values.end(), value);
  if (at == values.end()) return Predicate::never();
  return Predicate::in_set(
      classes->field,
      IntervalSet::single(Number{static_cast<std::uint64_t>(at - values.begin()) + 1}));
}

/// AWS: IAM user guide, "AWS global condition context keys": a request through a VPC
/// endpoint has no aws:SourceIp, and one that has it came through none.
Predicate possible_path(const gates::Request& request) {
  std::vector<Predicate> all;
  const auto address = is_present(request, "aws:sourceip");
  if (!address) return Predicate::always();
  for (const char* key : {"aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"}) {
    const auto inside = is_present(request, key);
    if (!inside) continue;
    all.push_back(Predicate::negation(Predicate::all_of({*address, *inside})));
  }
  return Predicate::all_of(std::move(all));
}

/// The text puts in something of the principal: "${aws:username}".
bool varies_by_principal(std::string_view text) {
  const std::string lower = aws::lower(text);
  return lower.find("${aws:principal") != std::string::npos ||
         lower.find("${aws:user") != std::string::npos;
}

bool varies_by_principal(const aws::PolicyStatement& statement) {
  const auto varies = [](const auto& written) {
    return written.has_variables && varies_by_principal(written.text);
  };
  return std::any_of(statement.resources.begin(), statement.resources.end(), varies) ||
         std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [&](const auto& condition) {
                       return std::any_of(condition.values.begin(),
                                          condition.values.end(), varies);
                     });
}

/// Keys that whoever asks may choose. `authorize` takes the usual for granted.
void leave_to_choice(gates::Request& request) {
  for (const char* key : {"aws:securetransport", "aws:viaawsservice", "aws:calledvia",
                          "aws:calledviafirst", "aws:calledvialast"}) {
    request.context.insert_or_assign(
        key,
        gates::UnknownKey{{.call = "", .why = "how the call is made is not known"}});
  }
}

class Search {
 public:
  Search(const gates::Context& context, const WhoCanQuestion& question)
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
                                  .at = question_.at});
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
    leave_to_choice(access.value().request);
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
    if (!space.exact) {
      leave_open("", "the principals that the policies name could not be split");
    }
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
                               base_.request.resource_account);
    // No unique id that a policy still names is anybody's elsewhere: AWS puts it in the
    // place of the ARN of a principal that was deleted.
    access.request.caller.unique_id = "-";
    for (auto& [key, value] : access.request.context) {
      auto* open = std::get_if<gates::UnknownKey>(&value);
      if (open != nullptr && key.starts_with("aws:principal"))
        open->question.call.clear();
    }
    leave_to_choice(access.request);
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
        found.name = name;
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
        ++refused;
        return;
      case model::Decision::Allowed:
        found.ability = Ability::Always;
        break;
      case model::Decision::Unknown:
        if (!judge_choices(found, access)) {
          ++refused;
          return;
        }
        break;
    }
    tell_statements(found, access);
    keep(std::move(found), std::move(access));
  }

  /// Leaves to choice what the request does not fix. False if it is refused whatever is
  /// chosen.
  bool judge_choices(AblePrincipal& found, AccountAccess& access) {
    model::RequestSpace space =
        model::request_space(documents_of(access.layers), {.only_keys = true});
    gates::Request& request = access.request;
    for (auto& [key, value] : space.keys) {
      const gates::ContextValue* known = gates::look_up(request, key);
      if (!is_free(known)) continue;
      if (std::holds_alternative<gates::UnknownKey>(value)) continue;
      const auto* moment =
          known == nullptr ? nullptr : std::get_if<gates::MomentKey>(known);
      auto* classes = std::get_if<gates::ClassKey>(&value);
      if (moment != nullptr && classes != nullptr) {
        *classes = not_before(*classes, moment->earliest, space.fields);
      }
      request.context.insert_or_assign(key, value);
    }
    const Predicate path = possible_path(request);
    const Predicate allowed = lets_through(access);
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
      found.open.insert(
          {.call = "", .why = "the values of a condition could not be split"});
    } else if (some.answer == Answer::GaveUp) {
      found.open.insert({.call = "", .why = "the budget of the solver is spent"});
    }
    return true;
  }

  /// The context keys of the policies around the request, their variables replaced.
  static model::RequestSpace space_of(const AccountAccess& access) {
    std::vector<aws::PolicyDocument> documents;
    for (const auto* document : documents_of(access.layers)) {
      documents.push_back(gates::with_values(*document, access.request));
    }
    Documents all;
    all.reserve(documents.size());
    for (const auto& document : documents) all.push_back(&document);
    return model::request_space(all, {.only_keys = true});
  }

  /// With the policy of each endpoint that the request may name.
  [[nodiscard]] Predicate lets_through(const AccountAccess& access) const {
    std::vector<Predicate> all = {model::lets_through(access.request, access.layers)};
    model::Layers behind = access.layers;
    for (const auto& endpoint : context_.account.table<aws::VpcEndpoint>().all()) {
      if (!endpoint.policy) continue;
      Predicate named = has_value(access.request, "aws:sourcevpce", endpoint.id());
      if (named.as_constant() == Truth::No) continue;
      behind.endpoint = model::PolicySet{{.document = &*endpoint.policy}};
      behind.gateway_endpoint = endpoint.type == aws::VpcEndpoint::Type::Gateway;
      all.push_back(Predicate::any_of({Predicate::negation(std::move(named)),
                                       model::lets_through(access.request, behind)}));
    }
    return Predicate::all_of(std::move(all));
  }

  static gates::Request replayed(const AccountAccess& access, const Fields& fields,
                                 const Choice& choice) {
    gates::Request witness = access.request;
    fill_keys(witness, fields, choice);
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
      if (found.ability == Ability::Always) continue;
      for (const auto& condition : statement.conditions) {
        if (!is_free(gates::look_up(access.request, condition.lower_key))) continue;
        found.conditions.push_back({&statement, &condition});
      }
    }
  }

  /// Of one class several callers may be able to: the ablest stands for it.
  void keep(AblePrincipal found, AccountAccess access) {
    const auto same = std::find_if(
        result_.principals.begin(), result_.principals.end(), [&](const auto& other) {
          return other.kind == found.kind && other.name == found.name;
        });
    result_.accesses.push_back(std::move(access));
    if (same == result_.principals.end()) {
      result_.principals.push_back(std::move(found));
    } else if (found.ability < same->ability) {
      *same = std::move(found);
    }
  }

  void sort() {
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
};

}  // namespace

Result<WhoCan> who_can(const gates::Context& context, const WhoCanQuestion& question) {
  return Search(context, question).run();
}

}  // namespace pullproof::solver
