#include "model/gates/endpoint_policy.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "model/gates/request_context.h"
#include "tests/support/iam_account.h"

namespace pullproof::gates::endpoint_policy_test {
namespace {

using nlohmann::json;
using support::blamed;
using support::kIamAccount;
using support::kPullRole;
using support::truth;
using Type = aws::VpcEndpoint::Type;

constexpr const char* kBucket = "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket";

aws::VpcEndpoint endpoint(Type type, const json& statements) {
  aws::VpcEndpoint result;
  result.endpoint_id = VpcEndpointId("vpce-1");
  result.type = type;
  result.policy = aws::PolicyDocument::parse(
      {{"Version", "2012-10-17"}, {"Statement", statements}}, {"e.json", "/P"}, false);
  return result;
}

/// The answers of both gates on ecr:BatchGetImage through an interface endpoint.
template <class G>
Gate ask_ecr(const json& statement) {
  const aws::Snapshot account = support::read_account(support::iam_account());
  const auto through = endpoint(Type::Interface, json::array({statement}));
  RequestPlace place = support::pull_place(account, "ecr:BatchGetImage");
  place.endpoint = &through;
  return G::lets_through(place, Context{.account = account});
}

/// The same on the GET of a layer through the gateway endpoint.
template <class G>
Gate ask_s3(const json& statements) {
  const aws::Snapshot account = support::read_account(support::iam_account());
  const auto through = endpoint(Type::Gateway, statements);
  RequestPlace place;
  place.endpoint = &through;
  place.request.caller.kind = Caller::Kind::Foreign;
  place.request.action = "s3:GetObject";
  place.request.resource = std::string(kBucket) + "/layer";
  place.request.context = foreign_s3_context(kIamAccount, "eu-central-1");
  place.request.context["aws:sourcevpce"] = FixedKey{.values = {"vpce-1"}};
  return G::lets_through(place, Context{.account = account});
}

json everybody(const std::string& effect, const std::string& resource = "*") {
  return {
      {"Effect", effect}, {"Action", "*"}, {"Principal", "*"}, {"Resource", resource}};
}

json everybody_if(const std::string& effect, const std::string& op,
                  const std::string& key, const std::string& value) {
  json statement = everybody(effect);
  statement["Condition"] = {{op, {{key, value}}}};
  return statement;
}

Truth layer_allowed(const json& statement) {
  return truth(ask_s3<EndpointPolicyAllows>(json::array({statement})));
}

Truth layer_undenied(const json& statement) {
  return truth(ask_s3<EndpointPolicyDenies>(json::array({statement})));
}

// iam.md 10, "Control access using endpoint policies": none attached is full access.
TEST(EndpointPolicy, LetsEverythingThroughIfThereIsNone) {
  const aws::Snapshot account = support::read_account(support::iam_account());
  RequestPlace place = support::pull_place(account, "ecr:BatchGetImage");
  const Context context{.account = account};
  EXPECT_EQ(truth(EndpointPolicyAllows::lets_through(place, context)), Truth::Yes);
  aws::VpcEndpoint plain;
  place.endpoint = &plain;
  EXPECT_EQ(truth(EndpointPolicyAllows::lets_through(place, context)), Truth::Yes);
  EXPECT_EQ(truth(EndpointPolicyDenies::lets_through(place, context)), Truth::Yes);
}

// iam.md 10: it is an extra gate; peers refuse a specific principal.
TEST(EndpointPolicy, OfAnInterfaceAllowsASpecificPrincipal) {
  json statement = everybody("Allow");
  statement["Principal"] = {{"AWS", kPullRole}};
  EXPECT_EQ(truth(ask_ecr<EndpointPolicyAllows>(statement)), Truth::Yes);
  statement["Principal"] = {{"AWS", "arn:aws:iam::111122223333:root"}};
  EXPECT_EQ(truth(ask_ecr<EndpointPolicyAllows>(statement)), Truth::Yes);
  statement["Principal"] = {{"AWS", "arn:aws:iam::111122223333:role/ci"}};
  const Gate gate = ask_ecr<EndpointPolicyAllows>(statement);
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), std::vector<std::string>{"vpce-1"});
  EXPECT_EQ(gate.mechanism, "endpoint-policy");
  EXPECT_EQ(gate.code, "ENDPOINT_POLICY_NO_ALLOW");
}

TEST(EndpointPolicy, MayDeny) {
  const Gate gate = ask_ecr<EndpointPolicyDenies>(everybody("Deny"));
  EXPECT_EQ(truth(gate), Truth::No);
  EXPECT_EQ(blamed(gate), std::vector<std::string>{"vpce-1"});
  EXPECT_EQ(gate.code, "ENDPOINT_POLICY_DENY");
}

// "How a pull works" 1.5, row by row; the first is AWS's minimum.
TEST(LayerPolicy, AllowsTheBucketOfTheLayers) {
  EXPECT_EQ(layer_allowed(everybody("Allow", std::string(kBucket) + "/*")), Truth::Yes);
  EXPECT_EQ(layer_allowed(everybody("Allow")), Truth::Yes);
}

TEST(LayerPolicy, DoesNotAllowByWhatOnlyTheCustomerIs) {
  EXPECT_EQ(layer_allowed(
                everybody_if("Allow", "StringEquals", "aws:PrincipalOrgID", "o-acme")),
            Truth::No);
  EXPECT_EQ(layer_allowed(everybody_if("Allow", "ForAnyValue:StringLike",
                                       "aws:PrincipalOrgPaths", "o-acme/r-1/*")),
            Truth::No);
  for (const char* key :
       {"aws:PrincipalAccount", "aws:ResourceAccount", "s3:ResourceAccount"}) {
    EXPECT_EQ(layer_allowed(everybody_if("Allow", "StringEquals", key, kIamAccount)),
              Truth::No)
        << key;
  }
  EXPECT_EQ(
      layer_allowed(everybody_if("Allow", "ArnLike", "aws:PrincipalArn", kPullRole)),
      Truth::No);
}

TEST(LayerPolicy, DoesNotAllowByPrincipal) {
  json statement = everybody("Allow");
  statement["Principal"] = {{"AWS", json::array({kPullRole, kIamAccount})}};
  EXPECT_EQ(layer_allowed(statement), Truth::No);
}

TEST(LayerPolicy, DoesNotAllowByServiceOrHeader) {
  EXPECT_EQ(
      layer_allowed(everybody_if("Allow", "Bool", "aws:PrincipalIsAWSService", "true")),
      Truth::No);
  EXPECT_EQ(layer_allowed(
                everybody_if("Allow", "StringEquals", "s3:authType", "REST-HEADER")),
            Truth::No);
  EXPECT_EQ(layer_allowed(
                everybody_if("Allow", "NumericLessThan", "s3:signatureAge", "60000")),
            Truth::Unknown);
}

TEST(LayerPolicy, AllowsByNetworkAndTransport) {
  EXPECT_EQ(
      layer_allowed(everybody_if("Allow", "StringEquals", "aws:SourceVpce", "vpce-1")),
      Truth::Yes);
  EXPECT_EQ(layer_allowed(everybody_if("Allow", "Bool", "aws:SecureTransport", "true")),
            Truth::Yes);
}

TEST(LayerPolicy, DoesNotAllowOtherResources) {
  EXPECT_EQ(layer_allowed(everybody("Allow", kBucket)), Truth::No);
  EXPECT_EQ(layer_allowed(everybody(
                "Allow", "arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*")),
            Truth::No);
  EXPECT_EQ(layer_allowed(everybody(
                "Allow", "arn:aws-cn:s3:::prod-eu-central-1-starport-layer-bucket/*")),
            Truth::No);
}

TEST(LayerPolicy, DeniesForeignResources) {
  EXPECT_EQ(layer_undenied(everybody_if("Deny", "StringNotEquals",
                                        "aws:ResourceAccount", kIamAccount)),
            Truth::No);
  json statement = everybody("Deny");
  statement.erase("Resource");
  statement["NotResource"] = "arn:aws:s3:::acme-*";
  EXPECT_EQ(layer_undenied(statement), Truth::No);
  statement["NotResource"] =
      json::array({"arn:aws:s3:::acme-*", std::string(kBucket) + "/*"});
  EXPECT_EQ(layer_undenied(statement), Truth::Yes);
}

}  // namespace
}  // namespace pullproof::gates::endpoint_policy_test
