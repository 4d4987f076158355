// `pullproof snapshot info`: what a snapshot holds, and what it lacks.

#include <algorithm>
#include <map>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "src/commands/command_list.h"
#include "src/commands/expected_calls.h"
#include "src/commands/open_snapshot.h"
#include "src/escape.h"
#include "src/layout.h"
#include "src/output.h"
#include "src/report/aws_command.h"
#include "src/report/check_json.h"

namespace pullproof::cli {
namespace {

using Json = nlohmann::ordered_json;

struct InfoArguments {
  SnapshotOptions snapshot;
  OutputOptions output;
};

struct Kind {
  std::string_view call;
  std::string_view key;
  std::size_t count = 0;
};

template <class... Types>
std::vector<Kind> kinds_of(const aws::Snapshot& account, aws::ResourceTypes<Types...>) {
  return {Kind{.call = Types::kCall,
               .key = Types::kSnapshotKey,
               .count = account.table<Types>().all().size()}...};
}

std::vector<Kind> kinds(const aws::Snapshot& account) {
  std::vector<Kind> all = kinds_of(account, aws::AllResources{});
  all.erase(std::remove_if(all.begin(), all.end(),
                           [](const Kind& kind) { return kind.count == 0; }),
            all.end());
  return all;
}

std::set<std::string> accounts(const aws::Snapshot& account) {
  std::set<std::string> names;
  for (const aws::Scope& scope : scopes(account)) names.insert(scope.account);
  return names;
}

std::set<std::string> regions(const aws::Snapshot& account) {
  std::set<std::string> names;
  for (const aws::Scope& scope : scopes(account)) names.insert(scope.region);
  return names;
}

std::string info_json(const aws::Snapshot& account) {
  Json json = {{"format", "pullproof-snapshot-info/1"},
               {"accounts", accounts(account)},
               {"regions", regions(account)},
               {"manifest", account.has_manifest()},
               {"bytes", account.bytes()},
               {"resources", Json::array()},
               {"callsNotSeen", Json::array()},
               {"notRead", Json::array()}};
  for (const Kind& kind : kinds(account)) {
    json["resources"].push_back(
        {{"call", kind.call}, {"key", kind.key}, {"count", kind.count}});
  }
  for (const LackingCall& each : lacking_calls(account)) {
    json["callsNotSeen"].push_back({{"account", each.scope.account},
                                    {"region", each.scope.region},
                                    {"call", each.call},
                                    {"status", in_words(each.status)}});
  }
  for (const aws::NotRead& each : account.not_read()) {
    json["notRead"].push_back({{"what", each.what}, {"count", each.count}});
  }
  return print_json(json);
}

std::string joined(const std::set<std::string>& names) {
  std::vector<std::string> safe;
  safe.reserve(names.size());
  for (const std::string& name : names) {
    safe.push_back(name.empty() ? "(not told)" : escape(name));
  }
  return safe.empty() ? "none" : enumerated(safe);
}

std::string lacking_text(const aws::Snapshot& account) {
  std::string out;
  aws::Scope last;
  for (const LackingCall& each : lacking_calls(account)) {
    if (out.empty() || each.scope != last) {
      out += fmt::format("\nnot seen in {} {}\n", escape(each.scope.account),
                         escape(each.scope.region));
      last = each.scope;
    }
    out += beside_label(in_words(each.status), aws_command(each.call));
  }
  return out;
}

std::string not_read_text(const aws::Snapshot& account, bool verbose) {
  constexpr std::size_t kShown = 15;
  if (account.not_read().empty()) return "";
  std::string out = "\nnot read\n";
  std::size_t told = 0;
  for (const aws::NotRead& each : account.not_read()) {
    if (told++ == kShown && !verbose) {
      const std::size_t others = account.not_read().size() - kShown;
      return out + beside_label("", fmt::format("and {} more (--verbose)", others));
    }
    out += beside_label(std::to_string(each.count), escape(each.what));
  }
  return out;
}

std::string info_text(const aws::Snapshot& account, bool verbose) {
  std::string out = labelled("accounts", joined(accounts(account)));
  out += labelled("regions", joined(regions(account)));
  out += labelled("manifest", account.has_manifest() ? "yes" : "no");
  if (account.bytes() > 0) out += labelled("bytes", std::to_string(account.bytes()));
  out += "\nread\n";
  for (const Kind& kind : kinds(account)) {
    out += beside_label(std::to_string(kind.count),
                        fmt::format("{} ({})", kind.key, kind.call));
  }
  return out + lacking_text(account) + not_read_text(account, verbose);
}

ExitCode info(const InfoArguments& arguments, Session& session) {
  const Opened opened =
      open_snapshot(arguments.snapshot, arguments.output.verbose, session);
  if (!opened.snapshot) return opened.code;
  const bool as_json = arguments.output.format == Format::Json;
  return deliver(as_json ? info_json(*opened.snapshot)
                         : info_text(*opened.snapshot, arguments.output.verbose),
                 arguments.output, session, ExitCode::Proved);
}

}  // namespace

void add_snapshot(CLI::App& program, Action& chosen) {
  CLI::App* command = program.add_subcommand("snapshot", "About a snapshot itself");
  command->require_subcommand(1);
  CLI::App* one = command->add_subcommand(
      "info", "Accounts, resources, calls that were not seen, what is not read");
  const auto arguments = std::make_shared<InfoArguments>();
  add_snapshot_options(*one, arguments->snapshot);
  add_output_options(*one, arguments->output);
  one->footer("Example:\n  pullproof snapshot info snapshot --verbose");
  one->callback([&chosen, arguments] {
    chosen = [arguments](Session& session) { return info(*arguments, session); };
  });
}

}  // namespace pullproof::cli
