#include "src/scenario/scenario.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"

namespace pullproof::cli {
namespace {

namespace fs = std::filesystem;
using DocumentJson = nlohmann::json;

constexpr auto kFile = "scenario.json";

/// Reads fields of scenario.json and gathers what is wrong with them.
class Fields {
 public:
  explicit Fields(std::string file) : file_(std::move(file)) {}

  std::string text(const DocumentJson& parent, const std::string& pointer,
                   const char* key, bool required) {
    const auto found = parent.find(key);
    if (found != parent.end() && found->is_string()) return found->get<std::string>();
    if (found != parent.end() && !found->is_null()) {
      problem(pointer + "/" + key, "expected text");
    } else if (required) {
      problem(pointer + "/" + key, "missing, expected text");
    }
    return "";
  }

  void problem(std::string pointer, std::string message) {
    problems_.push_back(
        {.file = file_, .pointer = std::move(pointer), .message = std::move(message)});
  }
  [[nodiscard]] const Problems& problems() const { return problems_; }

 private:
  std::string file_;
  Problems problems_;
};

std::vector<std::string> blame(const DocumentJson& value) {
  std::vector<std::string> ids;
  if (value.is_string()) ids.push_back(value.get<std::string>());
  for (const DocumentJson& each : value.is_array() ? value : DocumentJson::array()) {
    if (each.is_string()) ids.push_back(each.get<std::string>());
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

Expectation read_expectation(const DocumentJson& value, const std::string& pointer,
                             Fields& in) {
  if (!value.is_object()) {
    in.problem(pointer, "expected an object");
    return {};
  }
  return {.verdict = in.text(value, pointer, "verdict", true),
          .stage = in.text(value, pointer, "stage", false),
          .mechanism = in.text(value, pointer, "mechanism", false),
          .code = in.text(value, pointer, "code", false),
          .blame = blame(value.value("blame", DocumentJson()))};
}

void read_expectations(const DocumentJson& root, Scenario& scenario, Fields& in) {
  const auto found = root.find("expect");
  if (found == root.end() || !found->is_object() || found->empty()) {
    in.problem("/expect", "expected an object with a verdict for each service");
    return;
  }
  for (const auto& [service, value] : found->items()) {
    const std::string pointer = aws::child_pointer("/expect", service);
    scenario.expect[service] = read_expectation(value, pointer, in);
  }
}

void read_repairs(const DocumentJson& root, Scenario& scenario, Fields& in) {
  if (const auto repair = root.find("repair"); repair != root.end()) {
    if (repair->is_object()) {
      scenario.repair = in.text(*repair, "/repair", "title", true);
    } else {
      in.problem("/repair", "expected an object");
    }
  }
  const auto wrong = root.find("wrong_repairs");
  if (wrong == root.end()) return;
  if (!wrong->is_array()) {
    in.problem("/wrong_repairs", "expected a list");
    return;
  }
  for (std::size_t i = 0; i < wrong->size(); ++i) {
    const std::string pointer = aws::child_pointer("/wrong_repairs", i);
    const DocumentJson& each = (*wrong)[i];
    if (!each.is_object()) {
      in.problem(pointer, "expected an object");
      continue;
    }
    scenario.wrong_repairs.push_back({.title = in.text(each, pointer, "title", true),
                                      .why = in.text(each, pointer, "why", false)});
  }
}

std::string folder_name(const std::string& folder) {
  // Ends in "" after a trailing slash, and in "." for the current folder.
  const fs::path path = fs::absolute(folder).lexically_normal();
  return (path.has_filename() ? path : path.parent_path()).filename().string();
}

}  // namespace

std::string Scenario::verdict() const {
  const auto found = expect.find(service);
  return found == expect.end() ? "" : found->second.verdict;
}

bool is_scenario(const std::string& folder) {
  std::error_code failed;
  return fs::is_regular_file(fs::path(folder) / kFile, failed);
}

Result<Scenario> read_scenario(const std::string& folder) {
  const std::string file = (fs::path(folder) / kFile).string();
  std::ifstream in(file, std::ios::binary);
  if (!in) return Problem{.file = file, .pointer = "", .message = "cannot be opened"};
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  const auto root = aws::read_json(text, file);
  if (!root.ok()) return root.problems();
  const DocumentJson& document = root.value();
  if (!document.is_object()) {
    return Problem{.file = file, .pointer = "", .message = "expected an object"};
  }
  Fields fields(file);
  Scenario scenario{.name = folder_name(folder),
                    .folder = folder,
                    .title = fields.text(document, "", "title", true),
                    .level = fields.text(document, "", "level", false),
                    .why = fields.text(document, "", "why", false),
                    .aws = fields.text(document, "", "aws", false),
                    .service = fields.text(document, "", "service", true),
                    .cluster = fields.text(document, "", "cluster", false),
                    .expect = {},
                    .repair = {},
                    .wrong_repairs = {}};
  read_expectations(document, scenario, fields);
  read_repairs(document, scenario, fields);
  if (!fields.problems().empty()) return fields.problems();
  return scenario;
}

}  // namespace pullproof::cli
