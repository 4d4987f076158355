// The tasks of an account: what starts, where it may be placed, and which images it
// pulls.
//
// AWS: ECS developer guide: a Fargate task pulls through its own interface, in any of
// the service's subnets; on EC2 the pull leaves from the primary interface of the
// container instance, whatever the task's network mode. Which of the two ECS Managed
// Instances use is not documented, and an external instance has a network of its own.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/aws/network_index.h"
#include "model/aws/snapshot.h"
#include "model/gates/gate.h"
#include "model/verdict.h"

namespace pullproof::model {

/// Facts about the task's own configuration carry this id until a verdict names the
/// task: tasks that share everything else share their proofs.
inline constexpr std::string_view kServiceFact = "<service>";
inline constexpr std::string_view kTaskDefinitionFact = "<task definition>";

/// What a task runs on.
enum class Host {
  Fargate,
  Instance,         ///< An EC2 instance of the account's own.
  ManagedInstance,  ///< ECS Managed Instances.
  External,         ///< ECS Anywhere.
};

/// The interface that a pull leaves from.
struct SourceInterface {
  aws::Scope scope;
  Host host = Host::Fargate;
  Placement placement;
  SubnetId subnet;
  VpcId vpc;
  IntervalSet addresses;  ///< Private IPv4 addresses that it may have.
  std::vector<SecurityGroupId> groups;
  bool public_address = false;
  std::optional<Address> fixed_public_address;  ///< Nothing: any that AWS assigns.
  FactRef public_address_fact;
  std::string owner;     ///< For messages: "the task", "instance i-1".
  std::string hop_kind;  ///< "task" or "instance".
  std::string hop_id;
  /// EC2: the system, the CPU and the role of the instance.
  std::string os;            ///< "linux", "windows"; "" if it is as the task says.
  std::string architecture;  ///< "amd64", "arm64", "" if it is not known.
  /// Set: the task definition asks for another platform, and tasks may never start
  /// here.
  std::optional<Unknown> platform_question = {};
  std::string instance_profile_arn;
  FactRef instance_fact;
  /// EC2: the agent is so old that it pulls with the instance's role alone.
  bool ignores_execution_role = false;
  /// EC2: its logs are written as the execution role; nothing if nobody tells.
  std::optional<bool> logs_as_execution_role;
  /// That it may have, beside IPv4 ones or instead of them. One without IPv4 addresses
  /// uses IPv6 alone.
  IntervalSet ipv6_addresses;
  bool public_ipv6 = false;  ///< The internet knows those.
  FactRef ipv6_fact;         ///< What says so.
  bool dns64 = false;        ///< Names without an IPv6 address get one of NAT64.
  /// Set: nothing is known of its network, and why.
  std::optional<Unknown> undecided;

  [[nodiscard]] bool is_ipv6_only() const {
    return addresses.empty() && !ipv6_addresses.empty();
  }
};

struct ContainerImage {
  std::string container;
  std::string image;
  std::string deployed_digest;  ///< What ECS resolved the tag to; "" if not known.
  /// Set: ECS resolved the tag, and why nobody can tell to what.
  std::string digest_question = {};
  aws::Source source;  ///< Of the container definition.
  bool essential = true;
  bool awaited = false;  ///< Another container does not start before it.
};

/// Something outside of the task that a container needs before it can start.
///
/// AWS: ECS developer guide, "Pass sensitive data to an Amazon ECS container", "Pass
/// environment variables to an Amazon ECS container" and "Send Amazon ECS logs to
/// CloudWatch".
struct StartNeed {
  enum class Kind {
    Logs,
    Secret,
    Parameter,
    EnvironmentFile,
    Exec,            ///< The channels of ECS Exec: the task starts without them.
    ServiceConnect,  ///< What its proxy gets its configuration from.
    Volume,          ///< A file system of EFS.
    FileShare,       ///< What ECS asks of a file system of FSx before it mounts that.
    BadSecret,
    BadFile,
  };
  Kind kind = Kind::Logs;
  std::size_t image = 0;  ///< Index of the container in `Task::images`.
  aws::Scope scope;  ///< Where it is: group, secret, parameter, bucket, file system.
  /// A log group's or parameter's name; the ARN of a secret or an object; the id of a
  /// file system; of a bad reference its text.
  std::string name;
  std::string stream_prefix;  ///< Of a log group: "ecs/web/".
  std::string stage;          ///< Of a secret: "AWSCURRENT"; "" if an id is asked for.
  /// Of a secret: the id of a version; of a parameter: its number or label; "" if none
  /// is asked for.
  std::string version;
  std::string other_name;     ///< Of a parameter: what its ARN may stand for as well.
  bool has_json_key = false;  ///< Of a secret.
  bool is_login = false;      ///< Of a secret: `repositoryCredentials` names it.
  bool as_execution_role = false;  ///< Of logs, wherever the task is placed.
  bool creates_group = false;      ///< awslogs-create-group.
  std::string access_point = {};   ///< Of a file system; "" if none is used.
  bool by_iam = false;             ///< It is mounted as the task role.
  bool encrypted = false;          ///< The way to it.
  /// Of what fetches it in words of its own: "credential-spec"; "" if by its kind.
  std::string told_as = {};
  FactRef named_by = {};  ///< What names it; null: the task definition.
  /// Set: nobody can tell whether it can be had.
  std::optional<Unknown> question;
  /// Set: whether the container starts without it is not known.
  std::optional<Unknown> doubt;
};

struct Task {
  aws::Scope scope;
  std::string service;
  std::string service_arn;
  std::string cluster;
  std::string task_definition;  ///< "web:1".
  std::string task_definition_arn;
  std::string launch_type;   ///< "FARGATE", "EC2", "MIXED", ...; "" if not known.
  std::string network_mode;  ///< "awsvpc", "bridge", "host", "none", or "" (bridge).
  bool fargate = false;
  /// Fargate for Linux before platform version 1.4.0, which pulls with Docker.
  bool login_leaves_through_fargate = false;
  std::string os = "linux";
  bool os_is_given = true;   ///< False: an instance may run another.
  std::string architecture;  ///< Fargate: "amd64" or "arm64".
  /// Of Windows on Fargate: "10.0.17763"; "" if it is not known.
  std::string windows_build;
  std::string execution_role_arn;
  std::string task_role_arn;
  std::vector<StartNeed> needs;
  std::vector<SourceInterface> sources;  ///< Every placement.
  /// Set: only some of them may be used, and why nobody can tell which.
  std::optional<Unknown> placement_question;
  std::vector<ContainerImage> images;
  std::vector<Unknown> missing;
  std::vector<gates::Assumption> assumptions;
  gates::ImageCache image_cache{};
  gates::NonEssentialImage non_essential_image{};
  /// What goes wrong with its log driver is seen before its image is pulled.
  bool starts_logger_first = false;
  std::vector<std::string> warnings;
  /// Where its own facts are, to name them in the verdict.
  aws::Source service_source;
  aws::Source public_address_source;
  aws::Source task_definition_source;
};

/// What to select; empty fields select everything.
struct TaskSelection {
  std::string cluster;
  std::string service;
  std::string task_definition;
  std::vector<std::string> subnets;  ///< For a task definition on its own.
  std::vector<std::string> groups;
  bool assign_public_ip = false;
  /// Peripheral calls that were not seen leave placements open.
  bool strict = false;
  gates::Switches switches = {};
};

/// What one task is made of: a service, or one of its task sets; a task definition that
/// no service runs; or, without either, a task that the snapshot does not describe.
struct TaskStart {
  const aws::Service* service = nullptr;
  const aws::TaskDefinition* definition = nullptr;
  std::shared_ptr<const Task> unseen = nullptr;
};

struct TaskFinder;

/// Finds tasks one by one, where `select_tasks` finds all of them.
class TaskSelector {
 public:
  /// Both must outlive it.
  TaskSelector(const aws::Snapshot& account, const aws::NetworkIndex& index,
               TaskSelection selection);
  ~TaskSelector();

  /// Everything that is selected, in the order of the snapshot.
  [[nodiscard]] std::vector<TaskStart> starts() const;
  [[nodiscard]] Task task_of(const TaskStart& start) const;

 private:
  const aws::Snapshot& account_;
  TaskSelection selection_;
  std::unique_ptr<const TaskFinder> finder_;
};

/// By account, region, cluster, service and task definition.
[[nodiscard]] bool comes_before(const Task& one, const Task& other);

/// In the order of account, region, cluster, service. Services that are not ACTIVE
/// start nothing and are left out; one with several task sets that start tasks is there
/// once for each.
[[nodiscard]] std::vector<Task> select_tasks(const aws::Snapshot& account,
                                             const aws::NetworkIndex& index,
                                             const TaskSelection& selection);

}  // namespace pullproof::model
