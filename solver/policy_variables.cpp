#include "solver/policy_variables.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "model/aws/policy_condition.h"
#include "model/gates/caller.h"
#include "model/gates/policy_text.h"
#include "model/gates/request_context.h"

namespace pullproof::solver {
namespace {

/// What a variable stands for that no policy is likely to name.
constexpr const char* kValue = "v4lue";
constexpr const char* kUser = "arn:aws:iam::111122223333:user/v4lue";

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

bool tells_who_calls(std::string_view key) {
  return key == "aws:username" || key == "aws:userid" ||
         (key.starts_with("aws:principal") && !key.starts_with("aws:principaltag/") &&
          !key.starts_with("aws:principalorg"));
}

}  // namespace

std::optional<gates::Request> request_with_variables(const PolicyDocuments& documents) {
  gates::Request request;
  each_key(documents, [&](const std::string& key) {
    request.context.emplace(key, gates::FixedKey{.values = {kValue}});
  });
  if (request.context.empty()) return std::nullopt;
  request.caller = *gates::caller_named(kUser);
  request.complete = true;
  // The caller tells these keys itself.
  std::erase_if(request.context,
                [](const auto& entry) { return tells_who_calls(entry.first); });
  gates::add_derived_keys(request, "");
  return request;
}

gates::Request with_variables(gates::Request witness, const gates::Request& variables) {
  for (const auto& [key, value] : variables.context) {
    const bool is_value = std::holds_alternative<gates::FixedKey>(value);
    if (tells_who_calls(key) || !is_value) continue;
    witness.context.insert({key, value});
  }
  if (witness.caller.kind != gates::Caller::Kind::User) {
    const std::string account = witness.caller.account;
    witness.caller = variables.caller;
    if (!account.empty() && account != variables.caller.account) {
      witness.caller =
          *gates::caller_named("arn:aws:iam::" + account + ":user/" + kValue);
    }
  }
  std::erase_if(witness.context,
                [](const auto& entry) { return tells_who_calls(entry.first); });
  gates::add_derived_keys(witness, "");
  return witness;
}

}  // namespace pullproof::solver
