// What somebody intends to change, whoever wrote it: an edit file, a Terraform plan, a
// CloudFormation template.
//
// Edits speak of resources as the AWS CLI prints them. Each has an origin, by which an
// answer names what causes it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/scope.h"

namespace pullproof::changes {

using SharedJson = std::shared_ptr<const nlohmann::json>;

struct Edit {
  enum class Kind {
    Patch,      ///< `value` is an RFC 6902 patch of the resource.
    Merge,      ///< `value` is an RFC 7396 merge patch of the resource.
    SetEntry,   ///< Of the list, the entry that has `match` becomes `value`, or is new.
    DropEntry,  ///< Of the list, the entries that have `match` go.
    /// Of a list of a group's permissions, the sources in `value` go from each entry of
    /// the same protocol and ports; an entry that is left without sources goes as well.
    DropSource,
    Delete,
    Add,  ///< `value` is the resource; what AWS fills in by itself may be left out.
    Document,  ///< The file `resource` becomes `value`; null takes it away.
  };
  Kind kind = Kind::Patch;
  /// "edits[0]", "aws_nat_gateway.a", "NatGatewayA".
  std::string origin;
  std::string resource;   ///< Id, ARN or `Name`; of an addition nothing.
  std::string type;       ///< As in resource_shape.h; may be empty but for additions.
  aws::Scope scope;       ///< Where it is; empty parts are found out.
  std::string parameter;  ///< Of the document that is added: "acme/web"; or "".
  std::string list;       ///< RFC 6901, within the resource: "/Routes".
  /// An object, each of whose members must be equal; of lists of texts, the text.
  SharedJson match;
  SharedJson value;
  /// The change says all that happens: AWS does nothing by itself.
  bool is_literal = false;
  aws::Source source;  ///< Where the edit stands, for problems.
};

/// Something that changes in a way that is not known before it has changed.
struct Doubt {
  std::string origin;
  std::string resource;  ///< Its id in the changed account.
  std::string why;       ///< "the value of `cidr_block` is known only after apply".
  /// Where it may matter; empty parts are everywhere.
  aws::Scope scope;
  /// Set: it is about what the resource, of this type, says of itself, and not about
  /// what belongs to it: whoever does not look at the resource has no reason to doubt.
  std::string within = {};
};

/// Something that changes and is not read.
struct Ignored {
  std::string origin;
  std::string type;  ///< "aws_route53_record", "AWS::Route53::RecordSet".
  std::string why;
  bool matters =
      false;         ///< A pull may hang on such things: verdicts there are unknown.
  aws::Scope scope;  ///< Where it may matter; empty parts are everywhere.
};

struct Change {
  std::vector<Edit> edits;  ///< In the order in which they are made.
  std::vector<Doubt> doubts;
  std::vector<Ignored> ignored;
  std::vector<std::string> warnings;
};

}  // namespace pullproof::changes
