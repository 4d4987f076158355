// Images of repositories that a change makes. No plan tells them: they are pushed
// between making the repository and starting the tasks.
#pragma once

#include <string>
#include <vector>

#include "model/changes/account_documents.h"
#include "model/changes/change.h"

namespace pullproof::changes {

/// Puts into each repository that the change has made, and of which no images are told,
/// what task definitions ask of it. One sentence for each image that is taken for
/// granted. A change that says all that happens leaves nothing to assume.
[[nodiscard]] std::vector<std::string> assume_pushed_images(AccountDocuments& account,
                                                            const Change& change);

}  // namespace pullproof::changes
