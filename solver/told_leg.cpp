#include "solver/told_leg.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "model/aws/document_context.h"
#include "model/aws/policy_condition.h"
#include "model/core/address.h"
#include "solver/mechanisms.h"

namespace pullproof::solver {
namespace {

using model::ErrorDetails;
using model::LegCall;
using model::LegProof;
using model::Stage;
using model::TaskLeg;

constexpr std::string_view kLayerBucket = "starport-layer-bucket";

/// What a leg of the stage `start` gets, and from which service.
constexpr auto kServices =
    std::to_array<std::pair<std::string_view, std::string_view>>({
        {"logs", "logs"},
        {"secret", "secretsmanager"},
        {"parameter", "ssm"},
        {"environment-file", "s3"},
        {"volume", "efs"},
        // What they get may be encrypted with a customer's key.
        {"secret", "kms"},
        {"parameter", "kms"},
        {"environment-file", "kms"},
    });

/// What a pull through a cache calls where ECR asks another registry.
constexpr std::string_view kImport = "ecr:BatchImportUpstreamImage";

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

Fit fit_if(bool is_so) { return is_so ? Fit::Yes : Fit::No; }

Fit fit_service(std::string_view service, const TaskLeg& leg) {
  if (service.empty()) return Fit::Yes;
  const std::string& host = leg.proof->host;
  if (service == "upstream") {
    const auto& calls = leg.proof->calls;
    return fit_if(std::any_of(calls.begin(), calls.end(), [](const LegCall& call) {
      return call.action == kImport;
    }));
  }
  // The call for a layer's URL goes to the registry; the layer itself is elsewhere.
  if (leg.proof->stage == Stage::Layers) {
    return fit_if(!has(host, ".dkr.ecr") && !has(host, ".dkr-ecr"));
  }
  return fit_if(std::any_of(kServices.begin(), kServices.end(), [&](const auto& row) {
    return row.first == leg.dependency && row.second == service;
  }));
}

Fit fit_host(const std::string& told, const std::string& host) {
  if (told.empty()) return Fit::Yes;
  if (host.empty()) return Fit::May;
  const std::string own = aws::lower(host);
  // S3's classic name and its dual-stack one begin alike.
  const bool is_bucket = has(own, kLayerBucket) && has(told, kLayerBucket);
  const std::string_view label = std::string_view(own).substr(0, own.find('.') + 1);
  // A registry of one's own may have a port.
  return fit_if(own == told || own.substr(0, own.find(':')) == told ||
                (is_bucket && told.starts_with(label)));
}

/// "arn:aws:iam::111122223333:role/path/NAME".
bool is_role(const std::string& arn, const ErrorDetails& details) {
  return aws::last_part(arn) == details.role &&
         (details.role_account.empty() || has(arn, ":" + details.role_account + ":"));
}

bool is_call(const LegCall& call, const ErrorDetails& details) {
  return (details.role.empty() || is_role(call.role_arn, details)) &&
         (details.action.empty() || aws::lower(call.action) == details.action);
}

Fit fit_call(const ErrorDetails& details, const std::vector<LegCall>& calls) {
  if (details.role.empty() && details.action.empty()) return Fit::Yes;
  if (calls.empty()) return Fit::May;
  return fit_if(std::any_of(calls.begin(), calls.end(), [&](const LegCall& call) {
    return is_call(call, details);
  }));
}

struct ImageParts {
  std::string repository;  ///< With its registry, but for Docker Hub's.
  std::string tag;
  std::string digest;
};

ImageParts parts_of(const std::string& image) {
  ImageParts parts;
  std::string name = aws::lower(image);
  const std::size_t at = name.find('@');
  if (at != std::string::npos) {
    parts.digest = name.substr(at + 1);
    name.resize(at);
  }
  const std::size_t colon = name.rfind(':');
  const std::size_t slash = name.rfind('/');
  if (colon != std::string::npos && (slash == std::string::npos || colon > slash)) {
    parts.tag = name.substr(colon + 1);
    name.resize(colon);
  }
  for (const std::string_view prefix : {"docker.io/", "library/"}) {
    if (name.starts_with(prefix)) name.erase(0, prefix.size());
  }
  parts.repository = std::move(name);
  return parts;
}

/// What the text leaves out may be anything.
bool is_same_image(const std::string& told, const std::string& own) {
  const ImageParts text = parts_of(told);
  ImageParts image = parts_of(own);
  if (image.tag.empty() && image.digest.empty()) image.tag = "latest";
  const auto agrees = [](const std::string& one, const std::string& other) {
    return one.empty() || other.empty() || one == other;
  };
  return text.repository == image.repository && agrees(text.tag, image.tag) &&
         agrees(text.digest, image.digest);
}

bool is_of_repository(const ErrorDetails& details, const std::string& own) {
  const std::string repository = parts_of(own).repository;
  return repository.ends_with('/' + details.repository) &&
         (details.registry.empty() || repository.starts_with(details.registry + '.'));
}

/// Where the text names a digest: whether that is the manifest that was judged. The
/// task definition may name a tag, which has come to stand for another one.
bool judges_manifest(const ErrorDetails& details, const TaskLeg& leg) {
  const std::string digest = parts_of(details.image).digest;
  return digest.empty() || leg.proof->digests.contains(digest) ||
         std::any_of(leg.images.begin(), leg.images.end(), [&](const std::string& own) {
           return parts_of(own).digest == digest;
         });
}

Fit fit_image(const ErrorDetails& details, const TaskLeg& leg,
              std::string_view mechanism) {
  if (details.image.empty() && details.repository.empty()) return Fit::Yes;
  const auto& images = leg.images;
  if (images.empty()) return Fit::May;
  const bool is_one =
      std::any_of(images.begin(), images.end(), [&](const std::string& own) {
        return (details.image.empty() || is_same_image(details.image, own)) &&
               (details.repository.empty() || is_of_repository(details, own));
      });
  if (!is_one) return Fit::No;
  return lists(kOfManifest, mechanism) && !judges_manifest(details, leg) ? Fit::Other
                                                                         : Fit::Yes;
}

/// "arn:...:secret:db-AbCdEf" of "arn:...:secret:db-AbCdEf:password".
std::string base_of(std::string_view secret) {
  constexpr int kParts = 7;
  std::size_t end = 0;
  for (int part = 0; part < kParts; ++part) {
    end = secret.find(':', end == 0 ? 0 : end + 1);
    if (end == std::string_view::npos) return std::string(secret);
  }
  return std::string(secret.substr(0, end));
}

/// Secrets Manager hangs a hyphen and six characters behind a secret's name.
bool is_short_for(const std::string& one, const std::string& other) {
  constexpr std::size_t kSuffix = 7;
  return other.size() == one.size() + kSuffix && other.starts_with(one) &&
         other[one.size()] == '-';
}

bool is_needed(const std::string& what, const std::string& told,
               const std::string& needed) {
  const std::string own = aws::lower(needed);
  if (what == "secret") {
    const std::string one = base_of(told);
    const std::string other = base_of(own);
    return one == other || is_short_for(one, other) || is_short_for(other, one);
  }
  if (what == "environment-file") return has(own, ":::" + told + '/');
  if (what != "parameter") return own == told;
  const auto bare = [](std::string_view name) {
    return name.starts_with('/') ? name.substr(1) : name;
  };
  constexpr std::string_view kInArn = ":parameter/";
  const std::size_t at = own.find(kInArn);
  const std::string name =
      at == std::string::npos ? own : own.substr(at + kInArn.size());
  // Behind it stands the version that is asked for, which the text is read without.
  return bare(told) == bare(name.substr(0, name.find(':')));
}

bool asks_for_version(const ErrorDetails& details, const TaskLeg& leg) {
  return details.version.empty() ||
         std::any_of(leg.versions.begin(), leg.versions.end(),
                     [&](const std::string& own) {
                       return aws::lower(own) == details.version;
                     });
}

Fit fit_needed(const ErrorDetails& details, const TaskLeg& leg) {
  if (!asks_for_version(details, leg)) return Fit::No;
  bool is_named = false;
  for (const auto& [what, name] : details.needed) {
    if (what != leg.dependency) continue;
    is_named = true;
    if (is_needed(what, name, leg.needed)) return Fit::Yes;
  }
  return fit_if(!is_named);
}

/// Nothing if the text names no IPv4 address.
std::optional<bool> is_outside(const std::string& text) {
  const auto address = Address::parse(text);
  if (!address || address->family != Family::Ipv4) return std::nullopt;
  return public_ipv4().contains(address->value);
}

/// To the side of the internet gateway that the address is on; or nobody tells.
bool goes_there(const ErrorDetails& details, const LegProof& proof) {
  const auto outside = is_outside(details.address);
  if (!outside || (!proof.goes_inside && !proof.goes_outside)) return true;
  return *outside ? proof.goes_outside : proof.goes_inside;
}

/// What was not seen, or was taken for granted, may lead to the other side.
bool may_go_elsewhere(const LegProof& proof) {
  return proof.is_undecided || !proof.of_way.empty() || proof.open.contains("dns");
}

Fit fit_address(const ErrorDetails& details, const LegProof& proof) {
  if (goes_there(details, proof)) return Fit::Yes;
  return may_go_elsewhere(proof) ? Fit::Other : Fit::No;
}

/// What an image is, and is built for, is known by its manifest, whenever it shows.
Fit fit_stage(const ToldError& told, Stage stage, std::string_view mechanism) {
  const bool shows_later = mechanism == "image" && told.match.stage == Stage::Layers;
  if (mechanism == "platform" || shows_later) return fit_if(stage == Stage::Manifest);
  return fit_if(!told.match.stage || *told.match.stage == stage);
}

}  // namespace

bool may_print(const model::TaskVerdict& task, const ErrorDetails& details) {
  const bool is_of_instance =
      task.launch_type == "EC2" || task.launch_type == "EXTERNAL";
  return !details.is_of_fargate || !is_of_instance;
}

Fit fit(const ToldError& told, const TaskLeg& leg, std::string_view mechanism) {
  const ErrorDetails& details = told.details;
  return std::min(
      {fit_stage(told, leg.proof->stage, mechanism),
       fit_service(told.match.service, leg), fit_host(details.host, leg.proof->host),
       fit_call(details, leg.proof->calls), fit_image(details, leg, mechanism),
       fit_needed(details, leg), fit_address(details, *leg.proof)});
}

Fit fit(const ToldError& told, const model::LegRefusal& refusal) {
  const auto& place = refusal.placement;
  const bool is_there = told.subnet.empty() || !place || place->subnet == told.subnet ||
                        !place->instance.empty();
  const bool is_asked =
      refusal.call.action.empty() || is_call(refusal.call, told.details);
  if (!is_there || !is_asked) return Fit::No;
  // Whoever was tried has an address, so its name was looked up.
  const auto tried = is_outside(told.details.address);
  const bool is_tried = !tried || refusal.far_end.empty() ||
                        (!refusal.is_lookup && is_outside(refusal.far_end) == tried);
  return is_tried ? Fit::Yes : Fit::May;
}

std::string named_in(const ErrorDetails& details) {
  std::string named;
  const auto add = [&named](std::string_view what, std::string_view name) {
    if (name.empty()) return;
    named += named.empty() ? "" : ", ";
    named += what;
    named += ' ';
    named += name;
  };
  add("role", details.role);
  add("action", details.action);
  add("host", details.host);
  add("address", details.address);
  add("image", details.image);
  add("repository", details.repository);
  for (const auto& [what, name] : details.needed) add(what, name);
  add("version", details.version);
  return named;
}

}  // namespace pullproof::solver
