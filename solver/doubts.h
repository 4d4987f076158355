// What a change leaves open: values that are known only after it is made, and things
// that nobody reads. No verdict may rest on either.
#pragma once

#include <functional>
#include <string>

#include "model/changes/change.h"
#include "model/verdict.h"
#include "solver/changed_account.h"

namespace pullproof::solver {

/// Makes the verdict unknown, with the reason.
void leave_open(model::TaskVerdict& task, const std::string& why);

/// Makes each verdict unknown that doubts or ignored things of the wanted origins may
/// touch, with the reason. `report` is that of the account, which has become what these
/// origins make of it.
void apply_doubts(const changes::Change& change,
                  const std::function<bool(const std::string& origin)>& is_wanted,
                  const ChangedAccount& account, model::CheckReport& report);

}  // namespace pullproof::solver
