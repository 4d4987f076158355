// What the command line says is to be changed: files of edits, plans and templates, and
// shortcuts.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/changes/account_documents.h"
#include "model/changes/change.h"
#include "model/core/result.h"

namespace CLI {  // NOLINT(readability-identifier-naming): its own name
class App;
}

namespace pullproof::cli {

struct ChangeOptions {
  std::string edits;           ///< Files; "" for none.
  std::string terraform;       ///< A plan, as `terraform show -json` prints it.
  std::string cloudformation;  ///< A template, or a folder `cdk.out`.
  std::vector<std::pair<std::string, std::string>> parameters;  ///< Of templates.
  std::string parameter_file;
  std::string stack;    ///< Of the template; "" if it has none yet.
  std::string account;  ///< Where stacks are that do not say it.
  std::string region;
  std::vector<std::string> deletions;
  std::vector<std::string> failures;   ///< "az:eu-central-1a".
  std::vector<std::string> tags;       ///< "SERVICE[/CONTAINER]=TAG".
  std::vector<std::string> policies;   ///< "ROLE=FILE" or "ROLE=ARN".
  std::vector<std::string> controls;   ///< "FILE" or "TARGET=FILE".
  std::vector<std::string> endpoints;  ///< "ecr.dkr".
  std::string vpc;                     ///< Of the endpoints, as the next ones.
  std::vector<std::string> subnets;
  std::vector<std::string> groups;
  std::vector<std::string> route_tables;
};

/// `options` must outlive `command`.
void add_change_options(CLI::App& command, ChangeOptions& options);

/// Nothing is to be changed.
[[nodiscard]] bool is_empty(const ChangeOptions& options);

/// What `--watch` watches.
[[nodiscard]] std::vector<std::string> files_of(const ChangeOptions& options);

struct ChangeFiles;

/// The files, then the shortcuts in the order of their help. Tells all problems.
[[nodiscard]] Result<changes::Change> read_change(
    const ChangeOptions& options, const ChangeFiles& files,
    const changes::AccountDocuments& account);

}  // namespace pullproof::cli
