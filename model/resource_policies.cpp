#include "model/resource_policies.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/gates/arn.h"
#include "model/gates/caller.h"
#include "model/gates/registry_policy.h"
#include "model/gates/resource_policy.h"

namespace pullproof::model {
namespace {

using aws::PolicyDocument;
using Json = nlohmann::json;

/// Services whose resources have no policies of their own, as the table in "AWS
/// services that work with IAM" says. Parameters of Systems Manager are shared by RAM
/// only.
constexpr std::array<std::string_view, 13> kWithoutPolicies = {
    "application-autoscaling",
    "autoscaling",
    "cloudformation",
    "cloudwatch",
    "ec2",
    "ecs",
    "elasticloadbalancing",
    "iam",
    "rds",
    "route53",
    "servicediscovery",
    "ssm",
    "sts"};

/// Where the policy of a resource is printed that nothing here reads.
struct UnreadPolicy {
  std::string_view service;
  std::string_view call;
};
constexpr std::array<UnreadPolicy, 11> kUnread = {{
    {"backup", "backup-get-backup-vault-access-policy"},
    {"codeartifact", "codeartifact-get-repository-permissions-policy"},
    {"dynamodb", "dynamodb-get-resource-policy"},
    {"es", "opensearch-describe-domain-config"},
    {"events", "events-describe-event-bus"},
    {"execute-api", "apigateway-get-rest-apis"},
    {"glue", "glue-get-resource-policy"},
    {"kinesis", "kinesis-get-resource-policy"},
    {"lambda", "lambda-get-policy"},
    {"sns", "sns-get-topic-attributes"},
    {"sqs", "sqs-get-queue-attributes"},
}};

PolicyDocument one_statement(const char* effect, bool names_principals) {
  Json statement = {{"Effect", effect}, {"Action", "*"}, {"Resource", "*"}};
  if (names_principals) statement["Principal"] = "*";
  return PolicyDocument::parse(
      {{"Version", "2012-10-17"}, {"Statement", {std::move(statement)}}}, {}, true);
}

const PolicyDocument& full_denial() {
  static const PolicyDocument kDenial = one_statement("Deny", true);
  return kDenial;
}

/// "bucket/key" -> "bucket".
std::string first_part(std::string_view text) {
  return std::string(text.substr(0, text.find('/')));
}

class PolicyFinder {
 public:
  PolicyFinder(const gates::Context& context, const gates::Request& request)
      : context_(context), request_(request) {}

  ResourcePolicies run() {
    if (!request_.resource) return {};
    const std::string& text = std::get<std::string>(*request_.resource);
    const gates::Arn arn(text);
    if (!arn.complete) {
      ask("",
          fmt::format("`{}` is no ARN, so which policy is on it is not known", text));
      return std::move(found_);
    }
    scope_ = {std::string(arn.account()), std::string(arn.segments[3])};
    find(arn, text);
    return std::move(found_);
  }

 private:
  void find(const gates::Arn& arn, const std::string& text) {
    const std::string_view service = arn.service();
    if (service == "ecr") {
      add_repository(arn, text);
    } else if (service == "s3" && arn.account().empty()) {
      add_bucket(first_part(arn.resource()));
    } else if (service == "kms") {
      add_key(arn);
    } else if (service == "secretsmanager") {
      add_secret(text);
    } else if (service == "elasticfilesystem") {
      add_file_system(arn);
    } else if (service == "logs") {
      add_log_policy(text);
    } else if (gates::assumes_role(request_.action)) {
      add_trust(text);
    } else if (std::find(kWithoutPolicies.begin(), kWithoutPolicies.end(), service) ==
               kWithoutPolicies.end()) {
      add_unread(service, text);
    }
  }

  void add(const PolicyDocument& document) {
    if (!found_.policies) found_.policies.emplace();
    found_.policies->push_back({.document = &document});
  }

  void ask(std::string call, std::string why) {
    if (!found_.policies) found_.policies.emplace();
    found_.policies->push_back(
        {.question = {.call = std::move(call), .why = std::move(why)}});
  }

  /// A peripheral call that was not seen: it might act as `document` does.
  void assume(const std::string& call, const char* what, const PolicyDocument& document,
              const char* why) {
    if (!context_.strict) {
      found_.assumptions.push_back({.name = call, .value = what});
      return;
    }
    if (!found_.policies) found_.policies.emplace();
    found_.policies->push_back(
        {.document = &document, .doubt = Unknown{.call = call, .why = why}});
  }

  [[nodiscard]] aws::CallStatus status(const std::string& call) const {
    return context_.account.calls().status(scope_, call);
  }

  void add_repository(const gates::Arn& arn, const std::string& text) {
    constexpr std::string_view kPrefix = "repository/";
    if (!arn.resource().starts_with(kPrefix)) return;
    gates::RequestPlace place;
    place.request = request_;
    place.resource_scope = scope_;
    place.repository = arn.resource().substr(kPrefix.size());
    place.repository_found = context_.account.find<aws::Repository>(scope_, text);
    const gates::FoundPolicy policy = gates::repository_policy(place, context_);
    if (const auto* open = std::get_if<Unknown>(&policy)) {
      ask(open->call, open->why);
    } else if (const auto* one = std::get_if<const aws::RepositoryPolicy*>(&policy)) {
      add((*one)->document);
    }
    add_registry(place);
  }

  void add_registry(const gates::RequestPlace& place) {
    const auto registry = gates::registry_policy(place, context_);
    if (registry.policy == nullptr) {
      const std::string call(aws::RepositoryPolicy::kRegistryCall);
      if (registry.collected || status(call) == aws::CallStatus::Absent) return;
      assume(call, "refuses nothing", full_denial(),
             "the registry policy may deny the call");
      return;
    }
    const Truth asked = registry.is_asked.as_constant();
    if (asked == Truth::No) return;
    add(registry.policy->document);
    if (asked == Truth::Yes) return;
    const auto open = questions(registry.is_asked);
    if (!open.empty()) found_.policies->back().doubt = *open.begin();
  }

  void add_bucket(const std::string& bucket) {
    const std::string owner = owner_of(context_, "arn:aws:s3:::" + bucket);
    const auto* policy = context_.account.find<aws::BucketPolicy>({owner, ""}, bucket);
    const std::string call = fmt::format("{}/{}", aws::BucketPolicy::kCall, bucket);
    if (policy != nullptr) {
      add(policy->document);
    } else if (owner.empty()) {
      ask(call, fmt::format("the policy of bucket {} is not collected", bucket));
      return;
    }
    if (owner == request_.caller.account) return;
    assume("s3api-get-public-access-block/" + bucket, "refuses nothing", full_denial(),
           "the public access block of the bucket may refuse the call");
    assume("s3api-get-bucket-acl/" + bucket, "grants nothing", full_access(true),
           "the ACL of the bucket may allow the call");
  }

  void add_key(const gates::Arn& arn) {
    constexpr std::string_view kPrefix = "key/";
    if (!arn.resource().starts_with(kPrefix)) {
      if (arn.resource().starts_with("alias/")) {
        ask(std::string(aws::KmsKey::kCall),
            "KMS asks the policy of the key behind an alias: name the key");
      }
      return;
    }
    const std::string key(arn.resource().substr(kPrefix.size()));
    const auto* policy = context_.account.find<aws::KmsKeyPolicy>(scope_, key);
    if (policy != nullptr && policy->scope.account == scope_.account) {
      add(policy->document);
    } else {
      ask(fmt::format("{}/{}", aws::KmsKeyPolicy::kCall, key),
          fmt::format("the policy of KMS key {} is not collected", key));
    }
    add_grants(key);
  }

  void add_grants(const std::string& key) {
    const auto* list = context_.account.find<aws::KmsGrants>(scope_, key);
    if (list == nullptr || list->scope.account != scope_.account) {
      assume(fmt::format("{}/{}", aws::KmsGrants::kCall, key), "grants nothing",
             full_access(true), "a grant on the key may allow the call");
      return;
    }
    for (const auto& grant : list->grants) add_grant(grant);
  }

  /// A grant does what a statement for its grantee would do.
  void add_grant(const aws::KmsGrants::Grant& grant) {
    // A unique id is what AWS leaves of a principal that was deleted.
    const bool is_service = grant.grantee.find('.') != std::string::npos &&
                            !grant.grantee.starts_with("arn:");
    Json actions = Json::array();
    for (const auto& operation : grant.operations)
      actions.push_back("kms:" + operation);
    const Json statement = {
        {"Effect", "Allow"},
        {"Principal", {{is_service ? "Service" : "AWS", grant.grantee}}},
        {"Action", std::move(actions)},
        {"Resource", "*"}};
    found_.documents.push_back(std::make_unique<const PolicyDocument>(
        PolicyDocument::parse({{"Statement", {statement}}}, grant.source, true)));
    add(*found_.documents.back());
    if (grant.encryption_context.empty()) return;
    found_.policies->back().doubt =
        Unknown{.call = "",
                .why =
                    "whether the encryption context is the one that a grant asks "
                    "for is not known"};
  }

  void add_secret(const std::string& arn) {
    const auto* policy = context_.account.find<aws::SecretPolicy>(scope_, arn);
    if (policy == nullptr) {
      ask(fmt::format("{}/{}", aws::SecretPolicy::kCall, arn),
          "the policy of the secret is not collected");
    } else if (policy->document) {
      add(*policy->document);
    }
  }

  /// AWS: EFS user guide, "Default EFS file system policy": without one, everybody may
  /// mount it; what else that grants is not documented.
  void add_file_system(const gates::Arn& arn) {
    constexpr std::string_view kPrefix = "file-system/";
    if (!arn.resource().starts_with(kPrefix)) return;
    const std::string id(arn.resource().substr(kPrefix.size()));
    const auto* policy = context_.account.find<aws::FileSystemPolicy>(scope_, id);
    const std::string call = fmt::format("{}/{}", aws::FileSystemPolicy::kCall, id);
    if (policy != nullptr && policy->scope.account == scope_.account) {
      add(policy->document);
    } else if (status(call) != aws::CallStatus::Absent) {
      ask(call, fmt::format("the policy of file system {} is not collected", id));
    } else if (gates::is_action_of(request_.action, "elasticfilesystem")) {
      ask("", fmt::format("what file system {}, which has no policy, grants to clients "
                          "is not modelled",
                          id));
    }
  }

  /// AWS: CloudWatch Logs API reference, PutResourcePolicy: it lets services write
  /// logs.
  void add_log_policy(const std::string& arn) {
    if (gates::is_of_account(request_.caller) &&
        request_.caller.account == scope_.account) {
      return;
    }
    ask("logs-describe-resource-policies",
        fmt::format("the policies on {} are not modelled", arn));
  }

  void add_trust(const std::string& arn) {
    const aws::Scope global{scope_.account, "global"};
    const auto* role = context_.account.find<aws::Role>(global, arn);
    if (role != nullptr) {
      add(role->trust);
    } else {
      ask(std::string(aws::Role::kCall),
          fmt::format("role {} is not in the snapshot", arn));
    }
  }

  void add_unread(std::string_view service, const std::string& arn) {
    const auto known =
        std::find_if(kUnread.begin(), kUnread.end(),
                     [&](const UnreadPolicy& one) { return one.service == service; });
    ask(known == kUnread.end() ? std::string() : std::string(known->call),
        fmt::format("a policy on {} is not modelled", arn));
  }

  const gates::Context& context_;
  const gates::Request& request_;
  aws::Scope scope_;
  ResourcePolicies found_;
};

/// Whose folder tells of the bucket's policy, or that it has none.
std::string owner_of_bucket(const gates::Context& context, const std::string& bucket) {
  const auto* policy = context.account.find<aws::BucketPolicy>({}, bucket);
  if (policy != nullptr) return policy->scope.account;
  const std::string call = fmt::format("{}/{}", aws::BucketPolicy::kCall, bucket);
  const auto scopes = context.account.calls().absent(call);
  return scopes.empty() ? std::string() : scopes.front().account.str();
}

}  // namespace

ResourcePolicies resource_policies(const gates::Context& context,
                                   const gates::Request& request) {
  return PolicyFinder(context, request).run();
}

std::string owner_of(const gates::Context& context, const std::string& resource) {
  const gates::Arn arn(resource);
  if (!arn.complete) return {};
  if (!arn.account().empty()) return std::string(arn.account());
  if (arn.service() != "s3") return {};
  return owner_of_bucket(context, first_part(arn.resource()));
}

const PolicyDocument& full_access(bool names_principals) {
  static const PolicyDocument kToAll = one_statement("Allow", true);
  static const PolicyDocument kPlain = one_statement("Allow", false);
  return names_principals ? kToAll : kPlain;
}

}  // namespace pullproof::model
