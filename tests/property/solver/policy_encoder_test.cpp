// What the solver says of the requests that a policy allows, against the interpreter on
// each of them: many pairs of a random policy and a class of requests.
//
// 10,000 pairs; PULLPROOF_PAIRS says how many, and `./dev nightly` asks for a million.
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/authorization.h"
#include "model/request_space.h"
#include "solver/choices.h"
#include "solver/session.h"

namespace pullproof::solver::policy_encoder_test {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

class Random {
 public:
  explicit Random(std::uint32_t seed) : engine_(seed) {}

  std::size_t below(std::size_t count) { return engine_() % count; }
  bool once_in(std::size_t count) { return below(count) == 0; }
  std::string one_of(const Texts& texts) { return texts[below(texts.size())]; }
  Texts some_of(const Texts& texts) {
    Texts chosen = {one_of(texts)};
    while (once_in(2)) chosen.push_back(one_of(texts));
    return chosen;
  }

 private:
  std::mt19937 engine_;
};

const Texts kActions = {"s3:GetObject", "s3:Get*", "S3:*",      "*",
                        "s3:PutObject", "ecr:*",   "s3:get?b*", "e*:*"};
const Texts kResources = {"*",
                          "arn:aws:s3:::a/*",
                          "arn:aws:s3:::a/b",
                          "arn:aws:s3:::*/b",
                          "arn:aws:s3:::a*b*",
                          "arn:aws:s3:::?/*",
                          "arn:aws:ecr:*:111122223333:repository/*"};

json some_condition(Random& random) {
  const bool if_exists = random.once_in(3);
  const auto op = [&](const Texts& names) {
    return random.one_of(names) + (if_exists ? "IfExists" : "");
  };
  switch (random.below(8)) {
    case 0:
      return {{op({"StringEquals", "StringNotEquals", "StringLike", "StringNotLike"}),
               {{random.one_of({"aws:A", "aws:B"}),
                 random.some_of({"x", "y", "X", "x*", "*", "?"})}}}};
    case 1:
      return {{op({"ForAnyValue:StringLike", "ForAllValues:StringEquals",
                   "ForAnyValue:StringNotEquals", "ForAllValues:StringNotLike"}),
               {{"aws:Set", random.some_of({"x", "y", "x*"})}}}};
    case 2:
      return {{op({"NumericLessThan", "NumericGreaterThanEquals", "NumericNotEquals"}),
               {{"aws:Number", random.some_of({"-1", "1", "5", "5.5"})}}}};
    case 3:
      return {{op({"IpAddress", "NotIpAddress"}),
               {{"aws:SourceIp",
                 random.some_of({"10.0.0.0/8", "10.1.0.0/16", "2001:db8::/32"})}}}};
    case 4:
      return {{op({"DateLessThan", "DateGreaterThanEquals"}),
               {{"aws:CurrentTime", random.one_of({"2026-01-01", "2027-01-01"})}}}};
    case 5:
      return {{op({"ArnLike", "ArnNotEquals"}),
               {{"aws:SourceArn",
                 random.some_of({"arn:aws:sns:*:*:a", "arn:aws:s?s:eu:1:*"})}}}};
    case 6:
      return {
          {op({"Bool"}), {{"aws:SecureTransport", random.one_of({"true", "false"})}}}};
    default:
      return {{"Null",
               {{random.one_of({"aws:A", "aws:Number", "aws:SourceIp"}),
                 random.one_of({"true", "false"})}}}};
  }
}

json some_statement(Random& random) {
  json statement = {{"Effect", random.once_in(3) ? "Deny" : "Allow"}};
  statement[random.once_in(4) ? "NotAction" : "Action"] = random.some_of(kActions);
  statement[random.once_in(4) ? "NotResource" : "Resource"] =
      random.some_of(kResources);
  if (!random.once_in(3)) statement["Condition"] = some_condition(random);
  return statement;
}

aws::PolicyDocument some_policy(Random& random) {
  json statements = json::array();
  do {
    statements.push_back(some_statement(random));
  } while (!random.once_in(3));
  return aws::PolicyDocument::parse(
      {{"Version", "2012-10-17"}, {"Statement", std::move(statements)}},
      {"policy.json", ""}, false);
}

std::size_t wanted_pairs() {
  const char* text = std::getenv("PULLPROOF_PAIRS");
  return text == nullptr ? 10'000 : std::strtoul(text, nullptr, 10);
}

/// One request of the class, whatever the policy says of it.
Choice some_choice(Random& random, const Fields& fields) {
  Choice choice;
  for (const Field& field : fields.all()) {
    if (field.kind == Field::Kind::Text) {
      choice.values.emplace_back(
          random.one_of({"arn:aws:s3:::a/b", "arn:aws:s3:::a/c", "arn:aws:s3:::ab",
                         "arn:aws:ecr:eu:111122223333:repository/a", "x"}));
      continue;
    }
    const auto size = static_cast<std::size_t>(field.domain.size());
    choice.values.emplace_back(*field.domain.first() + Number{random.below(size)});
  }
  return choice;
}

class Pair {
 public:
  Pair(const aws::PolicyDocument& document, const model::RequestSpace& space,
       const gates::Request& request)
      : space_(space),
        request_(request),
        layers_{.identity = {{.document = &document}}} {}

  [[nodiscard]] Predicate formula() const {
    return model::lets_through(request_, layers_);
  }

  [[nodiscard]] bool is_allowed(const Choice& choice) const {
    gates::Request one = request_;
    fill_keys(one, space_.fields, choice);
    if (one.resource) {
      const auto at = static_cast<std::size_t>(space_.resource);
      const auto* text = std::get_if<std::string>(&choice.values.at(at));
      one.resource = text == nullptr ? std::string("x") : *text;
    }
    return model::authorize(one, layers_).decision == model::Decision::Allowed;
  }

 private:
  const model::RequestSpace& space_;
  const gates::Request& request_;
  model::Layers layers_;
};

TEST(PolicyEncoder, AgreesWithTheInterpreterOnRandomPolicies) {
  constexpr int kChoices = 8;
  Random random(20261126);
  Session session(50'000'000);
  const std::size_t wanted = wanted_pairs();
  std::size_t allowed = 0;
  for (std::size_t pairs = 0; pairs < wanted;) {
    const aws::PolicyDocument document = some_policy(random);
    const model::RequestSpace space = model::request_space({&document}, {});
    ASSERT_TRUE(space.exact);
    for (const auto& action : space.actions) {
      const gates::Request request = space.request(space.callers.front(), action);
      const Pair pair(document, space, request);
      const Predicate formula = pair.formula();
      ASSERT_TRUE(questions(formula).empty());
      const Reply reply = session.ask(space.fields, formula);
      ASSERT_NE(reply.answer, Answer::GaveUp);
      if (reply.answer == Answer::Sat) {
        ASSERT_TRUE(pair.is_allowed(reply.choice)) << "pair " << pairs;
        ++allowed;
      }
      for (int i = 0; i < kChoices; ++i) {
        const Choice choice = some_choice(random, space.fields);
        const bool decided = pair.is_allowed(choice);
        ASSERT_EQ(evaluate(formula, choice), decided ? Truth::Yes : Truth::No)
            << "pair " << pairs;
        ASSERT_TRUE(!decided || reply.answer == Answer::Sat) << "pair " << pairs;
      }
      ++pairs;
    }
  }
  EXPECT_GT(allowed, wanted / 10);
  EXPECT_LT(allowed, wanted);
}

}  // namespace
}  // namespace pullproof::solver::policy_encoder_test
