// Notes what is looked at in a snapshot, so that it is known afterwards what an answer
// may hang on.
//
// Tables, and indexes that hand out rows, note into the trace of their thread; where
// nobody traces, that costs a few instructions. Noted are the ids that were found or
// looked for in vain, what an index was asked for and the rows that it handed out, the
// tables that were walked, and the calls that were asked after.
//
// Not noted: disputes, and which accounts are in the snapshot. Whoever takes an answer
// for untouched must know that those are as they were.
//
// An index notes what it is asked for by `note_asked`, and the same by `note_filed` for
// each row where it is built: so it is known what a row that comes or goes is found by.
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
/// Of the rows of a kind that an index has under something with this hash.
[[nodiscard]] FactKey place_key(std::size_t kind, std::size_t hash);
/// Of whether a call was answered; `hash` is that of its account, region and name.
[[nodiscard]] FactKey call_key(std::size_t hash);

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

/// Null: nobody wants to know what rows are filed under in this thread.
inline constinit thread_local FactTrace* filing_of_thread = nullptr;

/// While it lives, what indexes that its thread builds file rows under is noted.
class FilingTracing {
 public:
  /// `trace` must outlive it.
  explicit FilingTracing(FactTrace& trace) : outer_(filing_of_thread) {
    filing_of_thread = &trace;
  }
  ~FilingTracing() { filing_of_thread = outer_; }
  FilingTracing(const FilingTracing&) = delete;
  FilingTracing& operator=(const FilingTracing&) = delete;

 private:
  FactTrace* outer_;
};

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
