// What the snapshot needs to know of a kind beside its parse function: where it lives,
// which documents hold it, which call it answers, and when two of it are the same.
//
// A new kind needs a line here only where it differs from the common case.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/document_context.h"
#include "model/aws/resources.h"

namespace pullproof::aws {

template <class T, class... Others>
inline constexpr bool kIsOneOf = (std::is_same_v<T, Others> || ...);

/// Region "global".
template <class T>
inline constexpr bool kIsGlobal =
    kIsOneOf<T, Role, User, Group, ManagedPolicy, Organization, OrganizationRoot,
             OrganizationParent, TargetPolicies, OrganizationPolicy, HostedZone,
             ZoneRecords, BucketPolicy, BucketLocation, BucketEncryption, IpRanges>;

/// Only the document's name says what it is about.
template <class T>
inline constexpr bool kNeedsName =
    kIsOneOf<T, PrefixListEntries, OrganizationParent, TargetPolicies, HostedZone,
             ImageFailures, RepositoryTags, KmsGrants, KmsKeyPolicy, BucketPolicy,
             BucketLocation, BucketEncryption, TransitGatewayRoutes, ZoneRecords,
             DnsFirewallRules, DnsFirewallDomains, ResolverEndpointAddresses,
             MountTargetGroups>;

template <class T>
concept WholeDocument = T::kWholeDocument;

template <class T>
concept Nested = requires {
  T::kInner;
};

/// True if the kind answers this call: its own, or one that shares its key.
template <class T>
[[nodiscard]] bool answers(std::string_view call) {
  if constexpr (kIsOneOf<T, RepositoryPolicy>) {
    return call == T::kCall || call == T::kRegistryCall;
  } else if constexpr (kIsOneOf<T, PrefixList>) {
    return call == T::kCall || call == T::kOtherCall;
  } else if constexpr (kIsOneOf<T, TargetPolicies>) {
    return call.substr(0, T::kCall.size()) == T::kCall;
  } else {
    return call == T::kCall;
  }
}

/// Where several calls share a key: is this document's value the kind's?
/// The name decides, else the shape.
[[nodiscard]] bool holds_managed_policies(const nlohmann::json& document,
                                          const DocumentContext& context);
[[nodiscard]] bool holds_organization_policy(const nlohmann::json& document,
                                             const DocumentContext& context);
[[nodiscard]] bool holds_account_setting(const nlohmann::json& document);
[[nodiscard]] bool holds_clusters(const nlohmann::json& document);
[[nodiscard]] bool holds_repositories(const nlohmann::json& document);
[[nodiscard]] bool holds_parameters(const nlohmann::json& document);
[[nodiscard]] bool holds_ip_ranges(const nlohmann::json& document);
[[nodiscard]] bool holds_kms_aliases(const nlohmann::json& document);
[[nodiscard]] bool holds_ecs_settings(const nlohmann::json& document);
[[nodiscard]] bool holds_described_secret(const nlohmann::json& document,
                                          const DocumentContext& context);
[[nodiscard]] bool holds_secret_policy(const nlohmann::json& document,
                                       const DocumentContext& context);

[[nodiscard]] bool holds_file_systems(const nlohmann::json& document,
                                      const DocumentContext& context);
[[nodiscard]] bool holds_file_system_policy(const nlohmann::json& document,
                                            const DocumentContext& context);
[[nodiscard]] bool holds_security_groups(const nlohmann::json& document);

template <class T>
[[nodiscard]] bool holds(const nlohmann::json& document,
                         const DocumentContext& context) {
  const auto service = service_of_call(context.call);
  if (!service.empty() && service != service_of_call(T::kCall)) return false;
  if (kNeedsName<T> && (context.parameter.empty() || !answers<T>(context.call))) {
    return false;
  }
  if constexpr (kIsOneOf<T, ManagedPolicy>) {
    return holds_managed_policies(document, context);
  } else if constexpr (kIsOneOf<T, OrganizationPolicy>) {
    return holds_organization_policy(document, context);
  } else if constexpr (kIsOneOf<T, AccountSetting>) {
    return holds_account_setting(document);
  } else if constexpr (kIsOneOf<T, Cluster>) {
    return holds_clusters(document);
  } else if constexpr (kIsOneOf<T, Repository>) {
    return holds_repositories(document);
  } else if constexpr (kIsOneOf<T, IpRanges>) {
    return holds_ip_ranges(document);
  } else if constexpr (kIsOneOf<T, Parameter>) {
    return holds_parameters(document);
  } else if constexpr (kIsOneOf<T, SecretPolicy>) {
    return holds_secret_policy(document, context);
  } else if constexpr (kIsOneOf<T, DescribedSecret>) {
    return holds_described_secret(document, context);
  } else if constexpr (kIsOneOf<T, KmsAlias>) {
    return holds_kms_aliases(document);
  } else if constexpr (kIsOneOf<T, EcsSetting>) {
    return holds_ecs_settings(document);
  } else if constexpr (kIsOneOf<T, FileSystem>) {
    return holds_file_systems(document, context);
  } else if constexpr (kIsOneOf<T, FileSystemPolicy>) {
    return holds_file_system_policy(document, context);
  } else if constexpr (kIsOneOf<T, SecurityGroup>) {
    return holds_security_groups(document);
  } else {
    return true;
  }
}

/// The calls that a document with these rows answers, with their parameters.
using Calls = std::vector<std::string>;
[[nodiscard]] std::string call_with(std::string_view call,
                                    const std::string& parameter);
[[nodiscard]] Calls prefix_list_calls(const nlohmann::json& document,
                                      const DocumentContext& context);
/// One call for each parameter in the rows; the name's where there are no rows.
[[nodiscard]] Calls calls_for(std::string_view call,
                              std::vector<std::string> parameters,
                              const std::string& named);

template <class T>
[[nodiscard]] std::string parameter_of(const T& row) {
  if constexpr (kIsOneOf<T, VpcDnsSupport, VpcDnsHostnames, PrefixListEntries,
                         OrganizationParent, OrganizationPolicy, AccountSetting,
                         TransitGatewayRoutes, ZoneRecords, DnsFirewallRules,
                         DnsFirewallDomains, ResolverEndpointAddresses, NetworkFirewall,
                         FirewallPolicy, FirewallRuleGroup, FileSystem,
                         MountTargetGroups>) {
    return row.id();
  } else if constexpr (kIsOneOf<T, TargetPolicies>) {
    return row.target_id;
  } else if constexpr (kIsOneOf<T, ImageDetail, ImageManifest, ImageFailures,
                                LifecyclePolicy>) {
    return row.repository;
  } else if constexpr (kIsOneOf<T, Service, RunningTask>) {
    return row.cluster_name();
  } else if constexpr (kIsOneOf<T, ContainerInstance>) {
    return row.cluster_name;
  } else if constexpr (kIsOneOf<T, TaskDefinition>) {
    return row.name();
  } else if constexpr (kIsOneOf<T, KmsKey, KmsGrants, KmsKeyPolicy>) {
    return row.key_id;
  } else if constexpr (kIsOneOf<T, ServiceRevision>) {
    return row.service_name();
  } else if constexpr (kIsOneOf<T, BucketPolicy, BucketLocation, BucketEncryption>) {
    return row.bucket;
  } else if constexpr (kIsOneOf<T, SecretPolicy, DescribedSecret>) {
    return row.name;
  } else if constexpr (kIsOneOf<T, RepositoryTags>) {
    return row.arn;
  } else if constexpr (kIsOneOf<T, ListedServices>) {
    return row.cluster;
  } else if constexpr (kIsOneOf<T, LaunchTemplateVersion>) {
    return row.template_id;
  } else if constexpr (kIsOneOf<T, HostedZone>) {
    return row.vpc_id.text;
  } else if constexpr (kIsOneOf<T, FileSystemPolicy, MountTarget, AccessPoint>) {
    return row.file_system_id;
  } else if constexpr (kIsOneOf<T, ProfileResource>) {
    return row.profile_id;
  } else {
    return {};
  }
}

/// What makes two rows of one account and region the same resource.
template <class T>
[[nodiscard]] std::string identity_of(const T& row) {
  if constexpr (kIsOneOf<T, ImageDetail>) {
    return row.registry_id + '/' + row.repository + '@' + row.digest;
  } else if constexpr (kIsOneOf<T, ImageManifest>) {
    return row.registry_id + '/' + row.repository + '@' + row.digest + ':' + row.tag;
  } else if constexpr (kIsOneOf<T, ImageFailures, ListedClusters, ListedServices,
                                EcsSetting>) {
    return {};  // several documents add up
  } else {
    return std::string(row.id());
  }
}

}  // namespace pullproof::aws
