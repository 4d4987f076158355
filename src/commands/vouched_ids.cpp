#include "src/commands/vouched_ids.h"

#include <vector>

#include <fmt/format.h>

#include "model/core/nearest.h"
#include "model/gates/name_servers.h"
#include "model/gates/vouched.h"
#include "src/escape.h"
#include "src/layout.h"

namespace pullproof::cli {
namespace {

constexpr std::size_t kIdsShown = 8;

std::set<std::string> what_can_be(const aws::Snapshot& account) {
  std::set<std::string> ids;
  for (const auto& table : account.table<aws::RouteTable>().all()) {
    for (const auto& route : table.routes) {
      const bool is_beyond = !route.target_id.empty() &&
                             route.target != aws::Route::Target::Local &&
                             !gates::is_followed(account, table.scope, route.target_id);
      if (!is_beyond) continue;
      ids.insert(route.target_id);
      const auto* interface =
          account.find<aws::NetworkInterface>(table.scope, route.target_id);
      if (interface != nullptr && !interface->instance_id.empty()) {
        ids.insert(interface->instance_id.text);
      }
    }
  }
  // A DNS server of one's own may forward to Amazon's.
  for (const auto& options : account.table<aws::DhcpOptions>().all()) {
    for (const std::string& server : options.domain_name_servers) {
      const auto address = Address::parse(server);
      if (address && !gates::is_amazon_resolver(*address)) ids.insert(address->text());
    }
  }
  return ids;
}

}  // namespace

std::string explain_vouched(const aws::Snapshot& account,
                            const std::set<std::string>& vouched) {
  if (vouched.empty()) return {};
  const std::set<std::string> ids = what_can_be(account);
  std::string lines;
  for (const std::string& id : vouched) {
    if (ids.contains(id)) continue;
    std::vector<std::string> shown = nearest(id, {ids.begin(), ids.end()}, kIdsShown);
    for (std::string& one : shown) one = "`" + escape(one) + "`";
    const std::string rest =
        shown.empty()
            ? "nothing in the snapshot can be"
            : fmt::format("{} {}",
                          ids.size() > shown.size() ? "the nearest that can be:"
                                                    : "these can be:",
                          enumerated(shown));
    lines += fmt::format(
        "pullproof: nothing to vouch for at --assume `{}`: no route leads to it "
        "and no DHCP options name it, or what lies beyond it is modelled; {}\n",
        escape(id), rest);
  }
  return lines;
}

}  // namespace pullproof::cli
