// Writes the documents of an invented snapshot where the program looks for them, and
// the manifest of the calls that they answer.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::bench {

/// Keys in the order in which the CLI prints them.
using Json = nlohmann::ordered_json;

class SnapshotFolder {
 public:
  /// Removes what was there. Every function throws std::filesystem::filesystem_error or
  /// std::runtime_error if a file cannot be written.
  explicit SnapshotFolder(std::filesystem::path folder);

  /// `call` with its parameter, percent-encoded: "ecr-describe-images/acme%2Fweb".
  void add(std::string_view account, std::string_view region, const std::string& call,
           const Json& document);
  /// AWS said that there is none.
  void add_absent(std::string_view account, std::string_view region,
                  const std::string& call, std::string_view error);
  /// Requires: everything else is written.
  void write_manifest() const;

 private:
  struct Call {
    std::string account;
    std::string region;
    std::string call;
    std::string file;   ///< Or "": absent.
    std::string error;  ///< Of an absent one.
  };
  void write(const std::string& path, const Json& document) const;

  std::filesystem::path folder_;
  std::vector<Call> calls_;
};

}  // namespace pullproof::bench
