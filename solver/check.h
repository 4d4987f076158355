// The main job: judges every selected task of an account, each distinct leg once.
//
// Guarantee: the report depends on the snapshot and the options only, never on `jobs`.
// Every refusal in it has been replayed by the interpreter.
#pragma once

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "model/aws/snapshot.h"
#include "model/gates/switches.h"
#include "model/verdict.h"

namespace pullproof::solver {

struct CheckOptions {
  std::string cluster;  ///< Name or ARN; "" selects every one.
  std::string service;  ///< Name or ARN; "" selects every one.
  std::string
      task_definition;  ///< "family", "family:revision" or ARN; "" selects none.
  /// For a task definition that no service runs: where its task would start.
  std::vector<std::string> subnets;
  std::vector<std::string> groups;
  bool assign_public_ip = false;
  bool strict = false;  ///< Peripheral calls that were not seen make verdicts unknown.
  /// Ids of gateways and appliances that carry packets on, and their replies back.
  std::set<std::string> vouched;
  gates::Switches switches = {};  ///< What is taken of contested points.
  bool keep_proofs = false;       ///< Fills `TaskVerdict::proofs` of every task.
  unsigned jobs = 1;
  std::uint32_t resource_limit = 50'000'000;  ///< Z3's rlimit for one query.
  /// Called now and then from any thread with how many of how many proofs are done.
  std::function<void(std::size_t done, std::size_t all)> progress;
};

/// Ensures: verdicts is empty only if nothing was selected.
[[nodiscard]] model::CheckReport check(const aws::Snapshot& account,
                                       const CheckOptions& options);

}  // namespace pullproof::solver
