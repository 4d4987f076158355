#include "model/aws/suricata_rule.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/aws/policy_condition.h"

namespace pullproof::aws {
namespace {

constexpr std::string_view kBlank = " \t\r\n";
constexpr std::size_t kNameLength = 60;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// The next word of a rule's head; a list in brackets may hold blanks.
std::string next_word(std::string_view& rest) {
  rest = trimmed(rest);
  std::string word;
  int depth = 0;
  while (!rest.empty()) {
    const char c = rest.front();
    const bool is_blank = kBlank.find(c) != std::string_view::npos;
    if (is_blank && depth == 0) break;
    if (c == '[') ++depth;
    if (c == ']') --depth;
    if (!is_blank) word += c;
    rest.remove_prefix(1);
  }
  return word;
}

/// The options' texts: semicolons end them, but not in quotes or behind a backslash.
std::vector<std::string> split_options(std::string_view text) {
  std::vector<std::string> parts;
  std::string part;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size()) {
      part += c;
      part += text[++i];
      continue;
    }
    if (c == '"') quoted = !quoted;
    if (c == ';' && !quoted) {
      parts.push_back(std::exchange(part, {}));
    } else {
      part += c;
    }
  }
  if (!trimmed(part).empty()) parts.push_back(part);
  return parts;
}

SuricataOption option_of(std::string_view text) {
  SuricataOption option;
  const auto colon = text.find(':');
  option.keyword = lower(trimmed(text.substr(0, colon)));
  if (colon == std::string_view::npos) return option;
  std::string_view value = trimmed(text.substr(colon + 1));
  if (!value.empty() && value.front() == '!' && option.keyword == "content") {
    option.is_negated = true;
    value = trimmed(value.substr(1));
  }
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  option.value = std::string(value);
  return option;
}

SuricataRule parse_rule(std::string_view line) {
  SuricataRule rule;
  rule.name = std::string(line.substr(0, kNameLength));
  const auto open = line.find('(');
  if (open == std::string_view::npos || line.back() != ')') {
    rule.is_garbled = true;
    return rule;
  }
  std::string_view head = line.substr(0, open);
  rule.action = lower(next_word(head));
  rule.protocol = lower(next_word(head));
  rule.source = next_word(head);
  rule.source_port = next_word(head);
  rule.direction = next_word(head);
  rule.destination = next_word(head);
  rule.destination_port = next_word(head);
  rule.is_garbled = rule.destination_port.empty() || !trimmed(head).empty() ||
                    (rule.direction != "->" && rule.direction != "<>");
  for (const auto& text :
       split_options(line.substr(open + 1, line.size() - open - 2))) {
    SuricataOption option = option_of(trimmed(text));
    if (!option.keyword.empty()) rule.options.push_back(std::move(option));
  }
  const std::string sid = sid_of(rule.options);
  if (!sid.empty()) rule.name = sid;
  return rule;
}

SuricataRule tls_rule(std::string action, std::vector<SuricataOption> options,
                      std::string name) {
  options.push_back({.keyword = "flow", .value = "to_server, established"});
  return {.action = std::move(action),
          .protocol = "tls",
          .source = "$HOME_NET",
          .source_port = "any",
          .direction = "->",
          .destination = "$EXTERNAL_NET",
          .destination_port = "any",
          .options = std::move(options),
          .name = std::move(name)};
}

std::string action_of(const std::string& type) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kActions = {
      {{"ALLOWLIST", "pass"},
       {"DENYLIST", "drop"},
       {"REJECTLIST", "reject"},
       {"ALERTLIST", "alert"}}};
  for (const auto& [name, action] : kActions) {
    if (name == type) return std::string(action);
  }
  return {};
}

}  // namespace

std::string sid_of(const std::vector<SuricataOption>& options) {
  for (const auto& option : options) {
    if (option.keyword == "sid" && !option.value.empty()) return "sid:" + option.value;
  }
  return {};
}

std::vector<SuricataRule> parse_suricata_rules(std::string_view text) {
  std::vector<SuricataRule> rules;
  std::string line;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view part = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    // A comment ends with its line, whatever it ends with.
    if (line.empty() && part.starts_with('#')) continue;
    const bool goes_on = !part.empty() && part.back() == '\\';
    if (goes_on) part.remove_suffix(1);
    line += part;
    if (goes_on && !text.empty()) {
      line += ' ';
      continue;
    }
    const std::string_view whole = trimmed(line);
    if (!whole.empty() && whole.front() != '#') rules.push_back(parse_rule(whole));
    line.clear();
  }
  return rules;
}

std::vector<SuricataRule> rules_of(const DomainList& list) {
  std::vector<SuricataRule> rules;
  if (!list.tls) return rules;
  const std::string action = action_of(list.type);
  for (const std::string& target : list.targets) {
    std::vector<SuricataOption> options{{.keyword = "tls.sni", .value = ""}};
    const bool with_names_below = !target.empty() && target.front() == '.';
    if (with_names_below) options.push_back({.keyword = "dotprefix", .value = ""});
    options.push_back({.keyword = "content", .value = target});
    if (!with_names_below) options.push_back({.keyword = "startswith", .value = ""});
    options.push_back({.keyword = "nocase", .value = ""});
    options.push_back({.keyword = "endswith", .value = ""});
    SuricataRule rule = tls_rule(action, std::move(options), "domain " + target);
    rule.is_garbled = action.empty();
    rules.push_back(std::move(rule));
  }
  if (list.type == "ALLOWLIST") {
    rules.push_back(tls_rule("drop", {}, "names that its allow list lacks"));
  }
  return rules;
}

}  // namespace pullproof::aws
