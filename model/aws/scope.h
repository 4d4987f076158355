// Where a resource lives in AWS, and where in the snapshot it was read.
#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <string>

#include "model/core/symbol.h"

namespace pullproof::aws {

/// An account and a region; region "global" for IAM and Organizations.
struct Scope {
  Symbol account;
  Symbol region;

  auto operator<=>(const Scope&) const = default;
};

/// What is told apart by account, region and id.
struct ScopedId {
  Scope scope;
  Symbol id;

  auto operator<=>(const ScopedId&) const = default;
};

/// A document of the snapshot and a place in it.
struct Source {
  Symbol file;          ///< Path inside the snapshot.
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

template <>
struct std::hash<pullproof::aws::ScopedId> {
  std::size_t operator()(const pullproof::aws::ScopedId& key) const noexcept {
    // As boost::hash_combine: the same id stands in many accounts.
    constexpr std::size_t kSpread = 0x9e37'79b9'7f4a'7c15;
    std::size_t mixed = key.id.hash();
    for (const auto& part : {key.scope.account, key.scope.region}) {
      mixed ^= part.hash() + kSpread + (mixed << 6U) + (mixed >> 2U);
    }
    return mixed;
  }
};
