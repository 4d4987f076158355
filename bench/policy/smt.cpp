#include "bench/policy/smt.h"

#include <array>
#include <set>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pullproof::bench {
namespace {

using nlohmann::json;

/// By hand, since `std::tolower` asks the locale.
std::string lower(std::string text) {
  for (char& letter : text) {
    if ('A' <= letter && letter <= 'Z') letter = static_cast<char>(letter + 32);
  }
  return text;
}

std::vector<std::string> texts_of(const json& value) {
  std::vector<std::string> texts;
  for (const json& text : value.is_array() ? value : json::array({value})) {
    texts.push_back(text.is_string() ? text.get<std::string>() : text.dump());
  }
  return texts;
}

std::string literal(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    const bool plain = byte >= 0x20 && byte < 0x7F && letter != '"' && letter != '\\';
    quoted +=
        plain ? std::string(1, letter) : fmt::format("\\u{{{:x}}}", unsigned{byte});
  }
  return quoted + '"';
}

std::string all_of(const char* op, const char* none,
                   const std::vector<std::string>& all) {
  if (all.empty()) return none;
  if (all.size() == 1) return all.front();
  std::string text = fmt::format("({}", op);
  for (const auto& one : all) text += " " + one;
  return text + ")";
}

std::string any(const std::vector<std::string>& all) {
  return all_of("or", "false", all);
}
std::string every(const std::vector<std::string>& all) {
  return all_of("and", "true", all);
}

std::string matches(const std::string& variable, const std::string& pattern) {
  if (pattern.find_first_of("*?") == std::string::npos) {
    return fmt::format("(= {} {})", variable, literal(pattern));
  }
  if (pattern == "*") return "true";
  std::vector<std::string> parts;
  std::string plain;
  const auto end_plain = [&] {
    if (!plain.empty()) parts.push_back(fmt::format("(str.to_re {})", literal(plain)));
    plain.clear();
  };
  for (const char letter : pattern) {
    if (letter != '*' && letter != '?') {
      plain += letter;
      continue;
    }
    end_plain();
    parts.emplace_back(letter == '*' ? "re.all" : "re.allchar");
  }
  end_plain();
  return fmt::format("(str.in_re {} {})", variable, all_of("re.++", "", parts));
}

/// Keys that every request has.
bool is_always_there(std::string_view key) {
  constexpr std::array<std::string_view, 3> kAlways = {
      "aws:securetransport", "aws:viaawsservice", "aws:resourceaccount"};
  for (const std::string_view always : kAlways) {
    if (key == always) return true;
  }
  return false;
}

class Writer {
 public:
  std::string write(const json& granted, const json& known) {
    const std::string formula = fmt::format("(assert {})\n(assert (not {}))\n",
                                            allowed(granted), allowed(known));
    std::string text =
        "(set-logic QF_SLIA)\n(declare-const action String)\n"
        "(declare-const resource String)\n"
        "(assert (str.in_re action (re.++ re.allchar re.all (str.to_re \":\") "
        "re.allchar re.all)))\n"
        "(assert (not (= resource \"\")))\n";
    for (const auto& key : keys_) {
      text += fmt::format(
          "(declare-const |{0}| String)\n(declare-const |has {0}| Bool)\n", key);
      if (is_always_there(key)) text += fmt::format("(assert |has {}|)\n", key);
    }
    return text + formula + "(check-sat)\n";
  }

 private:
  std::string allowed(const json& policy) {
    std::vector<std::string> allow;
    std::vector<std::string> deny;
    const json& written = policy.at("Statement");
    for (const json& statement :
         written.is_array() ? written : json::array({written})) {
      const bool is_allow = statement.at("Effect") == "Allow";
      (is_allow ? allow : deny).push_back(applies(statement));
    }
    return fmt::format("(and {} (not {}))", any(allow), any(deny));
  }

  std::string applies(const json& statement) {
    if (statement.contains("Principal") || statement.contains("NotPrincipal")) {
      throw std::invalid_argument("principals are not written as SMT-LIB");
    }
    std::vector<std::string> all = {element(statement, "Action", "action", true),
                                    element(statement, "Resource", "resource", false)};
    if (statement.contains("Condition")) {
      for (const auto& [op, keys] : statement.at("Condition").items()) {
        for (const auto& [key, values] : keys.items()) {
          all.push_back(condition(op, lower(key), texts_of(values)));
        }
      }
    }
    return every(all);
  }

  static std::string element(const json& statement, const std::string& name,
                             const char* variable, bool ignores_case) {
    const bool negated = statement.contains("Not" + name);
    std::vector<std::string> one_of;
    for (const auto& text : texts_of(statement.at(negated ? "Not" + name : name))) {
      one_of.push_back(matches(variable, ignores_case ? lower(text) : text));
    }
    return negated ? fmt::format("(not {})", any(one_of)) : any(one_of);
  }

  std::string condition(std::string op, const std::string& key,
                        const std::vector<std::string>& values) {
    keys_.insert(key);
    const std::string present = fmt::format("|has {}|", key);
    constexpr std::string_view kIfExists = "IfExists";
    const bool if_exists = op.ends_with(kIfExists);
    if (if_exists) op.resize(op.size() - kIfExists.size());
    if (op == "Null") {
      return values.front() == "true" ? fmt::format("(not {})", present) : present;
    }
    const bool equal = op == "StringEquals" || op == "StringNotEquals" || op == "Bool";
    if (!equal && op != "StringLike" && op != "StringNotLike") {
      throw std::invalid_argument(op + " is not written as SMT-LIB");
    }
    const bool negated = op.find("Not") != std::string::npos;
    const std::string variable = fmt::format("|{}|", key);
    std::vector<std::string> one_of;
    one_of.reserve(values.size());
    for (const auto& value : values) {
      one_of.push_back(equal ? fmt::format("(= {} {})", variable, literal(value))
                             : matches(variable, value));
    }
    // A request without the key: negated operators hold, and with IfExists all do.
    return negated || if_exists
               ? fmt::format(
                     "(or (not {}) {})", present,
                     negated ? fmt::format("(not {})", any(one_of)) : any(one_of))
               : fmt::format("(and {} {})", present, any(one_of));
  }

  std::set<std::string> keys_;
};

}  // namespace

std::string smt_of_new_access(const json& granted, const json& known) {
  return Writer().write(granted, known);
}

}  // namespace pullproof::bench
