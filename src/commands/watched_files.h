// Waits for files to be saved.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace pullproof::cli {

class WatchedFiles {
 public:
  explicit WatchedFiles(std::vector<std::string> files);

  /// Until one of them was saved since the last call, or since the start: true. False
  /// once one of them is gone and does not come back within a second, which is how
  /// whoever watches is told to stop; editors take a file away only for a moment.
  [[nodiscard]] bool wait();

 private:
  using Stamp = std::pair<std::filesystem::file_time_type, std::uintmax_t>;

  /// Empty if one of them is not there.
  [[nodiscard]] std::vector<Stamp> stamps() const;

  std::vector<std::string> files_;
  std::vector<Stamp> last_;
};

}  // namespace pullproof::cli
