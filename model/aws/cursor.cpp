#include "model/aws/cursor.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "model/aws/percent_encoding.h"

namespace pullproof::aws {
namespace {

using Json = nlohmann::json;

const std::string& text_of(const Json& value) {
  return value.get_ref<const Json::string_t&>();
}

/// An integer wherever it fits; nothing if it is none or does not fit.
std::optional<std::int64_t> integer_of(const Json& value) {
  if (!value.is_number_integer()) return std::nullopt;
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  if (value.is_number_unsigned()) {
    const auto number = value.get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(kMax)) return std::nullopt;
    return static_cast<std::int64_t>(number);
  }
  return value.get<std::int64_t>();
}

std::string found(const Json& value) {
  if (value.is_number()) return in_backticks(value.dump());
  return std::string(type_name(value));
}

std::string wrong_cidr(const std::string& text) {
  const auto loose = Cidr::parse_loosely(text);
  const bool has_host_bits = loose && text.find('/') != std::string::npos;
  if (has_host_bits) {
    return fmt::format("CIDR block {} has host bits: expected `{}`", in_backticks(text),
                       loose->text());
  }
  return fmt::format("expected a CIDR block, found {}", in_backticks(text));
}

}  // namespace

Cursor::Cursor(const Json& json, const DocumentContext& context, ReadLog& log)
    : json_(&json),
      context_(&context),
      log_(&log),
      path_(&*log.paths.emplace().first) {}

Cursor::Cursor(const Json& json, const DocumentContext& context, ReadLog& log,
               std::string pointer, std::string path)
    : json_(&json),
      context_(&context),
      log_(&log),
      pointer_(std::move(pointer)),
      path_(&*log.paths.insert(std::move(path)).first) {}

Cursor::Cursor(const Json& json, const Cursor& parent, std::string pointer,
               const std::string* path)
    : json_(&json),
      context_(parent.context_),
      log_(parent.log_),
      pointer_(std::move(pointer)),
      path_(path) {}

Cursor::Cursor(Cursor&& other) noexcept
    : json_(std::exchange(other.json_, nullptr)),
      context_(other.context_),
      log_(other.log_),
      pointer_(std::move(other.pointer_)),
      path_(other.path_),
      asked_(std::move(other.asked_)),
      present_(std::move(other.present_)) {}

Cursor::~Cursor() {
  if (json_ == nullptr || !json_->is_object() || asked_.size() == json_->size()) return;
  for (const auto& [key, value] : json_->get_ref<const Json::object_t&>()) {
    const bool known = std::any_of(
        asked_.begin(), asked_.end(),
        [&value = value](const Asked& asked) { return asked.value == &value; });
    const bool says_nothing = value.empty();  // null, or no elements
    if (known || says_nothing) continue;
    ++log_->not_read[path_->empty() ? key : *path_ + '.' + key];
  }
}

const Json* Cursor::find(std::string_view key, bool skipped) {
  if (!json_->is_object()) return nullptr;
  const auto field = json_->find(key);
  if (field == json_->end()) return nullptr;
  const Json* value = &*field;
  const bool known =
      std::any_of(asked_.begin(), asked_.end(),
                  [value](const Asked& asked) { return asked.value == value; });
  if (!known) asked_.push_back({field.key(), value, skipped});
  return value->is_null() ? nullptr : value;
}

const Json* Cursor::find_text(std::string_view key) {
  const Json* value = find(key);
  if (value == nullptr || value->is_string()) return value;
  problem(key, fmt::format("expected a string, found {}", found(*value)));
  return nullptr;
}

const Json* Cursor::find_array(std::string_view key) {
  const Json* value = find(key);
  if (value == nullptr || value->is_array()) return value;
  problem(key, fmt::format("expected a list, found {}", found(*value)));
  return nullptr;
}

bool Cursor::has(std::string_view key) const {
  if (!json_->is_object()) return false;
  const auto field = json_->find(key);
  if (field == json_->end() || field->is_null()) return false;
  present_.push_back(field.key());
  return true;
}

Source Cursor::source_of(std::string_view key) const {
  return has(key) ? Source{context_->file, child_pointer(pointer_, key)} : source();
}

std::string Cursor::text(std::string_view key) {
  if (!has(key)) {
    problem("", fmt::format("expected `{}`, found nothing", key));
    return {};
  }
  const Json* value = find_text(key);
  if (value == nullptr) return {};
  if (text_of(*value).empty()) problem(key, "expected a text, found an empty one");
  return text_of(*value);
}

std::string Cursor::text_or(std::string_view key, std::string_view fallback) {
  const Json* value = find_text(key);
  return value == nullptr ? std::string(fallback) : text_of(*value);
}

std::optional<bool> Cursor::flag(std::string_view key) {
  const Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_boolean()) return value->get<bool>();
  problem(key, fmt::format("expected true or false, found {}", found(*value)));
  return std::nullopt;
}

bool Cursor::flag_or(std::string_view key, bool fallback) {
  return flag(key).value_or(fallback);
}

std::optional<std::int64_t> Cursor::integer(std::string_view key, std::int64_t min,
                                            std::int64_t max) {
  const Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  const auto number = integer_of(*value);
  if (number && *number >= min && *number <= max) return number;
  problem(key, fmt::format("expected a whole number from {} to {}, found {}", min, max,
                           found(*value)));
  return std::nullopt;
}

std::optional<Cidr> Cursor::read_cidr(const Json& value, const std::string& at) {
  if (!value.is_string()) {
    problem_at(at, fmt::format("expected a CIDR block, found {}", found(value)));
    return std::nullopt;
  }
  auto block = Cidr::parse(text_of(value));
  if (!block) problem_at(at, wrong_cidr(text_of(value)));
  return block;
}

std::optional<Cidr> Cursor::cidr(std::string_view key) {
  const Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  return read_cidr(*value, child_pointer(pointer_, key));
}

std::optional<Cidr> Cursor::cidr(std::string_view key, Family family) {
  auto block = cidr(key);
  if (!block || block->family == family) return block;
  problem(key, fmt::format("expected an {} block, found `{}`",
                           family == Family::Ipv4 ? "IPv4" : "IPv6", block->text()));
  return std::nullopt;
}

std::vector<Cidr> Cursor::cidrs(std::string_view key) {
  std::vector<Cidr> blocks;
  const Json* array = find_array(key);
  if (array == nullptr) return blocks;
  const std::string here = child_pointer(pointer_, key);
  for (std::size_t i = 0; i < array->size(); ++i) {
    const auto block = read_cidr((*array)[i], child_pointer(here, i));
    if (block) blocks.push_back(*block);
  }
  return blocks;
}

std::optional<Address> Cursor::address(std::string_view key) {
  const Json* value = find_text(key);
  if (value == nullptr || text_of(*value).empty()) return std::nullopt;
  auto address = Address::parse(text_of(*value));
  if (!address) {
    problem(key, fmt::format("expected an IP address, found {}",
                             in_backticks(text_of(*value))));
  }
  return address;
}

std::vector<std::string> Cursor::texts(std::string_view key) {
  std::vector<std::string> texts;
  const Json* array = find_array(key);
  if (array == nullptr) return texts;
  texts.reserve(array->size());
  for (std::size_t i = 0; i < array->size(); ++i) {
    const Json& value = (*array)[i];
    if (value.is_string()) {
      texts.push_back(text_of(value));
    } else {
      problem_at(child_pointer(child_pointer(pointer_, key), i),
                 fmt::format("expected a string, found {}", found(value)));
    }
  }
  return texts;
}

std::vector<Cursor> Cursor::objects(std::string_view key, bool has_gaps) {
  std::vector<Cursor> objects;
  const Json* array = find_array(key);
  if (array == nullptr || array->empty()) return objects;
  const std::string here = child_pointer(pointer_, key);
  const std::string* path =
      &*log_->paths
            .emplace(fmt::format("{}{}{}[]", *path_, path_->empty() ? "" : ".", key))
            .first;
  objects.reserve(array->size());
  for (std::size_t i = 0; i < array->size(); ++i) {
    const Json& value = (*array)[i];
    if (value.is_object()) {
      objects.push_back(Cursor(value, *this, child_pointer(here, i), path));
    } else if (!has_gaps || !value.is_null()) {
      problem_at(child_pointer(here, i),
                 fmt::format("expected an object, found {}", found(value)));
    }
  }
  return objects;
}

std::optional<Cursor> Cursor::object(std::string_view key) {
  const Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is_object()) {
    problem(key, fmt::format("expected an object, found {}", found(*value)));
    return std::nullopt;
  }
  const std::string* path =
      &*log_->paths
            .emplace(fmt::format("{}{}{}", *path_, path_->empty() ? "" : ".", key))
            .first;
  return Cursor(*value, *this, child_pointer(pointer_, key), path);
}

const Json& Cursor::raw(std::string_view key) {
  static const Json kNothing;
  const Json* value = find(key);
  return value == nullptr ? kNothing : *value;
}

std::optional<Json> Cursor::policy(std::string_view key) {
  const Json* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->is_object()) return *value;
  if (!value->is_string()) {
    problem(key, fmt::format("expected a policy, found {}", found(*value)));
    return std::nullopt;
  }
  auto document = read_policy_text(text_of(*value), context_->file);
  if (document.ok()) return std::move(document.value());
  for (const Problem& inner : document.problems()) problem(key, in_policy_text(inner));
  return std::nullopt;
}

void Cursor::skip(std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) find(key, true);
}

void Cursor::skip_all() {
  for (const auto& [key, value] : json_->items()) find(key, true);
}

void Cursor::problem(std::string_view key, std::string message) {
  problem_at(key.empty() ? pointer_ : child_pointer(pointer_, key), std::move(message));
}

void Cursor::problem_at(std::string pointer, std::string message) {
  log_->problems.push_back({context_->file, std::move(pointer), std::move(message)});
}

void Cursor::warning(std::string_view key, std::string message) {
  log_->warnings.push_back({context_->file,
                            key.empty() ? pointer_ : child_pointer(pointer_, key),
                            std::move(message)});
}

std::size_t Cursor::fingerprint() const {
  std::size_t seed = 0;
  // As boost::hash_combine: what matters is that order and value both count.
  const auto mix = [&seed](std::size_t hash) {
    seed ^= hash + 0x9e37'79b9'7f4a'7c15U + (seed << 6U) + (seed >> 2U);
  };
  for (const Asked& asked : asked_) {
    if (asked.skipped) continue;
    mix(std::hash<std::string_view>{}(asked.key));
    mix(std::hash<Json>{}(*asked.value));
  }
  for (const std::string_view key : present_) mix(std::hash<std::string_view>{}(key));
  return seed;
}

std::string in_backticks(std::string_view text) {
  constexpr std::size_t kMaxLength = 80;
  if (text.size() <= kMaxLength) return fmt::format("`{}`", text);
  auto end = kMaxLength;
  // Never cut a UTF-8 sequence in two.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return fmt::format("`{}...`", text.substr(0, end));
}

std::string_view type_name(const Json& json) {
  switch (json.type()) {
    case Json::value_t::null:
      return "nothing";
    case Json::value_t::object:
      return "an object";
    case Json::value_t::array:
      return "a list";
    case Json::value_t::string:
      return "a string";
    case Json::value_t::boolean:
      return "true or false";
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned:
    case Json::value_t::number_float:
      return "a number";
    case Json::value_t::binary:
    case Json::value_t::discarded:
      return "no JSON value";
  }
  return "no JSON value";
}

Result<Json> read_policy_text(const std::string& text, const std::string& file) {
  const auto start = text.find_first_not_of(" \t\r\n");
  const bool encoded = start != std::string::npos && text[start] == '%';
  return read_json(encoded ? percent_decoded(text) : text, file);
}

std::string in_policy_text(const Problem& inner) {
  const std::string place = inner.pointer.empty() ? "" : " (at " + inner.pointer + ")";
  return fmt::format("policy text: {}{}", inner.message, place);
}

}  // namespace pullproof::aws
