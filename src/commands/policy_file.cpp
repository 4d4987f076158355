#include "src/commands/policy_file.h"

#include <fstream>
#include <iostream>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "src/escape.h"
#include "src/report/problems.h"

namespace pullproof::cli {

std::optional<std::string> read_all(const std::string& file) {
  std::ostringstream text;
  if (file == "-") {
    text << std::cin.rdbuf();
    return text.str();
  }
  const std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  text << in.rdbuf();
  return text.str();
}

std::optional<nlohmann::json> read_policy_file(const std::string& file,
                                               Session& session) {
  const auto text = read_all(file);
  if (!text) {
    session.err << fmt::format("pullproof: cannot read `{}`\n", escape(file));
    return std::nullopt;
  }
  auto json = aws::read_json(*text, file);
  if (json.ok()) return std::move(json.value());
  session.err << problem_list(json.problems(), file);
  return std::nullopt;
}

}  // namespace pullproof::cli
