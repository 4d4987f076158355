// Every gate, in the order in which a task meets them. Adding a gate means adding it
// here; interpreter, solver and reports follow.
#pragma once

#include <vector>

#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// The gates of a place, asked one by one.
[[nodiscard]] std::vector<Gate> gates_at(const Place& place, const Context& context);

}  // namespace pullproof::gates
