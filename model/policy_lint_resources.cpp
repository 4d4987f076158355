// Whether the resources of a statement and its actions can meet.
//
// AWS: Service Authorization Reference; IAM user guide, "IAM JSON policy elements:
// Resource".

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "model/aws/cursor.h"
#include "model/core/glob_overlap.h"
#include "model/gates/arn.h"
#include "model/policy_lint_rules.h"

namespace pullproof::model {
namespace {

using aws::in_backticks;
using aws::ResourcePattern;
using aws::ServiceAction;

/// Some ARN matches it.
bool is_arn(const ResourcePattern& resource) {
  if (resource.has_variables) {
    return resource.text.starts_with("arn:") || resource.text.starts_with('$');
  }
  static const Glob kAnyArn = Glob::like("arn:*:*:*:*:*");
  return resource.everything || overlap(resource.glob.possible, kAnyArn);
}

/// Whether an action without resource types may be asked for a resource like this. Some
/// services ask for `*`, some for an ARN that the reference does not tell.
bool may_stand_for_none(const ResourcePattern& resource, const ServiceAction& action) {
  if (resource.has_variables || resource.glob.possible.matches("*")) return true;
  const gates::Arn arn(resource.text);
  if (arn.resource().empty() || arn.resource().starts_with('*')) return true;
  constexpr std::array<std::string_view, 4> kAskForMore = {"iam", "logs", "s3", "ssm"};
  return arn.service() == action.service && action.name != "ListAllMyBuckets" &&
         std::find(kAskForMore.begin(), kAskForMore.end(), action.service) !=
             kAskForMore.end();
}

bool fits(const ResourcePattern& resource, const ServiceAction& action) {
  if (resource.everything) return true;
  if (action.types.empty()) return may_stand_for_none(resource, action);
  // What is managed may be of any service: clusters of EKS are, and not in the table.
  if (action.service == "ssm" && gates::Arn(resource.text).service() != "ssm") {
    return true;
  }
  return std::any_of(action.types.begin(), action.types.end(),
                     [&](const auto* type) { return may_be(resource, *type); });
}

bool fits_one_of(const ResourcePattern& resource, const LintStatement& statement) {
  const auto& actions = statement.actions();
  return std::any_of(actions.begin(), actions.end(), [&](const LintAction& action) {
    return std::any_of(action.known.begin(), action.known.end(),
                       [&](const auto* known) { return fits(resource, *known); });
  });
}

bool names_resources(const LintStatement& statement) {
  return statement.get().has_resource && !statement.get().not_resource &&
         !statement.get().not_action;
}

/// "`arn:...` or `arn:...`", three at most.
std::string formats(const std::set<std::string>& arns) {
  constexpr std::size_t kShown = 3;
  std::string text;
  std::size_t shown = 0;
  for (const std::string& arn : arns) {
    if (shown++ == kShown) return text + " or others";
    text += fmt::format("{}`{}`", text.empty() ? "" : " or ", arn);
  }
  return text;
}

std::set<std::string> arns_of(const LintAction& action) {
  std::set<std::string> arns;
  for (const ServiceAction* known : action.known) {
    for (const auto* type : known->types) arns.insert(type->arn);
  }
  return arns;
}

std::set<std::string> arns_of_all(const LintStatement& statement) {
  std::set<std::string> arns;
  for (const LintAction& action : statement.actions()) arns.merge(arns_of(action));
  return arns;
}

/// The one action that the entry names, if it is in the table.
const ServiceAction* named(const LintAction& action) {
  return action.exact() && action.known.size() == 1 ? action.known[0] : nullptr;
}

}  // namespace

void resource_that_is_no_arn(const LintStatement& statement, const LintReporter& out) {
  if (!statement.get().has_resource || !statement.every_action_is_known()) return;
  const auto& resources = statement.get().resources;
  for (std::size_t i = 0; i < resources.size(); ++i) {
    if (is_arn(resources[i])) continue;
    out.tell(statement.resource(i),
             fmt::format("expected an ARN or `*`, found {}",
                         in_backticks(resources[i].text)),
             "write the whole ARN: `arn:aws:...`");
  }
}

void misplaced_variable(const LintStatement& statement, const LintReporter& out) {
  const auto& resources = statement.get().resources;
  for (std::size_t i = 0; i < resources.size(); ++i) {
    if (!resources[i].misplaced_variable) continue;
    out.tell(
        statement.resource(i),
        fmt::format("{} has a variable before the fifth colon, where IAM documents "
                    "none",
                    in_backticks(resources[i].text)),
        "write that part out, or put `*` there");
  }
}

void resource_of_no_action(const LintStatement& statement, const LintReporter& out) {
  if (!names_resources(statement) || !statement.every_action_is_known()) return;
  const std::set<std::string> arns = arns_of_all(statement);
  if (arns.empty()) return;
  const auto& resources = statement.get().resources;
  const bool some_fits =
      std::any_of(resources.begin(), resources.end(),
                  [&](const auto& each) { return fits_one_of(each, statement); });
  for (std::size_t i = 0; i < resources.size(); ++i) {
    const ResourcePattern& resource = resources[i];
    if (!is_arn(resource) || is_layer_bucket(resource)) continue;
    if (fits_one_of(resource, statement)) continue;
    out.tell(some_fits ? LintSeverity::Warning : LintSeverity::Error,
             statement.resource(i),
             fmt::format("no action here is on {}: expected {}",
                         in_backticks(resource.text), formats(arns)),
             "write the ARN in that form, or add the actions that are meant");
  }
}

void action_of_no_resource(const LintStatement& statement, const LintReporter& out) {
  if (!names_resources(statement)) return;
  const auto& resources = statement.get().resources;
  const bool some_fits =
      std::any_of(resources.begin(), resources.end(),
                  [&](const auto& each) { return fits_one_of(each, statement); });
  // If none fits, the resources are to blame, and told.
  if (!some_fits && statement.every_action_is_known()) return;
  for (std::size_t i = 0; i < statement.actions().size(); ++i) {
    const LintAction& action = statement.actions()[i];
    const ServiceAction* one = named(action);
    if (one == nullptr || one->types.empty()) continue;
    if (std::any_of(resources.begin(), resources.end(), [one](const auto& resource) {
          return !is_arn(resource) || fits(resource, *one);
        })) {
      continue;
    }
    out.tell(statement.action(i),
             fmt::format("{} is on none of the resources here: expected {}",
                         in_backticks(action.pattern->text), formats(arns_of(action))),
             "add such a resource, or move the action to a statement of its own");
  }
}

void action_on_star_only(const LintStatement& statement, const LintReporter& out) {
  if (!names_resources(statement)) return;
  const auto& resources = statement.get().resources;
  for (std::size_t i = 0; i < statement.actions().size(); ++i) {
    const LintAction& action = statement.actions()[i];
    const ServiceAction* one = named(action);
    if (one == nullptr || !one->types.empty() || is_token(action)) continue;
    if (std::any_of(resources.begin(), resources.end(),
                    [one](const auto& each) { return fits(each, *one); })) {
      continue;
    }
    out.tell(statement.action(i),
             fmt::format("{} has no resource of its own: only Resource `*` matches it",
                         in_backticks(action.pattern->text)),
             "move it to a statement with Resource `*`");
  }
}

}  // namespace pullproof::model
