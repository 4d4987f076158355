// Documents as JSON that can be taken back to what they were.
//
// Invariant: what was there before the first change since `restore` is kept until then.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/scope.h"
#include "model/changes/file_scopes.h"

namespace pullproof::changes {

class DocumentStore {
 public:
  /// `bundle`: an object, `path -> document`. `scopes` must outlive the store.
  DocumentStore(nlohmann::json bundle, const FileScopes& scopes);
  ~DocumentStore();
  DocumentStore(const DocumentStore&) = delete;
  DocumentStore& operator=(const DocumentStore&) = delete;

  /// With nulls for documents that were taken away.
  [[nodiscard]] const nlohmann::json& bundle() const { return *bundle_; }
  /// Null if there is no such document.
  [[nodiscard]] const nlohmann::json& find(const std::string& file) const;
  /// As it was before any change.
  [[nodiscard]] const nlohmann::json& original(const std::string& file) const;

  /// To be changed; null if it was not there.
  [[nodiscard]] nlohmann::json& edit(const std::string& file);
  [[nodiscard]] bool is_changed(const std::string& file) const;
  /// Of all documents that were changed, in order.
  [[nodiscard]] std::vector<std::string> changed() const;
  /// Takes back all changes.
  void restore();

  /// Says in each manifest what has become of the call that the document answers. Only
  /// a manifest can say that AWS has nothing to print: without one, it is made.
  void tell_manifest(const std::string& file, bool is_there_now);

 private:
  struct Kept;

  void tell_one(const std::string& manifest, const std::string& file,
                bool is_there_now);

  std::unique_ptr<nlohmann::json> bundle_;
  const FileScopes* scopes_;
  std::unique_ptr<Kept> kept_;
};

/// A text without characters.
[[nodiscard]] bool is_empty_text(const nlohmann::json& value);

/// "" if the member is missing or no text.
[[nodiscard]] std::string text_member(const nlohmann::json& object,
                                      std::string_view name);
/// Null if the member is missing, or no list.
[[nodiscard]] const nlohmann::json* list_member(const nlohmann::json& object,
                                                std::string_view name);

}  // namespace pullproof::changes
