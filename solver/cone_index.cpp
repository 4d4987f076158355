#include "solver/cone_index.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace pullproof::solver {

ConeIndex::ConeIndex(std::vector<Cone> cones) : cones_(std::move(cones)) {
  std::size_t count = 0;
  for (const Cone& cone : cones_) count += cone.size();
  entries_.reserve(count);
  for (std::size_t i = 0; i < cones_.size(); ++i) {
    for (const aws::FactKey key : cones_[i]) {
      entries_.emplace_back(key, static_cast<std::uint32_t>(i));
    }
  }
  std::sort(entries_.begin(), entries_.end());
}

void ConeIndex::set(std::size_t answer, Cone cone) {
  if (answer >= cones_.size()) cones_.resize(answer + 1);
  Cone& known = cones_[answer];
  Cone more;
  std::set_difference(cone.begin(), cone.end(), known.begin(), known.end(),
                      std::back_inserter(more));
  if (more.empty()) return;
  const auto number = static_cast<std::uint32_t>(answer);
  for (const aws::FactKey key : more) later_[key].push_back(number);
  // It stays under its earlier keys, so that no key is ever entered twice.
  Cone all;
  std::merge(known.begin(), known.end(), more.begin(), more.end(),
             std::back_inserter(all));
  known = std::move(all);
}

std::vector<std::size_t> ConeIndex::touched_by(
    const std::vector<aws::FactKey>& keys) const {
  std::vector<std::size_t> touched;
  for (const aws::FactKey key : keys) {
    auto entry = std::lower_bound(entries_.begin(), entries_.end(), Entry{key, 0});
    for (; entry != entries_.end() && entry->first == key; ++entry) {
      touched.push_back(entry->second);
    }
    const auto later = later_.find(key);
    if (later == later_.end()) continue;
    touched.insert(touched.end(), later->second.begin(), later->second.end());
  }
  std::sort(touched.begin(), touched.end());
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  return touched;
}

}  // namespace pullproof::solver
