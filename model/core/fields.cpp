#include "model/core/fields.h"

#include "model/core/address.h"

namespace pullproof {

Domains Fields::domains() const {
  Domains domains;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (fields_[i].kind == Field::Kind::Text) {
      domains.texts.emplace(FieldId{i}, fields_[i].text_domain);
    } else {
      domains.numbers.emplace(FieldId{i}, fields_[i].domain);
    }
  }
  return domains;
}

unsigned width(Field::Kind kind) {
  switch (kind) {
    case Field::Kind::Placement:
    case Field::Kind::Class:
    case Field::Kind::Address:
      return 32;
    case Field::Kind::Ipv6Address:
      return bits(Family::Ipv6);
    case Field::Kind::Port:
      return 16;
    case Field::Kind::Text:
      return 0;
  }
  return 0;
}

std::string show(const Field& field, const Choice::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  const auto* number = std::get_if<Number>(&value);
  if (number == nullptr) return "any";
  if (field.kind == Field::Kind::Address) {
    return Address{Family::Ipv4, *number}.text();
  }
  if (field.kind == Field::Kind::Ipv6Address) {
    return Address{Family::Ipv6, *number}.text();
  }
  return std::to_string(static_cast<unsigned long long>(*number));
}

}  // namespace pullproof
