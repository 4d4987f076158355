#include "model/gates/file_system.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace pullproof::gates {
namespace {

using DependencyKind = DependencyPlace::Kind;
using Near = NearMountTarget;

std::string with(std::string_view call, const std::string& parameter) {
  return fmt::format("{}/{}", call, parameter);
}

/// A list of all, or the answer about this one.
template <class T>
bool is_seen(const Context& context, const aws::Scope& scope,
             const std::string& parameter) {
  const aws::CallLog& calls = context.account.calls();
  return calls.seen(scope, std::string(T::kCall)) ||
         calls.seen(scope, with(T::kCall, parameter));
}

std::vector<const aws::MountTarget*> targets_of(const DependencyPlace& place,
                                                const Context& context) {
  std::vector<const aws::MountTarget*> found;
  for (const auto& target : context.account.table<aws::MountTarget>().all()) {
    // What is deleted may be listed for a while beside its successor.
    const bool is_its = target.file_system_id == place.name &&
                        target.scope.region == place.scope.region &&
                        target.state != "deleted";
    if (is_its) found.push_back(&target);
  }
  return found;
}

const aws::Subnet* subnet_of(const aws::MountTarget& target, const Context& context) {
  return context.account.find<aws::Subnet>(target.scope, target.subnet_id.text);
}

/// Names of zones are each account's own; their ids are not.
Truth is_in_zone(const aws::MountTarget& target, const aws::Subnet& client,
                 const Context& context) {
  if (target.subnet_id == client.subnet_id) return Truth::Yes;
  const auto* own = subnet_of(target, context);
  std::string id = target.zone_id;
  if (id.empty() && own != nullptr) id = own->zone_id;
  if (!id.empty() && !client.zone_id.empty()) {
    return id == client.zone_id ? Truth::Yes : Truth::No;
  }
  const bool is_comparable = target.scope.account == client.scope.account;
  std::string zone = target.zone;
  if (zone.empty() && own != nullptr) zone = own->availability_zone;
  if (!is_comparable || zone.empty() || client.availability_zone.empty()) {
    return Truth::Unknown;
  }
  return zone == client.availability_zone ? Truth::Yes : Truth::No;
}

bool contradicts_its_subnet(const aws::MountTarget& target, const Context& context) {
  const auto* own = subnet_of(target, context);
  if (own == nullptr) return false;
  const auto differ = [](const std::string& one, const std::string& other) {
    return !one.empty() && !other.empty() && one != other;
  };
  const bool are_names_alike = target.scope.account == own->scope.account;
  return differ(target.zone_id, own->zone_id) ||
         (are_names_alike && differ(target.zone, own->availability_zone));
}

VpcId vpc_of(const aws::MountTarget& target, const Context& context) {
  if (!target.vpc_id.empty()) return target.vpc_id;
  const auto* subnet = subnet_of(target, context);
  return subnet == nullptr ? VpcId() : subnet->vpc_id;
}

Near open(std::string call, std::string why) {
  return {.kind = Near::Kind::Open,
          .question = {.call = std::move(call), .why = std::move(why)}};
}

/// Of mount targets that are all of one VPC, and are at least one.
Near choose(const std::vector<const aws::MountTarget*>& targets,
            const aws::Subnet& client, const Context& context) {
  Near near{.kind = Near::Kind::None, .zone = client.availability_zone};
  for (const auto* target : targets) {
    if (contradicts_its_subnet(*target, context)) {
      return open(std::string(aws::Subnet::kCall),
                  fmt::format("{} is in another zone than its subnet {}", target->id(),
                              target->subnet_id.text));
    }
    const Truth fits = is_in_zone(*target, client, context);
    if (fits == Truth::No) continue;
    if (fits == Truth::Unknown) {
      return open(std::string(aws::Subnet::kCall),
                  fmt::format("in which zone {} is, or {}, is not known", target->id(),
                              client.id()));
    }
    if (near.target != nullptr) {
      return open("", fmt::format("{} and {} are both in the zone of {}",
                                  near.target->id(), target->id(), client.id()));
    }
    near.kind = Near::Kind::Found;
    near.target = target;
  }
  return near;
}

/// What says how it is.
FactRef state_of(const std::string& id, const aws::Source& source,
                 const std::string& state) {
  return fact_about(id, {source.file, source.pointer + "/LifeCycleState"},
                    fmt::format("its state is {}", state));
}

void assume_as(Gate& gate, Peripheral list, const std::string& value) {
  for (auto& assumption : list.assumptions) assumption.value = value;
  assume(gate, std::move(list));
}

/// A participant of a shared VPC may mount what another one has there.
bool is_vpc_of_other(const DependencyPlace& place, const Context& context) {
  const auto* subnet =
      context.account.find<aws::Subnet>(place.subnet_scope, place.subnet.text);
  return subnet == nullptr ||
         (!subnet->owner_id.empty() && subnet->owner_id != place.scope.account);
}

void judge_missing(Gate& gate, const DependencyPlace& place, const Context& context) {
  if (!targets_of(place, context).empty()) return;
  if (!is_seen<aws::FileSystem>(context, place.scope, place.name)) {
    assume_as(gate,
              peripheral(context, place.scope, std::string(aws::FileSystem::kCall),
                         fmt::format("whether there is file system {} is not collected",
                                     place.name)),
              fmt::format("has {} in {}", place.name, place.scope.region));
    return;
  }
  if (is_vpc_of_other(place, context)) {
    gate.lets_through = Predicate::unknown(
        {.call = "",
         .why = fmt::format("account {} does not have file system {}, and the VPC may "
                            "be shared with one that does",
                            place.scope.account, place.name)});
    return;
  }
  const std::string id =
      place.named_by == nullptr ? place.name : place.named_by->id.str();
  gate.lets_through = Predicate::because(
      fact_about(id, {},
                 fmt::format("it mounts the file system {}, which the account does not "
                             "have",
                             place.name)),
      Predicate::never());
}

}  // namespace

const aws::FileSystem* find_file_system(const Context& context, const aws::Scope& scope,
                                        const std::string& id) {
  const auto* system = context.account.find<aws::FileSystem>(scope, id);
  return system == nullptr || system->scope.region != scope.region ? nullptr : system;
}

NearMountTarget mount_target_near(const DependencyPlace& place,
                                  const Context& context) {
  const auto targets = targets_of(place, context);
  const std::string call = with(aws::MountTarget::kCall, place.name);
  const auto* system = find_file_system(context, place.scope, place.name);
  const auto count = system == nullptr ? std::nullopt : system->mount_targets;
  const bool is_seen =
      !targets.empty() || context.account.calls().seen(place.scope, call);
  if (is_seen && count && *count != std::ssize(targets)) {
    return open(call, fmt::format("{} has {} mount targets, and {} are listed",
                                  place.name, *count, targets.size()));
  }
  if (!is_seen && count != 0) return {.kind = Near::Kind::Unseen};
  if (targets.empty()) return {.kind = Near::Kind::None};
  const auto* client =
      context.account.find<aws::Subnet>(place.subnet_scope, place.subnet.text);
  if (client == nullptr) {
    return open(place.subnet.empty() ? "" : std::string(aws::Subnet::kCall),
                "which zone the task starts in is not known");
  }
  const VpcId vpc = vpc_of(*targets.front(), context);
  if (vpc.empty() || vpc != client->vpc_id) {
    return open(vpc.empty() ? call : "",
                fmt::format("the mount targets of {} are in {}, not in {}, and how its "
                            "name resolves there is not modelled",
                            place.name, vpc.empty() ? "another VPC" : vpc.text,
                            client->vpc_id.text));
  }
  return choose(targets, *client, context);
}

Gate FileSystemGate::lets_through(const DependencyPlace& place,
                                  const Context& context) {
  Gate gate{
      .name = std::string(kName), .mechanism = "dns", .code = "FILE_SYSTEM_NOT_FOUND"};
  if (place.kind != DependencyKind::FileSystem) return gate;
  const auto* system = find_file_system(context, place.scope, place.name);
  if (system == nullptr) {
    gate.message = fmt::format("file system {} does not exist in {} of account {}",
                               place.name, place.scope.region, place.scope.account);
    gate.repair = fmt::format("name a file system of {} that exists in the volume",
                              place.scope.region);
    judge_missing(gate, place, context);
    return gate;
  }
  if (system->state.empty() || aws::is_in_service(system->state)) return gate;
  gate.code = "FILE_SYSTEM_UNUSABLE";
  gate.message =
      fmt::format("file system {} is in state {}", system->id(), system->state);
  gate.repair =
      fmt::format("mount a file system that is available in place of {}", system->id());
  gate.lets_through = Predicate::because(
      state_of(system->id(), system->source, system->state), Predicate::never());
  return gate;
}

Gate MountTargetGate::lets_through(const DependencyPlace& place,
                                   const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "dns",
            .code = "MOUNT_TARGET_NOT_IN_ZONE"};
  if (place.kind != DependencyKind::MountTarget) return gate;
  const Near near = mount_target_near(place, context);
  if (near.kind == Near::Kind::Unseen) {
    const std::string call = with(aws::MountTarget::kCall, place.name);
    assume_as(
        gate,
        peripheral(context, place.scope, call,
                   fmt::format("where {} can be mounted is not collected", place.name)),
        "has one in each zone, which lets the task in");
  } else if (near.kind == Near::Kind::Open) {
    gate.lets_through = Predicate::unknown(near.question);
  } else if (near.kind == Near::Kind::None) {
    const std::string zone = near.zone.empty() ? "any zone" : near.zone;
    gate.message = fmt::format(
        "file system {} has no mount target in {}, so its name does not resolve in {}",
        place.name, zone, place.subnet.text);
    gate.repair =
        fmt::format("create a mount target of {} in {}", place.name,
                    near.zone.empty() ? "each zone that tasks start in" : zone);
    const auto* system = find_file_system(context, place.scope, place.name);
    gate.lets_through = Predicate::because(
        fact_about(place.name, system == nullptr ? aws::Source{} : system->source,
                   fmt::format("it has no mount target in {}", zone)),
        Predicate::never());
  } else if (!near.target->state.empty() && !aws::is_in_service(near.target->state)) {
    gate.code = "MOUNT_TARGET_UNUSABLE";
    gate.message = fmt::format("mount target {} of {} is in state {}",
                               near.target->id(), place.name, near.target->state);
    gate.repair = fmt::format("wait until {} is available, or create it again",
                              near.target->id());
    gate.lets_through = Predicate::because(
        state_of(near.target->id(), near.target->source, near.target->state),
        Predicate::never());
  }
  return gate;
}

Gate AccessPointGate::lets_through(const DependencyPlace& place,
                                   const Context& context) {
  Gate gate{.name = std::string(kName), .mechanism = "dns", .code = ""};
  if (place.kind != DependencyKind::AccessPoint) return gate;
  const auto* point =
      context.account.find<aws::AccessPoint>(place.scope, place.access_point);
  const std::string call(aws::AccessPoint::kCall);
  if (point == nullptr) {
    if (!is_seen<aws::AccessPoint>(context, place.scope, place.name)) {
      assume_as(gate,
                peripheral(context, place.scope, call,
                           fmt::format("whether there is access point {} is not "
                                       "collected",
                                       place.access_point)),
                fmt::format("has {} of {}", place.access_point, place.name));
      return gate;
    }
    gate.lets_through = Predicate::unknown(
        {.call = "",
         .why = fmt::format("access point {} is not listed", place.access_point)});
    return gate;
  }
  const bool is_its = point->file_system_id == place.name;
  if (is_its && (point->state.empty() || aws::is_in_service(point->state))) return gate;
  // What a mount through it does AWS does not document.
  gate.lets_through = Predicate::unknown(
      {.call = "",
       .why = is_its ? fmt::format("access point {} is in state {}", point->id(),
                                   point->state)
                     : fmt::format("access point {} is of {}, not of {}", point->id(),
                                   point->file_system_id, place.name)});
  return gate;
}

Gate VpcNameGate::lets_through(const ResolverPlace& place, const Context& context) {
  Gate gate{
      .name = std::string(kName), .mechanism = "dns", .code = "DNS_HOSTNAMES_DISABLED"};
  if (!place.is_of_vpc) return gate;
  const auto* vpc = context.account.find<aws::Vpc>(place.scope, place.vpc.text);
  if (vpc == nullptr) return gate;  // nobody knows what answers, which is asked before
  const auto* hostnames =
      context.account.find<aws::VpcDnsHostnames>(vpc->scope, vpc->id());
  if (hostnames == nullptr) {
    gate.lets_through = core_call_missing(
        with(aws::VpcDnsHostnames::kCall, vpc->id()),
        fmt::format("{} resolves only with enableDnsHostnames on", place.host));
    return gate;
  }
  if (hostnames->value) return gate;
  gate.message = fmt::format("{} does not resolve: {} has enableDnsHostnames off",
                             place.host, vpc->id());
  gate.repair = fmt::format("turn on enableDnsHostnames for {}", vpc->id());
  gate.lets_through = Predicate::because(
      fact_about(vpc->id(), hostnames->source, "its enableDnsHostnames is off"),
      Predicate::never());
  return gate;
}

}  // namespace pullproof::gates
