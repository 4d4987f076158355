// Shows the piece of a document that a finding rests on, in a few lines.
//
// Deep parts are cut off at the page's edge until the rest fits. A pointer
// may lead into a policy that AWS prints as text inside the JSON.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/documents.h"
#include "model/aws/scope.h"

namespace pullproof::cli {

/// Lines that are escaped already, at most `max_lines`; none if nothing is there.
[[nodiscard]] std::vector<std::string> excerpt(const nlohmann::json& document,
                                               const std::string& pointer,
                                               std::size_t max_lines = 12);

/// Hands out those of the documents that exist.
using DocumentReader = std::function<void(
    const std::set<std::string>& files,
    const std::function<void(const std::string&, const nlohmann::json&)>& visit)>;

/// Reads them from the snapshot again: one by one from a folder, else in one pass.
[[nodiscard]] DocumentReader snapshot_reader(const std::string& snapshot,
                                             const aws::ScenarioState& state);

/// The excerpts of all these places; each document is read once and let go.
using Excerpts = std::map<aws::Source, std::vector<std::string>>;
[[nodiscard]] Excerpts read_excerpts(const std::set<aws::Source>& places,
                                     const DocumentReader& reader);

}  // namespace pullproof::cli
