#include "model/policy_lint_rules.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"
#include "model/aws/json_reader.h"
#include "model/core/nearest.h"

namespace pullproof::model {
namespace {

using Json = nlohmann::json;

LintAction read_action(const aws::ActionPattern& pattern) {
  LintAction action;
  action.pattern = &pattern;
  const std::size_t colon = pattern.text.find(':');
  if (colon == std::string::npos) return action;
  action.service = aws::service_reference(pattern.text.substr(0, colon));
  if (action.service == nullptr) return action;
  const std::string prefix = action.service->prefix + ':';
  for (const aws::ServiceAction& each : action.service->actions) {
    if (pattern.pattern.matches(prefix + each.name)) action.known.push_back(&each);
  }
  return action;
}

}  // namespace

LintStatement::LintStatement(const aws::PolicyDocument& document,
                             const aws::PolicyStatement& statement, const Json* written,
                             PolicyType kind)
    : document_(&document), statement_(&statement), written_(written), kind_(kind) {
  actions_.reserve(statement.actions.size());
  for (const auto& pattern : statement.actions) {
    actions_.push_back(read_action(pattern));
  }
}

bool LintStatement::every_action_is_known() const {
  return !statement_->not_action &&
         std::all_of(actions_.begin(), actions_.end(),
                     [](const auto& action) { return action.service != nullptr; });
}

bool LintStatement::speaks_of(std::string_view action) const {
  const bool named =
      std::any_of(statement_->actions.begin(), statement_->actions.end(),
                  [action](const auto& each) { return each.pattern.matches(action); });
  return named != statement_->not_action;
}

aws::Source LintStatement::at(const std::string& element) const {
  aws::Source source = statement_->source;
  if (written_ != nullptr) {
    source.pointer = aws::child_pointer(source.pointer, element);
  }
  return source;
}

aws::Source LintStatement::at(const std::string& element, std::size_t index) const {
  aws::Source source = at(element);
  if (written_ == nullptr || !written_->is_object()) return source;
  const auto found = written_->find(element);
  if (found != written_->end() && found->is_array()) {
    source.pointer = aws::child_pointer(source.pointer, index);
  }
  return source;
}

aws::Source LintStatement::action(std::size_t index) const {
  return at(statement_->not_action ? "NotAction" : "Action", index);
}

aws::Source LintStatement::resource(std::size_t index) const {
  return at(statement_->not_resource ? "NotResource" : "Resource", index);
}

aws::Source LintStatement::condition(const aws::PolicyCondition& condition) const {
  aws::Source source = at("Condition");
  if (written_ == nullptr) return source;
  source.pointer = aws::child_pointer(source.pointer, condition.op);
  source.pointer = aws::child_pointer(source.pointer, condition.key);
  return source;
}

aws::Source LintStatement::value(const aws::PolicyCondition& condition,
                                 std::size_t index) const {
  aws::Source source = this->condition(condition);
  if (written_ == nullptr) return source;
  const Json& values = written_->at("Condition").at(condition.op).at(condition.key);
  if (values.is_array()) source.pointer = aws::child_pointer(source.pointer, index);
  return source;
}

void LintReporter::tell(LintSeverity severity, aws::Source place, std::string message,
                        std::string repair) const {
  findings_->push_back({.code = code_,
                        .severity = severity,
                        .source = std::move(place),
                        .sid = sid_,
                        .message = std::move(message),
                        .repair = std::move(repair)});
}

std::string did_you_mean(std::string_view wanted,
                         const std::vector<std::string>& names) {
  constexpr std::size_t kLongest = 100;  // distances take time
  if (wanted.size() > kLongest) return "";
  const std::string lower_wanted = aws::lower(wanted);
  // A third of the letters may be wrong, which finds typos and no strangers.
  std::size_t least = std::max<std::size_t>(2, wanted.size() / 3) + 1;
  std::string best;
  for (const std::string& name : names) {
    const std::size_t distance = edit_distance(lower_wanted, aws::lower(name));
    if (distance >= least) continue;
    least = distance;
    best = name;
  }
  return best.empty() ? "" : fmt::format("; did you mean `{}`?", best);
}

}  // namespace pullproof::model
