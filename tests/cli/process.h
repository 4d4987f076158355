// Runs the program that was built, as a shell would.
#pragma once

#include <string>
#include <vector>

namespace pullproof::cli {

struct Outcome {
  int exit_code = -1;  ///< -1 if it did not end by itself.
  std::string out;
  std::string err;  ///< "" on a terminal: both streams are one there.
};

/// `environment` holds "NAME=value"; nothing else is inherited.
[[nodiscard]] Outcome run_program(const std::vector<std::string>& arguments,
                                  const std::vector<std::string>& environment = {});

/// The same with standard output and error on a terminal.
[[nodiscard]] Outcome run_on_terminal(const std::vector<std::string>& arguments,
                                      const std::vector<std::string>& environment = {});

/// A scenario that comes with the program.
[[nodiscard]] std::string scenario(const std::string& name);

}  // namespace pullproof::cli
