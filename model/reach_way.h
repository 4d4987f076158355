// Builds the hops between two ends of a query of `reach`, one leg each way.
#pragma once

#include "model/gates/gate.h"
#include "model/reach.h"
#include "model/reach_end.h"

namespace pullproof::model {

[[nodiscard]] ReachWay reach_way(const gates::Context& context,
                                 const ReachQuestion& question, const ReachEnd& from,
                                 const ReachEnd& to);

/// Between two ends of which one is closed.
[[nodiscard]] ReachWay no_way(const gates::Context& context,
                              const ReachQuestion& question,
                              const gates::ClosedEndPlace& closed);

}  // namespace pullproof::model
