#include "model/aws/json_reader.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pullproof::aws {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxDepth = 128;
/// A broken file may repeat one fault without end; a reader mends the first ones.
constexpr std::size_t kMaxProblems = 1'000;

/// The library's reason without its own prefix, safe to print anywhere.
std::string plain_reason(std::string_view what) {
  constexpr std::string_view kBefore = "while parsing ";
  const auto start = what.find(kBefore);
  std::string reason(start == std::string_view::npos ? what : what.substr(start));
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '`'; };
  std::replace_if(
      reason.begin(), reason.end(), [&](char c) { return !is_plain(c); }, '?');
  constexpr std::size_t kMaxLength = 160;
  if (reason.size() > kMaxLength) reason = reason.substr(0, kMaxLength) + "...";
  return reason;
}

std::string line_and_column(std::string_view text, std::size_t position) {
  const auto before = text.substr(0, std::min(position, text.size()));
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  const auto last_break = before.rfind('\n');
  const auto column =
      last_break == std::string_view::npos ? before.size() : position - last_break - 1;
  return fmt::format("line {}, column {}", line, column);
}

/// Builds the document from the parser's events, with an explicit stack.
class Builder {
 public:
  using number_integer_t = Json::number_integer_t;
  using number_unsigned_t = Json::number_unsigned_t;
  using number_float_t = Json::number_float_t;
  using string_t = Json::string_t;
  using binary_t = Json::binary_t;

  Builder(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(number_integer_t value) { return put(value); }
  bool number_unsigned(number_unsigned_t value) { return put(value); }
  bool number_float(number_float_t value, const string_t& written) {
    const bool integer = written.find_first_of(".eE") == string_t::npos;
    put(value);
    if (integer) problem(fmt::format("integer `{:.40}` is out of range", written));
    return true;
  }
  bool string(string_t& value) { return put(std::move(value)); }
  bool binary(binary_t&) { return false; }

  bool start_object(std::size_t) { return open(Json::object()); }
  bool end_object() { return close(); }
  bool start_array(std::size_t) { return open(Json::array()); }
  bool end_array() { return close(); }

  bool key(string_t& name) {
    Frame& top = stack_.back();
    const auto [place, is_new] =
        top.node->get_ref<Json::object_t&>().try_emplace(std::move(name), nullptr);
    top.key = &place->first;
    if (is_new) {
      top.slot = &place->second;
      return true;
    }
    problem(fmt::format("key `{:.80}` occurs twice", place->first));
    repeated_.push_back(std::make_unique<Json>());
    top.slot = repeated_.back().get();
    return true;
  }

  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& error) {
    problem(fmt::format("not valid JSON at {}: {}", line_and_column(text_, position),
                        plain_reason(error.what())));
    return false;
  }

  [[nodiscard]] Result<Json> take() && {
    if (!problems_.empty()) return std::move(problems_);
    return std::move(root_);
  }

 private:
  struct Frame {
    Json* node = nullptr;
    Json* slot = nullptr;              ///< Where an object's next value goes.
    const std::string* key = nullptr;  ///< Of that value.
  };

  template <class Value>
  bool put(Value&& value) {
    place(std::forward<Value>(value));
    return problems_.size() < kMaxProblems;
  }

  template <class Value>
  Json* place(Value&& value) {
    if (stack_.empty()) {
      root_ = std::forward<Value>(value);
      return &root_;
    }
    Frame& top = stack_.back();
    if (top.slot != nullptr) {
      *top.slot = std::forward<Value>(value);
      return top.slot;
    }
    auto& elements = top.node->get_ref<Json::array_t&>();
    elements.emplace_back(std::forward<Value>(value));
    return &elements.back();
  }

  bool open(Json container) {
    Json* node = place(std::move(container));
    stack_.push_back({.node = node, .slot = nullptr, .key = nullptr});
    if (stack_.size() <= kMaxDepth) return problems_.size() < kMaxProblems;
    problem(fmt::format("nested deeper than {} levels", kMaxDepth));
    return false;
  }

  bool close() {
    stack_.pop_back();
    return true;
  }

  void problem(std::string message) {
    problems_.push_back({file_, pointer(), std::move(message)});
  }

  /// Of the value that is being read.
  [[nodiscard]] std::string pointer() const {
    std::string pointer;
    for (const Frame& frame : stack_) {
      if (frame.node->is_object()) {
        if (frame.key != nullptr) pointer = child_pointer(pointer, *frame.key);
      } else if (!frame.node->empty()) {
        pointer = child_pointer(pointer, frame.node->size() - 1);
      }
    }
    return pointer;
  }

  std::string_view text_;
  const std::string& file_;
  Json root_;
  std::vector<Frame> stack_;
  std::vector<std::unique_ptr<Json>> repeated_;  ///< Values that nobody will see.
  Problems problems_;
};

/// RFC 8259 section 8.1: a byte order mark may be ignored.
std::string_view without_mark(std::string_view text) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  return text.substr(0, kMark.size()) == kMark ? text.substr(kMark.size()) : text;
}

}  // namespace

Result<nlohmann::json> read_json(std::string_view text, const std::string& file) {
  const auto plain = without_mark(text);
  Builder builder(plain, file);
  Json::sax_parse(plain.begin(), plain.end(), &builder);
  return std::move(builder).take();
}

std::string child_pointer(const std::string& pointer, std::string_view key) {
  std::string child = pointer;
  child.reserve(pointer.size() + 1 + key.size());
  child += '/';
  for (const char c : key) {
    if (c == '~') {
      child += "~0";
    } else if (c == '/') {
      child += "~1";
    } else {
      child += c;
    }
  }
  return child;
}

std::string child_pointer(const std::string& pointer, std::size_t index) {
  return pointer + '/' + std::to_string(index);
}

}  // namespace pullproof::aws
