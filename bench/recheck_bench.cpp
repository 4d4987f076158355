// Measures how long an edit of one route table takes to be answered, compared with a
// full check of the edited account, in one run.
//
// Usage: recheck_bench --services=N --accounts=FOLDER
// A hundred tables, from all over the account, lose their default route and get it
// back: or get one to nowhere, if they have none. Then the one that took longest loses
// it for good, and a full check has to say the same of every task. Last, the account's
// first NAT gateway goes, which takes a load. Times are CPU time of the process. Prints
// JSON; fails on a wrong verdict, and from 10,000 services on if a target is missed.

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/account_generator.h"
#include "bench/expected_report.h"
#include "model/aws/documents.h"
#include "model/aws/snapshot.h"
#include "solver/recheck.h"

namespace pullproof::bench {
namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kTables = 100;
constexpr std::size_t kFullSize = 10'000;  ///< From here on targets count.
constexpr double kTargetMs = 100;
constexpr double kTargetRatio = 50;
constexpr const char* kDocument =
    "111122223333/eu-central-1/ec2-describe-route-tables.json";
constexpr const char* kGateways =
    "111122223333/eu-central-1/ec2-describe-nat-gateways.json";

double cpu_ms() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 +
         static_cast<double>(time.tv_nsec) / 1e6;
}

/// Takes the default route out of service; adds one that leads nowhere if there is
/// none.
Json without_default(Json table) {
  for (Json& route : table["Routes"]) {
    if (route.value("DestinationCidrBlock", "") != "0.0.0.0/0") continue;
    route["State"] = "blackhole";
    return table;
  }
  table["Routes"].push_back({{"DestinationCidrBlock", "0.0.0.0/0"},
                             {"NatGatewayId", "nat-00000000000000000"},
                             {"Origin", "CreateRoute"},
                             {"State", "blackhole"}});
  return table;
}

aws::ChangedRow change(std::size_t number, const Json& before, const Json& after) {
  return {.file = kDocument,
          .pointer = "/RouteTables/" + std::to_string(number),
          .before = std::make_shared<const Json>(before),
          .after = std::make_shared<const Json>(after)};
}

struct Edit {
  std::size_t table = 0;
  double ms = 0;
  std::size_t proofs = 0;
};

/// Throws if it had to be loaded again: then nothing was measured.
Edit answer(solver::Recheck& again, std::size_t number, const Json& before,
            const Json& after) {
  const auto row = change(number, before, after);
  const double start = cpu_ms();
  const Problems problems = again.edit({row}, [] {
    return Problem{kDocument, "", "it is not done in place"};
  });
  if (!problems.empty()) throw std::runtime_error(problems.front().message);
  return {.table = number, .ms = cpu_ms() - start, .proofs = again.work().proofs};
}

/// Both ways for each table, fastest first.
std::vector<Edit> edit_everywhere(solver::Recheck& again, const Json& tables) {
  std::vector<Edit> edits;
  const std::size_t step = std::max<std::size_t>(1, tables.size() / kTables);
  for (std::size_t i = 0; i < tables.size(); i += step) {
    const Json after = without_default(tables[i]);
    edits.push_back(answer(again, i, tables[i], after));
    edits.push_back(answer(again, i, after, tables[i]));
  }
  std::sort(edits.begin(), edits.end(),
            [](const Edit& one, const Edit& other) { return one.ms < other.ms; });
  return edits;
}

std::string told(const model::TaskVerdict& verdict) {
  std::string text = fmt::format("{}/{} {}", verdict.cluster, verdict.service,
                                 model::name(verdict.verdict));
  for (const auto& finding : verdict.findings) {
    text += fmt::format("; {} {} {}", finding.code, finding.message, finding.repair);
    for (const auto& fact : finding.evidence) text += ' ' + fact->pointer;
  }
  for (const auto& missing : verdict.missing) text += "; " + missing.why;
  return text;
}

std::string first_difference(const model::CheckReport& one,
                             const model::CheckReport& other) {
  if (one.verdicts.size() != other.verdicts.size()) return "other tasks";
  for (std::size_t i = 0; i < one.verdicts.size(); ++i) {
    const std::string found = told(one.verdicts[i]);
    const std::string right = told(other.verdicts[i]);
    if (found != right) return fmt::format("expected {}, found {}", right, found);
  }
  return "";
}

Json read(const std::filesystem::path& file) {
  std::ifstream in(file);
  return Json::parse(in);
}

Json bundle_of(const std::filesystem::path& folder) {
  Json bundle = Json::object();
  const auto walked = aws::walk_documents(
      folder.string(), {}, {},
      [&](const std::string& path, const Json& document) { bundle[path] = document; });
  if (!walked.problems.empty()) {
    throw std::runtime_error(walked.problems.front().message);
  }
  return bundle;
}

struct Departure {
  double load_ms = 0;
  double ms = 0;  ///< With the load.
  std::size_t proofs = 0;
};

/// As what-if questions read documents of which something was deleted.
Result<aws::Snapshot> what_is_left(const Json& bundle) {
  return aws::Snapshot::from_bundle(bundle, {.partial = {}, .has_gaps = true});
}

/// The first NAT gateway goes; `bundle` is what was checked last, and then what is
/// left.
Departure without_first_gateway(solver::Recheck& again, Json& bundle) {
  Json& document = bundle.at(kGateways);
  const auto before = std::make_shared<const Json>(document);
  document["NatGateways"][0] = nullptr;
  Departure departure;
  const double start = cpu_ms();
  const Problems problems =
      again.edit({{.file = kGateways,
                   .pointer = "",
                   .before = before,
                   .after = std::make_shared<const Json>(document)}},
                 [&] {
                   const double load = cpu_ms();
                   auto loaded = what_is_left(bundle);
                   departure.load_ms = cpu_ms() - load;
                   return loaded;
                 });
  if (!problems.empty()) throw std::runtime_error(problems.front().message);
  departure.ms = cpu_ms() - start;
  departure.proofs = again.work().proofs;
  return departure;
}

int measure(const AccountOptions& options, const std::filesystem::path& accounts) {
  const auto folder = accounts / ("plain-" + std::to_string(options.services));
  if (!std::filesystem::exists(folder)) write_account(options, folder);
  const Json tables = read(folder / kDocument).at("RouteTables");
  auto account = aws::Snapshot::load(folder.string());
  if (!account.ok()) throw std::runtime_error(account.problems().front().message);

  double start = cpu_ms();
  solver::Recheck again(std::move(account.value()), {});
  const double first_ms = cpu_ms() - start;
  const auto edits = edit_everywhere(again, tables);
  std::string wrong = first_difference(again.report(), expected_verdicts(options));

  const Edit& slowest = edits.back();
  const Json& table = tables[slowest.table];
  const Edit last = answer(again, slowest.table, table, without_default(table));
  start = cpu_ms();
  const auto full = solver::check(again.account(), {});
  const double full_ms = cpu_ms() - start;
  if (wrong.empty()) wrong = first_difference(again.report(), full);

  Json bundle = bundle_of(folder);
  bundle.at(kDocument).at("RouteTables")[slowest.table] = without_default(table);
  const Departure gone = without_first_gateway(again, bundle);
  const auto rest = what_is_left(bundle);
  if (!rest.ok()) throw std::runtime_error(rest.problems().front().message);
  if (wrong.empty()) {
    wrong = first_difference(again.report(), solver::check(rest.value(), {}));
  }

  const double worst_ms = std::max(slowest.ms, last.ms);
  const double usual_ms = edits[edits.size() / 2].ms;
  const Json figures = {{"services", options.services},
                        {"full_check_ms", full_ms},
                        {"first_check_ms", first_ms},
                        {"edits", edits.size()},
                        {"median_ms", usual_ms},
                        {"median_proofs", edits[edits.size() / 2].proofs},
                        {"slowest_ms", worst_ms},
                        {"slowest_proofs", slowest.proofs},
                        {"last_ms", last.ms},
                        {"gateway_gone_ms", gone.ms},
                        {"gateway_gone_load_ms", gone.load_ms},
                        {"gateway_gone_proofs", gone.proofs},
                        {"proofs", full.statistics.proofs},
                        {"ratio_of_median", full_ms / usual_ms},
                        {"ratio_of_slowest", full_ms / worst_ms}};
  std::printf("%s\n", figures.dump(2).c_str());
  if (!wrong.empty()) std::fprintf(stderr, "%s\n", wrong.c_str());
  const bool is_missed = options.services >= kFullSize &&
                         (usual_ms > kTargetMs || full_ms < kTargetRatio * worst_ms);
  return wrong.empty() && !is_missed ? 0 : 1;
}

int run(int argc, char** argv) {
  constexpr std::string_view kServices = "--services=";
  constexpr std::string_view kAccounts = "--accounts=";
  AccountOptions options{.services = 0, .seed = kSeed, .crossing_rules = false};
  std::filesystem::path accounts;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument.starts_with(kServices)) {
      const auto text = argument.substr(kServices.size());
      std::from_chars(text.data(), text.data() + text.size(), options.services);
    } else if (argument.starts_with(kAccounts)) {
      accounts = argument.substr(kAccounts.size());
    }
  }
  if (options.services == 0 || accounts.empty()) {
    std::fputs("usage: recheck_bench --services=N --accounts=FOLDER\n", stderr);
    return 64;
  }
  try {
    return measure(options, accounts);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
    return 1;
  }
}

}  // namespace
}  // namespace pullproof::bench

int main(int argc, char** argv) { return pullproof::bench::run(argc, argv); }
