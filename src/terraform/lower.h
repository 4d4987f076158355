// Makes edits of what resources of a plan say before and after.
//
// Edits are put in an order in which AWS would take them: entries that go, named things
// that go (their names may be given again), what is new, what changes, and last what
// else goes.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "model/changes/account_documents.h"
#include "model/changes/change.h"
#include "src/terraform/facts.h"
#include "src/terraform/planned_resource.h"

namespace pullproof::cli::terraform {

class Lowering {
 public:
  /// `account` must outlive it. `file` is that of the plan.
  Lowering(const changes::AccountDocuments& account, std::string file)
      : account_(account), file_(std::move(file)) {}

  /// `rank`: resources of a lower rank are made first, and go last.
  void add(const PlannedResource& resource, const Facts& before, const Facts& after,
           int rank);

  /// What is not in the snapshot cannot be changed: a doubt instead.
  [[nodiscard]] changes::Change finish();

 private:
  struct Pending {
    int phase = 0;
    int rank = 0;
    bool is_undone = false;  ///< It takes something away.
    changes::Edit edit;
  };
  struct Settled;

  [[nodiscard]] static Settled settled(const Fact& fact);
  void make(const PlannedResource& resource, const Fact& fact, int rank);
  void change(const PlannedResource& resource, const Fact& before, const Fact& after,
              int rank);
  void take_back(const PlannedResource& resource, const Fact& fact, int rank);
  void push(const PlannedResource& resource, const Fact& fact, changes::Edit::Kind kind,
            const changes::SharedJson& value, int rank, bool is_undone = false);
  void doubt(const PlannedResource& resource, const std::string& id,
             const std::string& why);
  [[nodiscard]] bool exists(const changes::Edit& edit);

  const changes::AccountDocuments& account_;
  std::string file_;
  std::vector<Pending> pending_;
  std::set<std::string> made_;  ///< Types and ids, with a bar between them.
  std::map<std::string, std::set<std::string>> arns_;  ///< By type.
  changes::Change change_;
};

}  // namespace pullproof::cli::terraform
