#include "model/changes/edit_reader.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::changes::edit_reader_test {
namespace {

using nlohmann::json;

Problem first_problem(const json& document) {
  const auto read = read_edits(document, "edits.json");
  return read.ok() ? Problem{} : read.problems().front();
}

TEST(EditReader, ReadsEachKindOfEdit) {
  const auto read = read_edits(
      {{"edits", json::array({{{"resource", "rtb-1"}, {"patch", json::array()}},
                              {{"delete", "nat-1"}, {"region", "eu-central-1"}},
                              {{"add",
                                {{"type", "VpcEndpoint"},
                                 {"name", "n"},
                                 {"value", json::object()}}}}})}},
      "edits.json");
  ASSERT_TRUE(read.ok());
  const auto& edits = read.value().edits;
  ASSERT_EQ(edits.size(), 3U);
  EXPECT_EQ(edits[0].kind, Edit::Kind::Patch);
  EXPECT_EQ(edits[0].origin, "edits[0]: patch rtb-1");
  EXPECT_EQ(edits[1].kind, Edit::Kind::Delete);
  EXPECT_EQ(edits[1].scope.region, "eu-central-1");
  EXPECT_EQ(edits[2].kind, Edit::Kind::Add);
  EXPECT_EQ(edits[2].type, "VpcEndpoint");
  EXPECT_EQ(edits[2].parameter, "n");
  EXPECT_EQ(edits[2].source.pointer, "/edits/2/add/value");
}

TEST(EditReader, TellsEveryProblemWithItsPlace) {
  const auto read = read_edits(
      {{"edits", json::array({{{"delte", "nat-1"}},
                              {{"delete", 1}},
                              {{"add", {{"type", "VpcEndpont"}, {"value", {}}}}},
                              {{"resource", "rtb-1"}, {"patch", "x"}}})}},
      "edits.json");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.problems()[0].pointer, "/edits/0");
  EXPECT_EQ(read.problems()[1], (Problem{"edits.json", "/edits/1/delete",
                                         "expected a string, found a number"}));
  EXPECT_EQ(read.problems()[2].pointer, "/edits/2/add");
  EXPECT_EQ(read.problems()[3].pointer, "/edits/3");
}

TEST(EditReader, NamesTheNearestTypeAndMember) {
  const json unknown = {
      {"edits",
       json::array({{{"add", {{"type", "VpcEndpont"}, {"value", json::object()}}}}})}};
  EXPECT_EQ(first_problem(unknown).message,
            "no type is called `VpcEndpont`; did you mean `VpcEndpoint`?");
  EXPECT_EQ(first_problem({{"edits", json::array()}, {"edit", 1}}).message,
            "`edit` is no member here; did you mean `edits`?");
  EXPECT_EQ(first_problem(json::array()).message,
            "expected an object with the list `edits`");
}

}  // namespace
}  // namespace pullproof::changes::edit_reader_test
