#include "src/session.h"

#include <cstdlib>
#include <filesystem>

#include <unistd.h>

namespace pullproof::cli {
namespace {

std::string variable(const char* name) {
  // Nothing here changes the environment, so no thread can race with this.
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe)
  return value == nullptr ? "" : value;
}

}  // namespace

Environment read_environment() {
  std::error_code failed;
  const auto executable = std::filesystem::read_symlink("/proc/self/exe", failed);
  return {.out_is_terminal = isatty(STDOUT_FILENO) == 1,
          .err_is_terminal = isatty(STDERR_FILENO) == 1,
          .no_color = !variable("NO_COLOR").empty(),
          .scenarios = variable("PULLPROOF_SCENARIOS"),
          .executable_folder = failed ? "" : executable.parent_path().string()};
}

}  // namespace pullproof::cli
