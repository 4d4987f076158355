// The question whether a policy allows a request that another does not, in SMT-LIB's
// theory of strings, for solvers of somebody else's.
//
// It is written from the JSON alone and shares no code with the readers and gates of
// the program, so that two ways of knowing can be held against each other.
//
// Not modelled: principals, policy variables, set operators, and any condition operator
// but those on texts and Bool: throws std::invalid_argument.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::bench {

/// Satisfiable exactly when `granted` allows a request that `known` does not. The
/// request is an action in lower case, a resource, and for each condition key a text
/// that may be absent.
[[nodiscard]] std::string smt_of_new_access(const nlohmann::json& granted,
                                            const nlohmann::json& known);

}  // namespace pullproof::bench
