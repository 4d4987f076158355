// The documents of a bundle, found by the AWS call that printed them.
//
// A call is named as in the contract's manifest, with its parameter decoded:
// "ecr-describe-images/acme/web". Documents must bear the canonical file names.
//
// Guarantee: a call that was not seen is never read as an empty answer.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::oracle {

/// Thrown where the account leaves the domain that can be decided exactly.
struct Unsupported {
  std::string why;
};

struct Documents {
  std::string account;
  std::string region;
  std::map<std::string, const nlohmann::json*> by_call;
  std::map<std::string, std::string> status;  ///< From the manifest, by call.
};

/// Ensures: the result points into `bundle`. Throws: Unsupported.
[[nodiscard]] Documents read_documents(const nlohmann::json& bundle);

/// nullptr if the call was not seen.
[[nodiscard]] const nlohmann::json* find(const Documents& documents,
                                         const std::string& call);
/// Throws: Unsupported if the call was not seen.
[[nodiscard]] const nlohmann::json& need(const Documents& documents,
                                         const std::string& call);
/// AWS said that there is none.
[[nodiscard]] bool is_absent(const Documents& documents, const std::string& call);
/// Every document of a call that takes a parameter, such as "ecs-describe-services/".
[[nodiscard]] std::vector<const nlohmann::json*> all_of(const Documents& documents,
                                                        const std::string& prefix);

/// The array at `key`; an empty one if there is none. Throws: Unsupported if it is
/// something else.
[[nodiscard]] const nlohmann::json& list(const nlohmann::json& object,
                                         const std::string& key);
/// The text at `key`; "" if there is none or it is null.
[[nodiscard]] std::string text(const nlohmann::json& object, const std::string& key);
/// A policy that AWS printed as an object, as text or as URL-encoded text.
[[nodiscard]] nlohmann::json policy_document(const nlohmann::json& printed);

}  // namespace pullproof::oracle
