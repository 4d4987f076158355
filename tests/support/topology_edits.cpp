#include "tests/support/topology_answers.h"

namespace pullproof::support {
namespace {

const std::vector<Edit>& all_edits() {
  static const std::vector<Edit> kEdits = [] {
    std::vector<Edit> edits;
    for (const auto& some :
         {route_edits(), filter_edits(), joining_edits(), address_edits()}) {
      edits.insert(edits.end(), some.begin(), some.end());
    }
    return edits;
  }();
  return kEdits;
}

}  // namespace

unsigned topology_edit_kinds() { return static_cast<unsigned>(all_edits().size()); }

void apply(nlohmann::json& bundle, const TopologyEdit& edit) {
  all_edits()[edit.kind % all_edits().size()](bundle, Picks(edit.number));
}

nlohmann::json with_another_group_rule(nlohmann::json bundle, std::uint64_t number) {
  add_group_rule(bundle, Picks(number));
  return bundle;
}

}  // namespace pullproof::support
