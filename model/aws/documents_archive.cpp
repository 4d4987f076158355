#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include "model/aws/document_context.h"
#include "model/aws/document_sink.h"

namespace pullproof::aws {
namespace {

namespace fs = std::filesystem;

using Reader = std::unique_ptr<archive, int (*)(archive*)>;
using Texts = std::map<std::string, std::string>;

/// Below this, no ratio of unpacked to packed bytes is suspicious.
constexpr std::size_t kHarmlessBytes = std::size_t{64} << 20;

std::string reason(archive* reader) {
  const char* text = archive_error_string(reader);
  return text == nullptr ? "unknown error" : printable_utf8(text);
}

/// Opens the file; null, with a problem, if that fails.
Reader open(const std::string& file, bool tar, DocumentSink& sink) {
  Reader reader(archive_read_new(), &archive_read_free);
  if (reader == nullptr) {
    sink.problem(file, "no memory to open the archive");
    return reader;
  }
  // Only these: every further format is code that a stranger's file could reach.
  archive_read_support_filter_gzip(reader.get());
  if (tar) {
    archive_read_support_format_tar(reader.get());
  } else {
    archive_read_support_format_raw(reader.get());
  }
  constexpr std::size_t kBlock = std::size_t{1} << 16;
  if (archive_read_open_filename(reader.get(), file.c_str(), kBlock) != ARCHIVE_OK) {
    sink.problem(file, fmt::format("cannot be unpacked: {}", reason(reader.get())));
    reader.reset();
  }
  return reader;
}

/// Unpacked bytes that the file may have; more is a bomb.
std::size_t allowance(const std::string& file, const DocumentLimits& limits) {
  std::error_code error;
  const auto packed = fs::file_size(file, error);
  if (error) return kHarmlessBytes;
  const std::size_t capped =
      std::min<std::size_t>(packed, limits.total_bytes / limits.archive_ratio + 1);
  return std::max(kHarmlessBytes, capped * limits.archive_ratio);
}

/// The entry's bytes; nothing, with a problem, if they cannot be read or are too many.
std::optional<std::string> unpack(archive* reader, const std::string& path,
                                  std::size_t& allowed, DocumentSink& sink) {
  std::string text;
  std::array<char, 1U << 16U> buffer{};
  while (true) {
    const auto got = archive_read_data(reader, buffer.data(), buffer.size());
    if (got < 0) {
      sink.problem(path, fmt::format("cannot be unpacked: {}", reason(reader)));
      return std::nullopt;
    }
    if (got == 0) break;
    const auto count = static_cast<std::size_t>(got);
    if (count > allowed) {
      sink.problem(path, fmt::format("unpacks to more than {} times its size, which no "
                                     "snapshot does",
                                     sink.limits().archive_ratio));
      return std::nullopt;
    }
    allowed -= count;
    text.append(buffer.data(), count);
    if (text.size() > sink.room()) break;  // the sink says which limit
  }
  if (!sink.admit(path, text.size())) return std::nullopt;
  return text;
}

std::string path_of(archive_entry* entry) {
  const char* utf8 = archive_entry_pathname_utf8(entry);
  if (utf8 == nullptr) utf8 = archive_entry_pathname(entry);
  std::string path = utf8 == nullptr ? "" : utf8;
  while (path.rfind("./", 0) == 0) path.erase(0, 2);
  return path;
}

bool steps_up(const std::string& path) {
  const fs::path parts(path);
  return std::find(parts.begin(), parts.end(), "..") != parts.end();
}

/// Why the entry may not be in a snapshot; "" if it may.
std::string objection(archive_entry* entry, const std::string& path) {
  if (path.empty()) return "an entry without a name";
  if (printable_utf8(path) != path) return "the file's name is not valid UTF-8";
  if (path.front() == '/') return "an absolute path";
  if (steps_up(path)) return "a path that leaves the archive";
  const auto type = archive_entry_filetype(entry);
  const bool link = archive_entry_hardlink(entry) != nullptr ||
                    archive_entry_symlink(entry) != nullptr || type == AE_IFLNK;
  if (link) return "a link: links in archives are not followed";
  if (type != AE_IFREG && type != AE_IFDIR) return "neither a file nor a folder";
  return {};
}

/// Reads one entry; false if the rest of the archive cannot be trusted.
bool take(archive* reader, archive_entry* entry, Texts& texts, std::size_t& allowed,
          DocumentSink& sink) {
  const std::string path = path_of(entry);
  const bool is_root =
      (path.empty() || path == ".") && archive_entry_filetype(entry) == AE_IFDIR;
  if (is_root) return true;
  const std::string why_not = objection(entry, path);
  if (!why_not.empty()) {
    sink.problem(printable_utf8(path), why_not);
    return true;
  }
  if (archive_entry_filetype(entry) == AE_IFDIR || is_hidden(path)) return true;
  if (!ends_with(path, ".json")) {
    sink.other_file(path);
    return true;
  }
  auto text = unpack(reader, path, allowed, sink);
  if (!text) return false;
  if (!texts.emplace(path, std::move(*text)).second) {
    sink.problem(path, "the archive holds this path twice");
  }
  return true;
}

/// True if a folder's name means something in a snapshot.
bool has_meaning(std::string_view folder) {
  return is_account(folder) || is_region(folder) || folder == "global" ||
         folder == "accounts" || folder == "aws_configs" ||
         !service_of_call(folder).empty();
}

/// "snapshot/" if everything is under it: whoever packs a folder packs its name too.
std::string common_folder(const Texts& texts) {
  if (texts.empty()) return {};
  const std::string& first = texts.begin()->first;
  const auto slash = first.find('/');
  if (slash == std::string::npos || has_meaning(first.substr(0, slash))) return {};
  const std::string folder = first.substr(0, slash + 1);
  const bool common = std::all_of(texts.begin(), texts.end(), [&](const auto& text) {
    return text.first.rfind(folder, 0) == 0;
  });
  return common ? folder : std::string();
}

}  // namespace

void walk_archive(const std::string& file, DocumentSink& sink) {
  const Reader reader = open(file, true, sink);
  if (reader == nullptr) return;
  Texts texts;
  std::size_t allowed = allowance(file, sink.limits());
  archive_entry* entry = nullptr;
  int status = archive_read_next_header(reader.get(), &entry);
  while (status == ARCHIVE_OK || status == ARCHIVE_WARN) {
    if (!take(reader.get(), entry, texts, allowed, sink)) return;
    status = archive_read_next_header(reader.get(), &entry);
  }
  if (status != ARCHIVE_EOF) {
    sink.problem(file, fmt::format("cannot be unpacked: {}", reason(reader.get())));
    return;
  }
  const std::string folder = common_folder(texts);
  for (auto& [path, text] : texts) {
    sink.text(path.substr(folder.size()), std::move(text));
  }
}

void walk_packed_text(const std::string& file, const std::string& name,
                      DocumentSink& sink) {
  const Reader reader = open(file, false, sink);
  if (reader == nullptr) return;
  archive_entry* entry = nullptr;
  if (archive_read_next_header(reader.get(), &entry) != ARCHIVE_OK) {
    sink.problem(file, fmt::format("cannot be unpacked: {}", reason(reader.get())));
    return;
  }
  std::size_t allowed = allowance(file, sink.limits());
  const auto text = unpack(reader.get(), name, allowed, sink);
  if (text) sink.whole_snapshot(name, *text);
}

}  // namespace pullproof::aws
