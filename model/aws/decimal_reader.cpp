#include "model/aws/decimal_reader.h"

#include <algorithm>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace pullproof::aws {
namespace {

/// As `std::strong_ordering`, but in order itself.
enum class Order : std::int8_t { Less = -1, Equal = 0, Greater = 1 };

template <class Value>
Order order_of(const Value& left, const Value& right) {
  if (left == right) return Order::Equal;
  return left < right ? Order::Less : Order::Greater;
}

Order reversed(Order order) {
  if (order == Order::Equal) return order;
  return order == Order::Less ? Order::Greater : Order::Less;
}

/// A number up to some digit, without its sign, beside the others' magnitudes.
struct Progress {
  enum class Part : std::uint8_t { Start, Sign, Whole, Point, Fraction };
  Part part = Part::Start;
  bool is_negative = false;
  bool is_zero = true;
  /// Digits that count of the part, up to one more than any of the others has.
  std::size_t digits = 0;
  /// Of what was read with as many digits of the others; in the fraction, with all.
  std::vector<Order> orders;

  auto operator<=>(const Progress&) const = default;
};

class DecimalMachine {
 public:
  using State = Progress;
  using Answer = std::vector<Order>;
  using Part = Progress::Part;

  explicit DecimalMachine(std::vector<Decimal> numbers) : numbers_(std::move(numbers)) {
    for (const auto& number : numbers_) {
      most_whole_ = std::max(most_whole_, number.whole.size());
      most_fraction_ = std::max(most_fraction_, number.fraction.size());
    }
  }

  [[nodiscard]] State start() const {
    State state;
    state.orders.assign(numbers_.size(), Order::Equal);
    return state;
  }

  [[nodiscard]] std::optional<State> step(State state, char32_t character) const {
    if (character == U'-') {
      if (state.part != Part::Start) return std::nullopt;
      state.part = Part::Sign;
      state.is_negative = true;
      return state;
    }
    if (character == U'.') {
      if (state.part != Part::Whole) return std::nullopt;
      end_whole(state);
      state.part = Part::Point;
      state.digits = 0;
      return state;
    }
    if (character < U'0' || U'9' < character) return std::nullopt;
    const char digit = static_cast<char>(character);
    const bool in_fraction = state.part == Part::Point || state.part == Part::Fraction;
    in_fraction ? add_to_fraction(state, digit) : add_to_whole(state, digit);
    return state;
  }

  [[nodiscard]] std::optional<Answer> answer(State state) const {
    if (state.part == Part::Whole) {
      end_whole(state);
      state.digits = 0;
    } else if (state.part != Part::Fraction) {
      return std::nullopt;
    }
    const bool is_negative = state.is_negative && !state.is_zero;
    Answer orders;
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      const Decimal& other = numbers_[i];
      Order order = state.orders[i];
      // What else the other has is more than nothing.
      const bool has_more = state.digits < other.fraction.size();
      if (order == Order::Equal && has_more) order = Order::Less;
      if (is_negative) order = reversed(order);
      if (is_negative != other.negative) {
        order = is_negative ? Order::Less : Order::Greater;
      }
      orders.push_back(order);
    }
    return orders;
  }

  [[nodiscard]] static std::u32string_view characters() { return U"0123456789.-"; }

 private:
  void add_to_whole(State& state, char digit) const {
    state.part = Part::Whole;
    if (state.is_zero && digit == '0') return;
    state.is_zero = false;
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      const std::string& other = numbers_[i].whole;
      Order& order = state.orders[i];
      // The longer one is greater.
      if (order == Order::Equal && state.digits < other.size()) {
        order = order_of(digit, other[state.digits]);
      }
    }
    state.digits = std::min(state.digits + 1, most_whole_ + 1);
  }

  void end_whole(State& state) const {
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      const Order by_length = order_of(state.digits, numbers_[i].whole.size());
      if (by_length != Order::Equal) state.orders[i] = by_length;
    }
  }

  void add_to_fraction(State& state, char digit) const {
    state.part = Part::Fraction;
    state.is_zero = state.is_zero && digit == '0';
    for (std::size_t i = 0; i < numbers_.size(); ++i) {
      const std::string& other = numbers_[i].fraction;
      Order& order = state.orders[i];
      if (order != Order::Equal) continue;
      order = order_of(digit, state.digits < other.size() ? other[state.digits] : '0');
    }
    state.digits = std::min(state.digits + 1, most_fraction_);
  }

  std::vector<Decimal> numbers_;
  std::size_t most_whole_ = 0;
  std::size_t most_fraction_ = 0;
};

}  // namespace

std::unique_ptr<TextReader> decimal_reader(std::vector<Decimal> numbers) {
  return std::make_unique<NumberedReader<DecimalMachine>>(
      DecimalMachine(std::move(numbers)));
}

}  // namespace pullproof::aws
