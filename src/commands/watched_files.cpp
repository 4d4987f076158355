#include "src/commands/watched_files.h"

#include <chrono>
#include <system_error>
#include <thread>

namespace pullproof::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kStep{100};
constexpr int kStepsWithoutFile = 10;

}  // namespace

WatchedFiles::WatchedFiles(std::vector<std::string> files)
    : files_(std::move(files)), last_(stamps()) {}

bool WatchedFiles::wait() {
  int missing = 0;
  while (missing < kStepsWithoutFile) {
    std::this_thread::sleep_for(kStep);
    std::vector<Stamp> now = stamps();
    if (now.empty()) {
      ++missing;
      continue;
    }
    missing = 0;
    if (now == last_) continue;
    last_ = std::move(now);
    return true;
  }
  return false;
}

std::vector<WatchedFiles::Stamp> WatchedFiles::stamps() const {
  std::vector<Stamp> all;
  for (const std::string& file : files_) {
    std::error_code error;
    const auto time = fs::last_write_time(file, error);
    if (error) return {};
    // Of a folder, the manifest that is written last tells.
    const bool is_folder = fs::is_directory(file, error);
    const auto size = is_folder ? 0 : fs::file_size(file, error);
    if (error) return {};
    all.emplace_back(time, size);
  }
  return all;
}

}  // namespace pullproof::cli
