#include "model/legs.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "model/foreign_registry_legs.h"
#include "model/gates/image_reference.h"
#include "model/import_legs.h"
#include "model/leg_builder.h"
#include "model/start_legs.h"
#include "model/start_plan.h"
#include "model/volume_legs.h"

namespace pullproof::model {
namespace {

using gates::ImageReference;

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
  PullRole named_role(const std::string& arn, const char* note) const;
  PullRole execution_role() const;
  PullRole instance_role(const SourceInterface& source) const;
  PullRole role_for(const StartNeed& need) const;
  bool leaves_through_task(const StartNeed& need) const;
  void plan_role();
  void plan_execution_role();
  void plan_task_role();
  void plan_need(const StartNeed& need);
  void plan_volume(const StartNeed& need);
  bool leaves_by_fargate(std::string_view service) const;
  void plan_image(std::size_t image, const ImageReference& reference);
  void plan_upstream(std::size_t image, const ImageReference& reference);
  void plan_foreign_registry(std::size_t image, const ImageReference& reference);
  LegPlan& add(std::string name, Stage stage, const std::string& detail,
               std::size_t image, std::function<Leg()> build);

  std::string sources_key() const;
  std::string key_of(const std::vector<PullRole>& roles) const;
  std::string roles_key() const { return key_of(roles_); }

  const Task& task_;
  const gates::Context& context_;
  const gates::ImageIndex& images_;
  std::vector<SourceInterface> sources_;
  std::vector<PullRole> roles_;
  std::vector<LegPlan> plans_;
  std::map<std::string, std::size_t> by_key_;
};

/// Stands for every placement where none is known, so that what does not hang on the
/// network is still decided.
SourceInterface Planner::unplaced() const {
  SourceInterface source;
  source.scope = task_.scope;
  source.host = task_.fargate ? Host::Fargate : Host::Instance;
  source.owner = "the task";
  source.hop_kind = "task";
  source.undecided = task_.missing.empty()
                         ? Unknown{.call = "", .why = "no placement is known"}
                         : task_.missing.front();
  return source;
}

/// AWS: ECS developer guide, "ECS Anywhere IAM roles": without an execution role an
/// external instance may pull with the role of its registration; for ECS Managed
/// Instances, "Task execution IAM role" asks for an execution role and says no more.
Unknown role_question(Host host) {
  return {.call = "",
          .why = host == Host::External
                     ? "without an execution role, an external instance pulls with the "
                       "role that it is registered by, which is not modelled"
                     : "AWS does not document which role pulls on ECS Managed "
                       "Instances without an execution role"};
}

PullRole Planner::named_role(const std::string& arn, const char* note) const {
  PullRole role;
  role.arn = arn;
  role.role = context_.account.find<aws::Role>({task_.scope.account, "global"}, arn);
  role.configured_by = gates::fact_about(std::string(kTaskDefinitionFact), {}, note);
  return role;
}

PullRole Planner::execution_role() const {
  const std::string& arn = task_.execution_role_arn;
  return named_role(
      arn, arn.empty() ? "it names no execution role" : "it names the execution role");
}

PullRole Planner::role_of(const SourceInterface& source) const {
  const bool by_instance =
      source.ignores_execution_role ||
      (source.host == Host::Instance &&
       context_.switches.ec2_pull_role == gates::PullRoleOnInstances::InstanceRole);
  const bool own_role = !task_.execution_role_arn.empty();
  if (source.host == Host::Fargate || (own_role && !by_instance)) {
    return execution_role();
  }
  return instance_role(source);
}

PullRole Planner::instance_role(const SourceInterface& source) const {
  PullRole pull;
  pull.kind = gates::RolePlace::Kind::InstanceProfile;
  if (source.host != Host::Instance) {
    pull.undecided = role_question(source.host);
    return pull;
  }
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
    if (source.is_ipv6_only()) key += "6";
    key += source.os + (source.host == Host::Fargate ? "F" : "E");
    if (source.platform_question) key += '!' + source.platform_question->why;
    if (source.undecided) key += '?' + source.undecided->call + source.undecided->why;
  }
  return key;
}

std::string Planner::key_of(const std::vector<PullRole>& roles) const {
  std::set<std::string> distinct;
  std::string key;
  for (const auto& role : roles) {
    const std::string one = role.arn + '<' + role.profile_arn +
                            (role.undecided ? '?' + role.undecided->why : "");
    if (!task_.fargate || distinct.insert(one).second) key += '|' + one;
  }
  return key;
}

LegPlan& Planner::add(std::string name, Stage stage, const std::string& detail,
                      std::size_t image, std::function<Leg()> build) {
  std::string key = std::move(name) + '#' + detail;
  const auto [position, is_new] = by_key_.emplace(key, plans_.size());
  if (is_new) {
    plans_.push_back({.key = std::move(key),
                      .stage = stage,
                      .images = {},
                      .dependency = {},
                      .needed = {},
                      .gets = {},
                      .build = std::move(build)});
  }
  if (image < task_.images.size()) {
    plans_[position->second].images.push_back(image);
  }
  return plans_[position->second];
}

void Planner::plan_reference(std::size_t image, const std::string& text) {
  add("reference", Stage::Reference, text, image,
      [&context = context_, text] { return build_reference(context, text); });
}

/// The image that ECS pulls: what it resolved the tag to when it deployed, if that is
/// known.
ImageReference deployed(ImageReference reference, const ContainerImage& image) {
  if (!reference.digest.empty()) return reference;
  reference.digest_question = image.digest_question;
  if (image.deployed_digest.empty()) return reference;
  reference.digest = image.deployed_digest;
  reference.resolved_by_ecs = true;
  return reference;
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
          .windows_build = task.windows_build,
          .architecture = task.architecture,
          .scope = task.scope};
}

void Planner::plan_execution_role() {
  const std::vector<PullRole> roles = {execution_role()};
  const auto with =
      ingredients_of(task_, context_, images_, {SourceInterface{}}, roles);
  add("role", Stage::Role,
      task_.scope.account + '/' + task_.scope.region + key_of(roles),
      task_.images.size(), [with] { return build_role(with); });
}

/// AWS: ECS developer guide, "Amazon ECS task IAM role": ECS assumes it for the
/// containers, and starts nothing if it may not.
void Planner::plan_task_role() {
  PullRole role = named_role(task_.task_role_arn, "it names the task role");
  role.kind = gates::RolePlace::Kind::TaskRole;
  const auto with =
      ingredients_of(task_, context_, images_, {SourceInterface{}}, {role});
  LegPlan& plan = add("task-role", Stage::Role,
                      task_.scope.account + '/' + task_.scope.region + '/' + role.arn,
                      task_.images.size(), [with] { return build_role(with); });
  plan.dependency = plan.gets = "task-role";
}

/// AWS: ECS developer guide, "ECS Exec permissions": the task role's.
PullRole Planner::role_for(const StartNeed& need) const {
  if (need.kind != StartNeed::Kind::Exec) return execution_role();
  PullRole role = named_role(task_.task_role_arn, "it names the task role");
  role.kind = gates::RolePlace::Kind::TaskRole;
  return role;
}

/// Through the interface that images come by, as far as that is known.
bool Planner::leaves_through_task(const StartNeed& need) const {
  const bool is_new = !task_.login_leaves_through_fargate;
  if (need.kind == StartNeed::Kind::Logs) return true;
  // Outside of Fargate a task of mode awsvpc has an interface that images do not use.
  if (need.kind == StartNeed::Kind::Exec) {
    return is_new && (task_.fargate || task_.network_mode != "awsvpc");
  }
  return is_new;
}

void Planner::plan_need(const StartNeed& asked) {
  const StartNeed need = as_the_platform_takes_it(task_, asked);
  std::vector<PullRole> roles;
  for (const auto& source : sources_) {
    const bool is_instances = need.kind == StartNeed::Kind::Logs &&
                              !need.as_execution_role &&
                              writes_logs_as_instance(task_, source, context_.switches);
    roles.push_back(is_instances ? instance_role(source) : role_for(need));
    PullRole& role = roles.back();
    if (is_instances && role.arn.empty() && !role.undecided) {
      role.undecided = {.call = "",
                        .why =
                            "the instance has no role that its logs could be "
                            "written as"};
    }
  }
  const bool through_task = leaves_through_task(need);
  const std::string key = fmt::format("{}{}{}#{}", sources_key(), key_of(roles),
                                      through_task ? "" : "F", need_key(need));
  const auto with = ingredients_of(task_, context_, images_, sources_, roles);
  LegPlan& plan =
      add(name_of(need.kind), Stage::Start, key, need.image,
          [with, need, through_task] { return build_need(with, need, through_task); });
  plan.gets = name_of(need.kind);
  plan.dependency = need.told_as.empty() ? plan.gets : need.told_as;
  const bool has_selector =
      need.kind == StartNeed::Kind::Parameter && !need.version.empty();
  plan.needed = has_selector ? need.name + ':' + need.version : need.name;
  if (need.kind == StartNeed::Kind::Secret) plan.versions = {need.stage, need.version};
  plan.is_advisory = need.kind == StartNeed::Kind::Exec;
}

void Planner::plan_volume(const StartNeed& need) {
  PullRole role = named_role(task_.task_role_arn, "it names the task role");
  role.kind = gates::RolePlace::Kind::TaskRole;
  if (need.by_iam && role.arn.empty()) {
    role.undecided = Unknown{.call = "",
                             .why =
                                 "the volume is mounted as the task role, and the task "
                                 "definition names none"};
  }
  std::vector<SourceInterface> sources = sources_;
  std::string key = sources_key() + task_.network_mode;
  for (auto& source : sources) {
    const auto question = volume_question(task_, source);
    if (question && !source.undecided) source.undecided = question;
    if (question) key += '?' + question->why;
  }
  const std::vector<PullRole> roles(sources.size(), role);
  key += fmt::format("{}#{}/{}/{}/{}{}{}{}", key_of({role}), need.scope.account,
                     need.scope.region, need.name, need.access_point,
                     need.by_iam ? "+iam" : "", need.encrypted ? "+tls" : "",
                     need.doubt ? '?' + need.doubt->why : std::string());
  const auto with = ingredients_of(task_, context_, images_, std::move(sources), roles);
  LegPlan& plan = add("volume", Stage::Start, key, need.image,
                      [with, need] { return build_volume(with, need); });
  plan.dependency = plan.gets = "volume";
  plan.needed = need.name;
}

void Planner::plan_role() {
  // An execution role is the same wherever the task is placed.
  const bool one_role =
      std::all_of(roles_.begin(), roles_.end(), [](const PullRole& role) {
        return role.kind == gates::RolePlace::Kind::ExecutionRole;
      });
  if (one_role) {
    plan_execution_role();
    return;
  }
  const auto with = ingredients_of(task_, context_, images_, sources_, roles_);
  add("role", Stage::Role,
      task_.scope.account + '/' + task_.scope.region + roles_key() + sources_key(),
      task_.images.size(), [with] { return build_role(with); });
}

/// By what is taken of the switch: where no endpoint of the VPC is for the service.
bool Planner::leaves_by_fargate(std::string_view service) const {
  if (!task_.fargate || context_.switches.fargate_without_endpoint ==
                            gates::FargateWithoutEndpoint::TaskInterface) {
    return false;
  }
  return std::all_of(sources_.begin(), sources_.end(), [&](const auto& source) {
    const auto& endpoints = context_.network->endpoints_in(source.scope, source.vpc);
    return context_.account.calls().seen(source.scope,
                                         std::string(aws::VpcEndpoint::kCall)) &&
           std::none_of(endpoints.begin(), endpoints.end(), [&](const auto* endpoint) {
             return endpoint->service_name.ends_with(service);
           });
  });
}

void Planner::plan_image(std::size_t image, const ImageReference& reference) {
  const auto with = ingredients_of(task_, context_, images_, sources_, roles_);
  const std::string from = sources_key() + roles_key();
  const std::string registry = '#' + reference.host;
  const std::string repository = registry + '/' + reference.repository;
  const std::string exact = repository + ':' + reference.tag + '@' + reference.digest +
                            (reference.resolved_by_ecs ? "R" : "") +
                            (reference.digest_question.empty() ? "" : "?") + '#' +
                            task_.architecture + task_.windows_build;
  const auto call = [&](const char* name, Stage stage, const char* service,
                        const char* action, const std::string& about) {
    const bool is_login = stage == Stage::Token;
    if ((is_login && task_.login_leaves_through_fargate) ||
        leaves_by_fargate('.' + reference.region + service)) {
      add(fmt::format("fargate-{}", name), stage,
          fmt::format("{}/{}/{}{}{}", task_.scope.account, task_.scope.region, task_.os,
                      roles_key(), about),
          image, [with, reference, stage, name, action] {
            return build_call_of_fargate(with, reference, stage, name, action);
          });
      return;
    }
    add(name, stage, from + about, image, [with, reference, stage, name, action] {
      return build_call(with, reference, stage, name, action);
    });
  };
  call("token", Stage::Token, ".ecr.api", "ecr:GetAuthorizationToken", registry);
  call("manifest", Stage::Manifest, ".ecr.dkr", "ecr:BatchGetImage", exact);
  call("layer-url", Stage::Layers, ".ecr.dkr", "ecr:GetDownloadUrlForLayer",
       repository);
  add("layer", Stage::Layers,
      sources_key() + '#' + layer_host(reference) + (reference.dual_stack ? "6" : ""),
      image, [with, reference] { return build_layer(with, reference); });
  plan_upstream(image, reference);
}

/// Where a pull-through cache imports the image, its layers come from elsewhere.
void Planner::plan_upstream(std::size_t image, const ImageReference& reference) {
  const auto with = ingredients_of(task_, context_, images_, sources_, roles_);
  const auto import = gates::import_of(image_place(with, 0, reference), context_);
  if (!import) return;
  add("upstream", Stage::Layers,
      fmt::format("{}#{}/{}{}", sources_key(), import->rule->upstream_url,
                  import->rule->prefix, import->may_have_layers ? "?" : ""),
      image, [with, import = *import] { return build_upstream(with, import); });
}

void Planner::plan_foreign_registry(std::size_t image,
                                    const ImageReference& reference) {
  const auto with = ingredients_of(task_, context_, images_, sources_, roles_);
  for (const auto& [stage, host] : hosts_to_reach(reference)) {
    const std::string what =
        stage == Stage::Manifest
            ? fmt::format("{}#{}/{}:{}@{}", host, reference.host, reference.repository,
                          reference.tag, reference.digest)
            : host;
    add("registry", stage, sources_key() + '#' + what, image,
        [with, reference, where = stage, name = host] {
          return build_foreign(with, reference, where, name);
        });
  }
}

std::vector<LegPlan> Planner::plan() {
  bool private_ecr = false;
  std::vector<std::pair<std::size_t, ImageReference>> readable;
  for (std::size_t i = 0; i < task_.images.size(); ++i) {
    plan_reference(i, task_.images[i].image);
    const auto parsed = gates::parse_image_reference(task_.images[i].image);
    if (const auto* reference = std::get_if<ImageReference>(&parsed)) {
      readable.emplace_back(i, deployed(*reference, task_.images[i]));
      private_ecr =
          private_ecr || reference->registry == ImageReference::Registry::PrivateEcr;
    }
  }
  if (private_ecr || !task_.execution_role_arn.empty()) plan_role();
  if (needs_execution_role(task_)) plan_execution_role();
  if (!task_.task_role_arn.empty()) plan_task_role();
  for (const auto& [image, reference] : readable) {
    if (reference.registry == ImageReference::Registry::PrivateEcr) {
      plan_image(image, reference);
    } else {
      plan_foreign_registry(image, reference);
    }
  }
  for (const auto& need : task_.needs) {
    if (need.kind == StartNeed::Kind::Volume) {
      plan_volume(need);
    } else {
      plan_need(need);
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
