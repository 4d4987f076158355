#include "src/explain/page.h"

#include <algorithm>
#include <array>
#include <span>

#include "src/explain/page_tables.h"

namespace pullproof::cli {
namespace {

std::array<std::span<const Page>, 5> tables() {
  return {kRoutePages, kFilterPages, kPolicyPages, kImagePages, kStartPages};
}

}  // namespace

const Page* page_of(std::string_view code) {
  for (const auto& table : tables()) {
    for (const Page& page : table) {
      if (page.code == code) return &page;
    }
  }
  return nullptr;
}

std::vector<std::string_view> page_codes() {
  std::vector<std::string_view> codes;
  for (const auto& table : tables()) {
    for (const Page& page : table) codes.push_back(page.code);
  }
  std::sort(codes.begin(), codes.end());
  return codes;
}

}  // namespace pullproof::cli
