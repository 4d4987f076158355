// Which mechanisms of findings hang together: what is open of one may hide another.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace pullproof::solver {

/// As in `model::Finding`.
using Mechanisms = std::vector<std::string_view>;

/// Of the way to a host: who leads elsewhere meets other gates.
inline const Mechanisms kOfTheWay = {"dns",
                                     "route",
                                     "public-ip",
                                     "security-group",
                                     "network-acl",
                                     "block-public-access",
                                     "network-firewall",
                                     "endpoint-policy"};
/// Of a request to AWS.
inline const Mechanisms kOfPolicies = {"identity-policy",
                                       "permissions-boundary",
                                       "session-policy",
                                       "scp",
                                       "rcp",
                                       "resource-policy",
                                       "registry",
                                       "endpoint-policy"};
/// Of a manifest, by its tag or its digest: policies are of a repository, whatever
/// image of it is asked for.
inline const Mechanisms kOfManifest = {"image", "platform"};
/// Of the use of a key: its own state and policy, and who may call.
inline const Mechanisms kOfKeyUse = {"kms", "identity-policy",      "session-policy",
                                     "scp", "permissions-boundary", "rcp"};
/// Of an image, where nobody has seen it: nobody knows what it is built for either, nor
/// whether a pull-through cache has to log in for it.
inline const Mechanisms kOfUnseenImage = {"image", "platform", "secret"};
/// Of what a container needs, where nobody knows what that is.
inline const Mechanisms kOfNeeds = {"secret", "parameter", "log-group",
                                    "environment-file"};

[[nodiscard]] inline bool lists(const Mechanisms& mechanisms,
                                std::string_view mechanism) {
  return std::find(mechanisms.begin(), mechanisms.end(), mechanism) != mechanisms.end();
}

}  // namespace pullproof::solver
