#include "tests/support/row_differences.h"

#include <memory>
#include <utility>

#include <nlohmann/json.hpp>

namespace pullproof::support {
namespace {

using Json = nlohmann::json;

aws::ChangedRow edited_row(const std::string& file, std::string pointer,
                           const Json& before, const Json& after) {
  return {.file = file,
          .pointer = std::move(pointer),
          .before = std::make_shared<const Json>(before),
          .after = std::make_shared<const Json>(after)};
}

/// Rows are what a member of a document holds; false if they have no places of their
/// own.
bool add_differences(const std::string& file, const std::string& pointer,
                     const Json& before, const Json& after,
                     std::vector<aws::ChangedRow>& rows) {
  if (before == after) return true;
  if (before.is_object() && after.is_object()) {
    rows.push_back(edited_row(file, pointer, before, after));
    return true;
  }
  if (!before.is_array() || !after.is_array() || before.size() != after.size()) {
    return false;
  }
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] == after[i]) continue;
    rows.push_back(
        edited_row(file, pointer + '/' + std::to_string(i), before[i], after[i]));
  }
  return true;
}

}  // namespace

std::vector<aws::ChangedRow> row_differences(const std::string& file,
                                             const Json& before, const Json& after) {
  const auto whole = [&] { return std::vector{edited_row(file, "", before, after)}; };
  if (before == after) return {};
  if (!before.is_object() || !after.is_object() || before.size() != after.size()) {
    return whole();
  }
  std::vector<aws::ChangedRow> rows;
  for (const auto& [key, value] : before.items()) {
    const auto other = after.find(key);
    if (other == after.end()) return whole();
    if (!add_differences(file, (Json::json_pointer() / key).to_string(), value, *other,
                         rows))
      return whole();
  }
  return rows;
}

}  // namespace pullproof::support
