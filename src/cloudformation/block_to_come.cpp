#include "src/cloudformation/block_to_come.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "model/changes/document_store.h"
#include "model/core/address.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

const Cidr& global_unicast() {
  static const Cidr kBlock = *Cidr::parse("2000::/3");
  return kBlock;
}

/// Documents that name the addresses of what they print, and decide nothing by them.
bool prints_addresses(std::string_view call) {
  constexpr auto kCalls = std::to_array<std::string_view>(
      {"ec2-describe-instances", "ec2-describe-network-interfaces",
       "ec2-describe-subnets", "ec2-describe-vpcs", "ip-ranges"});
  return std::find(kCalls.begin(), kCalls.end(), call) != kCalls.end();
}

class Search {
 public:
  void know(const std::string& block) {
    if (const auto cidr = Cidr::parse(block)) known_.push_back(*cidr);
  }

  /// Looks through every text of the document.
  [[nodiscard]] std::string foreign_in(const Json& document) const {
    std::vector<const Json*> open{&document};
    while (!open.empty()) {
      const Json& json = *open.back();
      open.pop_back();
      if (json.is_string()) {
        std::string found = foreign_in_text(json.get_ref<const std::string&>());
        if (!found.empty()) return found;
      }
      if (!json.is_structured()) continue;
      for (const Json& each : json) open.push_back(&each);
    }
    return {};
  }

 private:
  /// Addresses stand in texts of any kind: policies are texts themselves.
  [[nodiscard]] std::string foreign_in_text(std::string_view text) const {
    constexpr std::string_view kOfAddresses = "0123456789abcdefABCDEF:./";
    while (!text.empty()) {
      const auto from = text.find_first_of(kOfAddresses);
      if (from == std::string_view::npos) return {};
      text.remove_prefix(from);
      const auto size = std::min(text.find_first_not_of(kOfAddresses), text.size());
      const std::string_view piece = text.substr(0, size);
      text.remove_prefix(size);
      if (is_foreign(piece)) return std::string(piece);
    }
    return {};
  }

  [[nodiscard]] bool is_foreign(std::string_view piece) const {
    if (std::count(piece.begin(), piece.end(), ':') < 2) return false;
    const auto block = Cidr::parse_loosely(piece);
    if (!block || block->family != Family::Ipv6) return false;
    // A block of all public addresses has them for sure.
    if (block->contains(global_unicast())) return false;
    if (!global_unicast().contains(*block)) return false;
    return std::none_of(known_.begin(), known_.end(),
                        [&](const Cidr& each) { return each.contains(*block); });
  }

  std::vector<Cidr> known_;
};

void know_vpcs(const Json& bundle, Search& search) {
  for (const auto& [file, document] : bundle.items()) {
    const Json* vpcs = changes::list_member(document, "Vpcs");
    for (std::size_t i = 0; vpcs != nullptr && i < vpcs->size(); ++i) {
      const Json* blocks =
          changes::list_member((*vpcs)[i], "Ipv6CidrBlockAssociationSet");
      for (std::size_t k = 0; blocks != nullptr && k < blocks->size(); ++k) {
        search.know(changes::text_member((*blocks)[k], "Ipv6CidrBlock"));
      }
    }
  }
}

}  // namespace

std::string block_to_come(const std::string& stack, const std::string& logical_id) {
  // FNV-1a: the same block for the same resource, whatever else a template says.
  std::uint32_t hash = 2166136261U;
  for (const char each : fmt::format("{}/{}", stack, logical_id)) {
    hash = (hash ^ static_cast<unsigned char>(each)) * 16777619U;
  }
  const std::uint32_t number = (hash >> 16U) ^ (hash & 0xFFFFU);
  const auto block = Cidr::parse(fmt::format("2600:1fff:e0{:02x}:{:x}::/56",
                                             number >> 8U, (number & 0xFFU) << 8U));
  return block->text();
}

std::string foreign_ipv6(const std::map<std::string, std::string>& blocks,
                         const changes::Change& change, const Json& bundle) {
  Search search;
  for (const auto& [block, origin] : blocks) search.know(block);
  know_vpcs(bundle, search);
  for (const changes::Edit& edit : change.edits) {
    for (const auto& part : {edit.value, edit.match}) {
      std::string found = part == nullptr ? "" : search.foreign_in(*part);
      if (!found.empty()) return found;
    }
  }
  for (const auto& [file, document] : bundle.items()) {
    if (prints_addresses(aws::context_of(file).call)) continue;
    std::string found = search.foreign_in(document);
    if (!found.empty()) return found;
  }
  return {};
}

}  // namespace pullproof::cli::cloudformation
