#include "model/reach.h"

#include <utility>

#include "model/reach_end.h"
#include "model/reach_way.h"

namespace pullproof::model {

Result<Reach> reach_ways(const gates::Context& context, const ReachQuestion& question) {
  Problems problems;
  const auto find = [&](const std::string& text, const char* option) {
    auto found = reach_ends(context, text, question.vpc, option);
    if (!found.ok()) {
      problems.insert(problems.end(), found.problems().begin(), found.problems().end());
      return FoundEnds{};
    }
    return std::move(found.value());
  };
  const FoundEnds from = find(question.from, "from");
  const FoundEnds to = find(question.to, "to");
  if (!problems.empty()) return problems;
  Reach reach;
  reach.unknown = from.unknown ? from.unknown : to.unknown;
  if (reach.unknown) return reach;
  if (from.ends.front().vpc.empty()) {
    reach.unknown = Unknown{
        .call = "", .why = "how packets from outside come in is not modelled yet"};
    return reach;
  }
  for (const auto& source : from.ends) {
    for (const auto& destination : to.ends) {
      reach.ways.push_back(reach_way(context, question, source, destination));
    }
  }
  return reach;
}

}  // namespace pullproof::model
