// A policy's text with its variables replaced by what the request holds.
//
// AWS: IAM user guide, "IAM policy elements: Variables and tags": variables exist from
// Version 2012-10-17 on, `${*}`, `${?}` and `${$}` stand for the character itself,
// `${key, 'default'}` has a value for requests without the key, and a variable without
// any value matches nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/aws/policy_pattern.h"
#include "model/gates/request.h"

namespace pullproof::gates {

struct PolicyText {
  enum class State {
    Ready,       ///< `parts` is the text.
    Unresolved,  ///< A variable has no value: nothing matches.
    Unknown,     ///< `question` says why; `parts` has `*` for what is not known.
  };
  State state = State::Ready;
  std::vector<aws::TextPart> parts;
  Unknown question;
};

/// Requires: the document has variables.
[[nodiscard]] PolicyText resolve(const std::string& text, const Request& request);

/// The keys of the variables in a text, as written: "${aws:PrincipalTag/team, 'x'}" has
/// "aws:PrincipalTag/team". Characters that stand for themselves are none. Views into
/// the text.
[[nodiscard]] std::vector<std::string_view> variable_keys(std::string_view text);

/// Calls `use` with each text of the statement that has variables.
template <class Use>
void each_text_with_variables(const aws::PolicyStatement& statement, const Use& use) {
  for (const auto& resource : statement.resources) {
    if (resource.has_variables) use(resource.text);
  }
  for (const auto& condition : statement.conditions) {
    for (const auto& value : condition.values) {
      if (value.has_variables) use(value.text);
    }
  }
}

/// The document with the resources that it names and the values that its conditions
/// compare with, where the request tells what their variables stand for; without those
/// whose variables have no value.
[[nodiscard]] aws::PolicyDocument with_values(aws::PolicyDocument document,
                                              const Request& request);

}  // namespace pullproof::gates
