// ECR: repositories, their policies, and what the registry lets in.
//
// AWS: CloudFormation template reference, "AWS::ECR::Repository" and its like.
#include <string>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/resource_reader.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

}  // namespace

void read_repository(ResourceReader& in) {
  const std::string account = in.scope().account.str();
  const Json encryption = in.object("EncryptionConfiguration");
  Json repository = members(
      {{"repositoryName", in.id()},
       {"repositoryArn", in.arn()},
       {"registryId", account},
       {"imageTagMutability", in.text("ImageTagMutability")},
       {"encryptionConfiguration",
        encryption.is_object()
            ? members({{"encryptionType", text_of(encryption, "EncryptionType")},
                       {"kmsKey", text_of(encryption, "KmsKey")}})
            : encryption}});
  in.put("Repository", in.id(), std::move(repository), {"repositoryArn"},
         {"encryptionConfiguration"});
  if (const Json policy = in.policy_text("RepositoryPolicyText"); !policy.is_null()) {
    in.put_document("RepositoryPolicy", in.id(),
                    members({{"registryId", account},
                             {"repositoryName", in.id()},
                             {"policyText", policy}}));
  } else if (in.id().is_string() &&
             in.in_snapshot("RepositoryPolicy", in.id().get<std::string>()) !=
                 nullptr) {
    in.doubt(in.id(),
             "it has a policy that the template does not say; if the former "
             "template said it, it goes");
  }
  const Json lifecycle = in.object("LifecyclePolicy");
  const Json text = policy_text_of(lifecycle, "LifecyclePolicyText");
  if (!text.is_null()) {
    in.put_document("LifecyclePolicy", in.id(),
                    members({{"registryId", account},
                             {"repositoryName", in.id()},
                             {"lifecyclePolicyText", text}}));
  }
}

void read_registry_policy(ResourceReader& in) {
  const Json policy = in.policy_text("PolicyText");
  if (!policy.is_string()) return in.ignore("its policy is not known");
  in.put_document(
      "RegistryPolicy", "",
      members({{"registryId", in.scope().account.str()}, {"policyText", policy}}));
}

void read_pull_through_rule(ResourceReader& in) {
  in.put("PullThroughCacheRule", in.id(),
         members({{"ecrRepositoryPrefix", in.id()},
                  {"registryId", in.scope().account.str()},
                  {"upstreamRegistryUrl", in.text("UpstreamRegistryUrl")},
                  {"upstreamRegistry", in.text("UpstreamRegistry")},
                  {"credentialArn", in.text("CredentialArn")},
                  {"customRoleArn", in.text("CustomRoleArn")}}),
         {});
}

}  // namespace pullproof::cli::cloudformation
