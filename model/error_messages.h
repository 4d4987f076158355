// A text of ECS, taken apart into its messages: reasons of several containers, or
// events that were copied together.
//
// A message starts where the name of an error of ECS stands, and is read for itself: an
// image that one names is not the other's. A text of another program is none.
//
// AWS: ECS developer guide, "Stopped task error messages"; the container agent's names
// of errors.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/error_catalogue.h"
#include "model/error_details.h"

namespace pullproof::model {

struct ErrorMessage {
  std::string text;  ///< As it was given, with what stands before it and is no message.
  ErrorDetails details;
  std::vector<ErrorMatch> matches;  ///< Best first, never empty.
};

/// In the order of the text; empty if nothing in it is of the catalogue.
[[nodiscard]] std::vector<ErrorMessage> read_messages(std::string_view text);

}  // namespace pullproof::model
