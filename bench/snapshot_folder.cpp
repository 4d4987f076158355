#include "bench/snapshot_folder.h"

#include <fstream>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pullproof::bench {

SnapshotFolder::SnapshotFolder(std::filesystem::path folder)
    : folder_(std::move(folder)) {
  std::filesystem::remove_all(folder_);
}

void SnapshotFolder::add(std::string_view account, std::string_view region,
                         const std::string& call, const Json& document) {
  const std::string path = fmt::format("{}/{}/{}.json", account, region, call);
  write(path, document);
  calls_.push_back({.account = std::string(account),
                    .region = std::string(region),
                    .call = call,
                    .file = path,
                    .error = ""});
}

void SnapshotFolder::add_absent(std::string_view account, std::string_view region,
                                const std::string& call, std::string_view error) {
  calls_.push_back({.account = std::string(account),
                    .region = std::string(region),
                    .call = call,
                    .file = "",
                    .error = std::string(error)});
}

void SnapshotFolder::write_manifest() const {
  Json calls = Json::array();
  for (const Call& call : calls_) {
    Json entry = {
        {"account", call.account}, {"region", call.region}, {"call", call.call}};
    const bool absent = call.file.empty();
    entry["status"] = absent ? "absent" : "ok";
    entry[absent ? "error" : "file"] = absent ? call.error : call.file;
    calls.push_back(std::move(entry));
  }
  write("manifest.json", {{"format", "pullproof-snapshot/1"},
                          {"collected_at", "2026-11-24T04:00:00Z"},
                          {"calls", std::move(calls)}});
}

void SnapshotFolder::write(const std::string& path, const Json& document) const {
  const std::filesystem::path file = folder_ / path;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out << document.dump(4) << '\n';
  out.close();
  if (!out) throw std::runtime_error("cannot write " + file.string());
}

}  // namespace pullproof::bench
