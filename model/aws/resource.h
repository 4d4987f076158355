// What every AWS resource of a snapshot has in common.
#pragma once

#include <map>
#include <string>

#include "model/aws/cursor.h"
#include "model/aws/scope.h"

namespace pullproof::aws {

struct Resource {
  Scope scope;
  Source source;
};

using Tags = std::map<std::string, std::string>;

/// Reads `Tags`/`TagSet`/`tags` in any of the AWS CLI's spellings.
[[nodiscard]] Tags parse_tags(Cursor& in, std::string_view key);

/// Fills the common part. Requires: `in` stands on the resource's object.
void fill_common(Resource& resource, const Cursor& in);

}  // namespace pullproof::aws
