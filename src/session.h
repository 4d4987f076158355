// What a command may use of the world outside: two streams, and facts about them.
#pragma once

#include <iosfwd>
#include <string>

namespace pullproof::cli {

struct Environment {
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool no_color = false;          ///< NO_COLOR is set and not empty.
  std::string scenarios;          ///< PULLPROOF_SCENARIOS, or "".
  std::string executable_folder;  ///< "" if it cannot be told.
};

/// The process's own.
[[nodiscard]] Environment read_environment();

struct Session {
  Environment environment;
  std::ostream& out;
  std::ostream& err;
};

}  // namespace pullproof::cli
