#include "src/palette.h"

#include <gtest/gtest.h>

namespace pullproof::cli::palette_test {
namespace {

TEST(Palette, ColorsATerminalOnly) {
  EXPECT_TRUE(wants_color(ColorChoice::Automatic, false, true));
  EXPECT_FALSE(wants_color(ColorChoice::Automatic, false, false));
}

TEST(Palette, HonorsNoColorUnlessTheUserAsksForColor) {
  EXPECT_FALSE(wants_color(ColorChoice::Automatic, true, true));
  EXPECT_TRUE(wants_color(ColorChoice::Always, true, false));
  EXPECT_FALSE(wants_color(ColorChoice::Never, false, true));
}

TEST(Palette, LeavesTextAloneWithoutColors) {
  EXPECT_EQ(Palette(false).red("x"), "x");
  EXPECT_EQ(Palette(true).red("x"), "\x1b[31mx\x1b[0m");
}

}  // namespace
}  // namespace pullproof::cli::palette_test
