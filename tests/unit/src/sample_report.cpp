#include "tests/unit/src/sample_report.h"

namespace pullproof::cli {
namespace {

model::TaskVerdict task(const std::string& service, model::Verdict verdict) {
  model::TaskVerdict task;
  task.account = "111122223333";
  task.region = "eu-central-1";
  task.service = service;
  task.cluster = "prod";
  task.task_definition = service + ":1";
  task.launch_type = "FARGATE";
  task.verdict = verdict;
  task.placements = {{"subnet-a", "eu-central-1a", ""},
                     {"subnet-b", "eu-central-1b", ""}};
  return task;
}

FactRef fact(Fact fact) { return std::make_shared<const Fact>(std::move(fact)); }

model::Finding missing_route() {
  model::Finding finding;
  finding.stage = model::Stage::Token;
  finding.also_stages = {model::Stage::Manifest, model::Stage::Layers};
  finding.mechanism = "route";
  finding.code = "NO_ROUTE_TO_DESTINATION";
  finding.container = "web";
  finding.image = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/acme/web:1.4.2";
  finding.placements = {{"subnet-a", "eu-central-1a", ""},
                        {"subnet-b", "eu-central-1b", ""}};
  finding.blame = {"rtb-1"};
  finding.counterexample.packet = {.source = "10.20.10.10:32768",
                                   .destination = "3.121.0.9:443",
                                   .protocol = "tcp",
                                   .direction = "forward"};
  finding.path = {{"task", "web"},
                  {"security-group", "sg-1"},
                  {.kind = "route-table", .id = "rtb-1", .refuses = true},
                  {"internet-gateway", "igw-1"}};
  finding.host = "api.ecr.eu-central-1.amazonaws.com";
  finding.message = "no route leads to 3.121.0.9";
  finding.ecs_error = "ResourceInitializationError: unable to pull secrets";
  finding.repair = "add a route 0.0.0.0/0 to a NAT gateway";
  finding.evidence = {fact({.id = "rtb-1",
                            .file = "1/eu-central-1/ec2-describe-route-tables.json",
                            .pointer = "/RouteTables/0/Routes",
                            .note = "has only the local route"})};
  return finding;
}

model::Finding ports_refused() {
  model::Finding finding;
  finding.stage = model::Stage::Layers;
  finding.mechanism = "network-acl";
  finding.code = "SUBNET_ACL_RESTRICTION";
  finding.placements = {{"subnet-a", "eu-central-1a", ""}};
  finding.every_choice = false;
  finding.blame = {"acl-1"};
  finding.counterexample.packet = {.source = "52.219.0.1:443",
                                   .destination = "10.0.0.5:40000",
                                   .protocol = "tcp",
                                   .direction = "return"};
  finding.counterexample.choice = {{"source port", "40000"}};
  finding.message = "the inbound entries admit replies to ports under 40000 only";
  return finding;
}

}  // namespace

model::TaskVerdict failing_task() {
  model::TaskVerdict web = task("web", model::Verdict::Fails);
  web.findings = {missing_route()};
  return web;
}

model::TaskVerdict pulling_task() {
  model::TaskVerdict batch = task("batch", model::Verdict::Pulls);
  batch.assumptions = {
      {.name = "network-firewall-list-firewalls", .value = "refuses nothing"},
      {.name = "proxy", .value = "none"}};
  return batch;
}

model::TaskVerdict intermittent_task() {
  model::TaskVerdict edge = task("edge", model::Verdict::Intermittent);
  edge.findings = {ports_refused()};
  edge.passing_choice = {{"placement", "subnet-b"}, {"source port", "32768"}};
  return edge;
}

model::TaskVerdict unknown_task() {
  model::TaskVerdict legacy = task("legacy", model::Verdict::Unknown);
  legacy.missing = {{.call = "ecr-get-repository-policy/acme/legacy",
                     .why = "the policy of acme/legacy was not collected"}};
  return legacy;
}

model::CheckReport sample_report() {
  return {
      .verdicts = {pulling_task(), intermittent_task(), unknown_task(), failing_task()},
      .statistics = {.legs = 16, .proofs = 9, .solver_queries = 2}};
}

}  // namespace pullproof::cli
