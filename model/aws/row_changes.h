// Changes resources of a snapshot in place, where that comes to the same as reading the
// changed documents anew.
//
// It does so for what is edited most: routes, rules, policies, what a task definition
// or a service says. Everything that a load derives from more than the resource itself
// has to stay as it is: what documents and indexes know it by, which calls were
// answered, what contradicts what, and all warnings. Where that is not sure, nothing is
// done, and the documents have to be loaded again.
//
// Guarantee: the snapshot is then, row by row, what a load would make of the documents,
// and rows stay where they are in memory.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/fact_trace.h"
#include "model/aws/snapshot.h"

namespace pullproof::aws {

/// One resource, in the document where it stands.
struct ChangedRow {
  std::string file;
  std::string pointer;  ///< RFC 6901; "" where the document is the resource.
  std::shared_ptr<const nlohmann::json> before;  ///< Null: it was not there.
  std::shared_ptr<const nlohmann::json> after;   ///< Null: it is gone.
};

class RowChanges {
 public:
  /// Gives what is touched: whoever has looked at none of these keys would find what it
  /// has found. Nothing: the documents have to be loaded again, and the snapshot is as
  /// it was. Requires: the snapshot was read from documents that said `before`.
  [[nodiscard]] static std::optional<std::vector<FactKey>> make(
      Snapshot& snapshot, const std::vector<ChangedRow>& rows);

 private:
  template <class T>
  friend class RowChange;

  template <class T>
  static Table<T>& table(Snapshot& snapshot) {
    return std::get<Table<T>>(snapshot.tables_);
  }
  static void count_not_read(Snapshot& snapshot, const ReadLog& before,
                             const ReadLog& after);
};

}  // namespace pullproof::aws
