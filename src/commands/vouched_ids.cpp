#include "src/commands/vouched_ids.h"

#include <vector>

#include <fmt/format.h>

#include "model/core/nearest.h"
#include "model/gates/vouched.h"
#include "src/escape.h"
#include "src/layout.h"

namespace pullproof::cli {
namespace {

constexpr std::size_t kIdsShown = 8;

std::set<std::string> targets_of_routes(const aws::Snapshot& account) {
  std::set<std::string> ids;
  for (const auto& table : account.table<aws::RouteTable>().all()) {
    for (const auto& route : table.routes) {
      const bool is_beyond = !route.target_id.empty() &&
                             route.target != aws::Route::Target::Local &&
                             !gates::is_followed(account, table.scope, route.target_id);
      if (is_beyond) ids.insert(route.target_id);
    }
  }
  return ids;
}

}  // namespace

std::string explain_vouched(const aws::Snapshot& account,
                            const std::set<std::string>& vouched) {
  if (vouched.empty()) return {};
  const std::set<std::string> ids = targets_of_routes(account);
  std::string lines;
  for (const std::string& id : vouched) {
    if (ids.contains(id)) continue;
    std::vector<std::string> shown = nearest(id, {ids.begin(), ids.end()}, kIdsShown);
    for (std::string& one : shown) one = "`" + escape(one) + "`";
    const std::string rest =
        shown.empty() ? "no route of the snapshot leads to anything that can be"
                      : fmt::format("{} {}",
                                    ids.size() > shown.size() ? "the nearest that can:"
                                                              : "routes lead to",
                                    enumerated(shown));
    lines += fmt::format(
        "pullproof: nothing to vouch for at --assume `{}`: no route leads to it, or "
        "what "
        "lies beyond it is modelled; {}\n",
        escape(id), rest);
  }
  return lines;
}

}  // namespace pullproof::cli
