#include "model/gates/partition.h"

#include <algorithm>
#include <array>

namespace pullproof::gates {
namespace {

// The longest prefix that fits comes first; the partition "aws" takes the rest.
constexpr std::array<Partition, 8> kPartitions = {{
    {"aws-cn", "cn-", "amazonaws.com.cn", "on.amazonwebservices.com.cn",
     "api.amazonwebservices.com.cn"},
    {"aws-us-gov", "us-gov-", "amazonaws.com", "on.aws", "api.aws"},
    {"aws-eusc", "eusc-", "amazonaws.eu", "on.amazonwebservices.eu",
     "api.amazonwebservices.eu"},
    {"aws-iso", "us-iso-", "c2s.ic.gov", "", ""},
    {"aws-iso-b", "us-isob-", "sc2s.sgov.gov", "", ""},
    {"aws-iso-e", "eu-isoe-", "cloud.adc-e.uk", "", ""},
    {"aws-iso-f", "us-isof-", "csp.hci.ic.gov", "", ""},
    {"aws", "", "amazonaws.com", "on.aws", "api.aws"},
}};

constexpr std::array<std::string_view, 9> kAreas = {"us", "eu", "ap", "sa", "ca",
                                                    "me", "af", "il", "mx"};

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

bool is_word(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == text.npos;
}

/// "central-1", "de-east-1": words, then a number.
bool is_place_and_number(std::string_view text) {
  const std::size_t dash = text.rfind('-');
  if (dash == std::string_view::npos || !is_number(text.substr(dash + 1))) {
    return false;
  }
  std::string_view words = text.substr(0, dash);
  for (std::size_t end = words.find('-'); end != words.npos; end = words.find('-')) {
    if (!is_word(words.substr(0, end))) return false;
    words.remove_prefix(end + 1);
  }
  return is_word(words);
}

/// "eu-central-1": an area, one word, a number.
bool is_plain_region(std::string_view region) {
  const std::size_t dash = region.find('-');
  if (dash == std::string_view::npos) return false;
  const std::string_view rest = region.substr(dash + 1);
  return std::find(kAreas.begin(), kAreas.end(), region.substr(0, dash)) !=
             kAreas.end() &&
         is_place_and_number(rest) && std::count(rest.begin(), rest.end(), '-') == 1;
}

}  // namespace

const Partition* partition_of(std::string_view region) {
  for (const Partition& partition : kPartitions) {
    if (!region.starts_with(partition.region_prefix)) continue;
    const bool fits =
        partition.region_prefix.empty()
            ? is_plain_region(region)
            : is_place_and_number(region.substr(partition.region_prefix.size()));
    return fits ? &partition : nullptr;
  }
  return nullptr;
}

bool has_fips_registry(std::string_view region) {
  constexpr std::array<std::string_view, 6> kRegions = {
      "us-east-1", "us-east-2",     "us-west-1",
      "us-west-2", "us-gov-east-1", "us-gov-west-1"};
  return std::find(kRegions.begin(), kRegions.end(), region) != kRegions.end();
}

}  // namespace pullproof::gates
