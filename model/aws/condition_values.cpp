#include "model/aws/condition_values.h"

#include <algorithm>

namespace pullproof::aws {
namespace {

constexpr std::size_t kMostEpochDigits = 18;   // fits in 64 bits
constexpr std::size_t kFewestEpochDigits = 5;  // "2026" could be a year

bool is_decimal_digit(char byte) { return '0' <= byte && byte <= '9'; }

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_decimal_digit);
}

std::string without_trailing_zeros(std::string_view digits) {
  while (digits.ends_with('0')) digits.remove_suffix(1);
  return std::string(digits);
}

std::int64_t number(std::string_view digits) {
  std::int64_t value = 0;
  for (const char digit : digits) value = value * 10 + (digit - '0');
  return value;
}

/// Takes `count` digits off the front.
std::optional<std::int64_t> take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count || !all_digits(text.substr(0, count))) return std::nullopt;
  const std::int64_t value = number(text.substr(0, count));
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, char byte) {
  if (!text.starts_with(byte)) return false;
  text.remove_prefix(1);
  return true;
}

std::int64_t days_in_month(std::int64_t year, std::int64_t month) {
  constexpr std::int64_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[month - 1] + (month == 2 && leap ? 1 : 0);
}

/// Days from 1970-01-01. Years begin in March here, so that leap days come last.
std::int64_t days_since_epoch(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (month <= 2) --year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
  const std::int64_t day_of_era =
      year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

std::optional<std::int64_t> take_date(std::string_view& text) {
  const auto year = take_digits(text, 4);
  if (!year || !take(text, '-')) return std::nullopt;
  const auto month = take_digits(text, 2);
  if (!month || *month < 1 || *month > 12 || !take(text, '-')) return std::nullopt;
  const auto day = take_digits(text, 2);
  if (!day || *day < 1 || *day > days_in_month(*year, *month)) return std::nullopt;
  return days_since_epoch(*year, *month, *day);
}

/// "12:30" in seconds.
std::optional<std::int64_t> take_hours_and_minutes(std::string_view& text) {
  const auto hour = take_digits(text, 2);
  if (!hour || *hour > 23 || !take(text, ':')) return std::nullopt;
  const auto minute = take_digits(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  return *hour * 3'600 + *minute * 60;
}

/// "Z" or "+02:00", in seconds to the east.
std::optional<std::int64_t> take_zone(std::string_view& text) {
  if (take(text, 'Z')) return 0;
  const bool west = text.starts_with('-');
  if (!take(text, '+') && !take(text, '-')) return std::nullopt;
  const auto offset = take_hours_and_minutes(text);
  if (!offset) return std::nullopt;
  return west ? -*offset : *offset;
}

/// "12:30:15.5Z", added to `at`.
bool take_time(std::string_view& text, Instant& at) {
  const auto minutes = take_hours_and_minutes(text);
  if (!minutes) return false;
  at.seconds += *minutes;
  if (take(text, ':')) {
    const auto second = take_digits(text, 2);
    if (!second || *second > 59) return false;
    at.seconds += *second;
    if (take(text, '.')) {
      const auto end = std::find_if_not(text.begin(), text.end(), is_decimal_digit);
      const auto length = static_cast<std::size_t>(end - text.begin());
      if (length == 0) return false;
      at.fraction = without_trailing_zeros(text.substr(0, length));
      text.remove_prefix(length);
    }
  }
  const auto zone = take_zone(text);
  if (!zone) return false;
  at.seconds -= *zone;
  return true;
}

int sextet(char byte) {
  if ('A' <= byte && byte <= 'Z') return byte - 'A';
  if ('a' <= byte && byte <= 'z') return byte - 'a' + 26;
  if (is_decimal_digit(byte)) return byte - '0' + 52;
  if (byte == '+') return 62;
  return byte == '/' ? 63 : -1;
}

std::strong_ordering compare_magnitudes(const Decimal& left, const Decimal& right) {
  if (const auto order = left.whole.size() <=> right.whole.size(); std::is_neq(order)) {
    return order;
  }
  if (const auto order = left.whole <=> right.whole; std::is_neq(order)) return order;
  return left.fraction <=> right.fraction;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Decimal decimal;
  decimal.negative = take(text, '-');
  const std::size_t point = text.find('.');
  std::string_view whole = text.substr(0, point);
  if (!all_digits(whole)) return std::nullopt;
  while (whole.starts_with('0')) whole.remove_prefix(1);
  decimal.whole = whole;
  if (point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    if (!all_digits(fraction)) return std::nullopt;
    decimal.fraction = without_trailing_zeros(fraction);
  }
  if (decimal.whole.empty() && decimal.fraction.empty()) decimal.negative = false;
  return decimal;
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  if (negative != other.negative) {
    return negative ? std::strong_ordering::less : std::strong_ordering::greater;
  }
  return negative ? compare_magnitudes(other, *this) : compare_magnitudes(*this, other);
}

std::optional<Instant> Instant::parse(std::string_view text) {
  if (all_digits(text)) {
    if (text.size() < kFewestEpochDigits || text.size() > kMostEpochDigits) {
      return std::nullopt;
    }
    return Instant{.seconds = number(text), .fraction = {}};
  }
  const auto days = take_date(text);
  if (!days) return std::nullopt;
  Instant at{.seconds = *days * 86'400, .fraction = {}};
  if (text.empty()) return at;
  if (!take(text, 'T') || !take_time(text, at) || !text.empty()) return std::nullopt;
  return at;
}

std::optional<Instant> Instant::of_document(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos || !all_digits(text.substr(0, dot))) {
    return parse(text);
  }
  auto at = parse(text.substr(0, dot));
  const std::string_view fraction = text.substr(dot + 1);
  if (!at || !all_digits(fraction)) return std::nullopt;
  at->fraction = without_trailing_zeros(fraction);
  return at;
}

std::strong_ordering Instant::operator<=>(const Instant& other) const {
  const auto order = seconds <=> other.seconds;
  return std::is_neq(order) ? order : fraction <=> other.fraction;
}

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  std::string bytes;
  unsigned pending = 0;
  int bits = 0;
  for (const char byte : text) {
    const int value = sextet(byte);
    if (value < 0) return std::nullopt;
    pending = (pending << 6U) | static_cast<unsigned>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(
        static_cast<char>((pending >> static_cast<unsigned>(bits)) & 0xFFU));
  }
  return bytes;
}

}  // namespace pullproof::aws
