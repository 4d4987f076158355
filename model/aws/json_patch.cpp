#include "model/aws/json_patch.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"

namespace pullproof::aws {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxPatchedDepth = 128;
constexpr std::size_t kMaxCopiedValues = 250'000;

struct Size {
  std::size_t depth = 0;
  std::size_t values = 0;
};

Size size_of(const Json& root) {
  Size size;
  std::vector<std::pair<const Json*, std::size_t>> open{{&root, 1}};
  while (!open.empty()) {
    const auto [json, depth] = open.back();
    open.pop_back();
    ++size.values;
    size.depth = std::max(size.depth, depth);
    if (!json->is_structured()) continue;
    for (const Json& child : *json) open.emplace_back(&child, depth + 1);
  }
  return size;
}

std::string text_at(const Json& operation, const char* key) {
  const auto field = operation.find(key);
  if (field == operation.end() || !field->is_string()) return {};
  return field->get<std::string>();
}

/// The value that the operation puts at its path, or null.
const Json* value_of(const Json& document, const Json& operation,
                     const std::string& op) {
  if (op == "add" || op == "replace") {
    const auto value = operation.find("value");
    return value == operation.end() ? nullptr : &*value;
  }
  if (op != "copy" && op != "move") return nullptr;
  return &document.at(Json::json_pointer(text_at(operation, "from")));
}

/// What the library would do in silence, or not in time.
std::string objection(const Json& document, const Json& operation,
                      std::size_t& copied) {
  const std::string op = text_at(operation, "op");
  const Json::json_pointer path(text_at(operation, "path"));
  std::size_t steps = 0;
  for (auto parent = path; !parent.empty(); parent.pop_back()) ++steps;
  if (op != "test" && !path.empty() &&
      !document.at(path.parent_pointer()).is_structured()) {
    return "its parent is neither an object nor a list";
  }
  if (op == "remove" && path.empty()) return "the whole document cannot be removed";
  const Json* value = value_of(document, operation, op);
  if (value == nullptr) return {};
  const Size size = size_of(*value);
  if (steps + size.depth > kMaxPatchedDepth)
    return "it nests deeper than a document may";
  if (op == "copy") copied += size.values;
  return copied > kMaxCopiedValues ? "the patch copies too much" : "";
}

/// The library's message without its own prefix.
std::string without_prefix(std::string_view what) {
  const auto end = what.find("] ");
  return std::string(end == std::string_view::npos ? what : what.substr(end + 2));
}

/// What a failed `test` found, to help whoever mends it.
std::string found_instead(const Json& document, const Json& operation) {
  const Json::json_pointer path(text_at(operation, "path"));
  if (!document.contains(path)) return "nothing is there";
  std::string found = document.at(path).dump(-1, ' ', true);
  constexpr std::size_t kMaxLength = 80;
  if (found.size() > kMaxLength) found = found.substr(0, kMaxLength) + "...";
  return fmt::format("found `{}`", found);
}

std::string apply(Json& document, const Json& operation, std::size_t& copied) {
  if (!operation.is_object()) return "expected an object with `op` and `path`";
  const std::string op = text_at(operation, "op");
  try {
    std::string reason = objection(document, operation, copied);
    if (!reason.empty()) return reason;
    document.patch_inplace(Json::array({operation}));
    return {};
  } catch (const Json::other_error&) {
    return "`test` failed: " + found_instead(document, operation);
  } catch (const Json::exception& error) {
    return fmt::format("`{}` failed: {}", op, without_prefix(error.what()));
  }
}

}  // namespace

Problems apply_patch(nlohmann::json& document, const nlohmann::json& patch,
                     const std::string& file, const std::string& pointer) {
  if (!patch.is_array()) return {{file, pointer, "expected a list of operations"}};
  std::size_t copied = 0;
  for (std::size_t i = 0; i < patch.size(); ++i) {
    std::string reason = apply(document, patch[i], copied);
    if (!reason.empty()) {
      return {{file, child_pointer(pointer, i), std::move(reason)}};
    }
  }
  return {};
}

}  // namespace pullproof::aws
