#include "solver/policy_variables.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "model/aws/policy_condition.h"
#include "model/caller_classes.h"
#include "model/gates/caller.h"
#include "model/gates/policy_text.h"
#include "model/gates/request_context.h"

namespace pullproof::solver {
namespace {

/// What a variable stands for that no policy is likely to name.
constexpr const char* kValue = "v4lue";
constexpr const char* kUser = "arn:aws:iam::111122223333:user/v4lue";
constexpr const char* kRole = "arn:aws:iam::111122223333:role/a";

/// Calls `use` with each text that has variables.
template <class Use>
void each_text(const PolicyDocuments& documents, const Use& use) {
  for (const auto* document : documents) {
    for (const auto& statement : document->statements) {
      gates::each_text_with_variables(statement, use);
    }
  }
}

/// Calls `use` with each key that the texts put in, in lower case.
template <class Use>
void each_key(const PolicyDocuments& documents, const Use& use) {
  each_text(documents, [&use](std::string_view text) {
    for (const std::string_view key : gates::variable_keys(text)) {
      if (key.find(':') != std::string_view::npos) use(aws::lower(key));
    }
  });
}

using Values = std::map<std::string, std::string>;

/// By key in lower case: a text that some condition compares it with.
Values named_values(const PolicyDocuments& documents) {
  Values named;
  for (const auto* document : documents) {
    for (const auto& statement : document->statements) {
      for (const auto& condition : statement.conditions) {
        for (const auto& value : condition.values) {
          const auto* pattern = std::get_if<Glob>(&value.operand);
          if (value.has_variables || pattern == nullptr) continue;
          named.emplace(condition.lower_key, pattern->sample());
        }
      }
    }
  }
  return named;
}

gates::Request request_with(std::string_view caller, const Values& values) {
  gates::Request request;
  request.caller = gates::caller_named(caller).value_or(*gates::caller_named(kUser));
  request.complete = true;
  for (const auto& [key, value] : values) {
    // The caller tells these keys itself.
    if (model::tells_who_calls(key)) continue;
    request.context.emplace(key, gates::FixedKey{.values = {value}});
  }
  gates::add_derived_keys(request, "");
  return request;
}

}  // namespace

std::vector<gates::Request> requests_with_variables(const PolicyDocuments& documents) {
  std::set<std::string> keys;
  each_key(documents, [&keys](const std::string& key) { keys.insert(key); });
  if (keys.empty()) return {};
  const auto named = named_values(documents);
  Values same;
  Values different;
  Values by_name;
  for (const auto& key : keys) {
    same[key] = kValue;
    different[key] = fmt::format("{}{}", kValue, different.size());
    const auto found = named.find(key);
    by_name[key] = found == named.end() ? different[key] : found->second;
  }
  std::vector<gates::Request> all = {request_with(kUser, same)};
  if (keys.size() > 1) all.push_back(request_with(kUser, different));
  if (!named.empty()) {
    const auto user = named.find("aws:username");
    const std::string name = user == named.end() ? kValue : user->second;
    all.push_back(request_with("arn:aws:iam::111122223333:user/" + name, by_name));
  }
  all.push_back(request_with(kRole, {}));
  return all;
}

gates::Request with_variables(gates::Request witness, const gates::Request& variables) {
  for (const auto& [key, value] : variables.context) {
    const bool is_value = std::holds_alternative<gates::FixedKey>(value);
    if (model::tells_who_calls(key) || !is_value) continue;
    witness.context.insert({key, value});
  }
  if (witness.caller.kind != variables.caller.kind) {
    const std::string account = witness.caller.account;
    witness.caller = variables.caller;
    const std::string& own = variables.caller.account;
    if (!account.empty() && account != own) {
      std::string arn = variables.caller.arn;
      arn.replace(arn.find(own), own.size(), account);
      witness.caller = *gates::caller_named(arn);
    }
  }
  std::erase_if(witness.context,
                [](const auto& entry) { return model::tells_who_calls(entry.first); });
  gates::add_derived_keys(witness, "");
  return witness;
}

}  // namespace pullproof::solver
