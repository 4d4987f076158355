// How many requests a second `authorize` decides on one core.
//
// A typical request: a role with two managed policies, an inline one, a boundary and a
// service control policy, all read beforehand; one of eight actions on one of eight
// repositories. `line` also reads the request and its policies from JSON.

#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>

#include "model/authorization_question.h"
#include "model/aws/json_reader.h"

namespace {

using nlohmann::json;
using namespace pullproof;

json document(const json& statements) {
  return {{"Version", "2012-10-17"}, {"Statement", statements}};
}

json policies() {
  const json pull = document(
      json::array({{{"Effect", "Allow"},
                    {"Action",
                     {"ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability",
                      "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage",
                      "logs:CreateLogStream", "logs:PutLogEvents"}},
                    {"Resource", "*"}}}));
  const json read = document(json::array(
      {{{"Effect", "Allow"},
        {"Action", {"s3:Get*", "s3:List*"}},
        {"Resource", {"arn:aws:s3:::config", "arn:aws:s3:::config/*"}}},
       {{"Effect", "Allow"},
        {"Action", "secretsmanager:GetSecretValue"},
        {"Resource", "arn:aws:secretsmanager:*:111122223333:secret:prod/*"},
        {"Condition", {{"StringEquals", {{"aws:ResourceTag/team", "web"}}}}}}}));
  const json own = document(
      json::array({{{"Effect", "Deny"},
                    {"Action", "ecr:*"},
                    {"Resource", "arn:aws:ecr:*:111122223333:repository/secret/*"}},
                   {{"Effect", "Allow"},
                    {"Action", "ecr:Describe*"},
                    {"Resource", "arn:aws:ecr:*:111122223333:repository/*"}}}));
  const json boundary = document(json::array({{{"Effect", "Allow"},
                                               {"Action", {"ecr:*", "logs:*", "s3:*"}},
                                               {"Resource", "*"}}}));
  const json control = document(
      json::array({{{"Effect", "Allow"}, {"Action", "*"}, {"Resource", "*"}},
                   {{"Effect", "Deny"},
                    {"NotAction", {"iam:*", "sts:*", "organizations:*"}},
                    {"Resource", "*"},
                    {"Condition",
                     {{"StringNotEquals",
                       {{"aws:RequestedRegion", {"eu-central-1", "eu-west-1"}}}}}}}}));
  return {
      {"identity", {pull, read, own}}, {"boundary", {boundary}}, {"scp", {{control}}}};
}

json question(std::size_t number) {
  const std::vector<const char*> actions = {"ecr:BatchGetImage",
                                            "ecr:GetDownloadUrlForLayer",
                                            "ecr:DescribeImages",
                                            "ecr:PutImage",
                                            "s3:GetObject",
                                            "logs:PutLogEvents",
                                            "ecr:GetAuthorizationToken",
                                            "ec2:RunInstances"};
  return {{"id", number},
          {"request",
           {{"principal", "arn:aws:iam::111122223333:role/service/web"},
            {"action", actions[number % actions.size()]},
            {"resource", "arn:aws:ecr:eu-central-1:111122223333:repository/team-" +
                             std::to_string(number / actions.size() % 8) + "/web"},
            {"resource_account", "111122223333"},
            {"context",
             {{"aws:SourceVpc", "vpc-0123456789abcdef0"},
              {"aws:PrincipalTag/team", "web"}}}}},
          {"policies", policies()}};
}

constexpr std::size_t kQuestions = 64;

void authorize(benchmark::State& state) {
  std::vector<model::Question> questions;
  for (std::size_t i = 0; i < kQuestions; ++i) {
    auto read = model::read_question(question(i), "bench", {});
    questions.push_back(std::move(read.value()));
  }
  std::size_t at = 0;
  for (auto _ : state) {
    const model::Question& asked = questions[at++ % kQuestions];
    // The same policies for all of them, as if one account were asked about.
    benchmark::DoNotOptimize(model::authorize(asked.request, questions[0].layers));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(authorize);

void line(benchmark::State& state) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < kQuestions; ++i) lines.push_back(question(i).dump());
  std::size_t at = 0;
  for (auto _ : state) {
    const auto text = aws::read_json(lines[at++ % kQuestions], "bench");
    const auto read = model::read_question(text.value(), "bench", {});
    benchmark::DoNotOptimize(
        model::authorize(read.value().request, read.value().layers));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()));
}
BENCHMARK(line);

}  // namespace

BENCHMARK_MAIN();
