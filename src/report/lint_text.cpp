#include "src/report/lint_text.h"

#include <map>

#include <fmt/format.h>

#include "src/escape.h"
#include "src/layout.h"

namespace pullproof::cli {
namespace {

using model::LintFinding;
using model::LintSeverity;

std::string paint_level(const Palette& palette, LintSeverity severity,
                        const std::string& text) {
  switch (severity) {
    case LintSeverity::Error:
      return palette.red(text);
    case LintSeverity::Warning:
      return palette.yellow(text);
    case LintSeverity::Info:
      break;
  }
  return text;
}

std::string place(const LintFinding& finding) {
  std::string text = escape(finding.source.file);
  if (!finding.source.pointer.empty()) text += ": " + escape(finding.source.pointer);
  return text;
}

std::string paragraph(const LintFinding& finding, const Palette& palette) {
  const std::string severity(name(finding.severity));
  std::string out = fmt::format("{}: {} {} [{}]\n", palette.bold(place(finding)),
                                paint_level(palette, finding.severity, severity + ":"),
                                escape(finding.message), finding.code);
  out += labelled("statement", escape(finding.sid));
  return out + labelled("repair", escape(finding.repair));
}

}  // namespace

std::string lint_text(const std::vector<LintFinding>& findings,
                      const Palette& palette) {
  std::string out;
  std::map<LintSeverity, std::size_t> totals;
  for (const LintFinding& finding : findings) {
    out += paragraph(finding, palette);
    ++totals[finding.severity];
  }
  if (findings.empty()) return "nothing found\n";
  std::vector<std::string> parts;
  parts.reserve(totals.size());
  for (const auto& [severity, count] : totals) {
    parts.push_back(severity == LintSeverity::Info
                        ? fmt::format("{} for information", count)
                        : counted(count, name(severity)));
  }
  return out + fmt::format("\n{}\n", enumerated(parts));
}

}  // namespace pullproof::cli
