#include "solver/judge.h"

#include <deque>

#include <gtest/gtest.h>

#include "tests/support/tiny_leg.h"

namespace pullproof::solver::judge_test {
namespace {

using model::Verdict;
using support::gate_of;
using support::kTinyAddress;
using support::kTinyPort;
using support::port_between;
using support::then_gates;
using support::tiny_leg;
using Texts = std::vector<std::string>;

/// A task and the reports of its legs, one after the other.
class Case {
 public:
  explicit Case(std::size_t placements = 1) {
    for (std::size_t i = 0; i < placements; ++i) {
      model::SourceInterface source;
      source.placement.subnet = "subnet-" + std::to_string(i + 1);
      task.sources.push_back(source);
    }
    task.service = "web";
    task.service_arn = "arn:service/web";
    task.task_definition_arn = "arn:task-definition/web:1";
    task.fargate = true;
  }

  /// One gate behind each placement's mark.
  void add_leg(const std::vector<gates::Gate>& gate_of_placement,
               model::Stage stage = model::Stage::Token) {
    model::Leg leg = tiny_leg(gate_of_placement.size());
    leg.stage = stage;
    // The source address of a task is one for all of its legs: the port stands for it.
    leg.sources.assign(gate_of_placement.size(), kTinyPort);
    for (std::size_t i = 0; i < gate_of_placement.size(); ++i) {
      then_gates(leg, i + 1, {gate_of_placement[i]});
    }
    Session session(50'000'000);
    reports_.push_back(describe(leg, prove(leg, session)));
    plans_.emplace_back();
    plans_.back().stage = stage;
  }

  [[nodiscard]] model::TaskVerdict verdict() const {
    std::vector<JudgedLeg> legs;
    for (std::size_t i = 0; i < plans_.size(); ++i) {
      legs.push_back({.plan = &plans_[i], .report = &reports_[i]});
    }
    Session session(50'000'000);
    return judge(task, legs, session);
  }

  model::Task task;

 private:
  std::deque<model::LegPlan> plans_;
  std::deque<LegReport> reports_;
};

const gates::Gate kOpen = gate_of("OPEN", Predicate::always());
const gates::Gate kClosed = gate_of("CLOSED", Predicate::never());
const gates::Gate kAsked =
    gate_of("ASKED", Predicate::unknown(support::tiny_question("call")));

gates::Gate ports(Number first, Number last) {
  return gate_of("PORTS", port_between(first, last));
}

TEST(Judge, SaysPullsWhereEveryLegIsProved) {
  Case all;
  all.add_leg({kOpen});
  all.add_leg({kOpen});
  const auto verdict = all.verdict();
  EXPECT_EQ(verdict.verdict, Verdict::Pulls);
  EXPECT_TRUE(verdict.findings.empty());
  EXPECT_TRUE(verdict.missing.empty());
}

TEST(Judge, SaysFailsWhereOneLegFailsInEveryPlacement) {
  Case all(2);
  all.add_leg({kOpen, kOpen});
  all.add_leg({kClosed, kClosed});
  EXPECT_EQ(all.verdict().verdict, Verdict::Fails);
}

// A pull that fails for certain fails whatever the answers to its questions are.
TEST(Judge, SaysFailsInSpiteOfOpenQuestions) {
  Case all;
  all.add_leg({kAsked});
  all.add_leg({kClosed});
  EXPECT_EQ(all.verdict().verdict, Verdict::Fails);
  EXPECT_TRUE(all.verdict().missing.empty());
}

TEST(Judge, SaysIntermittentWherePlacementsDiffer) {
  Case all(2);
  all.add_leg({kClosed, kOpen});
  const auto verdict = all.verdict();
  EXPECT_EQ(verdict.verdict, Verdict::Intermittent);
  ASSERT_EQ(verdict.passing_choice.size(), 1U);
  EXPECT_EQ(verdict.passing_choice[0].second, "subnet-2");
}

TEST(Judge, SaysIntermittentWhereSomeChoicesAreRefused) {
  Case all;
  all.add_leg({ports(0, 4)});
  const auto verdict = all.verdict();
  EXPECT_EQ(verdict.verdict, Verdict::Intermittent);
  ASSERT_EQ(verdict.passing_choice.size(), 2U);
  EXPECT_EQ(verdict.passing_choice[0].second, "subnet-1");
  EXPECT_EQ(verdict.passing_choice[1].first, "source port");
}

// Each leg passes by itself, but the task has one source for both.
TEST(Judge, SaysFailsWhereLegsRefuseEveryChoiceJointly) {
  Case all;
  all.add_leg({ports(0, 4)});
  all.add_leg({ports(5, 9)});
  EXPECT_EQ(all.verdict().verdict, Verdict::Fails);
  Case some;
  some.add_leg({ports(0, 4)});
  some.add_leg({ports(4, 9)});
  EXPECT_EQ(some.verdict().verdict, Verdict::Intermittent);
}

TEST(Judge, SaysUnknownAndWhatWouldSettleIt) {
  Case all;
  all.add_leg({kOpen});
  all.add_leg({kAsked});
  const auto verdict = all.verdict();
  EXPECT_EQ(verdict.verdict, Verdict::Unknown);
  ASSERT_EQ(verdict.missing.size(), 1U);
  EXPECT_EQ(verdict.missing[0].call, "call");
}

TEST(Judge, NeverSaysPullsWhileSomethingOfTheTaskIsMissing) {
  Case all;
  all.add_leg({kOpen});
  all.task.missing = {support::tiny_question("ecs-describe-task-definition/web:1")};
  const auto verdict = all.verdict();
  EXPECT_EQ(verdict.verdict, Verdict::Unknown);
  EXPECT_EQ(verdict.missing, all.task.missing);
}

// A refused placement that may never be used proves nothing.
TEST(Judge, SaysUnknownWhereNobodyKnowsWhichPlacementsAreUsed) {
  Case all(2);
  all.add_leg({kClosed, kOpen});
  all.task.placement_question = support::tiny_question("constraints");
  EXPECT_EQ(all.verdict().verdict, Verdict::Unknown);
  Case closed(2);
  closed.add_leg({kClosed, kClosed});
  closed.task.placement_question = support::tiny_question("constraints");
  EXPECT_EQ(closed.verdict().verdict, Verdict::Fails);
}

TEST(Judge, SaysIntermittentWhereEveryPlacementThatMayBeUsedIsRefusedInPart) {
  Case all(2);
  all.add_leg({kClosed, ports(0, 4)});
  all.task.placement_question = support::tiny_question("constraints");
  EXPECT_EQ(all.verdict().verdict, Verdict::Intermittent);
  Case maybe(2);
  maybe.add_leg({kOpen, ports(0, 4)});
  maybe.task.placement_question = support::tiny_question("constraints");
  EXPECT_EQ(maybe.verdict().verdict, Verdict::Unknown);
}

TEST(Judge, LetsALegThatIsTheSameEverywhereCountEverywhere) {
  Case all(2);
  all.add_leg({kClosed}, model::Stage::Role);
  all.add_leg({kOpen, kOpen});
  EXPECT_EQ(all.verdict().verdict, Verdict::Fails);
}

TEST(Judge, TellsTheSameBlockerOnce) {
  Case all(2);
  all.add_leg({kClosed, kClosed}, model::Stage::Token);
  all.add_leg({kClosed, kClosed}, model::Stage::Manifest);
  const auto findings = all.verdict().findings;
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].stage, model::Stage::Token);
  EXPECT_EQ(findings[0].also_stages, std::set<model::Stage>{model::Stage::Manifest});
  EXPECT_EQ(findings[0].placements.size(), 2U);
}

TEST(Judge, BlamesTheTaskByItsOwnName) {
  Case all;
  gates::Gate gate = kClosed;
  gate.lets_through = Predicate::because(
      gates::fact_about(std::string(model::kServiceFact), {}, "assignPublicIp"),
      Predicate::never());
  all.add_leg({gate});
  EXPECT_EQ(all.verdict().findings.at(0).blame, Texts{"arn:service/web"});
}

TEST(Judge, GathersAssumptionsOfTheTaskAndItsLegs) {
  Case all;
  gates::Gate gate = kOpen;
  gate.assumptions = {{.name = "call", .value = "refuses nothing"}};
  all.add_leg({gate});
  all.task.assumptions = {{.name = "capacity-provider", .value = "like now"}};
  EXPECT_EQ(all.verdict().assumptions.size(), 2U);
}

}  // namespace
}  // namespace pullproof::solver::judge_test
