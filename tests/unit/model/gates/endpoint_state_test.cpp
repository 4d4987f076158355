#include "model/gates/endpoint_state.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/iam_account.h"
#include "tests/support/network_account.h"

namespace pullproof::gates::endpoint_state_test {
namespace {

using support::truth;
using Texts = std::vector<std::string>;

Gate ask(const std::string& state) {
  const support::NetworkWorld world(support::network_account());
  aws::VpcEndpoint endpoint;
  endpoint.endpoint_id = VpcEndpointId("vpce-1");
  endpoint.state = state;
  endpoint.source = {"endpoints.json", "/VpcEndpoints/0"};
  EndpointPlace place;
  place.endpoint = &endpoint;
  return EndpointStateGate::lets_through(place, world.context());
}

// AWS prints it in either case.
TEST(EndpointState, LetsAnAvailableEndpointThrough) {
  EXPECT_EQ(truth(ask("available")), Truth::Yes);
  EXPECT_EQ(truth(ask("Available")), Truth::Yes);
}

TEST(EndpointState, RefusesAnEndpointThatIsOutOfService) {
  for (const char* state : {"PendingAcceptance", "pendingAcceptance", "Rejected",
                            "failed", "Expired", "deleting", "Deleted"}) {
    EXPECT_EQ(truth(ask(state)), Truth::No) << state;
  }
}

TEST(EndpointState, BlamesTheStateOfTheEndpoint) {
  const Gate gate = ask("rejected");
  EXPECT_EQ(support::blamed(gate), Texts{"vpce-1"});
  EXPECT_EQ(blame(gate.lets_through, {}).front()->pointer, "/VpcEndpoints/0/State");
  EXPECT_EQ(gate.code, "BAD_STATE");
}

// A pending endpoint may be available a minute later; a state of the future may be
// anything.
TEST(EndpointState, ClaimsNothingOfAStateThatMayPass) {
  for (const char* state : {"pending", "Partial", "", "hibernating"}) {
    const Gate gate = ask(state);
    EXPECT_EQ(truth(gate), Truth::Unknown) << state;
    EXPECT_EQ(support::open_calls(gate), Texts{"ec2-describe-vpc-endpoints"});
  }
}

// "can't be used with Amazon ECR": the user says which page is right.
TEST(EndpointState, HasInterfaceEndpointsRefuseLayersIfTheUserSaysSo) {
  const support::NetworkWorld world(support::network_account());
  aws::VpcEndpoint endpoint;
  endpoint.endpoint_id = VpcEndpointId("vpce-1");
  endpoint.type = aws::VpcEndpoint::Type::Interface;
  EndpointPlace place;
  place.endpoint = &endpoint;
  const auto ask_of_layers = [&](S3InterfaceEndpoint taken) {
    Context context = world.context();
    context.switches.s3_interface_endpoint = taken;
    return LayerEndpointGate::lets_through(place, context);
  };
  EXPECT_EQ(truth(ask_of_layers(S3InterfaceEndpoint::Refused)), Truth::Yes);
  place.for_layers = true;
  EXPECT_EQ(truth(ask_of_layers(S3InterfaceEndpoint::Works)), Truth::Yes);
  EXPECT_EQ(ask_of_layers(S3InterfaceEndpoint::Works).assumptions.size(), 1U);
  const Gate refused = ask_of_layers(S3InterfaceEndpoint::Refused);
  EXPECT_EQ(truth(refused), Truth::No);
  EXPECT_EQ(support::blamed(refused), Texts{"vpce-1"});
  endpoint.type = aws::VpcEndpoint::Type::Gateway;
  EXPECT_EQ(truth(ask_of_layers(S3InterfaceEndpoint::Refused)), Truth::Yes);
}

}  // namespace
}  // namespace pullproof::gates::endpoint_state_test
