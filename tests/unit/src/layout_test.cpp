#include "src/layout.h"

#include <gtest/gtest.h>

#include "src/escape.h"

namespace pullproof::cli::layout_test {
namespace {

using Lines = std::vector<std::string>;

TEST(Layout, WrapsAtSpaces) {
  EXPECT_EQ(wrap("one two three", 7), (Lines{"one two", "three"}));
}

TEST(Layout, KeepsALongIdWhole) {
  EXPECT_EQ(wrap("see subnet-0123456789 there", 10),
            (Lines{"see", "subnet-0123456789", "there"}));
}

TEST(Layout, WrapsNothingToNothing) { EXPECT_EQ(wrap("  ", 10), Lines{}); }

TEST(Layout, CutsBetweenCharacters) {
  EXPECT_EQ(cut("größer als", 6), "grö...");
  EXPECT_EQ(cut("short", 6), "short");
}

TEST(Layout, PadsByColumns) { EXPECT_EQ(pad("ö", 3), "ö  "); }

TEST(Layout, PutsTheLabelOnTheFirstLineOnly) {
  const std::string text = labelled("why", std::string(80, 'a') + " bbbbbbbbbb");
  EXPECT_EQ(text,
            "  why         " + std::string(80, 'a') + "\n              bbbbbbbbbb\n");
}

TEST(Layout, LeavesOutALabelWithoutText) { EXPECT_EQ(labelled("why", ""), ""); }

TEST(Layout, Counts) {
  EXPECT_EQ(counted(1, "task"), "1 task");
  EXPECT_EQ(counted(0, "task"), "0 tasks");
}

TEST(Layout, Enumerates) {
  EXPECT_EQ(enumerated({}), "");
  EXPECT_EQ(enumerated({"a"}), "a");
  EXPECT_EQ(enumerated({"a", "b", "c"}), "a, b and c");
}

}  // namespace
}  // namespace pullproof::cli::layout_test
