#include "model/core/predicate.h"

#include <gtest/gtest.h>

#include "model/core/ensure.h"

namespace pullproof::predicate_test {
namespace {

using Kind = Predicate::Kind;

constexpr FieldId kPort{0};
constexpr FieldId kKey{1};
constexpr FieldId kUnset{2};
constexpr FieldId kMissing{99};

Unknown question() { return {.call = "ec2-describe-vpcs", .why = "no file"}; }

Choice some_choice() {
  Choice choice;
  choice.values = {Number{443}, std::string("layer/abc"), std::monostate{}};
  return choice;
}

FactRef fact(std::string id, std::string pointer = "") {
  return std::make_shared<const Fact>(Fact{.id = std::move(id),
                                           .file = "f.json",
                                           .pointer = std::move(pointer),
                                           .note = ""});
}

Predicate port_is(Number port) {
  return Predicate::in_set(kPort, IntervalSet::single(port));
}
Predicate right() { return port_is(443); }
Predicate wrong() { return port_is(80); }
Predicate open_question() { return Predicate::unknown(question()); }

/// `part` rests on a fact of that id.
Predicate on(const std::string& id, Predicate part) {
  return Predicate::because(fact(id), std::move(part));
}

std::vector<std::string> blamed(const Predicate& predicate) {
  std::vector<std::string> ids;
  for (const FactRef& one : blame(predicate, some_choice())) ids.push_back(one->id);
  return ids;
}

using Ids = std::vector<std::string>;

TEST(Predicate, FoldsBareConstantsAsItIsBuilt) {
  EXPECT_EQ(Predicate::all_of({}).as_constant(), Truth::Yes);
  EXPECT_EQ(Predicate::any_of({}).as_constant(), Truth::No);
  EXPECT_EQ(Predicate::all_of({right(), Predicate::never()}).node().kind,
            Kind::Constant);
  EXPECT_EQ(Predicate::any_of({right(), Predicate::always()}).node().kind,
            Kind::Constant);
  EXPECT_EQ(Predicate::all_of({right(), Predicate::always()}).node().kind, Kind::InSet);
  EXPECT_EQ(Predicate::any_of({Predicate::never(), right()}).node().kind, Kind::InSet);
  EXPECT_EQ(Predicate::negation(Predicate::never()).as_constant(), Truth::Yes);
}

TEST(Predicate, DropsDoubleNegation) {
  EXPECT_EQ(Predicate::negation(Predicate::negation(right())).node().kind, Kind::InSet);
}

TEST(Predicate, FlattensPartsOfItsOwnKindOnly) {
  const Predicate inner = Predicate::all_of({right(), wrong()});
  EXPECT_EQ(Predicate::all_of({inner, open_question()}).node().parts.size(), 3U);
  EXPECT_EQ(Predicate::any_of({inner, open_question()}).node().parts.size(), 2U);
}

TEST(Predicate, IsNeverWhenASetIsEmptyAndAlwaysWhenAPatternIsAStar) {
  EXPECT_EQ(Predicate::in_set(kPort, {}).as_constant(), Truth::No);
  EXPECT_EQ(Predicate::matches(kKey, Glob::like("*")).as_constant(), Truth::Yes);
  EXPECT_EQ(Predicate::matches(kKey, Glob::arn("*")).as_constant(), Truth::Unknown);
}

TEST(Predicate, KeepsFactsAroundConstants) {
  const Predicate refused =
      Predicate::all_of({on("a", Predicate::always()), on("b", Predicate::never())});
  EXPECT_EQ(refused.node().parts.size(), 2U);
  EXPECT_EQ(refused.as_constant(), Truth::No);
  EXPECT_EQ(blamed(refused), Ids{"b"});
}

TEST(Predicate, IsNoConstantWhileAnAtomIsOpen) {
  EXPECT_EQ(right().as_constant(), Truth::Unknown);
  EXPECT_EQ(on("a", open_question()).as_constant(), Truth::Unknown);
  EXPECT_EQ(Predicate::any_of({right(), on("a", Predicate::always())}).as_constant(),
            Truth::Yes);
}

TEST(Predicate, RestsOnAFactThatExists) {
  EXPECT_THROW(static_cast<void>(Predicate::because(nullptr, right())),
               BrokenInvariant);
}

TEST(Evaluate, AsksTheAtomsForTheirFields) {
  const Choice choice = some_choice();
  EXPECT_EQ(evaluate(right(), choice), Truth::Yes);
  EXPECT_EQ(evaluate(wrong(), choice), Truth::No);
  EXPECT_EQ(evaluate(Predicate::matches(kKey, Glob::like("layer/*")), choice),
            Truth::Yes);
  EXPECT_EQ(evaluate(Predicate::matches(kKey, Glob::like("manifest/*")), choice),
            Truth::No);
}

TEST(Evaluate, LeavesAtomsOpenWhoseFieldHasNoValue) {
  const IntervalSet set = IntervalSet::single(1);
  EXPECT_EQ(evaluate(Predicate::in_set(kUnset, set), some_choice()), Truth::Unknown);
  EXPECT_EQ(evaluate(Predicate::in_set(kMissing, set), some_choice()), Truth::Unknown);
}

TEST(Evaluate, RefusesAFieldOfTheOtherType) {
  const Predicate predicate = Predicate::in_set(kKey, IntervalSet::single(1));
  EXPECT_THROW(static_cast<void>(evaluate(predicate, some_choice())), BrokenInvariant);
}

TEST(Evaluate, UsesTheAnswersThatTheChoiceGives) {
  Choice choice = some_choice();
  EXPECT_EQ(evaluate(open_question(), choice), Truth::Unknown);
  choice.answers[question()] = false;
  EXPECT_EQ(evaluate(open_question(), choice), Truth::No);
}

TEST(Evaluate, FollowsKleenesTables) {
  const Choice choice = some_choice();
  const auto all = [&](Predicate left, Predicate other) {
    return evaluate(Predicate::all_of({std::move(left), std::move(other)}), choice);
  };
  const auto any = [&](Predicate left, Predicate other) {
    return evaluate(Predicate::any_of({std::move(left), std::move(other)}), choice);
  };
  EXPECT_EQ(all(open_question(), wrong()), Truth::No);
  EXPECT_EQ(all(open_question(), right()), Truth::Unknown);
  EXPECT_EQ(any(open_question(), right()), Truth::Yes);
  EXPECT_EQ(any(open_question(), wrong()), Truth::Unknown);
  EXPECT_EQ(evaluate(Predicate::negation(open_question()), choice), Truth::Unknown);
}

TEST(Fold, DecidesNumbersByTheirDomain) {
  Domains domains;
  domains.numbers[kPort] = IntervalSet::range(400, 500);
  const auto folded = [&domains](Number first, Number last) {
    return fold(Predicate::in_set(kPort, IntervalSet::range(first, last)), domains)
        .as_constant();
  };
  EXPECT_EQ(folded(300, 600), Truth::Yes);
  EXPECT_EQ(folded(600, 700), Truth::No);
  EXPECT_EQ(folded(443, 443), Truth::Unknown);
}

TEST(Fold, DecidesTextsByTheirDomain) {
  Domains domains;
  domains.texts[kKey] = Glob::like("layers/*");
  const auto folded = [&domains](std::string_view pattern) {
    return fold(Predicate::matches(kKey, Glob::like(pattern)), domains).as_constant();
  };
  EXPECT_EQ(folded("l*s/*"), Truth::Yes);
  EXPECT_EQ(folded("manifests/*"), Truth::No);
  EXPECT_EQ(folded("layers/a*"), Truth::Unknown);
}

TEST(Fold, LeavesAloneWhatHasNoDomain) {
  EXPECT_EQ(fold(right(), {}).node().kind, Kind::InSet);
  EXPECT_EQ(fold(open_question(), {}).node().kind, Kind::Unknown);
}

TEST(Fold, TakesNothingFromAnEmptyDomainAsAllowed) {
  Domains domains;
  domains.numbers[kPort] = IntervalSet();
  EXPECT_EQ(fold(right(), domains).as_constant(), Truth::No);
}

TEST(Fold, KeepsTheFactsOfWhatItDecides) {
  Domains domains;
  domains.numbers[kPort] = IntervalSet::single(443);
  const Predicate folded =
      fold(Predicate::all_of({on("a", wrong()), on("b", right())}), domains);
  EXPECT_EQ(folded.as_constant(), Truth::No);
  EXPECT_EQ(blamed(folded), Ids{"a"});
}

TEST(Blame, NamesTheOneFactThatRefuses) {
  EXPECT_EQ(blamed(Predicate::all_of({on("a", right()), on("b", wrong())})), Ids{"b"});
}

TEST(Blame, NamesEveryAlternativeThatDoesNotAllow) {
  EXPECT_EQ(blamed(Predicate::any_of({on("a", wrong()), on("b", wrong())})),
            (Ids{"a", "b"}));
}

TEST(Blame, NamesADenyThatMatches) {
  const Predicate denied = Predicate::all_of(
      {on("allow", right()), Predicate::negation(on("deny", right()))});
  EXPECT_EQ(blamed(denied), Ids{"deny"});
}

TEST(Blame, IsEmptyWhenNoFactIsNeeded) {
  EXPECT_EQ(blamed(wrong()), Ids{});
  EXPECT_EQ(blamed(Predicate::all_of({on("a", wrong()), wrong()})), Ids{});
}

TEST(Blame, NamesTheOuterFactAndTheInnerOne) {
  EXPECT_EQ(blamed(on("role", on("statement", wrong()))), (Ids{"role", "statement"}));
}

TEST(Blame, PrefersTheSmallerOfTwoReasons) {
  const Predicate two = Predicate::any_of({on("a", wrong()), on("b", wrong())});
  EXPECT_EQ(blamed(Predicate::all_of({two, on("c", wrong())})), Ids{"c"});
}

TEST(Blame, CountsAnIdThatOccursTwiceOnce) {
  // Alone each reason looks best with "a" or "b"; together "c" alone is enough.
  const auto pair = [](const std::string& left) {
    return Predicate::all_of({on(left, wrong()), on("c", wrong())});
  };
  EXPECT_EQ(blamed(Predicate::any_of({pair("a"), pair("b")})), Ids{"c"});
}

TEST(Blame, KeepsEveryPointerOfAnIdThatTakesPart) {
  const Predicate predicate =
      Predicate::any_of({Predicate::because(fact("acl", "/1"), wrong()),
                         Predicate::because(fact("acl", "/2"), wrong()),
                         Predicate::because(fact("acl", "/1"), wrong())});
  const auto facts = blame(predicate, some_choice());
  ASSERT_EQ(facts.size(), 2U);
  EXPECT_EQ(facts[0]->pointer, "/1");
  EXPECT_EQ(facts[1]->pointer, "/2");
}

TEST(Blame, LeavesOutPointersThatTakeNoPart) {
  const Predicate predicate =
      Predicate::all_of({Predicate::because(fact("acl", "/1"), right()),
                         Predicate::because(fact("acl", "/2"), wrong())});
  const auto facts = blame(predicate, some_choice());
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0]->pointer, "/2");
}

TEST(Blame, KeepsOnePointerOfAnIdThatRefusesTwice) {
  const Predicate predicate =
      Predicate::all_of({Predicate::because(fact("acl", "/1"), wrong()),
                         Predicate::because(fact("acl", "/2"), wrong())});
  const auto facts = blame(predicate, some_choice());
  ASSERT_EQ(facts.size(), 1U);
  EXPECT_EQ(facts[0]->pointer, "/1");
}

/// Each of `count` facts, named after `letter`, refuses.
std::vector<Predicate> refusals(char letter, int count) {
  std::vector<Predicate> parts;
  parts.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i)
    parts.push_back(on(letter + std::to_string(i), wrong()));
  return parts;
}

TEST(Blame, FindsTheFewFactsThatServeManyAlternatives) {
  std::vector<Predicate> pairs;
  pairs.reserve(300);
  for (int i = 0; i < 300; ++i)
    pairs.push_back(Predicate::all_of({on("own" + std::to_string(i), wrong()),
                                       on("shared" + std::to_string(i % 7), wrong())}));
  EXPECT_EQ(blamed(Predicate::any_of(std::move(pairs))).size(), 7U);
}

TEST(Blame, PrefersTheSmallerReasonEvenIfItsFactsServeLess) {
  std::vector<Predicate> many = refusals('b', 20);
  for (Predicate& again : refusals('b', 20)) many.push_back(std::move(again));
  const Predicate few = Predicate::any_of(refusals('a', 10));
  EXPECT_EQ(blamed(Predicate::all_of({few, Predicate::any_of(many)})).size(), 10U);
}

TEST(Blame, SearchesWhereNoGuessIsBestHoweverManyFactsAreNeeded) {
  const auto thrice = [](const std::string& id) {
    return on(id, on(id, on(id, wrong())));
  };
  std::vector<Predicate> parts = refusals('n', 50);
  for (const std::string id : {"a", "b"})
    parts.push_back(Predicate::all_of({thrice(id), on("r", wrong())}));
  const Ids ids = blamed(Predicate::any_of(std::move(parts)));
  EXPECT_EQ(ids.size(), 51U);
  EXPECT_EQ(ids.back(), "r");
}

TEST(Blame, RefusesWhatIsNotRefused) {
  EXPECT_THROW(static_cast<void>(blame(right(), some_choice())), BrokenInvariant);
  EXPECT_THROW(static_cast<void>(blame(open_question(), some_choice())),
               BrokenInvariant);
}

TEST(Questions, AreFoundUnderEveryNode) {
  const Predicate predicate =
      on("a", Predicate::any_of({Predicate::negation(open_question()), right(),
                                 Predicate::unknown({.call = "", .why = "a proxy"})}));
  EXPECT_EQ(questions(predicate),
            (std::set<Unknown>{question(), {.call = "", .why = "a proxy"}}));
}

TEST(Fields, AreFoundUnderEveryNode) {
  const Predicate predicate =
      Predicate::all_of({on("a", Predicate::negation(right())),
                         Predicate::matches(kKey, Glob::like("a*")), open_question()});
  EXPECT_EQ(fields(predicate), (std::set<FieldId>{kPort, kKey}));
}

TEST(Choice, GivesOutWhatIsSetAndNothingElse) {
  const Choice choice = some_choice();
  EXPECT_TRUE(choice.number(kPort) == 443);
  EXPECT_EQ(choice.text(kKey), "layer/abc");
  EXPECT_THROW(static_cast<void>(choice.number(kUnset)), BrokenInvariant);
  EXPECT_THROW(static_cast<void>(choice.text(kMissing)), BrokenInvariant);
}

const Unknown kQuestion{.call = "call", .why = "why"};

TEST(Settled, AnswersQuestionsAgainstTheClaim) {
  const Predicate open = Predicate::unknown(kQuestion);
  EXPECT_EQ(settled(open, false).as_constant(), Truth::No);
  EXPECT_EQ(settled(open, true).as_constant(), Truth::Yes);
  // Under a negation the answer that stands in the way is the other one.
  EXPECT_EQ(settled(Predicate::negation(open), false).as_constant(), Truth::No);
  EXPECT_EQ(settled(Predicate::negation(open), true).as_constant(), Truth::Yes);
}

TEST(Settled, LeavesWhatIsNoQuestion) {
  const Predicate port =
      Predicate::in_set(FieldId{0}, IntervalSet::single(Number{443}));
  const Predicate mixed = Predicate::any_of({port, Predicate::unknown(kQuestion)});
  Choice choice;
  choice.values = {Number{443}};
  EXPECT_EQ(evaluate(settled(mixed, false), choice), Truth::Yes);
  choice.values = {Number{80}};
  EXPECT_EQ(evaluate(settled(mixed, false), choice), Truth::No);
}

}  // namespace
}  // namespace pullproof::predicate_test
