// The whole program, from arguments to exit code.
#pragma once

#include "src/session.h"

namespace pullproof::cli {

/// Guarantee: throws nothing; a bug of ours is told on `session.err` and gives 70.
[[nodiscard]] int run(int argc, const char* const* argv, Session& session) noexcept;

}  // namespace pullproof::cli
