// An account that becomes what parts of a change make of it, one after the other, and
// its report each time. Where only contents of resources differ from the last time, no
// more is proved anew than hangs on them.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/changes/account_documents.h"
#include "model/changes/change.h"
#include "model/core/result.h"
#include "solver/recheck.h"

namespace pullproof::solver {

class ChangedAccount {
 public:
  using IsWanted = std::function<bool(const std::string& origin)>;

  /// Checks the account as it was before any change. `account` must outlive this, and
  /// is restored.
  ChangedAccount(changes::AccountDocuments& account, const CheckOptions& options);

  /// Takes back what was made last, and makes the wanted edits. With problems, nothing
  /// is to be concluded from the documents, and the report stays the last one.
  [[nodiscard]] Problems become(const changes::Change& change,
                                const IsWanted& is_wanted);

  /// Of what the account last became, without what the change leaves open.
  [[nodiscard]] const model::CheckReport& report() const { return recheck_.report(); }
  [[nodiscard]] const aws::Snapshot& snapshot() const { return recheck_.account(); }
  /// Numbers of the report's verdicts that may be others if the resource said something
  /// else; nothing if there is none of this type with this id or ARN.
  [[nodiscard]] std::optional<std::set<std::size_t>> verdicts_on(
      const std::string& resource, const std::string& type) const;
  /// What was taken for granted of the change.
  [[nodiscard]] const std::vector<std::string>& granted() const { return granted_; }
  [[nodiscard]] const Recheck::Work& work() const { return recheck_.work(); }

 private:
  using Key = std::pair<std::string, std::string>;  ///< File and pointer.
  struct Values {
    changes::SharedJson before;
    changes::SharedJson now;
  };
  /// What differs from the account before any change.
  struct Made {
    std::map<Key, Values> resources;
    bool is_in_place = true;  ///< Nothing came, went, or moved.
  };

  [[nodiscard]] Made made() const;
  [[nodiscard]] static bool is_alike(const Made& one, const Made& other);
  [[nodiscard]] std::vector<aws::ChangedRow> rows_to(const Made& next) const;

  changes::AccountDocuments* account_;
  Recheck recheck_;
  Made last_;
  std::vector<std::string> granted_;
};

}  // namespace pullproof::solver
