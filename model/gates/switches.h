// Points on which AWS's pages disagree, or that are inferred: what is taken of each,
// and what the user may say instead with `--assume name=value`.
//
// Whoever reads one lists it as an assumption where its values lead to different
// answers. Invariant: the first value of each is the default.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace pullproof::gates {

// One for each switch, in the order of its values.
enum class ApplicationLogRole { ExecutionRole, InstanceRole };
enum class BlockIngress { NatOnly, AnyEgress };
enum class CrossRegionEndpoint { Works, Refused };
enum class DualStackEndpoint { Open, Unused };
enum class PullRoleOnInstances { ExecutionRole, InstanceRole };
enum class EncryptionControls { Open, Exempt };
enum class EndpointNameOrder { Open, Endpoint, Zone };
enum class EndpointZones { All, Own };
enum class FargateWithoutEndpoint { TaskInterface, FargateInterface };
enum class HostOverIpv6 { Either, Ipv4Name, DualStack };
enum class ImageCache { Empty, Warm };
enum class Ipv6OnlyImageName { Open, Refused, Nat64 };
enum class LayerHostSuffix { Partition, AmazonAws };
enum class LayerSigner { Account, Service };
enum class LayerUrlAge { Open, Fresh, Hour };
enum class LinuxPorts { To60999, To61000 };
enum class LoggerCheck { AfterPull, BeforePull };
enum class ManagedInstanceInterface { Either, Instance, Task };
enum class NonEssentialImage { ByHost, Needed, Optional };
enum class OwnDnsAnswers { Open, Forwarded, Public };
enum class OwnDnsFilter { On, Off };
enum class Proxy { None, Used };
enum class RegistryCallEndpoint { EcrDkr, EcrApi };
enum class RepositoryKeyUser { Grant, Caller };
enum class S3InterfaceEndpoint { Works, Refused };
enum class TokenResourceAccount { Own, Absent };
enum class TokenVpcKeys { Present, Absent };
enum class TrustSourceArn { Open, Account, Task };

struct Switches {
  ApplicationLogRole awslogs_role{};
  BlockIngress block_ingress{};
  CrossRegionEndpoint cross_region_endpoint{};
  DualStackEndpoint dual_stack_endpoint{};
  PullRoleOnInstances ec2_pull_role{};
  EncryptionControls encryption_controls{};
  EndpointNameOrder endpoint_name_order{};
  EndpointZones endpoint_zones{};
  FargateWithoutEndpoint fargate_without_endpoint{};
  ImageCache image_cache{};
  Ipv6OnlyImageName ipv6_only_image_name{};
  HostOverIpv6 layer_host_ipv6{};
  LayerHostSuffix layer_host_suffix{};
  LayerSigner layer_signer{};
  LayerUrlAge layer_url_age{};
  LinuxPorts linux_ports{};
  LoggerCheck logger_check{};
  ManagedInstanceInterface managed_instances_eni{};
  NonEssentialImage non_essential_image{};
  OwnDnsAnswers own_dns_answers{};
  OwnDnsFilter own_dns_filter{};
  Proxy proxy{};
  RegistryCallEndpoint registry_call_endpoint{};
  RepositoryKeyUser repository_key_user{};
  S3InterfaceEndpoint s3_interface_endpoint{};
  HostOverIpv6 start_host_ipv6{};
  TokenResourceAccount token_resource_account{};
  TokenVpcKeys token_vpc_keys{};
  TrustSourceArn trust_source_arn{};

  bool operator==(const Switches&) const = default;
};

struct SwitchValue {
  std::string_view name;     ///< "dual-stack".
  std::string_view meaning;  ///< One clause: what is taken then.
};

struct Switch {
  std::string_view name;                ///< "layer-host-ipv6".
  std::span<const SwitchValue> values;  ///< At least two; the first is the default.
  std::string_view question;            ///< One sentence: what is open.
  std::string_view source;              ///< Who says what.
  /// Requires: `value` is less than the number of values.
  void (*set)(Switches& switches, std::size_t value);
  std::size_t (*get)(const Switches& switches);
};

/// Sorted by name.
[[nodiscard]] std::span<const Switch> all_switches();
/// Null if there is none.
[[nodiscard]] const Switch* switch_named(std::string_view name);
/// The name of the value that it has. Requires: there is such a switch.
[[nodiscard]] std::string_view chosen(const Switches& switches, std::string_view name);

}  // namespace pullproof::gates
