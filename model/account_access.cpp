#include "model/account_access.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "model/aws/cursor.h"
#include "model/aws/document_context.h"
#include "model/aws/policy_condition.h"
#include "model/aws/service_reference.h"
#include "model/gates/caller.h"
#include "model/gates/control_policy.h"
#include "model/gates/request_context.h"
#include "model/gates/request_session.h"
#include "model/gates/role_policies.h"
#include "model/resource_policies.h"

namespace pullproof::model {
namespace {

using gates::Caller;
using gates::Request;

constexpr const char* kGlobal = "global";

LayerPolicy layer_policy(const gates::RolePolicy& policy) {
  return {.document = policy.document, .question = policy.question};
}

/// The role of a session whose ARN leaves out the role's path.
const aws::Role* role_named(const gates::Context& context, const Caller& caller) {
  const std::string name = caller.arn.substr(caller.arn.rfind('/') + 1);
  const auto& roles = context.account.table<aws::Role>().all();
  const auto found = std::find_if(roles.begin(), roles.end(), [&](const auto& role) {
    return role.scope.account == caller.account && role.name == name;
  });
  return found == roles.end() ? nullptr : &*found;
}

const aws::Identity* identity_of(const gates::Context& context, const Caller& caller) {
  const aws::Scope scope{caller.account, kGlobal};
  const aws::Identity* found = nullptr;
  if (caller.kind == Caller::Kind::User) {
    found = context.account.find<aws::User>(scope, caller.arn);
  } else if (caller.kind == Caller::Kind::RoleSession) {
    found = caller.path_known ? context.account.find<aws::Role>(scope, caller.arn)
                              : role_named(context, caller);
  }
  const bool own = found != nullptr && found->scope.account == caller.account;
  return own ? found : nullptr;
}

bool has_full_access(const gates::ControlLevel& level) {
  return std::any_of(
      level.policies.begin(), level.policies.end(), [](const auto& policy) {
        return policy.allows_all || policy.owner->id.ends_with("p-RCPFullAWSAccess");
      });
}

/// Puts the layers of one request together.
class Gatherer {
 public:
  Gatherer(const gates::Context& context, AccountAccess& access)
      : context_(context), access_(access) {}

  void run() {
    add_own_policies();
    add_control_policies();
    ResourcePolicies attached = resource_policies(context_, access_.request);
    access_.layers.resource = std::move(attached.policies);
    for (auto& document : attached.documents) {
      access_.documents.push_back(std::move(document));
    }
    assume(attached.assumptions);
    add_endpoint();
    auto& all = access_.assumptions;
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
  }

 private:
  [[nodiscard]] const Caller& caller() const { return access_.request.caller; }

  void assume(const std::vector<gates::Assumption>& assumptions) {
    access_.assumptions.insert(access_.assumptions.end(), assumptions.begin(),
                               assumptions.end());
  }

  void add_own_policies() {
    PolicySet& own = access_.layers.identity;
    switch (caller().kind) {
      case Caller::Kind::RoleSession:
        assume({{.name = "session", .value = "has no policy and no tags of its own"}});
        [[fallthrough]];
      case Caller::Kind::User:
        add_identity();
        break;
      case Caller::Kind::FederatedUser:
        own.push_back({.question = {.call = "",
                                    .why = "the policies of a session of "
                                           "GetFederationToken are not known"}});
        break;
      case Caller::Kind::Root:
      case Caller::Kind::Federated:
      case Caller::Kind::Service:
      case Caller::Kind::Foreign:
      case Caller::Kind::Anonymous:
        break;
    }
  }

  void add_identity() {
    PolicySet& own = access_.layers.identity;
    const aws::Identity* identity = access_.identity;
    if (identity == nullptr) {
      own.push_back({.question = {.call = std::string(aws::Role::kCall),
                                  .why = fmt::format("the policies of {} are not "
                                                     "collected",
                                                     caller().arn)}});
      return;
    }
    add_policies_of(*identity);
    if (caller().kind == Caller::Kind::User) {
      add_groups(static_cast<const aws::User&>(*identity));
    }
    if (identity->boundary_arn.empty()) return;
    const auto boundary = gates::boundary_policy(context_, *identity);
    assume(gates::assumptions_of({boundary}));
    access_.layers.boundary = PolicySet{layer_policy(boundary)};
  }

  void add_policies_of(const aws::Identity& identity) {
    const auto policies = gates::identity_policies(context_, identity);
    assume(gates::assumptions_of(policies));
    for (const auto& policy : policies) {
      access_.layers.identity.push_back(layer_policy(policy));
    }
  }

  void add_groups(const aws::User& user) {
    const auto& groups = context_.account.table<aws::Group>().all();
    for (const auto& name : user.group_names) {
      const auto found =
          std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
            return group.name == name && group.scope == user.scope;
          });
      if (found != groups.end()) {
        add_policies_of(*found);
        continue;
      }
      access_.layers.identity.push_back(
          {.question = {.call = std::string(aws::Group::kCall),
                        .why = fmt::format("the policies of group {} are not collected",
                                           name)}});
    }
  }

  void add_control_policies() {
    Layers& layers = access_.layers;
    if (gates::is_of_account(caller())) {
      layers.service_control =
          control_levels(gates::control_policies(context_, caller().account,
                                                 gates::ControlType::Service),
                         layers.service_control_doubt);
    }
    const Request& request = access_.request;
    const bool limits = gates::limited_by_resource_control(request) != Truth::No;
    const std::string& owner = request.resource_account;
    if (!limits) return;
    // Whose resource it is is open only where its own policy is open as well.
    if (owner.empty()) return;
    layers.resource_control = control_levels(
        gates::control_policies(context_, owner, gates::ControlType::Resource),
        layers.resource_control_doubt);
  }

  /// From the root down.
  std::vector<PolicySet> control_levels(const gates::ControlPolicies& policies,
                                        std::optional<Unknown>& doubt) {
    const bool of_resources = policies.type == gates::ControlType::Resource;
    std::vector<PolicySet> levels;
    for (const auto& question : policies.open) {
      levels.push_back({{.question = question}});
    }
    for (auto level = policies.levels.rbegin(); level != policies.levels.rend();
         ++level) {
      PolicySet set;
      // Their full access policy cannot be detached.
      if (of_resources && !has_full_access(*level)) {
        set.push_back({.document = &full_access(true)});
      }
      for (const auto& policy : level->policies) {
        set.push_back(policy.allows_all
                          ? LayerPolicy{.document = &full_access(of_resources)}
                          : LayerPolicy{.document = policy.document,
                                        .question = policy.question});
      }
      levels.push_back(std::move(set));
    }
    doubt = policies.spared;
    assume(policies.assumptions);
    return levels;
  }

  /// Keys that only a request through an endpoint has tell that there is one.
  void add_unnamed_endpoint() {
    const auto& keys = access_.request.context;
    const auto given = [&](const char* key) -> const gates::FixedKey* {
      const auto found = keys.find(key);
      return found == keys.end() ? nullptr
                                 : std::get_if<gates::FixedKey>(&found->second);
    };
    const auto* vpc = given("aws:sourcevpc");
    if (vpc == nullptr && given("aws:vpcsourceip") == nullptr) {
      assume({{.name = "vpc-endpoint", .value = "none is in the way"}});
      return;
    }
    const auto& all = context_.account.table<aws::VpcEndpoint>().all();
    const bool any = std::any_of(all.begin(), all.end(), [&](const auto& endpoint) {
      return endpoint.policy &&
             (vpc == nullptr || endpoint.vpc_id.text == vpc->values.front());
    });
    if (!any) {
      assume({{.name = "vpc-endpoint", .value = "grants full access"}});
      return;
    }
    access_.layers.endpoint = PolicySet{
        {.question = {.call = "",
                      .why = "through which endpoint the request comes is not "
                             "known: aws:SourceVpce tells it"}}};
  }

  void add_endpoint() {
    const auto found = access_.request.context.find("aws:sourcevpce");
    if (found == access_.request.context.end()) return;
    const auto* fixed = std::get_if<gates::FixedKey>(&found->second);
    if (fixed == nullptr) {
      if (std::holds_alternative<gates::UnknownKey>(found->second)) {
        add_unnamed_endpoint();
      }
      return;
    }
    const std::string& id = fixed->values.front();
    const auto* endpoint = context_.account.find<aws::VpcEndpoint>({}, id);
    if (endpoint == nullptr) {
      access_.layers.endpoint = PolicySet{
          {.question = {.call = std::string(aws::VpcEndpoint::kCall),
                        .why = fmt::format("endpoint {} is not in the snapshot", id)}}};
      return;
    }
    access_.layers.gateway_endpoint = endpoint->type == aws::VpcEndpoint::Type::Gateway;
    if (endpoint->policy) {
      access_.layers.endpoint = PolicySet{{.document = &*endpoint->policy}};
    }
  }

  const gates::Context& context_;
  AccountAccess& access_;
};

/// What a part of the path tells of the rest.
///
/// AWS: IAM user guide, "AWS global condition context keys": a request has
/// aws:SourceIp, or it came through a VPC endpoint and has the other keys.
void add_rest_of_path(const gates::Context& context, Request& request) {
  constexpr std::array<const char*, 3> kInside{"aws:sourcevpc", "aws:sourcevpce",
                                               "aws:vpcsourceip"};
  auto& keys = request.context;
  const bool inside = std::any_of(kInside.begin(), kInside.end(),
                                  [&](const char* key) { return keys.contains(key); });
  if (keys.contains("aws:sourceip")) {
    for (const char* key : kInside) keys.emplace(key, gates::AbsentKey{});
  } else if (inside) {
    keys.emplace("aws:sourceip", gates::AbsentKey{});
  }
  const auto found = keys.find("aws:sourcevpce");
  if (found == keys.end()) return;
  const auto* fixed = std::get_if<gates::FixedKey>(&found->second);
  if (fixed == nullptr) return;
  const auto* endpoint =
      context.account.find<aws::VpcEndpoint>({}, fixed->values.front());
  if (endpoint == nullptr) return;
  keys.emplace("aws:sourcevpc", gates::FixedKey{.values = {endpoint->vpc_id.text}});
}

/// Policies must then say `*`, whatever resource is asked about.
/// AWS: Service authorization reference, "Resource types".
bool has_no_resource(const std::string& action) {
  const std::size_t colon = action.find(':');
  const auto* known = aws::known_action(aws::lower(action.substr(0, colon)),
                                        aws::lower(action.substr(colon + 1)));
  return gates::has_no_resource_type(action) ||
         (known != nullptr && known->types.empty());
}

/// The tags of the resource, where the snapshot holds them.
void add_resource_tags(const gates::Context& context, Request& request) {
  if (!request.resource) {
    request.context.emplace("aws:resourcetag/", gates::AbsentKey{});
    return;
  }
  const std::string& arn = std::get<std::string>(*request.resource);
  const aws::Scope scope{request.resource_account, request.region};
  if (gates::is_action_of(request.action, "ecr")) {
    Request tagged;
    tagged.resource = request.resource;
    gates::set_repository_tags(tagged, context, scope);
    request.context.insert(tagged.context.begin(), tagged.context.end());
    return;
  }
  const auto* role =
      context.account.find<aws::Role>({request.resource_account, kGlobal}, arn);
  if (role == nullptr) return;
  for (const std::string family : {"aws:resourcetag/", "iam:resourcetag/"}) {
    for (const auto& [name, value] : role->tags) {
      request.context.emplace(family + aws::lower(name),
                              gates::FixedKey{.values = {value}});
    }
    request.context.emplace(family, gates::AbsentKey{});
  }
}

class AccessReader {
 public:
  AccessReader(const gates::Context& context, const AccessQuestion& question)
      : context_(context), question_(question) {}

  Result<AccountAccess> read() {
    read_principal();
    read_action();
    read_resource();
    if (!problems_.empty()) return std::move(problems_);
    fill_context();
    add_account_layers(context_, access_);
    return std::move(access_);
  }

 private:
  void note(std::string message) {
    problems_.push_back({"command line", "", std::move(message)});
  }

  void read_principal() {
    auto caller = gates::caller_named(question_.principal);
    if (!caller) {
      note(
          fmt::format("expected as the principal the ARN of a role, user, root user or "
                      "session, a service's name or `anonymous`, found {}",
                      aws::in_backticks(question_.principal)));
      return;
    }
    Caller& known = access_.request.caller;
    known = std::move(*caller);
    access_.identity = identity_of(context_, known);
    if (access_.identity != nullptr) {
      known.arn = access_.identity->arn;
      known.unique_id = access_.identity->unique_id;
      known.path_known = true;
      return;
    }
    const bool is_identity =
        known.kind == Caller::Kind::User || known.kind == Caller::Kind::RoleSession;
    const std::string call(known.kind == Caller::Kind::User ? aws::User::kListCall
                                                            : aws::Role::kCall);
    if (is_identity && context_.account.calls().seen({known.account, kGlobal}, call)) {
      note(fmt::format("account {} has no {}", known.account,
                       aws::in_backticks(question_.principal)));
    }
  }

  void read_action() {
    access_.request.action = question_.action;
    const std::size_t colon = question_.action.find(':');
    const bool names_one = colon != 0 && colon != std::string::npos &&
                           colon + 1 < question_.action.size() &&
                           question_.action.find_first_of("*?") == std::string::npos;
    if (names_one) return;
    note(fmt::format("expected an action like `ecr:BatchGetImage`, found {}",
                     aws::in_backticks(question_.action)));
  }

  void read_owner() {
    const std::string& owner = question_.resource_account;
    if (owner.empty()) return;
    if (!aws::is_account(owner)) {
      note(
          fmt::format("expected as the account of the resource twelve digits, found {}",
                      aws::in_backticks(owner)));
      return;
    }
    const auto told = gates::account_of(question_.resource);
    if (told.empty() || told == owner) return;
    note(fmt::format("the resource is of account {}, not of {}", told, owner));
  }

  void read_resource() {
    read_owner();
    Request& request = access_.request;
    request.resource_account = question_.resource_account;
    const std::string& resource = question_.resource;
    const bool wild = resource.find_first_of("*?") != std::string::npos;
    const bool is_arn = resource.starts_with("arn:") && !wild;
    if (resource != "*" && !is_arn) {
      note(fmt::format(
          "expected as the resource an ARN without wildcards, or `*` for an "
          "action without a resource, found {}",
          aws::in_backticks(resource)));
      return;
    }
    if (resource == "*" || has_no_resource(request.action)) {
      if (request.resource_account.empty()) {
        request.resource_account = request.caller.account;
      }
      return;
    }
    request.resource = resource;
    request.region = gates::region_of(resource);
    if (request.resource_account.empty()) {
      request.resource_account = owner_of(context_, resource);
    }
  }

  void fill_context() {
    Request& request = access_.request;
    for (const auto& [key, values] : question_.context) {
      request.context.insert_or_assign(
          aws::lower(key),
          gates::FixedKey{.values = values, .multivalued = values.size() > 1});
    }
    request.complete = question_.exact_context;
    if (question_.exact_context) return;
    add_rest_of_path(context_, request);
    if (!question_.at.empty()) gates::set_time(request, question_.at);
    add_resource_tags(context_, request);
    if (question_.usual_call) note_call();
    forget_resource_where_chosen();
    Request usual;
    usual.context = gates::account_context(context_, request.caller, access_.identity,
                                           request.region, request.resource_account,
                                           question_.usual_call);
    gates::set_moment(usual, context_);
    request.context.insert(usual.context.begin(), usual.context.end());
  }

  void forget_resource_where_chosen() {
    Request& request = access_.request;
    const bool is_absent =
        context_.switches.token_resource_account == gates::TokenResourceAccount::Absent;
    if (!is_absent || request.resource ||
        aws::lower(request.action) != "ecr:getauthorizationtoken") {
      return;
    }
    Request absent;
    gates::forget_resource(absent);
    const std::size_t told = request.context.size();
    request.context.insert(absent.context.begin(), absent.context.end());
    if (request.context.size() == told) return;
    access_.assumptions.push_back(gates::taken(context_, "token-resource-account"));
  }

  /// The usual, unless the question says otherwise.
  void note_call() {
    const auto& keys = access_.request.context;
    if (!keys.contains("aws:securetransport")) {
      access_.assumptions.push_back({.name = "transport", .value = "TLS"});
    }
    if (!keys.contains("aws:viaawsservice")) {
      access_.assumptions.push_back(
          {.name = "call", .value = "made by the principal itself, not by a service"});
    }
  }

  const gates::Context& context_;
  const AccessQuestion& question_;
  AccountAccess access_;
  Problems problems_;
};

}  // namespace

Result<AccountAccess> account_access(const gates::Context& context,
                                     const AccessQuestion& question) {
  return AccessReader(context, question).read();
}

void add_account_layers(const gates::Context& context, AccountAccess& access) {
  Gatherer(context, access).run();
}

}  // namespace pullproof::model
