#include "model/aws/snapshot.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "model/aws/document_sink.h"
#include "model/aws/snapshot_builder.h"

namespace pullproof::aws {
namespace {

Result<Snapshot> finish(SnapshotBuilder builder, const DocumentWalk& walk,
                        const std::string& where) {
  builder.add_problems(walk.problems);
  for (const std::string& path : walk.other_files) builder.add_other_file(path);
  return std::move(builder).finish(where, walk.bytes);
}

}  // namespace

Result<Snapshot> Snapshot::load(const std::string& where, const ScenarioState& state,
                                const DocumentLimits& limits) {
  SnapshotBuilder builder;
  const auto walk =
      walk_documents(where, state, limits,
                     [&](const std::string& path, const nlohmann::json& document) {
                       builder.add(path, document);
                     });
  return finish(std::move(builder), walk, where);
}

Result<Snapshot> Snapshot::from_bundle(const nlohmann::json& bundle,
                                       const BundleReading& how) {
  SnapshotBuilder builder(how);
  const DocumentLimits limits;
  DocumentWalk walk;
  const DocumentVisit visit = [&](const std::string& path,
                                  const nlohmann::json& document) {
    if (!how.has_gaps || !document.is_null()) builder.add(path, document);
  };
  DocumentSink(limits, visit, walk).split("snapshot.json", bundle);
  return finish(std::move(builder), walk, "snapshot.json");
}

}  // namespace pullproof::aws
