// Private zones for the VPC of `network_account`, for tests of what names resolve to.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::support {

/// A record of type A that is an alias of `target`.
[[nodiscard]] nlohmann::json alias_record(const std::string& name,
                                          const std::string& target);
/// A record with values: type "A", "CNAME" ...
[[nodiscard]] nlohmann::json record(const std::string& name, const std::string& type,
                                    const std::vector<std::string>& values);

/// Associates vpc-1 with the zone; its records are not collected.
void put_zone(nlohmann::json& bundle, const std::string& id, const std::string& name);
/// The same, with its records and those that every zone has at its apex.
void put_zone(nlohmann::json& bundle, const std::string& id, const std::string& name,
              std::vector<nlohmann::json> records);

}  // namespace pullproof::support
