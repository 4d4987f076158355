// Resources of which a snapshot's documents, or accounts, do not tell the same.
//
// What is true of them is not known, so no verdict may rest on either word.
#pragma once

#include <string>
#include <unordered_map>
#include <utility>

#include "model/aws/scope.h"

namespace pullproof::aws {

struct Dispute {
  std::string call;  ///< Whose answer to collect anew; "" for that of all accounts.
  std::string why;   ///< What contradicts what.

  bool operator==(const Dispute&) const = default;
};

class Disputes {
 public:
  /// Of several about one resource, the first counts.
  void note(const Scope& home, Symbol id, Dispute dispute) {
    by_id_.emplace(ScopedId{home, id}, std::move(dispute));
  }
  /// About some of a route table's routes: others are as told.
  void note_routes(const Scope& home, Symbol table, Dispute dispute) {
    by_table_.emplace(ScopedId{home, table}, std::move(dispute));
  }
  /// Null: nothing contradicts what is told of it.
  [[nodiscard]] const Dispute* find(const Scope& home, Symbol id) const {
    return find(by_id_, {home, id});
  }
  [[nodiscard]] const Dispute* find_routes(const Scope& home, Symbol table) const {
    return find(by_table_, {home, table});
  }
  bool operator==(const Disputes&) const = default;

 private:
  using ById = std::unordered_map<ScopedId, Dispute>;

  [[nodiscard]] static const Dispute* find(const ById& disputes, const ScopedId& of) {
    const auto found = disputes.find(of);
    return found == disputes.end() ? nullptr : &found->second;
  }

  ById by_id_;
  ById by_table_;
};

}  // namespace pullproof::aws
