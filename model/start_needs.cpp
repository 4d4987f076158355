#include "model/start_needs.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "model/gates/arn.h"
#include "model/gates/partition.h"
#include "model/secret_reference.h"

namespace pullproof::model {
namespace {

void assume(Task& task, std::string name, std::string value) {
  gates::Assumption one{.name = std::move(name), .value = std::move(value)};
  auto& all = task.assumptions;
  if (std::find(all.begin(), all.end(), one) == all.end()) {
    all.push_back(std::move(one));
  }
}

/// As Docker reads an option: Go's strconv.ParseBool.
bool is_true(const std::string& text) {
  for (const char* word : {"1", "t", "T", "true", "TRUE", "True"}) {
    if (text == word) return true;
  }
  return false;
}

class Reader {
 public:
  Reader(Task& task, const aws::TaskDefinition& definition,
         const aws::Snapshot& account, bool strict)
      : task_(task),
        account_(account),
        requires_log_role_(definition.requires_log_role),
        has_log_router_(
            std::any_of(definition.containers.begin(), definition.containers.end(),
                        [](const auto& container) { return container.routes_logs; })),
        strict_(strict) {}

  void read(const aws::ContainerDefinition& container, std::size_t image) {
    image_ = image;
    if (container.log) add_log(*container.log, container.name);
    for (const auto& secret : container.secrets) add_secret(secret.value_from);
    for (const auto& file : container.environment_files) add_file(file.arn);
    if (!container.firelens_config.empty()) add_firelens(container.firelens_config);
    if (container.registry_login) add_login(container.registry_login->value_from);
    for (const auto& spec : container.credential_specs) add_credential_spec(spec);
  }

  /// AWS: ECS developer guide, "Amazon ECS Service Connect access logs": of its proxy,
  /// whose name in the names of streams is ECS's own.
  void read_proxy(const aws::LogConfiguration& log, const std::string& service_arn) {
    image_ = task_.images.size();
    named_by_ = gates::fact_about(service_arn, log.source, "");
    add_log(log, "");
  }

  /// AWS: ECS API reference, EFSVolumeConfiguration. Whether a volume is mounted for a
  /// task that no container of mounts it is not documented: the agent makes all of
  /// them.
  void add_volume(const aws::EfsVolume& volume,
                  const std::vector<aws::ContainerDefinition>& containers) {
    const auto doubt = find_mount(volume.name, containers);
    StartNeed& need = add(StartNeed::Kind::Volume, task_.scope, volume.file_system_id);
    need.access_point = volume.access_point_id;
    need.by_iam = volume.by_iam;
    need.encrypted = volume.encrypted;
    need.doubt = doubt;
    assume_directory(volume);
  }

  /// AWS: ECS developer guide, "Use FSx for Windows File Server volumes with Amazon
  /// ECS": on instances, the execution role asks for the file system and for the
  /// credentials. The mount itself is not modelled.
  void add_share(const aws::FsxVolume& volume,
                 const std::vector<aws::ContainerDefinition>& containers) {
    leave_out("fsxWindowsFileServerVolumeConfiguration");
    if (may_be_fargate()) return;
    const auto doubt = find_mount(volume.name, containers);
    add(StartNeed::Kind::FileShare, task_.scope, volume.file_system_id).doubt = doubt;
    StartNeed& login = add_secret(volume.credentials);
    login.doubt = doubt;
    login.told_as = "file-share";
    if (login.kind == StartNeed::Kind::BadSecret ||
        !volume.credentials.starts_with("arn:")) {
      login.kind = StartNeed::Kind::BadSecret;
      login.question =
          Unknown{.call = "",
                  .why = fmt::format("volume {} names its credentials by no ARN of a "
                                     "secret or a parameter, and what ECS does then is "
                                     "not documented",
                                     volume.name)};
    }
  }

  /// AWS documents what it takes, and nothing here models it yet.
  void leave_out(const std::string& what) { model::leave_out(task_, what, strict_); }

 private:
  [[nodiscard]] bool may_be_fargate() const {
    return task_.fargate || task_.launch_type == "MIXED";
  }

  /// Goes to the first container that mounts it; a doubt if none does.
  std::optional<Unknown> find_mount(
      const std::string& volume,
      const std::vector<aws::ContainerDefinition>& containers) {
    const auto mounts = [&](const aws::ContainerDefinition& container) {
      const auto& names = container.mounted_volumes;
      return std::find(names.begin(), names.end(), volume) != names.end();
    };
    const auto first = std::find_if(containers.begin(), containers.end(), mounts);
    const bool is_mounted = first != containers.end();
    image_ = is_mounted ? static_cast<std::size_t>(first - containers.begin()) : 0;
    if (is_mounted) return std::nullopt;
    return Unknown{.call = "",
                   .why = fmt::format("whether ECS mounts volume {}, which no "
                                      "container has, is not documented",
                                      volume)};
  }

  void assume(std::string name, std::string value) {
    model::assume(task_, std::move(name), std::move(value));
  }

  /// What a call would tell that was not made.
  void take_for_granted(const std::string& call, const std::string& value,
                        std::string question) {
    if (strict_) {
      task_.missing.push_back({.call = call, .why = std::move(question)});
    } else {
      assume(call, value);
    }
  }

  /// No call lists directories.
  void assume_directory(const aws::EfsVolume& volume) {
    std::string path = volume.root_directory;
    if (!volume.access_point_id.empty()) {
      const auto* point =
          account_.find<aws::AccessPoint>(task_.scope, volume.access_point_id);
      const bool is_made = point == nullptr || point->creates_directory;
      path = is_made ? "/" : point->path;
    }
    if (path.empty() || path == "/") return;
    assume(fmt::format("directory {} of {}", path, volume.file_system_id), "exists");
  }

  StartNeed& add(StartNeed::Kind kind, const aws::Scope& scope, std::string name) {
    StartNeed need;
    need.kind = kind;
    need.image = image_;
    need.scope = scope;
    need.name = std::move(name);
    need.named_by = named_by_;
    return task_.needs.emplace_back(std::move(need));
  }

  /// AWS: ECS developer guide, "Account settings": without a mode in the definition
  /// `defaultLogDriverMode` decides. Docker starts a container whose logs it cannot
  /// send in mode non-blocking only (moby pull request 36522); Fargate looks at the log
  /// group before.
  static Unknown mode_question() {
    return {.call = "ecs-list-account-settings",
            .why =
                "whether the container starts without its logs hangs on the mode of "
                "the log driver, which neither its configuration says nor an account "
                "setting that was collected"};
  }

  /// `container` starts the names of its streams, behind the prefix; "" if that is not
  /// known.
  void add_log(const aws::LogConfiguration& log, const std::string& container) {
    for (const auto& secret : log.secrets) add_secret(secret.value_from);
    if (log.driver == "awslogs") {
      add_awslogs(log, container);
      return;
    }
    const bool is_local = log.driver == "json-file" || log.driver == "journald" ||
                          log.driver == "syslog" || log.driver == "none";
    // What a router sends on, and whether it arrives, is no matter of the start.
    const bool is_routed = log.driver == "awsfirelens" && has_log_router_;
    if (!log.driver.empty() && !is_local && !is_routed) {
      leave_out("log driver " + log.driver);
    }
  }

  /// AWS: ECS developer guide, "awslogs log driver": without awslogs-region an instance
  /// sends to its own region; the stream is prefix/container/task.
  void add_awslogs(const aws::LogConfiguration& log, const std::string& container) {
    if (log.option("awslogs-group").empty() ||
        !log.option("awslogs-endpoint").empty()) {
      leave_out("awslogs without a group or with an endpoint of its own");
      return;
    }
    const std::string mode = mode_of(log);
    const auto question = options_question(log);
    if (mode == "non-blocking" && !may_be_fargate() && !question) return;
    const std::string region = log.option("awslogs-region");
    const std::string prefix = log.option("awslogs-stream-prefix");
    StartNeed& need =
        add(StartNeed::Kind::Logs,
            {task_.scope.account, region.empty() ? task_.scope.region : Symbol(region)},
            log.option("awslogs-group"));
    if (!prefix.empty()) need.stream_prefix = prefix + '/';
    if (!prefix.empty() && !container.empty()) need.stream_prefix += container + '/';
    need.creates_group = is_true(log.option("awslogs-create-group"));
    if (mode != "blocking" && !task_.fargate) need.doubt = mode_question();
    need.as_execution_role = requires_log_role_;
    need.question = question;
    if (task_.fargate && region.empty()) {
      need.question = Unknown{.call = "",
                              .why =
                                  "Fargate requires the option awslogs-region, which "
                                  "is not set"};
    }
  }

  /// AWS: ECS API reference, LogConfiguration: the mode is blocking or non-blocking;
  /// ECS developer guide, "awslogs log driver": only one of two options says where a
  /// message ends.
  static std::optional<Unknown> options_question(const aws::LogConfiguration& log) {
    const std::string mode = log.option("mode");
    const bool is_mode = mode.empty() || mode == "blocking" || mode == "non-blocking";
    const bool has_both = !log.option("awslogs-datetime-format").empty() &&
                          !log.option("awslogs-multiline-pattern").empty();
    if (is_mode && !has_both) return std::nullopt;
    return Unknown{
        .call = "",
        .why = fmt::format(
            "the log driver gets {}, and whether its container starts is not "
            "documented",
            has_both ? "both awslogs-datetime-format and awslogs-multiline-pattern"
                     : fmt::format("the mode `{}`, which there is not", mode))};
  }

  StartNeed& add_secret(const std::string& text) {
    SecretReference reference = read_secret_reference(text, task_.scope);
    StartNeed& need = task_.needs.emplace_back(std::move(reference.need));
    need.image = image_;
    need.named_by = named_by_;
    if (need.has_json_key) {
      assume(fmt::format("secret {}", need.name.substr(need.name.rfind(':') + 1)),
             fmt::format("is JSON and has the key {}", reference.json_key));
    }
    return need;
  }

  void add_file(const std::string& object) {
    const gates::Arn arn(object);
    const std::string_view resource = arn.resource();
    if (!arn.complete || resource.find('/') == resource.npos) {
      add(StartNeed::Kind::BadFile, task_.scope, object);
      return;
    }
    StartNeed& need = add(StartNeed::Kind::EnvironmentFile, task_.scope, object);
    const std::string bucket(resource.substr(0, resource.find('/')));
    const auto* location = account_.find<aws::BucketLocation>({}, bucket);
    if (location != nullptr) {
      need.scope.region = location->region;
    } else {
      take_for_granted("s3api-get-bucket-location/" + bucket, task_.scope.region,
                       "the region of bucket " + bucket + " is not collected");
    }
    if (account_.find<aws::BucketEncryption>({}, bucket) == nullptr) {
      take_for_granted("s3api-get-bucket-encryption/" + bucket, "no customer's key",
                       "the key of bucket " + bucket + " is not collected");
    }
    assume(fmt::format("object {}", resource), "exists");
  }

  /// AWS: ECS developer guide, "FireLens configuration file": Fargate takes files of
  /// the image only.
  void add_firelens(const std::string& object) {
    add_file(object);
    if (!may_be_fargate()) return;
    task_.needs.back().question =
        Unknown{.call = "",
                .why =
                    "Fargate takes no configuration of FireLens from S3, and the task "
                    "definition names one"};
  }

  /// AWS: ECS developer guide, "Using gMSAs for Linux containers" and "Using gMSAs for
  /// Windows containers": the ARN of a parameter, or of an object in S3. What stands in
  /// it, the secret of an account for one, no call prints.
  void add_credential_spec(const std::string& text) {
    const std::size_t colon = text.find(':');
    const std::string kind = text.substr(0, colon);
    const std::string from = colon == text.npos ? "" : text.substr(colon + 1);
    const bool is_spec = kind == "credentialspec" || kind == "credentialspecdomainless";
    const gates::Arn arn(from);
    if (is_spec && arn.service() == "ssm") {
      add_secret(from);
    } else if (is_spec && arn.service() == "s3") {
      add_file(from);
    } else {
      leave_out("credentialSpecs");
      return;
    }
    task_.needs.back().told_as = "credential-spec";
    assume("credential spec " + from, "is valid, and what it names can be had");
  }

  /// AWS: ECS developer guide, "Using non-AWS container images in Amazon ECS": the ARN
  /// of a secret, or its name if it is of the task's region.
  void add_login(const std::string& secret) {
    add_login_secret(secret);
    StartNeed& need = task_.needs.back();
    need.is_login = true;
    if (need.kind != StartNeed::Kind::Secret) {
      need.question = login_question("names no secret of Secrets Manager");
    } else if (need.has_json_key || need.name != whole_name(secret, need.name)) {
      need.question = login_question("names no secret by its ARN or whole name");
    } else if (task_.images[image_].image.find(".dkr.ecr") != std::string::npos ||
               task_.images[image_].image.find(".dkr-ecr") != std::string::npos) {
      need.question = login_question("is set for an image of Amazon ECR");
    }
    assume("secret of repositoryCredentials", "has a username and a password");
  }

  static Unknown login_question(const char* what) {
    return {.call = "",
            .why = fmt::format("`repositoryCredentials` {}, and what ECS does then is "
                               "not documented",
                               what)};
  }

  /// A name that ends like the six characters of an ARN may be one of either.
  static std::string whole_name(const std::string& given, const std::string& arn) {
    if (given.starts_with("arn:")) return given;
    constexpr std::size_t kSuffix = 7;
    const bool is_ambiguous =
        given.size() > kSuffix && given[given.size() - kSuffix] == '-';
    return is_ambiguous ? std::string() : arn;
  }

  void add_login_secret(const std::string& secret) {
    if (secret.starts_with("arn:") || secret.empty()) {
      add_secret(secret);
      return;
    }
    const auto* partition = gates::partition_of(task_.scope.region);
    StartNeed& need = add(StartNeed::Kind::Secret, task_.scope,
                          fmt::format("arn:{}:secretsmanager:{}:{}:secret:{}",
                                      partition == nullptr ? "aws" : partition->name,
                                      task_.scope.region, task_.scope.account, secret));
    need.stage = "AWSCURRENT";
  }

  /// What the definition says, else the account's setting for all; "" if neither does.
  std::string mode_of(const aws::LogConfiguration& log) const {
    std::string own = log.option("mode");
    if (!own.empty()) return own;
    for (const auto* setting : account_.table<aws::EcsSetting>().all_with(
             "defaultLogDriverMode", task_.scope)) {
      if (setting->principal.empty() || setting->principal.ends_with(":root")) {
        return setting->value;
      }
    }
    return "";
  }

  Task& task_;
  const aws::Snapshot& account_;
  bool requires_log_role_;
  bool has_log_router_;
  bool strict_;
  std::size_t image_ = 0;
  FactRef named_by_;  ///< Of what names the needs; null: the task definition.
};

}  // namespace

void leave_out(Task& task, const std::string& what, bool strict) {
  if (strict) {
    task.missing.push_back({.call = "", .why = what + " is not modelled"});
  } else {
    assume(task, what, "refuses nothing");
  }
}

void assume_log_role(Task& task, const gates::Switches& switches) {
  const bool is_open =
      !task.execution_role_arn.empty() &&
      std::any_of(task.sources.begin(), task.sources.end(),
                  [](const SourceInterface& source) {
                    return source.host == Host::Instance &&
                           !source.logs_as_execution_role;
                  }) &&
      std::any_of(task.needs.begin(), task.needs.end(), [](const StartNeed& need) {
        return need.kind == StartNeed::Kind::Logs && !need.as_execution_role;
      });
  if (is_open) {
    assume(task, "awslogs-role", std::string(gates::chosen(switches, "awslogs-role")));
  }
}

void read_service_needs(Task& task, const aws::Service& service,
                        const aws::TaskDefinition& definition,
                        const aws::Snapshot& account, bool strict) {
  for (const auto& need : service.other_needs) leave_out(task, need, strict);
  const auto add = [&task](StartNeed::Kind kind) -> StartNeed& {
    StartNeed need;
    need.kind = kind;
    need.scope = task.scope;
    return task.needs.emplace_back(std::move(need));
  };
  if (service.allows_exec) add(StartNeed::Kind::Exec);
  if (!service.uses_service_connect) return;
  if (service.proxy_log) {
    Reader(task, definition, account, strict)
        .read_proxy(*service.proxy_log, service.arn);
  }
  // On instances the proxy is in the task's network, where images are not pulled.
  if (!task.fargate) {
    leave_out(task, "serviceConnectConfiguration", strict);
    return;
  }
  add(StartNeed::Kind::ServiceConnect).doubt =
      Unknown{.call = "",
              .why =
                  "whether a task starts whose Service Connect proxy cannot reach "
                  "Amazon ECS is not documented"};
}

void read_start_needs(Task& task, const aws::TaskDefinition& definition,
                      const aws::Snapshot& account, bool strict) {
  Reader reader(task, definition, account, strict);
  for (std::size_t i = 0; i < definition.containers.size(); ++i) {
    reader.read(definition.containers[i], i);
  }
  for (const auto& volume : definition.efs_volumes) {
    reader.add_volume(volume, definition.containers);
  }
  for (const auto& volume : definition.fsx_volumes) {
    reader.add_share(volume, definition.containers);
  }
  for (const auto& volume : definition.remote_volumes) reader.leave_out(volume);
}

}  // namespace pullproof::model
