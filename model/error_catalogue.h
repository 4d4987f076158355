// The messages that ECS prints when a task does not start, read backwards: which of
// them a text is, and what may be behind it.
//
// The catalogue is data: a row names a message (E01-E60), rows of patterns tell how it
// is spelled in the versions of Fargate and of the container agent. What a text says of
// itself (which policy denied, which address did not answer) sorts its causes.
//
// AWS: ECS developer guide, "Stopped task error messages"; the container agent's and
// containerd's own texts.
#pragma once

#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "model/error_details.h"
#include "model/verdict.h"

namespace pullproof::model {

/// A text that ECS prints, as one of the catalogue.
struct ErrorMatch {
  std::string_view id;      ///< "E11".
  std::string_view title;   ///< What has happened, one sentence without its final stop.
  std::string_view advice;  ///< What to look at that no mechanism stands for, or "".
  /// Nothing: the text does not tell.
  std::optional<Stage> stage;
  /// Of the stage `start`: which service did not give what it was asked for, as in its
  /// host's name: "logs", or "kms" if it is any that had something to decrypt; of the
  /// stage `manifest` "upstream" if it is about the registry that a pull-through cache
  /// imports from; of the stage `layers` "s3" if it is no call to the registry; or "".
  std::string_view service;
  /// Mechanisms as in `Finding`, most likely first. Empty: nothing that a snapshot
  /// tells.
  std::vector<std::string_view> causes;
};

/// Best match first, each message once; empty if no pattern fits.
/// `text` may have line breaks, typographic apostrophes and escaped quotes.
[[nodiscard]] std::vector<ErrorMatch> read_error(std::string_view text);

/// Of every message, for documentation: ("E01", "no connection to ...").
[[nodiscard]] std::vector<std::pair<std::string_view, std::string_view>> error_titles();

}  // namespace pullproof::model
