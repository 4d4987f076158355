#include "src/cloudformation/assembly.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using changes::text_member;

/// Nested stacks may nest stacks, and a template itself.
constexpr std::size_t kDeepestNesting = 8;
constexpr std::size_t kMostNested = 100;

/// Stages may hold stages; nobody nests them deeper.
constexpr std::size_t kDeepestStage = 8;

Result<Json> read_document(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(stream), {});
  if (!stream) return Problem{path.string(), "", "expected a file that can be read"};
  return read_template_text(text, path.string());
}

/// "aws://123456789012/eu-central-1"; what is unknown is called "unknown-account".
aws::Scope scope_of(const std::string& environment) {
  constexpr std::string_view kBefore = "aws://";
  if (!environment.starts_with(kBefore)) return {};
  const auto slash = environment.find('/', kBefore.size());
  if (slash == std::string::npos) return {};
  const std::string account =
      environment.substr(kBefore.size(), slash - kBefore.size());
  const std::string region = environment.substr(slash + 1);
  aws::Scope scope;
  if (account != "unknown-account") scope.account = account;
  if (region != "unknown-region") scope.region = region;
  return scope;
}

/// A name within the folder: no path that leads out of it.
bool is_inside(const std::string& name) {
  const fs::path path(name);
  return !name.empty() && path.is_relative() &&
         std::none_of(path.begin(), path.end(),
                      [](const fs::path& part) { return part == ".."; });
}

/// Where the template of a nested stack lies, from its parent's folder; "" if it is
/// elsewhere.
std::string nested_path(const Json& resource) {
  if (text_member(resource, "Type") != "AWS::CloudFormation::Stack") return {};
  const auto member = [](const Json& object, const char* name) {
    return object.is_object() ? object.value(name, Json()) : Json();
  };
  std::string path = text_member(member(resource, "Metadata"), "aws:asset:path");
  if (path.empty()) path = text_member(member(resource, "Properties"), "TemplateURL");
  const bool is_elsewhere = path.find("://") != std::string::npos || !is_inside(path);
  return is_elsewhere ? "" : path;
}

class NestedReader {
 public:
  /// Goes at most `kDeepestNesting` deep.
  void read(StackTemplate& stack, std::size_t depth) {
    const Json& document = *stack.input.document;
    const auto resources =
        document.is_object() ? document.find("Resources") : document.end();
    if (!document.is_object() || resources == document.end()) return;
    for (const auto& [logical, resource] : resources->items()) {
      const std::string name = nested_path(resource);
      if (name.empty() || depth >= kDeepestNesting || count_ >= kMostNested) continue;
      const fs::path path = fs::path(stack.file).parent_path() / name;
      std::error_code error;
      if (!fs::is_regular_file(path, error)) continue;
      ++count_;
      auto read_one = read_document(path);
      if (!read_one.ok()) {
        problems_.insert(problems_.end(), read_one.problems().begin(),
                         read_one.problems().end());
        continue;
      }
      auto nested = std::make_shared<StackTemplate>();
      nested->file = path.string();
      nested->input.document =
          std::make_shared<const Json>(std::move(read_one.value()));
      read(*nested, depth + 1);
      stack.input.nested[logical] = std::move(nested);
    }
  }

  [[nodiscard]] Problems problems() && { return std::move(problems_); }

 private:
  std::size_t count_ = 0;
  Problems problems_;
};

class AssemblyReader {
 public:
  Result<std::vector<StackTemplate>> read(const fs::path& folder) {
    read_folder(folder, 0);
    if (problems_.empty() && stacks_.empty()) {
      problems_.push_back({(folder / "manifest.json").string(), "/artifacts",
                           "expected a stack, found none"});
    }
    if (!problems_.empty()) return std::move(problems_);
    return std::move(stacks_);
  }

 private:
  void read_folder(const fs::path& folder, std::size_t depth) {
    const fs::path path = folder / "manifest.json";
    auto manifest = read_document(path);
    if (!manifest.ok()) {
      problems_.insert(problems_.end(), manifest.problems().begin(),
                       manifest.problems().end());
      return;
    }
    const Json& all = manifest.value();
    const auto artifacts = all.is_object() ? all.find("artifacts") : all.end();
    if (!all.is_object() || artifacts == all.end() || !artifacts->is_object()) {
      problems_.push_back(
          {path.string(), "/artifacts", "expected the artifacts of a CDK app"});
      return;
    }
    for (const std::string& id : in_order(*artifacts)) {
      read_artifact(folder, id, (*artifacts)[id], depth);
    }
  }

  /// What others depend on comes first; circles, which CDK refuses, end somewhere.
  static std::vector<std::string> in_order(const Json& artifacts) {
    std::vector<std::string> order;
    std::set<std::string> open;
    for (const auto& [id, artifact] : artifacts.items()) open.insert(id);
    while (!open.empty()) {
      const auto is_ready = [&](const std::string& id) {
        const Json* before = changes::list_member(artifacts[id], "dependencies");
        return before == nullptr ||
               std::none_of(before->begin(), before->end(), [&](const Json& each) {
                 return each.is_string() && each != id &&
                        open.contains(each.get<std::string>());
               });
      };
      auto next = std::find_if(open.begin(), open.end(), is_ready);
      if (next == open.end()) next = open.begin();
      order.push_back(*next);
      open.erase(next);
    }
    return order;
  }

  void read_artifact(const fs::path& folder, const std::string& id,
                     const Json& artifact, std::size_t depth) {
    const std::string type = text_member(artifact, "type");
    const std::string at = aws::child_pointer("/artifacts", id) + "/properties";
    const Json properties =
        artifact.is_object() ? artifact.value("properties", Json()) : Json();
    const bool is_stage = type == "cdk:cloud-assembly";
    if (!is_stage && type != "aws:cloudformation:stack") return;
    const std::string name =
        text_member(properties, is_stage ? "directoryName" : "templateFile");
    if (!is_inside(name)) {
      problems_.push_back(
          {(folder / "manifest.json").string(), at,
           fmt::format("expected a name within the folder, found `{}`", name)});
    } else if (!is_stage) {
      read_stack(folder / name, id, artifact, properties);
    } else if (depth < kDeepestStage) {
      read_folder(folder / name, depth + 1);
    } else {
      problems_.push_back({(folder / "manifest.json").string(), at,
                           fmt::format("expected at most {} stages within one another",
                                       kDeepestStage)});
    }
  }

  void read_stack(const fs::path& path, const std::string& id, const Json& artifact,
                  const Json& properties) {
    auto document = read_document(path);
    if (!document.ok()) {
      problems_.insert(problems_.end(), document.problems().begin(),
                       document.problems().end());
      return;
    }
    StackTemplate stack;
    stack.file = path.string();
    stack.input.document = std::make_shared<const Json>(std::move(document.value()));
    stack.input.stack = text_member(properties, "stackName");
    if (stack.input.stack.empty()) stack.input.stack = id;
    stack.input.scope = scope_of(text_member(artifact, "environment"));
    const Json parameters =
        properties.is_object() ? properties.value("parameters", Json()) : Json();
    if (parameters.is_object()) {
      for (const auto& [name, value] : parameters.items()) {
        const auto text = as_text(value);
        if (text) stack.input.parameters.emplace(name, *text);
      }
    }
    const Problems nested = read_nested_templates(stack);
    problems_.insert(problems_.end(), nested.begin(), nested.end());
    stacks_.push_back(std::move(stack));
  }

  std::vector<StackTemplate> stacks_;
  Problems problems_;
};

}  // namespace

bool is_cdk_assembly(const std::string& folder) {
  std::error_code error;
  return fs::is_regular_file(fs::path(folder) / "manifest.json", error) &&
         fs::is_regular_file(fs::path(folder) / "cdk.out", error);
}

Problems read_nested_templates(StackTemplate& stack) {
  NestedReader reader;
  reader.read(stack, 0);
  return std::move(reader).problems();
}

Result<std::vector<StackTemplate>> read_cdk_assembly(const std::string& folder) {
  return AssemblyReader().read(folder);
}

}  // namespace pullproof::cli::cloudformation
