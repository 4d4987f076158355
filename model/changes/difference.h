// What makes one account of another: the difference of two snapshots as a change of
// the older one, resource by resource.
#pragma once

#include "model/changes/account_documents.h"
#include "model/changes/change.h"

namespace pullproof::changes {

/// Its origins are "RouteTable rtb-1" and the like; documents that hold no resources
/// which edits name stand as a whole under their path. The edits are literal.
[[nodiscard]] Change difference(const AccountDocuments& older,
                                const AccountDocuments& newer);

}  // namespace pullproof::changes
