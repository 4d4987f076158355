#include "src/report/excerpt.h"

#include <charconv>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "src/escape.h"
#include "src/layout.h"

namespace pullproof::cli {
namespace {

using nlohmann::json;

constexpr std::size_t kWidth = 84;
constexpr int kDeepest = 5;

std::string compact(const json& value) {
  return escape(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

// One line with spaces after colons and commas, as people write it; nothing if it
// takes more than `width` columns.
std::optional<std::string> one_line(const json& value, std::size_t width) {
  if (!value.is_structured()) return compact(value);
  if (value.empty()) return value.is_object() ? "{}" : "[]";
  std::string line = value.is_object() ? "{" : "[";
  for (auto item = value.begin(); item != value.end(); ++item) {
    if (item != value.begin()) line += ", ";
    if (value.is_object()) line += compact(item.key()) + ": ";
    if (columns(line) > width) return std::nullopt;
    const auto part = one_line(*item, width - columns(line));
    if (!part) return std::nullopt;
    line += *part;
  }
  line += value.is_object() ? '}' : ']';
  if (columns(line) > width) return std::nullopt;
  return line;
}

struct Page {
  std::size_t max_lines;
  std::vector<std::string> lines;

  [[nodiscard]] bool full() const { return lines.size() > max_lines; }
};

// Opens `value` up, at most `levels` deep, until the page is full.
void render(const json& value, const std::string& head, std::size_t indent, int levels,
            Page& page) {
  const std::string start = std::string(indent, ' ') + head;
  const std::size_t used = columns(start) + 1;
  const std::size_t left = used < kWidth ? kWidth - used : 0;
  if (!value.is_structured()) {
    page.lines.push_back(start + cut(compact(value), left));
    return;
  }
  if (const auto line = one_line(value, left)) {
    page.lines.push_back(start + *line);
    return;
  }
  if (levels == 0) {
    page.lines.push_back(start + (value.is_object() ? "{...}" : "[...]"));
    return;
  }
  page.lines.push_back(start + (value.is_object() ? "{" : "["));
  for (auto item = value.begin(); item != value.end() && !page.full(); ++item) {
    const std::string key = value.is_object() ? compact(item.key()) + ": " : "";
    render(*item, key, indent + 2, levels - 1, page);
    if (std::next(item) != value.end()) page.lines.back() += ',';
  }
  page.lines.push_back(std::string(indent, ' ') + (value.is_object() ? "}" : "]"));
}

std::string url_decoded(const std::string& text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    const char* digits = text.data() + i + 1;
    const bool escape_follows = text[i] == '%' && i + 2 < text.size();
    if (escape_follows &&
        std::from_chars(digits, digits + 2, byte, 16).ptr == digits + 2) {
      decoded += static_cast<char>(byte);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

// Policies stand in AWS's answers as JSON text, sometimes URL-encoded. Null if it is
// some other text.
std::unique_ptr<json> embedded_json(const std::string& text) {
  const bool encoded = text.rfind("%7B", 0) == 0;
  const std::string plain = encoded ? url_decoded(text) : text;
  const std::size_t first = plain.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || (plain[first] != '{' && plain[first] != '[')) {
    return nullptr;
  }
  auto read = aws::read_json(plain, "");
  return read.ok() ? std::make_unique<json>(std::move(read.value())) : nullptr;
}

std::string unescaped(std::string_view token) {
  std::string text;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] == '~' && i + 1 < token.size()) {
      ++i;
      text += token[i] == '1' ? '/' : '~';
    } else {
      text += token[i];
    }
  }
  return text;
}

const json* child(const json& parent, const std::string& key) {
  if (parent.is_object()) {
    const auto found = parent.find(key);
    return found == parent.end() ? nullptr : &*found;
  }
  if (!parent.is_array()) return nullptr;
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  const bool whole = error == std::errc{} && end == key.data() + key.size();
  return whole && index < parent.size() ? &parent[index] : nullptr;
}

struct Found {
  const json* value = nullptr;  ///< Null: nothing is there.
  std::string key;              ///< Of a field; "" for an element or the document.
  std::unique_ptr<json> owned;  ///< Holds `value` if it stood in a text.

  void open_text() {
    if (!value->is_string()) return;
    auto inner = embedded_json(value->get<std::string>());
    if (inner == nullptr) return;
    owned = std::move(inner);
    value = owned.get();
  }
};

Found resolve(const json& document, std::string_view pointer) {
  Found found{.value = &document, .key = "", .owned = nullptr};
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t slash = std::min(pointer.find('/'), pointer.size());
    const std::string token = unescaped(pointer.substr(0, slash));
    pointer.remove_prefix(slash);
    found.open_text();
    found.key = found.value->is_object() ? token : "";
    found.value = child(*found.value, token);
    if (found.value == nullptr) return found;
  }
  found.open_text();
  return found;
}

}  // namespace

std::vector<std::string> excerpt(const json& document, const std::string& pointer,
                                 std::size_t max_lines) {
  if (!pointer.empty() && pointer[0] != '/') return {};
  const Found found = resolve(document, pointer);
  if (found.value == nullptr) return {};
  const std::string head = found.key.empty() ? "" : compact(found.key) + ": ";
  Page page{.max_lines = max_lines, .lines = {}};
  for (int levels = kDeepest; levels > 0; --levels) {
    page.lines.clear();
    render(*found.value, head, 0, levels, page);
    if (!page.full()) return page.lines;
  }
  page.lines.resize(max_lines - 2);
  page.lines.emplace_back("  ...");
  page.lines.emplace_back(found.value->is_object() ? "}" : "]");
  return page.lines;
}

DocumentReader snapshot_reader(const std::string& snapshot,
                               const aws::ScenarioState& state) {
  return [snapshot, state](const std::set<std::string>& files, const auto& visit) {
    std::error_code failed;
    // A scenario's documents are patched all at once, so one pass is cheaper there.
    const std::filesystem::path folder(snapshot);
    if (std::filesystem::is_directory(folder, failed) &&
        !std::filesystem::exists(folder / "scenario.json", failed)) {
      for (const std::string& file : files) {
        visit(file, aws::reread_document(snapshot, state, file));
      }
      return;
    }
    const auto visit_wanted = [&](const std::string& file, const json& document) {
      if (files.count(file) != 0) visit(file, document);
    };
    // Problems are no news here: the snapshot has been read once already.
    (void)aws::visit_documents(snapshot, state, {}, visit_wanted);
  };
}

Excerpts read_excerpts(const std::set<aws::Source>& places,
                       const DocumentReader& reader) {
  std::set<std::string> files;
  for (const aws::Source& place : places) files.insert(place.file);
  Excerpts excerpts;
  if (files.empty()) return excerpts;
  reader(files, [&](const std::string& file, const json& document) {
    auto place = places.lower_bound({.file = file, .pointer = ""});
    for (; place != places.end() && place->file == file; ++place) {
      excerpts[*place] = excerpt(document, place->pointer);
    }
  });
  return excerpts;
}

}  // namespace pullproof::cli
