#include "src/terraform/policy_documents.h"

#include "src/terraform/unknown.h"
#include "tests/unit/src/terraform/written_plan.h"

namespace pullproof::cli::terraform::policy_documents_test {
namespace {

using namespace pullproof::cli::terraform::testing;

Json statement(const std::string& sid, const std::string& action,
               const Json& resource = "*") {
  return {{"sid", sid}, {"actions", {action}}, {"resources", {resource}}};
}

Json text_of(const Json& statements) {
  return Json{{"Version", "2012-10-17"}, {"Statement", statements}}.dump();
}

Json policy_of(const Json& values) {
  const Json text = policy_text(values);
  EXPECT_TRUE(text.is_string());
  return text.is_string() ? Json::parse(text.get<std::string>()) : Json();
}

TEST(PolicyDocument, WritesStatementsAsTheProviderDoes) {
  const Json block = {
      {"sid", "Pull"},
      {"effect", "Deny"},
      {"not_actions", {"ecr:GetAuthorizationToken", "ecr:BatchGetImage"}},
      {"resources", {"arn:aws:s3:::a/&{aws:username}"}},
      {"principals",
       {{{"type", "AWS"}, {"identifiers", {"arn:aws:iam::1:role/a"}}},
        {{"type", "AWS"}, {"identifiers", {"arn:aws:iam::1:role/b"}}}}},
      {"condition",
       {{{"test", "StringEquals"},
         {"variable", "aws:sourceVpc"},
         {"values", {"vpc-1"}}},
        {{"test", "StringEquals"},
         {"variable", "aws:sourceVpc"},
         {"values", {"vpc-2"}}}}}};
  const Json policy = policy_of({{"statement", {block}}});
  EXPECT_EQ(policy["Version"], "2012-10-17");
  const Json& written = policy["Statement"][0];
  EXPECT_EQ(written["Effect"], "Deny");
  EXPECT_EQ(written["NotAction"].size(), 2U);
  EXPECT_FALSE(written.contains("Action"));
  EXPECT_EQ(written["Resource"], "arn:aws:s3:::a/${aws:username}");
  EXPECT_EQ(written["Principal"]["AWS"].size(), 2U);
  EXPECT_EQ(written["Condition"]["StringEquals"]["aws:sourceVpc"],
            Json({"vpc-1", "vpc-2"}));
}

TEST(PolicyDocument, LetsEverybodyBeWrittenAsOneStar) {
  Json block = statement("", "ecr:*");
  block["principals"] = {{{"type", "*"}, {"identifiers", {"*"}}}};
  EXPECT_EQ(policy_of({{"statement", {block}}})["Statement"][0]["Principal"], "*");
}

TEST(PolicyDocument, MergesBySidInOrder) {
  const Json values = {
      {"source_policy_documents",
       {text_of({{{"Sid", "A"}, {"Action", "s3:Old"}, {"Resource", "*"}}}),
        text_of({{{"Sid", "B"}, {"Action", "s3:Kept"}, {"Resource", "*"}}})}},
      {"statement", {statement("A", "s3:Own"), statement("", "s3:Nameless")}},
      {"override_policy_documents",
       {text_of({{{"Sid", "B"}, {"Action", "s3:Over"}, {"Resource", "*"}}})}}};
  const Json policy = policy_of(values);
  ASSERT_EQ(policy["Statement"].size(), 3U);
  EXPECT_EQ(policy["Statement"][0]["Action"], "s3:Own");
  EXPECT_EQ(policy["Statement"][1]["Action"], "s3:Over");
  EXPECT_EQ(policy["Statement"][2]["Action"], "s3:Nameless");
}

TEST(PolicyDocument, KeepsQuietAboutPartsThatAreNotTold) {
  const Json mark = unknown_value("resources");
  EXPECT_EQ(policy_text({{"statement", {statement("", "ecr:*", mark)}}}), mark);
  EXPECT_EQ(policy_text({{"statement", {statement("", "*", mark)}}}), mark);
  EXPECT_EQ(policy_text({{"statement", mark}}), mark);
  EXPECT_TRUE(is_unknown(policy_text({{"source_policy_documents", {"no policy"}}})));
}

TEST(PolicyDocument, LeavesOutWhatNoPullHangsOnIfItIsNotTold) {
  const Json mark = unknown_value("resources");
  const Json values = {
      {"source_policy_documents",
       {text_of({{{"Sid", "Queue"}, {"Action", "*"}, {"Resource", "*"}}})}},
      {"statement",
       {statement("Queue", "sqs:SendMessage", mark), statement("", "ecr:*")}}};
  const Json policy = policy_of(values);
  ASSERT_EQ(policy["Statement"].size(), 1U);
  EXPECT_EQ(policy["Statement"][0]["Action"], "ecr:*");
}

Json role() {
  return made("aws_iam_role.pull", {{"name", "pull"}, {"path", "/"}},
              {{"id", true}, {"arn", true}, {"assume_role_policy", true}});
}

Json document(const std::string& name, const Json& values, const Json& unknown) {
  Json resource = made("data.aws_iam_policy_document." + name, values, unknown);
  resource["mode"] = "data";
  resource["type"] = "aws_iam_policy_document";
  resource["name"] = name;
  resource["change"]["actions"] = {"read"};
  resource["change"]["after_unknown"]["json"] = true;
  resource["change"]["after_unknown"]["id"] = true;
  return resource;
}

Json role_policy() {
  return made("aws_iam_role_policy.pull", {{"name", "pull"}, {"role", "api-execution"}},
              {{"id", true}, {"policy", true}});
}

Json repository(const std::string& name) {
  return made("aws_ecr_repository." + name, {{"name", name}},
              {{"id", true}, {"arn", true}, {"repository_url", true}});
}

Json document_written(const std::string& name, const Json& statements) {
  return written("data.aws_iam_policy_document." + name, {{"statement", statements}});
}

Json policy_written(const std::string& name) {
  const std::string address = "data.aws_iam_policy_document." + name;
  return written("aws_iam_role_policy.pull",
                 {{"name", {{"constant_value", "pull"}}},
                  {"role", {{"constant_value", "api-execution"}}},
                  {"policy", refers({address + ".json", address})}});
}

Change change_of_policy(const Json& resources, const Json& configuration) {
  auto account = changes::AccountDocuments::from_bundle(bundle_with(
      {{"111122223333/global/iam-get-account-authorization-details.json",
        {{"RoleDetailList",
          {{{"RoleName", "api-execution"},
            {"Arn", "arn:aws:iam::111122223333:role/api-execution"},
            {"AssumeRolePolicyDocument",
             {{"Version", "2012-10-17"}, {"Statement", Json::array()}}}}}}}}}));
  EXPECT_TRUE(account.ok());
  return change_of(plan_of(resources, configuration), account.value());
}

TEST(PolicyDocumentPlan, FillsInArnsOfWhatIsNew) {
  const Json read =
      document("pull",
               {{"statement",
                 {{{"actions", {"ecr:GetAuthorizationToken"}}, {"resources", {"*"}}},
                  {{"actions", {"ecr:BatchGetImage"}},
                   {"resources",
                    {"arn:aws:ecr:eu-central-1:111122223333:repository/base", nullptr,
                     nullptr}}}}}},
               {{"statement", {Json::object(), {{"resources", {false, true, true}}}}}});
  const Json statements = {
      {{"actions", {{"constant_value", {"ecr:GetAuthorizationToken"}}}},
       {"resources", {{"constant_value", {"*"}}}}},
      {{"actions", {{"constant_value", {"ecr:BatchGetImage"}}}},
       {"resources", refers({"aws_ecr_repository.a.arn", "aws_ecr_repository.a",
                             "aws_ecr_repository.b.arn", "aws_ecr_repository.b"})}}};
  const Change change =
      change_of_policy({repository("a"), repository("b"), read, role_policy()},
                       {document_written("pull", statements), policy_written("pull")});
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  const Json policy = value_of(change, "aws_iam_role_policy.pull", Edit::Kind::SetEntry,
                               "Role")["PolicyDocument"];
  EXPECT_EQ(policy["Statement"][1]["Resource"],
            Json({"arn:aws:ecr:eu-central-1:111122223333:repository/base",
                  "arn:aws:ecr:eu-central-1:111122223333:repository/a",
                  "arn:aws:ecr:eu-central-1:111122223333:repository/b"}));
}

TEST(PolicyDocumentPlan, FollowsDocumentsThatAreMadeOfOthers) {
  const Json base = document(
      "base", {{"statement", {{{"actions", {"ecr:*"}}, {"resources", {nullptr}}}}}},
      {{"statement", {{{"resources", {true}}}}}});
  const Json all = document("all", {{"source_policy_documents", {nullptr}}},
                            {{"source_policy_documents", {true}}});
  const Json statements = {
      {{"actions", {{"constant_value", {"ecr:*"}}}},
       {"resources", refers({"aws_ecr_repository.a.arn", "aws_ecr_repository.a"})}}};
  const Json all_written = written(
      "data.aws_iam_policy_document.all",
      {{"source_policy_documents", refers({"data.aws_iam_policy_document.base.json",
                                           "data.aws_iam_policy_document.base"})}});
  const Change change = change_of_policy(
      {repository("a"), all, base, role_policy()},
      {document_written("base", statements), all_written, policy_written("all")});
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  const Json policy = value_of(change, "aws_iam_role_policy.pull", Edit::Kind::SetEntry,
                               "Role")["PolicyDocument"];
  EXPECT_EQ(policy["Statement"][0]["Resource"],
            "arn:aws:ecr:eu-central-1:111122223333:repository/a");
}

TEST(PolicyDocumentPlan, DoubtsArnsThatAreUsuallyMadeLonger) {
  const Json read = document(
      "pull", {{"statement", {{{"actions", {"s3:*"}}, {"resources", {nullptr}}}}}},
      {{"statement", {{{"resources", {true}}}}}});
  const Json statements = {
      {{"actions", {{"constant_value", {"s3:*"}}}},
       {"resources", refers({"aws_s3_bucket.a.arn", "aws_s3_bucket.a"})}}};
  const Change change = change_of_policy(
      {made("aws_s3_bucket.a", {{"bucket", "a"}}, {{"arn", true}, {"id", true}}), read,
       role_policy()},
      {document_written("pull", statements), policy_written("pull")});
  EXPECT_EQ(doubts_of(change),
            std::vector<std::string>{"aws_iam_role_policy.pull: the value of `policy` "
                                     "is known only after apply"});
}

TEST(PolicyDocumentPlan, SaysThatFunctionsAreNotTold) {
  Json expression = policy_written("pull");
  expression["expressions"]["policy"] =
      refers({"aws_ecr_repository.a.arn", "aws_ecr_repository.a"});
  const Change change =
      change_of_policy({repository("a"), role_policy()}, Json::array({expression}));
  const auto doubts = doubts_of(change);
  ASSERT_EQ(doubts.size(), 1U);
  EXPECT_NE(doubts[0].find("functions such as jsonencode()"), std::string::npos);
}

TEST(PolicyDocumentPlan, ReadsTrustOfARoleThatIsNew) {
  const Json block = {
      {"actions", {"sts:AssumeRole"}},
      {"principals",
       {{{"type", "Service"}, {"identifiers", {"ecs-tasks.amazonaws.com"}}}}}};
  const Json trust = document("trust", {{"statement", {block}}}, Json::object());
  const Change change = change_of_policy(
      {role(), trust},
      {written("aws_iam_role.pull", {{"assume_role_policy",
                                      refers({"data.aws_iam_policy_document.trust.json",
                                              "data.aws_iam_policy_document.trust"})}}),
       document_written("trust", Json::array({Json::object()}))});
  EXPECT_EQ(doubts_of(change), std::vector<std::string>());
  const Json made_role = value_of(change, "aws_iam_role.pull", Edit::Kind::Add, "Role");
  EXPECT_EQ(
      made_role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"],
      Json({"ecs-tasks.amazonaws.com"}));
}

}  // namespace
}  // namespace pullproof::cli::terraform::policy_documents_test
