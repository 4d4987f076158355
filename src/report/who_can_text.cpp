#include "src/report/who_can_text.h"

#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "src/escape.h"
#include "src/layout.h"
#include "src/report/authorize_text.h"

namespace pullproof::cli {
namespace {

using PrincipalKind = solver::AblePrincipal::Kind;

std::string in_words(const solver::AblePrincipal& found) {
  std::string name = escape(found.name);
  switch (found.kind) {
    case PrincipalKind::Account:
      return "anybody of account " + name;
    case PrincipalKind::AnyAccount:
      return "anybody of any other account";
    case PrincipalKind::AnyService:
      return "any other AWS service";
    case PrincipalKind::Anonymous:
      return "anybody, without signing";
    case PrincipalKind::Federated:
      return found.name == "*" ? "anybody of any other identity provider" : name;
    case PrincipalKind::Role:
    case PrincipalKind::User:
    case PrincipalKind::Root:
    case PrincipalKind::Session:
    case PrincipalKind::Service:
      break;
  }
  return name;
}

std::string who_can_headline(const solver::AblePrincipal& found,
                             const Palette& palette) {
  std::string line = palette.bold(in_words(found));
  switch (found.ability) {
    case solver::Ability::Always:
      break;
    case solver::Ability::Sometimes:
      line += palette.yellow(" on conditions");
      break;
    case solver::Ability::Unknown:
      line += palette.yellow(" unknown");
      break;
  }
  if (found.if_own_account_allows) line += ", if its own account allows it";
  return line + "\n";
}

std::string condition_text(const solver::OpenCondition& open) {
  std::vector<std::string> values;
  values.reserve(open.condition->values.size());
  for (const auto& value : open.condition->values) values.push_back(value.text);
  return escape(fmt::format("{} {} {}", open.condition->key, open.condition->op,
                            fmt::join(values, ", ")));
}

std::string principal_lines(const solver::AblePrincipal& found,
                            const Palette& palette) {
  std::string out = who_can_headline(found, palette);
  for (const auto* statement : found.statements) {
    out += labelled("by", escape(place_of(*statement)));
  }
  for (const auto& open : found.conditions) {
    out += labelled(open.statement->allow ? "where" : "unless", condition_text(open));
  }
  return out + question_lines(found.open);
}

}  // namespace

std::string who_can_text(const solver::WhoCanQuestion& question,
                         const solver::WhoCan& answer, const Palette& palette) {
  std::string out = fmt::format("Who can {} on {}\n\n", escape(question.action),
                                escape(question.resource));
  for (const auto& found : answer.principals) out += principal_lines(found, palette);
  if (answer.principals.empty()) out += "nobody\n";
  const std::string refused = fmt::format(
      "{} of the snapshot and {} of principals elsewhere are refused, whatever the "
      "context of the request",
      counted(answer.refused_principals, "principal"),
      counted(answer.refused_classes, "kind"));
  if (answer.undecided.empty()) {
    out += fmt::format("\n{} {}.\n", palette.green("Nobody else can:"), refused);
  } else {
    out += fmt::format("\n{} {}.\n{}",
                       palette.yellow("Whether anybody else can is not known:"),
                       refused, question_lines(answer.undecided));
  }
  return out + assumption_lines(answer.assumptions);
}

}  // namespace pullproof::cli
