#include "src/layout.h"

#include <fmt/format.h>

#include "src/escape.h"

namespace pullproof::cli {
namespace {

constexpr std::size_t kIndent = 2;
constexpr std::size_t kLabelWidth = kPageWidth - kTextWidth - kIndent;

}  // namespace

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
    if (word.empty()) continue;
    if (!line.empty() && columns(line) + 1 + columns(word) > width) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

std::string cut(std::string_view text, std::size_t width) {
  if (columns(text) <= width) return std::string(text);
  const std::size_t kept = width < 3 ? 0 : width - 3;
  std::size_t end = 0;
  for (std::size_t seen = 0; end < text.size(); ++end) {
    const bool starts = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
    if (starts && seen++ == kept) break;
  }
  return std::string(text.substr(0, end)) + "...";
}

std::string pad(std::string_view text, std::size_t width) {
  std::string padded(text);
  const std::size_t taken = columns(text);
  if (taken < width) padded.append(width - taken, ' ');
  return padded;
}

std::string labelled(std::string_view label, std::string_view text) {
  std::string out;
  for (const std::string& line : wrap(text, kTextWidth)) {
    out += beside_label(label, line);
    label = "";
  }
  return out;
}

std::string beside_label(std::string_view label, std::string_view line) {
  return fmt::format("{:{}}{}{}\n", "", kIndent, pad(label, kLabelWidth), line);
}

std::string under_label(std::string_view line) { return beside_label("", line); }

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string enumerated(const std::vector<std::string>& parts) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += i + 1 == parts.size() ? " and " : ", ";
    out += parts[i];
  }
  return out;
}

}  // namespace pullproof::cli
