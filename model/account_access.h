// A request of one principal and every policy that a snapshot knows to stand around it.
//
// The caller's own policies come from its role, or from its user and the user's groups;
// service control policies from the caller's account, resource control policies from
// the resource's; the endpoint's from aws:SourceVpce, if the request says which. What
// was not collected is an open question that names the call.
//
// AWS: IAM user guide, "Policy evaluation logic" and "AWS global condition context
// keys".
// Not modelled: sessions may carry policies and tags of their own, which no call tells:
// an assumption. A session of GetFederationToken is limited by policies that no call
// tells either: unknown.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/authorization.h"
#include "model/core/result.h"
#include "model/gates/gate.h"

namespace pullproof::model {

struct AccessQuestion {
  std::string principal;  ///< An ARN, a service's name or "anonymous".
  std::string action;     ///< "ecr:BatchGetImage".
  std::string resource;   ///< An ARN, or "*".
  /// Keys as the request has them; several values only for a multivalued key.
  std::map<std::string, std::vector<std::string>> context = {};
  std::string resource_account = {};  ///< "": as ARN and snapshot tell.
  bool exact_context = false;         ///< A key that is not in `context` is absent.
  std::string at = {};                ///< ISO 8601; "" leaves the time open.
  /// By the principal itself and through TLS, unless `context` says otherwise; else how
  /// the call is made is open.
  bool usual_call = true;
};

/// Invariant: `layers` points into the snapshot and into `documents`.
struct AccountAccess {
  gates::Request request;
  Layers layers;
  std::vector<gates::Assumption> assumptions;  ///< Sorted, each once.
  std::vector<std::unique_ptr<const aws::PolicyDocument>> documents;
  /// The role or user; null if the snapshot does not hold it or there is none.
  const aws::Identity* identity = nullptr;
};

/// Problems: a principal, action or resource of another form than expected, and a
/// principal that its account, which was collected, does not have.
[[nodiscard]] Result<AccountAccess> account_access(const gates::Context& context,
                                                   const AccessQuestion& question);

/// The same for a caller that is known already, and a request whose context is filled.
void add_account_layers(const gates::Context& context, AccountAccess& access);

}  // namespace pullproof::model
