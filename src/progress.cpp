#include "src/progress.h"

#include <ostream>

#include <fmt/format.h>

namespace pullproof::cli {
namespace {

constexpr std::size_t kCells = 30;
constexpr std::chrono::milliseconds kPatience{500};
constexpr std::chrono::milliseconds kPause{100};

}  // namespace

std::string progress_bar(std::size_t done, std::size_t all) {
  const std::size_t filled = all == 0 ? 0 : kCells * done / all;
  return fmt::format("[{:#<{}}{:.<{}}] {} of {} proofs", "", filled, "",
                     kCells - filled, done, all);
}

Progress::Progress(std::ostream& err, bool visible)
    : err_(err), visible_(visible), next_(Clock::now() + kPatience) {}

Progress::~Progress() {
  if (drawn_) err_ << "\r\x1b[K" << std::flush;
}

void Progress::report(std::size_t done, std::size_t all) {
  if (!visible_) return;
  const std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + kPause;
  drawn_ = true;
  err_ << '\r' << progress_bar(done, all) << "\x1b[K" << std::flush;
}

}  // namespace pullproof::cli
