// The JSON documents of an invented account, each as the AWS CLI prints it.
#pragma once

#include "bench/account/account.h"
#include "bench/snapshot_folder.h"

namespace pullproof::bench {

[[nodiscard]] Json describe_vpcs(const Account& account);
[[nodiscard]] Json describe_subnets(const Account& account);
[[nodiscard]] Json describe_route_tables(const Account& account);
[[nodiscard]] Json describe_network_acls(const Account& account);
[[nodiscard]] Json describe_internet_gateways(const Account& account);
[[nodiscard]] Json describe_nat_gateways(const Account& account);
[[nodiscard]] Json describe_addresses(const Account& account);
[[nodiscard]] Json describe_dhcp_options();
[[nodiscard]] Json describe_prefix_lists();
[[nodiscard]] Json describe_managed_prefix_lists();
[[nodiscard]] Json managed_prefix_list_entries();

[[nodiscard]] Json describe_security_groups(const Account& account);
[[nodiscard]] Json describe_network_interfaces(const Account& account);
[[nodiscard]] Json describe_vpc_endpoints(const Account& account);
[[nodiscard]] Json describe_instances(const Account& account);

[[nodiscard]] Json account_authorization_details(const Account& account);

[[nodiscard]] Json describe_repositories(const Account& account);
[[nodiscard]] Json describe_images(const Repository& repository);
[[nodiscard]] Json batch_get_image(const Repository& repository);
/// Requires: the repository has a policy.
[[nodiscard]] Json repository_policy(const Repository& repository);

[[nodiscard]] Json list_clusters(const Account& account);
[[nodiscard]] Json describe_clusters(const Account& account);
[[nodiscard]] Json list_services(const Account& account, const Network& network);
[[nodiscard]] Json describe_services(const Account& account, const Network& network);
[[nodiscard]] Json list_container_instances(const Network& network);
[[nodiscard]] Json describe_container_instances(const Network& network);
[[nodiscard]] Json describe_task_definition(const Service& service);
[[nodiscard]] Json describe_log_groups(const Account& account);

/// "arn:aws:ecs:eu-central-1:111122223333:..."
[[nodiscard]] std::string regional_arn(std::string_view service,
                                       std::string_view resource);
[[nodiscard]] std::string iam_arn(std::string_view resource);
[[nodiscard]] Json policy(const Json& statement);

inline constexpr std::string_view kCreated = "2026-01-10T08:00:00+00:00";

}  // namespace pullproof::bench
