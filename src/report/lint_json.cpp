#include "src/report/lint_json.h"

#include <nlohmann/json.hpp>

#include "src/report/check_json.h"

namespace pullproof::cli {

std::string lint_json(const std::vector<model::LintFinding>& findings) {
  using Json = nlohmann::ordered_json;
  Json summary = {{"error", 0}, {"warning", 0}, {"info", 0}};
  Json list = Json::array();
  for (const model::LintFinding& finding : findings) {
    Json& count = summary[std::string(name(finding.severity))];
    count = count.get<int>() + 1;
    Json json = {{"code", finding.code},
                 {"severity", name(finding.severity)},
                 {"file", finding.source.file},
                 {"pointer", finding.source.pointer}};
    if (!finding.sid.empty()) json["sid"] = finding.sid;
    json["message"] = finding.message;
    if (!finding.repair.empty()) json["repair"] = finding.repair;
    list.push_back(std::move(json));
  }
  return print_json({{"format", "pullproof-lint/1"},
                     {"summary", std::move(summary)},
                     {"findings", std::move(list)}});
}

}  // namespace pullproof::cli
