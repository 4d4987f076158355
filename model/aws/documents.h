// Opens a snapshot in any of its forms and hands out its documents one by one.
//
// Forms: a folder tree; one `.json` (a bundle `path -> document`, a list of documents,
// or one document with several top-level keys); `.json.gz`; `.tar.gz`/`.tgz`/`.tar` of
// a folder; a scenario's folder (`scenario.json` with a snapshot, or a base and a
// patch).
//
// Guarantee: archives never write to disk; links, absolute paths, `..`, and more bytes
// than the limits allow are problems, not crashes.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/core/result.h"

namespace pullproof::aws {

struct DocumentLimits {
  std::size_t file_bytes = std::size_t{1} << 30;   ///< One document, unpacked.
  std::size_t total_bytes = std::size_t{4} << 30;  ///< All of them, unpacked.
  std::size_t files = 1'000'000;
  std::size_t archive_ratio =
      1'000;  ///< Unpacked to packed bytes, over 64 MiB unpacked.
};

/// Which state of a scenario to open.
struct ScenarioState {
  enum class Kind { Broken, Repaired, WrongRepair };
  Kind kind = Kind::Broken;
  std::size_t wrong_repair = 0;  ///< Index in `wrong_repairs`.
};

using DocumentVisit =
    std::function<void(const std::string& path, const nlohmann::json& document)>;

/// What a walk over a snapshot found beside the documents.
struct DocumentWalk {
  Problems problems;
  std::size_t bytes = 0;                 ///< Of JSON text, unpacked.
  std::vector<std::string> other_files;  ///< Paths that are no JSON documents.
};

/// Calls `visit(path, document)` in the order of paths; documents are valid only during
/// the call. A document that cannot be read is a problem and the others still come.
[[nodiscard]] Problems visit_documents(const std::string& where,
                                       const ScenarioState& state,
                                       const DocumentLimits& limits,
                                       const DocumentVisit& visit);

/// As visit_documents, and counts what it passes.
[[nodiscard]] DocumentWalk walk_documents(const std::string& where,
                                          const ScenarioState& state,
                                          const DocumentLimits& limits,
                                          const DocumentVisit& visit);

/// One document again, for showing an excerpt; null if it is gone.
[[nodiscard]] nlohmann::json reread_document(const std::string& where,
                                             const ScenarioState& state,
                                             const std::string& path);

}  // namespace pullproof::aws
