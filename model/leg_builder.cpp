#include "model/leg_builder.h"

#include <fmt/format.h>

#include "model/connection.h"
#include "model/gates/partition.h"
#include "model/gates/request_context.h"
#include "model/gates/request_session.h"

namespace pullproof::model {
namespace {

using gates::ImageReference;

Leg new_leg(Stage stage, std::string name, std::string host,
            const std::vector<SourceInterface>& sources) {
  Leg leg;
  leg.stage = stage;
  leg.name = std::move(name);
  leg.host = std::move(host);
  for (const auto& source : sources) leg.placements.push_back(source.placement);
  leg.placement = leg.fields.add({.name = "placement",
                                  .kind = Field::Kind::Placement,
                                  .domain = IntervalSet::range(0, sources.size() - 1),
                                  .text_domain = {},
                                  .exact = true});
  leg.graph.add({.kind = "", .id = "", .place = {}, .back = false, .gates = {}});
  return leg;
}

/// Keys that only the network path can tell.
void add_path_context(gates::Request& request, const PathFacts& facts) {
  auto& context = request.context;
  if (facts.undecided) {
    for (const char* key :
         {"aws:sourcevpc", "aws:sourcevpce", "aws:vpcsourceip", "aws:sourceip"}) {
      context[key] = gates::UnknownKey{*facts.undecided};
    }
    return;
  }
  if (facts.endpoint != nullptr) {
    context["aws:sourcevpc"] = gates::FixedKey{{facts.vpc.text}, false};
    context["aws:sourcevpce"] = gates::FixedKey{{facts.endpoint->id()}, false};
    context["aws:vpcsourceip"] = gates::AddressKey{facts.source};
    context["aws:sourceip"] = gates::AbsentKey{};
    return;
  }
  context["aws:sourcevpc"] = gates::AbsentKey{};
  context["aws:sourcevpce"] = gates::AbsentKey{};
  context["aws:vpcsourceip"] = gates::AbsentKey{};
  if (facts.public_source) {
    context["aws:sourceip"] = gates::AddressKey{*facts.public_source};
  } else {
    context["aws:sourceip"] = gates::UnknownKey{
        {.call = "", .why = "the public address of the request is not known"}};
  }
}

std::size_t add_request(Leg& leg, std::size_t last, gates::RequestPlace place) {
  const std::string id = place.request.action;
  return leg.graph.then(last, {.kind = "request",
                               .id = id,
                               .place = std::move(place),
                               .back = false,
                               .gates = {}});
}

/// The request that a pulling role makes about a repository; "" names none.
gates::RequestPlace role_request(const Ingredients& with, std::size_t placement,
                                 const ImageReference& image, const std::string& action,
                                 bool about_repository) {
  const PullRole& role = with.roles[placement];
  gates::RequestPlace place;
  gates::Caller& caller = place.request.caller;
  caller.kind = gates::Caller::Kind::RoleSession;
  caller.arn = role.arn;
  caller.unique_id = role.role == nullptr ? "" : role.role->unique_id;
  caller.account = role.role == nullptr ? with.scope.account : role.role->scope.account;
  place.request.action = action;
  place.request.region = image.region;
  place.resource_scope = {image.account, image.region};
  place.role = role.role;
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
    place.request.resource_account = caller.account;
  }
  place.request.context = gates::role_session_context(
      *with.context, role.role, caller, image.region, place.request.resource_account);
  gates::set_moment(place.request, *with.context);
  gates::set_session(place.request, *with.context,
                     role.kind == gates::RolePlace::Kind::ExecutionRole);
  gates::set_repository_tags(place.request, *with.context, place.resource_scope);
  return place;
}

const std::string& endpoint_owner(const PathFacts& facts, const aws::Scope& scope) {
  const bool owned = facts.endpoint != nullptr && !facts.endpoint->owner_id.empty();
  return owned ? facts.endpoint->owner_id : scope.account;
}

const std::string& os_of(const Ingredients& with, std::size_t placement) {
  const std::string& own = with.sources[placement].os;
  return own.empty() ? with.os : own;
}

/// A hop that nobody can tell anything of.
Hop undecided_hop(std::string kind, const Unknown& question, const aws::Scope& scope) {
  return {.kind = std::move(kind),
          .id = "?",
          .place = gates::RoutePlace{.packet = {},
                                     .outcome = gates::RoutePlace::Outcome::Undecided,
                                     .scope = scope,
                                     .table = nullptr,
                                     .route = nullptr,
                                     .towards = "",
                                     .question = question},
          .back = false,
          .gates = {}};
}

/// Undecided where nobody can tell who makes the request.
std::size_t add_role_request(Leg& leg, std::size_t last, const Ingredients& with,
                             std::size_t placement, gates::RequestPlace place,
                             const PathFacts& facts) {
  const auto& question = with.roles[placement].undecided;
  if (question) {
    return leg.graph.then(last, undecided_hop("request", *question, with.scope));
  }
  place.endpoint = facts.endpoint;
  add_path_context(place.request, facts);
  return add_request(leg, last, std::move(place));
}

/// The image that the manifest's call ends with.
Hop image_hop(const Ingredients& with, std::size_t placement,
              const ImageReference& image) {
  const SourceInterface& source = with.sources[placement];
  const auto& own = with.architecture;
  return {.kind = "image",
          .id = image.repository +
                (image.digest.empty() ? ":" + image.tag : "@" + image.digest),
          .place =
              gates::ImagePlace{.scope = {image.account, image.region},
                                .repository = image.repository,
                                .tag = image.tag,
                                .digest = image.digest,
                                .resolved_by_ecs = image.resolved_by_ecs,
                                .os = os_of(with, placement),
                                .architecture = own.empty() ? source.architecture : own,
                                .fargate = source.host == Host::Fargate,
                                .images = with.images},
          .back = false,
          .gates = {}};
}

/// AWS: ECS developer guide, "Task execution IAM role": ECS assumes it on behalf of the
/// account, and says so with aws:SourceAccount and aws:SourceArn.
gates::Request assume_role(Leg& leg, const gates::Context& context,
                           const gates::RolePlace& place, const aws::Scope& scope) {
  const bool by_ecs = place.kind == gates::RolePlace::Kind::ExecutionRole;
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
         .text_domain = Glob::like(fmt::format(
             "arn:{}:ecs:{}:{}:?*", partition == nullptr ? "aws" : partition->name,
             scope.region, scope.account)),
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
Target layer_target(const ImageReference& image, const SourceInterface& source) {
  Target target{.host = layer_host(image), .service = "s3", .region = image.region};
  if (source.is_ipv6_only() || image.dual_stack) {
    target.dual_stack_host = dual_stack_layer_host(image);
  }
  return target;
}

}  // namespace

Leg build_call(const Ingredients& with, const ImageReference& image, Stage stage,
               const std::string& name, const std::string& action) {
  const bool about_repository = stage != Stage::Token;
  const std::string host =
      target_of(image, !about_repository, with.sources.front()).host;
  Leg leg = new_leg(stage, name, host, with.sources);
  for (std::size_t i = 0; i < with.sources.size(); ++i) {
    const Target target = target_of(image, !about_repository, with.sources[i]);
    const Carry carry = [&](std::size_t last, const PathFacts& facts) {
      const auto hop = add_role_request(
          leg, last, with, i, role_request(with, i, image, action, about_repository),
          facts);
      if (stage == Stage::Manifest) leg.graph.then(hop, image_hop(with, i, image));
    };
    add_connection(leg, *with.context, i, with.sources[i], os_of(with, i), target,
                   carry);
  }
  fill_gates(leg.graph, *with.context);
  return leg;
}

Leg build_login_of_fargate(const Ingredients& with, const ImageReference& image) {
  Leg leg = new_leg(Stage::Token, "token", api_host(image), {SourceInterface{}});
  auto place = role_request(with, 0, image, "ecr:GetAuthorizationToken", false);
  add_path_context(place.request, PathFacts{});
  add_request(leg, 0, std::move(place));
  fill_gates(leg.graph, *with.context);
  return leg;
}

Leg build_layer(const Ingredients& with, const ImageReference& image) {
  Leg leg = new_leg(Stage::Layers, "layer", layer_host(image), with.sources);
  const FieldId object =
      leg.fields.add({.name = "layer object",
                      .kind = Field::Kind::Text,
                      .domain = {},
                      .text_domain = Glob::like(layer_bucket_arn(image) + "/?*"),
                      .exact = true});
  for (std::size_t i = 0; i < with.sources.size(); ++i) {
    const Target target = layer_target(image, with.sources[i]);
    const Carry carry = [&](std::size_t last, const PathFacts& facts) {
      gates::RequestPlace place;
      place.request.caller.kind = gates::Caller::Kind::Foreign;
      place.request.action = "s3:GetObject";
      place.request.resource = object;
      place.request.region = image.region;
      place.request.context =
          gates::foreign_s3_context(endpoint_owner(facts, with.scope), image.region);
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
    leg.graph.then(0,
                   {.kind = "role",
                    .id = role.arn.empty() ? role.profile_arn : role.arn,
                    .place = std::move(place),
                    .back = false,
                    .gates = {}},
                   Predicate::in_set(leg.placement, IntervalSet::single(Number{i})));
  }
  fill_gates(leg.graph, *with.context);
  return leg;
}

Leg build_foreign(const Ingredients& with, const ImageReference& image) {
  Leg leg = new_leg(Stage::Manifest, "manifest", image.host, with.sources);
  const Unknown question{
      .call = "",
      .why = fmt::format("image {} comes from {}, and only private ECR registries are "
                         "modelled yet",
                         image.repository, image.host)};
  for (std::size_t i = 0; i < with.sources.size(); ++i) {
    leg.graph.then(0, undecided_hop("registry", question, with.scope),
                   Predicate::in_set(leg.placement, IntervalSet::single(Number{i})));
  }
  fill_gates(leg.graph, *with.context);
  return leg;
}

}  // namespace pullproof::model
