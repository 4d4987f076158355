#include "src/commands/change_files.h"

#include <filesystem>
#include <iterator>
#include <memory>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/cursor.h"
#include "model/aws/document_context.h"
#include "model/aws/json_reader.h"
#include "src/cloudformation/assembly.h"
#include "src/commands/policy_file.h"
#include "src/yaml.h"

namespace pullproof::cli {
namespace {

using cloudformation::StackTemplate;
using DocumentJson = nlohmann::json;
using Parameters = std::map<std::string, std::string>;

std::string extension_of(const std::string& file) {
  return std::filesystem::path(file).extension().string();
}

/// "a" of `"a"`, and what else JSON prints: `true`, `3`.
std::string text_in(const DocumentJson& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

/// AWS: CLI reference, "cloudformation deploy": a list of ParameterKey and
/// ParameterValue, or CodePipeline's object `Parameters`; or that object alone.
Result<Parameters> parameters_in(const DocumentJson& document,
                                 const std::string& file) {
  Parameters found;
  if (document.is_array()) {
    for (const DocumentJson& each : document) {
      const bool is_one = each.is_object() && each.contains("ParameterKey") &&
                          each.contains("ParameterValue");
      if (!is_one) {
        return Problem{file, "",
                       "expected objects with `ParameterKey` and `ParameterValue`"};
      }
      found[text_in(each["ParameterKey"])] = text_in(each["ParameterValue"]);
    }
    return found;
  }
  if (!document.is_object()) {
    return Problem{file, "",
                   fmt::format("expected a list or an object of parameters, found {}",
                               aws::type_name(document))};
  }
  const bool is_wrapped =
      document.contains("Parameters") && document["Parameters"].is_object();
  const DocumentJson& all = is_wrapped ? document["Parameters"] : document;
  for (const auto& [name, value] : all.items()) found[name] = text_in(value);
  return found;
}

Result<std::vector<StackTemplate>> templates_in(const std::string& place) {
  if (cloudformation::is_cdk_assembly(place)) {
    return cloudformation::read_cdk_assembly(place);
  }
  const auto text = read_all(place);
  if (!text) return Problem{place, "", "cannot be read"};
  auto document = cloudformation::read_template_text(*text, place);
  if (!document.ok()) return document.problems();
  StackTemplate stack;
  stack.file = place;
  stack.input.document =
      std::make_shared<const DocumentJson>(std::move(document.value()));
  Problems problems = cloudformation::read_nested_templates(stack);
  if (!problems.empty()) return problems;
  return std::vector<StackTemplate>{std::move(stack)};
}

/// "eu-central-1" of itself, of "eu-central-1a" and of
/// "com.amazonaws.eu-central-1.ecr.api"; "" of other texts.
std::string region_in(std::string_view text) {
  constexpr std::string_view kService = "com.amazonaws.";
  const auto service = text.find(kService);
  if (service != std::string_view::npos) {
    text.remove_prefix(service + kService.size());
    text = text.substr(0, text.find('.'));
  }
  const bool is_zone = !text.empty() && text.back() >= 'a' && text.back() <= 'f';
  if (is_zone && aws::is_region(text.substr(0, text.size() - 1))) {
    text.remove_suffix(1);
  }
  return aws::is_region(text) ? std::string(text) : std::string();
}

/// The region that all texts name which name one; "" for none, or several.
std::string only_region_in(const DocumentJson& document) {
  std::set<std::string> regions;
  std::vector<const DocumentJson*> open{&document};
  while (!open.empty()) {
    const DocumentJson& json = *open.back();
    open.pop_back();
    if (json.is_string()) regions.insert(region_in(json.get_ref<const std::string&>()));
    if (!json.is_structured()) continue;
    for (const DocumentJson& each : json) open.push_back(&each);
  }
  regions.erase("");
  return regions.size() == 1 ? *regions.begin() : "";
}

/// What the command line says of all stacks.
void tell_file(const ChangeOptions& options, StackTemplate& stack) {
  if (!options.stack.empty()) stack.input.stack = options.stack;
  if (!options.account.empty()) stack.input.scope.account = options.account;
  if (!options.region.empty()) stack.input.scope.region = options.region;
}

class FileReader {
 public:
  Result<ChangeFiles> read(const ChangeOptions& options) {
    if (!options.terraform.empty()) read_plan(options.terraform);
    if (!options.cloudformation.empty()) read_templates(options);
    if (!options.parameter_file.empty()) read_parameters(options.parameter_file);
    for (const auto& [name, value] : options.parameters) {
      files_.parameters[name] = value;
    }
    if (!problems_.empty()) return std::move(problems_);
    return std::move(files_);
  }

 private:
  void read_plan(const std::string& file) {
    auto plan = read_document(file);
    if (!keep(plan)) return;
    files_.plan = std::make_shared<const DocumentJson>(std::move(plan.value()));
  }

  void read_templates(const ChangeOptions& options) {
    auto stacks = templates_in(options.cloudformation);
    if (!keep(stacks)) return;
    for (StackTemplate& stack : stacks.value()) tell_file(options, stack);
    files_.stacks = std::move(stacks.value());
  }

  void read_parameters(const std::string& file) {
    const auto document = read_document(file);
    if (!keep(document)) return;
    auto parameters = parameters_in(document.value(), file);
    if (keep(parameters)) files_.parameters = std::move(parameters.value());
  }

  template <class T>
  bool keep(const Result<T>& read) {
    if (read.ok()) return true;
    problems_.insert(problems_.end(), read.problems().begin(), read.problems().end());
    return false;
  }

  ChangeFiles files_;
  Problems problems_;
};

}  // namespace

Result<ChangeFiles> read_change_files(const ChangeOptions& options) {
  return FileReader().read(options);
}

std::set<aws::Scope> settle_scopes(ChangeFiles& files) {
  for (StackTemplate& stack : files.stacks) {
    aws::Scope& scope = stack.input.scope;
    if (scope.region.empty()) scope.region = only_region_in(*stack.input.document);
  }
  return cloudformation::scopes_without_snapshot(files.stacks);
}

Result<DocumentJson> read_document(const std::string& file) {
  const auto text = read_all(file);
  if (!text) return Problem{file, "", "cannot be read"};
  const std::string extension = extension_of(file);
  if (extension == ".yaml" || extension == ".yml") {
    return read_yaml(*text, file, YamlTags::None);
  }
  return aws::read_json(*text, file);
}

}  // namespace pullproof::cli
