#include "model/aws/policy_pattern.h"

#include <utility>

namespace pullproof::aws {
namespace {

constexpr std::string_view kOpening = "${";
constexpr int kColonsOfArn = 5;

bool is_character(const GlobToken& token, char32_t character) {
  return token.kind == GlobToken::Kind::Character && token.character == character;
}

/// Where the resource part of an ARN begins: after the fifth colon.
std::size_t resource_part(std::string_view pattern) {
  std::size_t at = 0;
  for (int colons = 0; colons < kColonsOfArn; ++colons) {
    const std::size_t colon = pattern.find(':', at);
    if (colon == std::string_view::npos) return pattern.size();
    at = colon + 1;
  }
  return at;
}

/// In the first five segments only a star that ends its segment crosses colons.
std::vector<GlobToken> without_doubtful_crossings(std::vector<GlobToken> tokens) {
  int colons = 0;
  for (std::size_t i = 0; i < tokens.size() && colons < kColonsOfArn; ++i) {
    GlobToken& token = tokens[i];
    if (is_character(token, U':')) ++colons;
    const bool ends_segment =
        i + 1 == tokens.size() || is_character(tokens[i + 1], U':');
    if (token.kind == GlobToken::Kind::AnyRun && !ends_segment) {
      token.kind = GlobToken::Kind::AnySegmentRun;
    } else if (token.kind == GlobToken::Kind::AnyCharacter) {
      token.kind = GlobToken::Kind::AnySegmentCharacter;
    }
  }
  return tokens;
}

}  // namespace

std::vector<GlobToken> tokens_of(const std::vector<TextPart>& parts, bool wildcards) {
  std::vector<GlobToken> tokens;
  for (const TextPart& part : parts) {
    const Glob glob =
        wildcards && !part.literal ? Glob::like(part.text) : Glob::exact(part.text);
    tokens.insert(tokens.end(), glob.tokens().begin(), glob.tokens().end());
  }
  return tokens;
}

std::optional<std::vector<TextPart>> fixed_parts(std::string_view text,
                                                 bool variables) {
  std::vector<TextPart> parts;
  while (variables) {
    const std::size_t start = text.find(kOpening);
    if (start == std::string_view::npos) break;
    const std::string_view inside = text.substr(start + kOpening.size());
    const bool escape = inside.size() > 1 && inside[1] == '}' &&
                        std::string_view("*?$").find(inside[0]) != text.npos;
    if (!escape) return std::nullopt;
    parts.push_back({.text = std::string(text.substr(0, start))});
    parts.push_back({.text = std::string(1, inside[0]), .literal = true});
    text = inside.substr(2);
  }
  parts.push_back({.text = std::string(text)});
  return parts;
}

ActionPattern ActionPattern::of(std::string text) {
  Glob pattern = Glob::like(text, LetterCase::Ignored);
  return {.text = std::move(text), .pattern = std::move(pattern)};
}

ResourceGlob ResourceGlob::of(const std::vector<TextPart>& parts) {
  std::vector<GlobToken> tokens = tokens_of(parts, true);
  ResourceGlob glob;
  glob.certain = Glob::of(without_doubtful_crossings(tokens), LetterCase::Sensitive);
  glob.possible = Glob::of(std::move(tokens), LetterCase::Sensitive);
  glob.exact = glob.certain == glob.possible;
  return glob;
}

ResourcePattern ResourcePattern::of(std::string text, bool variables) {
  ResourcePattern pattern;
  pattern.everything = !text.empty() && text.find_first_not_of('*') == text.npos;
  const auto parts = fixed_parts(text, variables);
  pattern.has_variables = !parts;
  if (parts) {
    pattern.glob = ResourceGlob::of(*parts);
  } else {
    pattern.misplaced_variable = text.find(kOpening) < resource_part(text);
  }
  pattern.text = std::move(text);
  return pattern;
}

}  // namespace pullproof::aws
