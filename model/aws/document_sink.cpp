#include "model/aws/document_sink.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"

namespace pullproof::aws {
namespace {

using Json = nlohmann::json;

bool is_path(const std::string& key) {
  return key.find('/') != std::string::npos || ends_with(key, ".json");
}

bool is_bundle(const Json& json) {
  if (!json.is_object() || json.empty()) return false;
  const auto& fields = json.get_ref<const Json::object_t&>();
  return std::all_of(fields.begin(), fields.end(),
                     [](const auto& field) { return is_path(field.first); });
}

/// How many bytes the UTF-8 sequence at the start has; 0 if it is none.
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return 0;
  }
  const bool overlong =
      (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
  const bool surrogate = lead == 0xED && byte(1) >= 0xA0;
  const bool too_large = lead == 0xF4 && byte(1) >= 0x90;
  return overlong || surrogate || too_large ? 0 : length;
}

}  // namespace

bool DocumentSink::admit(const std::string& path, std::size_t bytes) {
  if (files_ >= limits_->files) {
    if (files_ == limits_->files) {
      problem(path, fmt::format("more than {} files", limits_->files));
    }
    files_ = limits_->files + 1;
    return false;
  }
  ++files_;
  if (bytes > limits_->file_bytes) {
    problem(path, fmt::format("larger than {} bytes", limits_->file_bytes));
    return false;
  }
  if (bytes > limits_->total_bytes - walk_->bytes) {
    problem(path, fmt::format("more than {} bytes in all", limits_->total_bytes));
    return false;
  }
  walk_->bytes += bytes;
  return true;
}

std::size_t DocumentSink::room() const {
  return std::min(limits_->file_bytes, limits_->total_bytes - walk_->bytes);
}

void DocumentSink::text(const std::string& path, std::string text) {
  const auto document = read_json(text, path);
  std::string().swap(text);
  if (!document.ok()) {
    problems(document.problems());
    return;
  }
  (*visit_)(path, document.value());
}

void DocumentSink::whole_snapshot(const std::string& path, std::string_view text) {
  const auto document = read_json(text, path);
  if (document.ok()) {
    split(path, document.value());
  } else {
    problems(document.problems());
  }
}

void DocumentSink::split(const std::string& path, const nlohmann::json& json) {
  if (is_bundle(json)) {
    for (const auto& [inner, document] : json.get_ref<const Json::object_t&>()) {
      (*visit_)(inner, document);
    }
    return;
  }
  if (json.is_array()) {
    for (std::size_t i = 0; i < json.size(); ++i) {
      (*visit_)(fmt::format("{}/{}", path, i), json[i]);
    }
    return;
  }
  (*visit_)(path, json);
}

void DocumentSink::other_file(const std::string& path) {
  walk_->other_files.push_back(path);
}

void DocumentSink::problem(const std::string& file, const std::string& message) {
  walk_->problems.push_back({file, "", message});
}

void DocumentSink::problems(const Problems& problems) {
  walk_->problems.insert(walk_->problems.end(), problems.begin(), problems.end());
}

bool is_hidden(std::string_view path) {
  std::size_t start = 0;
  while (start < path.size()) {
    const auto end = std::min(path.find('/', start), path.size());
    const auto part = path.substr(start, end - start);
    if (part.size() > 1 && part.front() == '.' && part != "..") return true;
    start = end + 1;
  }
  return false;
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

std::string printable_utf8(std::string_view text) {
  std::string printable;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) {
      printable += '?';
      text.remove_prefix(1);
    } else {
      printable += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
  return printable;
}

}  // namespace pullproof::aws
