// What the prover says of a leg, the plain interpreter confirms: a proved placement
// survives a thousand random choices, and every refusal is one for the interpreter too.
#include <random>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "model/gates/image_index.h"
#include "model/legs.h"
#include "model/task.h"
#include "model/walk.h"
#include "solver/prove.h"
#include "tests/support/random_account.h"

namespace pullproof::solver::replay_test {
namespace {

/// A random value of the domain, its ends more often than not.
Number random_number(const IntervalSet& domain, std::mt19937_64& random) {
  const auto& intervals = domain.intervals();
  const Interval& interval = intervals[random() % intervals.size()];
  switch (random() % 4) {
    case 0:
      return interval.first;
    case 1:
      return interval.last;
    default:
      return interval.first + random() % (interval.last - interval.first + 1);
  }
}

Choice random_choice(const model::Leg& leg, std::mt19937_64& random) {
  Choice choice;
  for (const auto& field : leg.fields.all()) {
    if (field.kind == Field::Kind::Text) {
      std::string text;
      for (const auto& token : field.text_domain.tokens()) {
        if (token.kind == GlobToken::Kind::Character)
          text += static_cast<char>(token.character);
      }
      for (auto left = 1 + random() % 12; left > 0; --left) {
        text += static_cast<char>('a' + random() % 26);
      }
      choice.values.emplace_back(text);
    } else {
      choice.values.emplace_back(random_number(field.domain, random));
    }
  }
  return choice;
}

void expect_survival(const model::Leg& leg, const LegOutcome& outcome,
                     std::mt19937_64& random) {
  for (int i = 0; i < 1000; ++i) {
    const Choice choice = random_choice(leg, random);
    const auto placement = static_cast<std::size_t>(choice.number(leg.placement));
    const auto walk = model::walk(leg, choice);
    if (walk.outcome == model::Walk::Outcome::Nowhere) continue;
    const Status status = outcome.placements[placement].status;
    if (status == Status::Proved) {
      RC_ASSERT(walk.outcome == model::Walk::Outcome::Passed ||
                walk.outcome == model::Walk::Outcome::Undecided);
    }
    if (status == Status::Fails) {
      RC_ASSERT(walk.outcome == model::Walk::Outcome::Refused ||
                walk.outcome == model::Walk::Outcome::Undecided);
    }
  }
}

RC_GTEST_PROP(Replay, TheInterpreterConfirmsEveryProofAndEveryRefusal, ()) {
  const auto bundle = support::account_after(*support::random_edits(3));
  const auto account = aws::Snapshot::from_bundle(bundle);
  RC_ASSERT(account.ok());
  const aws::NetworkIndex network(account.value());
  const gates::ImageIndex images(account.value());
  const gates::Context context{
      .account = account.value(), .strict = false, .network = &network};
  std::mt19937_64 random(*rc::gen::arbitrary<unsigned>());
  Session session(50'000'000);
  for (const auto& task : model::select_tasks(account.value(), network, {})) {
    for (const auto& plan : model::plan_legs(task, context, images)) {
      const model::Leg leg = plan.build();
      const LegOutcome outcome = prove(leg, session);
      for (const auto& refusal : outcome.refusals) {
        const auto walk = model::walk(leg, refusal.choice);
        RC_ASSERT(walk.outcome != model::Walk::Outcome::Passed);
      }
      expect_survival(leg, outcome, random);
    }
  }
}

}  // namespace
}  // namespace pullproof::solver::replay_test
