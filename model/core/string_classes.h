// Splits all strings of a domain by which patterns they match, with a witness for each.
//
// Two strings in one class answer every pattern alike, so a solver needs only the class
// number, and a counterexample needs only the witness.
//
// Guarantee: exact; every class that exists is listed, and none that does not.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/core/glob.h"
#include "model/core/text_reader.h"

namespace pullproof {

struct StringClass {
  /// A shortest printable string of the class; a shortest one if none is printable.
  std::string witness;
  std::vector<bool> matches;  ///< One answer a pattern, in the order they were given.
};

/// The classes of the strings that `domain` matches, in a fixed order; nothing if more
/// than `budget` automaton states would have to be visited. Strings that a reader has
/// different answers for are of different classes, too.
[[nodiscard]] std::optional<std::vector<StringClass>> split_strings(
    const Glob& domain, const std::vector<Glob>& patterns, std::size_t budget = 200'000,
    const std::vector<std::unique_ptr<TextReader>>& readers = {});

/// A budget for where there is another way than listing classes. Patterns that begin
/// differently take a few states a character; where they take more, their classes
/// multiply.
[[nodiscard]] std::size_t few_states(const std::vector<Glob>& patterns);

}  // namespace pullproof
