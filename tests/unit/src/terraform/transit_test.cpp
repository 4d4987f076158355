#include "model/changes/apply_edits.h"
#include "tests/unit/src/terraform/written_plan.h"

namespace pullproof::cli::terraform::transit_test {
namespace {

using namespace pullproof::cli::terraform::testing;

constexpr const char* kVpc = "vpc-0822b33ad87c148a0";  // 10.20.0.0/16
constexpr const char* kOwnTable = "tgw-rtb-aws_ec2_transit_gateway.hub";

Json gateway(const Json& more = Json::object()) {
  Json after = {{"default_route_table_association", "enable"},
                {"default_route_table_propagation", "enable"},
                {"auto_accept_shared_attachments", "disable"},
                {"security_group_referencing_support", "disable"}};
  after.update(more);
  return made("aws_ec2_transit_gateway.hub", after,
              {{"id", true},
               {"arn", true},
               {"owner_id", true},
               {"association_default_route_table_id", true},
               {"propagation_default_route_table_id", true}});
}

Json attachment(const Json& more = Json::object(),
                const Json& unknown = Json::object()) {
  Json after = {{"subnet_ids", {"subnet-0ad1fb3ac67bff8ea"}},
                {"vpc_id", kVpc},
                {"appliance_mode_support", "enable"},
                {"ipv6_support", "disable"}};
  after.update(more);
  Json open = {{"id", true},
               {"transit_gateway_id", true},
               {"vpc_owner_id", true},
               {"transit_gateway_default_route_table_association", true},
               {"transit_gateway_default_route_table_propagation", true}};
  open.update(unknown);
  for (const auto& [name, value] : more.items()) open.erase(name);
  return made("aws_ec2_transit_gateway_vpc_attachment.web", after, open);
}

Json configuration() {
  return Json::array(
      {written("aws_ec2_transit_gateway.hub", Json::object()),
       written("aws_ec2_transit_gateway_vpc_attachment.web",
               {{"transit_gateway_id", refers({"aws_ec2_transit_gateway.hub.id",
                                               "aws_ec2_transit_gateway.hub"})},
                {"vpc_id", refers({"aws_vpc.new.id", "aws_vpc.new"})}}),
       written("aws_ec2_transit_gateway_route_table.own",
               {{"transit_gateway_id", refers({"aws_ec2_transit_gateway.hub.id",
                                               "aws_ec2_transit_gateway.hub"})}}),
       written("aws_ec2_transit_gateway_route_table_association.web",
               {{"transit_gateway_attachment_id",
                 refers({"aws_ec2_transit_gateway_vpc_attachment.web.id",
                         "aws_ec2_transit_gateway_vpc_attachment.web"})},
                {"transit_gateway_route_table_id",
                 refers({"aws_ec2_transit_gateway_route_table.own.id",
                         "aws_ec2_transit_gateway_route_table.own"})}}),
       written("aws_ec2_transit_gateway_route_table_propagation.web",
               {{"transit_gateway_attachment_id",
                 refers({"aws_ec2_transit_gateway_vpc_attachment.web.id",
                         "aws_ec2_transit_gateway_vpc_attachment.web"})},
                {"transit_gateway_route_table_id",
                 refers({"aws_ec2_transit_gateway_route_table.own.id",
                         "aws_ec2_transit_gateway_route_table.own"})}}),
       written("aws_ec2_transit_gateway_route.out",
               {{"transit_gateway_attachment_id",
                 refers({"aws_ec2_transit_gateway_vpc_attachment.web.id",
                         "aws_ec2_transit_gateway_vpc_attachment.web"})},
                {"transit_gateway_route_table_id",
                 refers({"aws_ec2_transit_gateway.hub.association_default_route_table_"
                         "id",
                         "aws_ec2_transit_gateway.hub"})}}),
       written("aws_vpc.new", Json::object())});
}

Json route_to(const std::string& block) {
  return {{"DestinationCidrBlock", block},
          {"TransitGatewayAttachments",
           {{{"TransitGatewayAttachmentId",
              "tgw-attach-aws_ec2_transit_gateway_vpc_attachment.web"},
             {"ResourceType", "vpc"},
             {"ResourceId", kVpc}}}},
          {"Type", "propagated"},
          {"State", "active"}};
}

TEST(TransitGatewayPlan, JoinsAnAttachmentToTheDefaultTableThatComesWithTheGateway) {
  const Change change = change_of(plan_of({gateway(), attachment()}, configuration()));
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  const Json hub = value_of(change, "aws_ec2_transit_gateway.hub", Edit::Kind::Add,
                            "TransitGateway");
  EXPECT_EQ(hub["Options"]["AssociationDefaultRouteTableId"], kOwnTable);
  const std::string origin = "aws_ec2_transit_gateway_vpc_attachment.web";
  const Json row =
      value_of(change, origin, Edit::Kind::Add, "TransitGatewayAttachment");
  EXPECT_EQ(row["Association"]["TransitGatewayRouteTableId"], kOwnTable);
  EXPECT_EQ(row["TransitGatewayOwnerId"], "111122223333");
  EXPECT_EQ(value_of(change, origin, Edit::Kind::SetEntry, "TransitGatewayRoutes"),
            route_to("10.20.0.0/16"));
  EXPECT_EQ(value_of(change, origin, Edit::Kind::Add,
                     "TransitGatewayVpcAttachment")["Options"]["ApplianceModeSupport"],
            "enable");
}

TEST(TransitGatewayPlan, MakesWhatCanBeAppliedAndRead) {
  Json bundle = healthy_bundle();
  auto account = changes::AccountDocuments::from_bundle(bundle);
  ASSERT_TRUE(account.ok());
  const Change change =
      change_of(plan_of({gateway(), attachment()}, configuration()), account.value());
  EXPECT_TRUE(changes::apply_edits(account.value(), change).empty());
  EXPECT_TRUE(account.value().read().ok());
}

TEST(TransitGatewayPlan, JoinsNothingWhereThatIsSwitchedOff) {
  const Json off = {{"transit_gateway_default_route_table_association", false},
                    {"transit_gateway_default_route_table_propagation", false}};
  const std::vector<Json> plans = {
      plan_of({gateway(), attachment(off)}, configuration()),
      plan_of({gateway({{"default_route_table_association", "disable"},
                        {"default_route_table_propagation", "disable"}}),
               attachment()},
              configuration())};
  for (const Json& plan : plans) {
    const Change change = change_of(plan);
    EXPECT_EQ(doubts_of(change), std::vector<std::string>());
    const std::string origin = "aws_ec2_transit_gateway_vpc_attachment.web";
    EXPECT_FALSE(value_of(change, origin, Edit::Kind::Add, "TransitGatewayAttachment")
                     .contains("Association"));
    EXPECT_TRUE(values_of(change, origin, Edit::Kind::SetEntry, "TransitGatewayRoutes")
                    .empty());
  }
}

TEST(TransitGatewayPlan, PropagatesTheBlocksOfAVpcThatIsNewAsWell) {
  const Json vpc = made("aws_vpc.new", {{"cidr_block", "10.9.0.0/16"}}, {{"id", true}});
  Json second = made("aws_vpc_ipv4_cidr_block_association.more",
                     {{"cidr_block", "10.8.0.0/16"}, {"vpc_id", "vpc-aws_vpc.new"}},
                     {{"id", true}});
  Json joined = attachment(Json::object(), {{"vpc_id", true}});
  joined["change"]["after"].erase("vpc_id");
  const Change change =
      change_of(plan_of({vpc, second, gateway(), joined}, configuration()));
  const auto routes = values_of(change, "aws_ec2_transit_gateway_vpc_attachment.web",
                                Edit::Kind::SetEntry, "TransitGatewayRoutes");
  ASSERT_EQ(routes.size(), 2U);
  EXPECT_EQ(routes[0]["DestinationCidrBlock"], "10.9.0.0/16");
  EXPECT_EQ(routes[1]["DestinationCidrBlock"], "10.8.0.0/16");
}

TEST(TransitGatewayPlan, DoubtsABlockThatIsGivenLater) {
  const Json vpc =
      made("aws_vpc.new", Json::object(), {{"id", true}, {"cidr_block", true}});
  Json joined = attachment(Json::object(), {{"vpc_id", true}});
  joined["change"]["after"].erase("vpc_id");
  Json expressions = configuration();
  expressions.back()["expressions"] = {{"cidr_block", refers({"local.pool"})}};
  const Change change = change_of(plan_of({vpc, gateway(), joined}, expressions));
  EXPECT_FALSE(doubts_of(change).empty());
}

TEST(TransitGatewayPlan, ReadsTablesBesideTheDefaultOne) {
  const Json off = {{"transit_gateway_default_route_table_association", false},
                    {"transit_gateway_default_route_table_propagation", false}};
  const Json open = {{"id", true},
                     {"transit_gateway_attachment_id", true},
                     {"transit_gateway_route_table_id", true}};
  const Json resources = {
      gateway(),
      attachment(off),
      made("aws_ec2_transit_gateway_route_table.own", Json::object(),
           {{"id", true}, {"transit_gateway_id", true}}),
      made("aws_ec2_transit_gateway_route_table_association.web",
           {{"replace_existing_association", false}}, open),
      made("aws_ec2_transit_gateway_route_table_propagation.web", Json::object(), open),
      made("aws_ec2_transit_gateway_route.out",
           {{"destination_cidr_block", "0.0.0.0/0"}, {"blackhole", false}}, open)};
  const Change change = change_of(plan_of(resources, configuration()));
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  EXPECT_EQ(
      value_of(change, "aws_ec2_transit_gateway_route_table_association.web",
               Edit::Kind::Merge,
               "TransitGatewayAttachment")["Association"]["TransitGatewayRouteTableId"],
      "tgw-rtb-aws_ec2_transit_gateway_route_table.own");
  EXPECT_EQ(value_of(change, "aws_ec2_transit_gateway_route_table_propagation.web",
                     Edit::Kind::SetEntry, "TransitGatewayRoutes"),
            route_to("10.20.0.0/16"));
  const auto out =
      std::find_if(change.edits.begin(), change.edits.end(), [](const Edit& edit) {
        return edit.origin == "aws_ec2_transit_gateway_route.out";
      });
  ASSERT_NE(out, change.edits.end());
  EXPECT_EQ(out->resource, kOwnTable);
  EXPECT_EQ((*out->value)["TransitGatewayAttachments"][0]["ResourceId"], kVpc);
}

TEST(TransitGatewayPlan, ReadsBlackholesAndPrefixLists) {
  const Json table = {{"id", "tgw-rtb-1"}, {"transit_gateway_id", "tgw-1"}};
  const Json resources = {
      made("aws_ec2_transit_gateway_route_table.own", table),
      made("aws_ec2_managed_prefix_list.far",
           {{"id", "pl-1"},
            {"name", "far"},
            {"entry", {{{"cidr", "10.1.0.0/16"}}, {{"cidr", "10.2.0.0/16"}}}}}),
      made("aws_ec2_transit_gateway_route.none",
           {{"transit_gateway_route_table_id", "tgw-rtb-1"},
            {"destination_cidr_block", "10.3.0.0/16"},
            {"transit_gateway_attachment_id", nullptr},
            {"blackhole", true}}),
      made("aws_ec2_transit_gateway_prefix_list_reference.far",
           {{"transit_gateway_route_table_id", "tgw-rtb-1"},
            {"prefix_list_id", "pl-1"},
            {"blackhole", true}})};
  const Change change = change_of(plan_of(resources));
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  EXPECT_EQ(value_of(change, "aws_ec2_transit_gateway_route.none", Edit::Kind::SetEntry,
                     "TransitGatewayRoutes"),
            Json({{"DestinationCidrBlock", "10.3.0.0/16"},
                  {"Type", "static"},
                  {"State", "blackhole"}}));
  const auto far =
      values_of(change, "aws_ec2_transit_gateway_prefix_list_reference.far",
                Edit::Kind::SetEntry, "TransitGatewayRoutes");
  ASSERT_EQ(far.size(), 2U);
  EXPECT_EQ(far[1]["DestinationCidrBlock"], "10.2.0.0/16");
  EXPECT_EQ(far[1]["PrefixListId"], "pl-1");
}

TEST(TransitGatewayPlan, DoubtsWhatNobodyTellsOfAGateway) {
  const Json joined = made("aws_ec2_transit_gateway_vpc_attachment.web",
                           {{"id", "tgw-attach-1"},
                            {"transit_gateway_id", "tgw-of-somebody"},
                            {"vpc_id", kVpc},
                            {"subnet_ids", {"subnet-0ad1fb3ac67bff8ea"}}});
  const Change change = change_of(plan_of({joined}));
  EXPECT_EQ(doubts_of(change).size(), 2U);
}

TEST(TransitGatewayPlan, LeavesTablesAloneWhereOnlySubnetsChange) {
  Json before = {{"id", "tgw-attach-1"},
                 {"transit_gateway_id", "tgw-1"},
                 {"vpc_id", kVpc},
                 {"subnet_ids", {"subnet-0ad1fb3ac67bff8ea"}},
                 {"transit_gateway_default_route_table_association", true},
                 {"transit_gateway_default_route_table_propagation", true}};
  Json after = before;
  after["subnet_ids"].push_back("subnet-0fbbd264adeeadc05");
  Json bundle = healthy_bundle();
  const std::string folder = "111122223333/eu-central-1/ec2-describe-transit-gateway-";
  bundle[folder + "vpc-attachments.json"]["TransitGatewayVpcAttachments"].push_back(
      {{"TransitGatewayAttachmentId", "tgw-attach-1"},
       {"TransitGatewayId", "tgw-1"},
       {"VpcId", kVpc}});
  auto account = changes::AccountDocuments::from_bundle(bundle);
  ASSERT_TRUE(account.ok());
  const Change change = change_of(
      plan_of({changed("aws_ec2_transit_gateway_vpc_attachment.web", before, after)}),
      account.value());
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  ASSERT_EQ(change.edits.size(), 1U);
  EXPECT_EQ(change.edits[0].value->size(), 1U);
  EXPECT_TRUE(change.edits[0].value->contains("SubnetIds"));
}

TEST(TransitGatewayPlan, TakesAnAttachmentAwayWithAllThatLedToIt) {
  Json bundle = healthy_bundle();
  const std::string folder = "111122223333/eu-central-1/ec2-";
  bundle[folder + "describe-transit-gateway-vpc-attachments.json"]
        ["TransitGatewayVpcAttachments"]
            .push_back({{"TransitGatewayAttachmentId", "tgw-attach-1"},
                        {"TransitGatewayId", "tgw-1"},
                        {"VpcId", kVpc}});
  bundle[folder + "describe-transit-gateway-attachments.json"]
        ["TransitGatewayAttachments"]
            .push_back({{"TransitGatewayAttachmentId", "tgw-attach-1"},
                        {"TransitGatewayId", "tgw-1"}});
  Json route = route_to("10.20.0.0/16");
  route["TransitGatewayAttachments"][0]["TransitGatewayAttachmentId"] = "tgw-attach-1";
  bundle[folder + "search-transit-gateway-routes/tgw-rtb-1.json"] = {
      {"Routes", {route}}};
  auto account = changes::AccountDocuments::from_bundle(bundle);
  ASSERT_TRUE(account.ok());
  const Json gone = {{"id", "tgw-attach-1"},
                     {"transit_gateway_id", "tgw-1"},
                     {"vpc_id", kVpc},
                     {"subnet_ids", Json::array()},
                     {"transit_gateway_default_route_table_association", false},
                     {"transit_gateway_default_route_table_propagation", false}};
  const Json propagation = {{"transit_gateway_attachment_id", "tgw-attach-1"},
                            {"transit_gateway_route_table_id", "tgw-rtb-1"}};
  const Change change = change_of(
      plan_of({taken_away("aws_ec2_transit_gateway_vpc_attachment.web", gone),
               taken_away("aws_ec2_transit_gateway_route_table_propagation.web",
                          propagation)}),
      account.value());
  const Problems problems = changes::apply_edits(account.value(), change);
  EXPECT_TRUE(problems.empty()) << problems.front().message;
  const auto* table = account.value().find("TransitGatewayRoutes", "tgw-rtb-1");
  ASSERT_NE(table, nullptr);
  EXPECT_TRUE(account.value().at(*table)["Routes"].empty());
  EXPECT_EQ(account.value().find("TransitGatewayAttachment", "tgw-attach-1"), nullptr);
}

TEST(TransitGatewayPlan, WaitsForTheOwnerOfASharedGateway) {
  Json bundle = healthy_bundle();
  bundle["444455556666/eu-central-1/ec2-describe-transit-gateways.json"] = {
      {"TransitGateways",
       {{{"TransitGatewayId", "tgw-1"},
         {"OwnerId", "444455556666"},
         {"Options",
          {{"DefaultRouteTableAssociation", "enable"},
           {"AssociationDefaultRouteTableId", "tgw-rtb-1"},
           {"DefaultRouteTablePropagation", "disable"}}}}}}};
  auto account = changes::AccountDocuments::from_bundle(bundle);
  ASSERT_TRUE(account.ok());
  const Json asked = {{"id", "tgw-attach-1"},
                      {"transit_gateway_id", "tgw-1"},
                      {"vpc_id", kVpc},
                      {"vpc_owner_id", "111122223333"},
                      {"subnet_ids", {"subnet-0ad1fb3ac67bff8ea"}}};
  Json plan = plan_of({made("aws_ec2_transit_gateway_vpc_attachment.web", asked)},
                      Json::array({written("aws_ec2_transit_gateway_vpc_attachment.web",
                                           Json::object())}));
  Json& providers = plan["configuration"]["provider_config"];
  providers["aws"]["expressions"]["allowed_account_ids"] = {
      {"constant_value", {"111122223333"}}};
  Change change = change_of(plan, account.value());
  const std::string origin = "aws_ec2_transit_gateway_vpc_attachment.web";
  EXPECT_EQ(
      value_of(change, origin, Edit::Kind::Add, "TransitGatewayVpcAttachment")["State"],
      "pendingAcceptance");
  plan["resource_changes"].push_back(
      made("aws_ec2_transit_gateway_vpc_attachment_accepter.web",
           {{"transit_gateway_attachment_id", "tgw-attach-1"},
            {"transit_gateway_default_route_table_association", true},
            {"transit_gateway_default_route_table_propagation", true}}));
  Json accepter =
      written("aws_ec2_transit_gateway_vpc_attachment_accepter.web",
              {{"transit_gateway_default_route_table_association", Json::object()}});
  accepter["provider_config_key"] = "aws.hub";
  plan["configuration"]["root_module"]["resources"].push_back(accepter);
  providers["aws.hub"] = providers["aws"];
  providers["aws.hub"]["expressions"]["allowed_account_ids"] = {
      {"constant_value", {"444455556666"}}};
  change = change_of(plan, account.value());
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  EXPECT_EQ(
      value_of(change, origin, Edit::Kind::Add, "TransitGatewayVpcAttachment")["State"],
      "available");
  const Json row =
      value_of(change, "aws_ec2_transit_gateway_vpc_attachment_accepter.web",
               Edit::Kind::Add, "TransitGatewayAttachment");
  EXPECT_EQ(row["Association"]["TransitGatewayRouteTableId"], "tgw-rtb-1");
  EXPECT_EQ(row["ResourceId"], kVpc);
}

}  // namespace
}  // namespace pullproof::cli::terraform::transit_test
