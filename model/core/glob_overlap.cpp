#include "model/core/glob_overlap.h"

#include <utility>
#include <vector>

#include "model/core/utf8.h"

namespace pullproof {
namespace {

using Kind = GlobToken::Kind;

bool is_bounded(const GlobToken& token) {
  return token.kind == Kind::AnySegmentRun || token.kind == Kind::AnySegmentCharacter;
}

/// Whether one character may stand for both tokens.
bool share(const GlobToken& one, const GlobToken& bounded, bool any_case) {
  const bool two = one.kind == Kind::Character && bounded.kind == Kind::Character;
  if (two) {
    return one.character == bounded.character ||
           (any_case && other_case(one.character) == bounded.character);
  }
  if (one.kind == Kind::Character && is_bounded(bounded)) {
    return one.character != U':' && one.character != U'/';
  }
  return bounded.kind != Kind::Character || !is_bounded(one) ||
         bounded.character != U':';
}

}  // namespace

bool overlap(const Glob& one, const Glob& bounded) {
  const auto& rows = one.tokens();
  const auto& columns = bounded.tokens();
  const bool any_case = one.letter_case() == LetterCase::Ignored ||
                        bounded.letter_case() == LetterCase::Ignored;
  // here[j]: some text is matched by the first tokens of `one` up to this row, and by
  // the first j of `bounded`.
  std::vector<char> here(columns.size() + 1, 0);
  here[0] = 1;
  for (std::size_t i = 0; i <= rows.size(); ++i) {
    std::vector<char> next(columns.size() + 1, 0);
    for (std::size_t j = 0; j <= columns.size(); ++j) {
      if (here[j] == 0) continue;
      const bool row_runs = i < rows.size() && rows[i].is_run();
      const bool column_runs = j < columns.size() && columns[j].is_run();
      if (row_runs) next[j] = 1;
      if (column_runs) here[j + 1] = 1;
      if (i == rows.size() || j == columns.size()) continue;
      if (!share(rows[i], columns[j], any_case)) continue;
      if (row_runs) here[j + 1] = 1;
      if (column_runs) next[j] = 1;
      if (!row_runs && !column_runs) next[j + 1] = 1;
    }
    if (i < rows.size()) here = std::move(next);
  }
  return here.back() != 0;
}

}  // namespace pullproof
