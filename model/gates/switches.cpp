#include "model/gates/switches.h"

#include <algorithm>
#include <array>
#include <type_traits>

#include "model/core/ensure.h"

namespace pullproof::gates {
namespace {

template <auto kMember>
void set(Switches& switches, std::size_t value) {
  using Value = std::remove_reference_t<decltype(switches.*kMember)>;
  switches.*kMember = static_cast<Value>(value);
}

template <auto kMember>
std::size_t get(const Switches& switches) {
  return static_cast<std::size_t>(switches.*kMember);
}

template <auto kMember>
constexpr Switch row(std::string_view name, std::span<const SwitchValue> values,
                     std::string_view question, std::string_view source) {
  return {name, values, question, source, set<kMember>, get<kMember>};
}

constexpr std::array kLogRole = {
    SwitchValue{"execution-role", "the agent writes logs as the execution role"},
    SwitchValue{"instance-role", "the agent writes logs as the instance"}};
constexpr std::array kBlockIngress = {
    SwitchValue{"nat-only", "only NAT and egress-only internet gateways still work"},
    SwitchValue{"any-egress", "connections that tasks open themselves still work"}};
constexpr std::array kCrossRegionEndpoint = {
    SwitchValue{"works", "an endpoint for a service of another region serves it"},
    SwitchValue{"refused", "endpoints serve their own region only"}};
constexpr std::array kDualStackEndpoint = {
    SwitchValue{"open", "what answers for a dual-stack name is unknown"},
    SwitchValue{"unused", "dual-stack names go to public addresses"}};
constexpr std::array kPullRole = {
    SwitchValue{"execution-role", "an execution role pulls, where there is one"},
    SwitchValue{"instance-role", "the instance's role pulls"}};
constexpr std::array kEncryptionControls = {
    SwitchValue{"open", "what an enforcing VPC carries is unknown"},
    SwitchValue{"exempt", "its gateways carry everything, whatever it prints of them"}};
constexpr std::array kEndpointNameOrder = {
    SwitchValue{"open", "which of them answers is unknown"},
    SwitchValue{"endpoint", "the endpoint's private name answers"},
    SwitchValue{"zone", "the zone or the rule answers"}};
constexpr std::array kEndpointZones = {
    SwitchValue{"all", "any address of the endpoint may be answered"},
    SwitchValue{"own", "the address in the asker's own zone is answered"}};
constexpr std::array kFargateWithoutEndpoint = {
    SwitchValue{"task-interface", "its call leaves through the task's interface"},
    SwitchValue{"fargate-interface",
                "its call leaves through Fargate's own interface"}};
constexpr std::array kImageCache = {
    SwitchValue{"empty", "it has none: what cannot be pulled does not start"},
    SwitchValue{"warm", "it has them all: what cannot be pulled starts nevertheless"}};
constexpr std::array kIpv6OnlyImageName = {
    SwitchValue{"open", "whether it works with DNS64 is unknown"},
    SwitchValue{"refused", "only the registry's dual-stack name works"},
    SwitchValue{"nat64", "it works as any other name does"}};
constexpr std::array kHostOverIpv6 = {
    SwitchValue{"either", "the name may be either"},
    SwitchValue{"ipv4-name", "the name has IPv4 addresses alone"},
    SwitchValue{"dual-stack", "the name is dual-stack"}};
constexpr std::array kLayerHostSuffix = {
    SwitchValue{"partition", "the partition's: amazonaws.com.cn in China"},
    SwitchValue{"amazonaws.com", "amazonaws.com everywhere"}};
constexpr std::array kLayerSigner = {
    SwitchValue{"account", "somebody of ECR's account, with a principal of its own"},
    SwitchValue{"service", "ECR as a service principal"}};
constexpr std::array kLayerUrlAge = {
    SwitchValue{"open", "it may have any age"},
    SwitchValue{"fresh", "it is used at once"},
    SwitchValue{"hour", "it is an hour old, the most that it may be"}};
constexpr std::array kLinuxPorts = {
    SwitchValue{"60999", "connections start from ports 32768 to 60999"},
    SwitchValue{"61000", "connections start from ports 32768 to 61000"}};
constexpr std::array kLoggerCheck = {
    SwitchValue{"after-pull", "the image is pulled first"},
    SwitchValue{"before-pull", "the log driver is started first"}};
constexpr std::array kManagedInterface = {
    SwitchValue{"either", "it may be either: both are proved"},
    SwitchValue{"instance", "the instance's interface"},
    SwitchValue{"task", "the task's interface, where it has one"}};
constexpr std::array kNonEssentialImage = {
    SwitchValue{"by-host",
                "Fargate does not start the task, and whether an instance does is "
                "unknown"},
    SwitchValue{"needed", "the task does not start"},
    SwitchValue{"optional", "the task starts without the container"}};
constexpr std::array kOwnDnsAnswers = {
    SwitchValue{"open", "its answers are unknown"},
    SwitchValue{"forwarded", "it forwards AWS's names to the VPC's own resolver"},
    SwitchValue{"public", "it answers with public addresses"}};
constexpr std::array kOwnDnsFilter = {
    SwitchValue{"on", "groups, ACLs and routes apply to queries to it"},
    SwitchValue{"off", "queries to it are never filtered"}};
constexpr std::array kProxy = {
    SwitchValue{"none", "instances ask AWS directly"},
    SwitchValue{"used", "instances go through a proxy, which is unknown"}};
constexpr std::array kRegistryCallEndpoint = {
    SwitchValue{"ecr.dkr", "the endpoint that the connection goes through"},
    SwitchValue{"ecr.api", "the endpoint of ECR's API"}};
constexpr std::array kRepositoryKeyUser = {
    SwitchValue{"grant", "ECR, by a grant of its own"},
    SwitchValue{"caller", "whoever pulls, who needs kms:Decrypt"}};
constexpr std::array kS3InterfaceEndpoint = {
    SwitchValue{"works", "layers come through it"},
    SwitchValue{"refused", "layers do not come through it"}};
constexpr std::array kTokenResourceAccount = {
    SwitchValue{"own", "aws:ResourceAccount is the caller's account"},
    SwitchValue{"absent", "aws:ResourceAccount is absent"}};
constexpr std::array kTokenVpcKeys = {
    SwitchValue{"present", "aws:SourceVpc and aws:SourceVpce are set"},
    SwitchValue{"absent", "aws:SourceVpc and aws:SourceVpce are absent"}};

constexpr std::array kTrustSourceArn = {
    SwitchValue{"open", "it may be any of the account's"},
    SwitchValue{"account", "none that a pattern for a part of the account matches"},
    SwitchValue{"task", "the task that is started"}};

constexpr std::array kNetworkSwitches = {
    row<&Switches::block_ingress>(
        "block-ingress-mode", kBlockIngress,
        "What mode block-ingress of VPC Block Public Access leaves to a task with a "
        "public address.",
        "VPC user guide, \"Block public access to VPCs\": only NAT and egress-only "
        "gateways are left; of replies to what a task opened it says nothing."),
    row<&Switches::cross_region_endpoint>(
        "cross-region-endpoint", kCrossRegionEndpoint,
        "Whether an interface endpoint serves a service of another region.",
        "PrivateLink guide, \"Cross-region enabled services\", against the ECS guide's "
        "older \"VPC endpoints don't support cross-Region requests\"."),
    row<&Switches::dual_stack_endpoint>(
        "dual-stack-endpoint", kDualStackEndpoint,
        "Whether endpoints answer for dual-stack names.",
        "ECS guide, \"Task networking for Fargate\": tasks in IPv6-only subnets cannot "
        "use them; ECR's page on endpoints says otherwise."),
    row<&Switches::encryption_controls>(
        "encryption-controls", kEncryptionControls,
        "What a VPC that enforces encryption carries through its gateways.",
        "VPC user guide, \"Enforce VPC encryption in transit\": exclusions may be "
        "needed."),
    row<&Switches::endpoint_name_order>(
        "endpoint-name-order", kEndpointNameOrder,
        "Whether a private zone or a rule for an endpoint's name, or for a domain "
        "above "
        "it, answers in place of the endpoint.",
        "Route 53 guide: the most specific name answers; the PrivateLink guide has "
        "nothing on zones beside an endpoint's."),
    row<&Switches::endpoint_zones>(
        "endpoint-zones", kEndpointZones,
        "Which of an endpoint's addresses a client is answered.",
        "PrivateLink guide: the regional name has the addresses of all zones; clients "
        "commonly see their own zone's first."),
    row<&Switches::fargate_without_endpoint>(
        "fargate-without-endpoint", kFargateWithoutEndpoint,
        "How Fargate calls ECR where the VPC has no endpoint for it.",
        "ECS guide, \"VPC endpoints\": without one it \"will use the Fargate "
        "interface\"; "
        "platform version 1.4.0 sends all of a pull through the task's."),
    row<&Switches::linux_ports>(
        "linux-ports", kLinuxPorts, "The last port that Linux starts connections from.",
        "Linux's ip_local_port_range ends at 60999; VPC user guide, \"Network ACLs\": "
        "32768-61000."),
    row<&Switches::managed_instances_eni>(
        "managed-instances-eni", kManagedInterface,
        "Through which interface ECS Managed Instances pull for a task of network mode "
        "awsvpc.",
        "Not documented."),
    row<&Switches::own_dns_answers>(
        "own-dns-answers", kOwnDnsAnswers,
        "What a DNS server that is not Amazon's answers for AWS's names.",
        "No AWS call tells. `--assume ADDRESS` says the same of one server."),
    row<&Switches::own_dns_filter>(
        "own-dns-filter", kOwnDnsFilter,
        "Whether queries to a DNS server of one's own are filtered as other packets.",
        "VPC user guide, \"Security groups\": traffic to Amazon's resolver is not; of "
        "others it says nothing."),
    row<&Switches::proxy>(
        "proxy", kProxy, "Whether container instances go through an HTTP proxy.",
        "ECS agent: HTTP_PROXY is set on the instance, and no AWS call tells."),
    row<&Switches::s3_interface_endpoint>(
        "s3-interface-endpoint", kS3InterfaceEndpoint,
        "Whether layers come through an interface endpoint for S3.",
        "ECS guide of 2021 to 2023, \"VPC endpoints\": they \"can't be used with "
        "Amazon "
        "ECR\"; today's has no such sentence, and layers are plain S3 objects."),
};

constexpr std::array kHostSwitches = {
    row<&Switches::ipv6_only_image_name>(
        "ipv6-only-image-name", kIpv6OnlyImageName,
        "Whether tasks in IPv6-only subnets can name images by the registry's classic "
        "name.",
        "ECS guide: they \"must use the dual-stack image URI\"; with DNS64 and NAT64 "
        "the other one has an address, too."),
    row<&Switches::layer_host_suffix>(
        "layer-host-suffix", kLayerHostSuffix,
        "The suffix of the name of the bucket that layers are in, outside of the "
        "commercial partition.",
        "Inferred from the names of S3 in each partition."),
    row<&Switches::layer_host_ipv6>(
        "layer-host-ipv6", kHostOverIpv6,
        "Which name of S3 ECR sends clients with IPv6 to.",
        "Not documented: terraform-provider-aws 49276 reports pulls over IPv6 alone, "
        "pytorch/ci-infra 1035 a name without IPv6 addresses."),
    row<&Switches::start_host_ipv6>(
        "start-host-ipv6", kHostOverIpv6,
        "By which name tasks with IPv6 ask for secrets, parameters, files and logs.",
        "Not documented."),
};

constexpr std::array kAccessSwitches = {
    row<&Switches::awslogs_role>(
        "awslogs-role", kLogRole,
        "As whom an instance whose attributes do not tell writes logs.",
        "ECS agent: as the instance, unless ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE "
        "is on, which the ECS-optimized images turn on."),
    row<&Switches::ec2_pull_role>(
        "ec2-pull-role", kPullRole, "Who pulls on a container instance.",
        "ECS agent: the execution role, if the task has one; the ECR guide names the "
        "container instance's role only."),
    row<&Switches::layer_signer>(
        "layer-signer", kLayerSigner, "Who has signed the URLs of layers.",
        "Not documented; S3 sees a caller of an account of ECR's."),
    row<&Switches::layer_url_age>(
        "layer-url-age", kLayerUrlAge, "How old the signature of a layer's URL is.",
        "ECR API reference, GetDownloadUrlForLayer: of its age it says nothing; URLs "
        "hold for an hour."),
    row<&Switches::logger_check>("logger-check", kLoggerCheck,
                                 "Whether Fargate starts the log driver before or "
                                 "after it has pulled the image: "
                                 "which failure is seen first.",
                                 "Not documented."),
    row<&Switches::repository_key_user>(
        "repository-key-user", kRepositoryKeyUser,
        "Who decrypts layers of a repository with a customer's key.",
        "ECR guide, \"Encryption at rest\": ECR, by grants; for pulls from other "
        "accounts it says nothing of the caller."),
    row<&Switches::registry_call_endpoint>(
        "registry-call-endpoint", kRegistryCallEndpoint,
        "Which endpoint policies see in aws:SourceVpce for calls to the registry.",
        "Inferred: each request goes through the endpoint that its host resolves to."),
    row<&Switches::token_resource_account>(
        "token-resource-account", kTokenResourceAccount,
        "What aws:ResourceAccount is for ecr:GetAuthorizationToken, which has no "
        "resource.",
        "Inferred: IAM guide, \"Global condition keys\", does not tell."),
    row<&Switches::token_vpc_keys>(
        "token-vpc-keys", kTokenVpcKeys,
        "Whether Fargate's call for a token has aws:SourceVpc and aws:SourceVpce.",
        "ECS guide of 2020 to 2023, \"Task execution IAM role\": it cannot have them, "
        "since it goes "
        "through AWS's own interface; since platform version 1.4.0 it goes through the "
        "task's."),
    row<&Switches::trust_source_arn>(
        "trust-source-arn", kTrustSourceArn,
        "Which resource ECS names in aws:SourceArn when it assumes a role for a task.",
        "ECS guide, \"Amazon ECS task IAM role\": arn:aws:ecs:<region>:<account>:* "
        "matches it, and a single cluster cannot be named; of tasks and services it "
        "says nothing."),
};

constexpr std::array kContainerSwitches = {
    row<&Switches::image_cache>(
        "image-cache", kImageCache, "Which images a container instance has already.",
        "ECS agent, ECS_IMAGE_PULL_BEHAVIOR: unless it is `always`, an image that "
        "cannot be pulled is started from the instance's cache; no AWS call tells of "
        "either."),
    row<&Switches::non_essential_image>(
        "non-essential-image", kNonEssentialImage,
        "What becomes of a task where a container that is not essential cannot be "
        "started.",
        "ECS API reference, ContainerDefinition: its failure \"doesn't affect the rest "
        "of the containers\"; ECS guide, \"CannotPullContainer task errors\": the task "
        "stops, whichever container the image is of."),
};

auto sorted_rows() {
  std::array<Switch, kNetworkSwitches.size() + kHostSwitches.size() +
                         kAccessSwitches.size() + kContainerSwitches.size()>
      rows{};
  auto next = std::copy(kNetworkSwitches.begin(), kNetworkSwitches.end(), rows.begin());
  next = std::copy(kContainerSwitches.begin(), kContainerSwitches.end(), next);
  next = std::copy(kHostSwitches.begin(), kHostSwitches.end(), next);
  std::copy(kAccessSwitches.begin(), kAccessSwitches.end(), next);
  std::sort(rows.begin(), rows.end(), [](const Switch& one, const Switch& other) {
    return one.name < other.name;
  });
  return rows;
}

}  // namespace

std::span<const Switch> all_switches() {
  static const auto kRows = sorted_rows();
  return kRows;
}

const Switch* switch_named(std::string_view name) {
  const auto all = all_switches();
  const auto found = std::find_if(
      all.begin(), all.end(), [name](const Switch& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::string_view chosen(const Switches& switches, std::string_view name) {
  const Switch* found = switch_named(name);
  ensure(found != nullptr, "whoever asks for a switch names one that there is");
  return found->values[found->get(switches)].name;
}

}  // namespace pullproof::gates
