#include "src/commands/change_options.h"

#include <filesystem>
#include <functional>
#include <iterator>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/changes/edit_reader.h"
#include "model/changes/edit_shortcuts.h"
#include "src/cloudformation/template.h"
#include "src/commands/change_files.h"
#include "src/terraform/plan.h"

namespace pullproof::cli {
namespace {

using changes::AccountDocuments;
using changes::Change;
using DocumentJson = nlohmann::json;

constexpr auto kShortcuts = "Shortcuts";
constexpr auto kTagForm = "SERVICE[/CONTAINER]=TAG";
constexpr auto kPolicyForm = "ROLE=FILE|ROLE=ARN";

/// "a=b" as its two sides. Requires: `has_two_sides`.
struct Sides {
  std::string left;
  std::string right;
};

Sides split_at_equals(const std::string& word) {
  const auto equals = word.find('=');
  return {.left = word.substr(0, equals), .right = word.substr(equals + 1)};
}

bool has_two_sides(const std::string& word) {
  const auto equals = word.find('=');
  return equals != std::string::npos && equals > 0 && equals + 1 < word.size();
}

constexpr std::string_view kZone = "az:";

bool names_zone(const std::string& word) {
  return word.starts_with(kZone) && word.size() > kZone.size();
}

/// For CLI11: "" or what is wrong with the word.
CLI::Validator expecting(const char* form, bool (*is_good)(const std::string&)) {
  return CLI::Validator(
      [form, is_good](const std::string& word) {
        if (is_good(word)) return std::string();
        return fmt::format("expected {}, found {}", form, word);
      },
      "");
}

std::string stem(const std::string& file) {
  return std::filesystem::path(file).stem().string();
}

Result<Change> failure(const AccountDocuments& account, const std::string& word) {
  return changes::zone_failure(account, word.substr(kZone.size()));
}

Result<Change> tag(const AccountDocuments& account, const std::string& word) {
  auto [service, tag_name] = split_at_equals(word);
  std::string container;
  const auto slash = service.rfind('/');
  if (slash != std::string::npos && !service.starts_with("arn:")) {
    container = service.substr(slash + 1);
    service.resize(slash);
  }
  return changes::tag_change(account, service, container, tag_name);
}

Result<Change> role_policy(const std::string& word) {
  const auto [role, policy] = split_at_equals(word);
  if (policy.starts_with("arn:")) return changes::attached_policy(role, policy);
  const auto document = read_document(policy);
  if (!document.ok()) return document.problems();
  return changes::inline_policy(role, stem(policy), document.value());
}

Result<Change> control(const AccountDocuments& account, const std::string& word) {
  const auto equals = word.find('=');
  const std::string target = equals == std::string::npos ? "" : word.substr(0, equals);
  const std::string file = equals == std::string::npos ? word : word.substr(equals + 1);
  const auto document = read_document(file);
  if (!document.ok()) return document.problems();
  return changes::control_policy(account, target, stem(file), document.value());
}

Result<Change> edits(const std::string& file) {
  const auto document = read_document(file);
  if (!document.ok()) return document.problems();
  return changes::read_edits(document.value(), file);
}

/// Adds up what is read, and what is wrong.
class Gathered {
 public:
  void add(Result<Change> read) {
    if (!read.ok()) {
      problems_.insert(problems_.end(), read.problems().begin(), read.problems().end());
      return;
    }
    Change& from = read.value();
    move_into(change_.edits, from.edits);
    move_into(change_.doubts, from.doubts);
    move_into(change_.ignored, from.ignored);
    move_into(change_.warnings, from.warnings);
  }

  Result<Change> result() && {
    if (!problems_.empty()) return std::move(problems_);
    return std::move(change_);
  }

 private:
  template <class T>
  static void move_into(std::vector<T>& all, std::vector<T>& from) {
    all.insert(all.end(), std::make_move_iterator(from.begin()),
               std::make_move_iterator(from.end()));
  }

  Change change_;
  Problems problems_;
};

void add_ids(CLI::App& command, const char* name, std::vector<std::string>& ids,
             const char* what, CLI::Option* endpoint) {
  command.add_option(name, ids, what)
      ->type_name("ID[,ID]")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->needs(endpoint)
      ->group(kShortcuts);
}

void add_template_options(CLI::App& command, ChangeOptions& options) {
  CLI::Option* stacks =
      command
          .add_option("--cloudformation", options.cloudformation,
                      "A template in JSON or YAML, or the folder cdk.out of a CDK app")
          ->type_name("FILE|FOLDER");
  const auto of_stacks = [&](CLI::Option* option, const char* form) {
    return option->type_name(form)->needs(stacks)->group("Templates");
  };
  of_stacks(command.add_option_function<std::vector<std::string>>(
                "--parameter",
                [&options](const std::vector<std::string>& words) {
                  for (const std::string& word : words) {
                    const auto [name, value] = split_at_equals(word);
                    options.parameters.emplace_back(name, value);
                  }
                },
                "A parameter of the template"),
            "NAME=VALUE")
      ->allow_extra_args(false)
      ->check(expecting("NAME=VALUE", [](const std::string& word) {
        return word.find('=') != std::string::npos && word[0] != '=';
      }));
  of_stacks(command.add_option("--parameters", options.parameter_file,
                               "Parameters in a file: a list of ParameterKey and "
                               "ParameterValue, or an object"),
            "FILE");
  of_stacks(
      command.add_option("--stack", options.stack, "The stack that the template is of"),
      "NAME");
  of_stacks(command.add_option("--account", options.account,
                               "The account that the stack is in"),
            "ID");
  of_stacks(
      command.add_option("--region", options.region, "The region that the stack is in"),
      "REGION");
}

}  // namespace

void add_change_options(CLI::App& command, ChangeOptions& options) {
  command
      .add_option("--edits", options.edits,
                  "Edits of resources, in JSON or YAML; - reads JSON from standard "
                  "input")
      ->type_name("FILE");
  command
      .add_option("--terraform", options.terraform,
                  "A plan of Terraform or OpenTofu: `terraform show -json PLAN`")
      ->type_name("FILE");
  add_template_options(command, options);
  const auto shortcut = [&](const char* name, std::vector<std::string>& words,
                            const char* what, const char* form) {
    return command.add_option(name, words, what)
        ->type_name(form)
        ->allow_extra_args(false)
        ->group(kShortcuts);
  };
  shortcut("--delete", options.deletions, "Delete what is called so", "ID|ARN|NAME");
  shortcut("--fail", options.failures, "An Availability Zone is down", "az:ZONE")
      ->check(expecting("az:ZONE", names_zone));
  shortcut("--set-tag", options.tags, "Deploy a service with another image tag",
           kTagForm)
      ->check(expecting(kTagForm, has_two_sides));
  shortcut("--attach-policy", options.policies, "Give a role one more policy",
           kPolicyForm)
      ->check(expecting(kPolicyForm, has_two_sides));
  shortcut("--scp", options.controls,
           "Attach a service control policy, to every account of the snapshot or to "
           "one target",
           "[TARGET=]FILE");
  CLI::Option* endpoint =
      shortcut("--endpoint", options.endpoints, "Add a VPC endpoint", "SERVICE");
  CLI::Option* vpc = command.add_option("--vpc", options.vpc, "Where to add it")
                         ->type_name("ID|NAME")
                         ->needs(endpoint)
                         ->group(kShortcuts);
  endpoint->needs(vpc);
  add_ids(command, "--subnets", options.subnets, "Where it has interfaces", endpoint);
  add_ids(command, "--groups", options.groups, "The groups that they are in", endpoint);
  add_ids(command, "--route-tables", options.route_tables,
          "Of a gateway endpoint (default: all of the VPC)", endpoint);
}

bool is_empty(const ChangeOptions& options) {
  return options.edits.empty() && options.terraform.empty() &&
         options.cloudformation.empty() && options.deletions.empty() &&
         options.failures.empty() && options.tags.empty() && options.policies.empty() &&
         options.controls.empty() && options.endpoints.empty();
}

std::vector<std::string> files_of(const ChangeOptions& options) {
  std::vector<std::string> files;
  for (const auto* file :
       {&options.edits, &options.terraform, &options.cloudformation}) {
    if (!file->empty()) files.push_back(*file);
  }
  return files;
}

Result<Change> read_change(const ChangeOptions& options, const ChangeFiles& files,
                           const AccountDocuments& account) {
  Gathered all;
  if (files.plan != nullptr) {
    all.add(terraform::read_terraform_plan(*files.plan, options.terraform, account));
  }
  if (!files.stacks.empty()) {
    all.add(cloudformation::read_stacks(files.stacks, files.parameters, account));
  }
  if (!options.edits.empty()) all.add(edits(options.edits));
  for (const auto& name : options.deletions) all.add(changes::deletion_of(name));
  for (const auto& word : options.failures) all.add(failure(account, word));
  for (const auto& word : options.tags) all.add(tag(account, word));
  for (const auto& word : options.policies) all.add(role_policy(word));
  for (const auto& word : options.controls) all.add(control(account, word));
  for (const auto& service : options.endpoints) {
    all.add(changes::new_endpoint(account, {.service = service,
                                            .vpc = options.vpc,
                                            .subnets = options.subnets,
                                            .groups = options.groups,
                                            .route_tables = options.route_tables}));
  }
  return std::move(all).result();
}

}  // namespace pullproof::cli
