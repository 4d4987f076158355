#include "tests/support/bundle.h"

#include <fstream>
#include <memory>
#include <stdexcept>

#include <archive.h>
#include <archive_entry.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace pullproof::testing {
namespace {

namespace fs = std::filesystem;
using Writer = std::unique_ptr<archive, int (*)(archive*)>;
using Entry = std::unique_ptr<archive_entry, void (*)(archive_entry*)>;

void check(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error("cannot prepare the test: " + what);
}

bool is_gzip(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.size() >= 2 && name.substr(name.size() - 2) == "gz";
}

Writer open(const fs::path& file, bool tar) {
  fs::create_directories(file.parent_path());
  Writer writer(archive_write_new(), &archive_write_free);
  if (tar) {
    archive_write_set_format_pax_restricted(writer.get());
  } else {
    archive_write_set_format_raw(writer.get());
  }
  if (is_gzip(file)) archive_write_add_filter_gzip(writer.get());
  check(archive_write_open_filename(writer.get(), file.c_str()) == ARCHIVE_OK,
        file.string());
  return writer;
}

void add(archive* writer, const TarEntry& item) {
  const Entry entry(archive_entry_new(), &archive_entry_free);
  archive_entry_set_pathname(entry.get(), item.path.c_str());
  archive_entry_set_perm(entry.get(), 0644);
  archive_entry_set_filetype(entry.get(), AE_IFREG);
  switch (item.kind) {
    case TarEntry::Kind::File:
      archive_entry_set_size(entry.get(), static_cast<la_int64_t>(item.text.size()));
      break;
    case TarEntry::Kind::Folder:
      archive_entry_set_filetype(entry.get(), AE_IFDIR);
      break;
    case TarEntry::Kind::SymbolicLink:
      archive_entry_set_filetype(entry.get(), AE_IFLNK);
      archive_entry_set_symlink(entry.get(), item.text.c_str());
      break;
    case TarEntry::Kind::HardLink:
      archive_entry_set_hardlink(entry.get(), item.text.c_str());
      break;
    case TarEntry::Kind::Device:
      archive_entry_set_filetype(entry.get(), AE_IFCHR);
      break;
  }
  check(archive_write_header(writer, entry.get()) == ARCHIVE_OK, item.path);
  if (item.kind == TarEntry::Kind::File) {
    archive_write_data(writer, item.text.data(), item.text.size());
  }
}

}  // namespace

nlohmann::json healthy_bundle() {
  std::ifstream file(PULLPROOF_SOURCE_DIR "/scenarios/healthy/snapshot.json");
  return nlohmann::json::parse(file);
}

namespace {

nlohmann::json scenario_named(const std::string& name) {
  std::ifstream file(PULLPROOF_SOURCE_DIR "/scenarios/" + name + "/scenario.json");
  return nlohmann::json::parse(file);
}

}  // namespace

nlohmann::json scenario_bundle(const std::string& name) {
  if (name == "healthy") return healthy_bundle();
  const auto scenario = scenario_named(name);
  return scenario_bundle(scenario.at("base"))
      .patch(scenario.value("patch", nlohmann::json::array()));
}

nlohmann::json repaired_bundle(const std::string& name) {
  auto bundle = scenario_bundle(name);
  if (name == "healthy") return bundle;
  const auto scenario = scenario_named(name);
  if (!scenario.contains("repair")) return bundle;
  return bundle.patch(scenario.at("repair").at("patch"));
}

std::string regional(const std::string& call) {
  return "111122223333/eu-central-1/" + call + ".json";
}

std::string global(const std::string& call) {
  return "111122223333/global/" + call + ".json";
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "pullproof-XXXXXX").string();
  check(mkdtemp(name.data()) != nullptr, name);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TemporaryFolder::at(const std::string& name) const {
  return (path_ / name).string();
}

void write_file(const std::filesystem::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

void explode(const nlohmann::json& bundle, const std::filesystem::path& folder) {
  fs::create_directories(folder);
  for (const auto& [path, document] : bundle.items()) {
    write_file(folder / path, document.dump(2));
  }
}

void write_tar(const std::filesystem::path& file,
               const std::vector<TarEntry>& entries) {
  const Writer writer = open(file, true);
  for (const TarEntry& entry : entries) add(writer.get(), entry);
  archive_write_close(writer.get());
}

std::vector<TarEntry> tar_entries(const nlohmann::json& bundle,
                                  const std::string& prefix) {
  std::vector<TarEntry> entries;
  for (const auto& [path, document] : bundle.items()) {
    entries.push_back({prefix + path, document.dump(), TarEntry::Kind::File});
  }
  return entries;
}

void write_gzip(const std::filesystem::path& file, const std::string& text) {
  const Writer writer = open(file, false);
  add(writer.get(), {"text", text, TarEntry::Kind::File});
  archive_write_close(writer.get());
}

}  // namespace pullproof::testing
