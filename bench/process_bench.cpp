// Measures whole processes of `pullproof check` against a process that does nothing but
// ask Z3 one question.
//
// Usage: process_bench PULLPROOF BARE_Z3 SCENARIOS PAIRS OUT.json
// The two run in turn, so that what else the machine does hits both alike; of the CPU
// time of every pair, user and system, the median counts. A wrong exit code of
// `pullproof` is an error.

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "model/aws/snapshot.h"
#include "solver/check.h"

namespace pullproof::bench {
namespace {

/// A scenario, and what `pullproof check` must make of it.
struct Case {
  const char* scenario;
  int exit_code;
};
constexpr std::array<Case, 3> kCases = {
    {{"healthy", 0}, {"nat-route-missing", 1}, {"acl-denies-some-s3-addresses", 1}}};

struct Run {
  int exit_code = -1;
  double cpu_ms = 0;
};

double milliseconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) * 1e3 +
         static_cast<double>(time.tv_usec) / 1e3;
}

/// Its output is thrown away. Requires: the last argument is null.
Run run(std::vector<const char*> arguments) {
  const pid_t child = fork();
  if (child == 0) {
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execv(arguments.front(), const_cast<char* const*>(arguments.data()));
    _exit(127);
  }
  Run result;
  int status = 0;
  rusage used{};
  if (child < 0 || wait4(child, &status, 0, &used) != child) return result;
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  result.cpu_ms = milliseconds(used.ru_utime) + milliseconds(used.ru_stime);
  return result;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Nothing if the scenario cannot be read.
std::optional<std::size_t> solver_queries(const std::string& scenario) {
  const auto account = aws::Snapshot::load(scenario);
  if (!account.ok()) return std::nullopt;
  return solver::check(account.value(), {}).statistics.solver_queries;
}

struct Programs {
  std::string pullproof;
  std::string bare_z3;
  std::string scenarios;
};

/// Nothing if a process did not end as it should; says so on stderr.
std::optional<nlohmann::ordered_json> measure(const Programs& programs, const Case& one,
                                              std::size_t pairs) {
  const std::string scenario = programs.scenarios + "/" + one.scenario;
  const auto queries = solver_queries(scenario);
  if (!queries) {
    std::fprintf(stderr, "%s cannot be read\n", scenario.c_str());
    return std::nullopt;
  }
  std::vector<double> bare_times;
  std::vector<double> times;
  std::vector<double> ratios;
  for (std::size_t i = 0; i < pairs; ++i) {
    const Run bare = run({programs.bare_z3.c_str(), nullptr});
    const Run check =
        run({programs.pullproof.c_str(), "check", scenario.c_str(), nullptr});
    if (bare.exit_code != 0 || check.exit_code != one.exit_code) {
      std::fprintf(stderr, "%s: expected exit code %d, found %d (bare Z3: %d)\n",
                   one.scenario, one.exit_code, check.exit_code, bare.exit_code);
      return std::nullopt;
    }
    bare_times.push_back(bare.cpu_ms);
    times.push_back(check.cpu_ms);
    ratios.push_back(check.cpu_ms / bare.cpu_ms);
  }
  return nlohmann::ordered_json{{"scenario", one.scenario},
                                {"solver_queries", *queries},
                                {"pairs", pairs},
                                {"cpu_ms", median(times)},
                                {"bare_z3_cpu_ms", median(bare_times)},
                                {"ratio", median(ratios)}};
}

int main_of(const Programs& programs, std::size_t pairs, const std::string& out) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const Case& one : kCases) {
    auto measured = measure(programs, one, pairs);
    if (!measured) return 1;
    all.push_back(std::move(*measured));
  }
  std::ofstream file(out);
  file << nlohmann::ordered_json{{"processes", std::move(all)}}.dump(2) << '\n';
  file.close();
  return file ? 0 : 70;
}

}  // namespace
}  // namespace pullproof::bench

int main(int argc, char** argv) {
  const std::size_t pairs = argc == 6 ? std::strtoul(argv[4], nullptr, 10) : 0;
  if (pairs == 0) {
    std::fputs("usage: process_bench PULLPROOF BARE_Z3 SCENARIOS PAIRS OUT.json\n",
               stderr);
    return 64;
  }
  return pullproof::bench::main_of({argv[1], argv[2], argv[3]}, pairs, argv[5]);
}
