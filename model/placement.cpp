#include "model/placement.h"

#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

#include "model/aws/document_context.h"
#include "model/foreign_group.h"
#include "model/gates/internet_gateway.h"

namespace pullproof::model {
namespace {

bool is_fargate_provider(const std::string& name) {
  return name == "FARGATE" || name == "FARGATE_SPOT";
}

/// AWS: ECS developer guide, "ECS Anywhere": the network is the customer's own.
void place_externally(Task& task) {
  auto source = undecided_source(
      task.scope, Host::External, "",
      {.call = "",
       .why = "an external instance pulls over a network that no AWS call tells of"});
  source.owner = "the external instance";
  source.hop_kind = "instance";
  task.sources.push_back(std::move(source));
}

void place_by_provider(const Places& find, Task& task, const LaunchRequest& request,
                       const std::string& name) {
  const auto* provider = provider_named(find, task.scope, task.cluster, name);
  if (provider == nullptr) {
    place_unknown(task, {.call = std::string(aws::CapacityProvider::kCall),
                         .why = fmt::format(
                             "capacity provider {} is not in the snapshot", name)});
  } else if (provider->managed) {
    place_on_managed_instances(find, task, *provider, request);
  } else {
    place_on_instances_to_come(find, task, *provider);
  }
}

void place_by_providers(const Places& find, Task& task, const LaunchRequest& request) {
  std::vector<std::string> others;
  for (const auto& name : request.capacity_providers) {
    if (!is_fargate_provider(name)) others.push_back(name);
  }
  if (others.size() < request.capacity_providers.size()) {
    place_on_fargate(find, task, request);
  }
  if (others.empty()) return;
  place_on_instances(find, task, others);
  for (const auto& name : others) place_by_provider(find, task, request, name);
}

void ask_for_instances(Task& task) {
  if (task.cluster.empty()) {
    task.missing.push_back({.call = "",
                            .why = "nothing says in which cluster the task starts: "
                                   "name it with --cluster"});
    return;
  }
  task.missing.push_back(
      {.call = fmt::format("{}/{}", aws::ContainerInstance::kCall, task.cluster),
       .why = fmt::format("no container instance of cluster {} takes tasks",
                          task.cluster)});
}

/// Where no machine is of the task's platform, none is sure to take it; where some are,
/// the others may never be used.
void heed_platforms(Task& task) {
  const bool any_fits =
      std::any_of(task.sources.begin(), task.sources.end(),
                  [](const auto& source) { return !source.platform_question; });
  for (SourceInterface& source : task.sources) {
    if (!source.platform_question) continue;
    auto& question = any_fits ? task.placement_question : source.undecided;
    if (!question) question = source.platform_question;
  }
}

}  // namespace

LaunchRequest request_of(const aws::Service& service, const aws::Cluster* cluster) {
  LaunchRequest request{.launch_type = service.launch_type,
                        .capacity_providers = {},
                        .network = service.network};
  if (!service.launch_type.empty()) return request;
  request.capacity_providers = service.capacity_providers;
  if (request.capacity_providers.empty() && cluster != nullptr) {
    request.capacity_providers = cluster->default_capacity_providers;
  }
  return request;
}

std::string launch_type_of(const Places& find, const aws::Scope& scope,
                           const std::string& cluster, const LaunchRequest& request) {
  if (!request.launch_type.empty()) return request.launch_type;
  if (request.capacity_providers.empty()) return "EC2";
  std::set<std::string> types;
  bool is_unseen = false;
  for (const auto& name : request.capacity_providers) {
    if (is_fargate_provider(name)) {
      types.insert("FARGATE");
    } else if (const auto* found = provider_named(find, scope, cluster, name)) {
      types.insert(found->managed ? "MANAGED_INSTANCES" : "EC2");
    } else {
      is_unseen = true;
    }
  }
  // Whatever else it is, it is none of Fargate's: those have names of AWS.
  const bool is_mixed = types.size() > 1 || (is_unseen && types.contains("FARGATE"));
  if (is_mixed) return "MIXED";
  return is_unseen ? "" : *types.begin();
}

void place(const Places& find, Task& task, const LaunchRequest& request) {
  const auto asked = task.missing.size();
  if (task.launch_type == "EXTERNAL") {
    place_externally(task);
  } else if (!request.capacity_providers.empty()) {
    place_by_providers(find, task, request);
  } else if (task.fargate) {
    place_on_fargate(find, task, request);
  } else if (task.launch_type == "EC2") {
    place_on_instances(find, task, {});
    place_on_instances_to_come(find, task);
  } else {
    task.missing.push_back(
        {.call = "",
         .why = "launch type " + task.launch_type +
                " without a capacity provider says nothing of where the task starts"});
  }
  if (task.launch_type == "MIXED") {
    task.warnings.push_back(
        "the capacity provider strategy mixes kinds of providers, which ECS does not "
        "accept");
  }
  if (task.sources.empty() && task.missing.size() == asked) ask_for_instances(task);
  heed_platforms(task);
}

const aws::CapacityProvider* provider_named(const Places& find, const aws::Scope& scope,
                                            const std::string& cluster,
                                            const std::string& name) {
  for (const auto& where : {cluster, std::string()}) {
    const auto* provider = find.account.find<aws::CapacityProvider>(
        scope, aws::CapacityProvider::key_of(where, aws::last_part(name)));
    if (provider != nullptr && provider->scope == scope) return provider;
  }
  return nullptr;
}

SourceInterface undecided_source(const aws::Scope& scope, Host host,
                                 const std::string& subnet, Unknown question) {
  SourceInterface source;
  source.scope = scope;
  source.host = host;
  source.placement.subnet = subnet;
  source.subnet = SubnetId(subnet);
  source.owner = "the task";
  source.hop_kind = "task";
  source.undecided = std::move(question);
  return source;
}

void place_unknown(Task& task, Unknown question) {
  task.sources.push_back(
      undecided_source(task.scope, Host::Instance, "", std::move(question)));
}

void fill_ipv6(const Places& find, SourceInterface& source, const aws::Subnet& subnet,
               IntervalSet addresses) {
  source.ipv6_addresses = std::move(addresses);
  source.dns64 = subnet.dns64;
  source.public_ipv6 =
      gates::internet_knows(find.account, subnet, source.ipv6_addresses);
  source.ipv6_fact = gates::fact_about(
      subnet.id(), subnet.source,
      source.public_ipv6 ? "its IPv6 block is a public one"
                         : "the internet does not know its IPv6 block");
}

SourceInterface source_in(const Places& find, const aws::Scope& scope, Host host,
                          const SubnetId& id,
                          const std::vector<SecurityGroupId>& groups) {
  const auto* subnet = find.account.find<aws::Subnet>(scope, id.text);
  if (subnet == nullptr) {
    return undecided_source(scope, host, id.text,
                            {.call = std::string(aws::Subnet::kCall),
                             .why = "subnet " + id.text + " is not in the snapshot"});
  }
  SourceInterface source;
  source.scope = subnet->scope;
  source.host = host;
  source.placement = {.subnet = id.text,
                      .availability_zone = subnet->availability_zone,
                      .instance = ""};
  source.subnet = id;
  source.vpc = subnet->vpc_id;
  source.addresses =
      subnet->usable_addresses().minus(find.index.kept_addresses(subnet->scope, id));
  source.groups = groups;
  source.owner = "the task";
  source.hop_kind = "task";
  fill_ipv6(find, source, *subnet, subnet->usable_ipv6_addresses());
  if (source.addresses.empty() && (subnet->cidr || source.ipv6_addresses.empty())) {
    source.undecided =
        Unknown{.call = "", .why = id.text + " has no address that is free"};
  }
  heed_disputes(find, source, *subnet);
  heed_sharing(find, source, *subnet, scope);
  heed_groups(find, source, scope);
  if (!groups.empty()) return source;
  // AWS: VPC user guide, "Share your VPC subnets with other accounts".
  if (subnet->scope.account != scope.account && !scope.account.empty()) {
    source.undecided = Unknown{
        .call = "",
        .why = fmt::format("{} is shared by account {}, whose default group tasks of "
                           "account {} cannot have, and nothing names another",
                           id.text, subnet->scope.account, scope.account)};
    return source;
  }
  // AWS: CreateService, awsvpcConfiguration, and RunInstances: without groups the VPC's
  // default is used.
  const auto* group = find.index.default_group(subnet->scope, subnet->vpc_id);
  if (group != nullptr) {
    source.groups = {group->group_id};
  } else {
    source.undecided = Unknown{.call = std::string(aws::SecurityGroup::kCall),
                               .why = "the default group of " + subnet->vpc_id.text +
                                      " is not in the snapshot"};
  }
  return source;
}

void heed_disputes(const Places& find, SourceInterface& source,
                   const aws::Subnet& subnet) {
  const auto* vpc = find.account.find<aws::Vpc>(subnet.scope, subnet.vpc_id.text);
  auto question = gates::disputed(find.account, subnet);
  if (!question && vpc != nullptr) question = gates::disputed(find.account, *vpc);
  if (question) source.undecided = std::move(question);
}

void heed_sharing(const Places& find, SourceInterface& source,
                  const aws::Subnet& subnet, const aws::Scope& starter) {
  const bool is_own =
      starter.account.empty() || starter.account == subnet.scope.account;
  const std::string call(aws::Subnet::kCall);
  if (is_own || find.account.is_shared_with(starter.account, subnet) ||
      !find.account.calls().seen(starter, call)) {
    return;
  }
  source.undecided = Unknown{
      .call = call,
      .why = fmt::format("account {} has {}, and does not share it with account {} as "
                         "far as that account's export tells",
                         subnet.scope.account, subnet.id(), starter.account)};
}

void heed_groups(const Places& find, SourceInterface& source,
                 const aws::Scope& starter) {
  const auto question = foreign_group(find.account, source.groups, starter, source.vpc);
  if (question) source.undecided = question;
}

void fill_platform(const Task& task, SourceInterface& source,
                   const MachineImage& machine) {
  const bool other_os =
      task.os_is_given && !machine.os.empty() && machine.os != task.os;
  const bool other_cpu = !task.architecture.empty() && !machine.architecture.empty() &&
                         machine.architecture != task.architecture;
  source.architecture = machine.architecture;
  if (!task.os_is_given || other_os) source.os = machine.os;
  if (!other_os && !other_cpu) return;
  const auto words = [&](const std::string& os, const std::string& cpu) {
    if (!other_cpu) return os;
    return other_os ? fmt::format("{}/{}", os, cpu) : cpu;
  };
  source.platform_question = Unknown{
      .call = "",
      .why = fmt::format("the task definition asks for {} and {} is {}: AWS does "
                         "not document whether ECS starts tasks there",
                         words(task.os, task.architecture), source.owner,
                         words(machine.os, machine.architecture))};
}

void decide_public_address(const Places& find, SourceInterface& source,
                           const std::optional<bool>& asked, const std::string& id,
                           const aws::Source& by) {
  if (asked) {
    source.public_address = *asked;
    source.public_address_fact =
        gates::fact_about(id, by,
                          *asked ? "its instances get a public address"
                                 : "its instances get no public address");
    return;
  }
  const auto* subnet = find.account.find<aws::Subnet>(source.scope, source.subnet.text);
  if (subnet == nullptr) return;
  if (!subnet->gives_public_address) {
    if (source.undecided) return;
    source.undecided =
        Unknown{.call = std::string(aws::Subnet::kCall),
                .why = fmt::format("whether {} gives instances a public address was "
                                   "not printed",
                                   subnet->id())};
    return;
  }
  source.public_address = *subnet->gives_public_address;
  source.public_address_fact = gates::fact_about(
      subnet->id(), subnet->source,
      fmt::format("MapPublicIpOnLaunch is {}", source.public_address));
}

}  // namespace pullproof::model
