// Inside of ecs_error.h: what a text is chosen by, and the texts, of which those of the
// stage `start` have a file of their own.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "model/verdict.h"

namespace pullproof::model {

/// How a refusal shows itself to whoever makes the connection or the call.
enum class RefusalKind {
  Connection,    ///< Packets vanish, or the name is not resolved.
  Denied,        ///< IAM denies a call that names its caller.
  ObjectDenied,  ///< S3 denies the download of a layer or of a file.
  BucketDenied,  ///< S3 does not tell where a bucket is.
  KeyDenied,     ///< IAM or the key's policy denies kms:Decrypt to the role.
  NoToken,       ///< The same, to the server of Docker Hub's tokens.
  NotAssumed,    ///< ECS may not assume the role.
  NoRole,        ///< The task definition has no execution role for images of ECR.
  NoRoleForLogs,
  NoRoleForSecrets,
  NoProfile,  ///< The instance has no role that works.
  BadName,
  NoRepository,
  NoImage,
  NoDigest,     ///< No image has the digest that is asked for.
  NotRunnable,  ///< What the runtimes say of it is not known.
  Attestation,  ///< A layer is what buildx attests of an image.
  Schema1,      ///< The manifest is of a format that containerd has dropped.
  Platform,
  Key,       ///< The key itself does not work.
  NotThere,  ///< The log group, secret or parameter does not exist.
  Doomed,    ///< The secret waits for its deletion.
};

/// Who pulls, and fetches what a container needs: its own words are printed.
enum class ContainerRuntime { Containerd, DockerOnFargate, DockerOnInstance };

/// A text of any other stage, with `{name}` where a value goes; no runtime fits every
/// one.
struct TextRow {
  Stage stage;
  RefusalKind kind;
  std::optional<ContainerRuntime> runtime;
  std::string_view text;
};

/// A text of the stage `start`, with `{name}` where a value goes; no runtime fits every
/// one.
struct StartTextRow {
  std::string_view dependency;  ///< As in `Refusal`.
  RefusalKind kind;
  std::optional<ContainerRuntime> runtime;
  std::string_view text;
};

/// The first row that fits decides.
extern const std::span<const TextRow> kTexts;            // ecs_error_pull.cpp
extern const std::span<const StartTextRow> kStartTexts;  // ecs_error_start.cpp

}  // namespace pullproof::model
