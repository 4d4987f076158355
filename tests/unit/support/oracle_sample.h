// A small account for the tests of the oracle, and the places in it that they change.
#pragma once

#include <set>
#include <string>
#include <utility>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::oracle {

using Refused = std::set<std::pair<std::string, std::string>>;

[[nodiscard]] nlohmann::json& document(nlohmann::json& bundle, const std::string& call);
[[nodiscard]] nlohmann::json& roles(nlohmann::json& bundle);
/// One Fargate service in a private subnet behind a NAT gateway, which pulls.
[[nodiscard]] nlohmann::json healthy();
[[nodiscard]] nlohmann::json& routes(nlohmann::json& bundle, int table);
[[nodiscard]] nlohmann::json& endpoint(nlohmann::json& bundle, int index);
[[nodiscard]] nlohmann::json& group(nlohmann::json& bundle, int index);
[[nodiscard]] nlohmann::json& private_acl(nlohmann::json& bundle);
[[nodiscard]] nlohmann::json& service(nlohmann::json& bundle);
[[nodiscard]] nlohmann::json& network(nlohmann::json& bundle);
[[nodiscard]] nlohmann::json& task(nlohmann::json& bundle);
/// The same service without internet, with the three endpoints.
[[nodiscard]] nlohmann::json isolated();
/// The same service on an instance with a public address.
[[nodiscard]] nlohmann::json on_instance();
[[nodiscard]] nlohmann::json statement(const std::string& effect,
                                       const std::string& action,
                                       const std::string& resource);
void set_policy(nlohmann::json& endpoint_of, nlohmann::json only);
void set_repository_policy(nlohmann::json& bundle, const std::string& only);

/// Judges the one service of `bundle`.
void expect(const nlohmann::json& bundle, const std::string& verdict,
            const Refused& refusals);

/// The mechanism at each stage that has a connection.
[[nodiscard]] Refused on_every_leg(const std::string& mechanism);

}  // namespace pullproof::oracle
