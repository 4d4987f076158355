#include "model/aws/dhcp_options.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::dhcp_options_test {
namespace {

Result<Snapshot> read_servers(const std::string& values) {
  return read("ec2-describe-dhcp-options",
              R"({"DhcpOptions": [{"DhcpOptionsId": "dopt-1", "DhcpConfigurations": [
                  {"Key": "domain-name", "Values": [{"Value": "x.internal"}]},
                  {"Key": "domain-name-servers", "Values": [)" +
                  values + "]}]}]}");
}

TEST(DhcpOptions, ReadsDnsServers) {
  const auto options = only<DhcpOptions>(
      read_servers(R"({"Value": "AmazonProvidedDNS"}, {"Value": "10.0.0.53"})"));
  EXPECT_EQ(options.domain_name_servers, (Texts{"AmazonProvidedDNS", "10.0.0.53"}));
}

TEST(DhcpOptions, RefusesAServerThatIsNoAddress) {
  EXPECT_EQ(problems(read_servers(R"({"Value": "dns.example.com"})")).size(), 1U);
}

TEST(DhcpOptions, MayHandOutNone) {
  EXPECT_TRUE(only<DhcpOptions>(read("ec2-describe-dhcp-options",
                                     R"({"DhcpOptions": [{"DhcpOptionsId": "dopt-1",
                                         "DhcpConfigurations": []}]})"))
                  .domain_name_servers.empty());
}

}  // namespace
}  // namespace pullproof::aws::dhcp_options_test
