// Inside of ecs_error.h: what a text is chosen by, and the texts of the stage `start`,
// which a file of their own holds.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace pullproof::model {

/// How a refusal shows itself to whoever makes the connection or the call.
enum class RefusalKind {
  Connection,    ///< Packets vanish, or the name is not resolved.
  Denied,        ///< IAM denies a call that names its caller.
  ObjectDenied,  ///< S3 denies the download of a layer or of a file.
  BucketDenied,  ///< S3 does not tell where a bucket is.
  KeyDenied,     ///< IAM or the key's policy denies kms:Decrypt to the role.
  NotAssumed,    ///< ECS may not assume the role.
  NoRole,        ///< The task definition has no execution role.
  NoProfile,     ///< The instance has no role that works.
  BadName,
  NoRepository,
  NoImage,
  NotRunnable,
  Platform,
  Key,       ///< The key itself does not work.
  NotThere,  ///< The log group, secret or parameter does not exist.
  Doomed,    ///< The secret waits for its deletion.
};

/// Who pulls, and fetches what a container needs: its own words are printed.
enum class ContainerRuntime { Containerd, DockerOnFargate, DockerOnInstance };

/// A text of the stage `start`, with `{name}` where a value goes; no runtime fits every
/// one.
struct StartTextRow {
  std::string_view dependency;  ///< As in `Refusal`.
  RefusalKind kind;
  std::optional<ContainerRuntime> runtime;
  std::string_view text;
};

/// The first row that fits decides.
extern const std::span<const StartTextRow> kStartTexts;  // ecs_error_start.cpp

}  // namespace pullproof::model
