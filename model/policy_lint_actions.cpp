// Names of actions.
//
// AWS: Service Authorization Reference; IAM user guide, "IAM JSON policy elements:
// Action".

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/aws/cursor.h"
#include "model/core/nearest.h"
#include "model/policy_lint_rules.h"

namespace pullproof::model {
namespace {

constexpr std::array<std::string_view, 9> kLintedServices = {
    "ecr", "ecs", "iam", "kms", "logs", "s3", "secretsmanager", "ssm", "sts"};

/// Services of AWS whose prefixes look like one of those, and are meant.
constexpr std::array<std::string_view, 17> kLookAlikes = {
    "dms", "ebs", "ec2", "eks", "es",  "evs", "fms", "oam", "pcs",
    "ram", "ses", "sms", "sns", "sqs", "sso", "ts",  "wam"};

/// One letter is wrong, or letters stand in the wrong order.
bool looks_like(std::string_view prefix, std::string_view service) {
  return edit_distance(prefix, service) == 1 ||
         (prefix != service && std::is_permutation(prefix.begin(), prefix.end(),
                                                   service.begin(), service.end()));
}

/// The service that has such an action and is nearly written so; "" if there is none.
std::string_view meant_service(std::string_view prefix, std::string_view rest) {
  constexpr std::size_t kLongest = 20;
  if (prefix.size() > kLongest || rest.find_first_not_of("*?") == rest.npos) return "";
  if (std::find(kLookAlikes.begin(), kLookAlikes.end(), prefix) != kLookAlikes.end()) {
    return "";
  }
  for (const std::string_view service : kLintedServices) {
    if (!looks_like(prefix, service)) continue;
    const Glob pattern = Glob::like(rest, LetterCase::Ignored);
    const auto& actions = aws::service_reference(service)->actions;
    if (std::any_of(actions.begin(), actions.end(),
                    [&](const auto& action) { return pattern.matches(action.name); })) {
      return service;
    }
  }
  return "";
}

}  // namespace

void unknown_action(const LintStatement& statement, const LintReporter& out) {
  for (std::size_t i = 0; i < statement.actions().size(); ++i) {
    const LintAction& action = statement.actions()[i];
    if (action.service == nullptr || !action.known.empty()) continue;
    std::vector<std::string> names;
    names.reserve(action.service->actions.size());
    for (const auto& each : action.service->actions) {
      names.push_back(fmt::format("{}:{}", each.service, each.name));
    }
    const std::string& text = action.pattern->text;
    out.tell(
        statement.action(i),
        fmt::format("{} {}: service `{}` has no such action{}", aws::in_backticks(text),
                    action.exact() ? "is unknown" : "matches nothing",
                    action.service->prefix, did_you_mean(text, names)),
        "write the name as the Service Authorization Reference has it, or remove "
        "it");
  }
}

void mistyped_service(const LintStatement& statement, const LintReporter& out) {
  for (std::size_t i = 0; i < statement.actions().size(); ++i) {
    const LintAction& action = statement.actions()[i];
    const std::string_view text = action.pattern->text;
    const std::size_t colon = text.find(':');
    if (action.service != nullptr || colon == text.npos) continue;
    const std::string prefix = aws::lower(text.substr(0, colon));
    const std::string_view meant = meant_service(prefix, text.substr(colon + 1));
    if (meant.empty()) continue;
    out.tell(statement.action(i),
             fmt::format("{} is of no service that is known; did you mean `{}`?",
                         aws::in_backticks(text), meant),
             fmt::format("write `{}{}`", meant, text.substr(colon)));
  }
}

}  // namespace pullproof::model
