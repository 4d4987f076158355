#include "src/commands/expected_calls.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>

namespace pullproof::cli {
namespace {

using aws::CallStatus;
using aws::Scope;

/// Calls that are made once for each of something.
constexpr std::array<std::string_view, 37> kWithParameter = {
    aws::NetworkFirewall::kCall, aws::FirewallPolicy::kCall,
    aws::FirewallRuleGroup::kCall, aws::VpcDnsSupport::kCall,
    aws::VpcDnsHostnames::kCall, aws::HostedZone::kCall, aws::PrefixListEntries::kCall,
    aws::RepositoryPolicy::kCall, aws::ImageDetail::kCall, aws::ImageManifest::kCall,
    aws::Service::kCall, aws::TaskDefinition::kCall, aws::ContainerInstance::kCall,
    aws::KmsKey::kCall, aws::AccountSetting::kCall, aws::RepositoryTags::kCall,
    aws::KmsGrants::kCall, aws::KmsKeyPolicy::kCall, aws::BucketPolicy::kCall,
    aws::BucketLocation::kCall, aws::LifecyclePolicy::kCall,
    aws::BucketEncryption::kCall, aws::DescribedSecret::kCall, aws::SecretPolicy::kCall,
    aws::ListedServices::kCall, aws::ServiceRevision::kCall,
    aws::TransitGatewayRoutes::kCall, aws::ZoneRecords::kCall,
    aws::DnsFirewallRules::kCall, aws::DnsFirewallDomains::kCall,
    aws::ProfileResource::kCall, aws::RunningTask::kCall,
    aws::LaunchTemplateVersion::kCall, aws::FileSystemPolicy::kCall,
    aws::MountTarget::kCall, aws::MountTargetGroups::kCall,
    // One for each target; how many there are only the calls before it tell.
    aws::TargetPolicies::kCall};

/// Calls that matter where a route leads to what they describe.
constexpr std::array<std::string_view, 5> kOfRoutes = {
    aws::EgressOnlyInternetGateway::kCall, aws::VpcPeering::kCall,
    aws::TransitGateway::kCall, aws::TransitGatewayVpcAttachment::kCall,
    aws::TransitGatewayAttachment::kCall};

/// What only names places for `reach`, narrows what is known anyway, or matters for the
/// first pull through a cache alone.
constexpr std::array<std::string_view, 3> kOptional = {
    aws::LoadBalancer::kCall, aws::IpRanges::kCall,
    aws::RepositoryCreationTemplate::kCall};

/// Calls that matter where an Auto Scaling group says so.
constexpr std::array<std::string_view, 2> kOfGroups = {aws::LaunchConfiguration::kCall,
                                                       aws::LaunchTemplate::kCall};

/// Calls that matter where a container needs what they list.
constexpr std::array<std::string_view, 7> kOfStart = {
    aws::LogGroup::kCall,   aws::Secret::kCall,     aws::Parameter::kCall,
    aws::KmsAlias::kCall,   aws::EcsSetting::kCall, aws::FileSystem::kCall,
    aws::AccessPoint::kCall};

bool is_global(std::string_view call) {
  return call.rfind("iam-", 0) == 0 || call.rfind("organizations-", 0) == 0 ||
         call.rfind("route53-", 0) == 0;
}

bool takes_parameter(std::string_view call) {
  return std::find(kWithParameter.begin(), kWithParameter.end(), call) !=
             kWithParameter.end() ||
         call == aws::OrganizationParent::kCall ||
         call == aws::OrganizationPolicy::kCall;
}

template <class... Types>
std::set<std::string> plain_calls(aws::ResourceTypes<Types...>) {
  std::set<std::string> calls;
  for (const std::string_view call : {Types::kCall...}) {
    const bool of_routes =
        std::find(kOfRoutes.begin(), kOfRoutes.end(), call) != kOfRoutes.end();
    const bool of_groups =
        std::find(kOfGroups.begin(), kOfGroups.end(), call) != kOfGroups.end();
    const bool optional =
        std::find(kOptional.begin(), kOptional.end(), call) != kOptional.end();
    const bool of_start =
        std::find(kOfStart.begin(), kOfStart.end(), call) != kOfStart.end();
    if (!takes_parameter(call) && !of_routes && !of_groups && !optional && !of_start) {
      calls.emplace(call);
    }
  }
  return calls;
}

template <class... Types>
std::set<Scope> scopes_of(const aws::Snapshot& account, aws::ResourceTypes<Types...>) {
  std::set<Scope> found;
  const auto add = [&](const auto& table) {
    for (const auto& row : table.all()) found.insert(row.scope);
  };
  (add(account.table<Types>()), ...);
  return found;
}

/// Gathers what is lacking.
class Search {
 public:
  explicit Search(const aws::Snapshot& account) : account_(account) {}

  void expect(const Scope& scope, std::string_view call,
              const std::string& parameter = "") {
    const std::string name(call);
    const std::string full = parameter.empty() ? name : name + "/" + parameter;
    const Scope there = is_global(call) ? Scope{scope.account, "global"} : scope;
    const aws::CallLog& calls = account_.calls();
    // Without a file's name that tells, the parameter of a call is not known.
    if (calls.seen(there, full) || calls.seen(there, name)) return;
    lacking_[{there, full}] = calls.status(there, full);
  }

  [[nodiscard]] std::vector<LackingCall> lacking() const {
    std::vector<LackingCall> calls;
    calls.reserve(lacking_.size());
    for (const auto& [where, status] : lacking_) {
      calls.push_back({.scope = where.first, .call = where.second, .status = status});
    }
    return calls;
  }

 private:
  const aws::Snapshot& account_;
  std::map<std::pair<Scope, std::string>, CallStatus> lacking_;
};

bool needs_organization(std::string_view call) {
  return call.rfind("organizations-", 0) == 0 && call != aws::Organization::kCall;
}

bool has_organization(const aws::Snapshot& account, const Scope& scope) {
  const std::string call(aws::Organization::kCall);
  return account.calls().status({scope.account, "global"}, call) != CallStatus::Absent;
}

void expect_for_network(const aws::Snapshot& account, Search& search) {
  for (const aws::Vpc& vpc : account.table<aws::Vpc>().all()) {
    search.expect(vpc.scope, aws::VpcDnsSupport::kCall, vpc.id());
    search.expect(vpc.scope, aws::VpcDnsHostnames::kCall, vpc.id());
    search.expect(vpc.scope, aws::HostedZone::kCall, vpc.id());
  }
}

void expect_for_routes(const aws::Snapshot& account, Search& search) {
  using Target = aws::Route::Target;
  for (const auto& table : account.table<aws::RouteTable>().all()) {
    for (const auto& route : table.routes) {
      if (route.target == Target::EgressOnlyInternetGateway) {
        search.expect(table.scope, aws::EgressOnlyInternetGateway::kCall);
      }
      if (route.target == Target::Peering) {
        search.expect(table.scope, aws::VpcPeering::kCall);
      }
      if (route.target != Target::TransitGateway) continue;
      search.expect(table.scope, aws::TransitGateway::kCall);
      search.expect(table.scope, aws::TransitGatewayVpcAttachment::kCall);
      search.expect(table.scope, aws::TransitGatewayAttachment::kCall);
    }
  }
  for (const auto& one : account.table<aws::TransitGatewayAttachment>().all()) {
    if (one.route_table.empty()) continue;
    search.expect(one.scope, aws::TransitGatewayRoutes::kCall, one.route_table);
  }
}

void expect_for_firewalls(const aws::Snapshot& account, Search& search) {
  for (const auto& firewall : account.table<aws::NetworkFirewall>().all()) {
    search.expect(firewall.scope, aws::FirewallPolicy::kCall, firewall.policy_arn);
  }
  for (const auto& policy : account.table<aws::FirewallPolicy>().all()) {
    for (const auto* groups : {&policy.stateless, &policy.stateful}) {
      for (const auto& group : *groups) {
        if (group.is_managed()) continue;
        search.expect(policy.scope, aws::FirewallRuleGroup::kCall, group.arn);
      }
    }
  }
}

void expect_for_groups(const aws::Snapshot& account, Search& search) {
  for (const auto& group : account.table<aws::AutoScalingGroup>().all()) {
    if (!group.launch_configuration.empty()) {
      search.expect(group.scope, aws::LaunchConfiguration::kCall);
    }
    for (const auto& choice : group.templates) {
      search.expect(group.scope, aws::LaunchTemplateVersion::kCall, choice.template_id);
      if (choice.version == "$Latest") {
        search.expect(group.scope, aws::LaunchTemplate::kCall);
      }
    }
  }
}

void expect_for_images(const aws::Snapshot& account, Search& search) {
  for (const auto& repository : account.table<aws::Repository>().all()) {
    search.expect(repository.scope, aws::RepositoryPolicy::kCall, repository.name);
    search.expect(repository.scope, aws::ImageDetail::kCall, repository.name);
  }
}

/// The logs of Service Connect's proxies.
void expect_for_proxies(const aws::Snapshot& account, Search& search) {
  for (const auto& service : account.table<aws::Service>().all()) {
    if (service.uses_service_connect && service.proxy_log &&
        service.proxy_log->driver == "awslogs") {
      search.expect(service.scope, aws::LogGroup::kCall);
    }
  }
}

/// What the containers of task definitions need beside their images.
void expect_for_starts(const aws::Snapshot& account, Search& search) {
  const auto expect_for = [&search](const Scope& scope,
                                    const aws::SecretReference& secret) {
    const bool is_secret =
        secret.value_from.find(":secretsmanager:") != std::string::npos;
    search.expect(scope, is_secret ? aws::Secret::kCall : aws::Parameter::kCall);
  };
  for (const auto& definition : account.table<aws::TaskDefinition>().all()) {
    for (const auto& container : definition.containers) {
      for (const auto& secret : container.secrets) expect_for(definition.scope, secret);
      if (!container.log) continue;
      for (const auto& secret : container.log->secrets) {
        expect_for(definition.scope, secret);
      }
      if (container.log->driver == "awslogs") {
        search.expect(definition.scope, aws::LogGroup::kCall);
      }
    }
  }
}

/// The file systems that tasks mount, and where.
void expect_for_volumes(const aws::Snapshot& account, Search& search) {
  for (const auto& definition : account.table<aws::TaskDefinition>().all()) {
    for (const auto& volume : definition.efs_volumes) {
      const auto& scope = definition.scope;
      search.expect(scope, aws::FileSystem::kCall);
      search.expect(scope, aws::MountTarget::kCall, volume.file_system_id);
      search.expect(scope, aws::FileSystemPolicy::kCall, volume.file_system_id);
      if (!volume.access_point_id.empty()) {
        search.expect(scope, aws::AccessPoint::kCall);
      }
    }
  }
  for (const auto& target : account.table<aws::MountTarget>().all()) {
    const auto* interface =
        account.find<aws::NetworkInterface>(target.scope, target.interface_id.text);
    if (interface != nullptr) continue;
    search.expect(target.scope, aws::MountTargetGroups::kCall, target.id());
  }
}

void expect_for_tasks(const aws::Snapshot& account, Search& search) {
  for (const auto& cluster : account.table<aws::Cluster>().all()) {
    search.expect(cluster.scope, aws::Service::kCall, cluster.name);
  }
  for (const auto& service : account.table<aws::Service>().all()) {
    const std::string& arn = service.task_definition_arn;
    if (account.find<aws::TaskDefinition>(service.scope, arn) != nullptr) continue;
    search.expect(service.scope, aws::TaskDefinition::kCall,
                  arn.substr(arn.rfind('/') + 1));
  }
}

}  // namespace

std::string in_words(CallStatus status) {
  switch (status) {
    case CallStatus::Ok:
      return "collected";
    case CallStatus::Absent:
      return "AWS has none";
    case CallStatus::Denied:
      return "denied";
    case CallStatus::Error:
      return "failed";
    case CallStatus::Unseen:
      return "unseen";
  }
  return "";
}

std::vector<Scope> scopes(const aws::Snapshot& account) {
  const std::set<Scope> found = scopes_of(account, aws::AllResources{});
  return {found.begin(), found.end()};
}

std::vector<LackingCall> lacking_calls(const aws::Snapshot& account) {
  Search search(account);
  const std::set<std::string> plain = plain_calls(aws::AllResources{});
  for (const Scope& scope : scopes(account)) {
    const bool global = scope.region == "global";
    for (const std::string& call : plain) {
      if (global && !is_global(call)) continue;
      if (needs_organization(call) && !has_organization(account, scope)) continue;
      search.expect(scope, call);
    }
  }
  expect_for_network(account, search);
  expect_for_routes(account, search);
  expect_for_firewalls(account, search);
  expect_for_groups(account, search);
  expect_for_images(account, search);
  expect_for_tasks(account, search);
  expect_for_starts(account, search);
  expect_for_proxies(account, search);
  expect_for_volumes(account, search);
  return search.lacking();
}

}  // namespace pullproof::cli
