#include <functional>

#include <fmt/format.h>

#include "model/aws/snapshot.h"

namespace pullproof::aws {
namespace {

std::string key_of(const Scope& scope, const std::string& call) {
  return fmt::format("{}\n{}\n{}", scope.account, scope.region, call);
}

/// Of where a call is absent: of no account and region.
std::string key_of_absent(const std::string& call) { return '\n' + call; }

FactKey fact_key_of(const std::string& key) {
  return call_key(std::hash<std::string>{}(key));
}

void note_asked_after(const std::string& key) {
  if (trace_of_thread != nullptr) trace_of_thread->note(fact_key_of(key));
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
  const std::string key = key_of(scope, call);
  note_asked_after(key);
  const auto found = calls_.find(key);
  return found == calls_.end() ? CallStatus::Unseen : found->second;
}

bool CallLog::seen(const Scope& scope, const std::string& call) const {
  const CallStatus known = status(scope, call);
  return known == CallStatus::Ok || known == CallStatus::Absent;
}

std::vector<Scope> CallLog::absent(const std::string& call) const {
  note_asked_after(key_of_absent(call));
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

std::optional<std::vector<FactKey>> CallLog::differences(const CallLog& other) const {
  // These are asked for as a whole.
  if (refused_ != other.refused_) return std::nullopt;
  std::vector<FactKey> keys;
  const auto compare = [&keys](const CallLog& one, const CallLog& another) {
    for (const auto& [key, status] : one.calls_) {
      const auto found = another.calls_.find(key);
      const bool is_same = found != another.calls_.end() && found->second == status;
      if (!is_same) keys.push_back(fact_key_of(key));
    }
    for (const auto& [call, scopes] : one.absent_) {
      if (another.absent(call) != scopes) {
        keys.push_back(fact_key_of(key_of_absent(call)));
      }
    }
  };
  compare(*this, other);
  compare(other, *this);
  return keys;
}

}  // namespace pullproof::aws
