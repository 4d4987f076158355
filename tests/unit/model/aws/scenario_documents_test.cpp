#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/aws/documents.h"
#include "tests/support/bundle.h"

namespace pullproof::aws::scenario_documents_test {
namespace {

using Json = nlohmann::json;
using pullproof::testing::TemporaryFolder;
using pullproof::testing::write_file;

constexpr const char* kBroken = R"({"base": "base",
  "patch": [{"op": "replace", "path": "/x.json/a", "value": 2}],
  "repair": {"patch": [{"op": "replace", "path": "/x.json/a", "value": 3}]},
  "wrong_repairs": [{"patch": [{"op": "replace", "path": "/x.json/a", "value": 4}]}]})";

class ScenarioTest : public ::testing::Test {
 protected:
  ScenarioTest() {
    scenario("base", "{}");
    write_file(folder_.path() / "base/snapshot.json", R"({"x.json": {"a": 1}})");
  }
  void scenario(const std::string& name, const std::string& text) {
    write_file(folder_.path() / name / "scenario.json", text);
  }
  /// The value of `a` in x.json, or the problem.
  std::string value(const std::string& name, const ScenarioState& state = {}) {
    std::string found = "nothing";
    const auto problems =
        visit_documents(folder_.at(name), state, {},
                        [&](const std::string& path, const Json& document) {
                          found = path + " " + document.at("a").dump();
                        });
    if (problems.empty()) return found;
    return problems[0].file + " " + problems[0].pointer + ": " + problems[0].message;
  }

  TemporaryFolder folder_;
};

TEST_F(ScenarioTest, OpensItsOwnSnapshot) { EXPECT_EQ(value("base"), "x.json 1"); }

TEST_F(ScenarioTest, OpensEachOfItsStates) {
  using Kind = ScenarioState::Kind;
  scenario("broken", kBroken);
  EXPECT_EQ(value("broken"), "x.json 2");
  EXPECT_EQ(value("broken/"), "x.json 2");
  EXPECT_EQ(value("broken", {.kind = Kind::Repaired}), "x.json 3");
  EXPECT_EQ(value("broken", {.kind = Kind::WrongRepair, .wrong_repair = 0}),
            "x.json 4");
  EXPECT_EQ(value("broken", {.kind = Kind::WrongRepair, .wrong_repair = 1}),
            "scenario.json /wrong_repairs/1: the scenario has no such repair");
  EXPECT_EQ(value("base", {.kind = Kind::Repaired}),
            "scenario.json /repair: the scenario has no such repair");
}

TEST_F(ScenarioTest, StandsOnAChainOfBases) {
  scenario("broken", kBroken);
  scenario("twice", R"({"base": "broken",
    "patch": [{"op": "test", "path": "/x.json/a", "value": 2},
              {"op": "replace", "path": "/x.json/a", "value": 5}]})");
  EXPECT_EQ(value("twice"), "x.json 5");
}

TEST_F(ScenarioTest, NamesTheOperationThatFails) {
  scenario("bad", R"({"base": "base", "patch": [
    {"op": "test", "path": "/x.json/a", "value": 1},
    {"op": "test", "path": "/x.json/a", "value": 9}]})");
  EXPECT_EQ(value("bad"), "scenario.json /patch/1: `test` failed: found `1`");
}

TEST_F(ScenarioTest, NamesTheBaseWhosePatchFails) {
  scenario("bad", R"({"base": "base", "patch": [{"op": "remove", "path": "/z"}]})");
  scenario("above", R"({"base": "bad"})");
  EXPECT_EQ(value("above").rfind("../bad/scenario.json /patch/0: ", 0), 0U);
}

TEST_F(ScenarioTest, RefusesACircle) {
  scenario("a", R"({"base": "b"})");
  scenario("b", R"({"base": "a"})");
  EXPECT_EQ(value("a"), "scenario.json /base: more than 8 bases, or a circle of them");
}

TEST_F(ScenarioTest, RefusesABaseThatIsNoSibling) {
  for (const char* base : {"\"../base\"", "\"/etc\"", "\"..\"", "\"\"", "7"}) {
    scenario("a", std::string(R"({"base": )") + base + "}");
    EXPECT_EQ(value("a"),
              "scenario.json /base: expected the name of a folder beside this one");
  }
}

TEST_F(ScenarioTest, SaysWhichFileIsMissingOrBroken) {
  scenario("a", R"({"base": "gone"})");
  EXPECT_EQ(value("a").rfind("../gone/scenario.json ", 0), 0U);
  scenario("b", "{}");
  EXPECT_EQ(value("b").rfind("snapshot.json ", 0), 0U);
  scenario("c", "[]");
  EXPECT_EQ(value("c"), "scenario.json : expected an object, found a list");
  scenario("d", R"({"base": "base", "patch": {}})");
  EXPECT_EQ(value("d"), "scenario.json /patch: expected a list of operations");
}

}  // namespace
}  // namespace pullproof::aws::scenario_documents_test
