#include "solver/policy_variables.h"

#include <string>
#include <string_view>
#include <utility>

#include "model/aws/policy_condition.h"
#include "model/gates/caller.h"
#include "model/gates/request_context.h"

namespace pullproof::solver {
namespace {

/// What a variable stands for that no policy is likely to name.
constexpr const char* kValue = "v4lue";
constexpr const char* kUser = "arn:aws:iam::111122223333:user/v4lue";

/// "${aws:PrincipalTag/team, 'none'}" has the key aws:principaltag/team.
void add_keys(std::string_view text, gates::RequestContext& keys) {
  for (std::size_t at = text.find("${"); at != std::string_view::npos;
       at = text.find("${", at + 2)) {
    std::string_view key = text.substr(at + 2);
    key = key.substr(0, std::min(key.find('}'), key.find(',')));
    while (key.starts_with(' ')) key.remove_prefix(1);
    while (key.ends_with(' ')) key.remove_suffix(1);
    if (key.find(':') == std::string_view::npos) continue;
    keys.emplace(aws::lower(key), gates::FixedKey{.values = {kValue}});
  }
}

void add_keys(const aws::PolicyStatement& statement, gates::RequestContext& keys) {
  for (const auto& resource : statement.resources) {
    if (resource.has_variables) add_keys(resource.text, keys);
  }
  for (const auto& condition : statement.conditions) {
    for (const auto& value : condition.values) {
      if (value.has_variables) add_keys(value.text, keys);
    }
  }
}

bool tells_who_calls(std::string_view key) {
  return key == "aws:username" || key == "aws:userid" ||
         (key.starts_with("aws:principal") && !key.starts_with("aws:principaltag/") &&
          !key.starts_with("aws:principalorg"));
}

}  // namespace

std::optional<gates::Request> request_with_variables(
    const std::vector<const aws::PolicyDocument*>& documents) {
  gates::Request request;
  for (const auto* document : documents) {
    for (const auto& statement : document->statements) {
      add_keys(statement, request.context);
    }
  }
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
