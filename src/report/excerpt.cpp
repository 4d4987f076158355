#include "src/report/excerpt.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <memory>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "src/escape.h"
#include "src/layout.h"

namespace pullproof::cli {
namespace {

using DocumentJson = nlohmann::json;

constexpr std::size_t kWidth = 84;

std::string compact(const DocumentJson& value) {
  return escape(value.dump(-1, ' ', false, DocumentJson::error_handler_t::replace));
}

// Stands for a space where a line must not break; escaped text never holds it.
constexpr char kGlue = '\x1f';

std::string glued(std::string text) {
  std::replace(text.begin(), text.end(), ' ', kGlue);
  return text;
}

std::string unglued(std::string text) {
  std::replace(text.begin(), text.end(), kGlue, ' ');
  return text;
}

/// Writes a value on one line, with spaces after colons and commas as people do.
class Line {
 public:
  explicit Line(std::size_t width) : width_(width) {}

  /// Stops where the line is full.
  void add(const DocumentJson& value) {
    if (!value.is_structured()) {
      text_ += glued(compact(value));
      return;
    }
    text_ += value.is_object() ? '{' : '[';
    for (auto item = value.begin(); item != value.end() && !full(); ++item) {
      if (item != value.begin()) text_ += ", ";
      if (value.is_object()) text_ += glued(compact(item.key()) + ": ");
      add(*item);
    }
    text_ += value.is_object() ? '}' : ']';
  }

  [[nodiscard]] bool full() const { return columns(text_) > width_; }
  /// Ends with "..." if it was full.
  [[nodiscard]] std::string text() const { return cut(text_, width_); }

 private:
  std::size_t width_;
  std::string text_;
};

/// How much room a page gives to a value.
struct Style {
  int levels = 0;         ///< Deeper values are not opened up.
  std::size_t lines = 1;  ///< What such a value may take before it is cut off.
};

// From generous to narrow.
constexpr std::array kStyles = {Style{5, 3}, Style{3, 3}, Style{2, 3}, Style{1, 3},
                                Style{1, 2}, Style{2, 1}, Style{1, 1}};

struct ExcerptPage {
  Style style;
  std::size_t max_lines;
  std::vector<std::string> lines;

  [[nodiscard]] bool full() const { return lines.size() > max_lines; }
};

// A value that is not opened up, on a few lines.
void fill(const DocumentJson& value, const std::string& start, std::size_t width,
          ExcerptPage& page) {
  Line line(width * page.style.lines);
  line.add(value);
  const std::string hanging((static_cast<std::size_t>(page.style.levels) + 1) * 2, ' ');
  std::string head = start;
  for (const std::string& part : wrap(line.text(), width)) {
    page.lines.push_back(head + unglued(cut(part, kWidth - columns(head))));
    head = hanging;
  }
}

void render(const DocumentJson& value, const std::string& head, int depth,
            ExcerptPage& page) {
  const std::string indent(static_cast<std::size_t>(depth) * 2, ' ');
  const std::string start = indent + head;
  const std::size_t used = columns(start) + 1;
  const std::size_t left = used < kWidth ? kWidth - used : 0;
  Line line(left);
  line.add(value);
  if (!line.full() || !value.is_structured()) {
    page.lines.push_back(start + unglued(line.text()));
    return;
  }
  if (depth == page.style.levels) {
    fill(value, start, left, page);
    return;
  }
  page.lines.push_back(start + (value.is_object() ? "{" : "["));
  for (auto item = value.begin(); item != value.end() && !page.full(); ++item) {
    const std::string key = value.is_object() ? compact(item.key()) + ": " : "";
    render(*item, key, depth + 1, page);
    if (std::next(item) != value.end()) page.lines.back() += ',';
  }
  page.lines.push_back(indent + (value.is_object() ? "}" : "]"));
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
std::unique_ptr<DocumentJson> embedded_json(const std::string& text) {
  const bool encoded = text.rfind("%7B", 0) == 0;
  const std::string plain = encoded ? url_decoded(text) : text;
  const std::size_t first = plain.find_first_not_of(" \t\r\n");
  if (first == std::string::npos || (plain[first] != '{' && plain[first] != '[')) {
    return nullptr;
  }
  auto read = aws::read_json(plain, "");
  return read.ok() ? std::make_unique<DocumentJson>(std::move(read.value())) : nullptr;
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

const DocumentJson* child(const DocumentJson& parent, const std::string& key) {
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
  const DocumentJson* value = nullptr;  ///< Null: nothing is there.
  std::string key;  ///< Of a field; "" for an element or the document.
  std::unique_ptr<DocumentJson> owned;  ///< Holds `value` if it stood in a text.

  void open_text() {
    if (!value->is_string()) return;
    auto inner = embedded_json(value->get<std::string>());
    if (inner == nullptr) return;
    owned = std::move(inner);
    value = owned.get();
  }
};

Found resolve(const DocumentJson& document, std::string_view pointer) {
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

std::vector<std::string> excerpt(const DocumentJson& document,
                                 const std::string& pointer, std::size_t max_lines) {
  if (!pointer.empty() && pointer[0] != '/') return {};
  const Found found = resolve(document, pointer);
  if (found.value == nullptr) return {};
  const std::string head = found.key.empty() ? "" : compact(found.key) + ": ";
  ExcerptPage page{.style = {}, .max_lines = max_lines, .lines = {}};
  for (const Style& style : kStyles) {
    page.style = style;
    page.lines.clear();
    render(*found.value, head, 0, page);
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
    const auto visit_wanted = [&](const std::string& file,
                                  const DocumentJson& document) {
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
  reader(files, [&](const std::string& file, const DocumentJson& document) {
    auto place = places.lower_bound({.file = file, .pointer = ""});
    for (; place != places.end() && place->file == file; ++place) {
      excerpts[*place] = excerpt(document, place->pointer);
    }
  });
  return excerpts;
}

}  // namespace pullproof::cli
