#include "solver/policy_pair.h"

#include "model/gates/policy_text.h"

namespace pullproof::solver {

PolicyPair with_values(const std::vector<const aws::PolicyDocument*>& granted,
                       const std::vector<const aws::PolicyDocument*>& known,
                       const gates::Request& request) {
  PolicyPair pair;
  const auto fill = [&request](const auto& from, auto& to) {
    to.reserve(from.size());
    for (const auto* document : from) {
      to.push_back(gates::with_values(*document, request));
    }
  };
  fill(granted, pair.granted);
  fill(known, pair.known);
  return pair;
}

}  // namespace pullproof::solver
