#include "src/report/problems.h"

#include <gtest/gtest.h>

namespace pullproof::cli::problems_test {
namespace {

TEST(Problems, TellFilePointerAndMessage) {
  EXPECT_EQ(problem_line({.file = "a.json", .pointer = "/Vpcs/0", .message = "odd"}),
            "a.json: /Vpcs/0: odd");
  EXPECT_EQ(problem_line({.file = "a.json", .pointer = "", .message = "odd"}),
            "a.json: odd");
}

TEST(Problems, AreEscaped) {
  EXPECT_EQ(problem_line({.file = "a\n", .pointer = "/\x1b", .message = "\x07"}),
            R"(a\n: /\x1b: \x07)");
}

TEST(Problems, AreAllListedWithTheirCount) {
  const Problems problems(30, {.file = "a.json", .pointer = "/x", .message = "odd"});
  const std::string list = problem_list(problems, "snapshot");
  EXPECT_EQ(std::count(list.begin(), list.end(), '\n'), 31);
  EXPECT_NE(list.find("30 problems in `snapshot`"), std::string::npos);
}

TEST(Warnings, AreCappedUnlessAllAreWanted) {
  const Problems warnings(30, {.file = "a.json", .pointer = "/x", .message = "odd"});
  const std::string some = warning_list(warnings, false);
  EXPECT_EQ(std::count(some.begin(), some.end(), '\n'), 11);
  EXPECT_NE(some.find("and 20 more"), std::string::npos);
  const std::string all = warning_list(warnings, true);
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 30);
}

}  // namespace
}  // namespace pullproof::cli::problems_test
