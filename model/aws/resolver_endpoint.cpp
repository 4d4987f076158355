#include "model/aws/resolver_endpoint.h"

#include <algorithm>

namespace pullproof::aws {

ResolverEndpoint ResolverEndpoint::parse(Cursor& in) {
  ResolverEndpoint endpoint;
  fill_common(endpoint, in);
  endpoint.endpoint_id = in.text("Id");
  endpoint.direction = in.text_or("Direction", "");
  endpoint.status = in.text_or("Status", "");
  endpoint.vpc_id = VpcId(in.text_or("HostVPCId", ""));
  const auto protocols = in.texts("Protocols");
  endpoint.takes_queries =
      protocols.empty() ||
      std::find(protocols.begin(), protocols.end(), "Do53") != protocols.end();
  for (const std::string& id : in.texts("SecurityGroupIds")) {
    endpoint.groups.emplace_back(id);
  }
  in.skip_all();
  return endpoint;
}

ResolverEndpointAddresses ResolverEndpointAddresses::parse(Cursor& in) {
  ResolverEndpointAddresses list;
  fill_common(list, in);
  list.endpoint_id = in.context().parameter;
  for (Cursor& each : in.objects(kSnapshotKey)) {
    const auto address = Address::parse(each.text_or("Ip", ""));
    const bool attached = each.text_or("Status", "") == "ATTACHED";
    list.all_attached = list.all_attached && attached;
    if (address && attached) list.addresses.push_back(*address);
    each.skip_all();
  }
  return list;
}

}  // namespace pullproof::aws
