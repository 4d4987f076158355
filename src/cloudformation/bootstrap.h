// What CDK's bootstrap stack makes before any other: without a snapshot nobody says
// that it is there, and `cdk deploy` needs it.
//
// AWS: CDK developer guide, "CDK bootstrapping": the repository for images that are
// assets is `cdk-<qualifier>-container-assets-<account>-<region>`.
#pragma once

#include "model/changes/change.h"

namespace pullproof::cli::cloudformation {

/// Adds the repositories of assets that task definitions of the change take images
/// from, unless the change adds them itself; and says so as a warning. Requires: the
/// account has nothing in it before the change.
void add_bootstrap_repositories(changes::Change& change);

}  // namespace pullproof::cli::cloudformation
