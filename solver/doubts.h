// What a change leaves open: values that are known only after it is made, and things
// that nobody reads. No verdict may rest on either.
#pragma once

#include <functional>
#include <string>

#include "model/changes/change.h"
#include "model/verdict.h"

namespace pullproof::solver {

/// Makes each verdict unknown that doubts or ignored things of the wanted origins may
/// touch, with the reason.
void apply_doubts(const changes::Change& change,
                  const std::function<bool(const std::string& origin)>& is_wanted,
                  model::CheckReport& report);

}  // namespace pullproof::solver
