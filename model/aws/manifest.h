// `manifest.json`: which calls `pullproof collect` made, and what became of each.
//
//     {"format": "pullproof-snapshot/1", "collected_at": "...",
//      "calls": [{"account", "region", "call", "status", "file"?, "error"?}]}
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/cursor.h"
#include "model/aws/snapshot.h"

namespace pullproof::aws {

struct ManifestCall {
  Scope scope;            ///< Region "" where the manifest names none.
  std::string call;       ///< Without its parameter.
  std::string parameter;  ///< Decoded; "" if it has none.
  CallStatus status = CallStatus::Unseen;
  std::string file;  ///< Path of the document, from the manifest's folder; "" if none.
  Source source;
};

/// True if the document is a manifest: by its format, or by its name at the top.
[[nodiscard]] bool is_manifest(const std::string& path, const nlohmann::json& document);

/// When its collection began, as printed; "" if it does not say so in a way that can
/// be read.
[[nodiscard]] std::string collected_at(const nlohmann::json& manifest);

/// Files become paths inside the snapshot. Problems go to `log`.
[[nodiscard]] std::vector<ManifestCall> parse_manifest(const nlohmann::json& document,
                                                       const DocumentContext& context,
                                                       ReadLog& log);

}  // namespace pullproof::aws
