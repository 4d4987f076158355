#include "model/gates/request_context.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/aws/condition_values.h"
#include "model/aws/policy_condition.h"
#include "model/gates/caller.h"
#include "model/gates/organization_tree.h"
#include "model/gates/partition.h"

namespace pullproof::gates {
namespace {

constexpr std::string_view kForeign = "(not of account ";

ContextValue fixed(const std::string& value) {
  return FixedKey{.values = {value}, .multivalued = false};
}

ContextValue unknown(const std::string& call, const std::string& why) {
  return UnknownKey{{.call = call, .why = why}};
}

void put_absent(RequestContext& keys, std::initializer_list<const char*> names) {
  for (const char* name : names) keys.emplace(name, AbsentKey{});
}

/// Keys that every request has and that only the moment of the call decides.
void put_moment(RequestContext& keys) {
  for (const char* name : {"aws:currenttime", "aws:epochtime"}) {
    keys.emplace(name, unknown("", "when the task starts is not known"));
  }
  keys.emplace("aws:useragent", unknown("", "the caller's user agent is not known"));
}

void put_plain_call(RequestContext& keys, const std::string& region) {
  put_moment(keys);
  keys.emplace("aws:securetransport", fixed("true"));
  keys.emplace("aws:viaawsservice", fixed("false"));
  keys.emplace("aws:requestedregion", fixed(region));
  put_absent(keys, {"aws:calledvia", "aws:calledviafirst", "aws:calledvialast",
                    "aws:referer", "aws:requesttag/", "aws:tagkeys"});
}

/// The organization's id and the account's path in it, under two names.
void put_organization(RequestContext& keys, const Context& context,
                      const std::string& account, const std::string& who) {
  const std::string id_key = "aws:" + who + "orgid";
  const std::string paths_key = "aws:" + who + "orgpaths";
  const Membership found = membership(context, account);
  if (found.kind == Membership::Kind::None) {
    keys.emplace(id_key, AbsentKey{});
    keys.emplace(paths_key, AbsentKey{});
    return;
  }
  if (found.organization == nullptr) {
    const ContextValue question = unknown(
        std::string(aws::Organization::kCall),
        fmt::format("the organization of account {} is not collected", account));
    keys.emplace(id_key, question);
    keys.emplace(paths_key, question);
    return;
  }
  const auto& organization = *found.organization;
  keys.emplace(id_key, fixed(organization.organization_id));
  const AncestorPath path = ancestors(context, found.scope, account);
  if (path.open) {
    keys.emplace(paths_key, UnknownKey{*path.open});
    return;
  }
  std::string text = organization.organization_id + "/";
  for (auto target = path.targets.rbegin(); target + 1 != path.targets.rend();
       ++target) {
    text += *target + "/";
  }
  keys.emplace(paths_key, FixedKey{.values = {text}, .multivalued = true});
}

void put_tags(RequestContext& keys, const aws::Identity* identity) {
  const std::string prefix = "aws:principaltag/";
  if (identity == nullptr) {
    keys.emplace(prefix, unknown(std::string(aws::Role::kCall),
                                 "the tags of the principal are not collected"));
    return;
  }
  keys.emplace(prefix, AbsentKey{});
  for (const auto& [name, value] : identity->tags) {
    keys.insert_or_assign(prefix + aws::lower(name), fixed(value));
  }
}

void put_role_session(RequestContext& keys, const Caller& caller) {
  keys.emplace("aws:principalarn", fixed(caller.arn));
  keys.emplace("aws:principalaccount", fixed(caller.account));
  keys.emplace("aws:principaltype", fixed("AssumedRole"));
  keys.emplace("aws:principalisawsservice", fixed("false"));
  keys.emplace("aws:userid", unknown("", "the name of the role session is not known"));
  keys.emplace("aws:tokenissuetime", unknown("", "when the task starts is not known"));
  put_absent(keys,
             {"aws:username", "aws:multifactorauthpresent", "aws:multifactorauthage",
              "aws:federatedprovider", "aws:sourceidentity", "aws:sourcearn",
              "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths",
              "aws:principalservicename", "aws:principalservicenameslist"});
}

/// Nobody signs, or somebody who has no role yet.
/// AWS: IAM user guide, "AWS global condition context keys": aws:PrincipalArn is in
/// signed requests only, and the account of anonymous ones is "anonymous".
void put_unsigned(RequestContext& keys, const char* type) {
  put_absent(keys, {"aws:principalarn"});
  keys.emplace("aws:principaltype", fixed(type));
  keys.emplace("aws:principalisawsservice", fixed("false"));
}

/// What a caller's kind and ARN tell.
void put_caller(RequestContext& keys, const Caller& caller) {
  const auto put = [&keys](const char* key, const std::string& value) {
    if (!value.empty()) keys.emplace(key, fixed(value));
  };
  const auto put_identity = [&](const char* type) {
    put("aws:principalarn", caller.arn);
    put("aws:principalaccount", caller.account);
    put("aws:principaltype", type);
    put("aws:principalisawsservice", "false");
  };
  const ContextValue open_id = unknown("", "the caller's unique id is not known");
  switch (caller.kind) {
    case Caller::Kind::RoleSession:
      put_identity("AssumedRole");
      keys.emplace("aws:userid", open_id);
      break;
    case Caller::Kind::User:
      put_identity("User");
      put("aws:username", caller.arn.substr(caller.arn.rfind('/') + 1));
      keys.emplace("aws:userid", open_id);
      break;
    case Caller::Kind::Root:
      put_identity("Account");
      put("aws:userid", caller.account);
      break;
    case Caller::Kind::FederatedUser:
      put_identity("FederatedUser");
      put("aws:userid", caller.account + ":" + caller.session.value_or(""));
      break;
    case Caller::Kind::Federated:
      put_unsigned(keys, "FederatedUser");
      put_absent(keys, {"aws:principalaccount"});
      break;
    case Caller::Kind::Service:
      put("aws:principalisawsservice", "true");
      put("aws:principalservicename", caller.service);
      break;
    case Caller::Kind::Anonymous:
      put_unsigned(keys, "Anonymous");
      put("aws:principalaccount", "anonymous");
      put("aws:userid", "anonymous");
      break;
    case Caller::Kind::Foreign:
      put("aws:principaltype", "Anonymous");
      put("aws:principalisawsservice", "false");
      break;
  }
}

/// Keys of a principal that only the call itself tells, or that a kind of principal
/// never has.
void put_session(RequestContext& keys, const Caller& caller) {
  const bool is_service = caller.kind == Caller::Kind::Service;
  const bool of_account = is_of_account(caller);
  for (const char* name :
       {"aws:multifactorauthpresent", "aws:multifactorauthage", "aws:sourceidentity",
        "aws:federatedprovider", "aws:tokenissuetime"}) {
    keys.emplace(name, of_account ? unknown("", "how the caller signed in is not known")
                                  : ContextValue(AbsentKey{}));
  }
  for (const char* name : {"aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid",
                           "aws:sourceorgpaths", "aws:principalservicenameslist"}) {
    keys.emplace(name, is_service
                           ? unknown("", "for whom the service calls is not known")
                           : ContextValue(AbsentKey{}));
  }
  keys.emplace("kms:calleraccount",
               of_account ? fixed(caller.account) : ContextValue(AbsentKey{}));
  if (!is_service) put_absent(keys, {"aws:principalservicename"});
  if (caller.kind != Caller::Kind::User) put_absent(keys, {"aws:username"});
  const std::string& id = caller.unique_id;
  if (id.empty()) return;
  const bool is_session = caller.kind == Caller::Kind::RoleSession;
  if (!is_session || caller.session) {
    keys.insert_or_assign("aws:userid",
                          fixed(is_session ? id + ':' + *caller.session : id));
    return;
  }
  const Unknown name{.call = "", .why = "the name of the role session is not known"};
  keys.insert_or_assign("aws:userid", PrefixKey{.prefix = id + ':', .question = name});
}

/// How a call is made, and by whom on the way.
void put_open_call(RequestContext& keys) {
  for (const char* name : {"aws:securetransport", "aws:viaawsservice", "aws:calledvia",
                           "aws:calledviafirst", "aws:calledvialast"}) {
    keys.emplace(name, unknown("", "how the call is made is not known"));
  }
}

void put_unknown_path(RequestContext& keys) {
  for (const char* name :
       {"aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip"}) {
    keys.emplace(name, unknown("", "from where the request comes is not known"));
  }
}

}  // namespace

const ContextValue* look_up(const Request& request, std::string_view lower_key) {
  static const ContextValue kAbsent = AbsentKey{};
  const auto own = request.context.find(lower_key);
  if (own != request.context.end()) return &own->second;
  const std::size_t slash = lower_key.find('/');
  if (slash != std::string_view::npos) {
    const auto family = request.context.find(lower_key.substr(0, slash + 1));
    if (family != request.context.end()) return &family->second;
  }
  return request.complete ? &kAbsent : nullptr;
}

Unknown key_not_modelled(std::string_view key) {
  return {.call = "", .why = fmt::format("context key `{}` is not modelled", key)};
}

RequestContext role_session_context(const Context& context, const aws::Role* role,
                                    const Caller& caller, const std::string& region,
                                    const std::string& resource_account) {
  RequestContext keys;
  put_plain_call(keys, region);
  put_role_session(keys, caller);
  put_tags(keys, role);
  put_organization(keys, context, caller.account, "principal");
  // An action without a resource is judged as one on the caller's own account: AWS's
  // data perimeter examples rely on it for ecr:GetAuthorizationToken.
  const std::string& owner =
      resource_account.empty() ? caller.account : resource_account;
  keys.emplace("aws:resourceaccount", fixed(owner));
  put_organization(keys, context, owner, "resource");
  for (const char* family : {"aws:resourcetag/", "ecr:resourcetag/"}) {
    keys.emplace(family, unknown("ecr-list-tags-for-resource",
                                 "the tags of the repository are not collected"));
  }
  return keys;
}

RequestContext account_context(const Context& context, const Caller& caller,
                               const aws::Identity* identity, const std::string& region,
                               const std::string& owner, bool usual) {
  RequestContext keys;
  if (!usual) put_open_call(keys);
  if (region.empty()) {
    keys.emplace("aws:requestedregion",
                 unknown("", "which region the request is sent to is not known"));
  }
  for (const char* name : {"aws:referer", "aws:requesttag/", "aws:tagkeys"}) {
    keys.emplace(name, unknown("", "what the request says of itself is not known"));
  }
  put_plain_call(keys, region);
  put_caller(keys, caller);
  put_session(keys, caller);
  put_unknown_path(keys);
  const bool tagged = caller.kind == Caller::Kind::User ||
                      caller.kind == Caller::Kind::RoleSession ||
                      caller.kind == Caller::Kind::FederatedUser;
  if (tagged) {
    put_tags(keys, identity);
  } else {
    put_absent(keys, {"aws:principaltag/"});
  }
  if (caller.account.empty()) {
    put_absent(keys, {"aws:principalorgid", "aws:principalorgpaths"});
  } else {
    put_organization(keys, context, caller.account, "principal");
  }
  if (!owner.empty()) {
    keys.emplace("aws:resourceaccount", fixed(owner));
    put_organization(keys, context, owner, "resource");
    return keys;
  }
  for (const char* name :
       {"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"}) {
    keys.emplace(name, unknown("", "which account owns the resource is not known"));
  }
  return keys;
}

void forget_resource(Request& request) {
  for (const char* name :
       {"aws:resourceaccount", "aws:resourceorgid", "aws:resourceorgpaths"}) {
    request.context.insert_or_assign(name, AbsentKey{});
  }
}

namespace {

/// In milliseconds; null: open. An hour is what URLs of layers hold for.
const char* layer_url_age(LayerUrlAge age) {
  switch (age) {
    case LayerUrlAge::Open:
      break;
    case LayerUrlAge::Fresh:
      return "0";
    case LayerUrlAge::Hour:
      return "3600000";
  }
  return nullptr;
}

}  // namespace

RequestContext foreign_s3_context(const std::string& account, const std::string& region,
                                  const Switches& switches) {
  RequestContext keys;
  put_plain_call(keys, region);
  const std::string somebody = foreign_value(account);
  for (const char* name : {"aws:principalarn", "aws:principalaccount",
                           "aws:resourceaccount", "s3:resourceaccount"}) {
    keys.emplace(name, fixed(somebody));
  }
  // Whether accounts of AWS's own are in an organization at all nobody tells.
  for (const char* name : {"aws:principalorgid", "aws:resourceorgid"}) {
    keys.emplace(name, FixedKey{.values = {somebody}, .may_be_absent = true});
  }
  for (const char* name : {"aws:principalorgpaths", "aws:resourceorgpaths"}) {
    keys.emplace(
        name,
        FixedKey{.values = {somebody}, .multivalued = true, .may_be_absent = true});
  }
  const bool is_service = switches.layer_signer == LayerSigner::Service;
  keys.emplace("aws:principalisawsservice", fixed(is_service ? "true" : "false"));
  if (is_service) {
    keys.insert_or_assign("aws:principalservicename", fixed("ecr.amazonaws.com"));
  }
  keys.emplace("s3:authtype", fixed("REST-QUERY-STRING"));
  keys.emplace("s3:signatureversion", fixed("AWS4-HMAC-SHA256"));
  const char* age = layer_url_age(switches.layer_url_age);
  keys.emplace(
      "s3:signatureage",
      age != nullptr
          ? fixed(age)
          : unknown("",
                    "how old the presigned URL is when it is used is not known "
                    "(`--assume layer-url-age=...` decides)"));
  keys.emplace("s3:tlsversion", unknown("", "the TLS version is not known"));
  put_absent(keys, {"s3:dataaccesspointarn", "s3:dataaccesspointaccount",
                    "s3:accesspointnetworkorigin", "s3:versionid", "aws:sourcearn",
                    "aws:sourceaccount", "aws:sourceorgid", "aws:username"});
  return keys;
}

RequestContext service_context(const Context& context, const aws::Scope& scope,
                               const Caller& caller,
                               std::optional<FieldId> source_arn) {
  RequestContext keys;
  put_plain_call(keys, scope.region);
  keys.emplace("aws:principalisawsservice", fixed("true"));
  put_absent(keys, {"sts:externalid", "aws:username", "aws:multifactorauthpresent",
                    "aws:multifactorauthage", "aws:federatedprovider"});
  // AWS: global condition keys: there only for members of an organization, which no
  // service is.
  put_absent(keys, {"aws:principalorgid", "aws:principalorgpaths"});
  keys.emplace("aws:resourceaccount", fixed(scope.account));
  const bool is_ecs = caller.service.starts_with("ecs-tasks.");
  const Partition* partition = partition_of(scope.region);
  // Elsewhere EC2 has two names.
  const bool has_one_name =
      is_ecs || (partition != nullptr && partition->dns_suffix == "amazonaws.com");
  keys.emplace("aws:principalservicename",
               has_one_name ? fixed(caller.service)
                            : unknown("",
                                      "by which of its names the service calls is not "
                                      "known"));
  const ContextValue open =
      unknown("", "the source that the service names is not known");
  if (!is_ecs) {
    for (const char* name : {"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid",
                             "aws:sourceorgpaths"}) {
      keys.emplace(name, open);
    }
    return keys;
  }
  keys.emplace("aws:sourceaccount", fixed(scope.account));
  keys.emplace("aws:sourcearn", source_arn ? ContextValue(TextKey{*source_arn}) : open);
  put_organization(keys, context, scope.account, "source");
  return keys;
}

void learn_path(Request& request) {
  Caller& caller = request.caller;
  const auto found = request.context.find("aws:principalarn");
  if (caller.path_known || found == request.context.end()) return;
  const auto* fixed = std::get_if<FixedKey>(&found->second);
  if (fixed == nullptr || fixed->values.size() != 1) return;
  const std::string& arn = fixed->values.front();
  const auto name_in = [](const std::string& role) {
    return role.substr(role.rfind('/') + 1);
  };
  const std::string start = caller.arn.substr(0, caller.arn.rfind('/') + 1);
  if (!arn.starts_with(start) || name_in(arn) != name_in(caller.arn)) return;
  caller.arn = arn;
  caller.path_known = true;
}

void add_derived_keys(Request& request, const std::string& at) {
  RequestContext& keys = request.context;
  keys.emplace("aws:securetransport", fixed("true"));
  keys.emplace("aws:viaawsservice", fixed("false"));
  put_caller(keys, request.caller);
  const bool of_own_account = request.resource_account.empty();
  const std::string& owner =
      of_own_account ? request.caller.account : request.resource_account;
  if (!owner.empty()) keys.emplace("aws:resourceaccount", fixed(owner));
  if (at.empty()) {
    const Unknown when{.call = "", .why = "when the request is made is not known"};
    keys.emplace("aws:currenttime", MomentKey{.earliest = "", .question = when});
    keys.emplace("aws:epochtime", UnknownKey{when});
    return;
  }
  set_time(request, at);
}

void set_time(Request& request, const std::string& at) {
  request.context.emplace("aws:currenttime", fixed(at));
  if (const auto instant = aws::Instant::parse(at)) {
    request.context.emplace("aws:epochtime", fixed(std::to_string(instant->seconds)));
  }
}

std::string foreign_value(const std::string& account) {
  return std::string(kForeign) + account + ")";
}

std::optional<std::string> not_of_account(std::string_view value) {
  if (!value.starts_with(kForeign) || !value.ends_with(')')) return std::nullopt;
  value.remove_prefix(kForeign.size());
  value.remove_suffix(1);
  return std::string(value);
}

}  // namespace pullproof::gates
