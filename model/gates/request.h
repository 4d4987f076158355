// An API call as IAM sees it: who asks, for what, and every context key that the proven
// network path and the leg fix.
//
// AWS: IAM user guide, "Request context" and "AWS global condition context keys".
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/aws/condition_operators.h"
#include "model/aws/ecr.h"
#include "model/aws/iam.h"
#include "model/aws/vpc_endpoint.h"
#include "model/core/predicate.h"

namespace pullproof::gates {

/// What an operator takes a value for, and whether it takes several.
struct Manner {
  aws::ConditionFamily family = aws::ConditionFamily::String;
  bool of_sets = false;
  auto operator<=>(const Manner&) const = default;
};

/// The key is not in the request.
struct AbsentKey {};
/// Its values; several only for a multivalued key.
struct FixedKey {
  std::vector<std::string> values;
  bool multivalued = false;
  bool may_be_absent = false;  ///< These values, or the key is not in the request.
};
/// An address that AWS chooses.
struct AddressKey {
  FieldId field;
};
/// A text that AWS chooses.
struct TextKey {
  FieldId field;
  /// 1 if the key is in the request, else 0; nothing: it always is.
  std::optional<FieldId> presence = std::nullopt;
};
/// A time that is not before `earliest`; the key is always there.
struct MomentKey {
  std::string earliest;  ///< "" if not even that is known.
  Unknown question;      ///< What stays open.
};
/// A text that begins so and goes on in a way that nobody knows.
struct PrefixKey {
  std::string prefix;
  Unknown question;
};
/// One of several values, or none: all that policies tell apart. Field value 0 is that
/// the key is not in the request, `i` is `values[i - 1]`.
struct ClassKey {
  FieldId field;
  std::vector<std::string> values;
  /// One value more: something that not every operator can compare, or several values.
  bool may_be_other = false;
};
/// Any set of values: `members[i]` is 1 if `values[i]` is among them. The empty set is
/// that the key is not in the request.
struct ClassSetKey {
  std::vector<FieldId> members;
  std::vector<std::string> values;
  /// 1 if something is among them that not every operator can compare.
  std::optional<FieldId> other = std::nullopt;
};
/// Any set of texts of at most so many members, each of which may be missing. No member
/// at all is that the key is not in the request.
struct TextSetKey {
  std::vector<TextKey> members;  ///< With a presence each.
};
/// A key that conditions compare in several ways: what it is for each of them, chosen
/// apart. More than any value is, so it shows what is impossible and nothing else.
struct LooseKey {
  using Part = std::variant<ClassKey, TextKey, ClassSetKey, TextSetKey>;
  /// By how values are compared, see `manner_of`.
  std::map<Manner, Part> parts;
  /// 1 if the key is in the request, else 0; nothing: it always is.
  std::optional<FieldId> presence = std::nullopt;
};
/// Nobody can tell.
struct UnknownKey {
  Unknown question;
};
using ContextValue =
    std::variant<AbsentKey, FixedKey, AddressKey, TextKey, MomentKey, PrefixKey,
                 ClassKey, ClassSetKey, TextSetKey, LooseKey, UnknownKey>;

/// Who signs a request.
struct Caller {
  enum class Kind {
    RoleSession,    ///< A session of the role `arn`.
    User,           ///< The IAM user `arn`.
    Root,           ///< The root user of `account`.
    FederatedUser,  ///< The session `session` of GetFederationToken: `arn`.
    Federated,      ///< Of the identity provider `arn`, before it has a role.
    Service,        ///< A service principal: `service`.
    Foreign,        ///< An account of AWS's own: ECR, which signs the layer's GET.
    Anonymous,      ///< Nobody signs.
  };
  Kind kind = Kind::RoleSession;
  std::string arn;        ///< "arn:aws:iam::111122223333:role/ci"; "" if it has none.
  std::string unique_id;  ///< "AROA...", "AIDA...", or "" if not known.
  std::string account;    ///< "" for a service and for nobody.
  std::string service;    ///< "ecs-tasks.amazonaws.com".
  /// Of the session; nothing if nobody knows it.
  std::optional<std::string> session = std::nullopt;
  /// False: `arn` comes from a session's ARN, which leaves out the role's path.
  bool path_known = true;
};

struct Request {
  Caller caller;
  std::string action;  ///< "ecr:BatchGetImage".
  /// The ARN, or a text field whose values are ARNs; nothing if the action has no
  /// resource type: then only the resource `*` matches.
  std::optional<std::variant<std::string, FieldId>> resource;
  std::string resource_in_words;  ///< For people, where it is a field.
  std::string
      resource_account;  ///< Owner of the resource; the caller's if it has none.
  std::string region;    ///< Of the endpoint that is called.
  /// Keys in lower case.
  std::map<std::string, ContextValue, std::less<>> context;
  /// A key that `context` lacks is not in the request; else it is not modelled.
  bool complete = false;
};

/// Where a request is judged.
struct RequestPlace {
  Request request;
  const aws::Role* role = nullptr;  ///< Null: not in the snapshot, or no role signs it.
  /// The endpoint that the packet went through; null if it went through none.
  const aws::VpcEndpoint* endpoint = nullptr;
  /// The ECR repository's own scope, whether or not the snapshot holds it.
  aws::Scope resource_scope;
  std::string repository;  ///< "acme/web"; "" if the request names none.
  const aws::Repository* repository_found = nullptr;
};

/// Where a role is assumed.
struct RolePlace {
  enum class Kind { ExecutionRole, TaskRole, InstanceProfile };
  Kind kind = Kind::ExecutionRole;
  Request request;                   ///< sts:AssumeRole by the service principal.
  std::string role_arn;              ///< "" if none is configured.
  std::string instance_profile_arn;  ///< instance_profile only; "" if there is none.
  const aws::Role* role = nullptr;   ///< Null if the snapshot does not hold it.
  aws::Scope scope;                  ///< Of the task.
  bool required = true;              ///< Something that the task needs asks for it.
  FactRef configured_by;             ///< The task definition or instance.
};

}  // namespace pullproof::gates
