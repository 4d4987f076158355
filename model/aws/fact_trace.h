// Notes what is looked at in a snapshot, so that it is known afterwards what an answer
// may hang on.
//
// Tables, and indexes that hand out rows, note into the trace of their thread; where
// nobody traces, that costs a few instructions. Noted are the ids that were found or
// looked for in vain, the rows that an index handed out, and the tables that were
// walked.
//
// Not noted: which calls were seen, disputes, and what an index was asked for. Whoever
// takes an answer for untouched must know that those are as they were.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/core/symbol.h"

namespace pullproof::aws {

/// A resource, or a whole table. Two of them may have one key by chance: then more is
/// taken to be touched than is.
using FactKey = std::uint32_t;

/// Of the rows of a kind that have this id.
[[nodiscard]] FactKey fact_key(std::size_t kind, Symbol id);
/// Of all rows of a kind.
[[nodiscard]] FactKey table_key(std::size_t kind);

class FactTrace {
 public:
  FactTrace() { forget(); }

  void note(FactKey key) {
    FactKey& recent = recent_[key % kRecent];
    if (recent == key) return;
    recent = key;
    keys_.push_back(key);
  }
  /// What was noted, sorted, each key once. Ensures: nothing is noted any more.
  [[nodiscard]] std::vector<FactKey> take();

 private:
  static constexpr std::size_t kRecent = 512;

  void forget();

  std::vector<FactKey> keys_;
  /// The last key that belongs into each place: most are noted again and again.
  std::array<FactKey, kRecent> recent_{};
};

/// Null: nobody traces in this thread.
inline constinit thread_local FactTrace* trace_of_thread = nullptr;

/// While it lives, what its thread looks at is noted, and in no other trace.
class Tracing {
 public:
  /// `trace` must outlive it.
  explicit Tracing(FactTrace& trace) : outer_(trace_of_thread) {
    trace_of_thread = &trace;
  }
  ~Tracing() { trace_of_thread = outer_; }
  Tracing(const Tracing&) = delete;
  Tracing& operator=(const Tracing&) = delete;

 private:
  FactTrace* outer_;
};

}  // namespace pullproof::aws
