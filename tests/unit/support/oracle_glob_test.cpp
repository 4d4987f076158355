#include "tests/support/oracle_glob.h"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace pullproof::oracle::oracle_glob_test {
namespace {

TEST(OracleGlob, FindsATextOfEveryKind) {
  const std::vector<std::string> patterns = {"p/a*", "p/*b", "*?c", "p/"};
  std::set<std::vector<bool>> found;
  for (const std::string& text : one_of_each_kind("p/", patterns)) {
    std::vector<bool> kind;
    kind.reserve(patterns.size());
    for (const std::string& pattern : patterns) {
      kind.push_back(glob_matches(pattern, text));
    }
    found.insert(kind);
  }
  // a, b and c at the end or not, a in front or not; nothing else is possible.
  EXPECT_EQ(found.size(), 6U);
  EXPECT_FALSE(found.contains({false, false, false, true}));
}

}  // namespace
}  // namespace pullproof::oracle::oracle_glob_test
