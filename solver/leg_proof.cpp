#include "solver/leg_proof.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include "model/core/address.h"
#include "model/gates/image_index.h"
#include "solver/lanes.h"
#include "solver/mechanisms.h"

namespace pullproof::solver {
namespace {

using model::LegCall;
using model::LegProof;
using model::LegRefusal;

constexpr Number kDnsPort = 53;

std::optional<LegCall> call_at(const gates::Place& place) {
  if (const auto* at = std::get_if<gates::RolePlace>(&place)) {
    return LegCall{
        .role_arn = at->role_arn, .action = at->request.action, .resource = {}};
  }
  const auto* at = std::get_if<gates::RequestPlace>(&place);
  if (at == nullptr) return std::nullopt;
  LegCall call{
      .role_arn = at->request.caller.arn, .action = at->request.action, .resource = {}};
  if (!at->request.resource) return call;
  if (const auto* arn = std::get_if<std::string>(&*at->request.resource)) {
    call.resource = *arn;
  }
  return call;
}

/// Which addresses its packets go to. A name server's is none of the host's.
void note_far_end(const model::Leg& leg, const gates::Place& place, LegProof& proof) {
  const gates::Packet* packet = std::visit(
      [](const auto& at) -> const gates::Packet* {
        if constexpr (requires { at.packet; }) return &at.packet;
        return nullptr;
      },
      place);
  if (packet == nullptr || packet->direction != gates::Direction::Forward) return;
  if (packet->family != Family::Ipv4) return;
  const auto& port = packet->destination_port;
  if (!port.field && port.fixed == kDnsPort) return;
  const IntervalSet& addresses = leg.fields.at(packet->destination).domain;
  proof.goes_outside = proof.goes_outside || addresses.overlaps(public_ipv4());
  proof.goes_inside = proof.goes_inside || !addresses.is_subset_of(public_ipv4());
}

void note_all(const Mechanisms& mechanisms, LegProof& proof) {
  proof.open.insert(mechanisms.begin(), mechanisms.end());
}

/// Where nobody has seen the image, nobody knows what it is built for either.
void note_open(const model::Hop& hop, const gates::Gate& gate, LegProof& proof) {
  if (gate.assumptions.empty()) return;
  proof.of_gates.insert(gate.assumptions.begin(), gate.assumptions.end());
  proof.open.insert(gate.mechanism);
  const bool is_of_image = hop.kind == "image" &&
                           (gate.mechanism == "image" || gate.mechanism == "registry");
  if (is_of_image) note_all(kOfManifest, proof);
}

/// What else a gate may hide that is an open question: all that a packet or a request
/// would meet behind it, if only it were known where that leads.
void note_hidden(const model::Hop& hop, const gates::Gate& gate, LegProof& proof) {
  proof.open.insert(gate.mechanism);
  const auto* end = std::get_if<gates::RoutePlace>(&hop.place);
  const bool is_unknown_request = end != nullptr && hop.kind == "request";
  if (is_unknown_request) {
    note_all(kOfPolicies, proof);
    note_all(kOfKeyUse, proof);
    note_all(kOfNeeds, proof);
  } else if (gate.mechanism == "route" || gate.mechanism == "dns") {
    note_all(kOfTheWay, proof);
  } else if (gate.mechanism == "secret" || gate.mechanism == "parameter") {
    note_all(kOfKeyUse, proof);
  } else if (gate.mechanism == "image") {
    note_all(kOfUnseenImage, proof);
  }
}

bool is_refused(const PlacementOutcome& placement) {
  return placement.status == Status::Fails || placement.status == Status::Partly;
}

/// A placement that is certainly refused has open questions all the same. And an image
/// that nobody has seen may be one that a pull-through cache imports.
void note_questions(const model::Leg& leg, const LegOutcome& outcome, LegProof& proof) {
  const auto& placements = outcome.placements;
  const bool is_manifest = leg.stage == model::Stage::Manifest;
  if (!is_manifest && std::none_of(placements.begin(), placements.end(), is_refused)) {
    return;
  }
  for (const Lane& lane : lanes_of(leg)) {
    const bool hides = is_refused(placements[lane.placement]);
    for (const LaneGate& each : lane.gates) {
      const model::Hop& hop = leg.graph.hops()[each.hop];
      const gates::Gate& gate = hop.gates[each.gate];
      const bool is_image = hop.kind == "image" && gate.mechanism == "image";
      const bool matters = hides || (is_manifest && is_image);
      if (!matters || questions(each.open).empty()) continue;
      if (hides) note_hidden(hop, gate, proof);
      proof.is_image_open = proof.is_image_open || (is_manifest && is_image);
    }
  }
}

/// The tag's own digest, as far as the snapshot tells, or the one that is asked for.
void note_digests(const gates::Place& place, LegProof& proof) {
  const auto* image = std::get_if<gates::ImagePlace>(&place);
  if (image == nullptr) return;
  if (!image->digest.empty()) {
    proof.digests.insert(image->digest);
    return;
  }
  const auto* all = image->images->find(image->scope, image->repository);
  if (all == nullptr) return;
  if (const auto found = all->details_by_tag.find(image->tag);
      found != all->details_by_tag.end()) {
    for (const auto* detail : found->second) proof.digests.insert(detail->digest);
  }
  if (const auto found = all->manifests_by_tag.find(image->tag);
      found != all->manifests_by_tag.end()) {
    proof.digests.insert(found->second->digest);
  }
}

/// "10.0.0.1:443" and "[2001:db8::1]:443" without port and brackets.
std::string address_of(std::string_view end) {
  if (end.starts_with('[')) return std::string(end.substr(1, end.find(']') - 1));
  return std::string(end.substr(0, end.rfind(':')));
}

LegRefusal refusal_of(const LegFinding& found) {
  const model::Finding& finding = found.finding;
  LegRefusal refusal{
      .mechanism = finding.mechanism,
      .code = finding.code,
      .call = {.role_arn = found.request_role, .action = {}, .resource = {}},
      .far_end = {},
      .is_lookup = false,
      .placement = {}};
  if (const auto& request = finding.counterexample.request) {
    refusal.call.action = request->action;
    refusal.call.resource = request->resource;
  }
  if (const auto& packet = finding.counterexample.packet) {
    const std::string& far =
        packet->direction == "forward" ? packet->destination : packet->source;
    refusal.far_end = address_of(far);
    refusal.is_lookup = far.ends_with(":53");
  }
  if (!finding.placements.empty()) refusal.placement = finding.placements.front();
  return refusal;
}

}  // namespace

std::shared_ptr<const LegProof> proof_of(const model::Leg& leg,
                                         const LegOutcome& outcome,
                                         const std::vector<LegFinding>& findings) {
  LegProof proof;
  proof.stage = leg.stage;
  proof.host = leg.host;
  proof.of_way = leg.assumptions;
  proof.open = outcome.doubtful;
  for (const auto& hop : leg.graph.hops()) {
    if (auto call = call_at(hop.place)) proof.calls.push_back(std::move(*call));
    note_far_end(leg, hop.place, proof);
    note_digests(hop.place, proof);
    for (const auto& gate : hop.gates) note_open(hop, gate, proof);
  }
  note_questions(leg, outcome, proof);
  for (const auto& found : findings) proof.refusals.push_back(refusal_of(found));
  proof.is_undecided =
      std::any_of(outcome.placements.begin(), outcome.placements.end(),
                  [](const auto& each) { return each.status == Status::Undecided; });
  return std::make_shared<const LegProof>(std::move(proof));
}

}  // namespace pullproof::solver
