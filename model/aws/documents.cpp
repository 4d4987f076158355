#include "model/aws/documents.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/document_sink.h"
#include "model/aws/json_reader.h"

namespace pullproof::aws {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

struct FoundFile {
  std::string path;  ///< In the snapshot, with `/`.
  fs::path place;
};

std::string inside(const fs::path& folder, const fs::path& place) {
  return place.lexically_relative(folder).generic_string();
}

/// Says why a name cannot be part of a snapshot; true if it can.
bool usable_name(const std::string& path, DocumentSink& sink) {
  if (printable_utf8(path) == path) return true;
  sink.problem(printable_utf8(path), "the file's name is not valid UTF-8");
  return false;
}

void sort_out(const fs::path& folder, fs::recursive_directory_iterator& entry,
              std::vector<FoundFile>& files, DocumentSink& sink) {
  std::error_code error;
  const fs::path place = entry->path();
  const std::string path = inside(folder, place);
  if (is_hidden(path)) {
    if (entry->is_directory(error)) entry.disable_recursion_pending();
    return;
  }
  if (!usable_name(path, sink)) return;
  const bool is_link = entry->is_symlink(error);
  if (is_link && !fs::exists(place, error)) {
    sink.problem(path, "a link that leads nowhere");
    return;
  }
  if (entry->is_directory(error)) {
    if (is_link) sink.problem(path, "links to folders are not followed");
  } else if (entry->is_regular_file(error) && ends_with(path, ".json")) {
    files.push_back({path, place});
  } else {
    sink.other_file(path);
  }
}

std::vector<FoundFile> files_under(const std::string& folder, DocumentSink& sink) {
  std::vector<FoundFile> files;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  while (!error && entry != fs::recursive_directory_iterator()) {
    sort_out(folder, entry, files, sink);
    entry.increment(error);
  }
  if (error) sink.problem(folder, fmt::format("cannot be read: {}", error.message()));
  std::sort(files.begin(), files.end(),
            [](const FoundFile& a, const FoundFile& b) { return a.path < b.path; });
  return files;
}

void walk_file(const std::string& where, DocumentSink& sink) {
  std::string name = fs::path(where).filename().generic_string();
  if (ends_with(name, ".tar") || ends_with(name, ".tar.gz") ||
      ends_with(name, ".tgz")) {
    walk_archive(where, sink);
  } else if (ends_with(name, ".json.gz")) {
    name.resize(name.size() - std::strlen(".gz"));
    walk_packed_text(where, name, sink);
  } else if (ends_with(name, ".json")) {
    const auto text = read_file(where, name, sink.room());
    if (!text.ok()) return sink.problems(text.problems());
    if (sink.admit(name, text.value().size())) sink.whole_snapshot(name, text.value());
  } else {
    sink.problem(where,
                 "expected a folder, or a file that ends in .json, .json.gz, "
                 ".tar, .tar.gz or .tgz");
  }
}

void walk(const std::string& where, const ScenarioState& state, DocumentSink& sink) {
  std::error_code error;
  const fs::file_status status = fs::status(where, error);
  if (!fs::exists(status)) {
    sink.problem(where, "no such file or folder");
  } else if (fs::is_directory(status)) {
    if (!fs::exists(fs::path(where) / "scenario.json", error)) {
      return walk_folder(where, sink);
    }
    const auto bundle = scenario_bundle(where, state, sink);
    if (bundle.ok()) {
      sink.split("snapshot.json", bundle.value());
    } else {
      sink.problems(bundle.problems());
    }
  } else if (fs::is_regular_file(status)) {
    walk_file(where, sink);
  } else {
    sink.problem(where, "neither a file nor a folder");
  }
}

}  // namespace

void walk_folder(const std::string& folder, DocumentSink& sink) {
  for (const FoundFile& file : files_under(folder, sink)) {
    auto text = read_file(file.place.string(), file.path, sink.room());
    if (!text.ok()) {
      sink.problems(text.problems());
    } else if (sink.admit(file.path, text.value().size())) {
      sink.text(file.path, std::move(text.value()));
    }
  }
}

Result<std::string> read_file(const std::string& file, const std::string& name,
                              std::size_t limit) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> handle(
      std::fopen(file.c_str(), "rb"), &std::fclose);
  if (handle == nullptr) {
    return Problem{name, "", fmt::format("cannot be read: {}", std::strerror(errno))};
  }
  std::error_code unknown_size;
  const auto size = fs::file_size(file, unknown_size);
  std::string text;
  constexpr std::size_t kStep = std::size_t{1} << 16;
  if (!unknown_size) text.reserve(std::min<std::size_t>(size, limit) + kStep);
  std::size_t got = 0;
  do {
    const std::size_t before = text.size();
    text.resize(before + kStep);
    got = std::fread(text.data() + before, 1, kStep, handle.get());
    text.resize(before + got);
    if (text.size() > limit) {
      return Problem{name, "", fmt::format("larger than the limit of {} bytes", limit)};
    }
  } while (got > 0);
  if (std::ferror(handle.get()) != 0) return Problem{name, "", "cannot be read"};
  return text;
}

DocumentWalk walk_documents(const std::string& where, const ScenarioState& state,
                            const DocumentLimits& limits, const DocumentVisit& visit) {
  DocumentWalk result;
  DocumentSink sink(limits, visit, result);
  walk(where, state, sink);
  return result;
}

Problems visit_documents(const std::string& where, const ScenarioState& state,
                         const DocumentLimits& limits, const DocumentVisit& visit) {
  return walk_documents(where, state, limits, visit).problems;
}

nlohmann::json reread_document(const std::string& where, const ScenarioState& state,
                               const std::string& path) {
  Json found;
  std::error_code error;
  const fs::path place = fs::path(where) / path;
  const bool in_folder = fs::is_directory(where, error) &&
                         !fs::exists(fs::path(where) / "scenario.json", error);
  if (in_folder) {
    const auto text = read_file(place.string(), path, DocumentLimits{}.file_bytes);
    if (!text.ok()) return found;
    auto document = read_json(text.value(), path);
    return document.ok() ? std::move(document.value()) : found;
  }
  const auto walked =
      walk_documents(where, state, DocumentLimits{},
                     [&](const std::string& other, const Json& document) {
                       if (other == path) found = document;
                     });
  return found;
}

}  // namespace pullproof::aws
