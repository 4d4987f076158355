// Snapshots for tests: the healthy account as a bundle, and every form that a bundle
// can be written in.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::testing {

/// scenarios/healthy/snapshot.json.
[[nodiscard]] nlohmann::json healthy_bundle();
/// Of a scenario, before its repair.
[[nodiscard]] nlohmann::json scenario_bundle(const std::string& name);
/// The same after it; of a healthy one as it is.
[[nodiscard]] nlohmann::json repaired_bundle(const std::string& name);

/// Path in the healthy bundle of a document of its region: "ec2-describe-vpcs".
[[nodiscard]] std::string regional(const std::string& call);
/// The same for a document of `global`.
[[nodiscard]] std::string global(const std::string& call);

/// A folder that goes away with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string at(const std::string& name) const;

 private:
  std::filesystem::path path_;
};

void write_file(const std::filesystem::path& file, const std::string& text);

/// Writes the bundle as a folder tree.
void explode(const nlohmann::json& bundle, const std::filesystem::path& folder);

/// One entry of a tar.
struct TarEntry {
  enum class Kind { File, Folder, SymbolicLink, HardLink, Device };
  std::string path;
  std::string text;  ///< A link's target.
  Kind kind = Kind::File;
};
/// Writes a tar, packed with gzip if the file's name ends in "gz".
void write_tar(const std::filesystem::path& file, const std::vector<TarEntry>& entries);
/// The entries of a bundle, under `prefix`.
[[nodiscard]] std::vector<TarEntry> tar_entries(const nlohmann::json& bundle,
                                                const std::string& prefix = "");
/// Writes the text, packed with gzip.
void write_gzip(const std::filesystem::path& file, const std::string& text);

}  // namespace pullproof::testing
