// The JSON answer of `who-can`: "pullproof-who-can/1".
#pragma once

#include <string>

#include "solver/who_can.h"

namespace pullproof::cli {

[[nodiscard]] std::string who_can_json(const solver::WhoCanQuestion& question,
                                       const solver::WhoCan& answer);

}  // namespace pullproof::cli
