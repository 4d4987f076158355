// What a gate answers: who passes, who is to blame otherwise, and how to say it.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/aws/network_index.h"
#include "model/aws/snapshot.h"
#include "model/core/predicate.h"
#include "model/gates/switches.h"

namespace pullproof::gates {

/// Something that no collected call tells and that the verdict takes for granted.
struct Assumption {
  std::string name;   ///< "route53resolver-list-resolver-rules", "proxy" ...
  std::string value;  ///< "refuses nothing", "none" ...

  auto operator<=>(const Assumption&) const = default;
};

struct Gate {
  std::string name;       ///< kName of its type.
  std::string mechanism;  ///< As the contract lists them: "security-group".
  std::string code;       ///< "ENI_SG_RULES_MISMATCH".
  Predicate lets_through = Predicate::always();
  std::string message = {};  ///< One sentence: what is refused here, and why.
  std::string repair = {};   ///< One sentence: what would mend it.
  std::vector<Assumption> assumptions = {};
  /// A closer message for one refused choice, if the gate has one.
  std::function<std::string(const Choice&)> detail = nullptr;
  /// What ECS prints of the refusal that only the gate knows: the digest that is not
  /// there, or the media type that no runtime takes; "" for none.
  std::string printed = {};
};

/// What every gate may look at.
struct Context {
  const aws::Snapshot& account;
  /// Peripheral calls that were not seen make verdicts unknown instead of being assumed
  /// to refuse nothing.
  bool strict = false;
  /// Only gates of the network and whoever builds paths need it.
  const aws::NetworkIndex* network = nullptr;
  /// Ids of gateways and appliances that the user vouches for; null for none.
  const std::set<std::string>* vouched = nullptr;
  Switches switches = {};
};

/// What is taken of a contested point, for whoever reads its switch to list.
/// Requires: there is such a switch.
[[nodiscard]] Assumption taken(const Context& context, std::string_view name);

/// A fact about a resource of the snapshot.
[[nodiscard]] FactRef fact_about(Symbol id, const aws::Source& source,
                                 std::string note);

/// Set: the documents or accounts that tell of the resource do not agree on it.
template <class T>
[[nodiscard]] std::optional<Unknown> disputed(const aws::Snapshot& account,
                                              const T& row) {
  const aws::Dispute* dispute = account.dispute(row);
  if (dispute == nullptr) return std::nullopt;
  return Unknown{.call = dispute->call, .why = dispute->why};
}

/// Where a list of this kind stands in the snapshot, for what it lacks; nowhere if it
/// is empty.
template <class T>
[[nodiscard]] aws::Source list_in(const Context& context, const aws::Scope& scope) {
  for (const T& row : context.account.table<T>().all()) {
    if (row.scope != scope) continue;
    return {.file = row.source.file,
            .pointer = row.source.pointer.substr(0, row.source.pointer.rfind('/'))};
  }
  return {};
}

/// What a gate may conclude from a peripheral call: nothing to say if it was seen, an
/// assumption if it was not, a question if `strict`.
struct Peripheral {
  Predicate lets_through = Predicate::always();
  std::vector<Assumption> assumptions;
};
[[nodiscard]] Peripheral peripheral(const Context& context, const aws::Scope& scope,
                                    const std::string& call, const std::string& why);

/// Lets the gate rest on it.
void assume(Gate& gate, Peripheral call);

/// The question that a core call would settle. Requires: the call was not seen.
[[nodiscard]] Predicate core_call_missing(const std::string& call,
                                          const std::string& why);

}  // namespace pullproof::gates
