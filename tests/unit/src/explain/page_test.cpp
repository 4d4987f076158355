#include "src/explain/page.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace pullproof::cli::page_test {
namespace {

namespace fs = std::filesystem;

using Codes = std::set<std::string>;

fs::path in_source(const std::string& path) {
  return fs::path(PULLPROOF_SOURCE_DIR) / path;
}

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The codes that the scenario in the folder expects.
Codes expected_in(const fs::path& folder) {
  Codes codes;
  const auto scenario = nlohmann::json::parse(text_of(folder / "scenario.json"));
  for (const auto& service : scenario.value("expect", nlohmann::json::object())) {
    if (service.contains("code")) codes.insert(service.at("code").get<std::string>());
  }
  return codes;
}

Codes expected_somewhere() {
  Codes codes;
  for (const auto& entry : fs::directory_iterator(in_source("scenarios"))) {
    codes.merge(expected_in(entry.path()));
  }
  return codes;
}

/// `code = "A"`, `code = x ? "A" : "B"`, and codes that are handed to what makes a
/// gate. Those of presence_gate are put together there; scenarios expect all of them.
Codes codes_in(const std::string& text) {
  static const std::regex assigned(
      R"re((?:\bcode = |\b(?!presence_)(?:[a-z_]+_gate|refusal)\())re"
      R"re([^;"]*"([A-Z0-9_]+)"(?:\s*:\s*"([A-Z0-9_]+)")?)re");
  Codes codes;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), assigned);
       at != std::sregex_iterator(); ++at) {
    codes.insert((*at)[1].str());
    if ((*at)[2].matched) codes.insert((*at)[2].str());
  }
  return codes;
}

Codes codes_of_the_model() {
  Codes codes;
  for (const auto& entry : fs::recursive_directory_iterator(in_source("model"))) {
    if (entry.path().extension() == ".cpp")
      codes.merge(codes_in(text_of(entry.path())));
  }
  return codes;
}

TEST(Pages, AreFoundByTheirCode) {
  const Page* page = page_of("ROUTE_LOOP");
  ASSERT_NE(page, nullptr);
  EXPECT_EQ(page->code, "ROUTE_LOOP");
  EXPECT_EQ(page_of("route_loop"), nullptr);
  EXPECT_EQ(page_of(""), nullptr);
}

TEST(Pages, HaveCodesThatAreSortedAndUnique) {
  const auto codes = page_codes();
  EXPECT_TRUE(std::is_sorted(codes.begin(), codes.end()));
  EXPECT_EQ(std::adjacent_find(codes.begin(), codes.end()), codes.end());
}

TEST(Pages, ExplainEveryCodeThatAScenarioExpects) {
  const Codes codes = expected_somewhere();
  EXPECT_GT(codes.size(), 40U);
  for (const auto& code : codes) EXPECT_NE(page_of(code), nullptr) << code;
}

TEST(Pages, ExplainEveryCodeOfTheModel) {
  const Codes codes = codes_of_the_model();
  EXPECT_GT(codes.size(), 50U) << "the expression no longer finds them";
  for (const auto& code : codes) EXPECT_NE(page_of(code), nullptr) << code;
}

TEST(Pages, ExplainNoCodeThatNothingShows) {
  Codes codes = codes_of_the_model();
  codes.merge(expected_somewhere());
  for (const auto code : page_codes()) {
    EXPECT_TRUE(codes.contains(std::string(code))) << code;
  }
}

TEST(Pages, NameAScenarioThatExpectsTheirCodeIfThereIsOne) {
  const Codes expected = expected_somewhere();
  for (const auto code : page_codes()) {
    const Page& page = *page_of(code);
    EXPECT_EQ(page.scenario.empty(), !expected.contains(std::string(code))) << code;
    if (page.scenario.empty()) continue;
    const fs::path folder = in_source("scenarios") / page.scenario;
    ASSERT_TRUE(fs::is_directory(folder)) << folder;
    EXPECT_TRUE(expected_in(folder).contains(std::string(code))) << folder;
  }
}

TEST(Pages, LeaveNothingOut) {
  for (const auto code : page_codes()) {
    const Page& page = *page_of(code);
    for (const auto& field : {page.title, page.meaning, page.rule, page.source,
                              page.console, page.command, page.repair}) {
      EXPECT_FALSE(field.empty()) << code;
    }
    EXPECT_TRUE(page.command.starts_with("aws ")) << code;
  }
}

TEST(Pages, HaveTitlesWithoutAFinalStopAndSentencesWithOne) {
  for (const auto code : page_codes()) {
    const Page& page = *page_of(code);
    EXPECT_FALSE(page.title.ends_with('.')) << code;
    for (const auto& text : {page.meaning, page.rule, page.repair}) {
      EXPECT_TRUE(text.ends_with('.') || text.ends_with(".`")) << code << ": " << text;
    }
  }
}

}  // namespace
}  // namespace pullproof::cli::page_test
