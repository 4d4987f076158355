// Asks the program `cvc5`, where it is installed: to be compared with, and to have a
// second opinion in tests.
#pragma once

#include <string>

namespace pullproof::bench {

struct SmtAnswer {
  enum class Kind { Sat, Unsat, Unknown, TimeOut, NotInstalled };
  Kind kind = Kind::NotInstalled;
  double cpu_ms = 0;  ///< Of the whole process, user and system.
};

/// `limit` is in seconds of CPU.
[[nodiscard]] SmtAnswer ask_cvc5(const std::string& smt, unsigned limit);

/// A question that costs nothing: what remains is the start of the process.
[[nodiscard]] SmtAnswer start_cvc5();

}  // namespace pullproof::bench
