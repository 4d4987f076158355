#include "src/output.h"

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <ostream>
#include <string_view>
#include <system_error>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/escape.h"

namespace pullproof::cli {
namespace {

namespace fs = std::filesystem;

std::string reason(int error) { return std::generic_category().message(error); }

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// What a file has that is created without asking for anything special.
mode_t ordinary_mode() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666U & ~mask;
}

std::string write_beside(const fs::path& file, const std::string& content) {
  std::string beside = file.string() + ".XXXXXX";
  const int descriptor = mkstemp(beside.data());
  if (descriptor < 0) return reason(errno);
  struct stat old {};
  const bool replaces = stat(file.c_str(), &old) == 0;
  const mode_t mode = replaces ? old.st_mode & 07777U : ordinary_mode();
  bool good = write_all(descriptor, content) && fchmod(descriptor, mode) == 0;
  int error = errno;
  if (close(descriptor) != 0 && good) {
    good = false;
    error = errno;
  }
  if (good && std::rename(beside.c_str(), file.c_str()) == 0) return "";
  if (good) error = errno;
  unlink(beside.c_str());
  return reason(error);
}

std::string write_through(const fs::path& file, const std::string& content) {
  std::ofstream out(file, std::ios::binary);
  out << content << std::flush;
  return out ? "" : "it does not take the whole result";
}

// `meanings` must live as long as the program.
template <class T>
void add_choice(CLI::App& command, const char* name, const char* values,
                const char* what, const std::map<std::string, T>& meanings, T& chosen) {
  command
      .add_option_function<std::string>(
          name,
          [&meanings, &chosen](const std::string& text) { chosen = meanings.at(text); },
          what)
      ->type_name(values)
      ->check(CLI::IsMember(meanings).description(""));
}

}  // namespace

void add_output_options(CLI::App& command, OutputOptions& options) {
  static const std::map<std::string, Format> kFormats = {{"text", Format::Text},
                                                         {"json", Format::Json}};
  static const std::map<std::string, ColorChoice> kColors = {
      {"auto", ColorChoice::Automatic},
      {"always", ColorChoice::Always},
      {"never", ColorChoice::Never}};
  add_choice(command, "--format", "text|json", "text (for people) or json", kFormats,
             options.format);
  command.add_option("--output", options.file, "Write the result here, all or nothing")
      ->type_name("FILE");
  add_choice(command, "--color", "auto|always|never",
             "auto follows NO_COLOR and the terminal", kColors, options.color);
  command.add_flag("--verbose", options.verbose,
                   "Also what was not read, statistics, every assumption");
}

Palette result_palette(const OutputOptions& options, const Environment& environment) {
  const bool is_terminal = options.file.empty() && environment.out_is_terminal;
  return Palette(wants_color(options.color, environment.no_color, is_terminal));
}

std::string write_file(const std::string& file, const std::string& content) {
  std::error_code failed;
  const fs::file_status status = fs::status(file, failed);
  if (fs::is_directory(status)) return "it is a folder";
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return write_through(file, content);
  }
  // A link stays a link: the file that it names is replaced.
  const fs::path target = fs::weakly_canonical(file, failed);
  return write_beside(failed ? fs::path(file) : target, content);
}

ExitCode deliver(const std::string& result, const OutputOptions& options,
                 Session& session, ExitCode code) {
  if (options.file.empty()) {
    session.out << result << std::flush;
    if (session.out) return code;
    session.err << "pullproof: the result could not be written\n";
    return graver(code, ExitCode::BadUsage);
  }
  const std::string error = write_file(options.file, result);
  if (error.empty()) return code;
  session.err << fmt::format("pullproof: cannot write `{}`: {}\n", escape(options.file),
                             escape(error));
  return graver(code, ExitCode::BadUsage);
}

}  // namespace pullproof::cli
