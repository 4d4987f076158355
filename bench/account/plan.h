// Decides what an invented account holds, and what is wrong in it.
#pragma once

#include <vector>

#include "bench/account/account.h"

namespace pullproof::bench {

[[nodiscard]] Account plan_account(const AccountOptions& options);

/// What the faults of the plan amount to.
[[nodiscard]] std::vector<Expectation> expectations(const Account& account);

}  // namespace pullproof::bench
