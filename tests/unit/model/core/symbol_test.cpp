#include "model/core/symbol.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <vector>

#include <gtest/gtest.h>

namespace pullproof::symbol_test {
namespace {

/// Two of one text that are not of one place.
std::string copy_of(std::string_view text) { return std::string(text); }

TEST(Symbol, IsEqualToAnotherOfItsTextOnly) {
  const Symbol one = copy_of("subnet-0123456789abcdef0");
  EXPECT_EQ(one, Symbol(copy_of("subnet-0123456789abcdef0")));
  EXPECT_NE(one, Symbol("subnet-0123456789abcdef1"));
  EXPECT_EQ(one.hash(), Symbol(copy_of("subnet-0123456789abcdef0")).hash());
  EXPECT_EQ(&one.str(), &Symbol(copy_of("subnet-0123456789abcdef0")).str());
}

TEST(Symbol, IsEmptyWhereItsTextIs) {
  EXPECT_TRUE(Symbol().empty());
  EXPECT_TRUE(Symbol("").empty());
  EXPECT_EQ(Symbol(), Symbol(copy_of("")));
  EXPECT_EQ(Symbol().str(), "");
  EXPECT_FALSE(Symbol(" ").empty());
}

TEST(Symbol, KeepsATextAsItIs) {
  const std::string with_zero("a\0b", 3);
  EXPECT_EQ(Symbol(with_zero).str(), with_zero);
  EXPECT_NE(Symbol(with_zero), Symbol("a"));
}

TEST(Symbol, IsInTheOrderOfTheTexts) {
  std::vector<std::string> texts = {"vpc-2", "", "vpc-10", "vpc-1", "Vpc", "\xff"};
  std::set<Symbol> symbols(texts.begin(), texts.end());
  std::sort(texts.begin(), texts.end());
  EXPECT_TRUE(std::equal(symbols.begin(), symbols.end(), texts.begin(), texts.end()));
}

TEST(Symbol, ComparesWithTextAsText) {
  const Symbol id = "igw-1";
  EXPECT_TRUE(id == "igw-1" && "igw-1" == id && id == std::string("igw-1"));
  EXPECT_TRUE(id != "igw-2" && id < "igw-2" && std::string_view("igw-0") < id);
  EXPECT_EQ("at " + id + '.', "at igw-1.");
  EXPECT_EQ(id + id, "igw-1igw-1");
  EXPECT_EQ(fmt::format("{:>7}|", id), "  igw-1|");
}

TEST(Symbol, IsOneWhicheverThreadMakesIt) {
  constexpr std::size_t kThreads = 4;
  constexpr std::size_t kTexts = 2'000;
  std::vector<std::vector<Symbol>> made(kThreads);
  std::vector<std::thread> threads;
  for (auto& symbols : made) {
    threads.emplace_back([&symbols] {
      for (std::size_t i = 0; i < kTexts; ++i) {
        symbols.push_back("in threads " + std::to_string(i));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& symbols : made) EXPECT_EQ(symbols, made.front());
  const std::unordered_set<Symbol> distinct(made.front().begin(), made.front().end());
  EXPECT_EQ(distinct.size(), kTexts);
}

}  // namespace
}  // namespace pullproof::symbol_test
