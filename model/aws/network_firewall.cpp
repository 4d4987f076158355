#include "model/aws/network_firewall.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/aws/policy_condition.h"

namespace pullproof::aws {
namespace {

constexpr std::int64_t kMaxRulePort = 65535;
constexpr std::int64_t kMaxProtocol = 255;

/// The keys of a JSON object that AWS means as a map, in order.
std::vector<std::string> keys_of(const Cursor& map) {
  std::vector<std::string> keys;
  if (!map.json().is_object()) return keys;
  for (const auto& [key, value] : map.json().items()) keys.push_back(key);
  return keys;
}

std::int64_t firewall_priority(Cursor& in) {
  return in.integer("Priority", 0, std::numeric_limits<std::int32_t>::max())
      .value_or(0);
}

void parse_endpoints(Cursor& status, NetworkFirewall& firewall) {
  auto zones = status.object("SyncStates");
  if (!zones) return;
  for (const std::string& zone : keys_of(*zones)) {
    auto state = zones->object(zone);
    if (!state) continue;
    state->skip({"Config"});
    auto attachment = state->object("Attachment");
    if (!attachment) continue;
    firewall.endpoints.push_back(
        {.endpoint_id = attachment->text_or("EndpointId", ""),
         .subnet = SubnetId(attachment->text_or("SubnetId", "")),
         .status = attachment->text_or("Status", ""),
         .source = attachment->source()});
    attachment->skip({"StatusMessage"});
  }
}

std::vector<FirewallGroupReference> parse_references(Cursor& in, std::string_view key) {
  std::vector<FirewallGroupReference> references;
  for (Cursor& each : in.objects(key)) {
    FirewallGroupReference reference;
    reference.arn = each.text("ResourceArn");
    if (each.has("Priority")) reference.priority = firewall_priority(each);
    if (auto change = each.object("Override")) {
      reference.only_alerts = change->text_or("Action", "") == "DROP_TO_ALERT";
    }
    each.skip({"DeepThreatInspection"});
    references.push_back(std::move(reference));
  }
  std::stable_sort(
      references.begin(), references.end(),
      [](const auto& one, const auto& other) { return one.priority < other.priority; });
  return references;
}

std::map<std::string, std::vector<std::string>> parse_sets(Cursor& in,
                                                           std::string_view key) {
  std::map<std::string, std::vector<std::string>> sets;
  auto map = in.object(key);
  if (!map) return sets;
  for (const std::string& name : keys_of(*map)) {
    if (auto set = map->object(name)) sets[name] = set->texts("Definition");
  }
  return sets;
}

std::vector<Cidr> parse_addresses(Cursor& in, std::string_view key) {
  std::vector<Cidr> blocks;
  for (Cursor& each : in.objects(key)) {
    const std::string text = each.text("AddressDefinition");
    if (const auto block = Cidr::parse_loosely(text)) {
      blocks.push_back(*block);
    } else if (!text.empty()) {
      each.problem("AddressDefinition",
                   "expected an address or a block, found " + in_backticks(text));
    }
  }
  return blocks;
}

std::vector<Interval> parse_ports(Cursor& in, std::string_view key) {
  std::vector<Interval> ports;
  for (Cursor& each : in.objects(key)) {
    const auto first = each.integer("FromPort", 0, kMaxRulePort);
    const auto last = each.integer("ToPort", 0, kMaxRulePort);
    if (!first || !last) continue;
    if (*first > *last) {
      each.problem("ToPort", "expected a port that is not below FromPort");
      continue;
    }
    ports.push_back({static_cast<Number>(*first), static_cast<Number>(*last)});
  }
  return ports;
}

std::vector<int> parse_protocols(Cursor& in) {
  std::vector<int> protocols;
  for (const auto& each : in.raw("Protocols")) {
    if (each.is_number_integer() && each.get<std::int64_t>() >= 0 &&
        each.get<std::int64_t>() <= kMaxProtocol) {
      protocols.push_back(each.get<int>());
    } else {
      in.problem("Protocols", "expected numbers of protocols from 0 to 255");
    }
  }
  return protocols;
}

StatelessRule parse_stateless_rule(Cursor& in) {
  StatelessRule rule;
  rule.source = in.source();
  rule.priority = firewall_priority(in);
  auto definition = in.object("RuleDefinition");
  if (!definition) {
    in.problem("RuleDefinition", "expected an object, found nothing");
    return rule;
  }
  rule.actions = definition->texts("Actions");
  auto match = definition->object("MatchAttributes");
  if (!match) return rule;
  rule.sources = parse_addresses(*match, "Sources");
  rule.destinations = parse_addresses(*match, "Destinations");
  rule.source_ports = parse_ports(*match, "SourcePorts");
  rule.destination_ports = parse_ports(*match, "DestinationPorts");
  rule.protocols = parse_protocols(*match);
  const auto& flags = match->raw("TCPFlags");
  rule.looks_at_flags = flags.is_array() && !flags.empty();
  return rule;
}

/// AWS: `RuleOptions` are Suricata keywords, each with its settings.
std::vector<SuricataOption> parse_options(Cursor& in) {
  std::string text;
  for (Cursor& each : in.objects("RuleOptions")) {
    text += each.text("Keyword");
    std::string values;
    for (const auto& setting : each.texts("Settings")) {
      values += (values.empty() ? ":" : ",") + setting;
    }
    text += values + ";";
  }
  const auto parsed = parse_suricata_rules("pass ip any any -> any any (" + text + ")");
  return parsed.empty() ? std::vector<SuricataOption>{} : parsed.front().options;
}

SuricataRule parse_standard_rule(Cursor& in) {
  SuricataRule rule;
  rule.action = lower(in.text("Action"));
  if (auto header = in.object("Header")) {
    rule.protocol = lower(header->text("Protocol"));
    rule.source = header->text("Source");
    rule.source_port = header->text("SourcePort");
    rule.destination = header->text("Destination");
    rule.destination_port = header->text("DestinationPort");
    rule.direction = header->text("Direction") == "ANY" ? "<>" : "->";
  } else {
    rule.is_garbled = true;
  }
  rule.options = parse_options(in);
  rule.name = sid_of(rule.options);
  return rule;
}

DomainList parse_domain_list(Cursor& in) {
  DomainList list;
  for (std::string& target : in.texts("Targets")) list.targets.push_back(lower(target));
  for (const std::string& type : in.texts("TargetTypes")) {
    list.tls = list.tls || type == "TLS_SNI";
    list.http = list.http || type == "HTTP_HOST";
  }
  list.type = in.text("GeneratedRulesType");
  return list;
}

void parse_rules(Cursor& in, FirewallRuleGroup& group) {
  group.rules = in.source();
  group.is_seen = true;
  if (in.has("RulesString")) {
    group.rules = in.source_of("RulesString");
    group.stateful = parse_suricata_rules(in.text_or("RulesString", ""));
  }
  for (Cursor& rule : in.objects("StatefulRules")) {
    group.stateful.push_back(parse_standard_rule(rule));
  }
  if (auto list = in.object("RulesSourceList")) {
    group.rules = list->source();
    const DomainList domains = parse_domain_list(*list);
    group.stateful = rules_of(domains);
    group.is_allow_list = domains.tls && domains.type == "ALLOWLIST";
  }
  if (auto stateless = in.object("StatelessRulesAndCustomActions")) {
    stateless->skip({"CustomActions"});
    for (Cursor& rule : stateless->objects("StatelessRules")) {
      group.stateless.push_back(parse_stateless_rule(rule));
    }
  }
  std::stable_sort(
      group.stateless.begin(), group.stateless.end(),
      [](const auto& one, const auto& other) { return one.priority < other.priority; });
}

}  // namespace

bool FirewallGroupReference::is_managed() const {
  return arn.find(":aws-managed:") != std::string::npos;
}

NetworkFirewall NetworkFirewall::parse(Cursor& in) {
  NetworkFirewall firewall;
  fill_common(firewall, in);
  in.skip({"UpdateToken"});
  if (auto self = in.object("Firewall")) {
    firewall.source = self->source();
    firewall.arn = self->text("FirewallArn");
    firewall.name = self->text_or("FirewallName", "");
    firewall.policy_arn = self->text("FirewallPolicyArn");
    firewall.vpc_id = VpcId(self->text_or("VpcId", ""));
    self->skip_all();
  }
  if (auto status = in.object("FirewallStatus")) {
    firewall.status = status->text_or("Status", "");
    firewall.sync = status->text_or("ConfigurationSyncStateSummary", "");
    parse_endpoints(*status, firewall);
    status->skip({"CapacityUsageSummary", "TransitGatewayAttachmentSyncState"});
  }
  return firewall;
}

FirewallPolicy FirewallPolicy::parse(Cursor& in) {
  FirewallPolicy policy;
  fill_common(policy, in);
  in.skip({"UpdateToken"});
  if (auto response = in.object(kSnapshotKey)) {
    policy.arn = response->text("FirewallPolicyArn");
    response->skip_all();
  }
  auto body = in.object("FirewallPolicy");
  if (!body) {
    in.problem("", "expected the key `FirewallPolicy` beside `FirewallPolicyResponse`");
    return policy;
  }
  policy.defaults = body->source();
  policy.stateless = parse_references(*body, "StatelessRuleGroupReferences");
  policy.stateless_default = body->texts("StatelessDefaultActions");
  policy.stateful = parse_references(*body, "StatefulRuleGroupReferences");
  policy.stateful_default = body->texts("StatefulDefaultActions");
  if (auto options = body->object("StatefulEngineOptions")) {
    policy.strict_order = options->text_or("RuleOrder", "") == "STRICT_ORDER";
    policy.stream_exception = options->text_or("StreamExceptionPolicy", "");
    options->skip({"FlowTimeouts"});
  }
  policy.inspects_tls = !body->text_or("TLSInspectionConfigurationArn", "").empty();
  if (auto variables = body->object("PolicyVariables")) {
    policy.variables = parse_sets(*variables, "RuleVariables");
  }
  body->skip({"StatelessFragmentDefaultActions", "StatelessCustomActions",
              "EnableTLSSessionHolding"});
  return policy;
}

FirewallRuleGroup FirewallRuleGroup::parse(Cursor& in) {
  FirewallRuleGroup group;
  fill_common(group, in);
  in.skip({"UpdateToken"});
  if (auto response = in.object(kSnapshotKey)) {
    group.arn = response->text("RuleGroupArn");
    group.name = response->text_or("RuleGroupName", "");
    response->skip_all();
  }
  auto body = in.object("RuleGroup");
  if (!body) return group;
  body->skip({"StatefulRuleOptions", "ReferenceSets", "SummaryConfiguration"});
  if (auto variables = body->object("RuleVariables")) {
    group.ip_sets = parse_sets(*variables, "IPSets");
    group.port_sets = parse_sets(*variables, "PortSets");
  }
  if (auto rules = body->object("RulesSource")) parse_rules(*rules, group);
  return group;
}

}  // namespace pullproof::aws
