// Benchmarks of loading and checking a generated account of one size.
//
// Usage: check_bench --services=N --accounts=FOLDER [--crossing] [--benchmark_...]
// With --crossing no leg to the internet is decided without the solver.
// Every benchmark compares all verdicts with the generator's; a wrong one is an error,
// and the exit code says so.

#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>

#include "bench/account_generator.h"
#include "bench/expected_report.h"
#include "bench/peak_memory.h"
#include "model/aws/snapshot.h"
#include "solver/check.h"

namespace pullproof::bench {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr double kMebibyte = 1024.0 * 1024.0;

/// A generated account on disk, and the peak memory of working on it.
struct Subject {
  AccountOptions options;
  std::filesystem::path folder;
  std::vector<Expectation> expected;
  PeakMemory loading;
  PeakMemory checking;
};

bool failed = false;

void fail(benchmark::State& state, const std::string& why) {
  failed = true;
  state.SkipWithError(why.c_str());
}

Result<aws::Snapshot> load(const Subject& subject) {
  return aws::Snapshot::load(subject.folder.string());
}

std::string why_not(const Problems& problems) {
  const Problem& first = problems.front();
  return first.file + " " + first.pointer + ": " + first.message;
}

void count(benchmark::State& state, const Subject& subject,
           const model::CheckStatistics& work) {
  const auto plain = [](std::size_t number) { return static_cast<double>(number); };
  state.counters["services"] = plain(subject.options.services);
  state.counters["legs"] = plain(work.legs);
  state.counters["proofs"] = plain(work.proofs);
  // Zero has no coefficient of variation: the library would write NaN, which is no
  // JSON.
  if (work.solver_queries > 0) {
    state.counters["solver_queries"] = plain(work.solver_queries);
  }
  state.counters["proofs_per_second"] = benchmark::Counter(
      plain(work.proofs), benchmark::Counter::kIsIterationInvariantRate);
}

void load_snapshot(benchmark::State& state, const Subject& subject) {
  std::size_t bytes = 0;
  for (auto _ : state) {
    const auto account = load(subject);
    if (!account.ok()) return fail(state, why_not(account.problems()));
    bytes += account.value().bytes();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
  state.counters["services"] = static_cast<double>(subject.options.services);
  state.counters["snapshot_mb"] = benchmark::Counter(
      static_cast<double>(bytes) / 1e6, benchmark::Counter::kAvgIterations);
}

void check_cold(benchmark::State& state, const Subject& subject) {
  model::CheckReport report;
  for (auto _ : state) {
    const auto account = load(subject);
    if (!account.ok()) return fail(state, why_not(account.problems()));
    report = solver::check(account.value(), {});
  }
  count(state, subject, report.statistics);
  const std::string wrong = first_difference(report, subject.expected);
  if (!wrong.empty()) fail(state, wrong);
}

void check_warm(benchmark::State& state, const Subject& subject) {
  const auto account = load(subject);
  if (!account.ok()) return fail(state, why_not(account.problems()));
  model::CheckReport report;
  for (auto _ : state) report = solver::check(account.value(), {});
  count(state, subject, report.statistics);
  const std::string wrong = first_difference(report, subject.expected);
  if (!wrong.empty()) fail(state, wrong);
}

/// Tells what was measured before the benchmarks began.
void tell_memory(benchmark::State& state, const Subject& subject) {
  if (!subject.loading.ok || !subject.checking.ok) {
    return fail(state, "the process that measures memory failed");
  }
  for (auto _ : state) {
  }
  state.counters["services"] = static_cast<double>(subject.options.services);
  state.counters["load_mib"] = static_cast<double>(subject.loading.bytes) / kMebibyte;
  state.counters["peak_mib"] = static_cast<double>(subject.checking.bytes) / kMebibyte;
}

bool judged_rightly(const Subject& subject) {
  const auto account = load(subject);
  if (!account.ok()) {
    std::fprintf(stderr, "%s\n", why_not(account.problems()).c_str());
    return false;
  }
  const auto report = solver::check(account.value(), {});
  const std::string wrong = first_difference(report, subject.expected);
  if (!wrong.empty()) std::fprintf(stderr, "%s\n", wrong.c_str());
  return wrong.empty();
}

/// Writes the account and measures the memory of working on it, all in processes of
/// their own.
Subject prepare(const AccountOptions& options, const std::filesystem::path& accounts) {
  Subject subject;
  subject.options = options;
  subject.folder = accounts / ((options.crossing_rules ? "crossing-" : "plain-") +
                               std::to_string(options.services));
  const PeakMemory written = peak_memory_of([&] {
    write_account(options, subject.folder);
    return true;
  });
  if (written.ok) {
    subject.loading = peak_memory_of([&] { return load(subject).ok(); });
    subject.checking = peak_memory_of([&] {
      subject.expected = expected_verdicts(options);
      return judged_rightly(subject);
    });
  }
  if (!subject.loading.ok || !subject.checking.ok) failed = true;
  subject.expected = expected_verdicts(options);
  return subject;
}

void add(const char* name, void (*run)(benchmark::State&, const Subject&),
         const Subject& subject) {
  const std::string full = name + ("/" + std::to_string(subject.options.services));
  benchmark::RegisterBenchmark(full.c_str(), run, std::cref(subject))
      ->Unit(benchmark::kMillisecond)
      ->MeasureProcessCPUTime();
}

struct Arguments {
  AccountOptions account{.services = 0, .seed = kSeed, .crossing_rules = false};
  std::filesystem::path folder;
};

/// Takes ours out of the command line; the rest is Google Benchmark's.
Arguments take_arguments(int& argc, char** argv) {
  constexpr std::string_view kServices = "--services=";
  constexpr std::string_view kAccounts = "--accounts=";
  Arguments taken;
  int kept = 1;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with(kServices)) {
      const auto text = argument.substr(kServices.size());
      std::from_chars(text.data(), text.data() + text.size(), taken.account.services);
    } else if (argument.starts_with(kAccounts)) {
      taken.folder = argument.substr(kAccounts.size());
    } else if (argument == "--crossing") {
      taken.account.crossing_rules = true;
    } else {
      argv[kept++] = argv[i];
    }
  }
  argc = kept;
  argv[argc] = nullptr;
  return taken;
}

int run(int argc, char** argv) {
  const Arguments arguments = take_arguments(argc, argv);
  if (arguments.account.services == 0 || arguments.folder.empty()) {
    std::fputs(
        "usage: check_bench --services=N --accounts=FOLDER [--crossing] "
        "[--benchmark_...]\n",
        stderr);
    return 64;
  }
  // Memory first, while this process is small.
  const Subject subject = prepare(arguments.account, arguments.folder);

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 64;
  add("load", load_snapshot, subject);
  add("check_cold", check_cold, subject);
  add("check_warm", check_warm, subject);
  const std::string memory = "memory/" + std::to_string(subject.options.services);
  benchmark::RegisterBenchmark(memory.c_str(), tell_memory, std::cref(subject))
      ->Iterations(1);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return failed ? 1 : 0;
}

}  // namespace
}  // namespace pullproof::bench

int main(int argc, char** argv) { return pullproof::bench::run(argc, argv); }
