#include "model/gates/policy_text.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "model/aws/policy_condition.h"
#include "model/gates/request_context.h"

namespace pullproof::gates {
namespace {

constexpr std::string_view kOpening = "${";

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

/// What stands between the braces.
struct Variable {
  std::string_view key;
  std::optional<std::string_view> fallback;
  bool readable = true;
};

Variable parse_variable(std::string_view inside) {
  const std::size_t comma = inside.find(',');
  Variable variable{.key = trimmed(inside.substr(0, comma)), .fallback = std::nullopt};
  if (comma != std::string_view::npos) {
    const std::string_view quoted = trimmed(inside.substr(comma + 1));
    const bool well_formed =
        quoted.size() >= 2 && quoted.front() == '\'' && quoted.back() == '\'';
    variable.readable = well_formed;
    if (well_formed) variable.fallback = quoted.substr(1, quoted.size() - 2);
  }
  variable.readable = variable.readable && !variable.key.empty() &&
                      variable.key.find(kOpening) == std::string_view::npos;
  return variable;
}

/// The first question is the one that is told.
void leave_open(PolicyText& text, Unknown question) {
  text.parts.push_back({.text = "*"});
  if (text.state == PolicyText::State::Unknown) return;
  text.state = PolicyText::State::Unknown;
  text.question = std::move(question);
}

void leave_open(PolicyText& text, std::string why) {
  leave_open(text, Unknown{.call = {}, .why = std::move(why)});
}

void add_literal(PolicyText& text, std::string_view value) {
  text.parts.push_back({.text = std::string(value), .literal = true});
}

/// The value of `variable`, appended; or why there is none.
void add_value(PolicyText& text, const Variable& variable, const Request& request) {
  const ContextValue* value = look_up(request, aws::lower(variable.key));
  if (value == nullptr) {
    leave_open(text, key_not_modelled(variable.key));
    return;
  }
  const auto* fixed = std::get_if<FixedKey>(value);
  const bool one_text = fixed != nullptr && !fixed->multivalued &&
                        fixed->values.size() == 1 &&
                        !not_of_account(fixed->values.front());
  if (one_text) {
    add_literal(text, fixed->values.front());
  } else if (std::holds_alternative<AbsentKey>(*value)) {
    if (variable.fallback) {
      add_literal(text, *variable.fallback);
    } else if (text.state == PolicyText::State::Ready) {
      text.state = PolicyText::State::Unresolved;
    }
  } else if (const auto* open = std::get_if<UnknownKey>(value)) {
    leave_open(text, open->question);
  } else {
    leave_open(text, fmt::format("the value of `${{{}}}` is not known", variable.key));
  }
}

void add_variable(PolicyText& text, std::string_view inside, const Request& request) {
  if (inside == "*" || inside == "?" || inside == "$") {
    add_literal(text, inside);
    return;
  }
  const Variable variable = parse_variable(inside);
  if (!variable.readable) {
    leave_open(text, fmt::format("policy variable `${{{}}}` is not modelled", inside));
    return;
  }
  add_value(text, variable, request);
}

}  // namespace

PolicyText resolve(const std::string& text, const Request& request) {
  PolicyText result;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t start = rest.find(kOpening);
    const std::string_view before = rest.substr(0, start);
    if (!before.empty()) result.parts.push_back({.text = std::string(before)});
    if (start == std::string_view::npos) break;
    const std::size_t end = rest.find('}', start);
    if (end == std::string_view::npos) {
      leave_open(result, fmt::format("the policy variable in `{}` has no end", text));
      break;
    }
    const std::size_t inside = start + kOpening.size();
    add_variable(result, rest.substr(inside, end - inside), request);
    rest.remove_prefix(end + 1);
  }
  return result;
}

std::vector<std::string_view> variable_keys(std::string_view text) {
  std::vector<std::string_view> keys;
  for (std::size_t at = text.find(kOpening); at != std::string_view::npos;
       at = text.find(kOpening, at + kOpening.size())) {
    const std::string_view inside = text.substr(at + kOpening.size());
    const auto key =
        trimmed(inside.substr(0, std::min(inside.find('}'), inside.find(','))));
    const bool is_itself = key == "*" || key == "?" || key == "$";
    if (!is_itself) keys.push_back(key);
  }
  return keys;
}

aws::PolicyDocument with_values(aws::PolicyDocument document, const Request& request) {
  // False: the text matches nothing.
  const auto fill = [&request](const std::string& text, const auto& use) {
    const PolicyText resolved = resolve(text, request);
    if (resolved.state == PolicyText::State::Ready) use(resolved.parts);
    return resolved.state != PolicyText::State::Unresolved;
  };
  for (auto& statement : document.statements) {
    std::erase_if(statement.resources, [&](aws::ResourcePattern& resource) {
      if (!resource.has_variables || resource.misplaced_variable) return false;
      return !fill(resource.text, [&resource](const auto& parts) {
        resource.glob = aws::ResourceGlob::of(parts);
        resource.has_variables = false;
      });
    });
    for (auto& condition : statement.conditions) {
      if (!condition.written) continue;
      std::erase_if(condition.values, [&](aws::PolicyValue& value) {
        if (!value.has_variables) return false;
        return !fill(value.text, [&](const auto& parts) {
          value.operand = aws::text_pattern(*condition.written->op, parts);
          value.has_variables = false;
        });
      });
    }
  }
  return document;
}

}  // namespace pullproof::gates
