// Whether one policy allows a request that another does not, with such a request.
//
// The requests that the two policies tell apart are split into classes; each class of
// actions and callers becomes one query over resources and context keys, which is
// unsatisfiable exactly when the one policy allows nothing there that the other does
// not. Classes that the same statements speak of are asked about once.
//
// AWS: IAM user guide, "IAM Access Analyzer custom policy checks": CheckNoNewAccess and
// CheckAccessNotGranted.
// Guarantee: a witness has been replayed by `authorize`; `NoNewAccess` covers every
// request. Unknown names what it hangs on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/gates/request.h"

namespace pullproof::solver {

enum class Access { None, New, Unknown };

struct PolicyComparison {
  /// Allowed by one of these ...
  std::vector<const aws::PolicyDocument*> granted;
  /// ... and by none of these.
  std::vector<const aws::PolicyDocument*> known;
  bool resource_policies = false;
  /// Only actions that one of these matches, and resources likewise; empty: all.
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  /// Only callers from nowhere that the policies could trust: nobody who signs, or
  /// somebody of another account and organization, from another network.
  bool only_strangers = false;
  /// Characters of their own stand for what variables put in, see policy_tokens.h.
  bool has_tokens = false;
  std::uint32_t resource_limit = 50'000'000;  ///< Of the solver, for one query.
};

struct PolicyAnswer {
  Access access = Access::Unknown;
  /// New only: no field is left open; every key has its values, or is absent.
  std::optional<gates::Request> witness = std::nullopt;
  /// The Allow statements of `granted` that match the witness.
  std::vector<const aws::PolicyStatement*> statements = {};
  std::string why = {};  ///< Unknown only.
};

[[nodiscard]] PolicyAnswer compare(const PolicyComparison& comparison);

/// Whether `authorize` allows the request by these policies: on a resource of another
/// account, where both are policies of resources.
[[nodiscard]] bool allows(const std::vector<const aws::PolicyDocument*>& documents,
                          const gates::Request& request, bool resource_policies);

}  // namespace pullproof::solver
