// What a stack has and its new template does not say: it is deleted.
//
// AWS: CloudFormation user guide, "DeletionPolicy attribute": without a policy, a
// resource goes with its logical id. The policy that counts is that of the former
// template, which no snapshot holds: a warning says so.
#pragma once

#include <string>

#include "src/cloudformation/resource_reader.h"

namespace pullproof::cli::cloudformation {

/// `origin_prefix` comes before the logical id: "web/" or "".
void delete_what_is_gone(Resources& resources, Draft& draft,
                         const std::string& origin_prefix, const std::string& file);

}  // namespace pullproof::cli::cloudformation
