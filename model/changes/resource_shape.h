// How each kind of resource stands in the AWS CLI's output: under which key of which
// call, and which of its fields name it.
//
// A new kind that edits may touch is one line here.
#pragma once

#include <span>
#include <string_view>

namespace pullproof::changes {

struct ResourceShape {
  std::string_view type;  ///< As edits name it: "VpcEndpoint".
  std::string_view key;   ///< Of the document: "VpcEndpoints".
  std::string_view call;  ///< "ec2-describe-vpc-endpoints".
  std::string_view id;    ///< Its field; "" if the document's parameter is the id.
  std::string_view arn;   ///< Its field; "" if it prints none.
  enum class Form {
    List,    ///< `key` holds a list of such resources.
    Nested,  ///< A list of objects that hold lists: instances in reservations.
    Member,  ///< `key` holds the one resource of the document.
    Whole,   ///< The document is the resource.
  } form = Form::List;
  bool is_global = false;  ///< Of no region.
  /// The document's parameter is one of its fields, or its own id: "clusterArn".
  std::string_view parameter = {};
};

[[nodiscard]] std::span<const ResourceShape> resource_shapes();

/// By type, upper and lower case alike; null if there is no such type.
[[nodiscard]] const ResourceShape* shape_of_type(std::string_view type);

/// The one under this key of a document that answers `call`; where the call is not
/// known, the first. Null if there is none.
[[nodiscard]] const ResourceShape* shape_of_key(std::string_view key,
                                                std::string_view call);

/// The one whose resource is the whole answer of the call; null if there is none.
[[nodiscard]] const ResourceShape* whole_shape_of_call(std::string_view call);

}  // namespace pullproof::changes
