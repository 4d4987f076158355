// What `check` concludes about one task: a verdict, every blocker, and what it hangs
// on.
//
// AWS words stay as AWS prints them; stages, mechanisms, codes and verdicts are the
// ones that other programs read (see README, "Formats").
#pragma once

#include <compare>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/aws/scope.h"
#include "model/core/predicate.h"
#include "model/gates/gate.h"

namespace pullproof::model {

/// In the order in which a task meets them.
enum class Stage { Reference, Role, Token, Manifest, Layers, Start };

[[nodiscard]] std::string_view name(Stage stage);

enum class Verdict { Pulls, Fails, Intermittent, Unknown };

[[nodiscard]] std::string_view name(Verdict verdict);

/// Where a task may be placed.
struct Placement {
  std::string subnet;             ///< Subnet id.
  std::string availability_zone;  ///< "eu-central-1a", or "" if it is not known.
  std::string instance;           ///< EC2 only, else "".

  auto operator<=>(const Placement&) const = default;
};

/// One hop of a path, as it is told.
struct PathHop {
  std::string kind;  ///< "task", "resolver", "security-group", "network-acl", ...
  std::string id;
  bool refuses = false;
  bool back = false;  ///< On the way of the reply.

  bool operator==(const PathHop&) const = default;
};

/// The packet of a counterexample.
struct PacketExample {
  std::string source;       ///< "10.20.10.10:32768".
  std::string destination;  ///< "3.121.0.9:443".
  std::string protocol;     ///< "tcp", "udp".
  std::string direction;    ///< "forward", "return".
};

/// The request of a counterexample.
struct RequestExample {
  std::string principal;
  std::string action;
  std::string resource;
  std::vector<std::pair<std::string, std::string>> context;  ///< Keys that are known.
};

struct Counterexample {
  std::optional<PacketExample> packet;
  std::optional<RequestExample> request;
  /// Every other value that AWS chose: ("layer key", "...").
  std::vector<std::pair<std::string, std::string>> choice;
};

/// One blocker. The same blocker on a later stage is not told again.
struct Finding {
  Stage stage = Stage::Reference;
  std::set<Stage> also_stages;  ///< Later stages that the same facts refuse too.
  std::string mechanism;
  std::string code;
  std::string container;
  std::string image;
  std::vector<Placement>
      placements;                  ///< Where it refuses; empty: nothing to do with it.
  bool every_choice = true;        ///< False: some choices there pass.
  std::vector<std::string> blame;  ///< Sorted ids and ARNs.
  Counterexample counterexample;
  std::vector<PathHop> path;
  std::string host;       ///< The name that the leg connects to, or "".
  std::string message;    ///< What is refused and why, one sentence.
  std::string ecs_error;  ///< What ECS is expected to print.
  /// And to write among the events of the service; "" for a task of none.
  std::string service_event;
  std::string repair;  ///< One sentence.
  std::vector<FactRef> evidence;
};

/// What a stopped task of the service said.
struct ObservedStop {
  enum class Agreement {
    AsPredicted,         ///< A finding explains it.
    OtherThanPredicted,  ///< None does: the snapshot is of another moment, or lacks it.
    Open,                ///< It is not about what is proved, or that is unknown.
  };
  std::string task;  ///< Last part of the ARN of the first that said it.
  std::string text;
  std::string error;  ///< In the catalogue: "E11".
  std::string title;  ///< What that means, one sentence without its final stop.
  std::size_t tasks = 1;
  Agreement agreement = Agreement::Open;
};

struct TaskVerdict {
  std::string account;
  std::string region;
  std::string service;  ///< "" for a task definition on its own.
  std::string cluster;
  std::string task_definition;  ///< "web:1".
  std::string launch_type;      ///< "FARGATE", "EC2", ...
  Verdict verdict = Verdict::Unknown;
  std::vector<Finding> findings;
  std::vector<Unknown> missing;
  std::vector<gates::Assumption> assumptions;
  std::vector<std::string> warnings;
  std::vector<ObservedStop> observed;
  std::vector<Placement> placements;  ///< Every one that was judged.
  /// For `intermittent`: a placement and choices under which the whole pull succeeds.
  std::vector<std::pair<std::string, std::string>> passing_choice;
};

struct CheckStatistics {
  std::size_t legs = 0;            ///< Legs of all tasks.
  std::size_t proofs = 0;          ///< Distinct legs, each proved once.
  std::size_t solver_queries = 0;  ///< Queries that needed Z3.
};

struct CheckReport {
  std::vector<TaskVerdict> verdicts;  ///< By account, region, cluster, service.
  CheckStatistics statistics;
};

}  // namespace pullproof::model
