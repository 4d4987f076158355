// The condition keys that follow from when a request is made, by which session, and of
// which repository: a snapshot bounds the first, and holds part of the others.
//
// AWS: IAM user guide, "AWS global condition context keys" (aws:CurrentTime,
// aws:EpochTime, aws:TokenIssueTime, aws:userid, aws:ResourceTag); Service
// authorization reference, "Amazon Elastic Container Registry" (an action without a
// resource type has no resource tags).
#pragma once

#include "model/gates/gate.h"
#include "model/gates/request.h"

namespace pullproof::gates {

/// Tasks start no earlier than the snapshot was collected.
void set_moment(Request& request, const Context& context);

/// The session of the request's role. `issued_for_task`: ECS makes it when the task
/// starts; an instance's is older.
void set_session(Request& request, const Context& context, bool issued_for_task);

/// Requires: `request.resource` is the ARN of a repository, if it is set.
void set_repository_tags(Request& request, const Context& context,
                         const aws::Scope& registry);

}  // namespace pullproof::gates
