// Names of actions.
//
// AWS: Service Authorization Reference; IAM user guide, "IAM JSON policy elements:
// Action".

#include <fmt/format.h>

#include "model/aws/cursor.h"
#include "model/policy_lint_rules.h"

namespace pullproof::model {

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

}  // namespace pullproof::model
