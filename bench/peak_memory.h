// Runs something in a process of its own and tells how much memory it took, so that one
// measurement does not hide another.
#pragma once

#include <cstddef>
#include <functional>

namespace pullproof::bench {

struct PeakMemory {
  bool ok = false;  ///< False: the work failed, and has said so on stderr.
  std::size_t bytes = 0;
};

/// The most memory that was resident while `work` ran (Linux: VmHWM).
/// Requires: the caller is small and has one thread, as its memory counts too.
[[nodiscard]] PeakMemory peak_memory_of(const std::function<bool()>& work);

}  // namespace pullproof::bench
