// Turns the name of a call that the snapshot lacks into the command that makes it.
#pragma once

#include <string>
#include <string_view>

namespace pullproof::cli {

/// Whether this names an AWS call and not, say, "proxy".
[[nodiscard]] bool names_a_call(std::string_view name);

/// "ecr-get-repository-policy/acme/web" becomes
/// "aws ecr get-repository-policy --repository-name acme/web".
/// Ensures: the parameter is quoted for a shell; words in capitals are to be filled in.
[[nodiscard]] std::string aws_command(std::string_view call);

}  // namespace pullproof::cli
