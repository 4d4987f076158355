// Exit code and output for each way of calling the program: a promise to scripts.

#include <ostream>

#include <gtest/gtest.h>

#include "tests/cli/process.h"

namespace pullproof::cli {
namespace {

using Texts = std::vector<std::string>;

struct Promise {
  std::string name;
  Texts arguments;
  int exit_code = 0;
  Texts out;  ///< Each is in standard output; none: it is empty.
  Texts err;  ///< The same of standard error.
};

void PrintTo(const Promise& promise, std::ostream* out) { *out << promise.name; }

class Promises : public testing::TestWithParam<Promise> {};

void expect_texts(const std::string& stream, const Texts& texts) {
  if (texts.empty()) {
    EXPECT_EQ(stream, "");
  }
  for (const std::string& text : texts) {
    EXPECT_NE(stream.find(text), std::string::npos) << "`" << text << "` is not in:\n"
                                                    << stream;
  }
}

TEST_P(Promises, AreKept) {
  const Outcome outcome =
      run_program(GetParam().arguments, {"PULLPROOF_SCENARIOS=" + scenario("")});
  EXPECT_EQ(outcome.exit_code, GetParam().exit_code);
  expect_texts(outcome.out, GetParam().out);
  expect_texts(outcome.err, GetParam().err);
}

std::string name_of(const testing::TestParamInfo<Promise>& info) {
  return info.param.name;
}

const std::vector<Promise> kVerdicts = {
    {"ZeroIfEveryTaskPulls",
     {"check", scenario("healthy")},
     0,
     {"✓ pulls", "prod/web", "4 tasks: 4 pull."},
     {}},
    {"OneIfATaskFails",
     {"check", scenario("nat-route-missing")},
     1,
     {"✗ fails", "prod/web", "step 2 of 4: get a registry token",
      "NO_ROUTE_TO_DESTINATION", "<-- refused here", "rtb-00ee67d0f811f87be",
      "111122223333/eu-central-1/ec2-describe-route-tables.json", "ECS prints",
      "repair", "also blocks", "4 tasks: 2 fail, 2 pull."},
     {}},
    {"OneIfATaskIsIntermittent",
     {"check", scenario("acl-half-the-ephemeral-range"), "--service", "web"},
     1,
     {"~ intermittent", "may stop at", ", the reply", "passes if"},
     {}},
    {"TwoIfATaskIsUnknown",
     {"check", scenario("dns-attribute-not-collected")},
     2,
     {"? unknown", "prod/batch", "to settle",
      "aws ec2 describe-vpc-attribute --attribute enableDnsHostnames --vpc-id "
      "vpc-05ef3e1363463bd68",
      "4 tasks: 1 unknown, 3 pull."},
     {}},
    {"ZeroIfOnlyTasksThatPullAreSelected",
     {"check", scenario("nat-route-missing"), "--cluster", "prod", "--service",
      "batch"},
     0,
     {"1 task: 1 pulls."},
     {}},
    {"JsonOnStandardOutput",
     {"check", scenario("nat-route-missing"), "--format", "json"},
     1,
     {"\"format\": \"pullproof-check/1\"", "\"fails\": 2", "\"stage\": \"token\"",
      "\"code\": \"NO_ROUTE_TO_DESTINATION\""},
     {}},
    {"RepairedScenario",
     {"check", scenario("nat-route-missing"), "--repaired"},
     0,
     {"4 tasks: 4 pull."},
     {}},
    {"WronglyRepairedScenario",
     {"check", "--wrong-repair", "1", scenario("nat-route-missing"), "-j", "1"},
     1,
     {"✗ fails", "prod/web"},
     {}},
    {"TaskDefinitionThatNoServiceRuns",
     {"check", scenario("healthy"), "--task-definition", "web:1", "--subnets",
      "subnet-1,subnet-2", "--security-groups", "sg-1", "--assign-public-ip",
      "--format", "json"},
     2,
     {"\"service\": null", "\"taskDefinition\": \"web:1\""},
     {}}};
INSTANTIATE_TEST_SUITE_P(Verdicts, Promises, testing::ValuesIn(kVerdicts), name_of);

const std::vector<Promise> kUsage = {
    {"Help", {"--help"}, 0, {"check", "scenario", "snapshot", "Examples:"}, {}},
    {"HelpOfACommand",
     {"check", "--help"},
     0,
     {"SNAPSHOT", "--task-definition", "--strict", "Exit code", "Examples:"},
     {}},
    {"Version", {"--version"}, 0, {"pullproof 0."}, {}},
    {"NoCommand", {}, 64, {}, {"usage: pullproof COMMAND [options]"}},
    {"UnknownCommand",
     {"chekc", "x"},
     64,
     {},
     {"unknown command `chekc`; did you mean `check`?", "usage: pullproof COMMAND"}},
    {"UnknownSubcommand",
     {"scenario", "lst"},
     64,
     {},
     {"did you mean `list`?", "usage: pullproof scenario COMMAND"}},
    {"NoSnapshot", {"check"}, 64, {}, {"usage: pullproof check SNAPSHOT [options]"}},
    {"UnknownOption", {"check", "x", "--frmat", "json"}, 64, {}, {"--frmat", "usage:"}},
    {"UnknownFormat",
     {"check", "x", "--format", "xml"},
     64,
     {},
     {"--format: xml not in {json,text}", "usage:"}},
    {"JobsMustBeANumberOverZero", {"check", "x", "-j", "0"}, 64, {}, {"usage:"}},
    {"SubnetsNeedATaskDefinition",
     {"check", "x", "--subnets", "subnet-1"},
     64,
     {},
     {"--task-definition", "usage:"}},
    {"HostileArgument", {"check", "x", "--\x1b[2J"}, 64, {}, {"\\x1b[2J"}},
    {"NoSuchService",
     {"check", scenario("healthy"), "--service", "wbe"},
     64,
     {},
     {"no task matches --service `wbe`", "`web`"}},
    {"NoSuchCluster",
     {"check", scenario("healthy"), "--cluster", "prd", "--format", "json"},
     64,
     {},
     {"no task matches --cluster `prd`; the cluster there is: `prod`"}},
    {"NoSuchTaskDefinition",
     {"check", scenario("healthy"), "--task-definition", "web:7"},
     64,
     {},
     {"no task matches --task-definition `web:7`", "`web:1`"}},
    {"RepairOfWhatIsNoScenario",
     {"check", scenario(""), "--repaired"},
     64,
     {},
     {"holds no scenario.json"}},
    {"RepairThatAScenarioLacks",
     {"check", scenario("healthy"), "--repaired"},
     64,
     {},
     {"this scenario has no repair"}},
    {"WrongRepairThatAScenarioLacks",
     {"check", scenario("nat-route-missing"), "--wrong-repair", "99"},
     64,
     {},
     {"no number 99"}},
    {"OutputThatCannotBeWritten",
     {"check", scenario("healthy"), "--output", "/no/such/folder/report"},
     64,
     {},
     {"cannot write `/no/such/folder/report`: No such file or directory"}}};
INSTANTIATE_TEST_SUITE_P(Usage, Promises, testing::ValuesIn(kUsage), name_of);

const std::vector<Promise> kOthers = {
    {"ScenarioList",
     {"scenario", "list", "--format", "json"},
     0,
     {"\"name\": \"healthy\"", "\"verdict\": \"pulls\"", "\"level\": \"beginner\""},
     {}},
    {"ScenarioListAsText", {"scenario", "list"}, 0, {"nat-route-missing "}, {}},
    {"ScenarioShow",
     {"scenario", "show", "nat-route-missing"},
     0,
     {"wrong", "repair", "token, route, NO_ROUTE_TO_DESTINATION", "--repaired"},
     {}},
    {"ScenarioCheckOfOne",
     {"scenario", "check", "nat-route-missing"},
     0,
     {"✓ nat-route-missing", "1 of 1 scenario as claimed"},
     {}},
    {"ScenarioCheckOfAFolder",
     {"scenario", "check", scenario("healthy"), "--format", "json"},
     0,
     {"\"held\": 1"},
     {}},
    {"NoSuchScenario",
     {"scenario", "show", "helthy"},
     64,
     {},
     {"no scenario `helthy`; the nearest: `healthy`"}},
    {"NoSuchLibrary",
     {"scenario", "list", "--scenarios", "/no/such/folder"},
     64,
     {},
     {"`/no/such/folder` holds no scenario"}},
    {"SnapshotInfo",
     {"snapshot", "info", scenario("healthy")},
     0,
     {"111122223333", "eu-central-1", "SecurityGroups (ec2-describe-security-groups)"},
     {}},
    {"SnapshotInfoNamesWhatWasDenied",
     {"snapshot", "info", scenario("dns-attribute-not-collected")},
     0,
     {"denied", "--attribute enableDnsHostnames --vpc-id vpc-05ef3e1363463bd68"},
     {}},
    {"SnapshotInfoForPrograms",
     {"snapshot", "info", scenario("healthy"), "--format", "json"},
     0,
     {"\"format\": \"pullproof-snapshot-info/1\"", "\"callsNotSeen\"", "\"notRead\""},
     {}}};
/// A file of `tests/cli/data`.
std::string data(const std::string& name) {
  return std::string(PULLPROOF_SOURCE_DIR) + "/tests/cli/data/" + name;
}

const std::vector<Promise> kPolicies = {
    {"AuthorizeAnswersEveryLineInOrder",
     {"authorize", "--in", data("requests.ndjson")},
     65,
     {R"({"id":"allowed","decision":"Allowed","blocked_by":[],"matched":[{"layer")",
      R"({"id":7,"decision":"ImplicitlyDenied","blocked_by":["identity"])",
      R"({"id":"broken","error":"/request/principal: expected the ARN)"},
     {}},
    {"AuthorizeWithoutARequest",
     {"authorize", "--in", "/dev/null"},
     64,
     {},
     {"holds no request"}},
    {"AuthorizeAFileThatIsNotThere",
     {"authorize", "--in", "/nonexistent"},
     65,
     {},
     {"cannot read `/nonexistent`"}},
    {"AuthorizeAtNoTime",
     {"authorize", "--in", "/dev/null", "--at", "noon"},
     64,
     {},
     {"2026-01-31T12:00:00Z"}},
    {"PolicyDiffFindsNewAccess",
     {"policy", "diff", data("narrow.json"), data("wide.json")},
     1,
     {R"({"verdict":"new-access","witness":{"principal":"arn:aws:iam::)",
      R"("statements":[{"file":)"},
     {}},
    {"PolicyDiffFindsNothingNew",
     {"policy", "diff", data("wide.json"), data("narrow.json")},
     0,
     {R"({"verdict":"no-new-access"})"},
     {}},
    {"PolicyImplies",
     {"policy", "implies", data("narrow.json"), data("wide.json")},
     0,
     {R"("implies":true)"},
     {}},
    {"PolicyGrants",
     {"policy", "grants", data("narrow.json"), "--action", "s3:Get*"},
     1,
     {R"("granted":true)"},
     {}},
    {"PolicyPublic",
     {"policy", "public", data("public.json")},
     1,
     {R"("principal":"anonymous")", R"("public":true)"},
     {}},
    {"PolicyMatrix",
     {"policy", "matrix", data("pairs.ndjson")},
     0,
     {R"({"id":"p","a_implies_b":true,"b_implies_a":false,"witness_b":{)"},
     {}},
    {"PolicyLintFindsErrors",
     {"policy", "lint", data("lint.json")},
     1,
     {"lint.json: /Statement/0/Action/0: error: `ecr:GetAuthorizationToken` has no "
      "resource",
      "[TOKEN_ON_REPOSITORY]", "did you mean `ecr:GetDownloadUrlForLayer`?",
      "  statement   Pull\n",
      "3 errors, 2 warnings and 1 for "
      "information"},
     {}},
    {"PolicyLintForPrograms",
     {"policy", "lint", data("lint.json"), "--format", "json"},
     1,
     {"\"format\": \"pullproof-lint/1\"", "\"error\": 3",
      "\"code\": \"REPOSITORY_ARN_WITH_TAG\"",
      "\"pointer\": \"/Statement/0/Resource\""},
     {}},
    {"PolicyLintFindsNothing",
     {"policy", "lint", data("narrow.json")},
     0,
     {"nothing found"},
     {}},
    {"PolicyLintOfAnIdentityWithAPrincipal",
     {"policy", "lint", data("public.json"), "--type", "identity"},
     1,
     {"PRINCIPAL_IN_IDENTITY_POLICY"},
     {}},
    {"PolicyLintOfNoJson",
     {"policy", "lint", data("pairs.ndjson")},
     65,
     {},
     {"not valid JSON"}},
    {"PolicyLintOfNoPolicy",
     {"policy", "lint", "/nonexistent"},
     65,
     {},
     {"cannot read"}},
    {"PolicyLintOfAnUnknownType",
     {"policy", "lint", data("narrow.json"), "--type", "bucket"},
     64,
     {},
     {"--type: bucket not in {", "usage:"}},
    {"PolicyThatIsNone",
     {"policy", "public", data("pairs.ndjson")},
     65,
     {},
     {"not valid JSON"}},
};
constexpr const char* kWeb =
    "arn:aws:ecr:eu-central-1:111122223333:repository/acme/web";
constexpr const char* kExecutionRole =
    "arn:aws:iam::111122223333:role/ecsTaskExecutionRole";

const std::vector<Promise> kAccess = {
    {"AuthorizeInASnapshot",
     {"authorize", scenario("healthy"), "--principal", kExecutionRole, "--action",
      "ecr:BatchGetImage", "--resource", kWeb},
     0,
     {R"({"id":null,"decision":"Allowed","blocked_by":[],"matched":[{"layer")",
      R"("assumptions":[{"name":"call")"},
     {}},
    {"AuthorizeTellsWhoDenies",
     {"authorize", scenario("scp-region-deny"), "--principal", kExecutionRole,
      "--action", "ecr:BatchGetImage", "--resource", kWeb, "--format", "text"},
     1,
     {"ExplicitlyDenied: ecr:BatchGetImage on", "denies      `Regions` of the service"},
     {}},
    {"AuthorizeNamesTheMissingCall",
     {"authorize", scenario("healthy"), "--principal", kExecutionRole, "--action",
      "s3:GetObject", "--resource", "arn:aws:s3:::b/k", "--format", "text"},
     2,
     {"Unknown: s3:GetObject", "aws s3api get-bucket-policy --bucket b"},
     {}},
    {"AuthorizeAStranger",
     {"authorize", scenario("healthy"), "--principal",
      "arn:aws:iam::111122223333:role/c", "--action", "ecr:BatchGetImage", "--resource",
      kWeb},
     64,
     {},
     {"has no `arn:aws:iam::111122223333:role/c`; the nearest are "
      "arn:aws:iam::111122223333:role/ci"}},
    {"AuthorizeWithHalfAContext",
     {"authorize", scenario("healthy"), "--principal", kExecutionRole, "--action",
      "ecr:BatchGetImage", "--resource", kWeb, "--context", "aws:SourceVpce"},
     64,
     {},
     {"--context expects KEY=VALUE"}},
    {"AuthorizeNothing", {"authorize"}, 64, {}, {"SNAPSHOT or --in is required"}},
    {"AuthorizeHalfARequest",
     {"authorize", scenario("healthy"), "--action", "ecr:BatchGetImage"},
     64,
     {},
     {"SNAPSHOT requires --principal"}},
    {"WhoCanListsConditions",
     {"who-can", scenario("repository-lists-one-nat-address"), "--action",
      "ecr:BatchGetImage", "--resource", kWeb},
     0,
     {"role/ecsTaskExecutionRole on conditions",
      "unless      aws:SourceIp NotIpAddress 18.195.10.11/32", "Nobody else can:"},
     {}},
    {"WhoCanForPrograms",
     {"who-can", scenario("healthy"), "--action", "sts:AssumeRole", "--resource",
      kExecutionRole, "--format", "json"},
     0,
     {R"("format": "pullproof-who-can/1")", R"("principal": "ecs-tasks.amazonaws.com")",
      R"("decision": "refused")"},
     {}},
    {"WhoCanIsUnknownWithoutTheBucketsPolicy",
     {"who-can", scenario("healthy"), "--action", "s3:GetObject", "--resource",
      "arn:aws:s3:::b/k"},
     2,
     {"unknown", "aws s3api get-bucket-policy --bucket b"},
     {}},
    {"WhoCanDoNothing",
     {"who-can", scenario("healthy"), "--action", "ecr", "--resource", "web"},
     64,
     {},
     {"expected an action like `ecr:BatchGetImage`, found `ecr`",
      "expected as the "
      "resource an ARN"}},
};
INSTANTIATE_TEST_SUITE_P(Access, Promises, testing::ValuesIn(kAccess), name_of);
INSTANTIATE_TEST_SUITE_P(Policies, Promises, testing::ValuesIn(kPolicies), name_of);

INSTANTIATE_TEST_SUITE_P(Others, Promises, testing::ValuesIn(kOthers), name_of);

}  // namespace
}  // namespace pullproof::cli
