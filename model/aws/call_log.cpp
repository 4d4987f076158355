#include <fmt/format.h>

#include "model/aws/snapshot.h"

namespace pullproof::aws {
namespace {

std::string key_of(const Scope& scope, const std::string& call) {
  return fmt::format("{}\n{}\n{}", scope.account, scope.region, call);
}

}  // namespace

void CallLog::record(const Scope& scope, const std::string& call, CallStatus status) {
  if (status != CallStatus::Ok && status != CallStatus::Absent) {
    refused_.emplace(scope, call);
  }
  if (status == CallStatus::Absent) absent_[call].push_back(scope);
  const auto [entry, is_new] = calls_.try_emplace(key_of(scope, call), status);
  // The enumerators stand in the order of what they tell: the best answer wins.
  if (!is_new && status < entry->second) entry->second = status;
}

CallStatus CallLog::status(const Scope& scope, const std::string& call) const {
  const auto found = calls_.find(key_of(scope, call));
  return found == calls_.end() ? CallStatus::Unseen : found->second;
}

bool CallLog::seen(const Scope& scope, const std::string& call) const {
  const CallStatus known = status(scope, call);
  return known == CallStatus::Ok || known == CallStatus::Absent;
}

std::vector<Scope> CallLog::absent(const std::string& call) const {
  const auto found = absent_.find(call);
  return found == absent_.end() ? std::vector<Scope>() : found->second;
}

std::vector<std::pair<Scope, std::string>> CallLog::unanswered() const {
  std::vector<std::pair<Scope, std::string>> calls;
  for (const auto& [scope, call] : refused_) {
    if (!seen(scope, call)) calls.emplace_back(scope, call);
  }
  return calls;
}

}  // namespace pullproof::aws
