#include "model/gates/gate_list.h"

#include <type_traits>

#include "model/core/rewrite.h"
#include "model/gates/amazon_service.h"
#include "model/gates/block_public_access.h"
#include "model/gates/closed_end.h"
#include "model/gates/dependency.h"
#include "model/gates/dns_firewall.h"
#include "model/gates/encryption_control.h"
#include "model/gates/endpoint_policy.h"
#include "model/gates/endpoint_state.h"
#include "model/gates/file_system.h"
#include "model/gates/identity_policy.h"
#include "model/gates/image_platform.h"
#include "model/gates/image_presence.h"
#include "model/gates/image_reference.h"
#include "model/gates/internet_gateway.h"
#include "model/gates/key_grant.h"
#include "model/gates/name_resolution.h"
#include "model/gates/nat_gateway.h"
#include "model/gates/network_acl.h"
#include "model/gates/network_firewall.h"
#include "model/gates/peering.h"
#include "model/gates/permissions_boundary.h"
#include "model/gates/platform_manifest.h"
#include "model/gates/pull_through.h"
#include "model/gates/registry_policy.h"
#include "model/gates/repository_key.h"
#include "model/gates/resource_control_policy.h"
#include "model/gates/resource_policy.h"
#include "model/gates/role_presence.h"
#include "model/gates/route.h"
#include "model/gates/runnable_image.h"
#include "model/gates/security_group.h"
#include "model/gates/service_control_policy.h"
#include "model/gates/transit_gateway.h"
#include "model/gates/trust_policy.h"
#include "model/gates/vouched.h"

namespace pullproof::gates {
namespace {

template <class... Types>
struct GateTypes {};

using AllGates = GateTypes<
    // reference
    ImageReferenceGate,
    // role
    RoleConfigured, RoleExists, RoleControlPolicyDenies, TrustPolicyAllows,
    TrustPolicyDenies,
    // the connection
    NameResolutionGate, VpcNameGate, PrivateZoneGate, Ipv6NameGate, DnsFirewallGate,
    SecurityGroupGate, NetworkAclGate, RouteGate, NatGatewayStateGate,
    NatGatewayZoneGate, NatGatewayAddressGate, NatGatewayProtocolGate,
    NatGatewayEndGate, ClosedEndGate, AmazonServiceGate, PeeringStateGate,
    PeeringAddressGate, VouchedStateGate, VouchedGate, VouchedEncryptionGate,
    NetworkFirewallGate, AttachmentStateGate, AttachmentZoneGate, TransitRouteGate,
    InternetGatewayGate, PublicAddressGate, BlockPublicAccessGate,
    EncryptionControlGate, PeeringEncryptionGate, AttachmentEncryptionGate,
    EndpointStateGate, EndpointAnswersGate, LayerEndpointGate,
    // the call
    EndpointPolicyDenies, EndpointPolicyAllows, ServiceControlPolicyDenies,
    ServiceControlPolicyAllows, ResourceControlPolicyDenies, IdentityPolicyDenies,
    IdentityPolicyAllows, PermissionsBoundaryDenies, PermissionsBoundaryAllows,
    ResourcePolicyDenies, ResourcePolicyAllows, RegistryPolicyDenies,
    // the image
    UpstreamSecretGate, UpstreamImageGate, RepositoryGate, ImageTagGate,
    ImageDigestGate, ImageArchiveGate, RunnableImageGate, ImagePlatformGate,
    PlatformManifestGate, RepositoryKeyGate, KeyGrantGate, KeyPolicyGate,
    // what else a container needs
    PublicImageGate, SecretReferenceGate, FileReferenceGate, LogGroupGate, SecretGate,
    ParameterGate, DependencyKeyGate, FileSystemGate, MountTargetGate, AccessPointGate>;

/// The same predicate with its questions marked as this gate's own: two gates may ask
/// for the same call and need opposite answers of it (a policy that may allow and may
/// deny).
Predicate own_questions(const Predicate& predicate, const std::string& gate) {
  return rewrite(predicate, [&](const Predicate& atom) {
    if (atom.node().kind != Predicate::Kind::Unknown) return atom;
    Unknown question = atom.node().question;
    question.aspect += gate;
    return Predicate::unknown(std::move(question));
  });
}

template <class G>
void ask(const Place& place, const Context& context, std::vector<Gate>& gates) {
  if (const auto* mine = std::get_if<typename G::Place>(&place)) {
    Gate gate = G::lets_through(*mine, context);
    if (!questions(gate.lets_through).empty()) {
      gate.lets_through = own_questions(gate.lets_through, gate.name);
    }
    gates.push_back(std::move(gate));
  }
}

template <class... Types>
void ask_all(GateTypes<Types...> /*types*/, const Place& place, const Context& context,
             std::vector<Gate>& gates) {
  (ask<Types>(place, context, gates), ...);
}

}  // namespace

std::vector<Gate> gates_at(const Place& place, const Context& context) {
  std::vector<Gate> gates;
  ask_all(AllGates{}, place, context, gates);
  return gates;
}

}  // namespace pullproof::gates
