// For each rule of `policy lint`, policies that it finds and twins that it lets be.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::testing {

struct LintSample {
  std::string code;
  std::string found;      ///< Statements, with a comma between two.
  std::string let_be;     ///< The same, mended.
  std::string kind = "";  ///< "identity", "resource", "endpoint"; "" is automatic.
  std::string version = "2012-10-17";
};

/// The code, for the messages of Google Test.
void PrintTo(const LintSample& sample, std::ostream* out);

[[nodiscard]] const std::vector<LintSample>& lint_samples();

/// A document of these statements.
[[nodiscard]] nlohmann::json policy_of(const std::string& statements,
                                       const std::string& version = "2012-10-17");

}  // namespace pullproof::testing
