// The things that AWS chooses on one leg: their names, and every value each may take.
//
// A field is *exact* if every value of its domain can really happen (a source port, an
// address of a known prefix list). It is inexact if the true set is only known to lie
// inside the domain (the public addresses of a service): then a refusal of some values
// proves nothing, and only a refusal of all of them does.
#pragma once

#include <string>
#include <vector>

#include "model/core/glob.h"
#include "model/core/interval_set.h"
#include "model/core/predicate.h"

namespace pullproof {

struct Field {
  enum class Kind {
    Placement,  ///< Index into the leg's placements.
    Class,      ///< Index of a class of values that are all alike.
    Address,    ///< IPv4.
    Ipv6Address,
    Port,
    Text,
  };
  std::string name;  ///< "destination", "source port", "layer key".
  Kind kind = Kind::Port;
  IntervalSet domain;  ///< Not empty, unless the kind is text.
  Glob text_domain;    ///< text only.
  bool exact = true;
};

class Fields {
 public:
  FieldId add(Field field) {
    fields_.push_back(std::move(field));
    return FieldId{fields_.size() - 1};
  }
  [[nodiscard]] const Field& at(FieldId id) const {
    return fields_.at(static_cast<std::size_t>(id));
  }
  [[nodiscard]] std::size_t size() const { return fields_.size(); }
  [[nodiscard]] const std::vector<Field>& all() const { return fields_; }
  [[nodiscard]] Domains domains() const;

 private:
  std::vector<Field> fields_;
};

/// Bits that a number of this kind takes: 32 for IPv4 addresses and placements, 128 for
/// IPv6 addresses, 16 for ports.
[[nodiscard]] unsigned width(Field::Kind kind);

/// A value of the field as people write it: "10.0.0.1", "443", a text.
[[nodiscard]] std::string show(const Field& field, const Choice::Value& value);

}  // namespace pullproof
