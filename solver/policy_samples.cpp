#include "solver/policy_samples.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "model/aws/condition_values.h"
#include "model/aws/policy_condition.h"
#include "model/caller_classes.h"
#include "model/gates/caller.h"
#include "model/gates/policy_text.h"
#include "model/gates/request_context.h"

namespace pullproof::solver {
namespace {

/// What a pattern's wildcards stand for.
constexpr std::array<std::string_view, 6> kRuns = {"", "x", "0", "1", "x/y", "v4lue"};

/// Of every kind that an operator may ask for, far from most operands.
constexpr std::array<const char*, 8> kFar = {
    "-1",   "9999999999",   "1970-01-01T00:00:00Z", "9999-12-30T23:59:59Z",
    "true", "198.51.100.7", "2001:db8::7",          "v4lue"};

std::string in_other_letters(std::string text) {
  for (char& byte : text) {
    const bool letter = ('a' <= byte && byte <= 'z') || ('A' <= byte && byte <= 'Z');
    if (letter) byte = static_cast<char>(byte ^ 0x20);
  }
  return text;
}

/// The other text where the pattern leaves open what it ends with.
std::string completed(const Glob& pattern, const std::string& other) {
  const std::string text = pattern.text();
  const std::size_t prefix = std::min(text.find_first_of("*?"), other.size());
  return text.substr(0, prefix) + other.substr(prefix);
}

}  // namespace

PolicySamples::PolicySamples(const model::RequestSpace& space,
                             const std::vector<const aws::PolicyDocument*>& documents,
                             bool only_listed)
    : space_(space), only_listed_(only_listed), callers_(space.callers) {
  for (const auto& open : space.open_callers) callers_.push_back(open.caller);
  actions_ = space.actions;
  for (const auto& [key, value] : space.keys) {
    if (key == "aws:userid" || !model::tells_who_calls(key)) add_listed(key, value);
  }
  for (const auto* document : documents) {
    for (const auto& statement : document->statements) add_statement(statement);
  }
  if (actions_.empty()) actions_.emplace_back("s3:GetObject");
  others_.assign(kFar.begin(), kFar.end());
  for (const auto& [key, texts] : keys_) {
    others_.insert(others_.end(), texts.plain.begin(), texts.plain.end());
    for (const Glob& pattern : texts.patterns) others_.push_back(pattern.sample());
  }
  std::sort(others_.begin(), others_.end());
  others_.erase(std::unique(others_.begin(), others_.end()), others_.end());
  add_users();
  // Policies that name resources with variables only name one at least.
  resources_.plain.emplace_back("arn:aws:s3:::v4lue");
}

void PolicySamples::add_users() {
  constexpr std::size_t kMostUsers = 32;
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=,.@-_";
  const auto user =
      std::find_if(callers_.begin(), callers_.end(), [](const gates::Caller& caller) {
        return caller.kind == gates::Caller::Kind::User;
      });
  if (user == callers_.end()) return;
  const std::string before = user->arn.substr(0, user->arn.rfind('/') + 1);
  std::size_t added = 0;
  for (const auto& name : others_) {
    const bool is_name =
        !name.empty() && name.find_first_not_of(kLetters) == std::string::npos;
    auto caller = is_name && added < kMostUsers ? gates::caller_named(before + name)
                                                : std::nullopt;
    if (!caller) continue;
    callers_.push_back(*std::move(caller));
    ++added;
  }
}

void PolicySamples::add_listed(const std::string& key,
                               const gates::ContextValue& value) {
  Texts& texts = keys_[key];
  if (const auto* classes = std::get_if<gates::ClassKey>(&value)) {
    texts.plain = classes->values;
  } else if (const auto* set = std::get_if<gates::ClassSetKey>(&value)) {
    texts.plain = set->values;
    texts.of_sets = true;
  }
}

void PolicySamples::add_statement(const aws::PolicyStatement& statement) {
  if (space_.any_action) {
    for (const auto& action : statement.actions) {
      std::string filled = fill(action.pattern);
      if (Glob::like("?*:?*").matches(filled)) actions_.push_back(std::move(filled));
    }
  }
  for (const auto& resource : statement.resources) {
    if (resource.has_variables) {
      resources_.with_variables.push_back(resource.text);
    } else {
      resources_.patterns.push_back(resource.glob.certain);
    }
  }
  for (const auto& condition : statement.conditions) {
    const auto known = keys_.find(condition.lower_key);
    if (known == keys_.end() || !condition.written) continue;
    Texts& texts = known->second;
    const bool is_set = condition.written->qualifier != aws::SetQualifier::None;
    texts.of_sets =
        texts.of_sets || (is_set && !model::has_one_value(condition.lower_key));
    if (only_listed_ && !texts.plain.empty()) continue;
    for (const auto& value : condition.values) {
      if (value.has_variables) {
        texts.with_variables.push_back(value.text);
      } else if (const auto* pattern = std::get_if<Glob>(&value.operand)) {
        texts.patterns.push_back(*pattern);
      } else {
        texts.plain.push_back(value.text);
      }
    }
  }
}

std::string PolicySamples::fill(const Glob& pattern) {
  std::string filled = pattern.sample(kRuns.at(below(kRuns.size())), "x0-1"[below(4)]);
  return once_in(8) ? in_other_letters(std::move(filled)) : filled;
}

/// A time as people elsewhere write it, now and then.
std::string PolicySamples::in_other_zone(std::string text) {
  if (!text.ends_with('Z') || once_in(3)) return text;
  text.pop_back();
  return text + (once_in(2) ? "-23:59" : "+23:59");
}

std::string PolicySamples::text(const Texts& of, const gates::Request& request) {
  const std::size_t known = of.plain.size() + of.patterns.size();
  const std::size_t chosen = below(known + of.with_variables.size() + 1);
  if (chosen < of.plain.size()) return of.plain[chosen];
  if (chosen < known) {
    const Glob& pattern = of.patterns[chosen - of.plain.size()];
    if (of.plain.empty() || once_in(2)) return fill(pattern);
    return in_other_zone(completed(pattern, any_of(of.plain)));
  }
  if (chosen == known + of.with_variables.size()) return any_of(others_);
  const auto resolved = gates::resolve(of.with_variables[chosen - known], request);
  if (resolved.state != gates::PolicyText::State::Ready) return any_of(others_);
  return fill(Glob::of(aws::tokens_of(resolved.parts, true), LetterCase::Sensitive));
}

void PolicySamples::choose(const std::string& key, const Texts& of,
                           gates::Request& request) {
  constexpr std::size_t kTries = 8;
  constexpr std::size_t kMostMembers = 3;
  const std::size_t wanted = of.of_sets ? 1 + below(kMostMembers) : 1;
  gates::FixedKey chosen;
  for (std::size_t i = 0; i < kTries && chosen.values.size() < wanted; ++i) {
    std::string value = text(of, request);
    const auto& all = chosen.values;
    const bool is_new = std::find(all.begin(), all.end(), value) == all.end();
    if (is_new && model::may_be_value(key, value)) {
      chosen.values.push_back(std::move(value));
    }
  }
  if (chosen.values.empty()) return;
  chosen.multivalued = chosen.values.size() > 1;
  request.context[key] = std::move(chosen);
}

bool PolicySamples::agree(gates::Request& request) {
  const auto one_of = [&request](const char* key) -> std::string* {
    const auto found = request.context.find(key);
    if (found == request.context.end()) return nullptr;
    auto* fixed = std::get_if<gates::FixedKey>(&found->second);
    return fixed != nullptr ? &fixed->values.front() : nullptr;
  };
  const std::string* time = one_of("aws:currenttime");
  std::string* epoch = one_of("aws:epochtime");
  if (time != nullptr && epoch != nullptr) {
    const auto at = aws::Instant::parse(*time);
    if (!at || at->seconds < 0) return false;
    *epoch = fmt::format("{:05}", at->seconds);
  }
  // The id of a session has a colon, that of a user has none.
  std::string* id = one_of("aws:userid");
  if (id == nullptr) return true;
  const bool is_session = request.caller.kind == gates::Caller::Kind::RoleSession;
  const std::size_t colon = id->find(':');
  if (is_session && colon == id->npos) *id += ":x";
  if (!is_session && colon != id->npos) id->resize(colon);
  return !id->empty();
}

/// Without values for what is left open.
gates::Request PolicySamples::undecided() {
  gates::Request request =
      space_.request(callers_[below(callers_.size())], any_of(actions_));
  for (auto& [key, value] : request.context) {
    if (keys_.contains(key)) value = gates::AbsentKey{};
  }
  // Not what the space leaves open, but what the caller tells.
  std::erase_if(request.context, [](const auto& entry) {
    return model::tells_who_calls(entry.first) && entry.first != "aws:userid";
  });
  gates::add_derived_keys(request, "");
  return request;
}

std::optional<gates::Request> PolicySamples::next() {
  gates::Request request = undecided();
  // What other texts put in comes first.
  for (const bool puts_in : {false, true}) {
    for (const auto& [key, texts] : keys_) {
      const bool is_open = request.context.contains(key);
      if (!is_open || texts.with_variables.empty() == puts_in) continue;
      const bool always = model::is_in_every_request(key);
      if (always || !once_in(4)) choose(key, texts, request);
      const bool is_there =
          std::holds_alternative<gates::FixedKey>(request.context.at(key));
      if (always && !is_there) return std::nullopt;
    }
  }
  if (!agree(request)) return std::nullopt;
  if (request.resource) {
    std::string resource = text(resources_, request);
    if (resource.empty()) return std::nullopt;
    request.resource = std::move(resource);
  }
  return request;
}

}  // namespace pullproof::solver
