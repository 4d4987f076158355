#include "solver/glob_table.h"

#include <algorithm>
#include <utility>

#include "model/core/glob_relations.h"

namespace pullproof::solver {
namespace {

std::uint64_t pair_of(GlobId one, GlobId other) {
  return (std::uint64_t{one} << 32U) | other;
}

}  // namespace

GlobId GlobTable::number(const Glob& glob) {
  auto& same_text = by_text_[glob.text()];
  for (const GlobId id : same_text) {
    if (globs_[id] == glob) return id;
  }
  const auto id = static_cast<GlobId>(globs_.size());
  globs_.push_back(glob);
  same_text.push_back(id);
  return id;
}

bool GlobTable::covers(GlobId wide, GlobId narrow) {
  if (wide == narrow) return true;
  const auto [known, is_new] = covers_.try_emplace(pair_of(wide, narrow), false);
  if (is_new) known->second = clearly_covers(globs_[wide], globs_[narrow]);
  return known->second;
}

bool GlobTable::excludes(GlobId one, GlobId other) {
  if (one > other) std::swap(one, other);
  const auto [known, is_new] = excludes_.try_emplace(pair_of(one, other), false);
  if (is_new) known->second = clearly_disjoint(globs_[one], globs_[other]);
  return known->second;
}

}  // namespace pullproof::solver
