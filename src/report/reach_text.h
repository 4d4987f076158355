// The ways of one query of `reach`, drawn hop by hop for people.
#pragma once

#include <string>

#include "model/reach.h"
#include "solver/reach.h"
#include "src/palette.h"

namespace pullproof::cli {

[[nodiscard]] std::string reach_text(const model::ReachQuestion& question,
                                     const solver::ReachAnswer& answer, bool why,
                                     const Palette& palette);

}  // namespace pullproof::cli
