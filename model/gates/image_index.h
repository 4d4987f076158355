// Finds an image of a snapshot by registry, repository and tag or digest, and says what
// a search that found nothing proves.
//
// Built once for a snapshot; every look-up is by hash or in a sorted map, so that ten
// thousand repositories cost no more than ten. The snapshot must outlive it and stay
// where it is.
//
// AWS: ECR API reference, DescribeImages (without a filter it lists every active image)
// and BatchGetImage (a manifest that it hands out can be pulled).
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/aws/snapshot.h"
#include "model/gates/gate.h"
#include "model/gates/place.h"

namespace pullproof::gates {

/// What was collected of one repository's images.
struct RepositoryImages {
  std::map<std::string, std::vector<const aws::ImageDetail*>> details_by_tag;
  std::map<std::string, const aws::ImageDetail*> details_by_digest;
  std::map<std::string, const aws::ImageManifest*> manifests_by_tag;
  std::map<std::string, const aws::ImageManifest*> manifests_by_digest;
  /// What the indexes say of the manifests that they list, by digest.
  std::map<std::string, const aws::ImageManifest::Platform*> listed_platforms;
  /// What ECR did not hand out.
  std::vector<const aws::ImageFailures::Failure*> failures;
};

class ImageIndex {
 public:
  explicit ImageIndex(const aws::Snapshot& account);
  ImageIndex(const ImageIndex&) = delete;
  ImageIndex& operator=(const ImageIndex&) = delete;

  /// Null if no image of it was collected.
  [[nodiscard]] const RepositoryImages* find(const aws::Scope& registry,
                                             const std::string& repository) const;
  /// The pull-through cache rules that cover it: more than one only where prefixes lie
  /// within each other. A rule of the root covers what no other does.
  [[nodiscard]] std::vector<const aws::PullThroughCacheRule*> pull_through_rules(
      const aws::Scope& registry, const std::string& repository) const;
  /// A document in this account's folder tells of a repository of the same name in
  /// another account, so that the call proves nothing about this one.
  [[nodiscard]] bool borrowed(const aws::Scope& registry,
                              const std::string& repository) const;

 private:
  RepositoryImages& entry(const aws::Scope& scope, const std::string& registry,
                          const std::string& repository);
  void add(const aws::ImageDetail& detail);
  void add(const aws::ImageManifest& manifest);
  void add(const aws::ImageFailures& refused);

  std::unordered_map<std::string, RepositoryImages> repositories_;
  std::unordered_set<std::string> borrowed_;
  std::map<aws::Scope, std::vector<const aws::PullThroughCacheRule*>>
      pull_through_rules_;
};

enum class Presence {
  Present,
  Imported,  ///< It is absent, and a pull brings it, see pull_through.h.
  Absent,
  Undecided
};

struct RepositoryAnswer {
  Presence presence = Presence::Undecided;
  const aws::Repository* row = nullptr;  ///< May be null even where it is present.
  Unknown question;                      ///< undecided only.
};

struct ImageAnswer {
  Presence presence = Presence::Undecided;
  /// present: at least one of the two is set.
  const aws::ImageDetail* detail = nullptr;
  const aws::ImageManifest* manifest = nullptr;
  Unknown question;  ///< undecided only.
};

/// Why ECR did not hand out the image with this digest, or with this tag where the
/// digest is ""; null if it was not asked or did.
[[nodiscard]] const aws::ImageFailures::Failure* failure_of(
    const RepositoryImages& images, const std::string& digest, const std::string& tag);

/// Requires, here and below: `place.images` is set.
[[nodiscard]] RepositoryAnswer find_repository(const ImagePlace& place,
                                               const Context& context);
/// By digest if the place has one, else by tag.
[[nodiscard]] ImageAnswer find_image(const ImagePlace& place, const Context& context);

/// The list of all images of the repository was collected.
[[nodiscard]] bool images_are_listed(const ImagePlace& place, const Context& context);
[[nodiscard]] std::string repository_arn(const aws::Scope& registry,
                                         const std::string& repository);
/// "ecr-describe-images/acme/web".
[[nodiscard]] std::string repository_call(std::string_view call,
                                          const ImagePlace& place);

}  // namespace pullproof::gates
