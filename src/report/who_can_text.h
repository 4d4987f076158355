// The answer of `who-can` for people.
//
// Guarantee: everything that comes from the snapshot is escaped here.
#pragma once

#include <string>

#include "solver/who_can.h"
#include "src/palette.h"

namespace pullproof::cli {

[[nodiscard]] std::string who_can_text(const solver::WhoCanQuestion& question,
                                       const solver::WhoCan& answer,
                                       const Palette& palette);

}  // namespace pullproof::cli
