// What `check` concludes about one task: a verdict, every blocker, and what it hangs
// on.
//
// AWS words stay as AWS prints them; stages, mechanisms, codes and verdicts are the
// ones that other programs read (see README, "Formats").
#pragma once

#include <compare>
#include <memory>
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
  Symbol id;
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

/// A call that a leg carries.
struct LegCall {
  /// Of the role whose session asks, or that is assumed; "" for none.
  std::string role_arn;
  std::string action;    ///< "ecr:BatchGetImage"; "" of what is no call.
  std::string resource;  ///< Its ARN; "" if the call names none.
};

/// What refuses one leg, before refusals with the same facts are told as one finding.
struct LegRefusal {
  std::string mechanism;
  std::string code;
  LegCall call;                        ///< Of a refused request.
  std::string far_end;                 ///< Of a refused packet: the address, or "".
  bool is_lookup = false;              ///< The packet is for a DNS server.
  std::optional<Placement> placement;  ///< Nothing: it is the same in every one.
};

/// What is proved of one leg, whatever refuses the task elsewhere.
struct LegProof {
  Stage stage = Stage::Reference;
  std::string host;  ///< The name that it connects to, or "".
  std::vector<LegCall> calls;
  std::vector<LegRefusal> refusals;
  bool is_undecided = false;   ///< In some placement.
  bool is_image_open = false;  ///< What the image is, or where it comes from.
  std::set<std::string> open;  ///< Mechanisms that nobody can exclude.
  /// Of the images that it is for: what their tags name, or what is asked for.
  std::set<std::string> digests = {};
  bool goes_inside = false;              ///< To private addresses, name servers apart.
  bool goes_outside = false;             ///< To public ones.
  std::set<gates::Assumption> of_gates;  ///< What its gates take for granted.
  std::set<gates::Assumption> of_way;    ///< And what whoever led its way.
};

/// A leg as one task has it.
struct TaskLeg {
  std::shared_ptr<const LegProof> proof;  ///< Never null.
  std::vector<std::string> images;        ///< As the task definition writes them.
  std::string dependency;                 ///< "secret", "logs", ...; "" of a pull.
  std::string needed;                     ///< Its ARN, name or id.
  /// Of a secret: the stage and the id of the version that is asked for.
  std::vector<std::string> versions = {};
};

/// What a verdict was put together from.
struct TaskProofs {
  std::vector<TaskLeg> legs;  ///< Without those that are worth a warning only.
  std::vector<gates::Assumption> assumptions;  ///< Of no leg.
  /// What the task is, or where it is placed, is not known as a whole.
  bool has_questions = false;
};

struct TaskVerdict {
  std::string account;
  std::string region;
  std::string service;  ///< "" for a task definition on its own.
  std::string cluster;
  std::string task_definition;  ///< "web:1".
  std::string launch_type;      ///< "FARGATE", "EC2", ...; "" if it is not known.
  Verdict verdict = Verdict::Unknown;
  std::vector<Finding> findings;
  std::vector<Unknown> missing;
  std::vector<gates::Assumption> assumptions;
  std::vector<std::string> warnings;
  std::vector<ObservedStop> observed;
  std::vector<Placement> placements;  ///< Every one that was judged.
  /// For `intermittent`: a placement and choices under which the whole pull succeeds.
  std::vector<std::pair<std::string, std::string>> passing_choice;
  TaskProofs proofs = {};  ///< Empty unless somebody asks for them.
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
