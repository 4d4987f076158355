#include "model/aws/organization.h"

#include <fmt/format.h>

namespace pullproof::aws {
namespace {

/// "organizations-list-policies-for-target-SERVICE_CONTROL_POLICY" -> the type.
std::string type_in_call(const std::string& call) {
  const std::string prefix = std::string(TargetPolicies::kCall) + '-';
  return call.rfind(prefix, 0) == 0 ? call.substr(prefix.size()) : std::string();
}

}  // namespace

Organization Organization::parse(Cursor& in) {
  Organization organization;
  fill_common(organization, in);
  in.skip({"ResponseMetadata"});
  auto object = in.object(kSnapshotKey);
  if (!object) return organization;
  organization.source = object->source();
  organization.organization_id = object->text("Id");
  organization.management_account = object->text_or("MasterAccountId", "");
  object->skip({"Arn", "FeatureSet", "MasterAccountArn", "MasterAccountEmail",
                "AvailablePolicyTypes"});
  return organization;
}

OrganizationRoot OrganizationRoot::parse(Cursor& in) {
  OrganizationRoot root;
  fill_common(root, in);
  root.root_id = in.text("Id");
  for (Cursor& type : in.objects("PolicyTypes")) {
    const std::string name = type.text("Type");
    // AWS: PolicyTypeSummary; `PENDING_ENABLE` and `PENDING_DISABLE` are in between.
    if (type.text_or("Status", "ENABLED") == "ENABLED") {
      root.enabled_types.push_back(name);
    }
  }
  in.skip({"Arn", "Name"});
  return root;
}

OrganizationParent OrganizationParent::parse(Cursor& in) {
  OrganizationParent parent;
  fill_common(parent, in);
  in.skip({"ResponseMetadata", "NextToken"});
  parent.child_id = in.context().parameter;
  auto parents = in.objects(kSnapshotKey);
  if (parents.size() > 1) {
    in.problem(kSnapshotKey,
               fmt::format("expected one parent of {}, found {}",
                           in_backticks(parent.child_id), parents.size()));
  }
  for (Cursor& object : parents) {
    object.skip({"Type"});
    parent.parent_id = object.text("Id");
  }
  return parent;
}

TargetPolicies TargetPolicies::parse(Cursor& in) {
  TargetPolicies policies;
  fill_common(policies, in);
  in.skip({"ResponseMetadata", "NextToken"});
  policies.target_id = in.context().parameter;
  policies.type = type_in_call(in.context().call);
  for (Cursor& object : in.objects(kSnapshotKey)) {
    policies.policy_ids.push_back(object.text("Id"));
    const std::string type = object.text_or("Type", policies.type);
    if (policies.type.empty()) policies.type = type;
    if (type != policies.type) {
      object.problem("Type",
                     fmt::format("expected a policy of type {}, found {}",
                                 in_backticks(policies.type), in_backticks(type)));
    }
    object.skip({"Arn", "Name", "Description", "AwsManaged"});
  }
  policies.key = policies.type + '/' + policies.target_id;
  return policies;
}

OrganizationPolicy OrganizationPolicy::parse(Cursor& in) {
  OrganizationPolicy policy;
  fill_common(policy, in);
  in.skip({"ResponseMetadata"});
  auto object = in.object(kSnapshotKey);
  if (!object) return policy;
  policy.source = object->source();
  if (auto summary = object->object("PolicySummary")) {
    policy.policy_id = summary->text("Id");
    policy.arn = summary->text_or("Arn", "");
    policy.name = summary->text_or("Name", "");
    policy.type = summary->text_or("Type", "");
    summary->skip({"Description", "AwsManaged"});
  } else {
    object->problem("", "expected `PolicySummary`, found nothing");
  }
  auto document = parse_policy(*object, "Content");
  if (!object->has("Content")) object->problem("", "expected `Content`, found nothing");
  if (document) policy.document = std::move(*document);
  return policy;
}

}  // namespace pullproof::aws
