#include "model/image_lifecycle.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "model/aws/condition_values.h"
#include "model/core/glob.h"

namespace pullproof::model {
namespace {

using LifecycleRule = aws::LifecyclePolicy::Rule;

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kMonth = 30 * kDay;

/// Whether the rule speaks of such images at all.
bool selects(const LifecycleRule& rule, const aws::ImageDetail& image) {
  if (rule.tag_status == "any") return true;
  if (rule.tag_status == "untagged") return image.tags.empty();
  if (image.tags.empty()) return false;
  return std::all_of(rule.tag_patterns.begin(), rule.tag_patterns.end(),
                     [&](const std::string& pattern) {
                       const Glob glob = Glob::like(pattern);
                       return std::any_of(
                           image.tags.begin(), image.tags.end(),
                           [&](const std::string& tag) { return glob.matches(tag); });
                     });
}

const LifecycleRule* rule_of(const aws::LifecyclePolicy& policy,
                             const aws::ImageDetail& image) {
  const auto found =
      std::find_if(policy.rules.begin(), policy.rules.end(),
                   [&](const LifecycleRule& rule) { return selects(rule, image); });
  return found == policy.rules.end() ? nullptr : &*found;
}

/// "2026-12-01".
std::string date_of(std::int64_t seconds) {
  const std::chrono::sys_days day{std::chrono::floor<std::chrono::days>(
      std::chrono::sys_seconds(std::chrono::seconds(seconds)))};
  const std::chrono::year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

/// When the image goes, in words that follow its name; nothing if not soon.
std::optional<std::string> by_age(const LifecycleRule& rule,
                                  const std::string& counted_from,
                                  const std::string& collected_at,
                                  std::string_view since) {
  const auto from = aws::Instant::parse(counted_from);
  const auto now = aws::Instant::parse(collected_at);
  if (!from || !now) return std::nullopt;
  const std::int64_t end = from->seconds + rule.count * kDay;
  if (end > now->seconds + kMonth) return std::nullopt;
  // AWS: ECR user guide, "Automate the cleanup of images by using lifecycle policies":
  // within a day after the image meets the rule.
  if (end <= now->seconds) {
    return fmt::format("within a day, for {} days have passed since it was {}",
                       rule.count, since);
  }
  return fmt::format("on {}, {} days after it was {}", date_of(end), rule.count, since);
}

/// AWS: of one that was never pulled, the time of its push counts, and of one that came
/// out of the archive and was not pulled since, that time.
std::optional<std::string> by_last_pull(const LifecycleRule& rule,
                                        const aws::ImageDetail& image,
                                        const std::string& collected_at) {
  const auto pulled = aws::Instant::parse(image.pulled_at);
  const auto activated = aws::Instant::parse(image.activated_at);
  if (activated && (!pulled || pulled->seconds < activated->seconds)) {
    return by_age(rule, image.activated_at, collected_at,
                  "taken out of the archive, unless it is pulled before");
  }
  if (!pulled) {
    return by_age(rule, image.pushed_at, collected_at,
                  "pushed, unless it is pulled before");
  }
  return by_age(rule, image.pulled_at, collected_at,
                "pulled for the last time, unless it is again");
}

/// AWS: of the images that the rule selects, the newest stay.
std::optional<std::string> by_count(const aws::LifecyclePolicy& policy,
                                    const LifecycleRule& rule,
                                    const aws::ImageDetail& image,
                                    const TaskImages& images) {
  const auto pushed = aws::Instant::parse(image.pushed_at);
  if (!pushed) return std::nullopt;
  const auto& all = images.beside(image);
  const auto newer = std::count_if(all.begin(), all.end(), [&](const auto* other) {
    const auto at = aws::Instant::parse(other->pushed_at);
    return at && *at > *pushed && rule_of(policy, *other) == &rule;
  });
  if (newer < rule.count - 1) return std::nullopt;
  return fmt::format(
      "{}, for {} newer ones stay",
      newer < rule.count ? "with the next image that is pushed" : "within a day",
      rule.count);
}

std::optional<std::string> forecast(const aws::LifecyclePolicy& policy,
                                    const aws::ImageDetail& image,
                                    const TaskImages& images,
                                    const std::string& collected_at) {
  const LifecycleRule* rule = rule_of(policy, image);
  if (rule == nullptr) return std::nullopt;
  std::optional<std::string> when;
  if (rule->count_type == "sinceImagePushed") {
    when = by_age(*rule, image.pushed_at, collected_at, "pushed");
  } else if (rule->count_type == "sinceImagePulled") {
    when = by_last_pull(*rule, image, collected_at);
  } else if (rule->count_type == "imageCountMoreThan") {
    when = by_count(policy, *rule, image, images);
  }
  if (!when) return std::nullopt;
  return fmt::format("rule {} of its lifecycle policy {} it {}", rule->priority,
                     rule->action == "transition" ? "archives" : "removes", *when);
}

}  // namespace

void warn_of_lifecycle(Task& task, const aws::Snapshot& account,
                       const TaskImages& images) {
  for (const auto& container : task.images) {
    const auto* image = images.find(container);
    if (image == nullptr) continue;
    const auto* policy =
        account.find<aws::LifecyclePolicy>(image->scope, image->repository);
    if (policy == nullptr || policy->registry_id != image->registry_id) continue;
    const auto when = forecast(*policy, *image, images, account.collected_at());
    if (!when) continue;
    task.warnings.push_back(
        fmt::format("image {} goes away: {}", container.image, *when));
  }
}

}  // namespace pullproof::model
