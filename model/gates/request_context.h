// The condition keys of the requests that a pull makes, of those that anybody makes,
// and how a key is looked up.
//
// Whoever builds a request starts from one of these maps and adds what the proven
// network path fixes: aws:SourceIp, aws:SourceVpc, aws:SourceVpce, aws:VpcSourceIp.
//
// AWS: IAM user guide, "AWS global condition context keys"; Service authorization
// reference, "Amazon Elastic Container Registry" and "Amazon S3".
// Not modelled: every key that is in none of the maps: a condition on it is unknown.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "model/gates/gate.h"
#include "model/gates/request.h"

namespace pullproof::gates {

using RequestContext = std::map<std::string, ContextValue, std::less<>>;

/// The value of the key, which is in lower case; null if the key is not modelled. An
/// entry that ends in `/` ("aws:principaltag/") stands for every key of that name that
/// has no entry of its own. It lives as long as the request.
/// AWS: IAM user guide, "Condition": key names are not case-sensitive.
[[nodiscard]] const ContextValue* look_up(const Request& request,
                                          std::string_view lower_key);

/// The question that a condition on such a key leaves open.
[[nodiscard]] Unknown key_not_modelled(std::string_view key);

/// ECR's calls, signed by a session of a role. `role` is null if the snapshot does not
/// hold it; `resource_account` is the request's.
[[nodiscard]] RequestContext role_session_context(const Context& context,
                                                  const aws::Role* role,
                                                  const Caller& caller,
                                                  const std::string& region,
                                                  const std::string& resource_account);

/// Anybody's call; a usual one is made by the caller itself and through TLS, else how
/// it is made is open. `identity` is the user or role, null if the snapshot does not
/// hold it or there is none; `owner` is the account of the resource, "" if it is not
/// known. A role's session is taken to have no tags of its own. What only the request
/// or its path tells is an open question.
[[nodiscard]] RequestContext account_context(const Context& context,
                                             const Caller& caller,
                                             const aws::Identity* identity,
                                             const std::string& region,
                                             const std::string& owner, bool usual);

/// The request has no resource, and no key tells of one.
void forget_resource(Request& request);

/// The layer's GET at S3: a presigned URL that an account of AWS's own has signed, on a
/// bucket of AWS's own. `account` owns the VPC endpoint.
[[nodiscard]] RequestContext foreign_s3_context(const std::string& account,
                                                const std::string& region,
                                                const Switches& switches = {});

/// sts:AssumeRole by the caller, a service, for a task or instance of `scope`. ECS
/// sends an aws:SourceArn that begins "arn:aws:ecs:<region>:<account>:"; `source_arn`
/// is a text field within that domain. What EC2 sends is not documented.
[[nodiscard]] RequestContext service_context(const Context& context,
                                             const aws::Scope& scope,
                                             const Caller& caller,
                                             std::optional<FieldId> source_arn);

/// Adds what the caller, the resource and the moment tell of themselves, where the
/// request does not say otherwise: aws:PrincipalArn, aws:ResourceAccount and so on; and
/// that the caller asks by itself, through TLS.
/// `at` is the time of the request in ISO 8601; "" leaves it open.
void add_derived_keys(Request& request, const std::string& at);

/// Fixes aws:CurrentTime and aws:EpochTime, where the request does not say otherwise.
/// Requires: `at` is a time in ISO 8601.
void set_time(Request& request, const std::string& at);

/// Takes the role's path, which a session's ARN leaves out, from aws:PrincipalArn.
void learn_path(Request& request);

/// A value that somebody at AWS has and that nobody knows, save that it is not of
/// `account`: what a foreign caller's aws:PrincipalArn holds.
[[nodiscard]] std::string foreign_value(const std::string& account);
/// The account that `value` is not of, if it is a foreign value.
[[nodiscard]] std::optional<std::string> not_of_account(std::string_view value);

}  // namespace pullproof::gates
