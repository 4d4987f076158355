#include "model/gates/block_public_access.h"

#include <fmt/format.h>

namespace pullproof::gates {
namespace {

/// AWS: EC2 API reference, VpcBlockPublicAccessExclusion: what holds while an exclusion
/// is being changed, or a change has failed, it does not say.
Truth in_force(const aws::BlockPublicAccessExclusion& exclusion) {
  const std::string& state = exclusion.state;
  if (state == "create-complete" || state == "update-complete") return Truth::Yes;
  const bool is_over = state == "create-failed" || state == "delete-complete" ||
                       state == "disable-complete";
  return is_over ? Truth::No : Truth::Unknown;
}

/// Whether an exclusion lets this traffic through, and why that is not known.
struct Exempt {
  Truth holds = Truth::No;
  std::string why = {};
};

/// AWS: VPC user guide, "Block public access": `allow-egress` has an effect only in
/// mode `block-bidirectional`.
Exempt excluded(const InternetGatewayPlace& place, const Context& context,
                const aws::Scope& owner, const std::string& mode) {
  Exempt found;
  for (const auto& exclusion :
       context.account.table<aws::BlockPublicAccessExclusion>().all()) {
    if (exclusion.scope != owner) continue;
    const std::string& arn = exclusion.resource_arn;
    const bool names_it =
        arn.ends_with("/" + place.vpc.text) ||
        (!place.subnet.empty() && arn.ends_with("/" + place.subnet.text));
    // A connection that the task opens is egress: both modes let it and its reply pass.
    const bool allows = exclusion.mode == "allow-bidirectional" ||
                        (exclusion.mode == "allow-egress" && !place.inbound &&
                         mode == "block-bidirectional");
    const Truth counts = in_force(exclusion);
    if (!allows || counts == Truth::No) continue;
    if (names_it && counts == Truth::Yes) return {.holds = Truth::Yes};
    const bool of_subnet = arn.find(":subnet/") != std::string::npos;
    if (names_it) {
      found = {.holds = Truth::Unknown,
               .why = fmt::format("exclusion {} is in state `{}`", exclusion.id(),
                                  exclusion.state)};
    } else if (place.subnet.empty() && of_subnet) {
      found = {.holds = Truth::Unknown,
               .why =
                   "whether an exclusion of a subnet holds for a regional NAT "
                   "gateway is not documented"};
    }
  }
  return found;
}

/// The gateway is the VPC owner's, and so are the settings; a shared subnet's task may
/// run in another account.
aws::Scope owner_of(const InternetGatewayPlace& place, const Context& context) {
  const auto* vpc = context.account.find<aws::Vpc>(place.scope, place.vpc.text);
  const bool shared = vpc != nullptr && !vpc->owner_id.empty();
  return {.account = shared ? vpc->owner_id : place.scope.account,
          .region = place.scope.region};
}

bool blocks(const std::string& mode, bool egress_only) {
  return mode == "block-bidirectional" || (mode == "block-ingress" && !egress_only);
}

bool is_known_mode(const std::string& mode) {
  return mode.empty() || mode == "off" || mode == "block-bidirectional" ||
         mode == "block-ingress";
}

/// Why it is not known what is stopped, whatever the packet; nothing if it is.
std::optional<Unknown> question_about(const aws::BlockPublicAccessOptions& options,
                                      const std::string& region) {
  if (options.is_changing) {
    return Unknown{
        .call = std::string(aws::BlockPublicAccessOptions::kCall),
        .why = fmt::format("VPC Block Public Access is being changed in {}", region)};
  }
  if (is_known_mode(options.mode)) return std::nullopt;
  return Unknown{
      .call = "",
      .why = fmt::format("what mode `{}` of VPC Block Public Access stops in "
                         "{} is not known",
                         options.mode, region)};
}

/// Whether connections that start inside pass is contested.
bool is_contested(const InternetGatewayPlace& place, const std::string& mode) {
  return mode == "block-ingress" && !place.inbound && blocks(mode, place.behind_nat);
}

}  // namespace

std::optional<Unknown> blocked_behind_firewall(const aws::Scope& owner,
                                               const Context& context) {
  const auto* options = context.account.find<aws::BlockPublicAccessOptions>(
      owner, aws::BlockPublicAccessOptions::key_of(owner));
  if (options == nullptr || !blocks(options->mode, false)) return std::nullopt;
  return Unknown{.call = "",
                 .why = fmt::format(
                     "VPC Block Public Access is in mode `{}` in {}, and what it does "
                     "to traffic of a network firewall is not certain",
                     options->mode, owner.region)};
}

Gate BlockPublicAccessGate::lets_through(const InternetGatewayPlace& place,
                                         const Context& context) {
  const std::string call(aws::BlockPublicAccessOptions::kCall);
  Gate gate{.name = std::string(kName),
            .mechanism = "block-public-access",
            .code = "VPC_BLOCK_PUBLIC_ACCESS_ENABLED",
            .repair = fmt::format("exclude {} from VPC Block Public Access, or reach "
                                  "ECR and S3 through VPC endpoints",
                                  place.vpc.text)};
  const aws::Scope owner = owner_of(place, context);
  const auto* options = context.account.find<aws::BlockPublicAccessOptions>(
      owner, aws::BlockPublicAccessOptions::key_of(owner));
  if (options == nullptr) {
    assume(gate, peripheral(context, owner, call,
                            "VPC Block Public Access may stop the internet gateway"));
    return gate;
  }
  const bool egress_only = place.gateway != nullptr && place.gateway->egress_only;
  if (const auto question = question_about(*options, owner.region)) {
    gate.lets_through = Predicate::unknown(*question);
    return gate;
  }
  const Exempt exempt = excluded(place, context, owner, options->mode);
  bool is_stopped = blocks(options->mode, place.behind_nat || egress_only);
  if (is_stopped && is_contested(place, options->mode)) {
    gate.assumptions.push_back(taken(context, "block-ingress-mode"));
    is_stopped = context.switches.block_ingress == BlockIngress::NatOnly;
  }
  if (!is_stopped || exempt.holds == Truth::Yes) return gate;
  gate.message = fmt::format("VPC Block Public Access is in mode `{}` in {}",
                             options->mode, place.scope.region);
  Predicate refused = Predicate::because(
      fact_about("vpc-block-public-access/" + place.scope.region, options->source,
                 fmt::format("InternetGatewayBlockMode is {}", options->mode)),
      Predicate::never());
  if (exempt.holds == Truth::Unknown) {
    refused = Predicate::any_of(
        {refused, Predicate::unknown({.call = "", .why = exempt.why})});
  }
  const std::string exclusions(aws::BlockPublicAccessExclusion::kCall);
  if (!context.account.calls().seen(owner, exclusions)) {
    refused = Predicate::any_of(
        {refused, core_call_missing(exclusions,
                                    "the VPC or subnet may be excluded from "
                                    "VPC Block Public Access")});
  }
  gate.lets_through = std::move(refused);
  return gate;
}

}  // namespace pullproof::gates
