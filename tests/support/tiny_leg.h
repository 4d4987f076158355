// A leg of a few hops without any AWS, for tests of whatever proves a leg and tells of
// it.
//
// Start from `tiny_leg()` and put gated hops behind its placements.
#pragma once

#include <string>
#include <vector>

#include "model/leg.h"

namespace pullproof::support {

/// Its fields: AWS takes every port; which address is the true one is not known. Both
/// are 0 to 9.
inline constexpr FieldId kTinyPlacement{0};
inline constexpr FieldId kTinyPort{1};
inline constexpr FieldId kTinyAddress{2};

/// The start (hop 0) and a mark for each placement (hops 1, 2 ...).
[[nodiscard]] model::Leg tiny_leg(std::size_t placements = 1);

[[nodiscard]] Predicate port_between(Number first, Number last);
[[nodiscard]] Predicate address_between(Number first, Number last);
[[nodiscard]] Unknown tiny_question(const std::string& call);

/// A gate whose name and code are `code`; it rests on the fact `code`.
[[nodiscard]] gates::Gate gate_of(const std::string& code, const Predicate& open);

/// Adds a hop with these gates behind hop `from`; gives its number.
std::size_t then_gates(model::Leg& leg, std::size_t from,
                       const std::vector<gates::Gate>& gates,
                       const Predicate& guard = Predicate::always());

}  // namespace pullproof::support
