#include "model/import_legs.h"

#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "model/gates/resource_policy.h"
#include "model/leg_parts.h"

namespace pullproof::model {
namespace {

constexpr const char* kCreate = "ecr:CreateRepository";
constexpr const char* kImport = "ecr:BatchImportUpstreamImage";

Unknown foreign_question(const gates::Import& import) {
  return {.call = "",
          .why = fmt::format("what the pull-through cache rule `{}` imports for a role "
                             "of another account is not modelled",
                             import.rule->prefix)};
}

/// Layers that other images of the repository have need not be brought.
void doubt_need(Leg& leg, const gates::Import& import) {
  const Predicate doubt = Predicate::unknown(
      {.call = "",
       .why = fmt::format("whether the repository has all layers of what the "
                          "pull-through cache rule `{}` imports is not known",
                          import.rule->prefix)});
  for (Hop& hop : leg.graph.hops()) {
    for (gates::Gate& gate : hop.gates) {
      if (gate.lets_through.as_constant() == Truth::Yes) continue;
      gate.lets_through = Predicate::any_of({std::move(gate.lets_through), doubt});
    }
  }
}

}  // namespace

std::size_t add_import(Leg& leg, std::size_t last, const gates::Import& import,
                       const Ingredients& with, std::size_t placement,
                       gates::RequestPlace pull, const PathFacts& facts) {
  if (gates::is_cross_account(pull.request)) {
    return leg.graph.then(
        last, undecided_hop("request", foreign_question(import), with.scope));
  }
  if (import.creates_repository) {
    pull.request.action = kCreate;
    last = add_role_request(leg, last, with, placement, pull, facts);
  }
  pull.request.action = kImport;
  return add_role_request(leg, last, with, placement, std::move(pull), facts);
}

void explain_import(Leg& leg, const gates::Import& import) {
  const auto& rule = *import.rule;
  for (Hop& hop : leg.graph.hops()) {
    const auto* place = std::get_if<gates::RequestPlace>(&hop.place);
    if (place == nullptr) continue;
    const std::string& action = place->request.action;
    if (action != kCreate && action != kImport) continue;
    const FactRef reason = gates::fact_of(
        rule, "", fmt::format("what it imports for a pull takes {}", action));
    for (gates::Gate& gate : hop.gates) {
      if (gate.lets_through.as_constant() == Truth::Yes) continue;
      gate.message += fmt::format(
          "; the first pull through the cache rule `{}` {}", rule.prefix,
          action == kCreate ? "creates the repository" : "imports the image");
      gate.lets_through = Predicate::because(reason, std::move(gate.lets_through));
    }
  }
}

Leg build_upstream(const Ingredients& with, const gates::Import& import) {
  const std::string& host = import.rule->upstream_url;
  Leg leg = new_leg(Stage::Layers, "upstream", host, with.sources);
  for (std::size_t i = 0; i < with.sources.size(); ++i) {
    const SourceInterface& source = with.sources[i];
    if (source.is_ipv6_only()) {
      leg.graph.then(0,
                     undecided_hop("registry", other_names_question(host), with.scope),
                     Predicate::in_set(leg.placement, IntervalSet::single(Number{i})));
      continue;
    }
    add_connection(leg, *with.context, i, source, os_of(with, i),
                   {.host = host, .service = ""},
                   [](std::size_t /*last*/, const PathFacts& /*facts*/) {});
  }
  fill_gates_for_other_names(leg, *with.context);
  if (import.may_have_layers) doubt_need(leg, import);
  return leg;
}

}  // namespace pullproof::model
