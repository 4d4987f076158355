#include "model/error_messages.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/error_patterns.h"

namespace pullproof::model {
namespace {

constexpr auto kNamesOfErrors = std::to_array<std::string_view>(
    {"cannotcreatecontainererror", "cannotpullcontainerautherror",
     "cannotpullcontainererror", "cannotpullcontainerfromregistry",
     "cannotpullcontainerfromregistryerror", "cannotpullecrcontainererror",
     "cannotpullimagemanifesterror", "cannotstartcontainererror", "dockertimeouterror",
     "resourceinitializationerror", "taskfailedtostart"});

// What a text of ECS, of Docker or of containerd has when it is about a task's start.
constexpr auto kWordsOfEcs = std::to_array<std::string_view>({
    ".dkr-ecr",
    ".dkr.ecr",
    "/v2/",
    "api.ecr",
    "cannotpull",
    "docker.io",
    "ecr-fips.",
    "error response from daemon",
    "failed to copy: http",
    "failed to extract layer",
    "failed to register layer",
    "failed to resolve ref",
    "lookup logs.",
    "lookup secretsmanager.",
    "lookup ssm.",
    "public.ecr.aws",
    "starport-layer-bucket",
    "https://ecr.",
    "https://logs.",
    "https://secretsmanager.",
    "https://ssm.",
});

bool is_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

/// In `text[from, to)` nothing but the name and what sets it off.
bool is_name_alone(std::string_view text, std::size_t from, std::size_t to) {
  const std::size_t colon = text.find(':', from);
  return colon < to &&
         std::none_of(text.begin() + static_cast<std::ptrdiff_t>(colon),
                      text.begin() + static_cast<std::ptrdiff_t>(to), is_letter);
}

/// Where a name starts a message. One right behind another name starts none: tools hang
/// what stopped a task before what its container tells.
std::vector<std::size_t> starts_of(std::string_view text) {
  std::vector<std::size_t> starts;
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos;
       colon = text.find(':', colon + 1)) {
    std::size_t start = colon;
    while (start > 0 && is_letter(text[start - 1])) --start;
    const std::string name = plain_error(text.substr(start, colon - start));
    const bool is_name = std::find(kNamesOfErrors.begin(), kNamesOfErrors.end(),
                                   name) != kNamesOfErrors.end();
    if (!is_name) continue;
    if (!starts.empty() && is_name_alone(text, starts.back(), start)) continue;
    starts.push_back(start);
  }
  return starts;
}

bool is_of_ecs(std::string_view text) {
  const std::string lower = plain_error(text);
  const auto has = [&lower](std::string_view words) {
    return lower.find(words) != std::string::npos;
  };
  return std::any_of(kNamesOfErrors.begin(), kNamesOfErrors.end(), has) ||
         std::any_of(kWordsOfEcs.begin(), kWordsOfEcs.end(), has) ||
         std::any_of(kErrorPatterns.begin(), kErrorPatterns.end(),
                     [&lower](const ErrorPattern& row) {
                       return !row.is_common && letters_of(lower, row.pattern) > 0;
                     });
}

}  // namespace

std::vector<ErrorMessage> read_messages(std::string_view text) {
  std::vector<ErrorMessage> messages;
  if (!is_of_ecs(text)) return messages;
  std::vector<std::size_t> ends = starts_of(text);
  ends.push_back(text.size());
  std::size_t told_from = 0;
  std::size_t start = 0;
  for (const std::size_t end : ends) {
    const std::string_view message = text.substr(start, end - start);
    start = end;
    std::vector<ErrorMatch> matches = read_error(message);
    if (matches.empty()) continue;
    messages.push_back({.text = std::string(text.substr(told_from, end - told_from)),
                        .details = error_details(message),
                        .matches = std::move(matches)});
    told_from = end;
  }
  return messages;
}

}  // namespace pullproof::model
