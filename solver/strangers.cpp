#include "solver/strangers.h"

#include <algorithm>
#include <string>
#include <variant>

namespace pullproof::solver {
namespace {

using Documents = std::vector<const aws::PolicyDocument*>;

bool is_in_narrow_block(const Address& address, const aws::PolicyCondition& condition) {
  return std::any_of(condition.values.begin(), condition.values.end(),
                     [&](const auto& value) {
                       const auto* block = std::get_if<Cidr>(&value.operand);
                       if (block == nullptr) return false;
                       const unsigned broad = block->family == Family::Ipv4 ? 8 : 32;
                       return block->prefix_length >= broad && block->contains(address);
                     });
}

bool is_in_narrow_block(const Address& address, const Documents& documents) {
  for (const auto* document : documents) {
    for (const auto& statement : document->statements) {
      for (const auto& condition : statement.conditions) {
        if (is_in_narrow_block(address, condition)) return true;
      }
    }
  }
  return false;
}

void keep_outer_addresses(model::RequestSpace& space, const Documents& documents) {
  const auto found = space.keys.find("aws:sourceip");
  if (found == space.keys.end()) return;
  auto* classes = std::get_if<gates::ClassKey>(&found->second);
  if (classes == nullptr) return;
  for (const auto& value : classes->values) {
    const auto address = Address::parse(value);
    if (!address || is_in_narrow_block(*address, documents)) continue;
    // One address outside of every narrow block; broad ones are no limit.
    found->second = gates::FixedKey{.values = {value}};
    return;
  }
}

}  // namespace

void keep_strangers(model::RequestSpace& space, const Documents& documents) {
  std::erase_if(space.callers, [&](const gates::Caller& caller) {
    return caller.kind != gates::Caller::Kind::Anonymous &&
           (caller.account.empty() || space.named_accounts.contains(caller.account));
  });
  // Nobody who signs is the plainest stranger.
  std::stable_partition(
      space.callers.begin(), space.callers.end(),
      [](const auto& caller) { return caller.kind == gates::Caller::Kind::Anonymous; });
  const auto somebody_elses = [&](const char* key, const std::string& value) {
    const auto found = space.keys.find(key);
    if (found != space.keys.end()) {
      found->second = gates::FixedKey{.values = {value}};
    }
  };
  somebody_elses("aws:principalorgid", "o-zzzzzzzzzz");
  somebody_elses("aws:principalorgpaths", "o-zzzzzzzzzz/r-zzzz/");
  somebody_elses("aws:sourceorgid", "o-zzzzzzzzzz");
  somebody_elses("aws:sourceorgpaths", "o-zzzzzzzzzz/r-zzzz/");
  somebody_elses("aws:sourceaccount", space.stranger);
  somebody_elses("aws:sourcearn",
                 "arn:aws:sns:eu-central-1:" + space.stranger + ":zzzz");
  somebody_elses("aws:sourcevpc", "vpc-ffffffffffffffff1");
  somebody_elses("aws:sourcevpce", "vpce-ffffffffffffffff1");
  keep_outer_addresses(space, documents);
}

}  // namespace pullproof::solver
