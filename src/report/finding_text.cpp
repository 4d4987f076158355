#include "src/report/finding_text.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "src/escape.h"
#include "src/layout.h"
#include "src/report/words.h"

namespace pullproof::cli {
namespace {

constexpr std::size_t kFactsShown = 4;
constexpr std::size_t kExcerptsShown = 2;
constexpr std::size_t kKeysShown = 8;

using ChoicePairs = std::vector<std::pair<std::string, std::string>>;

std::string message_with_code(const model::Finding& finding) {
  return fmt::format("{} [{}]", escape(finding.message), escape(finding.code));
}

std::string hop_kind(const model::PathHop& hop) {
  return escape(hop.kind) + (hop.back ? " (reply)" : "");
}

std::string hop_line(const model::PathHop& hop, std::size_t kind_width, bool reached,
                     const Palette& palette) {
  const std::string words = pad(hop_kind(hop), kind_width) + "  " + escape(hop.id);
  if (!hop.refuses) return (reached ? palette.green("✓") : "·") + " " + words;
  const std::string mark = "  <-- refused here";
  const bool fits = columns(words) + columns(mark) + 2 <= kTextWidth;
  return palette.red("✗ " + words + (fits ? mark : ""));
}

std::string path_lines(const std::vector<model::PathHop>& path,
                       const Palette& palette) {
  std::size_t kind_width = 0;
  for (const model::PathHop& hop : path) {
    kind_width = std::max(kind_width, columns(hop_kind(hop)));
  }
  std::string out;
  bool reached = true;
  for (const model::PathHop& hop : path) {
    out += beside_label(out.empty() ? "path" : "",
                        hop_line(hop, kind_width, reached, palette));
    if (hop.refuses) reached = false;
  }
  return out;
}

std::string packet_lines(const model::PacketExample& packet) {
  const bool reply = packet.direction == "return";
  return labelled(
      "packet",
      fmt::format("{} {} -> {}{}", escape(packet.protocol), escape(packet.source),
                  escape(packet.destination), reply ? ", the reply" : ""));
}

std::string pair_lines(const ChoicePairs& pairs, bool verbose) {
  std::string out;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (i == kKeysShown && !verbose) {
      const std::size_t others = pairs.size() - kKeysShown;
      return out + under_label(fmt::format("and {} more (--verbose)", others));
    }
    const auto& [key, value] = pairs[i];
    out += under_label(fmt::format("{} = {}", escape(key), escape(value)));
  }
  return out;
}

std::string request_lines(const model::RequestExample& request, bool verbose) {
  return labelled("request", fmt::format("{} on {}", escape(request.action),
                                         escape(request.resource))) +
         under_label("by " + escape(request.principal)) +
         pair_lines(request.context, verbose);
}

std::string fact_lines(const Fact& fact, const FindingPage& page, bool with_excerpt) {
  std::string words = escape(fact.id);
  if (!fact.note.empty()) words += (words.empty() ? "" : ": ") + escape(fact.note);
  std::string out = labelled("fact", words.empty() ? "in the snapshot" : words);
  if (fact.file.empty()) return out;
  for (const std::string& line :
       wrap(escape(fact.file) + " " + escape(fact.pointer), kTextWidth)) {
    out += under_label(line);
  }
  const auto found = page.excerpts.find({.file = fact.file, .pointer = fact.pointer});
  if (!with_excerpt || found == page.excerpts.end()) return out;
  for (const std::string& line : found->second) out += under_label("  " + line);
  return out;
}

std::string all_fact_lines(const model::Finding& finding, const FindingPage& page) {
  const std::set<aws::Source> shown = excerpted(finding, page.verbose);
  std::string out;
  std::size_t told = 0;
  for (const FactRef& fact : finding.evidence) {
    if (told++ == kFactsShown && !page.verbose) {
      const std::size_t others = finding.evidence.size() - kFactsShown;
      return out + labelled("", counted(others, "more fact") + " (--verbose)");
    }
    const aws::Source source{.file = fact->file, .pointer = fact->pointer};
    out += fact_lines(*fact, page, shown.count(source) != 0);
  }
  return out;
}

std::string also_stopped(const std::set<model::Stage>& stages) {
  if (stages.empty()) return "";
  std::vector<std::string> names;
  names.reserve(stages.size());
  for (const model::Stage stage : stages) names.emplace_back(model::name(stage));
  return labelled("also blocks", enumerated(names) + ", for the same reason");
}

std::string image_lines(const model::Finding& finding) {
  if (finding.image.empty()) return "";
  std::string words = escape(finding.image);
  if (!finding.container.empty()) {
    words += fmt::format(" (container {})", escape(finding.container));
  }
  return labelled("image", words);
}

// Of a role and its policy the policy is enough to look at.
bool holds_another(const Fact& outer, const std::vector<FactRef>& facts) {
  return std::any_of(facts.begin(), facts.end(), [&](const FactRef& inner) {
    return inner->file == outer.file &&
           inner->pointer.rfind(outer.pointer + "/", 0) == 0;
  });
}

}  // namespace

std::set<aws::Source> excerpted(const model::Finding& finding, bool verbose) {
  std::set<aws::Source> places;
  for (const FactRef& fact : finding.evidence) {
    if (places.size() == kExcerptsShown && !verbose) break;
    if (fact->file.empty() || holds_another(*fact, finding.evidence)) continue;
    places.insert({.file = fact->file, .pointer = fact->pointer});
  }
  return places;
}

std::string finding_in_full(const model::Finding& finding,
                            const model::TaskVerdict& task, const FindingPage& page) {
  const model::Counterexample& example = finding.counterexample;
  std::string out =
      labelled(finding.every_choice ? "stops at" : "may stop at", step(finding));
  out += labelled("why", message_with_code(finding));
  out += labelled("where", where(finding, task));
  out += image_lines(finding);
  out += path_lines(finding.path, page.palette);
  if (example.packet) out += packet_lines(*example.packet);
  if (example.request) out += request_lines(*example.request, page.verbose);
  if (!finding.every_choice || page.verbose) {
    out += labelled("refused if", values(example.choice));
  }
  out += all_fact_lines(finding, page);
  out += labelled("ECS prints", escape(finding.ecs_error));
  if (!finding.service_event.empty()) {
    out += labelled("event", escape(finding.service_event));
  }
  out += labelled("repair", escape(finding.repair));
  return out + also_stopped(finding.also_stages);
}

std::string finding_in_short(const model::Finding& finding) {
  const std::string head =
      fmt::format("{}, {}: ", model::name(finding.stage), escape(finding.mechanism));
  std::string out = labelled("also", head + message_with_code(finding));
  for (const FactRef& fact : finding.evidence) {
    if (fact->file.empty()) continue;
    out += labelled("", escape(fact->file) + " " + escape(fact->pointer));
    break;
  }
  if (!finding.repair.empty()) out += labelled("", "repair: " + escape(finding.repair));
  return out;
}

}  // namespace pullproof::cli
