#include "src/report/check_json.h"

#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "src/report/words.h"

namespace pullproof::cli {
namespace {

using Json = nlohmann::ordered_json;
using Pairs = std::vector<std::pair<std::string, std::string>>;

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

// A list, not an object: several legs have a field of the same name.
Json named_values(const Pairs& pairs) {
  Json list = Json::array();
  for (const auto& [name, value] : pairs) {
    list.push_back({{"name", name}, {"value", value}});
  }
  return list;
}

Json placement_json(const model::Placement& placement) {
  Json json = {{"subnet", text_or_null(placement.subnet)},
               {"az", text_or_null(placement.availability_zone)}};
  if (!placement.instance.empty()) json["instance"] = placement.instance;
  return json;
}

Json placements_json(const std::vector<model::Placement>& placements) {
  Json list = Json::array();
  for (const model::Placement& each : placements) {
    list.push_back(placement_json(each));
  }
  return list;
}

Json packet_json(const model::PacketExample& packet) {
  return {{"source", packet.source},
          {"destination", packet.destination},
          {"protocol", packet.protocol},
          {"direction", packet.direction}};
}

Json request_json(const model::RequestExample& request) {
  Json context = Json::object();
  for (const auto& [key, value] : request.context) context[key] = value;
  return {{"principal", request.principal},
          {"action", request.action},
          {"resource", request.resource},
          {"context", std::move(context)}};
}

Json counterexample_json(const model::Counterexample& example) {
  Json json = Json::object();
  if (example.packet) json["packet"] = packet_json(*example.packet);
  if (example.request) json["request"] = request_json(*example.request);
  if (!example.choice.empty()) json["choice"] = named_values(example.choice);
  return json;
}

Json path_json(const std::vector<model::PathHop>& path) {
  Json list = Json::array();
  for (const model::PathHop& hop : path) {
    Json json = {{"hop", hop.kind}, {"id", hop.id}};
    if (hop.refuses) json["refuses"] = true;
    if (hop.back) json["direction"] = "return";
    list.push_back(std::move(json));
  }
  return list;
}

Json stages_json(const std::set<model::Stage>& stages) {
  Json list = Json::array();
  for (const model::Stage stage : stages) list.push_back(model::name(stage));
  return list;
}

Json finding_json(const model::Finding& finding) {
  const bool placed = !finding.placements.empty();
  return {{"stage", model::name(finding.stage)},
          {"alsoStages", stages_json(finding.also_stages)},
          {"mechanism", finding.mechanism},
          {"code", finding.code},
          {"container", text_or_null(finding.container)},
          {"image", text_or_null(finding.image)},
          {"placement", placed ? placement_json(finding.placements[0]) : Json(nullptr)},
          {"placements", placements_json(finding.placements)},
          {"everyChoice", finding.every_choice},
          {"blame", finding.blame},
          {"counterexample", counterexample_json(finding.counterexample)},
          {"path", path_json(finding.path)},
          {"host", text_or_null(finding.host)},
          {"message", finding.message},
          {"ecsError", text_or_null(finding.ecs_error)},
          {"serviceEvent", text_or_null(finding.service_event)},
          {"repair", text_or_null(finding.repair)},
          {"evidence", evidence_json(finding.evidence)}};
}

Json missing_json(const std::vector<Unknown>& questions) {
  Json list = Json::array();
  for (const Unknown& question : questions) {
    list.push_back({{"call", text_or_null(question.call)}, {"why", question.why}});
  }
  return list;
}

const char* name_of(model::ObservedStop::Agreement agreement) {
  switch (agreement) {
    case model::ObservedStop::Agreement::AsPredicted:
      return "as-predicted";
    case model::ObservedStop::Agreement::OtherThanPredicted:
      return "other-than-predicted";
    case model::ObservedStop::Agreement::Open:
      return "open";
  }
  return "";
}

Json observed_json(const std::vector<model::ObservedStop>& observed) {
  Json list = Json::array();
  for (const auto& stop : observed) {
    list.push_back({{"task", stop.task},
                    {"tasks", stop.tasks},
                    {"text", stop.text},
                    {"error", stop.error},
                    {"agreement", name_of(stop.agreement)}});
  }
  return list;
}

Json task_json(const model::TaskVerdict& task) {
  Json findings = Json::array();
  for (const model::Finding& each : task.findings) {
    findings.push_back(finding_json(each));
  }
  Json json = {{"service", text_or_null(task.service)},
               {"cluster", text_or_null(task.cluster)},
               {"taskDefinition", text_or_null(task.task_definition)},
               {"account", text_or_null(task.account)},
               {"region", text_or_null(task.region)},
               {"launchType", text_or_null(task.launch_type)},
               {"verdict", model::name(task.verdict)},
               {"findings", std::move(findings)},
               {"missing", missing_json(task.missing)},
               {"assumptions", assumptions_json(task.assumptions)},
               {"warnings", task.warnings},
               {"observed", observed_json(task.observed)},
               {"placements", placements_json(task.placements)}};
  if (task.verdict == model::Verdict::Intermittent) {
    json["passingChoice"] = named_values(task.passing_choice);
  }
  return json;
}

Json summary_json(const model::CheckReport& report) {
  Json json = Json::object();
  for (const auto& [verdict, count] : totals(report)) {
    json[std::string(model::name(verdict))] = count;
  }
  return json;
}

Json warnings_json(const std::vector<Problem>& warnings) {
  Json list = Json::array();
  for (const Problem& each : warnings) {
    list.push_back(
        {{"file", each.file}, {"pointer", each.pointer}, {"message", each.message}});
  }
  return list;
}

void add_verbose(Json& document, const model::CheckReport& report,
                 const ReportExtras& extras) {
  document["statistics"] = {{"legs", report.statistics.legs},
                            {"proofs", report.statistics.proofs},
                            {"solverQueries", report.statistics.solver_queries}};
  Json not_read = Json::array();
  for (const aws::NotRead& each : extras.not_read) {
    not_read.push_back({{"what", each.what}, {"count", each.count}});
  }
  document["notRead"] = std::move(not_read);
}

}  // namespace

nlohmann::ordered_json task_document(const model::TaskVerdict& task) {
  return task_json(task);
}

nlohmann::ordered_json evidence_json(const std::vector<FactRef>& facts) {
  Json list = Json::array();
  for (const FactRef& fact : facts) {
    list.push_back({{"file", text_or_null(fact->file)},
                    {"pointer", fact->pointer},
                    {"id", fact->id},
                    {"note", fact->note}});
  }
  return list;
}

Json assumptions_json(const std::vector<gates::Assumption>& assumptions) {
  Json list = Json::array();
  for (const gates::Assumption& assumption : assumptions) {
    list.push_back({{"name", assumption.name}, {"value", assumption.value}});
  }
  return list;
}

nlohmann::ordered_json check_document(const model::CheckReport& report,
                                      const ReportExtras& extras) {
  Json verdicts = Json::array();
  for (const model::TaskVerdict& task : report.verdicts) {
    verdicts.push_back(task_json(task));
  }
  Json document = {{"format", "pullproof-check/1"},
                   {"summary", summary_json(report)},
                   {"verdicts", std::move(verdicts)},
                   {"warnings", warnings_json(extras.warnings)}};
  if (extras.verbose) add_verbose(document, report, extras);
  return document;
}

std::string print_json(const nlohmann::ordered_json& document) {
  const auto replace = nlohmann::ordered_json::error_handler_t::replace;
  return document.dump(2, ' ', true, replace) + "\n";
}

std::string print_line(const nlohmann::ordered_json& document) {
  const auto replace = nlohmann::ordered_json::error_handler_t::replace;
  return document.dump(-1, ' ', true, replace) + "\n";
}

std::string check_json(const model::CheckReport& report, const ReportExtras& extras) {
  return print_json(check_document(report, extras));
}

}  // namespace pullproof::cli
