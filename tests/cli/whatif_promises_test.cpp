// What `whatif` and `diff` promise to scripts.

#include <gtest/gtest.h>

#include "tests/cli/promise.h"

namespace pullproof::cli::whatif_promises_test {
namespace {

std::string data(const std::string& name) {
  return std::string(PULLPROOF_SOURCE_DIR) + "/tests/cli/data/" + name;
}

/// A file of `tests/data`.
std::string fixture(const std::string& name) {
  return std::string(PULLPROOF_SOURCE_DIR) + "/tests/data/" + name;
}

class WhatIfPromises : public testing::TestWithParam<Promise> {};

TEST_P(WhatIfPromises, AreKept) { expect_kept(GetParam()); }

const std::vector<Promise> kChanges = {
    {"OneIfAPullBreaks",
     {"whatif", scenario("healthy"), "--delete", "nat-0d4eb996ebe442973"},
     1,
     {"~ prod/web: broken  (pulls before, intermittent after;",
      "caused by   --delete nat-0d4eb996ebe442973", "BAD_STATE_ROUTE",
      "4 tasks: 2 broken and 2 unchanged."},
     {}},
    {"ZeroIfPullsAreRepaired",
     {"whatif", scenario("nat-route-missing"), "--edits", data("new-gateway.yaml")},
     0,
     {"prod/web: repaired  (fails before, pulls after;", "edits[0]: add NatGateway",
      "edits[1]: patch rtb-00ee67d0f811f87be", "2 repaired and 2 unchanged."},
     {}},
    {"ZeroIfNothingChanges",
     {"whatif", scenario("healthy"), "--endpoint", "logs", "--vpc",
      "vpc-05ef3e1363463bd68", "--subnets", "subnet-01ac797abbe00ed6d", "--groups",
      "sg-0a46c629dd642fe32", "--service", "edge"},
     0,
     {"1 task: 1 unchanged."},
     {}},
    {"JsonIsForPrograms",
     {"whatif", scenario("healthy"), "--delete", "nat-0d4eb996ebe442973", "--format",
      "json"},
     1,
     {R"("format": "pullproof-whatif/1")", R"("before": {)", R"("after": {)",
      R"("broken": [)", R"("repaired": [])", R"("unchanged": 2)", R"("ignored": [])",
      R"("causes": [)", R"("--delete nat-0d4eb996ebe442973")"},
     {}},
    {"AZoneIsDown",
     {"whatif", scenario("healthy"), "--fail", "az:eu-central-1a"},
     1,
     {"prod/legacy: broken", "the zone eu-central-1a is down"},
     {}},
    {"ATagThatIsNotThere",
     {"whatif", scenario("healthy"), "--set-tag", "web=9.9.9"},
     1,
     {"prod/web: broken", "IMAGE_TAG_NOT_FOUND"},
     {}},
    {"APolicyOfARole",
     {"whatif", scenario("healthy"), "--attach-policy",
      "ecsTaskExecutionRole=" + data("deny-ecr.json")},
     1,
     {"IDENTITY_POLICY_DENY"},
     {}},
    {"AControlPolicy",
     {"whatif", scenario("healthy-organization"), "--scp", data("deny-ecr.json")},
     1,
     {"SCP_DENY", "`deny-ecr`"},
     {}},
    {"APlanOfTerraform",
     {"whatif", scenario("healthy"), "--terraform",
      fixture("terraform/greenfield.json")},
     0,
     {"prod/api: added", "5 tasks: 1 added and 4 unchanged."},
     {}},
    {"ATemplateIsTheAccount",
     {"whatif", "--cloudformation",
      fixture("cloudformation/isolated-with-endpoints.json")},
     0,
     {"added  (not there before, pulls after;", "is pushed before a task asks for it",
      "1 task: 1 added."},
     {}},
    {"ATemplateThatLacksAnEndpoint",
     {"whatif", "--cloudformation",
      fixture("cloudformation/isolated-without-dkr.json")},
     1,
     {"broken  (not there before, fails after;", "NO_ROUTE_TO_DESTINATION",
      ".dkr.ecr.eu-central-1.amazonaws.com"},
     {}},
    {"ACdkAssemblyIsAFolder",
     {"whatif", "--cloudformation", fixture("cloudformation/two-stacks")},
     0,
     {"1 task: 1 added."},
     {}},
    {"DiffNamesTheFacts",
     {"diff", scenario("healthy"), scenario("nat-route-missing")},
     1,
     {"prod/web: broken", "RouteTable rtb-00ee67d0f811f87be"},
     {}},
    {"DiffInJson",
     {"diff", scenario("nat-route-missing"), scenario("healthy"), "--format", "json"},
     0,
     {R"("format": "pullproof-diff/1")", R"("repaired": [)"},
     {}},
};
INSTANTIATE_TEST_SUITE_P(Changes, WhatIfPromises, testing::ValuesIn(kChanges), name_of);

const std::vector<Promise> kMistakes = {
    {"NothingToChange",
     {"whatif", scenario("healthy")},
     64,
     {},
     {"nothing is to be changed: give --edits, --terraform, --cloudformation or a "
      "shortcut"}},
    {"OnlyATemplateDoesWithoutASnapshot",
     {"whatif", "--delete", "nat-1"},
     64,
     {},
     {"expected SNAPSHOT; only a template can do without"}},
    {"NothingToWatch",
     {"whatif", scenario("healthy"), "--delete", "nat-1", "--watch"},
     64,
     {},
     {"--watch needs a file"}},
    {"NothingIsCalledSo",
     {"whatif", scenario("healthy"), "--delete", "nat-0d4eb996ebe44297"},
     65,
     {},
     {"nothing is called `nat-0d4eb996ebe44297`; the nearest names are "
      "`nat-0d4eb996ebe442973`"}},
    {"AwsRefuses",
     {"whatif", scenario("healthy"), "--delete", "sg-0a46c629dd642fe32"},
     65,
     {},
     {"AWS refuses to delete `sg-0a46c629dd642fe32`: eni-0a67b8d1704511a9c is a member "
      "of it"}},
    {"NoSuchFile",
     {"whatif", scenario("healthy"), "--edits", "no-such-file.json"},
     65,
     {},
     {"no-such-file.json: cannot be read"}},
    {"NoSuchZone",
     {"whatif", scenario("healthy"), "--fail", "az:nowhere"},
     65,
     {},
     {"no subnet is in the zone `nowhere`"}},
    {"AFailureIsOfAZone",
     {"whatif", scenario("healthy"), "--fail", "eu-central-1a"},
     64,
     {},
     {"--fail: expected az:ZONE, found eu-central-1a"}},
    {"ATagIsOfAService",
     {"whatif", scenario("healthy"), "--set-tag", "1.4.3"},
     64,
     {},
     {"--set-tag: expected SERVICE[/CONTAINER]=TAG, found 1.4.3"}},
    {"AnEndpointHasAVpc",
     {"whatif", scenario("healthy"), "--endpoint", "s3"},
     64,
     {},
     {"--vpc"}},
    {"NoSuchTask",
     {"whatif", scenario("healthy"), "--delete", "nat-0d4eb996ebe442973", "--service",
      "wep"},
     64,
     {},
     {"no task matches --service `wep`"}},
};
INSTANTIATE_TEST_SUITE_P(Mistakes, WhatIfPromises, testing::ValuesIn(kMistakes),
                         name_of);

}  // namespace
}  // namespace pullproof::cli::whatif_promises_test
