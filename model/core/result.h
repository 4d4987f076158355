// What a reader gives back: a value, or every problem that it found on the way.
//
// A reader never stops at the first problem; the user mends them all in one go.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/core/ensure.h"

namespace pullproof {

/// One thing in the input that cannot be read as what it says it is.
struct Problem {
  std::string file;  ///< Path inside the snapshot, for example "1/eu-central-1/x.json".
  std::string pointer;  ///< RFC 6901 pointer into that file; "" is the whole document.
  std::string message;  ///< Lower case, one line: what was expected, what was found.

  auto operator<=>(const Problem&) const = default;
};

using Problems = std::vector<Problem>;

/// Invariant: holds a value, or at least one problem; never both.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Problems problems) : problems_(std::move(problems)) {  // NOLINT
    ensure(!problems_.empty(), "a failed result names at least one problem");
  }
  Result(Problem problem) : Result(Problems{std::move(problem)}) {}  // NOLINT

  [[nodiscard]] bool ok() const { return value_.has_value(); }
  [[nodiscard]] const Problems& problems() const { return problems_; }

  /// Requires: ok().
  [[nodiscard]] T& value() {
    ensure(ok(), "only a result that is ok has a value");
    return *value_;
  }
  [[nodiscard]] const T& value() const {
    ensure(ok(), "only a result that is ok has a value");
    return *value_;
  }

 private:
  std::optional<T> value_;
  Problems problems_;
};

}  // namespace pullproof
