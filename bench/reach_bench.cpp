// Benchmarks of `reach` on a generated estate of one size.
//
// Usage: reach_bench --vpcs=N --estates=FOLDER [--benchmark_...]
// Every benchmark compares all answers with the generator's; a wrong one is an error,
// and the exit code says so.

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "bench/asked_estate.h"
#include "bench/estate_generator.h"
#include "bench/peak_memory.h"
#include "model/aws/network_index.h"
#include "model/aws/snapshot.h"

namespace pullproof::bench {
namespace {

constexpr std::size_t kQueries = 10'000;
/// How an estate's queries grow is told against this one.
constexpr std::size_t kSmallest = 10;
constexpr std::size_t kRounds = 5;

bool failed = false;

double cpu_seconds() {
  constexpr double kNanosecond = 1e-9;
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) * kNanosecond;
}

void fail(benchmark::State& state, const std::string& why) {
  failed = true;
  state.SkipWithError(why.c_str());
}

/// A generated estate on disk, the peak memory of asking it, and the estate itself.
struct Subject {
  EstateOptions options;
  std::filesystem::path folder;
  std::size_t bytes = 0;
  PeakMemory asking;
  std::unique_ptr<AskedEstate> estate;
};

Result<aws::Snapshot> load(const Subject& subject) {
  return aws::Snapshot::load(subject.folder.string());
}

std::string why_not(const Problems& problems) {
  const Problem& first = problems.front();
  return first.file + " " + first.pointer + ": " + first.message;
}

std::size_t bytes_in(const std::filesystem::path& folder) {
  std::size_t bytes = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return bytes;
}

void load_snapshot(benchmark::State& state, Subject& subject) {
  for (auto _ : state) {
    const auto account = load(subject);
    if (!account.ok()) return fail(state, why_not(account.problems()));
  }
  state.SetBytesProcessed(state.iterations() *
                          static_cast<std::int64_t>(subject.bytes));
  state.counters["snapshot_mb"] = static_cast<double>(subject.bytes) / 1e6;
}

void index_network(benchmark::State& state, Subject& subject) {
  const auto account = load(subject);
  if (!account.ok()) return fail(state, why_not(account.problems()));
  for (auto _ : state) {
    const aws::NetworkIndex network(account.value());
    benchmark::DoNotOptimize(&network);
  }
}

/// As the program does it: load, index, one query.
void query_cold(benchmark::State& state, Subject& subject) {
  const auto queries = mixed_queries(subject.options, 1);
  Wrong wrong;
  for (auto _ : state) {
    auto account = load(subject);
    if (!account.ok()) return fail(state, why_not(account.problems()));
    AskedEstate estate(std::move(account.value()));
    wrong = judge(estate, queries);
  }
  if (wrong.count > 0) fail(state, wrong.first);
}

void ask(benchmark::State& state, Subject& subject,
         const std::vector<EstateQuery>& queries) {
  Wrong wrong;
  const std::size_t before = subject.estate->solver_queries();
  for (auto _ : state) wrong = judge(*subject.estate, queries);
  const auto count = static_cast<double>(queries.size());
  state.counters["queries"] = count;
  state.counters["solver_queries"] =
      static_cast<double>(subject.estate->solver_queries() - before) /
      static_cast<double>(state.iterations());
  state.counters["seconds_per_query"] =
      benchmark::Counter(count, benchmark::Counter::kIsIterationInvariantRate |
                                    benchmark::Counter::kInvert);
  if (wrong.count == 0) return;
  fail(state, fmt::format("{} of {} answers are wrong: {}", wrong.count, queries.size(),
                          wrong.first));
}

/// CPU seconds of asking all of them.
double time_of(AskedEstate& estate, const std::vector<EstateQuery>& queries,
               Wrong& wrong) {
  const double before = cpu_seconds();
  wrong = judge(estate, queries);
  return cpu_seconds() - before;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// How many times as much the same questions cost as in the smallest estate. Both are
/// asked in turn, so that what else the machine does slows down both.
void growth(benchmark::State& state, Subject& subject) {
  const EstateOptions small{.vpcs = kSmallest, .seed = subject.options.seed};
  const auto folder = subject.folder.parent_path() / "growth-from";
  write_estate(small, folder);
  auto account = aws::Snapshot::load(folder.string());
  if (!account.ok()) return fail(state, why_not(account.problems()));
  AskedEstate smallest(std::move(account.value()));
  const auto few = mixed_queries(small, kQueries);
  const auto many = mixed_queries(subject.options, kQueries);
  Wrong wrong;
  std::vector<double> ratios;
  for (auto _ : state) {
    ratios.clear();
    for (std::size_t round = 0; round < kRounds; ++round) {
      const double base = time_of(smallest, few, wrong);
      ratios.push_back(time_of(*subject.estate, many, wrong) / base);
    }
  }
  state.counters["times_the_cost"] = median(ratios);
  if (wrong.count > 0) fail(state, wrong.first);
}

void pairs(benchmark::State& state, Subject& subject) {
  ask(state, subject, service_endpoint_pairs(subject.options));
}

/// Tells what was measured before the benchmarks began.
void tell_memory(benchmark::State& state, Subject& subject) {
  if (!subject.asking.ok) return fail(state, "the process that measures memory failed");
  for (auto _ : state) {
  }
  constexpr double kKibibyte = 1024.0;
  const auto peak = static_cast<double>(subject.asking.bytes);
  const auto raw = static_cast<double>(subject.bytes);
  const auto interfaces = static_cast<double>(interfaces_in(subject.options));
  state.counters["interfaces"] = interfaces;
  state.counters["peak_mib"] = peak / kKibibyte / kKibibyte;
  state.counters["kib_above_raw"] = (peak - raw) / kKibibyte / interfaces;
}

/// Loads, and answers some of each kind of question.
bool answers_rightly(const Subject& subject) {
  constexpr std::size_t kSome = 200;
  auto account = load(subject);
  if (!account.ok()) {
    std::fprintf(stderr, "%s\n", why_not(account.problems()).c_str());
    return false;
  }
  AskedEstate estate(std::move(account.value()));
  const Wrong wrong = judge(estate, mixed_queries(subject.options, kSome));
  if (wrong.count > 0) std::fprintf(stderr, "%s\n", wrong.first.c_str());
  return wrong.count == 0;
}

/// Writes the estate and measures the memory of asking it, in processes of their own.
Subject prepare(const EstateOptions& options, const std::filesystem::path& estates) {
  Subject subject;
  subject.options = options;
  subject.folder = estates / ("estate-" + std::to_string(options.vpcs));
  const PeakMemory written = peak_memory_of([&] {
    write_estate(options, subject.folder);
    return true;
  });
  if (written.ok) {
    subject.bytes = bytes_in(subject.folder);
    subject.asking = peak_memory_of([&] { return answers_rightly(subject); });
  }
  if (!subject.asking.ok) failed = true;
  return subject;
}

template <class Run>
benchmark::internal::Benchmark* add(const std::string& name, const Subject& subject,
                                    Run run) {
  const std::string full = fmt::format("{}/{}", name, subject.options.vpcs);
  return benchmark::RegisterBenchmark(full.c_str(), std::move(run))
      ->Unit(benchmark::kMillisecond)
      ->MeasureProcessCPUTime();
}

/// One benchmark for each kind of question, and one for all of them in turn.
void add_queries(Subject& subject) {
  const auto all = mixed_queries(subject.options, kQueries);
  std::map<std::string, std::vector<EstateQuery>> kinds;
  for (const auto& query : all) kinds[query.kind].push_back(query);
  const auto asking = [&subject](const std::vector<EstateQuery>& queries) {
    return
        [&subject, queries](benchmark::State& state) { ask(state, subject, queries); };
  };
  add("queries", subject, asking(all));
  for (const auto& [kind, queries] : kinds) {
    add("query-" + kind, subject, asking(queries));
  }
  add("query_warm", subject, asking({all.front()}))->Unit(benchmark::kMicrosecond);
}

struct Arguments {
  EstateOptions estate{.vpcs = 0};
  std::filesystem::path folder;
};

/// Takes ours out of the command line; the rest is Google Benchmark's.
Arguments take_arguments(int& argc, char** argv) {
  constexpr std::string_view kVpcs = "--vpcs=";
  constexpr std::string_view kEstates = "--estates=";
  Arguments taken;
  int kept = 1;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with(kVpcs)) {
      const auto text = argument.substr(kVpcs.size());
      std::from_chars(text.data(), text.data() + text.size(), taken.estate.vpcs);
    } else if (argument.starts_with(kEstates)) {
      taken.folder = argument.substr(kEstates.size());
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
  const std::size_t vpcs = arguments.estate.vpcs;
  if (vpcs == 0 || vpcs % 10 != 0 || arguments.folder.empty()) {
    std::fputs(
        "usage: reach_bench --vpcs=N --estates=FOLDER [--benchmark_...]\n"
        "  N is a multiple of 10\n",
        stderr);
    return 64;
  }
  // Memory first, while this process is small.
  Subject subject = prepare(arguments.estate, arguments.folder);
  if (failed) return 1;

  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 64;
  const auto with = [&subject](void (*run)(benchmark::State&, Subject&)) {
    return [&subject, run](benchmark::State& state) { run(state, subject); };
  };
  add("memory", subject, with(tell_memory))->Iterations(1);
  add("load", subject, with(load_snapshot));
  add("index", subject, with(index_network));
  add("query_cold", subject, with(query_cold));
  auto account = load(subject);
  subject.estate = std::make_unique<AskedEstate>(std::move(account.value()));
  add_queries(subject);
  if (vpcs > kSmallest) add("growth", subject, with(growth))->Iterations(1);
  add("pairs", subject, with(pairs));
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return failed ? 1 : 0;
}

}  // namespace
}  // namespace pullproof::bench

int main(int argc, char** argv) { return pullproof::bench::run(argc, argv); }
