#include "model/start_legs.h"

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "model/aws/document_context.h"
#include "model/connection.h"
#include "model/gates/arn.h"
#include "model/gates/caller.h"
#include "model/gates/dependency.h"
#include "model/gates/partition.h"
#include "model/gates/request_context.h"
#include "model/leg_parts.h"
#include "model/resource_policies.h"
#include "model/start_plan.h"

namespace pullproof::model {
namespace {

using Kind = StartNeed::Kind;

std::string bucket_of(const std::string& object) {
  const gates::Arn arn(object);
  return std::string(arn.resource().substr(0, arn.resource().find('/')));
}

/// As names of hosts and of endpoints have it.
const char* service_of(Kind kind) {
  switch (kind) {
    case Kind::Logs:
      return "logs";
    case Kind::Secret:
    case Kind::BadSecret:
      return "secretsmanager";
    case Kind::Exec:
      return "ssmmessages";
    case Kind::ServiceConnect:
      return "ecs-agent";
    case Kind::FileShare:
      return "fsx";
    case Kind::Parameter:
    case Kind::EnvironmentFile:
    case Kind::Volume:
    case Kind::BadFile:
      break;
  }
  return "ssm";
}

/// Which host is asked. With IPv6 alone, clients take a dual-stack name.
Target target_of(const StartNeed& need, const SourceInterface& source) {
  const std::string& region = need.scope.region;
  const RegionNames names = region_names(region);
  if (need.kind == Kind::EnvironmentFile) {
    const std::string bucket = bucket_of(need.name);
    Target target{.host = fmt::format("{}.s3.{}.{}", bucket, region, names.suffix),
                  .service = "s3",
                  .region = region};
    if (source.is_ipv6_only()) {
      target.dual_stack_host =
          fmt::format("{}.s3.dualstack.{}.{}", bucket, region, names.suffix);
    }
    return target;
  }
  // AWS: ECS developer guide, "Amazon ECS interface VPC endpoints": the proxy asks the
  // endpoint of the agent where there is one, else a name of its own.
  if (need.kind == Kind::ServiceConnect) {
    return {
        .host = fmt::format("ecs-sc.{}.{}", region,
                            names.dual_stack.empty() ? names.suffix : names.dual_stack),
        .service = "ecs-agent",
        .region = region};
  }
  const char* service = service_of(need.kind);
  Target target{.host = fmt::format("{}.{}.{}", service, region, names.suffix),
                .service = service,
                .region = region};
  if (source.is_ipv6_only() && !names.dual_stack.empty()) {
    target.dual_stack_host = fmt::format("{}.{}.{}", service, region, names.dual_stack);
  }
  return target;
}

bool is_bad(Kind kind) { return kind == Kind::BadSecret || kind == Kind::BadFile; }

/// One call that the need makes.
struct Call {
  std::string action;
  std::string resource = {};  ///< An ARN; with wildcards if part of it is not known.
  bool is_pattern = false;
  /// Set: AWS makes it for the caller: "secretsmanager.eu-central-1.amazonaws.com".
  std::string via = {};
  aws::Tags tags = {};
  bool tags_known = false;
};

/// A customer's key, or the question which one it is.
struct Key {
  std::string arn;
  std::optional<Unknown> question;
};

class NeedBuilder {
 public:
  NeedBuilder(const Ingredients& with, const StartNeed& need)
      : with_(with),
        need_(need),
        names_(region_names(need.scope.region)),
        calls_(calls()),
        key_(key_of_need()) {}

  Leg build(bool through_task) {
    // What needs no connection of the task's is the same in every placement.
    const bool connects = through_task && !is_bad(need_.kind);
    const auto sources =
        connects ? with_.sources : std::vector<SourceInterface>{SourceInterface{}};
    const Target first = target_of(need_, sources.front());
    Leg leg = new_leg(Stage::Start, name_of(need_.kind),
                      is_bad(need_.kind) ? "" : first.host, sources);
    if (!connects) {
      carry(leg, 0, 0, PathFacts{});
      finish(leg);
      return leg;
    }
    for (std::size_t i = 0; i < sources.size(); ++i) {
      add_connection(leg, *with_.context, i, sources[i], os_of(with_, i),
                     target_of(need_, sources[i]),
                     [&](std::size_t last, const PathFacts& facts) {
                       carry(leg, i, last, facts);
                     });
    }
    finish(leg);
    return leg;
  }

 private:
  void finish(Leg& leg) const {
    fill_gates(leg.graph, *with_.context);
    if (need_.doubt) doubt_refusals(leg, *need_.doubt);
  }

  /// The calls, and then what they ask for.
  void carry(Leg& leg, std::size_t placement, std::size_t last,
             const PathFacts& facts) {
    for (const Call& call : calls_) {
      last = add_role_request(leg, last, with_, placement,
                              request_of(leg, placement, call), facts);
    }
    if (need_.question) {
      leg.graph.then(last, undecided_hop("request", *need_.question, with_.scope));
      return;
    }
    if (key_) last = add_key(leg, placement, last, *key_);
    using Dependency = gates::DependencyPlace::Kind;
    switch (need_.kind) {
      case Kind::Logs:
        add_dependency(leg, last, Dependency::LogGroup, need_.name);
        break;
      case Kind::Secret:
        add_dependency(leg, last, Dependency::Secret, need_.name);
        break;
      case Kind::Parameter:
        add_dependency(leg, last, Dependency::Parameter, need_.name);
        break;
      case Kind::BadSecret:
        add_dependency(leg, last, Dependency::BadSecret, need_.name);
        break;
      case Kind::BadFile:
        add_dependency(leg, last, Dependency::BadFile, need_.name);
        break;
      case Kind::EnvironmentFile:
      case Kind::Exec:
      case Kind::ServiceConnect:
      case Kind::Volume:
      case Kind::FileShare:
        break;
    }
  }

  std::vector<Call> calls() const {
    switch (need_.kind) {
      case Kind::Logs:
        return log_calls();
      case Kind::Secret:
        return {secret_call()};
      case Kind::Parameter:
        return {{.action = "ssm:GetParameters", .resource = parameter_arn()}};
      case Kind::EnvironmentFile: {
        const std::string bucket =
            fmt::format("arn:{}:s3:::{}", names_.partition, bucket_of(need_.name));
        return {{.action = "s3:GetBucketLocation", .resource = bucket},
                {.action = "s3:GetObject", .resource = need_.name}};
      }
      // AWS: ECS developer guide, "ECS Exec permissions": the task role's.
      case Kind::Exec:
        return {{.action = "ssmmessages:CreateControlChannel"},
                {.action = "ssmmessages:CreateDataChannel"},
                {.action = "ssmmessages:OpenControlChannel"},
                {.action = "ssmmessages:OpenDataChannel"}};
      // AWS: Service authorization reference, "Amazon FSx": it has no resource.
      case Kind::FileShare:
        return {{.action = "fsx:DescribeFileSystems"}};
      case Kind::ServiceConnect:
      case Kind::BadSecret:
      case Kind::BadFile:
      case Kind::Volume:
        return {};
    }
    return {};
  }

  /// AWS: Docker's awslogs driver makes a group only after it was refused a stream
  /// because there is none. Denials print the group's ARN with `:log-stream:` behind
  /// it.
  std::vector<Call> log_calls() const {
    const std::string group =
        fmt::format("arn:{}:logs:{}:{}:log-group:{}", names_.partition,
                    need_.scope.region, need_.scope.account, need_.name);
    std::vector<Call> calls;
    const auto& account = with_.context->account;
    const bool lacks_group =
        account.table<aws::LogGroup>().all_with(need_.name, need_.scope).empty() &&
        account.calls().seen(need_.scope, std::string(aws::LogGroup::kCall));
    if (need_.creates_group && lacks_group) {
      calls.push_back(
          {.action = "logs:CreateLogGroup", .resource = group + ":log-stream:"});
    }
    calls.push_back(
        {.action = "logs:CreateLogStream",
         .resource = fmt::format("{}:log-stream:{}?*", group, need_.stream_prefix),
         .is_pattern = true});
    return calls;
  }

  Call secret_call() const {
    Call call{.action = "secretsmanager:GetSecretValue",
              .resource = gates::full_arn(*with_.context, need_.scope, need_.name)};
    if (call.resource.empty()) {
      call.resource = need_.name + "-??????";
      call.is_pattern = true;
    }
    const auto* secret = gates::find_secret(*with_.context, need_.scope, need_.name);
    if (secret != nullptr) {
      call.tags = secret->tags;
      call.tags_known = true;
    }
    return call;
  }

  std::string parameter_arn() const {
    const bool has_slash = need_.name.starts_with('/');
    // AWS's own parameters are of no account.
    const std::string owner =
        need_.name.starts_with("/aws/service/") ? "" : need_.scope.account;
    return fmt::format("arn:{}:ssm:{}:{}:parameter{}{}", names_.partition,
                       need_.scope.region, owner, has_slash ? "" : "/", need_.name);
  }

  gates::RequestPlace request_of(Leg& leg, std::size_t placement, const Call& call) {
    gates::RequestPlace place = new_role_request(with_, placement, need_.scope.region);
    place.request.action = call.action;
    const std::string owner =
        call.resource.empty() ? "" : owner_of(*with_.context, call.resource);
    place.request.resource_account =
        owner.empty() ? place.request.caller.account : owner;
    place.resource_scope = {place.request.resource_account, need_.scope.region};
    if (call.is_pattern) {
      place.request.resource_in_words =
          call.resource.substr(0, call.resource.find('?')) + '*';
      place.request.resource = leg.fields.add({.name = call.action + " resource",
                                               .kind = Field::Kind::Text,
                                               .domain = {},
                                               .text_domain = Glob::like(call.resource),
                                               .exact = false});
    } else if (!call.resource.empty()) {
      place.request.resource = call.resource;
    }
    add_session_context(place, with_, placement);
    add_keys(place.request, call);
    return place;
  }

  /// What this call tells beside what every call tells.
  void add_keys(gates::Request& request, const Call& call) const {
    auto& keys = request.context;
    const auto set = [&keys](const std::string& key, gates::ContextValue value) {
      keys.insert_or_assign(key, std::move(value));
    };
    keys.erase("ecr:resourcetag/");
    for (const char* family : {"aws:resourcetag/", "secretsmanager:resourcetag/"}) {
      if (!call.tags_known) {
        set(family, gates::UnknownKey{
                        {.call = "", .why = "the tags of the resource are not known"}});
        continue;
      }
      set(family, gates::AbsentKey{});
      for (const auto& [name, value] : call.tags) {
        set(family + aws::lower(name), gates::FixedKey{.values = {value}});
      }
    }
    if (need_.kind == Kind::Secret && call.via.empty()) add_version_stage(keys);
    if (gates::is_action_of(call.action, "s3")) {
      add_bucket_keys(request, call);
      return;
    }
    if (call.via.empty()) return;
    add_forwarded_context(request, call.via);
  }

  /// AWS: Secrets Manager user guide, "Identity-based policies": the labels of the
  /// version that is read. A version is never both the current and the previous one.
  void add_version_stage(gates::RequestContext& keys) const {
    const auto* secret = gates::find_secret(*with_.context, need_.scope, need_.name);
    std::set<std::string> others;
    if (secret != nullptr && secret->stages) others = *secret->stages;
    others.erase("AWSCURRENT");
    others.erase("AWSPREVIOUS");
    const bool is_known =
        secret != nullptr && secret->stages && others.empty() && !need_.stage.empty();
    gates::ContextValue value =
        gates::FixedKey{.values = {need_.stage}, .multivalued = true};
    if (!is_known) {
      value = gates::UnknownKey{
          {.call = "",
           .why = "which labels the version of the secret has is not known"}};
    }
    keys.insert_or_assign("secretsmanager:versionstage", std::move(value));
  }

  /// AWS: Service authorization reference, "Amazon S3". Who owns a bucket only its
  /// policy's document tells.
  void add_bucket_keys(gates::Request& request, const Call& call) const {
    auto& keys = request.context;
    keys.insert_or_assign("s3:authtype", gates::FixedKey{.values = {"REST-HEADER"}});
    const std::string owner = owner_of(*with_.context, call.resource);
    if (!owner.empty()) {
      keys.insert_or_assign("s3:resourceaccount", gates::FixedKey{.values = {owner}});
      return;
    }
    const gates::UnknownKey open{
        {.call = fmt::format("{}/{}", aws::BucketPolicy::kCall, bucket_of(need_.name)),
         .why = fmt::format("which account owns bucket {} is not known",
                            bucket_of(need_.name))}};
    for (const char* key : {"s3:resourceaccount", "aws:resourceaccount",
                            "aws:resourceorgid", "aws:resourceorgpaths"}) {
      keys.insert_or_assign(key, open);
    }
  }

  /// The customer's key that a secret, parameter or bucket is encrypted with.
  std::optional<Key> key_of_need() const {
    const auto& account = with_.context->account;
    std::string name;
    bool name_is_known = false;
    if (need_.kind == Kind::Secret) {
      const auto* secret = gates::find_secret(*with_.context, need_.scope, need_.name);
      name_is_known = secret != nullptr;
      if (name_is_known) name = secret->kms_key;
    } else if (need_.kind == Kind::Parameter) {
      const auto& parameters = account.table<aws::Parameter>();
      auto rows = parameters.all_with(need_.name, need_.scope);
      if (rows.empty() && !need_.other_name.empty()) {
        rows = parameters.all_with(need_.other_name, need_.scope);
      }
      if (!rows.empty() && !rows.front()->type.starts_with("String")) {
        name = rows.front()->kms_key;
      }
    } else if (need_.kind == Kind::EnvironmentFile) {
      const auto* bucket =
          account.find<aws::BucketEncryption>({}, bucket_of(need_.name));
      if (bucket != nullptr) name = bucket->kms_key;
    }
    const std::string last =
        name.starts_with("arn:") ? std::string(gates::Arn(name).resource()) : name;
    const bool is_aws =
        last.empty() || last.starts_with("alias/aws/") || is_managed_by_aws(name);
    if (is_aws && !name_is_known) return std::nullopt;
    if (is_aws) {
      // AWS: Secrets Manager user guide, "Access from a different account": AWS's own
      // key decrypts for its account only.
      if (need_.scope.account == with_.scope.account) return std::nullopt;
      return Key{.arn = "alias/aws/secretsmanager", .question = {}};
    }
    if (last.starts_with("alias/")) {
      const auto* alias = account.find<aws::KmsAlias>(need_.scope, last);
      if (alias != nullptr && !alias->key_id.empty()) return key_of_id(alias->key_id);
      return Key{.arn = name,
                 .question = Unknown{
                     .call = "kms-list-aliases",
                     .why = fmt::format("which key {} stands for is not known", name)}};
    }
    if (name.starts_with("arn:")) return Key{.arn = name, .question = {}};
    return key_of_id(name);
  }

  /// AWS: KMS developer guide, "AWS KMS keys": nobody changes the policy of those,
  /// which lets their account use them through their service.
  bool is_managed_by_aws(const std::string& key) const {
    const auto* described = with_.context->account.find<aws::KmsKey>(
        need_.scope, key.starts_with("arn:") ? key : key_of_id(key).arn);
    return described != nullptr && described->manager == "AWS";
  }

  Key key_of_id(const std::string& id) const {
    return {.arn = fmt::format("arn:{}:kms:{}:{}:key/{}", names_.partition,
                               need_.scope.region, need_.scope.account, id),
            .question = {}};
  }

  std::size_t add_key(Leg& leg, std::size_t placement, std::size_t last,
                      const Key& key) {
    const auto& role = with_.roles[placement];
    const auto& question = key.question ? key.question : role.undecided;
    if (question) {
      return leg.graph.then(last, undecided_hop("request", *question, with_.scope));
    }
    if (!key.arn.starts_with("arn:")) {
      return add_dependency(leg, last, gates::DependencyPlace::Kind::Key, key.arn);
    }
    const char* service = need_.kind == Kind::Secret      ? "secretsmanager"
                          : need_.kind == Kind::Parameter ? "ssm"
                                                          : "s3";
    gates::RequestPlace decrypt = request_of(
        leg, placement,
        {.action = "kms:Decrypt",
         .resource = key.arn,
         .via = fmt::format("{}.{}.{}", service, need_.scope.region, names_.suffix)});
    add_encrypted(decrypt.request);
    last = add_request(leg, last, std::move(decrypt));
    return add_dependency(leg, last, gates::DependencyPlace::Kind::Key, key.arn);
  }

  /// What the service says of what it decrypts.
  void add_encrypted(gates::Request& request) const {
    const Call& read = calls_.front();
    if (need_.kind == Kind::Secret) {
      const std::size_t known =
          read.is_pattern ? read.resource.find('?') : read.resource.npos;
      add_encryption_context(request, "SecretARN", read.resource.substr(0, known),
                             !read.is_pattern);
    } else if (need_.kind == Kind::Parameter) {
      add_encryption_context(request, "PARAMETER_ARN", read.resource, true);
    }
  }

  std::size_t add_dependency(Leg& leg, std::size_t last,
                             gates::DependencyPlace::Kind kind,
                             const std::string& name) {
    gates::DependencyPlace place;
    place.kind = kind;
    place.scope = need_.scope;
    if (kind == gates::DependencyPlace::Kind::Key) {
      const gates::Arn arn(name);
      if (arn.complete) {
        place.scope = {std::string(arn.account()), std::string(arn.segments[3])};
      }
    }
    place.name = name;
    place.other_name = need_.other_name;
    place.is_foreign = need_.scope.account != with_.scope.account;
    place.is_created = need_.creates_group;
    place.stage = need_.stage;
    place.version = need_.version;
    place.named_by = need_.named_by != nullptr
                         ? need_.named_by
                         : gates::fact_about(std::string(kTaskDefinitionFact), {}, "");
    return leg.graph.then(last, {.kind = "dependency",
                                 .id = name,
                                 .place = std::move(place),
                                 .back = false,
                                 .gates = {}});
  }

  const Ingredients& with_;
  const StartNeed& need_;
  RegionNames names_;
  std::vector<Call> calls_;  ///< The same on every way there.
  std::optional<Key> key_;
};

}  // namespace

Leg build_need(const Ingredients& with, const StartNeed& need, bool through_task) {
  return NeedBuilder(with, need).build(through_task);
}

}  // namespace pullproof::model
