// `pullproof reach`: whether packets come from one place to another, and back.

#include "solver/reach.h"

#include <array>
#include <memory>
#include <ostream>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/network_index.h"
#include "src/commands/assumed.h"
#include "src/commands/command_list.h"
#include "src/commands/json_lines.h"
#include "src/commands/open_snapshot.h"
#include "src/commands/reach_question.h"
#include "src/commands/vouched_ids.h"
#include "src/escape.h"
#include "src/output.h"
#include "src/report/authorize_json.h"
#include "src/report/reach_json.h"
#include "src/report/reach_text.h"

namespace pullproof::cli {
namespace {

constexpr std::uint32_t kResourceLimit = 50'000'000;

constexpr auto kReachFooter = R"(Examples:
  pullproof reach snapshot --from i-0a1b --to vpce-0c2d
  pullproof reach snapshot --from 10.0.1.7 --to 10.0.2.9 --port 5432 --explain
  pullproof reach snapshot --all-sources --to vpce-0c2d
  pullproof reach snapshot --in queries.ndjson

Places are interfaces, instances, endpoints, NAT gateways, load balancers (by name or
ARN), tasks and addresses. Where several accounts have an id, say ACCOUNT/eni-1 or
ACCOUNT/REGION/eni-1, for --vpc, too. Between two that have both, IPv4 is meant. A line of FILE is a query:
  {"id": "1", "from": "eni-1", "to": "10.0.2.9", "protocol": "tcp", "port": 5432}

The packet must arrive and its reply come back, from whatever port a client may use.

Exit code: 0 everything is reachable, 1 something is not, 2 something is unknown, 65 a
line could not be read.)";

struct ReachArguments {
  SnapshotOptions snapshot;
  ReachWords words;
  std::string in;
  bool all_sources = false;
  bool explain = false;
  bool why = false;
  bool strict = false;
  std::vector<std::string> assumed;
  OutputOptions output{.format = Format::Json};
};

ExitCode exit_code_of_reach(solver::Reachability verdict) {
  switch (verdict) {
    case solver::Reachability::Reachable:
      return ExitCode::Proved;
    case solver::Reachability::Unreachable:
      return ExitCode::Refuted;
    case solver::Reachability::Unknown:
      break;
  }
  return ExitCode::Undecided;
}

class Queries {
 public:
  Queries(const ReachArguments& arguments, const Assumed& assumed,
          const aws::Snapshot& account, const Palette& palette)
      : arguments_(arguments),
        palette_(palette),
        network_(account),
        context_{.account = account,
                 .strict = arguments.strict,
                 .network = &network_,
                 .vouched = &assumed.vouched,
                 .switches = assumed.switches},
        session_(kResourceLimit) {}

  /// `from` is told in the answer, unless it is "".
  [[nodiscard]] Result<LineAnswer> answer(const model::ReachQuestion& question,
                                          const nlohmann::json& id,
                                          const std::string& from = "") {
    const auto found = solver::reach(context_, question, session_);
    if (!found.ok()) return found.problems();
    const solver::ReachAnswer& told = found.value();
    const bool as_text = arguments_.explain || arguments_.output.format == Format::Text;
    return LineAnswer{as_text ? reach_text(question, told, arguments_.why, palette_)
                              : reach_json({id, from}, told, arguments_.why),
                      exit_code_of_reach(told.verdict)};
  }

  /// From every interface of the snapshot to one place.
  [[nodiscard]] Result<LineAnswer> answer_all(model::ReachQuestion question) {
    LineAnswer all{{}, ExitCode::Proved};
    const auto& interfaces = context_.account.table<aws::NetworkInterface>();
    for (const auto& interface : interfaces.all()) {
      if (interface.id() == question.to) continue;
      const bool is_one = interfaces.all_with(interface.id()).size() == 1;
      question.from = is_one ? interface.id().str()
                             : fmt::format("{}/{}/{}", interface.scope.account,
                                           interface.scope.region, interface.id());
      const auto one = answer(question, {}, question.from);
      if (!one.ok()) return one.problems();
      all.text += one.value().text;
      all.code = graver(all.code, one.value().code);
    }
    return all;
  }

  [[nodiscard]] LineAnswer answer_line(const nlohmann::json& line,
                                       const nlohmann::json& id,
                                       const std::string& where) {
    const auto question = read_reach(line, where);
    if (!question.ok()) return malformed(id, question.problems(), where);
    const auto told = answer(question.value(), id);
    return told.ok() ? told.value() : malformed(id, told.problems(), where);
  }

 private:
  static LineAnswer malformed(const nlohmann::json& id, Problems problems,
                              const std::string& where) {
    for (auto& problem : problems) problem.file = where;
    return {malformed_json(id, problems), ExitCode::BadInput};
  }

  const ReachArguments& arguments_;
  const Palette& palette_;
  aws::NetworkIndex network_;
  gates::Context context_;
  solver::Session session_;
};

ExitCode tell_reach(const Problems& problems, Session& session) {
  for (const Problem& problem : problems) {
    session.err << fmt::format("pullproof: {}\n", escape(problem.message));
  }
  return ExitCode::BadUsage;
}

ExitCode run_reach(const ReachArguments& arguments, Session& session) {
  const OutputOptions& output = arguments.output;
  const auto question = read_reach(arguments.words);
  if (arguments.in.empty() && !question.ok())
    return tell_reach(question.problems(), session);
  const auto assumed = read_assumed(arguments.assumed, kSwitchesOfReach);
  if (!assumed.ok()) return tell_usage(assumed.problems(), session);
  const Opened opened = open_snapshot(arguments.snapshot, output.verbose, session);
  if (!opened.snapshot) return opened.code;
  const std::string unknown_ids =
      explain_vouched(*opened.snapshot, assumed.value().vouched);
  if (!unknown_ids.empty()) {
    session.err << unknown_ids;
    return ExitCode::BadUsage;
  }
  const Palette palette = result_palette(output, session.environment);
  Queries queries(arguments, assumed.value(), *opened.snapshot, palette);
  if (!arguments.in.empty()) {
    return answer_lines(
        arguments.in, "query",
        [&](const nlohmann::json& line, const nlohmann::json& id,
            const std::string& where) { return queries.answer_line(line, id, where); },
        output, session);
  }
  const auto told = arguments.all_sources ? queries.answer_all(question.value())
                                          : queries.answer(question.value(), nullptr);
  if (!told.ok()) return tell_reach(told.problems(), session);
  if (told.value().text.empty()) {
    session.err << "pullproof: the snapshot holds no interface that packets may come "
                   "from\n";
    return ExitCode::BadUsage;
  }
  return deliver(told.value().text, output, session, told.value().code);
}

CLI::Option* add_word(CLI::App& command, const char* name, std::string& word,
                      const char* what, const char* type) {
  return command.add_option(name, word, what)->type_name(type);
}

}  // namespace

void add_reach(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand(
      "reach", "Prove that packets come from one place to another, and back");
  const auto arguments = std::make_shared<ReachArguments>();
  ReachWords& words = arguments->words;
  add_snapshot_options(*command, arguments->snapshot);
  CLI::Option* from =
      add_word(*command, "--from", words.from, "Where packets start", "PLACE");
  CLI::Option* to = add_word(*command, "--to", words.to, "Where they go", "PLACE");
  from->needs(to);
  const std::array of_one_query = {
      to,
      add_word(*command, "--protocol", words.protocol, "tcp, udp, icmp or a number",
               "NAME"),
      add_word(*command, "--port", words.port, "Of the destination; or a range; 443",
               "PORT"),
      add_word(*command, "--source-port", words.source_port,
               "Of the source; or a range; any that a client may use", "PORT"),
      add_word(*command, "--vpc", words.vpc,
               "Where a private address is; ACCOUNT/VPC where several have the id",
               "VPC"),
      command->add_flag("--all-sources", arguments->all_sources,
                        "From every interface of the snapshot, one line each")};
  CLI::Option* in = add_word(*command, "--in", arguments->in,
                             "Queries, one a line; - for standard "
                             "input",
                             "FILE");
  in->excludes(from);
  for (CLI::Option* option : of_one_query) in->excludes(option);
  from->excludes(of_one_query.back());
  command->add_flag("--explain", arguments->explain, "Draw the ways as text");
  command->add_flag("--why", arguments->why, "Tell every blocker, not only the first");
  command->add_flag("--strict", arguments->strict,
                    "Peripheral calls that were not collected make answers unknown");
  add_assume(*command, arguments->assumed);
  add_output_options(*command, arguments->output);
  command->footer(kReachFooter);
  command->callback([&chosen, arguments, from, to, in] {
    const bool has_source = !from->empty() || (arguments->all_sources && !to->empty());
    if (!has_source && in->empty()) {
      throw CLI::RequiredError("--from or --all-sources, and --to, or --in");
    }
    chosen = [arguments](Session& session) { return run_reach(*arguments, session); };
  });
}

}  // namespace pullproof::cli
