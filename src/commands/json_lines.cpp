#include "src/commands/json_lines.h"

#include <fstream>
#include <iostream>
#include <istream>
#include <ostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "src/escape.h"
#include "src/report/authorize_json.h"

namespace pullproof::cli {
namespace {

/// Answers are given out in pieces of this size.
constexpr std::size_t kPiece = 1U << 16U;

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

LineAnswer answer_one(const std::string& text, const std::string& where,
                      const AnswerLine& answer) {
  const auto line = aws::read_json(text, where);
  if (!line.ok()) return {malformed_json({}, line.problems()), ExitCode::BadInput};
  const bool has_id = line.value().is_object() && line.value().contains("id");
  const nlohmann::json id = has_id ? line.value().at("id") : nlohmann::json();
  return answer(line.value(), id, where);
}

ExitCode answer_all(std::istream& in, const std::string& file, const char* noun,
                    const AnswerLine& answer, const OutputOptions& output,
                    Session& session) {
  std::string text;
  std::string pending;
  std::size_t number = 0;
  bool any = false;
  ExitCode code = ExitCode::Proved;
  while (std::getline(in, text)) {
    ++number;
    if (is_blank(text)) continue;
    any = true;
    const LineAnswer one = answer_one(text, fmt::format("{}:{}", file, number), answer);
    code = graver(code, one.code);
    pending += one.text;
    if (output.file.empty() && pending.size() >= kPiece) {
      session.out << pending;
      pending.clear();
    }
  }
  if (!any) {
    session.err << fmt::format("pullproof: `{}` holds no {}\n", escape(file), noun);
    return ExitCode::BadUsage;
  }
  return deliver(pending, output, session, code);
}

}  // namespace

ExitCode answer_lines(const std::string& file, const char* noun,
                      const AnswerLine& answer, const OutputOptions& output,
                      Session& session) {
  if (file == "-") return answer_all(std::cin, file, noun, answer, output, session);
  std::ifstream in(file, std::ios::binary);
  if (in) return answer_all(in, file, noun, answer, output, session);
  session.err << fmt::format("pullproof: cannot read `{}`\n", escape(file));
  return ExitCode::BadInput;
}

}  // namespace pullproof::cli
