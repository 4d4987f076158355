// Rows of one kind by the id of something that they belong to: the NAT gateway that has
// an interface, the table that routes a subnet.
//
// Guarantee: finding takes a few steps, and touches no row but those of the id. Rows
// that are found are noted, see fact_trace.h.
#pragma once

#include <cstddef>
#include <vector>

#include "model/aws/snapshot.h"
#include "model/core/row_index.h"

namespace pullproof::aws {

template <class T>
class RowLinks {
 public:
  /// `row` must outlive it.
  void add(Symbol id, const T& row) {
    note_filed<T>(id);
    index_.add(id);
    rows_.push_back(&row);
  }

  /// The first of the account.
  [[nodiscard]] const T* find_own(const Scope& scope, Symbol id) const {
    note_asked<T>(id);
    const T* own = nullptr;
    index_.find(id, [&](std::size_t at) {
      if (rows_[at]->scope == scope) own = rows_[at];
      return own == nullptr;
    });
    return noted(own);
  }

  /// The first of the account, else of whichever has it in the region: a transit
  /// gateway's owner prints the attachments of others. Leaves out rows that `skips`
  /// says.
  template <class Skips>
  [[nodiscard]] const T* find(const Snapshot& account, const Scope& scope, Symbol id,
                              const Skips& skips) const {
    note_asked<T>(id);
    const T* own = nullptr;
    const T* first = nullptr;
    index_.find(id, [&](std::size_t at) {
      const T* row = rows_[at];
      if (row->scope.region != scope.region) return true;
      if (skips(*noted(row))) return true;
      if (first == nullptr) first = row;
      if (row->scope.account == scope.account) own = row;
      return own == nullptr;
    });
    if (own != nullptr || first == nullptr) return own;
    return account.keeps_apart(scope.account, first->scope.account) ? nullptr : first;
  }
  [[nodiscard]] const T* find(const Snapshot& account, const Scope& scope,
                              Symbol id) const {
    return find(account, scope, id, [](const T&) { return false; });
  }

 private:
  static const T* noted(const T* row) {
    if (row != nullptr) note_row(*row);
    return row;
  }

  RowIndex index_;
  std::vector<const T*> rows_;
};

}  // namespace pullproof::aws
