#include "bench/peak_memory.h"

#include <cstdio>
#include <exception>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pullproof::bench {

PeakMemory peak_memory_of(const std::function<bool()>& work) {
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child < 0) {
    std::perror("fork");
    return {};
  }
  if (child == 0) {
    bool ok = false;
    try {
      ok = work();
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
    std::fflush(nullptr);
    _exit(ok ? 0 : 1);
  }
  int status = 0;
  rusage used{};
  if (wait4(child, &status, 0, &used) != child) return {};
  constexpr std::size_t kKibibyte = 1024;
  return {.ok = WIFEXITED(status) && WEXITSTATUS(status) == 0,
          .bytes = static_cast<std::size_t>(used.ru_maxrss) * kKibibyte};
}

}  // namespace pullproof::bench
