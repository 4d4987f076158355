#include "solver/choices.h"

#include <gtest/gtest.h>

namespace pullproof::solver::choices_test {
namespace {

class FillKeys : public ::testing::Test {
 protected:
  FieldId class_field(std::size_t last) {
    return fields.add({.name = "k",
                       .kind = Field::Kind::Class,
                       .domain = IntervalSet::range(0, last),
                       .text_domain = {}});
  }
  FieldId text_field() {
    return fields.add({.name = "k",
                       .kind = Field::Kind::Text,
                       .domain = {},
                       .text_domain = Glob::like("*")});
  }
  /// The values of the key once it is filled; none if it is not in the request.
  std::vector<std::string> filled(gates::ContextValue value) {
    gates::Request request;
    request.context.emplace("k", std::move(value));
    fill_keys(request, fields, choice);
    const auto* fixed = std::get_if<gates::FixedKey>(&request.context.at("k"));
    return fixed == nullptr ? std::vector<std::string>() : fixed->values;
  }

  using Texts = std::vector<std::string>;
  Fields fields;
  Choice choice;
};

TEST_F(FillKeys, GivesAClassItsWitness) {
  const gates::ClassKey key{class_field(2), {"a", "b"}};
  choice.values = {Number{2}};
  EXPECT_EQ(filled(key), Texts{"b"});
  choice.values = {Number{0}};
  EXPECT_EQ(filled(key), Texts{});
}

TEST_F(FillKeys, GivesASetTheMembersThatWereChosen) {
  const gates::ClassSetKey key{{class_field(1), class_field(1)}, {"a", "b"}};
  choice.values = {Number{1}, Number{1}};
  EXPECT_EQ(filled(key), (Texts{"a", "b"}));
  choice.values = {Number{0}, Number{1}};
  EXPECT_EQ(filled(key), Texts{"b"});
  choice.values = {Number{0}, Number{0}};
  EXPECT_EQ(filled(key), Texts{});
}

TEST_F(FillKeys, GivesATextOnlyWhereItIsPresent) {
  gates::TextKey key{.field = text_field()};
  key.presence = class_field(1);
  choice.values = {std::string("red"), Number{1}};
  EXPECT_EQ(filled(key), Texts{"red"});
  choice.values = {std::string("red"), Number{0}};
  EXPECT_EQ(filled(key), Texts{});
}

TEST_F(FillKeys, GivesEachTextOfASetOnce) {
  gates::TextSetKey key;
  for (int i = 0; i < 2; ++i) {
    gates::TextKey member{.field = text_field()};
    member.presence = class_field(1);
    key.members.push_back(member);
  }
  choice.values = {std::string("red"), Number{1}, std::string("red"), Number{1}};
  EXPECT_EQ(filled(key), Texts{"red"});
}

TEST_F(FillKeys, TakesTheFirstOfTheDomainWhereTheChoiceDoesNotSay) {
  EXPECT_EQ(filled(gates::ClassKey{class_field(1), {"a"}}), Texts{});
}

TEST_F(FillKeys, LeavesWhatIsNotLeftToChoice) {
  EXPECT_EQ(filled(gates::FixedKey{.values = {"x"}}), Texts{"x"});
}

}  // namespace
}  // namespace pullproof::solver::choices_test
