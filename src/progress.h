// A progress bar on standard error that shows only while work lasts.
#pragma once

#include <chrono>
#include <cstddef>
#include <iosfwd>
#include <mutex>
#include <string>

namespace pullproof::cli {

/// "[#####.....] 12 of 24 proofs".
[[nodiscard]] std::string progress_bar(std::size_t done, std::size_t all);

class Progress {
 public:
  using Clock = std::chrono::steady_clock;

  /// Draws nothing unless `visible`, and nothing in the first half second.
  Progress(std::ostream& err, bool visible);
  /// Wipes the bar.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// From any thread.
  void report(std::size_t done, std::size_t all);

 private:
  std::ostream& err_;
  const bool visible_;
  std::mutex mutex_;
  Clock::time_point next_;
  bool drawn_ = false;
};

}  // namespace pullproof::cli
