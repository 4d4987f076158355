#include "model/error_causes.h"

#include <algorithm>
#include <array>
#include <optional>

#include "model/core/address.h"

namespace pullproof::model {
namespace {

// Most likely first.
const Causes kNoAnswerOutside = {
    "route",           "public-ip",   "dns",
    "security-group",  "network-acl", "block-public-access",
    "network-firewall"};
const Causes kNoAnswerInside = {"security-group", "network-acl", "route",
                                "network-firewall", "dns"};
const Causes kUnresolved = {"dns", "security-group", "network-acl", "route"};
const Causes kPolicies = {"identity-policy",
                          "endpoint-policy",
                          "resource-policy",
                          "permissions-boundary",
                          "scp",
                          "rcp",
                          "session-policy",
                          "registry"};
// Which of the two calls for a layer was refused the text does not tell.
const Causes kObject = {"endpoint-policy",
                        "identity-policy",
                        "resource-policy",
                        "scp",
                        "permissions-boundary",
                        "rcp",
                        "registry"};

// Of a key that secrets are encrypted with: its own state and policy, and who may call.
const Causes kKeyOfSecret = {"identity-policy",      "kms", "scp",
                             "permissions-boundary", "rcp", "session-policy"};

struct PolicyWords {
  std::string_view words;  ///< Lower case, as IAM prints them.
  Causes causes;
};

// AWS: IAM user guide, "Troubleshoot access denied error messages".
const std::vector<PolicyWords> kPolicyWords = {
    {"identity-based policy", {"identity-policy"}},
    {"permissions boundary", {"permissions-boundary"}},
    {"session policy", {"session-policy"}},
    {"service control policy", {"scp"}},
    {"resource control policy", {"rcp"}},
    {"vpc endpoint policy", {"endpoint-policy"}},
    {"resource-based policy", {"resource-policy", "registry"}},
};

// What a text says of the thing that a container needs. The first that fits decides.
const std::vector<PolicyWords> kStartWords = {
    {"did not contain json key", {}},
    {"invalid character", {}},
    {"statuscode: 404", {}},
    {"can't find the specified secret", {"secret"}},
    {"can't retrieve the secret with arn", {"secret"}},
    {"invalid arn format for the aws secrets manager secret", {"secret"}},
    {"secret because it was marked for deletion", {"secret"}},
    {"the authentication to the upstream registry failed", {"secret"}},
    {"invalid ssm parameters:", {"parameter"}},
    {"invalid parameters:", {"parameter"}},
    {"log group does not exist", {"log-group"}},
    {"access to kms is not allowed", kKeyOfSecret},
    {"the ciphertext refers to a customer master key", kKeyOfSecret},
};

// What EFS's helper says of a file system that it cannot mount.
const std::vector<PolicyWords> kVolumeWords = {
    {"failed to resolve", kUnresolved},
    {"access denied by server",
     {"resource-policy", "identity-policy", "permissions-boundary", "scp"}},
    {"no such file or directory", {}},
};

constexpr auto kDenials = std::to_array<std::string_view>(
    {"not authorized to perform", "accessdenied", "access denied", "statuscode: 403",
     "403 forbidden", "forbidden: forbidden"});
constexpr auto kNoConnections = std::to_array<std::string_view>(
    {"connection issue", "deadline exceeded", "i/o timeout", "dial tcp",
     "signal: killed", "no such host", "x509", "request canceled",
     "request send failed"});

struct OwnCauses {
  std::string_view id;
  Causes causes;
};

// Of messages that may be about anything: what they are about.
const std::vector<OwnCauses> kOwnCauses = {{"E41", {"secret", "kms"}},
                                           {"E46", {"parameter", "kms"}},
                                           {"E51", {"log-group"}},
                                           {"E52", {"kms"}}};

Causes without_answer(const ErrorDetails& details) {
  const auto address = Address::parse(details.address);
  const bool is_inside = address && address->family == Family::Ipv4 &&
                         !public_ipv4().contains(address->value);
  return is_inside ? kNoAnswerInside : kNoAnswerOutside;
}

/// Of the first words that the text has.
std::optional<Causes> causes_by(const std::vector<PolicyWords>& rows,
                                std::string_view text) {
  for (const auto& [words, causes] : rows) {
    if (text.find(words) != std::string_view::npos) return causes;
  }
  return std::nullopt;
}

Causes denied(std::string_view text, const Causes& otherwise) {
  return causes_by(kPolicyWords, text).value_or(otherwise);
}

/// The policy of a resource is here the key's.
Causes not_decrypted(std::string_view text) {
  if (text.find("resource-based polic") != std::string_view::npos) return {"kms"};
  return denied(text, kKeyOfSecret);
}

template <class Words>
bool has_one_of(std::string_view text, const Words& words) {
  return std::any_of(words.begin(), words.end(), [text](std::string_view each) {
    return text.find(each) != std::string_view::npos;
  });
}

void append(Causes& to, const Causes& from) {
  to.insert(to.end(), from.begin(), from.end());
}

Causes causes_of_start(std::string_view id, std::string_view text,
                       const ErrorDetails& details) {
  if (const auto told = causes_by(kStartWords, text)) return *told;
  if (has_one_of(text, kDenials)) return denied(text, kPolicies);
  if (has_one_of(text, kNoConnections)) return without_answer(details);
  Causes anything;
  for (const OwnCauses& own : kOwnCauses) {
    if (own.id == id) append(anything, own.causes);
  }
  append(anything, kPolicies);
  append(anything, without_answer(details));
  return anything;
}

}  // namespace

Causes causes_of(Trouble kind, std::string_view id, std::string_view text,
                 const ErrorDetails& details) {
  switch (kind) {
    case Trouble::Connection:
      return without_answer(details);
    case Trouble::Volume:
      return causes_by(kVolumeWords, text).value_or(kNoAnswerInside);
    case Trouble::Lookup:
      return kUnresolved;
    case Trouble::WrongName:
      return {"dns"};
    case Trouble::Cut:
      return {"network-firewall", "dns"};
    case Trouble::Denied:
      return denied(text, kPolicies);
    case Trouble::Object:
      return denied(text, kObject);
    case Trouble::Role:
      return {"trust-policy", "execution-role", "task-role", "instance-profile"};
    case Trouble::NoRole:
      return {"execution-role"};
    case Trouble::Image:
      return {"image", "identity-policy", "resource-policy"};
    case Trouble::Platform:
      return {"platform"};
    case Trouble::Key:
      return {"kms", "identity-policy"};
    case Trouble::SecretKey:
      return not_decrypted(text);
    case Trouble::Start:
      return causes_of_start(id, text, details);
    case Trouble::Reference:
      return {"image-reference"};
    case Trouble::Other:
      break;
  }
  return {};
}

}  // namespace pullproof::model
