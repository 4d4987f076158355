// Where every form of a snapshot delivers its documents: counts them against the
// limits, reads their text, and hands them on.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/aws/documents.h"

namespace pullproof::aws {

class DocumentSink {
 public:
  /// All three must outlive the sink.
  DocumentSink(const DocumentLimits& limits, const DocumentVisit& visit,
               DocumentWalk& walk)
      : limits_(&limits), visit_(&visit), walk_(&walk) {}

  [[nodiscard]] const DocumentLimits& limits() const { return *limits_; }
  /// Counts one more file of this size; false, with a problem, over the limits.
  [[nodiscard]] bool admit(const std::string& path, std::size_t bytes);
  /// Bytes that the next file may have.
  [[nodiscard]] std::size_t room() const;
  /// Reads the text of one document and hands it on. A text that was moved here is
  /// gone by then: it and its rows are never in memory at the same time.
  void text(const std::string& path, std::string text);
  /// Reads one text that may hold many documents: see documents.h.
  void whole_snapshot(const std::string& path, std::string_view text);
  /// Hands on a bundle's documents, or a list's, or the one that it is.
  void split(const std::string& path, const nlohmann::json& json);
  void other_file(const std::string& path);
  void problem(const std::string& file, const std::string& message);
  void problems(const Problems& problems);

 private:
  const DocumentLimits* limits_;
  const DocumentVisit* visit_;
  DocumentWalk* walk_;
  std::size_t files_ = 0;
};

/// Hidden files and folders (".git", "._x.json") are no part of a snapshot.
[[nodiscard]] bool is_hidden(std::string_view path);
[[nodiscard]] bool ends_with(std::string_view text, std::string_view end);

/// The text as UTF-8 that may be printed: bytes that are none become `?`.
[[nodiscard]] std::string printable_utf8(std::string_view text);

// One a form; each delivers in the order of paths.
void walk_folder(const std::string& folder, DocumentSink& sink);
/// A tar, packed or not.
void walk_archive(const std::string& file, DocumentSink& sink);
/// One JSON text, packed.
void walk_packed_text(const std::string& file, const std::string& name,
                      DocumentSink& sink);

/// The bundle of a scenario's folder in that state.
[[nodiscard]] Result<nlohmann::json> scenario_bundle(const std::string& folder,
                                                     const ScenarioState& state,
                                                     DocumentSink& sink);

/// A file's bytes, up to `limit`; a problem that names it `name` otherwise.
[[nodiscard]] Result<std::string> read_file(const std::string& file,
                                            const std::string& name, std::size_t limit);

}  // namespace pullproof::aws
