// Where a result goes and how it looks; every command has these options.
#pragma once

#include <string>

#include "src/exit_code.h"
#include "src/palette.h"
#include "src/session.h"

namespace CLI {  // NOLINT(readability-identifier-naming): its own name
class App;
}

namespace pullproof::cli {

enum class Format { Text, Json };

struct OutputOptions {
  Format format = Format::Text;
  ColorChoice color = ColorChoice::Automatic;
  std::string file = {};  ///< "" is standard output.
  bool verbose = false;
};

/// Adds --format, --output, --color and --verbose. `options` must outlive `command`.
void add_output_options(CLI::App& command, OutputOptions& options);

/// Colors of the result, which is not always on the terminal.
[[nodiscard]] Palette result_palette(const OutputOptions& options,
                                     const Environment& environment);

/// Writes the result to the file or to standard output. Gives back `code`, or a graver
/// one if the result could not be written.
[[nodiscard]] ExitCode deliver(const std::string& result, const OutputOptions& options,
                               Session& session, ExitCode code);

/// A regular file is written beside and renamed, so that nobody reads half of it; a
/// pipe or device is written as it is. Gives back "" or what went wrong.
[[nodiscard]] std::string write_file(const std::string& file,
                                     const std::string& content);

}  // namespace pullproof::cli
