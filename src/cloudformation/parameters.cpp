#include "src/cloudformation/parameters.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "model/changes/account_documents.h"
#include "model/core/nearest.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;
using Values = std::map<std::string, Json>;

/// AWS: "CommaDelimitedList": commas part the texts, and spaces around them go.
Json comma_delimited(std::string_view text) {
  Json list = Json::array();
  for (std::size_t from = 0; from <= text.size();) {
    const auto to = std::min(text.find(',', from), text.size());
    std::string_view piece = text.substr(from, to - from);
    while (piece.starts_with(' ')) piece.remove_prefix(1);
    while (piece.ends_with(' ')) piece.remove_suffix(1);
    list.push_back(std::string(piece));
    from = to + 1;
  }
  return list;
}

bool is_allowed(const Json& parameter, const std::string& text) {
  const Json* allowed = changes::list_member(parameter, "AllowedValues");
  return allowed == nullptr ||
         std::any_of(allowed->begin(), allowed->end(),
                     [&](const Json& each) { return as_text(each) == text; });
}

Json value_of(const Json& parameter, const std::string& name,
              const std::optional<std::string>& text) {
  const std::string type = changes::text_member(parameter, "Type");
  if (type.starts_with("AWS::SSM::Parameter::Value<")) {
    return unknown(fmt::format("`{}` is read from SSM when the stack is made", name));
  }
  if (!text) {
    return unknown(fmt::format(
        "the parameter `{}` has no value: give it with --parameter {}=VALUE", name,
        name));
  }
  if (text->find("{{resolve:") != std::string::npos) {
    return unknown(fmt::format("only AWS knows what `{}` gives", *text));
  }
  const bool is_list = type == "CommaDelimitedList" || type.starts_with("List<");
  return is_list ? comma_delimited(*text) : Json(*text);
}

Problem unknown_parameter(const std::string& name, const Json& parameters,
                          const std::string& file) {
  std::vector<std::string> names;
  for (const auto& [each, parameter] : parameters.items()) names.push_back(each);
  const auto near = nearest(name, std::move(names), 1);
  return {
      file, "/Parameters",
      near.empty()
          ? fmt::format("the template has no parameters, found a value for `{}`", name)
          : fmt::format("the template has no parameter `{}`; did you mean `{}`?", name,
                        near.front())};
}

}  // namespace

Result<Values> parameter_values(const Json& document,
                                const std::map<std::string, std::string>& given,
                                const std::string& file) {
  const Json parameters = document.value("Parameters", Json::object());
  Problems problems;
  for (const auto& [name, text] : given) {
    if (parameters.contains(name)) continue;
    problems.push_back(unknown_parameter(name, parameters, file));
  }
  Values values;
  if (!parameters.is_object()) {
    problems.push_back({file, "/Parameters", "expected an object"});
    return problems;
  }
  for (const auto& [name, parameter] : parameters.items()) {
    if (!parameter.is_object()) {
      problems.push_back({file, aws::child_pointer("/Parameters", name),
                          "expected an object with `Type`"});
      continue;
    }
    const auto found = given.find(name);
    std::optional<std::string> text;
    if (found != given.end()) {
      text = found->second;
    } else if (parameter.contains("Default")) {
      text = as_text(parameter["Default"]);
    }
    if (text && !is_allowed(parameter, *text)) {
      problems.push_back(
          {file, aws::child_pointer("/Parameters", name),
           fmt::format("expected one of `AllowedValues`, found `{}`", *text)});
    }
    values.emplace(name, value_of(parameter, name, text));
  }
  if (!problems.empty()) return problems;
  return values;
}

}  // namespace pullproof::cli::cloudformation
