#include "model/changes/document_store.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "model/aws/manifest.h"
#include "model/aws/percent_encoding.h"
#include "model/aws/resource_kinds.h"

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;

const Json& no_document() {
  static const Json kNone;
  return kNone;
}

}  // namespace

struct DocumentStore::Kept {
  std::map<std::string, std::optional<Json>> documents;  ///< Nothing: it was not there.
};

DocumentStore::DocumentStore(Json bundle, const FileScopes& scopes)
    : bundle_(std::make_unique<Json>(std::move(bundle))),
      scopes_(&scopes),
      kept_(std::make_unique<Kept>()) {}

DocumentStore::~DocumentStore() = default;

const Json& DocumentStore::find(const std::string& file) const {
  const auto found = bundle_->find(file);
  return found == bundle_->end() ? no_document() : *found;
}

const Json& DocumentStore::original(const std::string& file) const {
  const auto kept = kept_->documents.find(file);
  if (kept == kept_->documents.end()) return find(file);
  return kept->second ? *kept->second : no_document();
}

Json& DocumentStore::edit(const std::string& file) {
  const auto known = bundle_->find(file);
  if (!is_changed(file)) {
    kept_->documents.emplace(
        file, known == bundle_->end() ? std::nullopt : std::optional<Json>(*known));
  }
  return (*bundle_)[file];
}

bool DocumentStore::is_changed(const std::string& file) const {
  return kept_->documents.contains(file);
}

std::vector<std::string> DocumentStore::changed() const {
  std::vector<std::string> files;
  for (const auto& [file, original] : kept_->documents) files.push_back(file);
  return files;
}

void DocumentStore::restore() {
  for (auto& [file, original] : kept_->documents) {
    if (original) {
      (*bundle_)[file] = std::move(*original);
    } else {
      bundle_->erase(file);
    }
  }
  kept_->documents.clear();
}

void DocumentStore::tell_manifest(const std::string& file, bool is_there_now) {
  std::vector<std::string> manifests;
  for (const auto& [path, document] : bundle_->items()) {
    if (aws::is_manifest(path, document)) manifests.push_back(path);
  }
  if (manifests.empty() && !is_there_now) {
    constexpr const char* kNew = "manifest.json";
    edit(kNew) = {{"format", "pullproof-snapshot/1"}, {"calls", Json::array()}};
    manifests.emplace_back(kNew);
  }
  for (const std::string& path : manifests) tell_one(path, file, is_there_now);
}

void DocumentStore::tell_one(const std::string& manifest, const std::string& file,
                             bool is_there_now) {
  const auto context = aws::context_of(file);
  const std::string call = aws::call_with(context.call, context.parameter);
  const aws::Scope scope = scopes_->of(file);
  Json told = {{"account", scope.account.str()},
               {"region", scope.region.str()},
               {"call", call},
               {"status", is_there_now ? "ok" : "absent"}};
  if (is_there_now) told["file"] = file;
  const auto is_it = [&](const Json& each) {
    return aws::percent_decoded(text_member(each, "call")) == call &&
           text_member(each, "account") == scope.account.str() &&
           text_member(each, "region") == scope.region.str();
  };
  Json& calls = edit(manifest)["calls"];
  if (!calls.is_array()) return;
  const auto known = std::find_if(calls.begin(), calls.end(), is_it);
  if (known == calls.end()) {
    calls.push_back(std::move(told));
  } else {
    *known = std::move(told);
  }
}

bool is_empty_text(const Json& value) {
  return value.is_string() && value.get_ref<const Json::string_t&>().empty();
}

std::string text_member(const Json& object, std::string_view name) {
  if (!object.is_object() || name.empty()) return {};
  const auto found = object.find(name);
  return found == object.end() || !found->is_string() ? std::string()
                                                      : found->get<std::string>();
}

const Json* list_member(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() || !found->is_array() ? nullptr : &*found;
}

}  // namespace pullproof::changes
