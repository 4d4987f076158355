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
};

class Disputes {
 public:
  /// Of several about one resource, the first counts.
  void note(const Scope& home, const std::string& id, Dispute dispute) {
    by_key_.emplace(key(home, id), std::move(dispute));
  }
  /// Null: nothing contradicts what is told of it.
  [[nodiscard]] const Dispute* find(const Scope& home, const std::string& id) const {
    if (by_key_.empty()) return nullptr;
    const auto found = by_key_.find(key(home, id));
    return found == by_key_.end() ? nullptr : &found->second;
  }

 private:
  static std::string key(const Scope& home, const std::string& id) {
    return home.account + '/' + home.region + '/' + id;
  }

  std::unordered_map<std::string, Dispute> by_key_;
};

}  // namespace pullproof::aws
