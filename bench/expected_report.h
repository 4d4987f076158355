// Compares a report with what the generator knows of the account.
#pragma once

#include <string>
#include <vector>

#include "bench/account_generator.h"
#include "model/verdict.h"

namespace pullproof::bench {

/// The first service that was judged wrongly, in one sentence; "" if there is none.
[[nodiscard]] std::string first_difference(const model::CheckReport& report,
                                           const std::vector<Expectation>& expected);

}  // namespace pullproof::bench
