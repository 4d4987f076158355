#include "model/core/utf8.h"

#include <gtest/gtest.h>

namespace pullproof::utf8_test {
namespace {

std::u32string characters(std::string_view text) {
  std::u32string all;
  for (std::size_t at = 0; at < text.size();) all += next_character(text, at);
  return all;
}

std::string text(const std::u32string& all) {
  std::string result;
  for (const char32_t one : all) append_character(result, one);
  return result;
}

TEST(Utf8, ReadsCharactersOfEveryLength) {
  EXPECT_EQ(characters("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x90\xB3"),
            U"a\u00e9\u20ac\U0001f433");
}

TEST(Utf8, WritesWhatItReads) {
  for (const std::string_view each :
       {"", "plain", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x90\xB3", "\xFF", "\xC3",
        "\xE2\x82", "a\x80z", "\xF8\x88\x80\x80\x80"}) {
    EXPECT_EQ(text(characters(each)), each);
  }
}

TEST(Utf8, TakesALoneByteForACharacter) {
  EXPECT_EQ(characters("\xE2\x82x").size(), 3U);
  EXPECT_EQ(characters("\xFF").size(), 1U);
}

TEST(Utf8, KnowsTheOtherCaseOfLettersOnly) {
  EXPECT_EQ(other_case(U'a'), U'A');
  EXPECT_EQ(other_case(U'Z'), U'z');
  EXPECT_EQ(other_case(U'['), U'[');
  EXPECT_EQ(other_case(U'\u00e9'), U'\u00e9');
}

}  // namespace
}  // namespace pullproof::utf8_test
