#include "model/aws/policy_document.h"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"
#include "model/aws/json_reader.h"

namespace pullproof::aws {
namespace {

using Json = nlohmann::json;

const std::string& string_of(const Json& value) {
  return value.get_ref<const Json::string_t&>();
}

/// The first reason is the one that is told.
void note(std::string& not_modelled, std::string reason) {
  if (not_modelled.empty()) not_modelled = std::move(reason);
}

/// A string or a list of strings; false if it is anything else.
bool read_texts(const Json& value, std::vector<std::string>& texts) {
  if (value.is_string()) {
    texts.push_back(string_of(value));
    return true;
  }
  if (!value.is_array()) return false;
  for (const Json& element : value) {
    if (!element.is_string()) return false;
    texts.push_back(string_of(element));
  }
  return true;
}

/// As IAM takes condition values: strings, numbers and booleans, alone or in a list.
bool read_values(const Json& value, std::vector<std::string>& values) {
  if (value.is_string()) {
    values.push_back(string_of(value));
  } else if (value.is_number() || value.is_boolean()) {
    values.push_back(value.dump());
  } else if (value.is_array()) {
    for (const Json& element : value) {
      if (element.is_array() || !read_values(element, values)) return false;
    }
  } else {
    return false;
  }
  return true;
}

std::vector<std::string>* principals_of(PolicyPrincipal& principal,
                                        const std::string& kind) {
  if (kind == "AWS") return &principal.aws;
  if (kind == "Service") return &principal.services;
  if (kind == "Federated") return &principal.federated;
  if (kind == "CanonicalUser") return &principal.canonical_users;
  return nullptr;
}

void read_principal(const Json& value, PolicyStatement& statement) {
  PolicyPrincipal& principal = statement.principal.emplace();
  if (value.is_string() && string_of(value) == "*") {
    principal.anyone = true;
    return;
  }
  if (!value.is_object()) {
    note(statement.not_modelled, "its principal is neither `*` nor an object");
    return;
  }
  for (const auto& [kind, names] : value.get_ref<const Json::object_t&>()) {
    auto* list = principals_of(principal, kind);
    if (list == nullptr) {
      note(statement.not_modelled,
           fmt::format("principals of kind {}", in_backticks(kind)));
    } else if (!read_texts(names, *list)) {
      note(statement.not_modelled,
           fmt::format("principals under {} that are no texts", in_backticks(kind)));
    }
  }
  principal.anyone = std::erase(principal.aws, "*") > 0;
}

void read_conditions(const Json& value, bool variables, PolicyStatement& statement) {
  if (!value.is_object()) {
    note(statement.not_modelled, "its condition is not an object");
    return;
  }
  for (const auto& [op, keys] : value.get_ref<const Json::object_t&>()) {
    if (!keys.is_object()) {
      note(statement.not_modelled,
           fmt::format("condition {} is not an object", in_backticks(op)));
      continue;
    }
    for (const auto& [key, values] : keys.get_ref<const Json::object_t&>()) {
      std::vector<std::string> texts;
      if (!read_values(values, texts)) {
        note(
            statement.not_modelled,
            fmt::format("values of condition {} that are no texts", in_backticks(key)));
      }
      statement.conditions.push_back(
          PolicyCondition::of(op, key, std::move(texts), variables));
    }
  }
}

void read_effect(const Json& value, PolicyStatement& statement) {
  statement.allow = value == "Allow";
  if (!statement.allow && value != "Deny") {
    note(statement.not_modelled, "its effect is neither `Allow` nor `Deny`");
  }
}

bool read_actions(const Json& value, PolicyStatement& statement) {
  std::vector<std::string> texts;
  const bool understood = read_texts(value, texts);
  for (std::string& text : texts) {
    const bool all = text.find_first_not_of('*') == std::string::npos;
    if (!all && text.find(':') == std::string::npos) {
      note(statement.not_modelled,
           fmt::format("action {} names no service", in_backticks(text)));
    }
    statement.actions.push_back(ActionPattern::of(std::move(text)));
  }
  return understood;
}

bool read_resources(const Json& value, bool variables, PolicyStatement& statement) {
  std::vector<std::string> texts;
  const bool understood = read_texts(value, texts);
  for (std::string& text : texts) {
    statement.resources.push_back(ResourcePattern::of(std::move(text), variables));
  }
  return understood;
}

void read_element(const std::string& name, const Json& value, bool variables,
                  PolicyStatement& statement) {
  bool understood = true;
  if (name == "Sid") {
    understood = value.is_string();
    if (understood) statement.sid = string_of(value);
  } else if (name == "Effect") {
    read_effect(value, statement);
  } else if (name == "Principal" || name == "NotPrincipal") {
    statement.not_principal = name == "NotPrincipal";
    read_principal(value, statement);
  } else if (name == "Action" || name == "NotAction") {
    statement.not_action = name == "NotAction";
    understood = read_actions(value, statement);
  } else if (name == "Resource" || name == "NotResource") {
    statement.not_resource = name == "NotResource";
    statement.has_resource = true;
    understood = read_resources(value, variables, statement);
  } else if (name == "Condition") {
    read_conditions(value, variables, statement);
  } else {
    note(statement.not_modelled, fmt::format("element {}", in_backticks(name)));
  }
  if (!understood) {
    note(statement.not_modelled, fmt::format("`{}` has a form that IAM has not", name));
  }
}

PolicyStatement parse_statement(const Json& json, bool variables, Source source) {
  PolicyStatement statement;
  statement.source = std::move(source);
  if (!json.is_object()) {
    statement.not_modelled = "it is not an object";
    return statement;
  }
  for (const auto& [name, value] : json.get_ref<const Json::object_t&>()) {
    read_element(name, value, variables, statement);
  }
  if (!json.contains("Effect")) note(statement.not_modelled, "it has no effect");
  if (statement.actions.empty()) note(statement.not_modelled, "it names no action");
  if (statement.has_resource && statement.resources.empty()) {
    note(statement.not_modelled, "it names no resource");
  }
  constexpr std::array kPairs{std::pair{"Action", "NotAction"},
                              std::pair{"Resource", "NotResource"},
                              std::pair{"Principal", "NotPrincipal"}};
  for (const auto& [one, other] : kPairs) {
    if (json.contains(one) && json.contains(other)) {
      note(statement.not_modelled, fmt::format("it has both {} and {}", one, other));
    }
  }
  return statement;
}

void read_version(const Json& json, PolicyDocument& document) {
  const auto version = json.find("Version");
  if (version == json.end()) return;
  document.variables = *version == "2012-10-17";
  if (!document.variables && *version != "2008-10-17") {
    note(document.not_modelled,
         "a policy version other than 2008-10-17 and 2012-10-17");
  }
}

}  // namespace

PolicyDocument PolicyDocument::parse(const nlohmann::json& json, const Source& source,
                                     bool embedded_text) {
  PolicyDocument document;
  document.source = source;
  if (!json.is_object()) {
    document.not_modelled = "a policy that is not an object";
    return document;
  }
  read_version(json, document);
  for (const auto& [name, value] : json.get_ref<const Json::object_t&>()) {
    if (name != "Version" && name != "Id" && name != "Statement") {
      note(document.not_modelled, fmt::format("element {}", in_backticks(name)));
    }
  }
  const auto statements = json.find("Statement");
  if (statements == json.end()) {
    note(document.not_modelled, "a policy without `Statement`");
    return document;
  }
  const auto place = [&](const std::string& pointer) {
    return embedded_text ? source : Source{source.file, pointer};
  };
  const std::string here = child_pointer(source.pointer, "Statement");
  if (!statements->is_array()) {
    document.statements.push_back(
        parse_statement(*statements, document.variables, place(here)));
    return document;
  }
  document.statements.reserve(statements->size());
  for (std::size_t i = 0; i < statements->size(); ++i) {
    document.statements.push_back(parse_statement((*statements)[i], document.variables,
                                                  place(child_pointer(here, i))));
  }
  return document;
}

std::string body_text(const PolicyStatement& statement) {
  std::string text = statement.not_modelled;
  const auto add = [&text](std::string_view part) {
    text += fmt::format("{}:{};", part.size(), part);
  };
  const auto add_all = [&](const std::vector<std::string>& parts) {
    text += fmt::format("[{}]", parts.size());
    for (const auto& part : parts) add(part);
  };
  text += fmt::format("{}{}{}", statement.not_principal, statement.has_resource,
                      statement.not_resource);
  if (statement.principal) {
    const PolicyPrincipal& principal = *statement.principal;
    text += principal.anyone ? "*" : "-";
    add_all(principal.aws);
    add_all(principal.services);
    add_all(principal.federated);
    add_all(principal.canonical_users);
  }
  // What "${*}" is depends on the version of the policy.
  const auto add_pattern = [&text](const std::string& written, const Glob& pattern) {
    if (written.find("${") == std::string::npos) return;
    for (const GlobToken& token : pattern.tokens()) {
      text += fmt::format("{}.{} ", static_cast<int>(token.kind),
                          static_cast<std::uint32_t>(token.character));
    }
  };
  for (const auto& resource : statement.resources) {
    add(resource.text);
    text += resource.has_variables ? '$' : ' ';
    if (!resource.has_variables) add_pattern(resource.text, resource.glob.possible);
  }
  for (const auto& condition : statement.conditions) {
    add(condition.op);
    add(condition.lower_key);
    for (const auto& value : condition.values) {
      add(value.text);
      text += value.has_variables ? '$' : ' ';
      const auto* pattern = std::get_if<Glob>(&value.operand);
      if (!value.has_variables && pattern != nullptr) add_pattern(value.text, *pattern);
    }
  }
  return text;
}

Result<PolicyDocument> read_policy(const nlohmann::json& written,
                                   const Source& source) {
  if (written.is_object()) return PolicyDocument::parse(written, source, false);
  const auto problem = [&source](std::string message) {
    return Problem{source.file, source.pointer, std::move(message)};
  };
  if (!written.is_string()) {
    return problem(fmt::format("expected a policy, found {}", type_name(written)));
  }
  const auto document = read_policy_text(string_of(written), source.file);
  if (document.ok()) return PolicyDocument::parse(document.value(), source, true);
  Problems problems;
  for (const Problem& inner : document.problems()) {
    problems.push_back(problem(in_policy_text(inner)));
  }
  return problems;
}

std::optional<PolicyDocument> parse_policy(Cursor& in, std::string_view key) {
  const Source source{in.context().file, child_pointer(in.pointer(), key)};
  const Json& written = in.raw(key);
  if (written.is_object()) return PolicyDocument::parse(written, source, false);
  const auto text = in.policy(key);
  if (!text) return std::nullopt;
  return PolicyDocument::parse(*text, source, true);
}

}  // namespace pullproof::aws
