#include "model/core/symbol.h"

#include <array>
#include <mutex>
#include <unordered_set>

#include <fmt/format.h>

namespace pullproof {
namespace {

struct HashOfText {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text);
  }
};

/// Places in a node-based set stay where they are.
struct Shard {
  std::mutex mutex;
  std::unordered_set<std::string, HashOfText, std::equal_to<>> texts;
};

Shard& shard_of(std::string_view text) {
  constexpr std::size_t kShards = 16;
  // Never destroyed: symbols of static objects may outlive it.
  static auto& shards = *new std::array<Shard, kShards>;
  return shards[(HashOfText{}(text) >> 8U) % kShards];
}

}  // namespace

const std::string Symbol::kNone;

const std::string* Symbol::kept(std::string_view text) {
  if (text.empty()) return &kNone;
  Shard& shard = shard_of(text);
  const std::scoped_lock lock(shard.mutex);
  const auto found = shard.texts.find(text);
  return found != shard.texts.end() ? &*found : &*shard.texts.emplace(text).first;
}

}  // namespace pullproof

fmt::format_context::iterator fmt::formatter<pullproof::Symbol>::format(
    const pullproof::Symbol& symbol, fmt::format_context& context) const {
  return fmt::formatter<std::string_view>::format(symbol.str(), context);
}
