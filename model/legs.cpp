#include "model/legs.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "model/connection.h"
#include "model/gates/image_reference.h"
#include "model/gates/partition.h"
#include "model/gates/request_context.h"

namespace pullproof::model {
namespace {

using gates::ImageReference;

/// Who pulls from one placement.
struct PullRole {
  gates::RolePlace::Kind kind = gates::RolePlace::Kind::execution_role;
  std::string arn;          ///< "" if it is not known or there is none.
  std::string profile_arn;  ///< instance_profile only.
  const aws::Role* role = nullptr;
  FactRef configured_by;
  std::optional<Unknown> undecided;  ///< Set: nobody can tell who pulls.
};

class Planner {
 public:
  Planner(const Task& task, const gates::Context& context,
          const gates::ImageIndex& images)
      : task_(task), context_(context), images_(images), sources_(task.sources) {
    if (sources_.empty()) sources_.push_back(unplaced());
    for (const auto& source : sources_) roles_.push_back(role_of(source));
  }

  std::vector<LegPlan> plan();

 private:
  SourceInterface unplaced() const;
  PullRole role_of(const SourceInterface& source) const;
  void plan_reference(std::size_t image, const std::string& text);
  void plan_role();
  void plan_image(std::size_t image, const ImageReference& reference);
  void plan_foreign_registry(std::size_t image, const ImageReference& reference);
  void add(std::string name, Stage stage, const std::string& detail, std::size_t image,
           std::function<Leg()> build);

  std::string sources_key() const;
  std::string roles_key() const;

  const Task& task_;
  const gates::Context& context_;
  const gates::ImageIndex& images_;
  std::vector<SourceInterface> sources_;
  std::vector<PullRole> roles_;
  std::vector<LegPlan> plans_;
  std::map<std::string, std::size_t> by_key_;
};

// --- Building one leg
// ------------------------------------------------------------------

/// Everything that building a leg needs, by value: plans outlive their planner.
struct Ingredients {
  const gates::Context* context = nullptr;
  const gates::ImageIndex* images = nullptr;
  std::vector<SourceInterface> sources;
  std::vector<PullRole> roles;
  std::string os;
  std::string architecture;
  bool fargate = true;
  aws::Scope scope;
};

Leg new_leg(Stage stage, std::string name, std::string host,
            const std::vector<SourceInterface>& sources) {
  Leg leg;
  leg.stage = stage;
  leg.name = std::move(name);
  leg.host = std::move(host);
  for (const auto& source : sources) leg.placements.push_back(source.placement);
  leg.placement = leg.fields.add({.name = "placement",
                                  .kind = Field::Kind::placement,
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
  caller.kind = gates::Caller::Kind::role_session;
  caller.role_arn = role.arn;
  caller.role_id = role.role == nullptr ? "" : role.role->role_id;
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
  return place;
}

Leg build_call(const Ingredients& with, const ImageReference& image, Stage stage,
               const std::string& name, const std::string& action) {
  const bool about_repository = stage != Stage::token;
  const std::string host = about_repository ? registry_host(image) : api_host(image);
  Leg leg = new_leg(stage, name, host, with.sources);
  for (std::size_t i = 0; i < with.sources.size(); ++i) {
    const Target target{.host = host,
                        .service = about_repository ? "ecr.dkr" : "ecr.api",
                        .region = image.region};
    const Carry carry = [&](std::size_t last, const PathFacts& facts) {
      auto place = role_request(with, i, image, action, about_repository);
      place.endpoint = facts.endpoint;
      add_path_context(place.request, facts);
      const auto hop = add_request(leg, last, std::move(place));
      if (stage != Stage::manifest) return;
      const auto& own = with.architecture;
      leg.graph.then(
          hop,
          {.kind = "image",
           .id = image.repository +
                 (image.digest.empty() ? ":" + image.tag : "@" + image.digest),
           .place =
               gates::ImagePlace{
                   .scope = {image.account, image.region},
                   .repository = image.repository,
                   .tag = image.tag,
                   .digest = image.digest,
                   .os = with.os,
                   .architecture = own.empty() ? with.sources[i].architecture : own,
                   .fargate = with.fargate,
                   .images = with.images},
           .back = false,
           .gates = {}});
    };
    add_connection(leg, *with.context, i, with.sources[i], with.os, target, carry);
  }
  fill_gates(leg.graph, *with.context);
  return leg;
}

const std::string& endpoint_owner(const PathFacts& facts, const aws::Scope& scope) {
  const bool owned = facts.endpoint != nullptr && !facts.endpoint->owner_id.empty();
  return owned ? facts.endpoint->owner_id : scope.account;
}

Leg build_layer(const Ingredients& with, const ImageReference& image) {
  Leg leg = new_leg(Stage::layers, "layer", layer_host(image), with.sources);
  const FieldId object =
      leg.fields.add({.name = "layer object",
                      .kind = Field::Kind::text,
                      .domain = {},
                      .text_domain = Glob::like(layer_bucket_arn(image) + "/?*"),
                      .exact = true});
  for (std::size_t i = 0; i < with.sources.size(); ++i) {
    const Target target{
        .host = layer_host(image), .service = "s3", .region = image.region};
    const Carry carry = [&](std::size_t last, const PathFacts& facts) {
      gates::RequestPlace place;
      place.request.caller.kind = gates::Caller::Kind::foreign;
      place.request.action = "s3:GetObject";
      place.request.resource = object;
      place.request.region = image.region;
      place.request.context =
          gates::foreign_s3_context(endpoint_owner(facts, with.scope), image.region);
      place.resource_scope = {"", image.region};
      place.endpoint = facts.endpoint;
      add_path_context(place.request, facts);
      add_request(leg, last, std::move(place));
    };
    add_connection(leg, *with.context, i, with.sources[i], with.os, target, carry);
  }
  fill_gates(leg.graph, *with.context);
  return leg;
}

/// A hop that nobody can tell anything of.
Hop undecided_hop(std::string kind, const Unknown& question, const aws::Scope& scope) {
  return {.kind = std::move(kind),
          .id = "?",
          .place = gates::RoutePlace{.packet = {},
                                     .outcome = gates::RoutePlace::Outcome::undecided,
                                     .scope = scope,
                                     .table = nullptr,
                                     .route = nullptr,
                                     .towards = "",
                                     .question = question},
          .back = false,
          .gates = {}};
}

Leg build_reference(const gates::Context& context, const std::string& image) {
  Leg leg = new_leg(Stage::reference, "reference", "", {SourceInterface{}});
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

/// AWS: ECS developer guide, "Task execution IAM role": ECS assumes it on behalf of the
/// account, and says so with aws:SourceAccount and aws:SourceArn.
gates::Request assume_role(Leg& leg, const gates::Context& context,
                           const gates::RolePlace& place, const aws::Scope& scope) {
  const bool by_ecs = place.kind == gates::RolePlace::Kind::execution_role;
  const auto* partition = gates::partition_of(scope.region);
  const bool china = partition != nullptr && partition->name == "aws-cn";
  gates::Request request;
  request.caller.kind = gates::Caller::Kind::service;
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
         .kind = Field::Kind::text,
         .domain = {},
         .text_domain = Glob::like(fmt::format(
             "arn:{}:ecs:{}:{}:?*", partition == nullptr ? "aws" : partition->name,
             scope.region, scope.account)),
         .exact = false});
  }
  request.context = gates::service_context(context, scope, request.caller, source_arn);
  return request;
}

Leg build_role(const Ingredients& with) {
  Leg leg = new_leg(Stage::role, "role", "", with.sources);
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

/// An image whose registry is not modelled yet: nothing is claimed of it.
Leg build_foreign(const Ingredients& with, const ImageReference& image) {
  Leg leg = new_leg(Stage::manifest, "manifest", image.host, with.sources);
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

// --- Planning
// --------------------------------------------------------------------------

/// Stands for every placement where none is known, so that what does not hang on the
/// network is still decided.
SourceInterface Planner::unplaced() const {
  SourceInterface source;
  source.scope = task_.scope;
  source.owner = "the task";
  source.hop_kind = "task";
  source.undecided = task_.missing.empty()
                         ? Unknown{.call = "", .why = "no placement is known"}
                         : task_.missing.front();
  return source;
}

PullRole Planner::role_of(const SourceInterface& source) const {
  PullRole pull;
  const aws::Scope global{task_.scope.account, "global"};
  if (!task_.execution_role_arn.empty() || task_.fargate) {
    pull.arn = task_.execution_role_arn;
    pull.role = context_.account.find<aws::Role>(global, pull.arn);
    pull.configured_by =
        gates::fact_about(std::string(kTaskDefinitionFact), {},
                          pull.arn.empty() ? "it names no execution role"
                                           : "it names the execution role");
    return pull;
  }
  pull.kind = gates::RolePlace::Kind::instance_profile;
  pull.profile_arn = source.instance_profile_arn;
  pull.role = context_.network->role_in_profile(pull.profile_arn);
  if (pull.role != nullptr) pull.arn = pull.role->arn;
  pull.configured_by = source.instance_fact;
  if (source.instance_fact == nullptr) pull.undecided = source.undecided;
  return pull;
}

std::string Planner::sources_key() const {
  std::string key = task_.scope.account + '/' + task_.scope.region + '/' + task_.os;
  for (const auto& source : sources_) {
    key += fmt::format("|{}@{}/{}", source.subnet.text, source.scope.region,
                       source.hop_id);
    std::set<std::string> groups;
    for (const auto& group : source.groups) groups.insert(group.text);
    for (const auto& group : groups) key += ',' + group;
    key += source.public_address ? "+public" : "-public";
    if (source.undecided) key += '?' + source.undecided->call + source.undecided->why;
  }
  return key;
}

std::string Planner::roles_key() const {
  std::set<std::string> distinct;
  std::string key;
  for (const auto& role : roles_) {
    const std::string one = role.arn + '<' + role.profile_arn;
    if (!task_.fargate || distinct.insert(one).second) key += '|' + one;
  }
  return key;
}

void Planner::add(std::string name, Stage stage, const std::string& detail,
                  std::size_t image, std::function<Leg()> build) {
  std::string key = std::move(name) + '#' + detail;
  const auto [position, is_new] = by_key_.emplace(key, plans_.size());
  if (is_new) {
    plans_.push_back({.key = std::move(key),
                      .stage = stage,
                      .images = {},
                      .build = std::move(build)});
  }
  if (image < task_.images.size()) {
    plans_[position->second].images.push_back(image);
  }
}

void Planner::plan_reference(std::size_t image, const std::string& text) {
  add("reference", Stage::reference, text, image,
      [&context = context_, text] { return build_reference(context, text); });
}

Ingredients ingredients_of(const Task& task, const gates::Context& context,
                           const gates::ImageIndex& images,
                           std::vector<SourceInterface> sources,
                           std::vector<PullRole> roles) {
  return {.context = &context,
          .images = &images,
          .sources = std::move(sources),
          .roles = std::move(roles),
          .os = task.os,
          .architecture = task.architecture,
          .fargate = task.fargate,
          .scope = task.scope};
}

void Planner::plan_role() {
  // A Fargate task has one role wherever it is placed.
  auto sources = sources_;
  auto roles = roles_;
  if (task_.fargate || !task_.execution_role_arn.empty()) {
    sources = {SourceInterface{}};
    roles.resize(1);
  }
  std::string key = task_.scope.account + '/' + task_.scope.region + roles_key();
  if (sources.size() > 1) key += sources_key();
  const auto with =
      ingredients_of(task_, context_, images_, std::move(sources), std::move(roles));
  add("role", Stage::role, key, task_.images.size(),
      [with] { return build_role(with); });
}

void Planner::plan_image(std::size_t image, const ImageReference& reference) {
  const auto with = ingredients_of(task_, context_, images_, sources_, roles_);
  const std::string from = sources_key() + roles_key();
  const std::string registry = '#' + reference.host;
  const std::string repository = registry + '/' + reference.repository;
  const std::string exact = repository + ':' + reference.tag + '@' + reference.digest +
                            '#' + task_.architecture + (task_.fargate ? "F" : "E");
  add("token", Stage::token, from + registry, image, [with, reference] {
    return build_call(with, reference, Stage::token, "token",
                      "ecr:GetAuthorizationToken");
  });
  add("manifest", Stage::manifest, from + exact, image, [with, reference] {
    return build_call(with, reference, Stage::manifest, "manifest",
                      "ecr:BatchGetImage");
  });
  add("layer-url", Stage::layers, from + repository, image, [with, reference] {
    return build_call(with, reference, Stage::layers, "layer-url",
                      "ecr:GetDownloadUrlForLayer");
  });
  add("layer", Stage::layers, sources_key() + '#' + layer_host(reference), image,
      [with, reference] { return build_layer(with, reference); });
}

void Planner::plan_foreign_registry(std::size_t image,
                                    const ImageReference& reference) {
  const auto with = ingredients_of(task_, context_, images_, sources_, roles_);
  add("registry", Stage::manifest,
      sources_key() + '#' + reference.host + '/' + reference.repository, image,
      [with, reference] { return build_foreign(with, reference); });
}

std::vector<LegPlan> Planner::plan() {
  bool private_ecr = false;
  std::vector<std::pair<std::size_t, ImageReference>> readable;
  for (std::size_t i = 0; i < task_.images.size(); ++i) {
    plan_reference(i, task_.images[i].image);
    const auto parsed = gates::parse_image_reference(task_.images[i].image);
    if (const auto* reference = std::get_if<ImageReference>(&parsed)) {
      readable.emplace_back(i, *reference);
      private_ecr =
          private_ecr || reference->registry == ImageReference::Registry::private_ecr;
    }
  }
  if (private_ecr || !task_.execution_role_arn.empty()) plan_role();
  for (const auto& [image, reference] : readable) {
    if (reference.registry == ImageReference::Registry::private_ecr) {
      plan_image(image, reference);
    } else {
      plan_foreign_registry(image, reference);
    }
  }
  std::stable_sort(
      plans_.begin(), plans_.end(),
      [](const LegPlan& a, const LegPlan& b) { return a.stage < b.stage; });
  return std::move(plans_);
}

}  // namespace

std::vector<LegPlan> plan_legs(const Task& task, const gates::Context& context,
                               const gates::ImageIndex& images) {
  return Planner(task, context, images).plan();
}

}  // namespace pullproof::model
