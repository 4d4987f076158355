#include "model/changes/pushed_images.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;

/// What no content has: nobody knows it before it is pushed.
std::string made_up_digest(const std::string& reference) {
  // FNV-1a, which gives the same on every machine.
  constexpr std::uint64_t kBasis = 0xcbf2'9ce4'8422'2325;
  constexpr std::uint64_t kPrime = 0x0000'0100'0000'01b3;
  std::uint64_t hash = kBasis;
  for (const char c : reference) {
    hash = (hash ^ static_cast<unsigned char>(c)) * kPrime;
  }
  return fmt::format("sha256:{0:016x}{0:016x}{0:016x}{0:016x}", hash);
}

/// Of the repository's images, those that some task definition names, after its URI:
/// ":1.0", "@sha256:...", "".
std::set<std::string> asked_of(const AccountDocuments& account,
                               const std::string& repository_uri) {
  std::set<std::string> asked;
  for (const Place& place : account.all("TaskDefinition")) {
    const Json* containers = list_member(account.at(place), "containerDefinitions");
    if (containers == nullptr) continue;
    for (const Json& container : *containers) {
      const std::string image = text_member(container, "image");
      if (!image.starts_with(repository_uri)) continue;
      std::string rest = image.substr(repository_uri.size());
      const bool is_of_it = rest.empty() || rest[0] == ':' || rest[0] == '@';
      if (is_of_it) asked.insert(std::move(rest));
    }
  }
  return asked;
}

Json image_of(const Json& repository, const std::string& asked) {
  const auto at = asked.find('@');
  const std::string tag = asked.substr(0, at);
  Json image = {{"registryId", text_member(repository, "registryId")},
                {"repositoryName", text_member(repository, "repositoryName")},
                {"imageDigest",
                 at == std::string::npos
                     ? made_up_digest(text_member(repository, "repositoryUri") + tag)
                     : asked.substr(at + 1)}};
  if (tag.size() > 1) {
    image["imageTags"] = Json::array({tag.substr(1)});
  } else if (at == std::string::npos) {
    image["imageTags"] = Json::array({"latest"});
  }
  return image;
}

}  // namespace

std::vector<std::string> assume_pushed_images(AccountDocuments& account,
                                              const Change& change) {
  const bool says_all = std::any_of(change.edits.begin(), change.edits.end(),
                                    [](const Edit& edit) { return edit.is_literal; });
  if (says_all) return {};
  std::vector<Place> repositories;
  for (const Touched& touched : account.touched()) {
    const bool is_new = touched.place->shape->type == "Repository" &&
                        touched.before->is_null() && !touched.after->is_null();
    if (is_new) repositories.push_back(*touched.place);
  }
  std::vector<std::string> granted;
  for (const Place& place : repositories) {
    const Json repository = account.at(place);
    const aws::Scope scope = account.scope_of(place);
    if (account.find("Images", place.id, scope) != nullptr) continue;
    const std::string uri = text_member(repository, "repositoryUri");
    Json images = Json::array();
    for (const std::string& asked : asked_of(account, uri)) {
      images.push_back(image_of(repository, asked));
      granted.push_back(
          fmt::format("{}{} is pushed before a task asks for it", place.id, asked));
    }
    if (images.empty()) continue;
    static_cast<void>(account.add(*shape_of_type("Images"), scope, place.id,
                                  {{"imageDetails", std::move(images)}}));
  }
  return granted;
}

}  // namespace pullproof::changes
