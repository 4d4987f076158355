// What a document's path tells, and what the document itself tells where its path does
// not: the account, the region, the call and the call's parameter.
//
//     <account>/<region>/<service>-<operation>[/<parameter>].json
//     aws_configs/[accounts/<account>/]<region>/<anything>.json       (Batfish)
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/scope.h"

namespace pullproof::aws {

/// Parts that the path does not tell are empty.
[[nodiscard]] DocumentContext context_of(const std::string& path);

/// From owner ids, ARNs and availability zones in the document; what it does not tell
/// is empty.
[[nodiscard]] Scope scope_inside(const nlohmann::json& document);

/// The account that `sts get-caller-identity` printed; "" if this is not its document.
[[nodiscard]] std::string caller_account(const nlohmann::json& document);

/// "ecr-describe-images" -> "ecr"; "" if this is not the name of a call.
[[nodiscard]] std::string_view service_of_call(std::string_view name);

/// Twelve digits.
[[nodiscard]] bool is_account(std::string_view text);
/// "eu-central-1", "us-gov-west-1" ...
[[nodiscard]] bool is_region(std::string_view text);

/// What comes after the last slash: ECS and KMS take an ARN wherever they take a name.
[[nodiscard]] std::string last_part(std::string_view arn);

}  // namespace pullproof::aws
