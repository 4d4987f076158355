// Inside of page.h: the pages by area, each in a file of its own.
//
// Guarantee: constant from the start; whoever runs before main may read them.
#pragma once

#include <span>

#include "src/explain/page.h"

namespace pullproof::cli {

extern const std::span<const Page> kRoutePages;   // pages_route.cpp
extern const std::span<const Page> kFilterPages;  // pages_filter.cpp
extern const std::span<const Page> kPolicyPages;  // pages_policy.cpp
extern const std::span<const Page> kImagePages;   // pages_image.cpp
extern const std::span<const Page> kStartPages;   // pages_start.cpp

}  // namespace pullproof::cli
