// What the builders of legs have in common: an empty leg, a role's request at the end
// of a connection, and hops that nobody can tell anything of.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/connection.h"
#include "model/gates/place.h"
#include "model/leg.h"
#include "model/leg_builder.h"

namespace pullproof::model {

/// What names and ARNs of a region have; of one that no partition has, as in "aws".
struct RegionNames {
  std::string_view partition = "aws";
  std::string_view suffix = "amazonaws.com";
  std::string_view dual_stack;  ///< "api.aws"; "" if there is none.
};
[[nodiscard]] RegionNames region_names(const std::string& region);

/// With its placements and a first hop that every way begins at.
[[nodiscard]] Leg new_leg(Stage stage, std::string name, std::string host,
                          const std::vector<SourceInterface>& sources);

/// Adds the keys that only the network path can tell.
void add_path_context(gates::Request& request, const PathFacts& facts);

/// Appends the request behind hop `last`; gives its hop.
std::size_t add_request(Leg& leg, std::size_t last, gates::RequestPlace place);

/// A request of the pulling role to a region, without what it asks for.
[[nodiscard]] gates::RequestPlace new_role_request(const Ingredients& with,
                                                   std::size_t placement,
                                                   const std::string& region);

/// Fills the keys that caller, resource and moment tell. Requires: the resource's
/// account is known.
void add_session_context(gates::RequestPlace& place, const Ingredients& with,
                         std::size_t placement);

/// As `add_request`, with what the path tells; undecided where nobody can tell who
/// makes the request.
std::size_t add_role_request(Leg& leg, std::size_t last, const Ingredients& with,
                             std::size_t placement, gates::RequestPlace place,
                             const PathFacts& facts);

/// Fills the keys of a request that a service makes for its caller, "ecr" for one.
/// AWS: IAM user guide, "Forward access sessions"; KMS developer guide, "AWS KMS
/// condition keys".
void add_forwarded_context(gates::Request& request, const std::string& via);

/// Adds the encryption context that the service gives with such a request: a pair of
/// the resource that is decrypted. `about` is the resource's ARN, or how it begins.
/// AWS: Secrets Manager user guide, "Secret encryption and decryption": SecretARN;
/// Systems Manager user guide, "Parameter Store encryption context": PARAMETER_ARN.
void add_encryption_context(gates::Request& request, const std::string& pair,
                            const std::string& about, bool is_whole);

/// "linux" or "windows", of whatever the task runs on.
[[nodiscard]] const std::string& os_of(const Ingredients& with, std::size_t placement);

/// AWS does not list the hosts that layers of some registries come from. The leg's host
/// stands for them, so nothing that goes by its name is certain. Fills in its gates.
void fill_gates_for_other_names(Leg& leg, const gates::Context& context);

/// What is open about those names.
[[nodiscard]] Unknown other_names_question(const std::string& host);

/// What refuses the leg may not matter. Requires: its gates are filled in.
void doubt_refusals(Leg& leg, const Unknown& question);

/// A hop that nobody can tell anything of.
[[nodiscard]] Hop undecided_hop(std::string kind, const Unknown& question,
                                const aws::Scope& scope);

}  // namespace pullproof::model
