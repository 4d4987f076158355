// Where a resource lives in AWS, and where in the snapshot it was read.
#pragma once

#include <compare>
#include <string>

namespace pullproof::aws {

/// An account and a region; region "global" for IAM and Organizations.
struct Scope {
  std::string account;
  std::string region;

  auto operator<=>(const Scope&) const = default;
};

/// A document of the snapshot and a place in it.
struct Source {
  std::string file;     ///< Path inside the snapshot.
  std::string pointer;  ///< RFC 6901.

  auto operator<=>(const Source&) const = default;
};

/// The parameter that a document's name carries, decoded: "acme/web", "vpc-1"; or "".
struct DocumentContext {
  Scope scope;
  std::string file;
  std::string call;       ///< "ecr-get-repository-policy".
  std::string parameter;  ///< "acme/web".
};

}  // namespace pullproof::aws
