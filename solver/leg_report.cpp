#include "solver/leg_report.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "model/aws/traffic_rule.h"
#include "model/gates/packet.h"

namespace pullproof::solver {
namespace {

using model::PacketExample;
using model::RequestExample;

/// The packet that stands before this place, if a packet does.
const gates::Packet* packet_at(const gates::Place& place) {
  return std::visit(
      [](const auto& at) -> const gates::Packet* {
        if constexpr (requires { at.packet; }) return &at.packet;
        return nullptr;
      },
      place);
}

std::string port_text(const gates::PortTerm& port, const Choice& choice) {
  const Number number = port.field ? choice.number(*port.field) : port.fixed;
  return std::to_string(static_cast<unsigned>(number));
}

std::string end_text(const Fields& fields, const gates::Packet& packet, bool source,
                     const Choice& choice) {
  const FieldId address = source ? packet.source : packet.destination;
  const auto& value = choice.values.at(static_cast<std::size_t>(address));
  std::string text = show(fields.at(address), value);
  if (!aws::has_ports(packet.protocol)) return text;
  const bool ipv6 = packet.family == Family::Ipv6;
  return (ipv6 ? "[" + text + "]" : text) + ":" +
         port_text(source ? packet.source_port : packet.destination_port, choice);
}

PacketExample packet_example(const Fields& fields, const gates::Packet& packet,
                             const Choice& choice) {
  return {.source = end_text(fields, packet, true, choice),
          .destination = end_text(fields, packet, false, choice),
          .protocol = gates::protocol_name(packet.protocol),
          .direction =
              packet.direction == gates::Direction::Forward ? "forward" : "return"};
}

std::string caller_text(const gates::Caller& caller) {
  switch (caller.kind) {
    case gates::Caller::Kind::RoleSession:
    case gates::Caller::Kind::User:
    case gates::Caller::Kind::Root:
    case gates::Caller::Kind::FederatedUser:
    case gates::Caller::Kind::Federated:
      return caller.arn;
    case gates::Caller::Kind::Service:
      return caller.service;
    case gates::Caller::Kind::Foreign:
      return "an account of Amazon ECR's own";
    case gates::Caller::Kind::Anonymous:
      return "nobody";
  }
  return {};
}

std::optional<std::string> context_text(const Fields& fields,
                                        const gates::ContextValue& value,
                                        const Choice& choice) {
  if (const auto* fixed = std::get_if<gates::FixedKey>(&value)) {
    std::string text;
    for (const auto& each : fixed->values) text += (text.empty() ? "" : ", ") + each;
    return text;
  }
  const auto* address = std::get_if<gates::AddressKey>(&value);
  if (address == nullptr) return std::nullopt;
  return show(fields.at(address->field),
              choice.values.at(static_cast<std::size_t>(address->field)));
}

RequestExample request_example(const Fields& fields, const gates::Request& request,
                               const Choice& choice) {
  RequestExample example{.principal = caller_text(request.caller),
                         .action = request.action,
                         .resource = "*",
                         .context = {}};
  if (request.resource) {
    if (const auto* text = std::get_if<std::string>(&*request.resource)) {
      example.resource = *text;
    } else {
      const FieldId field = std::get<FieldId>(*request.resource);
      example.resource =
          show(fields.at(field), choice.values.at(static_cast<std::size_t>(field)));
    }
  }
  for (const auto& [key, value] : request.context) {
    // Only what the network path decided: the rest is the same for every request.
    if (!key.starts_with("aws:source") && key != "aws:vpcsourceip") continue;
    if (auto text = context_text(fields, value, choice)) {
      example.context.emplace_back(key, std::move(*text));
    }
  }
  return example;
}

const gates::Request* request_at(const gates::Place& place) {
  if (const auto* at = std::get_if<gates::RequestPlace>(&place)) return &at->request;
  if (const auto* at = std::get_if<gates::RolePlace>(&place)) return &at->request;
  return nullptr;
}

/// Which rules of a group or ACL are meant: two directions are two blockers.
std::string direction_of(const gates::Place& place) {
  if (const auto* at = std::get_if<gates::GroupPlace>(&place)) {
    return at->egress ? "egress" : "ingress";
  }
  if (const auto* at = std::get_if<gates::SubnetPlace>(&place)) {
    return at->egress ? "egress" : "ingress";
  }
  return {};
}

/// A missing route is one blocker whatever it keeps from passing; a port or an action
/// that is not allowed is one for each port and action.
std::string key_of(const model::Hop& hop, const gates::Gate& gate,
                   const std::vector<std::string>& blame) {
  std::string key = gate.mechanism + '|' + gate.code + '|' + direction_of(hop.place);
  for (const auto& id : blame) key += '|' + id;
  const auto* packet = packet_at(hop.place);
  if (packet != nullptr && !direction_of(hop.place).empty()) {
    key += fmt::format("|{}:{}:{}", gates::protocol_name(packet->protocol),
                       show(packet->source_port), show(packet->destination_port));
  } else if (packet == nullptr) {
    key += '|' + gate.message;
  }
  return key;
}

std::vector<std::string> ids_of(const std::vector<FactRef>& facts) {
  std::vector<std::string> ids;
  ids.reserve(facts.size());
  for (const auto& fact : facts) ids.push_back(fact->id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

std::vector<model::PathHop> path_of(const model::Leg& leg, const Refusal& refusal) {
  std::vector<model::PathHop> path;
  for (const std::size_t number : refusal.hops) {
    const auto& hop = leg.graph.hops()[number];
    if (hop.kind.empty()) continue;
    path.push_back({.kind = hop.kind,
                    .id = hop.id,
                    .refuses = number == refusal.hop,
                    .back = hop.back});
  }
  return path;
}

LegFinding finding_of(const model::Leg& leg, const Refusal& refusal) {
  const auto& hop = leg.graph.hops()[refusal.hop];
  const auto& gate = hop.gates[refusal.gate];
  model::Finding finding;
  finding.stage = leg.stage;
  finding.mechanism = gate.mechanism;
  finding.code = gate.code;
  if (!leg.sources.empty() || leg.placements.size() > 1) {
    finding.placements = {leg.placements[refusal.placement]};
  }
  finding.every_choice = refusal.every_choice;
  finding.blame = ids_of(refusal.blame);
  finding.path = path_of(leg, refusal);
  finding.host = leg.host;
  finding.message = gate.detail ? gate.detail(refusal.choice) : gate.message;
  finding.repair = gate.repair;
  finding.evidence = refusal.blame;
  std::string role;
  if (const auto* packet = packet_at(hop.place)) {
    finding.counterexample.packet = packet_example(leg.fields, *packet, refusal.choice);
  } else if (const auto* request = request_at(hop.place)) {
    finding.counterexample.request =
        request_example(leg.fields, *request, refusal.choice);
    role = request->caller.arn;
  }
  if (const auto* at = std::get_if<gates::RolePlace>(&hop.place)) role = at->role_arn;
  std::string key = key_of(hop, gate, finding.blame);
  return {.key = std::move(key),
          .placement = refusal.placement,
          .depth = refusal.depth,
          .finding = std::move(finding),
          .request_role = std::move(role),
          .printed = gate.printed};
}

}  // namespace

LegReport describe(const model::Leg& leg, const LegOutcome& outcome) {
  LegReport report{.stage = leg.stage,
                   .name = leg.name,
                   .statuses = {},
                   .missing = {},
                   .findings = {},
                   .assumptions = outcome.assumptions,
                   .fields = {},
                   .sources = {},
                   .passes = {},
                   .proof = {}};
  bool partly = false;
  for (const auto& placement : outcome.placements) {
    report.statuses.push_back(placement.status);
    report.missing.push_back(placement.missing);
    partly = partly || placement.status == Status::Partly;
  }
  for (const auto& refusal : outcome.refusals) {
    report.findings.push_back(finding_of(leg, refusal));
  }
  std::stable_sort(
      report.findings.begin(), report.findings.end(),
      [](const LegFinding& a, const LegFinding& b) { return a.depth < b.depth; });
  if (partly) {
    report.fields = leg.fields;
    report.sources = leg.sources;
    for (const auto& placement : outcome.placements) {
      report.passes.push_back(placement.passes);
    }
  }
  return report;
}

}  // namespace pullproof::solver
