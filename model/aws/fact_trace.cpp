#include "model/aws/fact_trace.h"

#include <algorithm>
#include <utility>

namespace pullproof::aws {
namespace {

/// As SplitMix64 ends: every bit of the input counts in every bit of the key.
FactKey spread(std::uint64_t value) {
  value = (value ^ (value >> 30U)) * 0xbf58'476d'1ce4'e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d0'49bb'1331'11ebU;
  return static_cast<FactKey>(value >> 32U);
}

constexpr std::uint64_t kGolden = 0x9e37'79b9'7f4a'7c15U;

}  // namespace

FactKey fact_key(std::size_t kind, Symbol id) {
  return spread(id.hash() + 2 * (kind + 1) * kGolden);
}

FactKey table_key(std::size_t kind) { return spread((2 * (kind + 1) + 1) * kGolden); }

FactKey place_key(std::size_t kind, std::size_t hash) {
  return spread(hash ^ spread((kind + 1) * kGolden));
}

FactKey call_key(std::size_t hash) { return spread(hash); }

void FactTrace::forget() {
  // No key is taken for a recent one: each of these belongs into another place.
  for (std::size_t i = 0; i < kRecent; ++i) recent_[i] = static_cast<FactKey>(i + 1);
}

std::vector<FactKey> FactTrace::take() {
  std::sort(keys_.begin(), keys_.end());
  keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
  std::vector<FactKey> taken(keys_.begin(), keys_.end());  // as small as can be
  keys_.clear();
  forget();
  return taken;
}

}  // namespace pullproof::aws
