#include "tests/support/iam_account.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/core/ensure.h"
#include "model/gates/request_context.h"

namespace pullproof::support {
namespace {

using nlohmann::json;

constexpr const char* kIamCall = "iam-get-account-authorization-details";

std::string encoded(std::string call) {
  const std::size_t slash = call.find('/');
  if (slash == std::string::npos) return call;
  for (std::size_t i = call.find('/', slash + 1); i != std::string::npos;
       i = call.find('/', i)) {
    call.replace(i, 1, "%2F");
  }
  return call;
}

std::string path_of(const std::string& account, const std::string& region,
                    const std::string& call) {
  return fmt::format("{}/{}/{}.json", account, region, encoded(call));
}

void record(json& bundle, const std::string& account, const std::string& region,
            const std::string& call, const std::string& status) {
  json entry = {{"account", account},
                {"region", region},
                {"call", encoded(call)},
                {"status", status}};
  if (status == "ok") entry["file"] = path_of(account, region, call);
  bundle["manifest.json"]["calls"].push_back(entry);
}

std::string full_access(const std::string& type) {
  return type == "SERVICE_CONTROL_POLICY" ? "p-FullAWSAccess" : "p-RCPFullAWSAccess";
}

std::string list_call(const std::string& type, const std::string& target) {
  return fmt::format("organizations-list-policies-for-target-{}/{}", type, target);
}

}  // namespace

json policy(const std::vector<json>& statements) {
  return {{"Version", "2012-10-17"}, {"Statement", statements}};
}

json allow(const std::vector<std::string>& actions) {
  return {{"Effect", "Allow"}, {"Action", actions}, {"Resource", "*"}};
}

json deny(const std::vector<std::string>& actions) {
  return {{"Effect", "Deny"}, {"Action", actions}, {"Resource", "*"}};
}

json iam_account() {
  json bundle;
  bundle["manifest.json"] = {{"format", "pullproof-snapshot/1"},
                             {"collected_at", "2026-11-24T04:00:00Z"},
                             {"calls", json::array()}};
  const json trust = policy({{{"Effect", "Allow"},
                              {"Principal", {{"Service", "ecs-tasks.amazonaws.com"}}},
                              {"Action", "sts:AssumeRole"}}});
  const json role = {{"Path", "/"},
                     {"RoleName", "pull"},
                     {"RoleId", kPullRoleId},
                     {"Arn", kPullRole},
                     {"AssumeRolePolicyDocument", trust},
                     {"InstanceProfileList", json::array()},
                     {"RolePolicyList", json::array()},
                     {"AttachedManagedPolicies", json::array()},
                     {"Tags", json::array()}};
  put_call(bundle, kIamAccount, "global", kIamCall,
           {{"UserDetailList", json::array()},
            {"GroupDetailList", json::array()},
            {"RoleDetailList", json::array({role})},
            {"Policies", json::array()}});
  put_call(bundle, kIamAccount, kIamRegion, "ecr-describe-repositories",
           {{"repositories", json::array({{{"repositoryArn", kWebRepository},
                                           {"registryId", kIamAccount},
                                           {"repositoryName", "acme/web"}}})}});
  drop_call(bundle, kIamAccount, kIamRegion, "ecr-get-repository-policy/acme/web",
            "absent");
  drop_call(bundle, kIamAccount, kIamRegion, "ecr-get-registry-policy", "absent");
  drop_call(bundle, kIamAccount, "global", "organizations-describe-organization",
            "absent");
  return bundle;
}

json& pull_role(json& bundle) {
  return bundle.at(path_of(kIamAccount, "global", kIamCall)).at("RoleDetailList").at(0);
}

void add_inline(json& bundle, const json& document) {
  json& list = pull_role(bundle)["RolePolicyList"];
  list.push_back({{"PolicyName", fmt::format("inline-{}", list.size())},
                  {"PolicyDocument", document}});
}

void put_call(json& bundle, const std::string& account, const std::string& region,
              const std::string& call, const json& document) {
  drop_call(bundle, account, region, call);
  bundle[path_of(account, region, call)] = document;
  record(bundle, account, region, call, "ok");
}

void drop_call(json& bundle, const std::string& account, const std::string& region,
               const std::string& call, const std::string& status) {
  bundle.erase(path_of(account, region, call));
  json& calls = bundle["manifest.json"]["calls"];
  const auto same = [&](const json& entry) {
    return entry.at("account") == account && entry.at("region") == region &&
           entry.at("call") == encoded(call);
  };
  calls.erase(std::remove_if(calls.begin(), calls.end(), same), calls.end());
  if (!status.empty()) record(bundle, account, region, call, status);
}

void put_repository_policy(json& bundle, const json& document) {
  put_call(bundle, kIamAccount, kIamRegion, "ecr-get-repository-policy/acme/web",
           {{"registryId", kIamAccount},
            {"repositoryName", "acme/web"},
            {"policyText", document.dump()}});
}

void put_ecr_endpoint(json& bundle, const json& document) {
  json endpoint = {{"VpcEndpointId", "vpce-1"},
                   {"VpcEndpointType", "Interface"},
                   {"VpcId", "vpc-1"},
                   {"ServiceName", "com.amazonaws.eu-central-1.ecr.dkr"},
                   {"State", "available"}};
  if (!document.is_null()) endpoint["PolicyDocument"] = document.dump();
  put_call(bundle, kIamAccount, kIamRegion, "ec2-describe-vpc-endpoints",
           {{"VpcEndpoints", json::array({endpoint})}});
}

void put_ecr_endpoint(json& bundle) { put_ecr_endpoint(bundle, nullptr); }

void put_organization(json& bundle) {
  const auto put = [&](const std::string& call, const json& document) {
    put_call(bundle, kIamAccount, "global", call, document);
  };
  put("organizations-describe-organization",
      {{"Organization", {{"Id", "o-1"}, {"MasterAccountId", "999988887777"}}}});
  const json types =
      json::array({{{"Type", "SERVICE_CONTROL_POLICY"}, {"Status", "ENABLED"}},
                   {{"Type", "RESOURCE_CONTROL_POLICY"}, {"Status", "ENABLED"}}});
  put("organizations-list-roots",
      {{"Roots", json::array({{{"Id", "r-1"}, {"PolicyTypes", types}}})}});
  put(fmt::format("organizations-list-parents/{}", kIamAccount),
      {{"Parents", json::array({{{"Id", "ou-1"}, {"Type", "ORGANIZATIONAL_UNIT"}}})}});
  put("organizations-list-parents/ou-1",
      {{"Parents", json::array({{{"Id", "r-1"}, {"Type", "ROOT"}}})}});
  for (const char* type : {"SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"}) {
    const json full = {{"Id", full_access(type)}, {"Type", type}};
    for (const char* target : {kIamAccount, "ou-1", "r-1"}) {
      put(list_call(type, target), {{"Policies", json::array({full})}});
    }
  }
}

void attach(json& bundle, const std::string& type, const std::string& target,
            const std::string& id, const json& document) {
  bundle.at(path_of(kIamAccount, "global", list_call(type, target)))
      .at("Policies")
      .push_back({{"Id", id}, {"Type", type}});
  put_call(bundle, kIamAccount, "global", "organizations-describe-policy/" + id,
           {{"Policy",
             {{"PolicySummary",
               {{"Id", id}, {"Arn", "arn:" + id}, {"Name", id}, {"Type", type}}},
              {"Content", document.dump()}}}});
}

aws::Snapshot read_account(const json& bundle) {
  auto account = aws::Snapshot::from_bundle(bundle);
  std::string problems;
  if (!account.ok()) {
    for (const auto& problem : account.problems()) {
      problems += problem.file + problem.pointer + ": " + problem.message + "\n";
    }
  }
  ensure(account.ok(), problems.c_str());
  return std::move(account.value());
}

gates::RequestPlace pull_place(const aws::Snapshot& account,
                               const std::string& action) {
  gates::RequestPlace place;
  place.role = account.find<aws::Role>({kIamAccount, "global"}, kPullRole);
  place.request.caller = {.kind = gates::Caller::Kind::RoleSession,
                          .arn = kPullRole,
                          .unique_id = kPullRoleId,
                          .account = kIamAccount,
                          .service = {}};
  place.request.action = action;
  place.request.resource_account = kIamAccount;
  place.request.region = kIamRegion;
  place.resource_scope = {kIamAccount, kIamRegion};
  if (action != "ecr:GetAuthorizationToken") {
    place.request.resource = kWebRepository;
    place.repository = "acme/web";
    place.repository_found =
        account.find<aws::Repository>(place.resource_scope, kWebRepository);
  }
  place.request.context =
      gates::role_session_context(gates::Context{.account = account}, place.role,
                                  place.request.caller, kIamRegion, kIamAccount);
  return place;
}

gates::RolePlace role_place(const aws::Snapshot& account) {
  gates::RolePlace place;
  place.role_arn = kPullRole;
  place.role = account.find<aws::Role>({kIamAccount, "global"}, kPullRole);
  place.scope = {kIamAccount, kIamRegion};
  place.request.caller = {.kind = gates::Caller::Kind::Service,
                          .arn = {},
                          .unique_id = {},
                          .account = {},
                          .service = "ecs-tasks.amazonaws.com"};
  place.request.action = "sts:AssumeRole";
  place.request.resource_account = kIamAccount;
  place.request.context =
      gates::service_context(gates::Context{.account = account}, place.scope,
                             place.request.caller, std::nullopt);
  return place;
}

Truth truth(const gates::Gate& gate) { return gate.lets_through.as_constant(); }

std::vector<std::string> open_calls(const gates::Gate& gate) {
  std::vector<std::string> calls;
  for (const auto& question : questions(gate.lets_through)) {
    calls.push_back(question.call.empty() ? question.why : question.call);
  }
  return calls;
}

std::vector<std::string> blamed(const gates::Gate& gate) {
  std::set<std::string> ids;
  for (const auto& fact : blame(gate.lets_through, {})) ids.insert(fact->id);
  return {ids.begin(), ids.end()};
}

}  // namespace pullproof::support
