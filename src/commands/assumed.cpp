#include "src/commands/assumed.h"

#include <algorithm>
#include <ostream>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "model/core/nearest.h"
#include "src/escape.h"
#include "src/layout.h"

namespace pullproof::cli {
namespace {

constexpr std::size_t kAssumedShown = 2;

std::string in_backticks(std::string_view name) {
  return fmt::format("`{}`", escape(std::string(name)));
}

std::string no_switch(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& each : gates::all_switches()) names.emplace_back(each.name);
  std::vector<std::string> shown = nearest(name, names, kAssumedShown);
  for (std::string& one : shown) one = in_backticks(one);
  return fmt::format(
      "no switch {} at --assume: the nearest are {}; `pullproof explain assumptions` "
      "lists all",
      in_backticks(name), enumerated(shown));
}

std::string no_value(const gates::Switch& asked, const std::string& value) {
  std::vector<std::string> names;
  for (const auto& each : asked.values) names.push_back(in_backticks(each.name));
  if (value.empty()) {
    return fmt::format("switch {} needs a value at --assume: one of {}",
                       in_backticks(asked.name), enumerated(names));
  }
  return fmt::format("no value {} of switch {}: expected one of {}",
                     in_backticks(value), in_backticks(asked.name), enumerated(names));
}

CLI::Option* add_words(CLI::App& command, std::vector<std::string>& words,
                       const char* what) {
  return command.add_option("--assume", words, what)
      ->allow_extra_args(false)
      ->delimiter(',');
}

class Reader {
 public:
  explicit Reader(std::span<const std::string_view> known) : known_(known) {}

  Result<Assumed> read(const std::vector<std::string>& words) {
    for (const std::string& word : words) read_word(word);
    if (!problems_.empty()) return std::move(problems_);
    return std::move(assumed_);
  }

 private:
  void note(std::string message) { problems_.push_back({{}, {}, std::move(message)}); }

  void read_word(const std::string& word) {
    const auto equals = word.find('=');
    if (equals != std::string::npos) {
      set(word.substr(0, equals), word.substr(equals + 1));
    } else if (const auto* asked = gates::switch_named(word)) {
      note(no_value(*asked, ""));
    } else {
      assumed_.vouched.insert(word);
    }
  }

  void set(const std::string& name, const std::string& value) {
    const auto* asked = gates::switch_named(name);
    if (asked == nullptr) return note(no_switch(name));
    const auto found =
        std::find_if(asked->values.begin(), asked->values.end(),
                     [&value](const auto& each) { return each.name == value; });
    if (found == asked->values.end()) return note(no_value(*asked, value));
    const bool matters =
        known_.empty() || std::find(known_.begin(), known_.end(), name) != known_.end();
    if (!matters) return note(matters_not(name));
    if (!set_.insert(name).second) {
      return note(fmt::format("switch {} is set twice", in_backticks(name)));
    }
    asked->set(assumed_.switches,
               static_cast<std::size_t>(found - asked->values.begin()));
  }

  [[nodiscard]] std::string matters_not(const std::string& name) const {
    std::vector<std::string> names;
    for (const std::string_view each : known_) names.push_back(in_backticks(each));
    return fmt::format("switch {} changes nothing here: this command hangs on {}",
                       in_backticks(name), enumerated(names));
  }

  std::span<const std::string_view> known_;
  Assumed assumed_;
  std::set<std::string> set_;
  Problems problems_;
};

}  // namespace

void add_assume(CLI::App& command, std::vector<std::string>& words) {
  add_words(command, words,
            "Gateways and appliances that carry packets on, and what is contested: see "
            "`pullproof explain assumptions`")
      ->type_name("ID|NAME=VALUE[,...]");
}

CLI::Option* add_assumed_switches(CLI::App& command, std::vector<std::string>& words) {
  return add_words(command, words,
                   "What is contested: see `pullproof explain assumptions`")
      ->type_name("NAME=VALUE[,...]");
}

Result<Assumed> read_assumed(const std::vector<std::string>& words,
                             std::span<const std::string_view> known) {
  return Reader(known).read(words);
}

Result<gates::Switches> read_assumed_switches(const std::vector<std::string>& words) {
  auto assumed = read_assumed(words, kSwitchesOfAccess);
  if (!assumed.ok()) return assumed.problems();
  Problems problems;
  for (const std::string& id : assumed.value().vouched) {
    problems.push_back(
        {{},
         {},
         fmt::format("expected NAME=VALUE at --assume, found {}", in_backticks(id))});
  }
  if (!problems.empty()) return problems;
  return assumed.value().switches;
}

ExitCode tell_usage(const Problems& problems, Session& session) {
  for (const Problem& problem : problems) {
    session.err << fmt::format("pullproof: {}\n", problem.message);
  }
  return ExitCode::BadUsage;
}

}  // namespace pullproof::cli
