#include "tests/support/question.h"

#include <gtest/gtest.h>

namespace pullproof::support {
namespace {

using nlohmann::json;

json statement(const char* effect, const json& more) {
  json made = {{"Effect", effect}, {"Action", "*"}, {"Resource", "*"}};
  made.update(more);
  if (made.contains("NotAction")) made.erase("Action");
  if (made.contains("NotResource")) made.erase("Resource");
  return made;
}

}  // namespace

json allowing(const json& more) { return statement("Allow", more); }

json denying(const json& more) { return statement("Deny", more); }

json document(const json& statements) {
  return {{"Version", "2012-10-17"}, {"Statement", statements}};
}

json question() {
  return {{"id", "q"},
          {"request",
           {{"principal", kRoleCi},
            {"action", "s3:GetObject"},
            {"resource", "arn:aws:s3:::bucket/key"},
            {"resource_account", kOwn},
            {"context", json::object()}}},
          {"policies", json::object()}};
}

Decided decide(const json& question, const model::QuestionOptions& options) {
  const auto read = model::read_question(question, "q.ndjson", options);
  if (!read.ok()) {
    ADD_FAILURE() << read.problems().front().pointer << ": "
                  << read.problems().front().message;
    return {};
  }
  const auto answer = model::authorize(read.value().request, read.value().layers);
  Decided decided{.decision = std::string(model::name_of(answer.decision)),
                  .matched = answer.matched.size()};
  for (const auto layer : answer.blocked_by) {
    if (!decided.blocked_by.empty()) decided.blocked_by += ' ';
    decided.blocked_by += model::name_of(layer);
  }
  return decided;
}

}  // namespace pullproof::support
