#include "src/report/reach_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/aws/traffic_rule.h"
#include "model/gates/packet.h"
#include "src/escape.h"
#include "src/layout.h"
#include "src/report/authorize_text.h"
#include "src/report/reach_json.h"

namespace pullproof::cli {
namespace {

using solver::ReachDirection;

std::string colored(solver::Reachability verdict, const Palette& palette) {
  const std::string_view word = name_of(verdict);
  switch (verdict) {
    case solver::Reachability::Reachable:
      return palette.green(word);
    case solver::Reachability::Unreachable:
      return palette.red(word);
    case solver::Reachability::Unknown:
      break;
  }
  return palette.yellow(word);
}

std::string show_reach(const Interval& ports) {
  const auto first = static_cast<unsigned>(ports.first);
  const auto last = static_cast<unsigned>(ports.last);
  return first == last ? fmt::format("{}", first) : fmt::format("{}-{}", first, last);
}

bool is_end(const model::PathHop& hop) {
  return hop.kind == "start" || hop.kind == "end";
}

std::string reach_hop_line(const model::PathHop& hop, std::size_t kind_width,
                           const Palette& palette) {
  std::string line = is_end(hop) ? fmt::format("  o {}", escape(hop.id))
                                 : fmt::format("  | {}  {}", pad(hop.kind, kind_width),
                                               escape(hop.id));
  if (hop.refuses) line += palette.red("  refuses");
  return line + "\n";
}

std::string blocker_lines(const model::Finding& blocker) {
  return labelled("code", blocker.code) + labelled("why", escape(blocker.message)) +
         labelled("blame", escape(enumerated(blocker.blame))) +
         labelled("repair", escape(blocker.repair));
}

std::string direction_text(std::string_view name, const ReachDirection& direction,
                           bool why, const Palette& palette) {
  std::string out =
      fmt::format("\n{}: {}\n", name, colored(direction.verdict, palette));
  std::size_t kind_width = 0;
  for (const auto& hop : direction.path) {
    if (!is_end(hop)) kind_width = std::max(kind_width, columns(hop.kind));
  }
  for (const auto& hop : direction.path)
    out += reach_hop_line(hop, kind_width, palette);
  bool first = true;
  for (const auto& blocker : direction.blockers) {
    out += (first ? "" : "\n") + blocker_lines(blocker);
    first = false;
    if (!why) break;
  }
  return out + question_lines(direction.missing);
}

}  // namespace

std::string reach_text(const model::ReachQuestion& question,
                       const solver::ReachAnswer& answer, bool why,
                       const Palette& palette) {
  const std::string ports =
      aws::has_ports(question.protocol) ? " port " + show_reach(question.ports) : "";
  return fmt::format("{} to {}, {}{}: {}\n", escape(question.from), escape(question.to),
                     gates::protocol_name(question.protocol), ports,
                     colored(answer.verdict, palette)) +
         direction_text("forward", answer.forward, why, palette) +
         direction_text("return", answer.back, why, palette) + "\n";
}

}  // namespace pullproof::cli
