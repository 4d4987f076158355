#include "src/escape.h"

#include <gtest/gtest.h>

namespace pullproof::cli::escape_test {
namespace {

TEST(Escape, LeavesOrdinaryTextAlone) {
  EXPECT_EQ(escape("acme/web:1.4.2 \"x\" \\ ~"), "acme/web:1.4.2 \"x\" \\ ~");
}

TEST(Escape, LeavesLettersOfOtherLanguagesAlone) {
  EXPECT_EQ(escape("größe 画像 é"), "größe 画像 é");
}

TEST(Escape, ShowsLineEndsAndTabs) { EXPECT_EQ(escape("a\nb\rc\td"), R"(a\nb\rc\td)"); }

TEST(Escape, DisarmsEscapeSequences) {
  EXPECT_EQ(escape("\x1b]0;owned\x07\x1b[2J"), R"(\x1b]0;owned\x07\x1b[2J)");
}

TEST(Escape, ShowsNulAndDelete) {
  EXPECT_EQ(escape(std::string_view("a\0b\x7f", 4)), R"(a\x00b\x7f)");
}

TEST(Escape, DisarmsC1ControlsInBothSpellings) {
  EXPECT_EQ(escape("\xc2\x9b"
                   "31m"),
            R"(\u009b31m)");
  EXPECT_EQ(escape("\x9b"
                   "31m"),
            R"(\x9b31m)");
}

TEST(Escape, ShowsMarksThatReorderText) {
  EXPECT_EQ(escape("a\u202eb\u2066c\u200f"), R"(a\u202eb\u2066c\u200f)");
}

TEST(Escape, ShowsWhatNobodyCanSee) {
  EXPECT_EQ(escape("a\u200bb\ufeffc"), R"(a\u200bb\ufeffc)");
  EXPECT_EQ(escape("\U000e0041"), R"(\U000e0041)");
}

TEST(Escape, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(escape("\xff\xfe"), R"(\xff\xfe)");
  EXPECT_EQ(escape("ab\xe2\x82"), R"(ab\xe2\x82)");              // cut off
  EXPECT_EQ(escape("\xc0\xaf"), R"(\xc0\xaf)");                  // overlong
  EXPECT_EQ(escape("\xed\xa0\x80"), R"(\xed\xa0\x80)");          // surrogate
  EXPECT_EQ(escape("\xf4\x90\x80\x80"), R"(\xf4\x90\x80\x80)");  // past U+10FFFF
}

TEST(Escape, OfEveryByteIsPrintable) {
  for (int byte = 0; byte < 256; ++byte) {
    for (const char c : escape(std::string(1, static_cast<char>(byte)))) {
      EXPECT_GE(c, ' ');
      EXPECT_LT(c, '\x7f');
    }
  }
}

TEST(Columns, CountsCodePoints) {
  EXPECT_EQ(columns(""), 0U);
  EXPECT_EQ(columns("größe"), 5U);
}

}  // namespace
}  // namespace pullproof::cli::escape_test
