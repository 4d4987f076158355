#include "tests/support/access.h"

#include "model/authorization.h"
#include "model/aws/snapshot.h"

namespace pullproof::support {

AccessTold ask_account(const nlohmann::json& bundle, const model::AccessQuestion& asked,
                       bool strict) {
  auto account = aws::Snapshot::from_bundle(bundle);
  if (!account.ok()) return {.decision = account.problems().front().message};
  const gates::Context context{.account = account.value(), .strict = strict};
  const auto access = model::account_access(context, asked);
  AccessTold told;
  if (!access.ok()) {
    for (const auto& problem : access.problems()) {
      told.problems.push_back(problem.message);
    }
    told.decision = told.problems.front();
    return told;
  }
  const auto& [request, layers, assumptions, documents, identity] = access.value();
  const model::Authorization answer = model::authorize(request, layers);
  told.decision = model::name_of(answer.decision);
  for (const model::Layer layer : answer.blocked_by) {
    told.blocked_by.emplace_back(model::name_of(layer));
  }
  if (answer.decision == model::Decision::Unknown) {
    for (const auto& open : model::open_questions(request, layers)) {
      told.calls.push_back(open.call);
    }
  }
  for (const auto& one : assumptions) told.assumptions.push_back(one.name);
  return told;
}

}  // namespace pullproof::support
