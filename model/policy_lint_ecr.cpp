// What goes wrong with the policies of Amazon ECR, and of the bucket of its layers.
//
// AWS: Amazon ECR user guide, "Amazon ECR interface VPC endpoints" (the bucket
// `prod-region-starport-layer-bucket`, and the actions of a pull); Service
// Authorization Reference, "Amazon Elastic Container Registry":
// `ecr:GetAuthorizationToken` has no resource type.

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "model/aws/cursor.h"
#include "model/gates/arn.h"
#include "model/gates/partition.h"
#include "model/policy_lint_rules.h"

namespace pullproof::model {
namespace {

using aws::in_backticks;
using aws::ResourcePattern;
using gates::Arn;

constexpr std::string_view kBucketStart = "prod-";
constexpr std::string_view kBucketEnd = "-starport-layer-bucket";
constexpr std::string_view kImage = "ecr:BatchGetImage";
constexpr std::string_view kLayerUrl = "ecr:GetDownloadUrlForLayer";
constexpr std::string_view kToken = "ecr:GetAuthorizationToken";

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?$") != text.npos;
}

/// "eu-central-1" of the layer bucket's ARN, as written; nothing for other resources.
std::optional<std::string_view> layer_region(const ResourcePattern& resource) {
  const Arn arn(resource.text);
  if (!arn.complete) return std::nullopt;
  const std::string_view bucket = arn.resource().substr(0, arn.resource().find('/'));
  if (!bucket.starts_with(kBucketStart)) return std::nullopt;
  const std::size_t end = bucket.find(kBucketEnd);
  if (end == std::string_view::npos || end < kBucketStart.size()) return std::nullopt;
  return bucket.substr(kBucketStart.size(), end - kBucketStart.size());
}

/// As the documentation and its readers write it: `region`, `<region>`, `REGION`.
bool is_placeholder(std::string_view region) {
  const std::string name = aws::lower(region);
  constexpr std::string_view kWords[] = {"region",      "aws-region", "aws_region",
                                         "your-region", "regionname", "region-name"};
  std::string_view inside = name;
  if (!inside.empty() && std::string_view("<[{").find(inside.front()) != inside.npos) {
    return true;
  }
  return std::find(std::begin(kWords), std::end(kWords), inside) != std::end(kWords);
}

/// Regions of the repositories that the document names in full.
std::set<std::string> repository_regions(const aws::PolicyDocument& document) {
  std::set<std::string> regions;
  for (const auto& statement : document.statements) {
    for (const ResourcePattern& resource : statement.resources) {
      const Arn arn(resource.text);
      if (!arn.complete || arn.service() != "ecr") continue;
      // With a wildcard there, any region may be meant.
      regions.emplace(has_wildcard(arn.segments[3]) ? "" : arn.segments[3]);
    }
  }
  return regions;
}

/// It names the layers' bucket, and speaks of its objects.
bool names_layers(const LintStatement& statement) {
  const auto& resources = statement.get().resources;
  return !statement.get().not_resource && statement.speaks_of("s3:GetObject") &&
         std::any_of(resources.begin(), resources.end(), is_layer_bucket);
}

/// Of whoever asks; an account of ECR's own is none of the reader's.
bool is_of_principal(const aws::PolicyCondition& condition) {
  const std::string& key = condition.lower_key;
  return key == "aws:principalorgid" || key == "aws:principalorgpaths" ||
         key == "aws:principalaccount" || key == "aws:principalarn" ||
         key.starts_with("aws:principaltag/");
}

/// A statement that lists actions, and allows them.
bool grants(const aws::PolicyStatement& statement, std::string_view action) {
  const auto& actions = statement.actions;
  const bool named = std::any_of(actions.begin(), actions.end(), [&](const auto& each) {
    return each.pattern.matches(action);
  });
  return statement.allow && named != statement.not_action;
}

bool grants(const aws::PolicyDocument& document, std::string_view action) {
  return std::any_of(document.statements.begin(), document.statements.end(),
                     [&](const auto& each) { return grants(each, action); });
}

/// Nothing but what a pull needs, or what is thought to be needed.
bool is_of_pulls_only(const aws::PolicyStatement& statement) {
  constexpr std::string_view kOfPulls[] = {kImage, kLayerUrl, kToken,
                                           "ecr:BatchCheckLayerAvailability"};
  return std::all_of(
      statement.actions.begin(), statement.actions.end(), [&](const auto& each) {
        return std::any_of(
            std::begin(kOfPulls), std::end(kOfPulls),
            [&](std::string_view name) { return each.pattern.matches(name); });
      });
}

}  // namespace

bool is_token(const LintAction& action) {
  return action.exact() && action.pattern->pattern.matches(kToken);
}

bool is_layer_bucket(const ResourcePattern& resource) {
  return layer_region(resource).has_value();
}

void token_on_repository(const LintStatement& statement, const LintReporter& out) {
  const auto& policy = statement.get();
  if (!policy.has_resource || policy.not_resource || policy.not_action) return;
  const auto& resources = policy.resources;
  if (resources.empty()) return;
  // Which resource a pattern with variables stands for hangs on the request, but never
  // is it the star.
  if (std::any_of(resources.begin(), resources.end(), [](const auto& each) {
        return !each.has_variables && each.glob.possible.matches("*");
      })) {
    return;
  }
  for (std::size_t i = 0; i < statement.actions().size(); ++i) {
    if (!is_token(statement.actions()[i])) continue;
    out.tell(statement.action(i),
             fmt::format("`{}` has no resource: expected Resource `*`, found {}",
                         kToken, in_backticks(resources[0].text)),
             "move it to a statement of its own with \"Resource\": \"*\"");
  }
}

void token_in_repository_policy(const LintStatement& statement,
                                const LintReporter& out) {
  if (statement.kind() != PolicyType::Resource || statement.get().has_resource) return;
  for (std::size_t i = 0; i < statement.actions().size(); ++i) {
    if (statement.get().not_action || !is_token(statement.actions()[i])) continue;
    out.tell(statement.action(i),
             fmt::format("`{}` is asked of the registry: a repository's policy can "
                         "neither grant nor deny it",
                         kToken),
             "grant it in the policy of the identity that pulls, on Resource `*`");
  }
}

void repository_arn_with_tag(const LintStatement& statement, const LintReporter& out) {
  constexpr std::string_view kRepository = "repository/";
  const auto& resources = statement.get().resources;
  for (std::size_t i = 0; i < resources.size(); ++i) {
    const Arn arn(resources[i].text);
    if (!arn.complete || arn.service() != "ecr") continue;
    if (!arn.resource().starts_with(kRepository)) continue;
    const std::string_view name = arn.resource().substr(kRepository.size());
    // A variable has colons of its own.
    const std::size_t at = name.find_first_of(":@");
    if (at == name.npos || name.substr(0, at).find("${") != name.npos) continue;
    out.tell(statement.resource(i),
             fmt::format("{} names an image: expected the ARN of a repository, which "
                         "ends before `{}`",
                         in_backticks(resources[i].text), name[at]),
             "remove the tag or digest: IAM tells no images apart");
  }
}

void layer_bucket_placeholder(const LintStatement& statement, const LintReporter& out) {
  const auto& resources = statement.get().resources;
  for (std::size_t i = 0; i < resources.size(); ++i) {
    const auto region = layer_region(resources[i]);
    if (!region || !is_placeholder(*region)) continue;
    out.tell(statement.resource(i),
             fmt::format("expected a region between `{}` and `{}`, found the "
                         "documentation's placeholder {}",
                         kBucketStart, kBucketEnd, in_backticks(*region)),
             "write the region of the repositories there: "
             "`prod-eu-central-1-starport-layer-bucket`");
  }
}

void layer_bucket_region(const LintStatement& statement, const LintReporter& out) {
  const auto& resources = statement.get().resources;
  for (std::size_t i = 0; i < resources.size(); ++i) {
    const auto region = layer_region(resources[i]);
    if (!region || has_wildcard(*region) || is_placeholder(*region)) continue;
    if (gates::partition_of(*region) != nullptr) continue;
    out.tell(statement.resource(i),
             fmt::format("expected a region between `{}` and `{}`, found {}",
                         kBucketStart, kBucketEnd, in_backticks(*region)),
             "write the region of the repositories there, such as `eu-central-1`");
  }
}

void layer_bucket_of_other_region(const LintStatement& statement,
                                  const LintReporter& out) {
  const auto& resources = statement.get().resources;
  for (std::size_t i = 0; i < resources.size(); ++i) {
    const auto region = layer_region(resources[i]);
    if (!region || gates::partition_of(*region) == nullptr) continue;
    const std::set<std::string> regions = repository_regions(statement.document());
    if (regions.empty() || regions.contains("") ||
        regions.contains(std::string(*region))) {
      continue;
    }
    out.tell(statement.resource(i),
             fmt::format("the layers' bucket is of {}, and the repositories in this "
                         "document are of {}",
                         in_backticks(*region), in_backticks(*regions.begin())),
             "write the region of the repositories there: layers lie where their "
             "repository is");
  }
}

void layer_bucket_without_objects(const LintStatement& statement,
                                  const LintReporter& out) {
  const auto& policy = statement.get();
  if (policy.not_resource || !statement.speaks_of("s3:GetObject")) return;
  const auto& resources = policy.resources;
  for (std::size_t i = 0; i < resources.size(); ++i) {
    const std::string& bucket = resources[i].text;
    if (!is_layer_bucket(resources[i]) || !bucket.ends_with(kBucketEnd)) continue;
    const std::string layer = bucket + "/layer";
    if (std::any_of(resources.begin(), resources.end(), [&](const auto& each) {
          return !each.has_variables && each.glob.possible.matches(layer);
        })) {
      continue;
    }
    out.tell(statement.resource(i),
             fmt::format("{} is the bucket, and `s3:GetObject` is on its objects: "
                         "expected `/*` at the end",
                         in_backticks(bucket)),
             "append `/*`");
  }
}

void layer_bucket_for_own_principals(const LintStatement& statement,
                                     const LintReporter& out) {
  const auto& policy = statement.get();
  if (!policy.allow || !names_layers(statement)) return;
  const auto tell = [&](aws::Source place, const std::string& what) {
    out.tell(std::move(place),
             fmt::format("layers are fetched by an account of ECR's own, which {} does "
                         "not admit",
                         what),
             "allow the layers' bucket in a statement of its own, with Principal `*`");
  };
  if (policy.principal && !policy.not_principal && !policy.principal->anyone) {
    return tell(statement.at("Principal"), "this Principal");
  }
  for (const auto& condition : policy.conditions) {
    if (is_of_principal(condition) && needs_key(condition)) {
      tell(statement.condition(condition), in_backticks(condition.key));
    }
  }
}

void layer_bucket_of_identity(const LintStatement& statement, const LintReporter& out) {
  if (statement.kind() != PolicyType::Identity || !statement.get().allow) return;
  const auto& resources = statement.get().resources;
  for (std::size_t i = 0; i < resources.size() && names_layers(statement); ++i) {
    if (!is_layer_bucket(resources[i])) continue;
    out.tell(statement.resource(i),
             "layers are fetched by an account of ECR's own: no identity needs to be "
             "allowed to",
             "remove it here; the S3 endpoint's policy is where the layers' bucket has "
             "to be allowed");
  }
}

void incomplete_pull(const LintStatement& statement, const LintReporter& out) {
  const auto& policy = statement.get();
  const aws::PolicyDocument& document = statement.document();
  if (!policy.allow || policy.not_action) return;
  const bool image = statement.speaks_of(kImage);
  const bool url = statement.speaks_of(kLayerUrl);
  if (image == url || grants(document, image ? kLayerUrl : kImage)) return;
  // Whoever pushes looks for the image that is there already.
  if (grants(document, "ecr:PutImage")) return;
  // Whoever takes stock of images pulls none, and asks for no token.
  const bool stock = !is_of_pulls_only(policy) && !grants(document, kToken);
  for (std::size_t i = 0; i < policy.actions.size(); ++i) {
    // `*:Get*` is not about pulls.
    if (statement.actions()[i].service == nullptr) continue;
    if (!policy.actions[i].pattern.matches(image ? kImage : kLayerUrl)) continue;
    out.tell(stock ? LintSeverity::Info : LintSeverity::Warning, statement.action(i),
             fmt::format("a pull needs `{}` and `{}`, and this document grants only {}",
                         kImage, kLayerUrl, in_backticks(image ? kImage : kLayerUrl)),
             fmt::format("add `{}`", image ? kLayerUrl : kImage));
    return;
  }
}

}  // namespace pullproof::model
