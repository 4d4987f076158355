#include "model/changes/edit_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"
#include "model/changes/account_documents.h"
#include "model/changes/resource_shape.h"
#include "model/core/nearest.h"

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;

std::string nearest_type(const std::string& type) {
  std::vector<std::string> types;
  for (const ResourceShape& shape : resource_shapes()) types.emplace_back(shape.type);
  return nearest(type, std::move(types), 1).front();
}

/// "edits[0]: delete nat-1", by which an answer names its cause.
std::string origin_of(const Json& edit, std::size_t row) {
  const auto named = [&](const char* verb, const std::string& what) {
    return what.empty() ? fmt::format("edits[{}]", row)
                        : fmt::format("edits[{}]: {} {}", row, verb, what);
  };
  if (!edit.is_object()) return named("", "");
  if (edit.contains("delete")) return named("delete", text_member(edit, "delete"));
  if (edit.contains("add")) return named("add", text_member(edit["add"], "type"));
  return named("patch", text_member(edit, "resource"));
}

class EditReader {
 public:
  explicit EditReader(std::string file) : file_(std::move(file)) {}

  Result<Change> read(const Json& document) {
    const auto edits = document.is_object() ? document.find("edits") : document.end();
    if (!document.is_object() || edits == document.end() || !edits->is_array()) {
      return Problem{file_, "", "expected an object with the list `edits`"};
    }
    refuse_others(document, {"edits"}, "");
    for (std::size_t i = 0; i < edits->size(); ++i) {
      read_edit((*edits)[i], fmt::format("/edits/{}", i), origin_of((*edits)[i], i));
    }
    if (!problems_.empty()) return std::move(problems_);
    return std::move(change_);
  }

 private:
  void read_edit(const Json& json, const std::string& at, const std::string& origin) {
    const int kinds = json.is_object() ? static_cast<int>(json.contains("resource")) +
                                             static_cast<int>(json.contains("delete")) +
                                             static_cast<int>(json.contains("add"))
                                       : 0;
    if (kinds != 1) {
      return problem(at,
                     "expected an object with one of `resource` and `patch`, "
                     "`delete`, or `add`");
    }
    if (json.contains("resource")) return read_patch(json, at, origin);
    if (json.contains("delete")) return read_deletion(json, at, origin);
    read_addition(json["add"], at + "/add", origin);
    refuse_others(json, {"add"}, at);
  }

  void read_patch(const Json& json, const std::string& at, const std::string& origin) {
    refuse_others(json, {"resource", "type", "account", "region", "patch"}, at);
    const auto patch = json.find("patch");
    if (patch == json.end() || !patch->is_array()) {
      return problem(at, "expected `patch`, a list of RFC 6902 operations");
    }
    Edit edit = start(Edit::Kind::Patch, json, at, origin);
    edit.resource = required(json, "resource", at);
    edit.value = std::make_shared<const Json>(*patch);
    edit.source.pointer = at + "/patch";
    keep(std::move(edit));
  }

  void read_deletion(const Json& json, const std::string& at,
                     const std::string& origin) {
    refuse_others(json, {"delete", "type", "account", "region"}, at);
    Edit edit = start(Edit::Kind::Delete, json, at, origin);
    edit.resource = required(json, "delete", at);
    edit.source.pointer = at + "/delete";
    keep(std::move(edit));
  }

  void read_addition(const Json& json, const std::string& at,
                     const std::string& origin) {
    if (!json.is_object()) return problem(at, "expected an object");
    refuse_others(json, {"type", "value", "account", "region", "name"}, at);
    const auto value = json.find("value");
    if (value == json.end() || !value->is_object()) {
      return problem(at, "expected `value`, an object as the AWS CLI prints it");
    }
    Edit edit = start(Edit::Kind::Add, json, at, origin);
    if (edit.type.empty()) static_cast<void>(required(json, "type", at));
    edit.parameter = text_member(json, "name");
    edit.value = std::make_shared<const Json>(*value);
    edit.source.pointer = at + "/value";
    keep(std::move(edit));
  }

  Edit start(Edit::Kind kind, const Json& json, const std::string& at,
             const std::string& origin) {
    Edit edit;
    edit.kind = kind;
    edit.origin = origin;
    edit.type = optional(json, "type", at);
    edit.scope = {.account = optional(json, "account", at),
                  .region = optional(json, "region", at)};
    edit.source.file = file_;
    if (!edit.type.empty() && shape_of_type(edit.type) == nullptr) {
      problem(at + "/type",
              fmt::format("no type is called {}; did you mean `{}`?",
                          aws::in_backticks(edit.type), nearest_type(edit.type)));
    }
    return edit;
  }

  std::string optional(const Json& json, const char* key, const std::string& at) {
    const auto found = json.find(key);
    if (found == json.end()) return {};
    if (found->is_string()) return found->get<std::string>();
    problem(at + "/" + key,
            fmt::format("expected a string, found {}", aws::type_name(*found)));
    return {};
  }

  std::string required(const Json& json, const char* key, const std::string& at) {
    const std::size_t before = problems_.size();
    std::string text = optional(json, key, at);
    if (text.empty() && problems_.size() == before) {
      problem(at, fmt::format("expected `{}`, a string that is not empty", key));
    }
    return text;
  }

  void refuse_others(const Json& json, std::initializer_list<std::string_view> known,
                     const std::string& at) {
    for (const auto& [key, value] : json.items()) {
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      std::vector<std::string> names(known.begin(), known.end());
      problem(at, fmt::format("{} is no member here; did you mean `{}`?",
                              aws::in_backticks(key),
                              nearest(key, std::move(names), 1).front()));
    }
  }

  void keep(Edit edit) { change_.edits.push_back(std::move(edit)); }
  void problem(const std::string& at, std::string message) {
    problems_.push_back({file_, at, std::move(message)});
  }

  std::string file_;
  Change change_;
  Problems problems_;
};

}  // namespace

Result<Change> read_edits(const Json& document, const std::string& file) {
  return EditReader(file).read(document);
}

}  // namespace pullproof::changes
