#include "src/report/authorize_text.h"

#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "model/gates/caller.h"
#include "model/gates/policy_match.h"
#include "src/escape.h"
#include "src/layout.h"
#include "src/report/aws_command.h"

namespace pullproof::cli {
namespace {

using model::Decision;
using model::Layer;

std::string_view decision_in_words(Layer layer) {
  switch (layer) {
    case Layer::Identity:
      return "the policies of the principal";
    case Layer::Boundary:
      return "the permissions boundary";
    case Layer::Session:
      return "the session policy";
    case Layer::ServiceControl:
      return "the service control policies";
    case Layer::ResourceControl:
      return "the resource control policies";
    case Layer::Resource:
      return "the policy of the resource";
    case Layer::Endpoint:
      return "the policy of the endpoint";
  }
  return "";
}

std::string authorize_headline(const gates::Request& request, Decision decision,
                               const Palette& palette) {
  const std::string text = fmt::format("{}: {} by {}", model::name_of(decision),
                                       escape(gates::describe(request)),
                                       escape(gates::name_of(request.caller)));
  switch (decision) {
    case Decision::Allowed:
      return palette.green(text);
    case Decision::ImplicitlyDenied:
    case Decision::ExplicitlyDenied:
      return palette.red(text);
    case Decision::Unknown:
      break;
  }
  return palette.yellow(text);
}

std::string statement_line(const model::MatchedStatement& matched) {
  const aws::PolicyStatement& statement = *matched.statement;
  const std::string name =
      statement.sid.empty() ? "a statement" : fmt::format("`{}`", statement.sid);
  const std::string text =
      fmt::format("{} of {}", name, decision_in_words(matched.layer));
  return labelled(statement.allow ? "allows" : "denies",
                  fmt::format("{} ({})", escape(text), escape(place_of(statement))));
}

/// Control policies that allow grant nothing, and one denial settles it.
bool decides(const model::MatchedStatement& matched, Decision decision) {
  if (!matched.statement->allow) return true;
  return decision != Decision::ExplicitlyDenied &&
         matched.layer != Layer::ServiceControl &&
         matched.layer != Layer::ResourceControl;
}

}  // namespace

std::string place_of(const aws::PolicyStatement& statement) {
  const auto& [file, pointer] = statement.source;
  return file.empty() ? "as AWS publishes it" : fmt::format("{} {}", file, pointer);
}

std::string question_lines(const std::set<Unknown>& open) {
  std::string out;
  for (const Unknown& question : open) {
    out += labelled("unknown", escape(question.why));
    if (question.call.empty()) continue;
    out += labelled("collect", escape(aws_command(question.call)));
  }
  return out;
}

std::string assumption_lines(const std::vector<gates::Assumption>& assumptions) {
  std::string out;
  for (const auto& one : assumptions) {
    out += labelled("assumed", escape(fmt::format("{}: {}", one.name, one.value)));
  }
  return out;
}

std::string authorize_text(const gates::Request& request, const Authorized& told,
                           const Palette& palette) {
  std::string out = authorize_headline(request, told.answer.decision, palette) + "\n";
  if (told.answer.decision == Decision::ImplicitlyDenied) {
    for (const Layer layer : told.answer.blocked_by) {
      out += labelled("blocked",
                      fmt::format("{} do not allow it", decision_in_words(layer)));
    }
  }
  for (const auto& matched : told.answer.matched) {
    if (decides(matched, told.answer.decision)) out += statement_line(matched);
  }
  return out + question_lines(told.open) +
         assumption_lines(told.assumptions.value_or(std::vector<gates::Assumption>()));
}

}  // namespace pullproof::cli
