// What edits of small networks share: where the documents are, and what may be written
// into them.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/support/topology.h"

namespace pullproof::support {

using Edit = void (*)(nlohmann::json& bundle, Picks picks);

/// Each leaves a network that AWS might have, as far as the shape allows, else it does
/// nothing.
[[nodiscard]] std::vector<Edit> route_edits();
[[nodiscard]] std::vector<Edit> filter_edits();
[[nodiscard]] std::vector<Edit> joining_edits();
[[nodiscard]] std::vector<Edit> address_edits();

void add_group_rule(nlohmann::json& bundle, Picks picks);

/// Blocks that contain each other, and most of the addresses of VPCs 1 and 2.
[[nodiscard]] const std::vector<std::string>& some_blocks();

struct PortsOfRule {
  int first;
  int last;
};
[[nodiscard]] const std::vector<PortsOfRule>& some_ports();
[[nodiscard]] const std::vector<std::string>& some_protocols();

/// The list `key` in the answers of a call, one of each account and region that has it.
[[nodiscard]] std::vector<nlohmann::json*> lists(nlohmann::json& bundle,
                                                 const std::string& call,
                                                 const char* key);

/// What one call prints, in every account and region.
class Answers {
 public:
  Answers(nlohmann::json& bundle, const std::string& call, const char* key) {
    for (nlohmann::json* list : lists(bundle, call, key)) {
      for (nlohmann::json& one : *list) all_.push_back(&one);
    }
  }

  [[nodiscard]] std::vector<nlohmann::json*> all() const { return all_; }
  [[nodiscard]] bool empty() const { return all_.empty(); }
  /// Requires: not empty.
  nlohmann::json& pick(Picks& picks) { return *picks.one_of(all_); }
  /// Both accounts may print it.
  template <class Change>
  void change_one(Picks& picks, const char* id_key, const Change& change) {
    if (all_.empty()) return;
    const nlohmann::json id = pick(picks)[id_key];
    for (nlohmann::json* one : all_) {
      if ((*one)[id_key] == id) change(*one);
    }
  }
  /// Those that have this value there.
  [[nodiscard]] std::vector<nlohmann::json*> with(const char* key,
                                                  const nlohmann::json& value) const {
    std::vector<nlohmann::json*> found;
    for (nlohmann::json* one : all_) {
      if ((*one)[key] == value) found.push_back(one);
    }
    return found;
  }

 private:
  std::vector<nlohmann::json*> all_;
};

[[nodiscard]] Answers vpcs(nlohmann::json& bundle);
[[nodiscard]] Answers subnets(nlohmann::json& bundle);
[[nodiscard]] Answers tables(nlohmann::json& bundle);
[[nodiscard]] Answers acls(nlohmann::json& bundle);
[[nodiscard]] Answers groups(nlohmann::json& bundle);
[[nodiscard]] Answers interfaces(nlohmann::json& bundle);
[[nodiscard]] Answers nat_gateways(nlohmann::json& bundle);
[[nodiscard]] Answers peerings(nlohmann::json& bundle);
[[nodiscard]] Answers gateways(nlohmann::json& bundle);
[[nodiscard]] Answers attachments(nlohmann::json& bundle);
[[nodiscard]] Answers associations(nlohmann::json& bundle);

}  // namespace pullproof::support
