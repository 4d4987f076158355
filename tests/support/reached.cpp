#include "tests/support/reached.h"

#include <nlohmann/json.hpp>

#include "tests/support/network_account.h"

namespace pullproof::support {

Told ask(const nlohmann::json& bundle, const model::ReachQuestion& question,
         const std::set<std::string>& vouched) {
  const NetworkWorld world(bundle);
  gates::Context context = world.context();
  context.vouched = &vouched;
  solver::Session session(50'000'000);
  const auto answer = solver::reach(context, question, session);
  if (!answer.ok()) return {.why = answer.problems().front().message};
  const auto code = [](const solver::ReachDirection& direction) {
    return direction.blockers.empty() ? "" : direction.blockers.front().code;
  };
  Told told{.verdict = answer.value().verdict,
            .forward = code(answer.value().forward),
            .back = code(answer.value().back)};
  if (!answer.value().forward.blockers.empty()) {
    told.message = answer.value().forward.blockers.front().message;
  }
  told.assumptions = answer.value().assumptions;
  for (const auto& hop : answer.value().forward.path) told.path.push_back(hop.id);
  for (const auto& hop : answer.value().back.path) {
    if (hop.kind == "nat-gateway") told.nats_on_return.push_back(hop.id);
  }
  for (const auto* direction : {&answer.value().forward, &answer.value().back}) {
    if (told.why.empty() && !direction->missing.empty()) {
      told.why = direction->missing.begin()->why;
    }
  }
  return told;
}

}  // namespace pullproof::support
