// Prints what the benchmarks measured as one table, and says which target is missed.
//
// Usage: bench_report FOLDER, with check-<services>.json, crossing-<services>.json,
// recheck-<services>.json, estate-<vpcs>.json, process.json, authorize.json and
// policy.json in it. Exit code 1 if a target is missed or a benchmark failed.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace {

using nlohmann::json;

// The targets, and by how much noise may exceed them.
constexpr double kMaxRatio = 3.0;
constexpr double kMaxCpu = 50.0;
constexpr double kMaxExponent = 1.1;
constexpr double kMinRequests = 1e6;
constexpr double kMaxGrowth = 1.5;
constexpr double kMaxQueries = 1'000.0;
constexpr double kMaxAboveRaw = 1.0;
constexpr double kTolerance = 1.05;
/// Exponents are a promise from this size on.
constexpr std::size_t kFromServices = 1'000;
/// What the program itself takes counts less than an estate of this size.
constexpr std::size_t kFromVpcs = 1'000;

std::vector<std::string> missed;

void expect(double measured, double target, const std::string& what) {
  if (measured <= target * kTolerance) return;
  missed.push_back(fmt::format("{}: {:.2f}, target {:.2f}", what, measured, target));
}

json read(const std::filesystem::path& file) {
  std::ifstream in(file);
  return json::parse(in);
}

/// The figures of one size: benchmark's name without its size -> its entry.
using Figures = std::map<std::string, json>;

/// Of several repetitions the median, else the only one.
Figures figures_of(const json& document) {
  Figures figures;
  for (const json& entry : document.at("benchmarks")) {
    const std::string name = entry.at("run_name");
    const std::string key = name.substr(0, name.find('/'));
    if (entry.value("error_occurred", false)) {
      missed.push_back(fmt::format("{}: {}", name, entry.value("error_message", "")));
    }
    const bool median = entry.value("aggregate_name", "") == "median";
    if (median || (entry.at("run_type") == "iteration" && !figures.contains(key))) {
      figures[key] = entry;
    }
  }
  return figures;
}

double number(const Figures& figures, const std::string& name, const std::string& key) {
  const auto found = figures.find(name);
  return found == figures.end() ? std::nan("") : found->second.value(key, std::nan(""));
}

/// Milliseconds of CPU.
double time_of(const Figures& figures, const std::string& name) {
  const double time = number(figures, name, "cpu_time");
  const auto found = figures.find(name);
  if (found == figures.end()) return time;
  return found->second.value("time_unit", "ms") == "ns" ? time / 1e6 : time;
}

void print_sizes(const std::map<std::size_t, Figures>& sizes) {
  fmt::print("{:>9} {:>9} {:>9} {:>7} {:>10} {:>10} {:>9} {:>9} {:>10} {:>9}\n",
             "services", "load ms", "MB/s", "MB", "cold ms", "warm ms", "legs",
             "proofs", "proofs/s", "peak MiB");
  for (const auto& [services, figures] : sizes) {
    fmt::print(
        "{:>9} {:>9.1f} {:>9.1f} {:>7.1f} {:>10.1f} {:>10.1f} {:>9.0f} {:>9.0f} "
        "{:>10.0f} {:>9.1f}\n",
        services, time_of(figures, "load"),
        number(figures, "load", "bytes_per_second") / 1e6,
        number(figures, "load", "snapshot_mb"), time_of(figures, "check_cold"),
        time_of(figures, "check_warm"), number(figures, "check_warm", "legs"),
        number(figures, "check_warm", "proofs"),
        number(figures, "check_warm", "proofs_per_second"),
        number(figures, "memory", "peak_mib"));
  }
}

void print_solver(const std::map<std::size_t, Figures>& sizes) {
  fmt::print(
      "\nWhere the solver decides (crossing ACL rules)\n"
      "{:>9} {:>10} {:>9} {:>9} {:>10}\n",
      "services", "warm ms", "proofs", "queries", "proofs/s");
  for (const auto& [services, figures] : sizes) {
    fmt::print("{:>9} {:>10.1f} {:>9.0f} {:>9.0f} {:>10.0f}\n", services,
               time_of(figures, "check_warm"), number(figures, "check_warm", "proofs"),
               number(figures, "check_warm", "solver_queries"),
               number(figures, "check_warm", "proofs_per_second"));
  }
}

void print_growth(const std::map<std::size_t, Figures>& sizes) {
  fmt::print(
      "\nGrowth (exponent; 1 is linear, target at most {} from {} services on)\n",
      kMaxExponent, kFromServices);
  for (auto at = sizes.begin(); at != sizes.end(); ++at) {
    const auto next = std::next(at);
    if (next == sizes.end()) break;
    const double scale =
        std::log(static_cast<double>(next->first) / static_cast<double>(at->first));
    const auto exponent = [&](double small, double large) {
      return std::log(large / small) / scale;
    };
    const double cold = exponent(time_of(at->second, "check_cold"),
                                 time_of(next->second, "check_cold"));
    const double warm = exponent(time_of(at->second, "check_warm"),
                                 time_of(next->second, "check_warm"));
    const double memory = exponent(number(at->second, "memory", "peak_mib"),
                                   number(next->second, "memory", "peak_mib"));
    fmt::print("{} to {}: cold {:.2f}, warm {:.2f}, memory {:.2f}\n", at->first,
               next->first, cold, warm, memory);
    if (at->first < kFromServices) continue;
    expect(cold, kMaxExponent, "exponent of load and check");
    expect(warm, kMaxExponent, "exponent of check");
    expect(memory, kMaxExponent, "exponent of memory");
  }
}

/// recheck_bench judges its targets itself.
void print_edits(const std::map<std::size_t, json>& sizes) {
  fmt::print(
      "\nAn edit of one route table answered anew (CPU ms; the slowest of all), and a "
      "NAT gateway that goes\n"
      "{:>9} {:>10} {:>9} {:>7} {:>9} {:>7} {:>10} {:>9} {:>9} {:>9}\n",
      "services", "full ms", "median", "times", "slowest", "times", "proofs", "gone ms",
      "load ms", "proofs");
  for (const auto& [services, figures] : sizes) {
    const auto figure = [&](const char* name) { return figures.value(name, 0.0); };
    fmt::print(
        "{:>9} {:>10.0f} {:>9.1f} {:>7.0f} {:>9.1f} {:>7.0f} {:>10.0f} {:>9.0f} "
        "{:>9.0f} {:>9.0f}\n",
        services, figure("full_check_ms"), figure("median_ms"),
        figure("ratio_of_median"), figure("slowest_ms"), figure("ratio_of_slowest"),
        figure("slowest_proofs"), figure("gateway_gone_ms"),
        figure("gateway_gone_load_ms"), figure("gateway_gone_proofs"));
  }
}

void print_estates(const std::map<std::size_t, Figures>& sizes) {
  fmt::print(
      "\nEstates behind transit gateways (10,000 queries of 21 kinds; growth is their "
      "cost against 10 VPCs)\n"
      "{:>6} {:>7} {:>7} {:>9} {:>9} {:>9} {:>8} {:>10} {:>7} {:>7} {:>9} {:>9} "
      "{:>9}\n",
      "VPCs", "ENIs", "MB", "load ms", "index ms", "cold ms", "warm us", "queries ms",
      "growth", "pairs", "pairs ms", "peak MiB", "KiB/ENI");
  for (const auto& [vpcs, figures] : sizes) {
    const double queries = time_of(figures, "queries");
    const double growth = number(figures, "growth", "times_the_cost");
    const double above = number(figures, "memory", "kib_above_raw");
    fmt::print(
        "{:>6} {:>7.0f} {:>7.1f} {:>9.1f} {:>9.2f} {:>9.1f} {:>8.1f} {:>10.1f} "
        "{:>7.2f} {:>7.0f} {:>9.1f} {:>9.1f} {:>9.2f}\n",
        vpcs, number(figures, "memory", "interfaces"),
        number(figures, "load", "snapshot_mb"), time_of(figures, "load"),
        time_of(figures, "index"), time_of(figures, "query_cold"),
        number(figures, "query_warm", "cpu_time"), queries, growth,
        number(figures, "pairs", "queries"), time_of(figures, "pairs"),
        number(figures, "memory", "peak_mib"), above);
    const std::string at = fmt::format("an estate of {} VPCs: ", vpcs);
    expect(queries, kMaxQueries, at + "milliseconds for 10,000 queries");
    if (figures.contains("growth")) {
      expect(growth, kMaxGrowth, at + "cost of a query against one of 10 VPCs");
    }
    if (vpcs < kFromVpcs) continue;
    expect(above, kMaxAboveRaw, at + "KiB an interface above the raw JSON");
  }
}

/// What each kind of query costs, in the smallest and in the largest estate.
void print_query_kinds(const std::map<std::size_t, Figures>& sizes) {
  if (sizes.empty()) return;
  fmt::print("\n{:<22}", "us a query, by kind");
  for (const auto& size : sizes) fmt::print(" {:>6} VPCs", size.first);
  fmt::print("\n");
  constexpr std::string_view kKind = "query-";
  for (const auto& [name, entry] : sizes.begin()->second) {
    if (!name.starts_with(kKind)) continue;
    fmt::print("{:<22}", name.substr(kKind.size()));
    for (const auto& [vpcs, figures] : sizes) {
      fmt::print(" {:>11.1f}", number(figures, name, "seconds_per_query") * 1e6);
    }
    fmt::print("\n");
  }
}

void print_processes(const json& document) {
  fmt::print("\nWhole processes (CPU, median)\n{:<30} {:>8} {:>10} {:>8} {:>7}\n",
             "scenario", "queries", "cpu ms", "bare Z3", "ratio");
  bool any_without_solver = false;
  for (const json& process : document.at("processes")) {
    const std::string scenario = process.at("scenario");
    const auto queries = process.at("solver_queries").get<std::size_t>();
    const double cpu = process.at("cpu_ms");
    const double ratio = process.at("ratio");
    fmt::print("{:<30} {:>8} {:>10.1f} {:>8.1f} {:>7.2f}\n", scenario, queries, cpu,
               process.at("bare_z3_cpu_ms").get<double>(), ratio);
    expect(ratio, kMaxRatio, scenario + ": ratio to a bare Z3 process");
    if (queries != 0) continue;
    any_without_solver = true;
    expect(cpu, kMaxCpu, scenario + ": CPU milliseconds without the solver");
  }
  if (!any_without_solver) missed.emplace_back("every scenario needed the solver");
}

void print_authorize(const Figures& figures) {
  const double decided = number(figures, "authorize", "items_per_second");
  fmt::print(
      "\nRequests decided a second: {:.0f}; with reading them from JSON {:.0f}\n",
      decided, number(figures, "line", "items_per_second"));
  expect(kMinRequests / decided, 1.0, "a million requests a second, times too slow");
}

/// Milliseconds both ways; cvc5's also without the start of its two processes.
void print_policies(const json& document) {
  const bool has_cvc5 = document.contains("cvc5_start_ms");
  const double starts = has_cvc5 ? 2 * document["cvc5_start_ms"].get<double>() : 0;
  fmt::print(
      "\nTwo policies compared both ways (CPU ms, median and 99th percentile)\n");
  fmt::print("{:<24} {:>5} {:>8} {:>8} {:>8}", "policies", "pairs", "median", "p99",
             "unknown");
  if (has_cvc5) {
    fmt::print(" {:>9} {:>9} {:>9} {:>9} {:>9} {:>6}", "cvc5", "p99", "no start", "p99",
               "undecided", "agree");
  }
  fmt::print("\n");
  for (const auto& row : document.at("rows")) {
    const auto number = [&row](const char* name) { return row.at(name).get<double>(); };
    const std::string name = row.at("name");
    fmt::print("{:<24} {:>5} {:>8.2f} {:>8.2f} {:>8}", name, number("pairs"),
               number("median_ms"), number("p99_ms"), number("unknown"));
    if (number("wrong") > 0) missed.push_back(name + ": a wrong or disputed answer");
    expect(number("unknown"), 0, name + ": policies that stay undecided");
    if (has_cvc5) {
      const double median = number("cvc5_median_ms");
      const double p99 = number("cvc5_p99_ms");
      fmt::print(" {:>9.1f} {:>9.1f} {:>9.1f} {:>9.1f} {:>9} {:>6}", median, p99,
                 median - starts, p99 - starts, number("cvc5_undecided"),
                 number("agree"));
      expect(number("median_ms"), median - starts, name + ": median against cvc5");
      expect(number("p99_ms"), p99 - starts, name + ": 99th percentile against cvc5");
    }
    fmt::print("\n");
  }
  if (!has_cvc5) fmt::print("cvc5 is not installed: nothing to compare with.\n");
}

std::map<std::size_t, json> read_documents(const std::filesystem::path& folder,
                                           std::string_view kind) {
  std::map<std::size_t, json> sizes;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().stem().string();
    if (entry.path().extension() != ".json" || !name.starts_with(kind)) continue;
    sizes[std::stoul(name.substr(kind.size()))] = read(entry.path());
  }
  return sizes;
}

std::map<std::size_t, Figures> read_sizes(const std::filesystem::path& folder,
                                          std::string_view kind) {
  std::map<std::size_t, Figures> sizes;
  for (const auto& [size, document] : read_documents(folder, kind)) {
    sizes[size] = figures_of(document);
  }
  return sizes;
}

int report(const std::filesystem::path& folder) {
  const auto sizes = read_sizes(folder, "check-");
  print_sizes(sizes);
  print_solver(read_sizes(folder, "crossing-"));
  print_growth(sizes);
  print_edits(read_documents(folder, "recheck-"));
  const auto estates = read_sizes(folder, "estate-");
  print_estates(estates);
  print_query_kinds(estates);
  print_processes(read(folder / "process.json"));
  print_authorize(figures_of(read(folder / "authorize.json")));
  print_policies(read(folder / "policy.json"));
  fmt::print("\n");
  for (const auto& what : missed) fmt::print("missed: {}\n", what);
  if (missed.empty()) fmt::print("All targets are met, and all verdicts are right.\n");
  return missed.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: bench_report FOLDER\n", stderr);
    return 64;
  }
  try {
    return report(argv[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_report: %s\n", error.what());
    return 70;
  }
}
