#include "model/leg_builder.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "model/connection.h"
#include "model/gates/partition.h"
#include "model/gates/repository_key.h"
#include "model/gates/request_context.h"
#include "model/gates/request_session.h"
#include "model/import_legs.h"
#include "model/leg_parts.h"

namespace pullproof::model {
namespace {

using gates::ImageReference;

/// The request that a pulling role makes about a repository; "" names none.
gates::RequestPlace role_request(const Ingredients& with, std::size_t placement,
                                 const ImageReference& image, const std::string& action,
                                 bool about_repository) {
  gates::RequestPlace place = new_role_request(with, placement, image.region);
  place.request.action = action;
  place.resource_scope = {image.account, image.region};
  if (about_repository) {
    const std::string arn =
        fmt::format("arn:{}:ecr:{}:{}:repository/{}", image.partition, image.region,
                    image.account, image.repository);
    place.request.resource = arn;
    place.request.resource_account = image.account;
    place.repository = image.repository;
    place.repository_found =
        with.context->account.find<aws::Repository>(place.resource_scope, arn);
  } else {
    place.request.resource_account = place.request.caller.account;
  }
  add_session_context(place, with, placement);
  const bool is_absent = with.context->switches.token_resource_account ==
                         gates::TokenResourceAccount::Absent;
  if (!about_repository && is_absent) gates::forget_resource(place.request);
  gates::set_repository_tags(place.request, *with.context, place.resource_scope);
  return place;
}

const std::string& endpoint_owner(const PathFacts& facts, const aws::Scope& scope) {
  const bool owned = facts.endpoint != nullptr && !facts.endpoint->owner_id.empty();
  return owned ? facts.endpoint->owner_id : scope.account;
}

/// As policies see the way of the call, by what is taken of contested points.
PathFacts as_seen(PathFacts facts, Leg& leg, const Ingredients& with,
                  std::size_t placement, const ImageReference& image) {
  if (facts.endpoint == nullptr || facts.undecided) return facts;
  const gates::Context& context = *with.context;
  const bool by_fargate = with.sources[placement].host == Host::Fargate;
  const bool hides = context.switches.token_vpc_keys == gates::TokenVpcKeys::Absent;
  if (leg.stage == Stage::Token && by_fargate && hides) {
    facts.is_hidden = true;
    leg.assumptions.insert(gates::taken(context, "token-vpc-keys"));
  }
  const bool by_api =
      context.switches.registry_call_endpoint == gates::RegistryCallEndpoint::EcrApi;
  if (leg.stage == Stage::Token || !by_api) return facts;
  for (const auto* endpoint :
       context.network->endpoints_in(facts.endpoint->scope, facts.vpc)) {
    if (!endpoint->service_name.ends_with('.' + image.region + ".ecr.api")) continue;
    facts.endpoint_id = endpoint->id();
    leg.assumptions.insert(gates::taken(context, "registry-call-endpoint"));
  }
  return facts;
}

/// The image that the manifest's call ends with.
Hop image_hop(gates::ImagePlace place) {
  const Symbol id = gates::image_name(place);
  return {
      .kind = "image", .id = id, .place = std::move(place), .back = false, .gates = {}};
}

/// What is taken of the ARN that ECS names.
Glob source_arns(Leg& leg, const gates::Context& context, std::string_view partition,
                 const aws::Scope& scope) {
  using gates::TrustSourceArn;
  const TrustSourceArn taken = context.switches.trust_source_arn;
  if (taken != TrustSourceArn::Open) {
    leg.assumptions.insert(gates::taken(context, "trust-source-arn"));
  }
  const std::string start =
      fmt::format("arn:{}:ecs:{}:{}:", partition, scope.region, scope.account);
  switch (taken) {
    case TrustSourceArn::Open:
      break;
    case TrustSourceArn::Account:
      return Glob::exact(start + "(not documented)");
    case TrustSourceArn::Task:
      return Glob::like(start + "task/?*");
  }
  return Glob::like(start + "?*");
}

/// AWS: ECS developer guide, "Task execution IAM role": ECS assumes it on behalf of the
/// account, and says so with aws:SourceAccount and aws:SourceArn.
gates::Request assume_role(Leg& leg, const gates::Context& context,
                           const gates::RolePlace& place, const aws::Scope& scope) {
  const bool by_ecs = place.kind != gates::RolePlace::Kind::InstanceProfile;
  const auto* partition = gates::partition_of(scope.region);
  const bool china = partition != nullptr && partition->name == "aws-cn";
  gates::Request request;
  request.caller.kind = gates::Caller::Kind::Service;
  request.caller.service = by_ecs  ? "ecs-tasks.amazonaws.com"
                           : china ? "ec2.amazonaws.com.cn"
                                   : "ec2.amazonaws.com";
  request.action = "sts:AssumeRole";
  if (!place.role_arn.empty()) request.resource = place.role_arn;
  request.resource_account = scope.account;
  request.region = scope.region;
  std::optional<FieldId> source_arn;
  if (by_ecs) {
    source_arn = leg.fields.add(
        {.name = "aws:SourceArn",
         .kind = Field::Kind::Text,
         .domain = {},
         .text_domain = source_arns(
             leg, context, partition == nullptr ? "aws" : partition->name, scope),
         .exact = false});
  }
  request.context = gates::service_context(context, scope, request.caller, source_arn);
  gates::set_moment(request, context);
  return request;
}

/// Which host the call goes to. AWS: ECS agent, "Dual stack endpoint usage": its
/// clients take the dual-stack name of ECR's API where there is IPv6 alone.
Target target_of(const ImageReference& image, bool is_api,
                 const SourceInterface& source) {
  Target target{.host = is_api ? api_host(image) : registry_host(image),
                .service = is_api ? "ecr.api" : "ecr.dkr",
                .region = image.region,
                .dual_stack = !is_api && image.dual_stack};
  const std::string other = api_host(image, gates::ApiAddressing::Ipv6Only);
  if (is_api && source.is_ipv6_only() && !other.empty()) {
    target.host = other;
    target.dual_stack = true;
  }
  return target;
}

/// AWS does not document which name of S3 ECR sends clients with IPv6 to.
Target layer_target(const ImageReference& image, const SourceInterface& source,
                    gates::LayerHostSuffix suffix) {
  Target target{
      .host = layer_host(image, suffix), .service = "s3", .region = image.region};
  target.is_layer = true;
  if (source.is_ipv6_only() || image.dual_stack) {
    target.dual_stack_host = dual_stack_layer_host(image, suffix);
  }
  return target;
}

/// Those that the user has chosen of what policies see of the request.
void list_layer_switches(Leg& leg, const gates::Context& context) {
  const gates::Switches& switches = context.switches;
  if (switches.layer_signer != gates::LayerSigner::Account) {
    leg.assumptions.insert(gates::taken(context, "layer-signer"));
  }
  if (switches.layer_host_suffix != gates::LayerHostSuffix::Partition) {
    leg.assumptions.insert(gates::taken(context, "layer-host-suffix"));
  }
  if (switches.layer_url_age != gates::LayerUrlAge::Open) {
    leg.assumptions.insert(gates::taken(context, "layer-url-age"));
  }
}

/// What the switch `repository-key-user` may ask of the pulling role.
std::size_t add_key_request(Leg& leg, std::size_t last, const Ingredients& with,
                            std::size_t placement, const ImageReference& image,
                            const gates::ImagePlace& asked) {
  const gates::Context& context = *with.context;
  const auto key = gates::customer_key_of(asked, context);
  if (key.name.empty()) return last;
  leg.assumptions.insert(gates::taken(context, "repository-key-user"));
  if (context.switches.repository_key_user == gates::RepositoryKeyUser::Grant) {
    return last;
  }
  if (const auto& question = with.roles[placement].undecided) {
    return leg.graph.then(last, undecided_hop("request", *question, with.scope));
  }
  gates::RequestPlace place = new_role_request(with, placement, image.region);
  place.request.action = "kms:Decrypt";
  place.request.resource = key.arn;
  place.request.resource_account = key.scope.account;
  place.resource_scope = key.scope;
  add_session_context(place, with, placement);
  add_forwarded_context(place.request, fmt::format("ecr.{}.{}", image.region,
                                                   region_names(image.region).suffix));
  return add_request(leg, last, std::move(place));
}

/// What a call for the manifest ends with; `pull` is that call.
void end_with_image(Leg& leg, std::size_t last, const Ingredients& with,
                    std::size_t placement, const ImageReference& image,
                    gates::RequestPlace pull, const PathFacts& facts) {
  gates::ImagePlace asked = image_place(with, placement, image);
  if (const auto import = gates::import_of(asked, *with.context)) {
    last = add_import(leg, last, *import, with, placement, std::move(pull), facts);
  }
  last = add_key_request(leg, last, with, placement, image, asked);
  leg.graph.then(last, image_hop(std::move(asked)));
}

/// Fills in the gates of a call.
void finish_call(Leg& leg, const Ingredients& with, const ImageReference& image) {
  fill_gates(leg.graph, *with.context);
  if (leg.stage != Stage::Manifest) return;
  const auto import = gates::import_of(image_place(with, 0, image), *with.context);
  if (import) explain_import(leg, *import);
}

}  // namespace

gates::ImagePlace image_place(const Ingredients& with, std::size_t placement,
                              const ImageReference& image) {
  const SourceInterface& source = with.sources[placement];
  const auto& own = with.architecture;
  const bool takes_machines = own.empty() || source.platform_question;
  return {.scope = {image.account, image.region},
          .repository = image.repository,
          .tag = image.tag,
          .digest = image.digest,
          .resolved_by_ecs = image.resolved_by_ecs,
          .digest_question = image.digest_question,
          .os = os_of(with, placement),
          .windows_build = with.windows_build,
          .architecture = takes_machines ? source.architecture : own,
          .platform_question = source.platform_question,
          .fargate = source.host == Host::Fargate,
          .images = with.images};
}

Leg build_call(const Ingredients& with, const ImageReference& image, Stage stage,
               const std::string& name, const std::string& action) {
  const bool about_repository = stage != Stage::Token;
  const std::string host =
      target_of(image, !about_repository, with.sources.front()).host;
  Leg leg = new_leg(stage, name, host, with.sources);
  const bool is_absent = with.context->switches.token_resource_account ==
                         gates::TokenResourceAccount::Absent;
  if (stage == Stage::Token && is_absent) {
    leg.assumptions.insert(gates::taken(*with.context, "token-resource-account"));
  }
  for (std::size_t i = 0; i < with.sources.size(); ++i) {
    const Target target = target_of(image, !about_repository, with.sources[i]);
    const Carry carry = [&](std::size_t last, const PathFacts& facts) {
      const PathFacts seen = as_seen(facts, leg, with, i, image);
      auto place = role_request(with, i, image, action, about_repository);
      const auto hop = add_role_request(leg, last, with, i, place, seen);
      if (stage != Stage::Manifest) return;
      end_with_image(leg, hop, with, i, image, std::move(place), seen);
    };
    add_connection(leg, *with.context, i, with.sources[i], os_of(with, i), target,
                   carry);
  }
  finish_call(leg, with, image);
  return leg;
}

Leg build_call_of_fargate(const Ingredients& with, const ImageReference& image,
                          Stage stage, const std::string& name,
                          const std::string& action) {
  const bool about_repository = stage != Stage::Token;
  const std::string host = about_repository ? registry_host(image) : api_host(image);
  Leg leg = new_leg(stage, name, host, {SourceInterface{}});
  auto place = role_request(with, 0, image, action, about_repository);
  add_path_context(place.request, PathFacts{});
  const auto hop = add_request(leg, 0, place);
  if (stage == Stage::Manifest) {
    end_with_image(leg, hop, with, 0, image, std::move(place), PathFacts{});
  }
  if (with.context->switches.fargate_without_endpoint !=
      gates::FargateWithoutEndpoint::TaskInterface) {
    leg.assumptions.insert(gates::taken(*with.context, "fargate-without-endpoint"));
  }
  finish_call(leg, with, image);
  return leg;
}

Leg build_layer(const Ingredients& with, const ImageReference& image) {
  const gates::LayerHostSuffix suffix = with.context->switches.layer_host_suffix;
  Leg leg = new_leg(Stage::Layers, "layer", layer_host(image, suffix), with.sources);
  list_layer_switches(leg, *with.context);
  const FieldId object =
      leg.fields.add({.name = "layer object",
                      .kind = Field::Kind::Text,
                      .domain = {},
                      .text_domain = Glob::like(layer_bucket_arn(image) + "/?*"),
                      .exact = true});
  for (std::size_t i = 0; i < with.sources.size(); ++i) {
    const Target target = layer_target(image, with.sources[i], suffix);
    const Carry carry = [&](std::size_t last, const PathFacts& facts) {
      gates::RequestPlace place;
      place.request.caller.kind = gates::Caller::Kind::Foreign;
      place.request.action = "s3:GetObject";
      place.request.resource = object;
      place.request.resource_in_words = "the layers of the image";
      place.request.region = image.region;
      place.request.context = gates::foreign_s3_context(
          endpoint_owner(facts, with.scope), image.region, with.context->switches);
      gates::set_moment(place.request, *with.context);
      place.resource_scope = {"", image.region};
      place.endpoint = facts.endpoint;
      add_path_context(place.request, facts);
      add_request(leg, last, std::move(place));
    };
    add_connection(leg, *with.context, i, with.sources[i], os_of(with, i), target,
                   carry);
  }
  fill_gates(leg.graph, *with.context);
  return leg;
}

Leg build_reference(const gates::Context& context, const std::string& image) {
  Leg leg = new_leg(Stage::Reference, "reference", "", {SourceInterface{}});
  leg.graph.then(
      0, {.kind = "image-reference",
          .id = image,
          .place = gates::ReferencePlace{.image = image,
                                         .container = "",
                                         .fact = gates::fact_about(
                                             std::string(kTaskDefinitionFact), {},
                                             "it names the image")},
          .back = false,
          .gates = {}});
  fill_gates(leg.graph, context);
  return leg;
}

Leg build_role(const Ingredients& with) {
  Leg leg = new_leg(Stage::Role, "role", "", with.sources);
  for (std::size_t i = 0; i < with.roles.size(); ++i) {
    const PullRole& role = with.roles[i];
    if (role.undecided) {
      leg.graph.then(0, undecided_hop("role", *role.undecided, with.scope),
                     Predicate::in_set(leg.placement, IntervalSet::single(Number{i})));
      continue;
    }
    gates::RolePlace place;
    place.kind = role.kind;
    place.role_arn = role.arn;
    place.instance_profile_arn = role.profile_arn;
    place.role = role.role;
    place.scope = with.scope;
    place.configured_by = role.configured_by;
    place.request = assume_role(leg, *with.context, place, with.scope);
    leg.graph.then(
        0,
        {.kind = role.kind == gates::RolePlace::Kind::TaskRole ? "task-role" : "role",
         .id = role.arn.empty() ? role.profile_arn : role.arn,
         .place = std::move(place),
         .back = false,
         .gates = {}},
        Predicate::in_set(leg.placement, IntervalSet::single(Number{i})));
  }
  fill_gates(leg.graph, *with.context);
  return leg;
}

}  // namespace pullproof::model
