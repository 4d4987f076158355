#include "model/changes/apply_edits.h"
#include "tests/unit/src/terraform/written_plan.h"

namespace pullproof::cli::terraform::organization_test {
namespace {

using namespace pullproof::cli::terraform::testing;

constexpr const char* kDeny =
    R"({"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"ecr:*",)"
    R"("Resource":"*"}]})";

Json bundle_of_organization() {
  Json bundle = healthy_bundle();
  for (const char* type : {"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"}) {
    bundle[std::string("111122223333/global/organizations-list-policies-for-target-") +
           type + "/r-ab12.json"] = {{"Policies", Json::array()}};
  }
  return bundle;
}

Json policy(const Json& more) {
  Json after = {{"name", "no-pulls"}, {"content", kDeny}};
  after.update(more);
  return made("aws_organizations_policy.no_pulls", after,
              {{"id", true}, {"arn", true}});
}

Json attachment(const Json& target) {
  return made("aws_organizations_policy_attachment.root", {{"target_id", target}},
              {{"id", true}, {"policy_id", true}});
}

Json configuration() {
  return Json::array(
      {written("aws_organizations_policy.no_pulls", Json::object()),
       written("aws_organizations_policy_attachment.root",
               {{"policy_id", refers({"aws_organizations_policy.no_pulls.id",
                                      "aws_organizations_policy.no_pulls"})},
                {"target_id", refers({"aws_organizations_organizational_unit.new.id",
                                      "aws_organizations_organizational_unit.new"})}}),
       written("aws_organizations_organizational_unit.new", Json::object())});
}

TEST(OrganizationPlan, AttachesAPolicyThatIsNew) {
  for (const std::string type : {"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"}) {
    auto account = changes::AccountDocuments::from_bundle(bundle_of_organization());
    ASSERT_TRUE(account.ok());
    const Change change = change_of(
        plan_of({policy({{"type", type}}), attachment("r-ab12")}, configuration()),
        account.value());
    EXPECT_EQ(doubts_of(change), std::vector<std::string>());
    const std::string kind = type == "SERVICE_CONTROL_POLICY"
                                 ? "ServiceControlPolicies"
                                 : "ResourceControlPolicies";
    EXPECT_EQ(value_of(change, "aws_organizations_policy_attachment.root",
                       Edit::Kind::SetEntry, kind),
              Json({{"Id", "p-aws_organizations_policy.no_pulls"}, {"Type", type}}));
    const Problems problems = changes::apply_edits(account.value(), change);
    ASSERT_TRUE(problems.empty()) << problems.front().message;
    const auto read = account.value().read();
    EXPECT_TRUE(read.ok()) << read.problems().front().message;
  }
}

TEST(OrganizationPlan, ChangesTheContentOfAPolicyInPlace) {
  Json bundle = bundle_of_organization();
  bundle["111122223333/global/organizations-describe-policy/p-1.json"] = {
      {"Policy",
       {{"PolicySummary", {{"Id", "p-1"}, {"Type", "SERVICE_CONTROL_POLICY"}}},
        {"Content", kDeny}}}};
  auto account = changes::AccountDocuments::from_bundle(bundle);
  ASSERT_TRUE(account.ok());
  Json before = {{"id", "p-1"}, {"name", "no-pulls"}, {"content", kDeny}};
  Json after = before;
  after["content"] = R"({"Version":"2012-10-17","Statement":[]})";
  const Change change =
      change_of(plan_of({changed("aws_organizations_policy.no_pulls", before, after)}),
                account.value());
  ASSERT_EQ(change.edits.size(), 1U);
  EXPECT_EQ(*change.edits[0].value, Json({{"Content", after["content"]}}));
  EXPECT_TRUE(changes::apply_edits(account.value(), change).empty());
}

TEST(OrganizationPlan, PassesOverWhatNoPullHangsOn) {
  Json to_new = attachment(nullptr);
  to_new["change"]["after_unknown"]["target_id"] = true;
  const Json unit = made("aws_organizations_organizational_unit.new",
                         {{"name", "new"}, {"parent_id", "r-ab12"}}, {{"id", true}});
  const std::vector<Json> plans = {
      plan_of({policy({{"type", "TAG_POLICY"}}), attachment("r-ab12")},
              configuration()),
      plan_of({policy(Json::object()), unit, to_new}, configuration())};
  for (const Json& plan : plans) {
    const Change change = change_of(plan);
    EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  }
}

TEST(OrganizationPlan, DoubtsAPolicyWhoseContentIsGivenLater) {
  Json open = policy(Json::object());
  open["change"]["after"].erase("content");
  open["change"]["after_unknown"]["content"] = true;
  Json expressions = configuration();
  expressions[0]["expressions"] = {{"content", refers({"local.content"})}};
  auto account = changes::AccountDocuments::from_bundle(bundle_of_organization());
  ASSERT_TRUE(account.ok());
  const Change change =
      change_of(plan_of({open, attachment("r-ab12")}, expressions), account.value());
  EXPECT_EQ(doubts_of(change),
            std::vector<std::string>{
                "aws_organizations_policy.no_pulls: the value of `content` is known "
                "only after apply"});
  EXPECT_TRUE(values_of(change, "aws_organizations_policy.no_pulls", Edit::Kind::Add,
                        "OrganizationPolicy")
                  .empty());
}

TEST(OrganizationPlan, DoubtsDeclarativePoliciesAndAccountsThatMove) {
  const Json before = {{"id", "444455556666"}, {"parent_id", "ou-1"}};
  const Json after = {{"id", "444455556666"}, {"parent_id", "ou-2"}};
  const Change change = change_of(
      plan_of({policy({{"type", "DECLARATIVE_POLICY_EC2"}}),
               changed("aws_organizations_account.moved", before, after),
               changed("aws_organizations_account.renamed", before, before)}));
  EXPECT_EQ(doubts_of(change).size(), 2U);
}

}  // namespace
}  // namespace pullproof::cli::terraform::organization_test
