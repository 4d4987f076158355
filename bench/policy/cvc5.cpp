#include "bench/policy/cvc5.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <string_view>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pullproof::bench {
namespace {

using Kind = SmtAnswer::Kind;

/// A file without a name, gone with its last descriptor; null if there is none.
class NamelessFile {
 public:
  NamelessFile() : file_(std::tmpfile()) {}
  ~NamelessFile() {
    if (file_ != nullptr) std::fclose(file_);
  }
  NamelessFile(const NamelessFile&) = delete;
  NamelessFile& operator=(const NamelessFile&) = delete;
  [[nodiscard]] std::FILE* get() const { return file_; }

 private:
  std::FILE* file_;
};

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 +
         static_cast<double>(time.tv_usec) / 1e3;
}

[[noreturn]] void become_cvc5(std::FILE* in, std::FILE* out, unsigned limit) {
  dup2(fileno(in), STDIN_FILENO);
  dup2(fileno(out), STDOUT_FILENO);
  dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
  const rlimit seconds{.rlim_cur = limit, .rlim_max = limit + 1};
  setrlimit(RLIMIT_CPU, &seconds);
  execlp("cvc5", "cvc5", "--lang", "smt2", "-", static_cast<char*>(nullptr));
  _exit(127);
}

Kind kind_of(int status, std::FILE* out) {
  if (WIFSIGNALED(status)) {
    const int by = WTERMSIG(status);
    return by == SIGXCPU || by == SIGKILL ? Kind::TimeOut : Kind::Unknown;
  }
  if (WEXITSTATUS(status) == 127) return Kind::NotInstalled;
  std::array<char, 64> line{};
  std::rewind(out);
  if (std::fgets(line.data(), static_cast<int>(line.size()), out) == nullptr) {
    return Kind::Unknown;
  }
  const std::string_view said(line.data());
  if (said.starts_with("unsat")) return Kind::Unsat;
  return said.starts_with("sat") ? Kind::Sat : Kind::Unknown;
}

}  // namespace

SmtAnswer ask_cvc5(const std::string& smt, unsigned limit) {
  const NamelessFile in;
  const NamelessFile out;
  if (in.get() == nullptr || out.get() == nullptr) return {.kind = Kind::Unknown};
  std::fwrite(smt.data(), 1, smt.size(), in.get());
  std::fflush(in.get());
  std::rewind(in.get());
  const pid_t child = fork();
  if (child == 0) become_cvc5(in.get(), out.get(), limit);
  int status = 0;
  rusage used{};
  if (child < 0 || wait4(child, &status, 0, &used) != child) {
    return {.kind = Kind::Unknown};
  }
  return {.kind = kind_of(status, out.get()),
          .cpu_ms = milliseconds(used.ru_utime) + milliseconds(used.ru_stime)};
}

SmtAnswer start_cvc5() {
  return ask_cvc5(
      "(set-logic QF_SLIA)\n(declare-const x String)\n(assert (= x "
      "\"a\"))\n(check-sat)\n",
      10);
}

}  // namespace pullproof::bench
