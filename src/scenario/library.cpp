#include "src/scenario/library.h"

#include <algorithm>
#include <filesystem>

namespace pullproof::cli {

namespace fs = std::filesystem;

std::string scenarios_folder(const std::string& wanted,
                             const Environment& environment) {
  if (!wanted.empty()) return wanted;
  if (!environment.scenarios.empty()) return environment.scenarios;
  std::vector<fs::path> candidates;
  if (!environment.executable_folder.empty()) {
    const fs::path executable(environment.executable_folder);
    candidates.push_back(executable / "../../scenarios");
    candidates.push_back(executable / "../share/pullproof/scenarios");
  }
  candidates.emplace_back("scenarios");
  for (const fs::path& candidate : candidates) {
    std::error_code failed;
    if (fs::is_directory(candidate, failed)) return candidate.lexically_normal();
  }
  return "";
}

std::vector<std::string> scenario_folders(const std::string& library) {
  std::vector<std::string> folders;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(library, failed)) {
    if (is_scenario(entry.path().string())) folders.push_back(entry.path().string());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

}  // namespace pullproof::cli
