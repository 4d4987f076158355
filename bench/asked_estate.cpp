#include "bench/asked_estate.h"

#include <utility>

#include <fmt/format.h>

#include "solver/reach.h"

namespace pullproof::bench {
namespace {

constexpr std::uint32_t kResourceLimit = 50'000'000;

std::string first_code(const solver::ReachAnswer& answer) {
  for (const auto* way : {&answer.forward, &answer.back}) {
    if (!way->blockers.empty()) return way->blockers.front().code;
  }
  return "";
}

std::string why_unknown(const solver::ReachAnswer& answer) {
  for (const auto* way : {&answer.forward, &answer.back}) {
    if (!way->missing.empty()) return "unknown: " + way->missing.begin()->why;
  }
  return "reachable";
}

std::string told(const EstateQuery& query, const std::string& found) {
  return fmt::format("{}: {} to {} port {}: expected {}, found {}", query.kind,
                     query.from, query.to, query.port,
                     query.code.empty() ? "reachable" : query.code, found);
}

}  // namespace

AskedEstate::AskedEstate(aws::Snapshot account)
    : account_(std::move(account)),
      network_(account_),
      context_{.account = account_, .network = &network_},
      session_(kResourceLimit) {}

std::string AskedEstate::wrong(const EstateQuery& query) {
  const model::ReachQuestion question{
      .from = query.from, .to = query.to, .ports = {query.port, query.port}};
  const auto found = solver::reach(context_, question, session_);
  if (!found.ok()) return told(query, found.problems().front().message);
  const solver::ReachAnswer& answer = found.value();
  const auto expected = query.code.empty() ? solver::Reachability::Reachable
                                           : solver::Reachability::Unreachable;
  const std::string code = first_code(answer);
  if (answer.verdict == expected && code == query.code) return "";
  return told(query, code.empty() ? why_unknown(answer) : code);
}

Wrong judge(AskedEstate& estate, const std::vector<EstateQuery>& queries) {
  Wrong wrong;
  for (const auto& query : queries) {
    std::string one = estate.wrong(query);
    if (one.empty()) continue;
    if (++wrong.count == 1) wrong.first = std::move(one);
  }
  return wrong;
}

}  // namespace pullproof::bench
