#include "src/cloudformation/bootstrap.h"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/changes/document_store.h"
#include "model/gates/image_reference.h"

namespace pullproof::cli::cloudformation {
namespace {

using changes::Edit;
using gates::ImageReference;
using Json = nlohmann::json;

constexpr const char* kRepository = "Repository";

std::vector<std::string> images_of(const Json& definition) {
  std::vector<std::string> images;
  const Json* containers = changes::list_member(definition, "containerDefinitions");
  if (containers == nullptr) return images;
  for (const Json& container : *containers) {
    images.push_back(changes::text_member(container, "image"));
  }
  return images;
}

bool is_of_assets(const ImageReference& image, const aws::Scope& scope) {
  const std::string end =
      fmt::format("-container-assets-{}-{}", scope.account, scope.region);
  return image.registry == ImageReference::Registry::PrivateEcr &&
         image.account == scope.account.str() && image.region == scope.region.str() &&
         image.repository.starts_with("cdk-") && image.repository.ends_with(end);
}

Edit repository_for(const ImageReference& image, const Edit& definition) {
  Edit added;
  added.kind = Edit::Kind::Add;
  added.origin = definition.origin;
  added.type = kRepository;
  added.scope = definition.scope;
  added.source = definition.source;
  added.value = std::make_shared<const Json>(Json{
      {"repositoryName", image.repository},
      {"repositoryArn", fmt::format("arn:{}:ecr:{}:{}:repository/{}", image.partition,
                                    image.region, image.account, image.repository)},
      {"registryId", image.account},
      {"repositoryUri", fmt::format("{}/{}", image.host, image.repository)}});
  return added;
}

}  // namespace

void add_bootstrap_repositories(changes::Change& change) {
  std::set<std::string> known;
  for (const Edit& edit : change.edits) {
    const bool is_one = edit.kind == Edit::Kind::Add && edit.type == kRepository;
    if (is_one) known.insert(changes::text_member(*edit.value, "repositoryName"));
  }
  std::vector<Edit> made;
  for (const Edit& edit : change.edits) {
    if (edit.kind != Edit::Kind::Add || edit.type != "TaskDefinition") continue;
    for (const std::string& text : images_of(*edit.value)) {
      const auto parsed = gates::parse_image_reference(text);
      const auto* image = std::get_if<ImageReference>(&parsed);
      if (image == nullptr || !is_of_assets(*image, edit.scope)) continue;
      if (!known.insert(image->repository).second) continue;
      made.push_back(repository_for(*image, edit));
      change.warnings.push_back(
          fmt::format("{}: its repository {} is taken to be there, as CDK's bootstrap "
                      "stack makes it",
                      edit.origin, image->repository));
    }
  }
  change.edits.insert(change.edits.begin(), std::make_move_iterator(made.begin()),
                      std::make_move_iterator(made.end()));
}

}  // namespace pullproof::cli::cloudformation
