// The JSON report of `check`: "pullproof-check/1", which other programs read.
//
// Guarantee: the order of keys is fixed; only ASCII is printed, everything else as
// \uXXXX, so that the text is safe on a terminal too; bytes that are no UTF-8 become
// U+FFFD.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/verdict.h"
#include "src/report/extras.h"

namespace pullproof::cli {

[[nodiscard]] nlohmann::ordered_json check_document(const model::CheckReport& report,
                                                    const ReportExtras& extras);

/// One verdict, as it stands under `verdicts`.
[[nodiscard]] nlohmann::ordered_json task_document(const model::TaskVerdict& task);

/// The list that stands under `assumptions` in every answer.
[[nodiscard]] nlohmann::ordered_json assumptions_json(
    const std::vector<gates::Assumption>& assumptions);

/// The list that stands under `evidence`.
[[nodiscard]] nlohmann::ordered_json evidence_json(const std::vector<FactRef>& facts);

/// Indented by two, with a final newline.
[[nodiscard]] std::string print_json(const nlohmann::ordered_json& document);
/// On one line, for answers of which many stand below each other.
[[nodiscard]] std::string print_line(const nlohmann::ordered_json& document);

[[nodiscard]] std::string check_json(const model::CheckReport& report,
                                     const ReportExtras& extras);

}  // namespace pullproof::cli
