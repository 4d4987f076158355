#include "model/gates/pull_through.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/gates/arn.h"
#include "model/gates/dependency.h"

namespace pullproof::gates {
namespace {

constexpr std::string_view kSecretPrefix = "secret:ecr-pullthroughcache/";

/// AWS: ECR API reference, CreatePullThroughCacheRule: the registries that rules are
/// made for, and that let anybody pull. Others ask for a login.
constexpr std::array<std::string_view, 3> kAnonymous = {"public.ecr.aws", "quay.io",
                                                        "registry.k8s.io"};

std::string call_of_rules() { return std::string(aws::PullThroughCacheRule::kCall); }

bool has_images(const ImagePlace& place) {
  const auto* images = place.images->find(place.scope, place.repository);
  return images != nullptr &&
         (!images->details_by_digest.empty() || !images->manifests_by_digest.empty());
}

bool is_private_ecr(const aws::PullThroughCacheRule& rule) {
  return rule.upstream == "ecr" || !rule.custom_role_arn.empty() ||
         rule.upstream_url.find(".dkr.ecr") != std::string::npos ||
         rule.upstream_url.find(".dkr-ecr") != std::string::npos;
}

/// Its name, its account and its region are as ECR asks for.
bool is_readable_by_ecr(const std::string& secret, const aws::Scope& registry) {
  const Arn arn(secret);
  return arn.complete && arn.service() == "secretsmanager" &&
         arn.account() == registry.account && arn.segments[3] == registry.region &&
         arn.resource().starts_with(kSecretPrefix);
}

/// Why it is not known whether ECR can read the secret, beside its being there.
std::optional<std::string> doubt_about_secret(const ImagePlace& place,
                                              const Context& context,
                                              const std::string& arn) {
  if (!is_readable_by_ecr(arn, place.scope)) {
    return fmt::format(
        "ECR reads no secret but its own account's and region's "
        "ecr-pullthroughcache/..., and not {}",
        arn);
  }
  const auto* secret = find_secret(context, place.scope, arn);
  if (secret == nullptr) return std::nullopt;
  if (secret->stages && !secret->stages->contains("AWSCURRENT")) {
    return fmt::format("secret {} has no version with the stage AWSCURRENT",
                       secret->name);
  }
  const std::string& key = secret->kms_key;
  if (!key.empty() && !key.ends_with("alias/aws/secretsmanager")) {
    return fmt::format(
        "secret {} is encrypted with {}, and ECR is documented to read "
        "with AWS's own key alone",
        secret->name, key);
  }
  for (const auto& policy : context.account.table<aws::SecretPolicy>().all()) {
    if (policy.arn != secret->arn || !policy.document) continue;
    if (policy.document->statements.empty()) continue;
    return fmt::format(
        "whether the policy of secret {} lets ECR read it is not "
        "modelled",
        secret->name);
  }
  return std::nullopt;
}

std::optional<std::string> doubt_about_upstream(const aws::PullThroughCacheRule& rule) {
  if (rule.upstream_url.empty()) return "which registry it is for is not printed";
  if (is_private_ecr(rule)) {
    return "what another private registry of ECR lets it have is not modelled";
  }
  const bool is_anonymous = std::find(kAnonymous.begin(), kAnonymous.end(),
                                      rule.upstream_url) != kAnonymous.end();
  if (!is_anonymous && rule.credential_arn.empty()) {
    return fmt::format("{} asks for a login, and the rule has none", rule.upstream_url);
  }
  return std::nullopt;
}

/// AWS: ECR user guide, "Pulling an image with a pull through cache rule": unlike a
/// pull from Docker Hub, one through a cache does not add it.
bool lacks_library(const aws::PullThroughCacheRule& rule,
                   const std::string& repository) {
  if (rule.upstream_url != "registry-1.docker.io") return false;
  std::string_view below = repository;
  if (is_prefix_of(rule.prefix, repository)) {
    below.remove_prefix(rule.prefix.size());
    if (below.starts_with('/')) below.remove_prefix(1);
  }
  return below.find('/') == std::string_view::npos;
}

/// Why it is not known whether the rule imports the image.
std::optional<std::string> doubt_about(const aws::PullThroughCacheRule& rule,
                                       const ImagePlace& place,
                                       const Context& context) {
  if (const auto open = disputed(context.account, rule)) return open->why;
  // Reported not to be found, and not documented: aws/containers-roadmap issue 2837.
  if (!place.digest.empty()) return "what it does by digest is not documented";
  if (rule.prefix == kEveryRepository && has_images(place)) {
    return "whether the images of the repository are its upstream's is not known";
  }
  if (auto doubt = doubt_about_upstream(rule)) return doubt;
  if (lacks_library(rule, place.repository)) {
    return "the official images of Docker Hub are below library/";
  }
  if (rule.credential_arn.empty()) return std::nullopt;
  return doubt_about_secret(place, context, rule.credential_arn);
}

PullThrough undecided(std::string call, std::string why) {
  return {.kind = PullThrough::Kind::Undecided,
          .rule = nullptr,
          .question = {.call = std::move(call), .why = std::move(why)}};
}

/// A template that sets what is not modelled, for the repository that is created.
const aws::RepositoryCreationTemplate* odd_template(const ImagePlace& place,
                                                    const Context& context) {
  const auto& all = context.account.table<aws::RepositoryCreationTemplate>().all();
  for (const auto& one : all) {
    const bool covers =
        one.prefix == kEveryRepository || is_prefix_of(one.prefix, place.repository);
    const bool is_here = one.scope == place.scope && one.for_pull_through;
    if (is_here && covers && !one.is_plain) return &one;
  }
  return nullptr;
}

void judge_template(Gate& gate, const ImagePlace& place, const Context& context) {
  const std::string call(aws::RepositoryCreationTemplate::kCall);
  if (const auto* one = odd_template(place, context)) {
    gate.lets_through = Predicate::unknown(
        {.call = "",
         .why = fmt::format("what the creation template `{}` sets for {} is not "
                            "modelled",
                            one->prefix, place.repository)});
    return;
  }
  Peripheral templates =
      peripheral(context, place.scope, call,
                 fmt::format("a template may set a policy for {}", place.repository));
  for (auto& assumption : templates.assumptions) {
    assumption.value = fmt::format("no template is for {}", place.repository);
  }
  assume(gate, std::move(templates));
}

/// `secret` is null if there is none, else marked for deletion.
void refuse_secret(Gate& gate, const ImagePlace& place,
                   const aws::PullThroughCacheRule& rule, const aws::Secret* secret) {
  gate.message = fmt::format(
      "ECR cannot log in to {} to import {}: secret {}, which the pull-through cache "
      "rule `{}` names, {}",
      rule.upstream_url, image_name(place), rule.credential_arn, rule.prefix,
      secret == nullptr ? "does not exist" : "is marked for deletion");
  gate.repair =
      secret == nullptr
          ? fmt::format(
                "create a secret ecr-pullthroughcache/... with AWS's own key, "
                "and name it in the rule `{}`",
                rule.prefix)
          : fmt::format("restore {}, or name another secret in the rule `{}`",
                        secret->name, rule.prefix);
  Predicate refused = Predicate::never();
  if (secret != nullptr) {
    refused = Predicate::because(
        fact_about(secret->arn,
                   {secret->source.file, secret->source.pointer + "/DeletedDate"},
                   "it is marked for deletion"),
        std::move(refused));
  }
  gate.lets_through = Predicate::because(
      fact_of(rule, "/credentialArn",
              fmt::format("it logs in with {}", rule.credential_arn)),
      std::move(refused));
}

}  // namespace

std::string image_name(const ImagePlace& place) {
  return place.repository +
         (place.digest.empty() ? ":" + place.tag : "@" + place.digest);
}

bool is_prefix_of(std::string_view prefix, std::string_view repository) {
  if (prefix.ends_with('/')) prefix.remove_suffix(1);
  return repository.size() > prefix.size() && repository.starts_with(prefix) &&
         repository[prefix.size()] == '/';
}

PullThrough pull_through(const ImagePlace& place, const Context& context,
                         bool assume_none) {
  const auto rules = place.images->pull_through_rules(place.scope, place.repository);
  if (rules.empty()) {
    if (assume_none || context.account.calls().seen(place.scope, call_of_rules())) {
      return {};
    }
    return undecided(
        call_of_rules(),
        fmt::format("a pull-through cache rule could import {}", place.repository));
  }
  const auto& rule = *rules.front();
  if (rules.size() > 1) {
    return undecided("", fmt::format("which of the pull-through cache rules `{}` and "
                                     "`{}` covers {} is not documented",
                                     rule.prefix, rules[1]->prefix, place.repository));
  }
  if (const auto doubt = doubt_about(rule, place, context)) {
    return undecided("",
                     fmt::format("the pull-through cache rule `{}` may import {}: {}",
                                 rule.prefix, place.repository, *doubt));
  }
  return {.kind = PullThrough::Kind::Imports, .rule = &rule, .question = {}};
}

std::optional<Import> import_of(const ImagePlace& place, const Context& context) {
  const bool creates = find_repository(place, context).presence == Presence::Imported;
  if (!creates && find_image(place, context).presence != Presence::Imported) {
    return std::nullopt;
  }
  return Import{.rule = pull_through(place, context, true).rule,
                .creates_repository = creates,
                .may_have_layers = has_images(place)};
}

FactRef fact_of(const aws::PullThroughCacheRule& rule, const std::string& field,
                const std::string& note) {
  return fact_about("ecr-pull-through-cache-rule/" + rule.prefix,
                    {rule.source.file, rule.source.pointer + field}, note);
}

Gate UpstreamImageGate::lets_through(const ImagePlace& place, const Context& context) {
  Gate gate{.name = std::string(kName), .mechanism = "image", .code = ""};
  const auto import = import_of(place, context);
  if (!import) return gate;
  if (import->creates_repository) judge_template(gate, place, context);
  gate.assumptions.push_back(
      {.name = "image " + image_name(place),
       .value = fmt::format("the upstream registry {} has it, for the task's "
                            "platform, and lets ECR have it",
                            import->rule->upstream_url)});
  return gate;
}

Gate UpstreamSecretGate::lets_through(const ImagePlace& place, const Context& context) {
  Gate gate{.name = std::string(kName),
            .mechanism = "secret",
            .code = "UPSTREAM_SECRET_UNAVAILABLE"};
  const auto import = import_of(place, context);
  if (!import || import->rule->credential_arn.empty()) return gate;
  const std::string& arn = import->rule->credential_arn;
  const std::string call(aws::Secret::kCall);
  const auto* secret = find_secret(context, place.scope, arn);
  if (secret != nullptr) {
    if (secret->deleted) refuse_secret(gate, place, *import->rule, secret);
    return gate;
  }
  if (context.account.calls().seen(place.scope, call)) {
    refuse_secret(gate, place, *import->rule, nullptr);
    return gate;
  }
  Peripheral list =
      peripheral(context, place.scope, call,
                 fmt::format("whether there is {} is not collected", arn));
  for (auto& assumption : list.assumptions) {
    assumption.value = fmt::format("has {}, with no customer's key", arn);
  }
  assume(gate, std::move(list));
  return gate;
}

}  // namespace pullproof::gates
