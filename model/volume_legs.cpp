#include "model/volume_legs.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "model/aws/traffic_rule.h"
#include "model/connection.h"
#include "model/foreign_group.h"
#include "model/gates/file_system.h"
#include "model/gates/request_context.h"
#include "model/gates/request_session.h"
#include "model/leg_parts.h"

namespace pullproof::model {
namespace {

using gates::DependencyPlace;
using gates::NearMountTarget;

constexpr Number kNfs = 2049;

/// Some rule of the group may let a client of NFS out to some of the addresses.
bool may_let_out(const aws::SecurityGroup& group, const IntervalSet& addresses) {
  return std::any_of(
      group.egress.begin(), group.egress.end(),
      [&addresses](const aws::SecurityGroupPermission& rule) {
        const bool is_nfs =
            rule.protocol.value_or(aws::kTcp) == aws::kTcp &&
            (!rule.protocol || (rule.ports.first <= kNfs && kNfs <= rule.ports.last));
        const bool by_name = !rule.groups.empty() || !rule.stale_groups.empty() ||
                             !rule.prefix_lists.empty();
        const auto named = addresses_of(rule.cidrs, Family::Ipv4);
        return is_nfs && (by_name || !named.intersected(addresses).empty());
      });
}

class VolumeBuilder {
 public:
  VolumeBuilder(const Ingredients& with, const StartNeed& need)
      : with_(with),
        context_(*with.context),
        need_(need),
        names_(region_names(need.scope.region)) {
    const auto* system = gates::find_file_system(context_, need.scope, need.name);
    const bool is_owned = system != nullptr && !system->owner_id.empty();
    owner_ = is_owned ? Symbol(system->owner_id) : need.scope.account;
  }

  Leg build() {
    const std::string host =
        fmt::format("{}.efs.{}.{}", need_.name, need_.scope.region, names_.suffix);
    Leg leg = new_leg(Stage::Start, "volume", host, with_.sources);
    for (std::size_t i = 0; i < with_.sources.size(); ++i) {
      const SourceInterface& source = with_.sources[i];
      // An endpoint of the service is for its API, and no client's way to a volume.
      const Target target{.host = host,
                          .service = "",
                          .region = need_.scope.region,
                          .port = kNfs,
                          .inside = end_of(source)};
      add_connection(leg, context_, i, source, os_of(with_, i), target,
                     [&](std::size_t last, const PathFacts& facts) {
                       carry(leg, i, last, facts);
                     });
    }
    fill_gates(leg.graph, context_);
    if (need_.doubt) doubt_refusals(leg, *need_.doubt);
    return leg;
  }

 private:
  DependencyPlace place(DependencyPlace::Kind kind,
                        const SourceInterface& source) const {
    DependencyPlace place;
    place.kind = kind;
    place.scope = need_.scope;
    place.name = need_.name;
    place.named_by = gates::fact_about(std::string(kTaskDefinitionFact), {}, "");
    place.subnet_scope = source.scope;
    place.subnet = source.subnet;
    place.access_point = need_.access_point;
    return place;
  }

  /// Without addresses where no mount target is known: gates at the end judge that.
  EndpointAddress end_of(const SourceInterface& source) const {
    const NearMountTarget near = gates::mount_target_near(
        place(DependencyPlace::Kind::MountTarget, source), context_);
    EndpointAddress end;
    end.id = near.target == nullptr ? need_.name : near.target->id();
    if (near.kind == NearMountTarget::Kind::Unseen && !lets_out(source)) {
      end.addresses = addresses_in_vpc(source);
      end.exact = false;
    }
    if (near.target == nullptr) return end;
    const aws::MountTarget& target = *near.target;
    end.subnet = target.subnet_id;
    const auto* subnet =
        context_.account.find<aws::Subnet>(source.scope, target.subnet_id.text);
    if (target.address) {
      end.addresses = IntervalSet::single(target.address->value);
    } else if (subnet != nullptr) {
      end.addresses = subnet->usable_addresses();
      end.exact = false;
    }
    fill_groups(end, target, source);
    if (target.has_ipv6 && !source.ipv6_addresses.empty()) {
      end.doubt = Unknown{
          .call = "",
          .why = fmt::format(
              "whether {} is mounted over IPv4 or IPv6 is not documented", need_.name)};
    }
    const bool is_inside = subnet != nullptr && subnet->cidr &&
                           (!target.address || subnet->cidr->contains(*target.address));
    if (!is_inside || end.addresses.empty()) {
      end.doubt =
          Unknown{.call = std::string(subnet == nullptr ? aws::Subnet::kCall
                                                        : aws::MountTarget::kCall),
                  .why = fmt::format("the address of {} is not in its subnet {}",
                                     target.id(), target.subnet_id.text)};
    }
    return end;
  }

  [[nodiscard]] IntervalSet addresses_in_vpc(const SourceInterface& source) const {
    const auto* vpc = context_.account.find<aws::Vpc>(source.scope, source.vpc.text);
    return vpc == nullptr ? IntervalSet() : addresses_of(vpc->cidrs, Family::Ipv4);
  }

  /// The source's groups may let it mount something in its VPC.
  [[nodiscard]] bool lets_out(const SourceInterface& source) const {
    const IntervalSet inside = addresses_in_vpc(source);
    return std::any_of(source.groups.begin(), source.groups.end(), [&](const auto& id) {
      const auto* group =
          context_.account.find<aws::SecurityGroup>(source.scope, id.text);
      return group == nullptr || may_let_out(*group, inside);
    });
  }

  /// Those of its interface, or those that EFS prints of it; both, they are the same.
  void fill_groups(EndpointAddress& end, const aws::MountTarget& target,
                   const SourceInterface& source) const {
    const auto* interface = context_.account.find<aws::NetworkInterface>(
        target.scope, target.interface_id.text);
    const auto* list =
        context_.account.find<aws::MountTargetGroups>(target.scope, target.id());
    const auto call = fmt::format("{}/{}", aws::MountTargetGroups::kCall, target.id());
    if (interface == nullptr && list == nullptr) {
      end.doubt =
          Unknown{.call = call,
                  .why = fmt::format("the security groups of {} are not collected",
                                     target.id())};
      return;
    }
    end.groups = interface != nullptr ? interface->groups : list->groups;
    const auto as_set = [](const std::vector<SecurityGroupId>& groups) {
      return std::set<SecurityGroupId>(groups.begin(), groups.end());
    };
    const bool differ = interface != nullptr && list != nullptr &&
                        as_set(interface->groups) != as_set(list->groups);
    if (differ) {
      end.doubt = Unknown{.call = call,
                          .why = fmt::format("{} and its interface {} name different "
                                             "security groups",
                                             target.id(), interface->id())};
    } else if (const auto question = foreign_group(context_.account, end.groups,
                                                   target.scope, source.vpc)) {
      end.doubt = question;
    }
  }

  /// What the name stands for, and the mount.
  void carry(Leg& leg, std::size_t placement, std::size_t last,
             const PathFacts& facts) {
    using Kind = DependencyPlace::Kind;
    const SourceInterface& source = with_.sources[placement];
    last = add_dependency(leg, last, Kind::FileSystem, source);
    last = add_dependency(leg, last, Kind::MountTarget, source);
    if (!need_.access_point.empty()) {
      last = add_dependency(leg, last, Kind::AccessPoint, source);
    }
    if (need_.by_iam) {
      add_role_request(leg, last, with_, placement, signed_mount(placement), facts);
      return;
    }
    gates::RequestPlace mount = anonymous_mount();
    add_path_context(mount.request, facts);
    add_request(leg, last, std::move(mount));
  }

  std::size_t add_dependency(Leg& leg, std::size_t last, DependencyPlace::Kind kind,
                             const SourceInterface& source) const {
    const bool is_point = kind == DependencyPlace::Kind::AccessPoint;
    return leg.graph.then(last, {.kind = "dependency",
                                 .id = is_point ? need_.access_point : need_.name,
                                 .place = place(kind, source),
                                 .back = false,
                                 .gates = {}});
  }

  gates::RequestPlace signed_mount(std::size_t placement) const {
    gates::RequestPlace mount = new_role_request(with_, placement, need_.scope.region);
    name_mount(mount);
    add_session_context(mount, with_, placement);
    add_keys(mount.request);
    return mount;
  }

  gates::RequestPlace anonymous_mount() const {
    gates::RequestPlace mount;
    mount.request.caller.kind = gates::Caller::Kind::Anonymous;
    mount.request.region = need_.scope.region;
    name_mount(mount);
    mount.request.context = gates::account_context(
        context_, mount.request.caller, nullptr, need_.scope.region, owner_, true);
    gates::set_moment(mount.request, context_);
    add_keys(mount.request);
    return mount;
  }

  void name_mount(gates::RequestPlace& mount) const {
    mount.request.action = "elasticfilesystem:ClientMount";
    mount.request.resource =
        fmt::format("arn:{}:elasticfilesystem:{}:{}:file-system/{}", names_.partition,
                    need_.scope.region, owner_, need_.name);
    mount.request.resource_account = owner_;
    mount.resource_scope = {owner_, need_.scope.region};
  }

  /// AWS: EFS user guide, "EFS condition keys for clients".
  void add_keys(gates::Request& request) const {
    auto& keys = request.context;
    const auto set = [&keys](const char* key, gates::ContextValue value) {
      keys.insert_or_assign(key, std::move(value));
    };
    const auto fixed = [](std::string value) {
      return gates::FixedKey{.values = {std::move(value)}};
    };
    keys.erase("ecr:resourcetag/");
    set("aws:resourcetag/",
        gates::UnknownKey{
            {.call = "",
             .why = "whether EFS tells policies of tags is not documented"}});
    set("aws:securetransport", fixed(need_.encrypted ? "true" : "false"));
    set("elasticfilesystem:accessedviamounttarget", fixed("true"));
    if (need_.access_point.empty()) {
      set("elasticfilesystem:accesspointarn", gates::AbsentKey{});
      return;
    }
    set("elasticfilesystem:accesspointarn",
        fixed(fmt::format("arn:{}:elasticfilesystem:{}:{}:access-point/{}",
                          names_.partition, need_.scope.region, owner_,
                          need_.access_point)));
  }

  const Ingredients& with_;
  const gates::Context& context_;
  const StartNeed& need_;
  RegionNames names_;
  std::string owner_;  ///< Of the file system.
};

}  // namespace

Leg build_volume(const Ingredients& with, const StartNeed& need) {
  return VolumeBuilder(with, need).build();
}

}  // namespace pullproof::model
