// How a policy is read: what kind it is, and what is asked of it.
#pragma once

namespace pullproof::gates {

enum class PolicyKind {
  Identity,
  Boundary,
  Session,
  ServiceControl,
  ResourceControl,
  Resource,  ///< Of a repository or a registry.
  Trust,
  GatewayEndpoint,
  InterfaceEndpoint,
};

/// Which ways of naming the caller count.
///
/// AWS: IAM user guide, "Policy evaluation logic": what a resource policy grants to an
/// account still needs the account's policies; what it grants to a role, its boundary;
/// what it grants to a session or to `*`, neither.
enum class Grantee {
  Any,      ///< Account, role, session or everybody.
  Role,     ///< Not through its account.
  Session,  ///< Neither through its account nor as the role.
};

struct PolicyReading {
  PolicyKind kind = PolicyKind::Identity;
  Grantee grantee = Grantee::Any;
  /// A Deny with NotPrincipal always hits a principal that has a permissions boundary.
  bool caller_has_boundary = false;
};

}  // namespace pullproof::gates
