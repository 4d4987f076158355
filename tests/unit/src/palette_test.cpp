#include "src/palette.h"

#include <gtest/gtest.h>

namespace pullproof::cli {
namespace {

TEST(Palette, ColorsATerminalOnly) {
  EXPECT_TRUE(wants_color(ColorChoice::automatic, false, true));
  EXPECT_FALSE(wants_color(ColorChoice::automatic, false, false));
}

TEST(Palette, HonorsNoColorUnlessTheUserAsksForColor) {
  EXPECT_FALSE(wants_color(ColorChoice::automatic, true, true));
  EXPECT_TRUE(wants_color(ColorChoice::always, true, false));
  EXPECT_FALSE(wants_color(ColorChoice::never, false, true));
}

TEST(Palette, LeavesTextAloneWithoutColors) {
  EXPECT_EQ(Palette(false).red("x"), "x");
  EXPECT_EQ(Palette(true).red("x"), "\x1b[31mx\x1b[0m");
}

}  // namespace
}  // namespace pullproof::cli
