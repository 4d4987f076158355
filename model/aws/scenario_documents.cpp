#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"
#include "model/aws/document_sink.h"
#include "model/aws/json_patch.h"
#include "model/aws/json_reader.h"

namespace pullproof::aws {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t kMaxBases = 8;

/// One scenario of a chain of bases.
struct Link {
  std::string name;  ///< Of its scenario.json, for messages.
  fs::path folder;
  Json scenario;
};

Result<Json> read_document(const fs::path& file, const std::string& name,
                           DocumentSink& sink) {
  const auto text = read_file(file.string(), name, sink.room());
  if (!text.ok()) return text.problems();
  if (!sink.admit(name, text.value().size())) {
    return Problem{name, "", "over the limits of a snapshot"};
  }
  auto document = read_json(text.value(), name);
  if (document.ok() && !document.value().is_object()) {
    return Problem{
        name, "",
        fmt::format("expected an object, found {}", type_name(document.value()))};
  }
  return document;
}

bool plain_name(const std::string& name) {
  return !name.empty() && name != "." && name != ".." &&
         name.find_first_of("/\\") == std::string::npos;
}

/// The folder of `base`, a sibling.
Result<std::string> base_of(const Link& link) {
  const Json& base = link.scenario.at("base");
  const auto* name = base.get_ptr<const Json::string_t*>();
  if (name == nullptr || !plain_name(*name)) {
    return Problem{link.name, "/base", "expected the name of a folder beside this one"};
  }
  return *name;
}

/// From the scenario that was asked for down to the one with a snapshot.
Result<std::vector<Link>> chain_of(const fs::path& folder, DocumentSink& sink) {
  std::vector<Link> chain;
  fs::path here = folder;
  std::string name = "scenario.json";
  while (true) {
    auto scenario = read_document(here / "scenario.json", name, sink);
    if (!scenario.ok()) return scenario.problems();
    chain.push_back({name, here, std::move(scenario.value())});
    const Link& link = chain.back();
    if (!link.scenario.contains("base")) return chain;
    if (chain.size() > kMaxBases) {
      return Problem{"scenario.json", "/base",
                     fmt::format("more than {} bases, or a circle of them", kMaxBases)};
    }
    const auto base = base_of(link);
    if (!base.ok()) return base.problems();
    here = fs::absolute(folder).lexically_normal();
    if (!here.has_filename()) here = here.parent_path();
    here = here.parent_path() / base.value();
    name = "../" + base.value() + "/scenario.json";
  }
}

/// Applies `<pointer>/patch` of the scenario, if it is there.
Problems patch(Json& bundle, const Link& link, const std::string& pointer) {
  const Json::json_pointer place(pointer + "/patch");
  if (!link.scenario.contains(place)) return {};
  return apply_patch(bundle, link.scenario.at(place), link.name, pointer + "/patch");
}

/// Where the patch of that state stands in scenario.json.
Result<std::string> repair_pointer(const Link& link, const ScenarioState& state) {
  const bool wrong = state.kind == ScenarioState::Kind::WrongRepair;
  std::string pointer =
      wrong ? fmt::format("/wrong_repairs/{}", state.wrong_repair) : "/repair";
  bool found = false;
  if (wrong) {
    const auto list = link.scenario.find("wrong_repairs");
    found = list != link.scenario.end() && list->is_array() &&
            state.wrong_repair < list->size() &&
            list->at(state.wrong_repair).is_object();
  } else {
    const auto repair = link.scenario.find("repair");
    found = repair != link.scenario.end() && repair->is_object();
  }
  if (!found) return Problem{link.name, pointer, "the scenario has no such repair"};
  return pointer;
}

}  // namespace

Result<nlohmann::json> scenario_bundle(const std::string& folder,
                                       const ScenarioState& state, DocumentSink& sink) {
  const auto chain = chain_of(folder, sink);
  if (!chain.ok()) return chain.problems();
  const auto& links = chain.value();
  const std::string snapshot =
      fs::path(links.back().name).replace_filename("snapshot.json").generic_string();
  auto bundle = read_document(links.back().folder / "snapshot.json", snapshot, sink);
  if (!bundle.ok()) return bundle;
  for (auto link = links.rbegin(); link != links.rend(); ++link) {
    auto problems = patch(bundle.value(), *link, "");
    if (!problems.empty()) return problems;
  }
  if (state.kind == ScenarioState::Kind::Broken) return bundle;
  const auto repair = repair_pointer(links.front(), state);
  if (!repair.ok()) return repair.problems();
  auto problems = patch(bundle.value(), links.front(), repair.value());
  if (!problems.empty()) return problems;
  return bundle;
}

}  // namespace pullproof::aws
