// A small VPC with a task's, a NAT gateway's and an endpoint's subnet, and the packets
// that a task sends in it, for tests of what the network decides.
//
// Start from `network_account()`, change the bundle, read it as a `NetworkWorld`, and
// ask about a place in it.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/network_index.h"
#include "model/aws/snapshot.h"
#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::support {

inline const aws::Scope kNetworkScope{"111122223333", "eu-central-1"};

/// The fields of `packet_to_443`.
inline constexpr FieldId kSource{0};
inline constexpr FieldId kSourcePort{1};
inline constexpr FieldId kDestination{2};

/// vpc-1 is 10.0.0.0/16 with subnet-nat (10.0.0.0/24), subnet-task (10.0.1.0/24) and
/// subnet-data (10.0.2.0/24), which all use acl-1; rtb-task leads to nat-1, rtb-nat to
/// igw-1. sg-task may send anything, sg-endpoint lets sg-task in on port 443.
[[nodiscard]] nlohmann::json network_account();

/// The answer of a regional call, to be changed or filed: "ec2-describe-vpcs".
[[nodiscard]] nlohmann::json& network_answer(nlohmann::json& bundle,
                                             const std::string& call);
/// The same of a global call.
[[nodiscard]] nlohmann::json& global_answer(nlohmann::json& bundle,
                                            const std::string& call);
void forget_answer(nlohmann::json& bundle, const std::string& call);

struct AclRule {
  int number = 100;
  std::string action = "allow";
  std::string protocol = "-1";
  int first_port = 0;
  int last_port = 65535;
  std::string cidr = "0.0.0.0/0";
  bool egress = false;
};
/// `Entries` of a network ACL, in this order.
[[nodiscard]] nlohmann::json acl_entries(const std::vector<AclRule>& rules);
/// Replaces the entries of acl-1.
void put_acl(nlohmann::json& bundle, const std::vector<AclRule>& rules);

/// A permission of a security group; `to` is "10.0.0.0/16", "::/0", "sg-1" or "pl-1".
[[nodiscard]] nlohmann::json permission(const std::string& to,
                                        const std::string& protocol = "-1",
                                        int first_port = 0, int last_port = 65535);
/// Adds a security group to vpc-1.
void put_group(nlohmann::json& bundle, const std::string& id,
               const std::vector<nlohmann::json>& inbound,
               const std::vector<nlohmann::json>& outbound);

/// A route to "igw-1", "nat-1", "vpce-1", "local" ...; `to` is a CIDR or "pl-1".
[[nodiscard]] nlohmann::json route(const std::string& to, const std::string& target);
/// Replaces the routes of rtb-task.
void put_routes(nlohmann::json& bundle, const std::vector<nlohmann::json>& routes);

/// Adds a prefix list; its entries only if `cidrs` holds some.
void put_prefix_list(nlohmann::json& bundle, const std::string& id,
                     const std::string& name, const std::vector<std::string>& cidrs);

/// An available interface endpoint of vpc-1 with private names, in subnet-data.
[[nodiscard]] nlohmann::json interface_endpoint(const std::string& id,
                                                const std::string& service);
void put_endpoint(nlohmann::json& bundle, const nlohmann::json& endpoint);

/// A bundle that has been read, and the index of its network.
class NetworkWorld {
 public:
  /// Requires: the bundle can be read.
  explicit NetworkWorld(const nlohmann::json& bundle, bool strict = false);
  NetworkWorld(const NetworkWorld&) = delete;
  NetworkWorld& operator=(const NetworkWorld&) = delete;

  [[nodiscard]] const aws::Snapshot& account() const { return account_; }
  [[nodiscard]] const aws::NetworkIndex& network() const { return network_; }
  [[nodiscard]] gates::Context context() const {
    return {.account = account_, .strict = strict_, .network = &network_};
  }
  template <class T>
  [[nodiscard]] const T* find(const std::string& id) const {
    return account_.find<T>(kNetworkScope, id);
  }

 private:
  aws::Snapshot account_;
  aws::NetworkIndex network_;
  bool strict_;
};

/// A task's TCP packet to port 443, by the fields above.
[[nodiscard]] gates::Packet packet_to_443();
/// Values for those fields.
[[nodiscard]] Choice packet_choice(const std::string& source, unsigned source_port,
                                   const std::string& destination);

/// Requires: a block, "10.0.0.0/16".
[[nodiscard]] IntervalSet block(const std::string& cidr);

}  // namespace pullproof::support
