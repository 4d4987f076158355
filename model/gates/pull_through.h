// Whether a pull brings an image that its repository lacks, by a pull-through cache
// rule of the registry, and what that asks for.
//
// An image that is there is pulled like any other: ECR looks for a newer one behind the
// tag at most every 24 hours, and hands out the one it has where it gets none.
//
// AWS: ECR user guide, "Sync an upstream registry with an Amazon ECR private registry",
// "Considerations for using pull through cache rules", "IAM permissions required to
// sync an upstream registry", "Storing your upstream repository credentials in AWS
// Secrets Manager" (AWS's own key alone may encrypt it); "Templates to control
// repositories created during a pull through cache, create on push, or replication
// action".
// Not modelled: images by digest, upstream registries that are private ECR, rules that
// lie within each other, templates that set a policy, tags or a key: unknown. What the
// upstream registry has, and whether it takes the login, is assumed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/image_index.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// The prefix of rules and templates for what no other one covers.
inline constexpr std::string_view kEveryRepository = "ROOT";

/// "acme/web:1.4.2", or with "@" and its digest.
[[nodiscard]] std::string image_name(const ImagePlace& place);

/// "quay" and "quay/" cover "quay/app", and not "quayside/app".
[[nodiscard]] bool is_prefix_of(std::string_view prefix, std::string_view repository);

/// What a rule makes of an absence.
struct PullThrough {
  enum class Kind { No, Undecided, Imports };
  Kind kind = Kind::No;
  const aws::PullThroughCacheRule* rule = nullptr;  ///< Imports only.
  Unknown question;                                 ///< Undecided only.
};

/// Requires: `place.images` is set, and what the place names is absent. Rules that were
/// not seen are taken to be none if `assume_none`.
[[nodiscard]] PullThrough pull_through(const ImagePlace& place, const Context& context,
                                       bool assume_none);

/// The pull of the place imports its image.
struct Import {
  const aws::PullThroughCacheRule* rule = nullptr;  ///< Never null.
  bool creates_repository = false;
  /// The repository has images, so that layers may be there already.
  bool may_have_layers = false;
};
[[nodiscard]] std::optional<Import> import_of(const ImagePlace& place,
                                              const Context& context);

/// The rule, as what makes the pull ask for more than others do.
[[nodiscard]] FactRef fact_of(const aws::PullThroughCacheRule& rule,
                              const std::string& field, const std::string& note);

/// The upstream registry has the image, and a template keeps nobody from pulling it.
struct UpstreamImageGate {
  using Place = ImagePlace;
  static constexpr std::string_view kName = "upstream-image";
  [[nodiscard]] static Gate lets_through(const ImagePlace& place,
                                         const Context& context);
};

/// The secret that ECR logs in to the upstream registry with is there. ECR reads it
/// with a role of its own, so the pulling role needs no right to it.
struct UpstreamSecretGate {
  using Place = ImagePlace;
  static constexpr std::string_view kName = "upstream-secret";
  [[nodiscard]] static Gate lets_through(const ImagePlace& place,
                                         const Context& context);
};

}  // namespace pullproof::gates
