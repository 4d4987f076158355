#include "bench/expected_report.h"

#include <fmt/format.h>

namespace pullproof::bench {
namespace {

std::string told(const model::TaskVerdict& verdict) {
  std::string text(model::name(verdict.verdict));
  if (verdict.verdict == model::Verdict::Unknown && !verdict.missing.empty()) {
    const auto& missing = verdict.missing.front();
    return fmt::format("{} ({} {})", text, missing.call, missing.why);
  }
  if (verdict.findings.empty()) return text;
  const auto& first = verdict.findings.front();
  return fmt::format("{} {} {} {}", text, model::name(first.stage), first.mechanism,
                     first.code);
}

std::string wanted(const Expectation& expected) {
  if (expected.stage.empty()) return expected.verdict;
  return fmt::format("{} {} {} {}", expected.verdict, expected.stage,
                     expected.mechanism, expected.code);
}

}  // namespace

std::string first_difference(const model::CheckReport& report,
                             const std::vector<Expectation>& expected) {
  if (report.verdicts.size() != expected.size()) {
    return fmt::format("expected {} verdicts, found {}", expected.size(),
                       report.verdicts.size());
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto& verdict = report.verdicts[i];
    const std::string found =
        fmt::format("{}/{} {}", verdict.cluster, verdict.service, told(verdict));
    const std::string right = fmt::format("{}/{} {}", expected[i].cluster,
                                          expected[i].service, wanted(expected[i]));
    if (found != right) return fmt::format("expected {}, found {}", right, found);
  }
  return "";
}

}  // namespace pullproof::bench
