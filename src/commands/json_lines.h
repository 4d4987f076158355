// Commands that answer a file of JSON lines, one line for each, in order.
//
// Answers are given out as they come, so that a file may be endless; with --output they
// are written together at the end. A malformed line gets an answer of its own.
#pragma once

#include <functional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "src/exit_code.h"
#include "src/output.h"
#include "src/session.h"

namespace pullproof::cli {

struct LineAnswer {
  std::string text;  ///< With the newline that ends it.
  ExitCode code = ExitCode::Proved;
};

/// `id` is the line's own, null if it has none; `where` is "FILE:NUMBER".
using AnswerLine = std::function<LineAnswer(
    const nlohmann::json& line, const nlohmann::json& id, const std::string& where)>;

/// `file` may be "-" for standard input. `noun` is what a line holds: "request".
[[nodiscard]] ExitCode answer_lines(const std::string& file, const char* noun,
                                    const AnswerLine& answer,
                                    const OutputOptions& output, Session& session);

}  // namespace pullproof::cli
