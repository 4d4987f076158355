#include "solver/new_access.h"

#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/managed_policies.h"

namespace pullproof::solver {
namespace {

using changes::AccountDocuments;
using changes::list_member;
using changes::text_member;
using Json = nlohmann::json;
using Policies = std::vector<aws::PolicyDocument>;

/// Policies that stand in a field of a resource, and whom they are of.
struct PolicyField {
  std::string_view type;
  const char* field;
  bool is_of_resource;
};

constexpr std::array kFields = std::to_array<PolicyField>({
    {"Role", "AssumeRolePolicyDocument", true},
    {"VpcEndpoint", "PolicyDocument", true},
    {"RepositoryPolicy", "policyText", true},
    {"RegistryPolicy", "policyText", true},
    {"KeyPolicy", "Policy", true},
    {"SecretPolicy", "ResourcePolicy", true},
    {"BucketPolicy", "Policy", true},
    {"FileSystemPolicy", "Policy", true},
    {"OrganizationPolicy", "Content", false},
});

void add_policy(const Json& written, Policies& policies, std::string& unread) {
  auto read = aws::read_policy(written, {});
  if (read.ok()) {
    policies.push_back(std::move(read.value()));
  } else {
    unread = read.problems().front().message;
  }
}

/// The version of a managed policy that counts; null if it is not there.
const Json* default_version(const Json& policy) {
  const Json* versions = list_member(policy, "PolicyVersionList");
  if (versions == nullptr) return nullptr;
  for (const Json& version : *versions) {
    const auto is_default = version.find("IsDefaultVersion");
    const bool counts = is_default != version.end() && *is_default == true;
    if (counts && version.contains("Document")) return &version["Document"];
  }
  return nullptr;
}

/// Inline and attached ones. `policy_of` gives a managed policy's resource.
template <class PolicyOf>
Policies identity_policies(const Json& role, const PolicyOf& policy_of,
                           std::string& unread) {
  Policies policies;
  for (const char* list : {"RolePolicyList", "UserPolicyList", "GroupPolicyList"}) {
    const Json* inline_ones = list_member(role, list);
    if (inline_ones == nullptr) continue;
    for (const Json& each : *inline_ones) {
      if (each.contains("PolicyDocument")) {
        add_policy(each["PolicyDocument"], policies, unread);
      }
    }
  }
  const Json* attached = list_member(role, "AttachedManagedPolicies");
  if (attached == nullptr) return policies;
  for (const Json& each : *attached) {
    const std::string arn = text_member(each, "PolicyArn");
    const Json* policy = policy_of(arn);
    const Json* document = policy == nullptr ? nullptr : default_version(*policy);
    const aws::PolicyDocument* standard =
        document == nullptr ? aws::managed_policy(arn) : nullptr;
    if (standard != nullptr) {
      policies.push_back(*standard);
    } else if (document == nullptr) {
      unread = fmt::format("the document of {} is not in the snapshot", arn);
    } else {
      add_policy(*document, policies, unread);
    }
  }
  return policies;
}

std::optional<NewAccess> judge(std::string subject, std::string field, Policies known,
                               Policies granted, bool is_of_resource,
                               const std::string& unread) {
  auto all = std::make_shared<Policies>(std::move(known));
  const std::size_t known_count = all->size();
  for (auto& each : granted) all->push_back(std::move(each));
  PolicyComparison comparison;
  comparison.resource_policies = is_of_resource;
  for (std::size_t i = 0; i < all->size(); ++i) {
    (i < known_count ? comparison.known : comparison.granted).push_back(&(*all)[i]);
  }
  NewAccess access{.subject = std::move(subject),
                   .field = std::move(field),
                   .answer = {},
                   .documents = all};
  if (!unread.empty()) {
    access.answer.why = unread;
    return access;
  }
  if (comparison.granted.empty()) return std::nullopt;
  access.answer = compare(comparison);
  if (access.answer.access == Access::None) return std::nullopt;
  return access;
}

std::optional<NewAccess> judge_field(const changes::Touched& touched,
                                     const PolicyField& field) {
  const auto written = [&](const Json& resource) -> const Json* {
    if (!resource.is_object()) return nullptr;
    const auto found = resource.find(field.field);
    return found == resource.end() || found->is_null() ? nullptr : &*found;
  };
  const Json* before = written(*touched.before);
  const Json* after = written(*touched.after);
  if (after == nullptr || (before != nullptr && *before == *after)) return std::nullopt;
  std::string unread;
  Policies known;
  Policies granted;
  if (before != nullptr) add_policy(*before, known, unread);
  add_policy(*after, granted, unread);
  // Without an endpoint there is no access through it, and with one less than without;
  // whom a new role trusts gets no more than the role has.
  const bool is_new = touched.before->is_null();
  if (is_new && (field.type == "VpcEndpoint" || field.type == "Role")) {
    return std::nullopt;
  }
  return judge(fmt::format("{} {}", touched.place->shape->type, touched.place->id),
               field.field, std::move(known), std::move(granted), field.is_of_resource,
               unread);
}

std::optional<NewAccess> judge_identity(const AccountDocuments& account,
                                        const changes::Touched& touched) {
  std::string unread;
  const auto now = [&](const std::string& arn) -> const Json* {
    const auto places = account.named(arn, "Policy");
    return places.empty() ? nullptr : &account.at(places.front());
  };
  const auto then = [&](const std::string& arn) {
    return account.before_of(arn, "Policy");
  };
  Policies known = identity_policies(*touched.before, then, unread);
  unread.clear();  // what is not known of the past makes nothing new unknown
  Policies granted = identity_policies(*touched.after, now, unread);
  return judge(fmt::format("{} {}", touched.place->shape->type, touched.place->id),
               "identity policies", std::move(known), std::move(granted), false,
               unread);
}

std::optional<NewAccess> judge_managed(const changes::Touched& touched) {
  std::string unread;
  Policies known;
  Policies granted;
  if (const Json* document = default_version(*touched.before)) {
    add_policy(*document, known, unread);
  }
  if (const Json* document = default_version(*touched.after)) {
    add_policy(*document, granted, unread);
  }
  return judge(fmt::format("Policy {}", touched.place->id), "default version",
               std::move(known), std::move(granted), false, unread);
}

bool is_identity(std::string_view type) {
  return type == "Role" || type == "User" || type == "Group";
}

}  // namespace

std::vector<NewAccess> new_access(const AccountDocuments& account) {
  std::vector<NewAccess> found;
  const auto keep = [&](std::optional<NewAccess> access) {
    if (access) found.push_back(std::move(*access));
  };
  for (const changes::Touched& touched : account.touched()) {
    if (touched.after->is_null()) continue;
    const std::string_view type = touched.place->shape->type;
    for (const PolicyField& field : kFields) {
      if (field.type == type) keep(judge_field(touched, field));
    }
    if (is_identity(type)) keep(judge_identity(account, touched));
    if (type == "Policy") keep(judge_managed(touched));
  }
  return found;
}

}  // namespace pullproof::solver
