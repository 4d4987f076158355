#include "model/aws/dhcp_options.h"

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

std::string parse_server(Cursor& in) {
  std::string server = in.text("Value");
  const bool known = server == "AmazonProvidedDNS" || Address::parse(server);
  if (!known && !server.empty()) {
    in.problem("Value", fmt::format("expected an IP address or `AmazonProvidedDNS`, "
                                    "found {}",
                                    in_backticks(server)));
  }
  return server;
}

}  // namespace

DhcpOptions DhcpOptions::parse(Cursor& in) {
  DhcpOptions options;
  fill_common(options, in);
  options.options_id = DhcpOptionsId(in.text("DhcpOptionsId"));
  for (Cursor& configuration : in.objects("DhcpConfigurations")) {
    if (configuration.text_or("Key", "") != "domain-name-servers") {
      // Domain names, NTP and NetBIOS servers: a pull asks for full names only.
      configuration.skip({"Values"});
      continue;
    }
    for (Cursor& value : configuration.objects("Values")) {
      options.domain_name_servers.push_back(parse_server(value));
    }
  }
  in.skip({"OwnerId", "Tags"});
  return options;
}

}  // namespace pullproof::aws
