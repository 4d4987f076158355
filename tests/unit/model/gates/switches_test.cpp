#include "model/gates/switches.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "model/core/ensure.h"

namespace pullproof::gates::switches_test {
namespace {

bool is_kebab_case(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char one) {
    return std::islower(one) != 0 || std::isdigit(one) != 0 || one == '-' || one == '.';
  });
}

TEST(Switches, AreSortedAndToldWhole) {
  const auto all = all_switches();
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.name < b.name;
  }));
  for (const auto& each : all) {
    EXPECT_TRUE(is_kebab_case(each.name)) << each.name;
    EXPECT_EQ(switch_named(each.name), &each);
    EXPECT_FALSE(each.question.empty()) << each.name;
    EXPECT_TRUE(each.source.ends_with('.')) << each.name;
    EXPECT_GE(each.values.size(), 2U) << each.name;
    std::set<std::string_view> names;
    for (const auto& value : each.values) {
      EXPECT_TRUE(is_kebab_case(value.name)) << value.name;
      EXPECT_FALSE(value.meaning.empty()) << value.name;
      names.insert(value.name);
    }
    EXPECT_EQ(names.size(), each.values.size()) << each.name;
  }
}

// One row sets one member, and no other one.
TEST(Switches, AreSetOneByOne) {
  for (const auto& each : all_switches()) {
    for (std::size_t value = 0; value < each.values.size(); ++value) {
      Switches switches;
      each.set(switches, value);
      EXPECT_EQ(each.get(switches), value) << each.name;
      EXPECT_EQ(chosen(switches, each.name), each.values[value].name);
      for (const auto& other : all_switches()) {
        if (&other == &each) continue;
        EXPECT_EQ(other.get(switches), 0U) << each.name << " sets " << other.name;
      }
    }
  }
}

TEST(Switches, AreKnownByTheirNamesAlone) {
  EXPECT_EQ(switch_named("token-vpc"), nullptr);
  EXPECT_EQ(switch_named(""), nullptr);
  EXPECT_THROW(static_cast<void>(chosen({}, "token-vpc")), BrokenInvariant);
}

}  // namespace
}  // namespace pullproof::gates::switches_test
