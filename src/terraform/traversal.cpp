#include "src/terraform/traversal.h"

#include <algorithm>
#include <utility>

namespace pullproof::cli::terraform {
namespace {

/// Where the index that begins at `from` ends, behind its bracket; npos if it does not.
std::size_t end_of_index(std::string_view text, std::size_t from) {
  bool quoted = false;
  for (std::size_t i = from + 1; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == ']' && !quoted) {
      return i + 1;
    }
  }
  return std::string_view::npos;
}

}  // namespace

std::vector<std::string> steps_of(std::string_view traversal) {
  std::vector<std::string> steps;
  std::size_t at = 0;
  while (at < traversal.size()) {
    if (traversal[at] == '[') {
      const std::size_t end = end_of_index(traversal, at);
      if (end == std::string_view::npos) return {};
      steps.emplace_back(traversal.substr(at, end - at));
      at = end;
    } else {
      const std::size_t end =
          std::min(traversal.find_first_of(".[", at), traversal.size());
      if (end == at) return {};
      steps.emplace_back(traversal.substr(at, end - at));
      at = end;
    }
    if (at < traversal.size() && traversal[at] == '.') ++at;
  }
  return steps;
}

bool is_index(std::string_view step) { return step.starts_with('['); }

std::vector<ModuleStep> module_path_of(std::string_view address) {
  const auto steps = steps_of(address);
  std::vector<ModuleStep> path;
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    if (steps[i] != "module") break;
    ModuleStep step{.name = steps[++i], .key = {}};
    if (i + 1 < steps.size() && is_index(steps[i + 1])) step.key = steps[++i];
    path.push_back(std::move(step));
  }
  return path;
}

std::string address_of(const std::vector<ModuleStep>& path) {
  std::string address;
  for (const auto& step : path) {
    if (!address.empty()) address += '.';
    address += "module." + step.name + step.key;
  }
  return address;
}

bool begins(const std::vector<std::string>& longer,
            const std::vector<std::string>& shorter) {
  return shorter.size() < longer.size() &&
         std::equal(shorter.begin(), shorter.end(), longer.begin());
}

}  // namespace pullproof::cli::terraform
