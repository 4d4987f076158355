// The values that typed condition operators compare: decimals, instants, bytes.
//
// AWS: IAM user guide, "IAM JSON policy elements: Condition operators".
// Not modelled: exponents in numbers, and times without a zone: they are not read, and
// the condition is unknown.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pullproof::aws {

/// A decimal of any length, compared exactly.
struct Decimal {
  bool negative = false;  ///< Never for zero.
  std::string whole;      ///< Without leading zeros; "" is 0.
  std::string fraction;   ///< Without trailing zeros.

  /// "42", "-1.50".
  [[nodiscard]] static std::optional<Decimal> parse(std::string_view text);
  [[nodiscard]] std::strong_ordering operator<=>(const Decimal& other) const;
  bool operator==(const Decimal&) const = default;
};

/// A point in time, in seconds since 1970 in UTC.
struct Instant {
  std::int64_t seconds = 0;
  std::string fraction;  ///< Digits of the second, without trailing zeros.

  /// ISO 8601 ("2026-01-31", "2026-01-31T12:00:00Z", "...T12:00+02:00") or epoch
  /// seconds of at least five digits.
  [[nodiscard]] static std::optional<Instant> parse(std::string_view text);
  /// As the AWS CLI prints times: version 1 prints epoch seconds with a fraction, which
  /// no condition is read with.
  [[nodiscard]] static std::optional<Instant> of_document(std::string_view text);
  [[nodiscard]] std::strong_ordering operator<=>(const Instant& other) const;
  bool operator==(const Instant&) const = default;
};

/// Bytes of Base64 text with its padding.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace pullproof::aws
