// Whom `who_can` lists against asking `authorize` about each principal and context.
#include "solver/who_can.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "model/account_access.h"
#include "tests/support/iam_account.h"

namespace pullproof::solver::who_can_test {
namespace {

using nlohmann::json;
using support::kOtherAccount;
using support::kWebRepository;
using Texts = std::vector<std::string>;

constexpr const char* kPull = "ecr:BatchGetImage";
constexpr const char* kIamFile =
    "111122223333/global/iam-get-account-authorization-details.json";
const Texts kPrincipals = {"arn:aws:iam::111122223333:role/pull",
                           "arn:aws:iam::111122223333:role/a/ci",
                           "arn:aws:iam::111122223333:user/anna"};
const Texts kStrangers = {"arn:aws:iam::444455556666:role/ci",
                          "arn:aws:iam::777788889999:user/eve", "anonymous",
                          "lambda.amazonaws.com", "events.amazonaws.com"};

std::string one_of(const Texts& texts) { return *rc::gen::elementOf(texts); }

json some_condition() {
  switch (*rc::gen::inRange(0, 8)) {
    case 6:
      return {{one_of({"StringEquals", "StringNotEquals"}),
               {{"aws:RequestTag/team", one_of({"${aws:PrincipalTag/team}", "db"})}}}};
    case 7:
      return {
          {"ForAnyValue:StringLike", {{"aws:CalledVia", one_of({"athena*", "x"})}}}};
    case 0:
      return {{one_of({"StringEquals", "StringNotEquals", "StringLikeIfExists"}),
               {{"aws:SourceVpc", one_of({"vpc-1", "vpc-*"})}}}};
    case 1:
      return {{one_of({"IpAddress", "NotIpAddress"}),
               {{"aws:SourceIp", one_of({"10.0.0.0/8", "203.0.113.0/24"})}}}};
    case 2:
      return {{"StringLike",
               {{"aws:PrincipalArn",
                 one_of({"*role/*", "*:user/anna", "*444455556666*"})}}}};
    case 3:
      return {{one_of({"StringEquals", "StringNotEquals"}),
               {{"aws:PrincipalTag/team", one_of({"web", "db"})}}}};
    case 4:
      return {{"Bool", {{"aws:SecureTransport", one_of({"true", "false"})}}}};
    default:
      return {{"Null", {{"aws:MultiFactorAuthPresent", one_of({"true", "false"})}}}};
  }
}

json some_statement() {
  json statement = {{"Effect", one_of({"Allow", "Allow", "Deny"})},
                    {"Action", one_of({"ecr:*", kPull, "s3:*", "*"})},
                    {"Resource", "*"}};
  if (*rc::gen::inRange(0, 3) > 0) statement["Condition"] = some_condition();
  return statement;
}

json some_principal() {
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      return "*";
    case 1:
      return {{"Service", "lambda.amazonaws.com"}};
    case 2:
      return {{"AWS", one_of(kPrincipals)}};
    default:
      return {{"AWS", one_of({"111122223333", kOtherAccount, kStrangers[0],
                              "arn:aws:sts::111122223333:assumed-role/pull/7"})}};
  }
}

json some_policy(bool names_principals) {
  json statements = json::array();
  const int count = *rc::gen::inRange(0, 3);
  for (int i = 0; i < count; ++i) {
    json statement = some_statement();
    if (names_principals) {
      statement.erase("Resource");
      statement["Principal"] = some_principal();
    }
    statements.push_back(std::move(statement));
  }
  return {{"Version", "2012-10-17"}, {"Statement", std::move(statements)}};
}

json inline_policy() {
  return json::array({{{"PolicyName", "p"}, {"PolicyDocument", some_policy(false)}}});
}

json some_account() {
  json bundle = support::iam_account();
  json& pull = support::pull_role(bundle);
  pull["RolePolicyList"] = inline_policy();
  pull["Tags"] = json::array({{{"Key", "team"}, {"Value", "web"}}});
  json ci = pull;
  ci["Arn"] = kPrincipals[1];
  ci["RoleName"] = "ci";
  ci["RoleId"] = "AROACI";
  ci["Path"] = "/a/";
  ci["Tags"] = json::array();
  ci["RolePolicyList"] = inline_policy();
  json& document = bundle.at(kIamFile);
  document["RoleDetailList"].push_back(std::move(ci));
  document["UserDetailList"] = json::array({{{"Arn", kPrincipals[2]},
                                             {"UserName", "anna"},
                                             {"UserId", "AIDA1"},
                                             {"Path", "/"},
                                             {"UserPolicyList", inline_policy()}}});
  if (*rc::gen::arbitrary<bool>()) {
    support::put_repository_policy(bundle, some_policy(true));
  }
  return bundle;
}

using Keys = std::map<std::string, Texts>;

/// What a caller's own call may carry; through an endpoint or not.
Keys some_context() {
  Keys keys;
  if (*rc::gen::arbitrary<bool>()) {
    keys["aws:SourceVpc"] = {one_of({"vpc-1", "vpc-2", "x"})};
  } else {
    keys["aws:SourceIp"] = {one_of({"10.1.2.3", "203.0.113.9", "8.8.8.8"})};
  }
  if (*rc::gen::arbitrary<bool>()) keys["aws:MultiFactorAuthPresent"] = {"true"};
  if (*rc::gen::arbitrary<bool>()) {
    keys["aws:RequestTag/team"] = {one_of({"web", "db", "x"})};
  }
  keys["aws:SecureTransport"] = {one_of({"true", "false"})};
  if (*rc::gen::arbitrary<bool>()) keys["aws:CalledVia"] = {"athena.amazonaws.com"};
  return keys;
}

/// A key that nobody tells is not in the request.
void complete(gates::Request& request) {
  for (auto& [key, value] : request.context) {
    if (std::holds_alternative<gates::UnknownKey>(value)) value = gates::AbsentKey{};
  }
  request.complete = true;
}

/// `authorize` of a request whose keys are these and those that the snapshot tells.
model::Decision decide(const gates::Context& context, const std::string& principal,
                       const Keys& keys) {
  const auto access = model::account_access(context, {.principal = principal,
                                                      .action = kPull,
                                                      .resource = kWebRepository,
                                                      .context = keys});
  RC_ASSERT(access.ok());
  gates::Request request = access.value().request;
  complete(request);
  return model::authorize(request, access.value().layers).decision;
}

const AblePrincipal* entry(const WhoCan& answer, AblePrincipal::Kind kind,
                           const std::string& name) {
  const auto found = std::find_if(
      answer.principals.begin(), answer.principals.end(),
      [&](const auto& each) { return each.kind == kind && each.name == name; });
  return found == answer.principals.end() ? nullptr : &*found;
}

RC_GTEST_PROP(WhoCan, AgreesWithAuthorizeOnEveryPrincipal, ()) {
  const json bundle = some_account();
  const auto account = aws::Snapshot::from_bundle(bundle);
  RC_ASSERT(account.ok());
  const gates::Context context{.account = account.value()};
  const auto answer = who_can(context, {.action = kPull, .resource = kWebRepository});
  RC_ASSERT(answer.ok());
  constexpr int kContexts = 20;
  for (int i = 0; i < kContexts; ++i) {
    const Keys keys = some_context();
    for (const auto& principal : kPrincipals) {
      const auto kind = principal == kPrincipals[2] ? AblePrincipal::Kind::User
                                                    : AblePrincipal::Kind::Role;
      const AblePrincipal* listed = entry(answer.value(), kind, principal);
      const model::Decision decision = decide(context, principal, keys);
      if (decision == model::Decision::Allowed) RC_ASSERT(listed != nullptr);
      const bool always = listed != nullptr && listed->ability == Ability::Always;
      if (always) RC_ASSERT(decision == model::Decision::Allowed);
    }
  }
}

/// Whether some entry of principals elsewhere covers this one.
bool covers(const AblePrincipal& listed, const gates::Caller& caller,
            const std::string& name) {
  using Kind = AblePrincipal::Kind;
  switch (listed.kind) {
    case Kind::Account:
      return caller.account == listed.name;
    case Kind::AnyAccount:
      return !caller.account.empty();
    case Kind::Service:
      return caller.service == listed.name;
    case Kind::AnyService:
      return !caller.service.empty();
    case Kind::Anonymous:
      return caller.kind == gates::Caller::Kind::Anonymous;
    case Kind::Role:
    case Kind::User:
    case Kind::Root:
    case Kind::Session:
    case Kind::Federated:
      break;
  }
  return listed.name == name;
}

RC_GTEST_PROP(WhoCan, CoversEverybodyElsewhere, ()) {
  const json bundle = some_account();
  const auto account = aws::Snapshot::from_bundle(bundle);
  RC_ASSERT(account.ok());
  const gates::Context context{.account = account.value()};
  const auto answer = who_can(context, {.action = kPull, .resource = kWebRepository});
  RC_ASSERT(answer.ok());
  constexpr int kContexts = 20;
  for (int i = 0; i < kContexts; ++i) {
    const Keys some = some_context();
    for (const auto& stranger : kStrangers) {
      Keys keys = some;
      // Neither services nor nobody sign in with a second factor.
      if (!stranger.starts_with("arn:")) keys.erase("aws:MultiFactorAuthPresent");
      auto access = model::account_access(context, {.principal = stranger,
                                                    .action = kPull,
                                                    .resource = kWebRepository,
                                                    .context = keys});
      RC_ASSERT(access.ok());
      auto& [request, layers, assumptions, documents, identity] = access.value();
      const auto own = aws::PolicyDocument::parse(
          support::policy({support::allow({"*"})}), {}, true);
      layers.identity = {{.document = &own}};
      complete(request);
      if (model::authorize(request, layers).decision != model::Decision::Allowed) {
        continue;
      }
      const auto& all = answer.value().principals;
      RC_ASSERT(std::any_of(all.begin(), all.end(), [&](const auto& listed) {
        return covers(listed, request.caller, stranger);
      }));
    }
  }
}

}  // namespace
}  // namespace pullproof::solver::who_can_test
