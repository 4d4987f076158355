#include "solver/strangers.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>
#include <string>
#include <variant>

#include "model/gates/arn.h"

namespace pullproof::solver {
namespace {

using Documents = std::vector<const aws::PolicyDocument*>;

/// Calls `use` with each condition on the key.
template <class Use>
void each_condition(const Documents& documents, std::string_view key, const Use& use) {
  for (const auto* document : documents) {
    for (const auto& statement : document->statements) {
      for (const auto& condition : statement.conditions) {
        if (condition.lower_key == key) use(condition);
      }
    }
  }
}

bool is_in_narrow_block(const Address& address, const aws::PolicyCondition& condition) {
  return std::any_of(condition.values.begin(), condition.values.end(),
                     [&](const auto& value) {
                       const auto* block = std::get_if<Cidr>(&value.operand);
                       if (block == nullptr) return false;
                       const unsigned broad = block->family == Family::Ipv4 ? 8 : 32;
                       return block->prefix_length >= broad && block->contains(address);
                     });
}

/// Leaves the key to choice, but for the values that a stranger never has.
void withhold(model::RequestSpace& space, const std::string& key,
              const std::function<bool(const std::string&)>& never) {
  const auto found = space.keys.find(key);
  if (found == space.keys.end()) return;
  if (auto* classes = std::get_if<gates::ClassKey>(&found->second)) {
    std::erase_if(classes->values, never);
    classes->field =
        space.fields.add({.name = key,
                          .kind = Field::Kind::Class,
                          .domain = IntervalSet::range(0, classes->values.size()),
                          .text_domain = {}});
  } else if (auto* set = std::get_if<gates::ClassSetKey>(&found->second)) {
    gates::ClassSetKey kept;
    for (std::size_t i = 0; i < set->values.size(); ++i) {
      if (never(set->values[i])) continue;
      kept.values.push_back(set->values[i]);
      kept.members.push_back(set->members[i]);
    }
    *set = std::move(kept);
  }
}

/// AWS: S3 user guide, "The meaning of public": a value without wildcards is fixed.
std::set<std::string> fixed_values(const Documents& documents, std::string_view key) {
  std::set<std::string> fixed;
  each_condition(documents, key, [&](const aws::PolicyCondition& condition) {
    for (const auto& value : condition.values) {
      const auto* pattern = std::get_if<Glob>(&value.operand);
      if (pattern != nullptr && !pattern->has_wildcard())
        fixed.insert(pattern->literal());
    }
  });
  return fixed;
}

/// The accounts in the ARNs that conditions on the key name.
std::set<std::string, std::less<>> named_accounts(const Documents& documents,
                                                  std::string_view key) {
  std::set<std::string, std::less<>> accounts;
  each_condition(documents, key, [&](const aws::PolicyCondition& condition) {
    for (const auto& value : condition.values) {
      const gates::Arn arn(value.text);
      const bool wild = arn.account().find_first_of("*?$") != std::string_view::npos;
      if (arn.complete && !arn.account().empty() && !wild)
        accounts.emplace(arn.account());
    }
  });
  return accounts;
}

}  // namespace

void keep_strangers(model::RequestSpace& space, const Documents& documents) {
  std::erase_if(space.callers, [&](const gates::Caller& caller) {
    return caller.kind != gates::Caller::Kind::Anonymous &&
           (caller.account.empty() || space.named_accounts.contains(caller.account));
  });
  std::erase_if(space.open_callers, [&](const model::OpenCaller& open) {
    return space.named_accounts.contains(open.caller.account);
  });
  // Nobody who signs is the plainest stranger.
  std::stable_partition(
      space.callers.begin(), space.callers.end(),
      [](const auto& caller) { return caller.kind == gates::Caller::Kind::Anonymous; });
  constexpr std::array<const char*, 7> kOwn = {
      "aws:principalorgid", "aws:principalorgpaths", "aws:sourceorgid",
      "aws:sourceorgpaths", "aws:sourceaccount",     "aws:sourcevpc",
      "aws:sourcevpce"};
  for (const char* key : kOwn) {
    const auto fixed = fixed_values(documents, key);
    withhold(space, key,
             [&](const std::string& value) { return fixed.contains(value); });
  }
  const auto fixed_arns = fixed_values(documents, "aws:sourcearn");
  const auto accounts = named_accounts(documents, "aws:sourcearn");
  withhold(space, "aws:sourcearn", [&](const std::string& value) {
    return fixed_arns.contains(value) || accounts.contains(gates::Arn(value).account());
  });
  withhold(space, "aws:sourceip", [&](const std::string& value) {
    const auto address = Address::parse(value);
    // Where it is compared as a text, this may stand for any address.
    bool inside = false;
    each_condition(documents, "aws:sourceip", [&](const auto& condition) {
      inside = inside || (address && is_in_narrow_block(*address, condition));
    });
    return inside;
  });
}

}  // namespace pullproof::solver
