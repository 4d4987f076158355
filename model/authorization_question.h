// One question to `authorize`, as a line of JSON asks it: a request, and the policies
// of every layer.
//
//     {"id": "1",
//      "request": {"principal": "arn:aws:iam::111122223333:role/ci",
//                  "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k",
//                  "resource_account": "111122223333", "context": {"aws:TagKeys":
//                  ["a"]}},
//      "policies": {"identity": [{...}], "session": null, "scp": [[{...}]]}}
//
// Policies are objects, JSON texts or URL-encoded JSON texts. What a layer lacks is no
// layer; a level of an organization that holds no policy denies.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/authorization.h"
#include "model/core/result.h"

namespace pullproof::model {

struct QuestionOptions {
  /// Adds no context key of its own: neither the principal's nor the resource's.
  bool exact_context = false;
  std::string at;  ///< The time of the request, ISO 8601; "" leaves it open.
};

/// Invariant: `layers` points into `documents`.
struct Question {
  gates::Request request;
  Layers layers;
  std::vector<std::unique_ptr<const aws::PolicyDocument>> documents;
};

/// `file` is for messages and for the sources of statements.
[[nodiscard]] Result<Question> read_question(const nlohmann::json& line,
                                             const std::string& file,
                                             const QuestionOptions& options);

}  // namespace pullproof::model
