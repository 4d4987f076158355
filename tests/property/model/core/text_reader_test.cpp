// Readers against the parsers of the values that they read.
#include "model/core/text_reader.h"

#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/aws/decimal_reader.h"
#include "model/core/address_reader.h"
#include "model/core/string_classes.h"
#include "tests/support/reading.h"

namespace pullproof::text_reader_test {
namespace {

using support::answer;

/// Any of them, in small cases, too.
std::size_t below(std::size_t count) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange<std::size_t>(0, count));
}

/// A few characters of it may be lost, or others may stand there.
std::string perhaps_broken(std::string text, const std::string& alphabet) {
  while (below(3) == 0) {
    const std::size_t at = below(text.size() + 1);
    const char other = alphabet[below(alphabet.size())];
    if (below(2) == 0) {
      text.insert(at, 1, other);
    } else {
      text = text.substr(0, at) + text.substr(std::min(at + 1, text.size()));
    }
  }
  return text;
}

std::string some_quad() {
  std::string text;
  for (int i = 0; i < 4; ++i) {
    const std::size_t octet = below(2) == 0 ? below(4) : below(256);
    text += std::to_string(octet) + (i < 3 ? "." : "");
  }
  return text;
}

std::string some_address() {
  if (below(3) == 0) return perhaps_broken(some_quad(), "0129.:");
  std::string text;
  const std::size_t groups = 1 + below(8);
  const std::size_t gap = below(groups + 1);
  for (std::size_t i = 0; i < groups; ++i) {
    if (i == gap) text += "::";
    const bool colon = i != 0 && i != gap;
    text += std::string(colon ? ":" : "");
    const std::size_t digits = 1 + below(4);
    for (std::size_t j = 0; j < digits; ++j) text += "0018fAb"[below(7)];
  }
  if (below(4) == 0) text += (gap == groups ? "::" : ":") + some_quad();
  return perhaps_broken(text, "0189afAF.:");
}

std::vector<Cidr> some_blocks() {
  std::vector<Cidr> blocks;
  while (blocks.size() < 3) {
    const auto address = Address::parse(some_address());
    if (!address) continue;
    const std::size_t length = below(bits(address->family) + 1);
    blocks.push_back(
        *Cidr::parse_loosely(address->text() + "/" + std::to_string(length)));
  }
  return blocks;
}

/// Equal answers of the reader are equal answers of the parser, and the other way
/// round.
template <class Said>
class Agreement {
 public:
  void expect(std::uint32_t read, const Said& said) {
    RC_ASSERT(by_reader_.emplace(read, said).first->second == said);
    RC_ASSERT(by_parser_.emplace(said, read).first->second == read);
  }

 private:
  std::map<std::uint32_t, Said> by_reader_;
  std::map<Said, std::uint32_t> by_parser_;
};

using Inside = std::pair<int, std::vector<bool>>;

Inside said_of(const std::string& text, const std::vector<Cidr>& blocks) {
  const auto address = Address::parse(text);
  if (!address) return {0, {}};
  std::vector<bool> inside;
  for (const Cidr& block : blocks) inside.push_back(block.contains(*address));
  return {address->family == Family::Ipv4 ? 1 : 2, inside};
}

RC_GTEST_PROP(TextReader, ReadsAddressesAsTheirParserDoes, ()) {
  const auto blocks = some_blocks();
  const auto reader = address_reader(blocks);
  Agreement<Inside> agreement;
  for (int i = 0; i < 60; ++i) {
    std::string text = some_address();
    if (below(2) == 0) {
      // Near the end of a block.
      const Cidr& block = blocks[below(blocks.size())];
      Address address{block.family, below(2) == 0 ? block.first() : block.last()};
      address.value += below(3);
      address.value -= 1;
      if (block.family == Family::Ipv4) address.value &= 0xFFFFFFFF;
      text = perhaps_broken(address.text(), "0189afAF.:");
    }
    agreement.expect(answer(*reader, text), said_of(text, blocks));
  }
}

std::string some_number() {
  std::string text = below(3) == 0 ? "-" : "";
  for (std::size_t i = 1 + below(3); i > 0; --i) text += "0129"[below(4)];
  if (below(2) == 0) {
    text += '.';
    for (std::size_t i = 1 + below(3); i > 0; --i) text += "0129"[below(4)];
  }
  return perhaps_broken(text, "01.-");
}

std::vector<aws::Decimal> some_numbers() {
  std::vector<aws::Decimal> numbers;
  while (numbers.size() < 3) {
    if (auto number = aws::Decimal::parse(some_number())) numbers.push_back(*number);
  }
  return numbers;
}

/// Nothing if it is no number.
std::vector<int> said_of(const std::string& text,
                         const std::vector<aws::Decimal>& numbers) {
  const auto number = aws::Decimal::parse(text);
  if (!number) return {};
  std::vector<int> said = {2};
  for (const auto& other : numbers) {
    const auto order = *number <=> other;
    said.push_back(order < 0 ? -1 : order > 0 ? 1 : 0);
  }
  return said;
}

RC_GTEST_PROP(TextReader, ReadsNumbersAsTheirParserDoes, ()) {
  const auto numbers = some_numbers();
  const auto reader = aws::decimal_reader(numbers);
  Agreement<std::vector<int>> agreement;
  for (int i = 0; i < 60; ++i) {
    const std::string text = some_number();
    agreement.expect(answer(*reader, text), said_of(text, numbers));
  }
}

Glob some_pattern(const std::string& text) {
  const std::size_t at = below(text.size() + 1);
  return Glob::like(text.substr(0, at) + "*" + (below(2) == 0 ? text.substr(at) : ""));
}

/// Every class has a witness, and whatever text one is of that class.
template <class Read, class Some>
void expect_all_classes(std::unique_ptr<TextReader> reader, const Read& said_of,
                        const Some& some_text) {
  const std::vector<Glob> patterns = {some_pattern(some_text()),
                                      some_pattern(some_text())};
  std::vector<std::unique_ptr<TextReader>> readers;
  readers.push_back(std::move(reader));
  const auto classes = split_strings(Glob::like("*"), patterns, 200'000, readers);
  RC_ASSERT(classes.has_value());
  using Said = std::pair<std::vector<bool>, decltype(said_of(std::string()))>;
  std::set<Said> known;
  for (const auto& one : *classes) {
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      RC_ASSERT(patterns[i].matches(one.witness) == one.matches[i]);
    }
    RC_ASSERT(known.emplace(one.matches, said_of(one.witness)).second);
  }
  for (int i = 0; i < 40; ++i) {
    const std::string text = some_text();
    std::vector<bool> matches;
    for (const Glob& pattern : patterns) matches.push_back(pattern.matches(text));
    RC_ASSERT(known.contains(Said{matches, said_of(text)}));
  }
}

RC_GTEST_PROP(TextReader, SplitsStringsTogetherWithPatterns, ()) {
  if (below(8) == 0) {
    const auto blocks = some_blocks();
    expect_all_classes(
        address_reader(blocks),
        [&](const std::string& text) { return said_of(text, blocks); }, some_address);
  } else {
    const auto numbers = some_numbers();
    expect_all_classes(
        aws::decimal_reader(numbers),
        [&](const std::string& text) { return said_of(text, numbers); }, some_number);
  }
}

}  // namespace
}  // namespace pullproof::text_reader_test
