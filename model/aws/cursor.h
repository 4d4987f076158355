// Walks one JSON document, checking types as it goes and noting what nobody reads.
//
// A parse function asks for the fields it knows by name. A wrong type or a missing
// required field becomes a problem with file and pointer; a field that nobody asked for
// is counted under "not read". Reading never stops at the first problem.
//
// Guarantee: never throws on input; getters give a neutral value after a problem.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/scope.h"
#include "model/core/address.h"
#include "model/core/result.h"

namespace pullproof::aws {

/// What reading a snapshot gathers beside the resources.
struct ReadLog {
  Problems problems;
  std::vector<Problem> warnings;  ///< Contradictions that leave the rest usable.
  std::map<std::string, std::size_t> not_read;  ///< "Vpcs[].Tags[].Key" -> how often.
  std::set<std::string> paths;  ///< Every "Vpcs[].Tags[]" that a cursor stood on.
};

class Cursor {
 public:
  /// The document itself. `json`, `context` and `log` must outlive the cursor.
  Cursor(const nlohmann::json& json, const DocumentContext& context, ReadLog& log);
  /// A part of the document, as if the cursor had been led there: `path` as in
  /// `ReadLog::paths`.
  Cursor(const nlohmann::json& json, const DocumentContext& context, ReadLog& log,
         std::string pointer, std::string path);
  /// Counts the fields of this object that nobody asked for as not read.
  ~Cursor();
  Cursor(Cursor&&) noexcept;
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  Cursor& operator=(Cursor&&) = delete;

  [[nodiscard]] const DocumentContext& context() const { return *context_; }
  [[nodiscard]] std::string pointer() const { return pointer_; }
  [[nodiscard]] Source source() const { return {context_->file, pointer_}; }
  /// Of the field; of this object if it has no such field.
  [[nodiscard]] Source source_of(std::string_view key) const;
  [[nodiscard]] const nlohmann::json& json() const { return *json_; }

  /// Null and absent are the same: the AWS CLI prints either.
  [[nodiscard]] bool has(std::string_view key) const;

  [[nodiscard]] std::string text(std::string_view key);  ///< Required, not empty.
  [[nodiscard]] std::string text_or(std::string_view key, std::string_view fallback);
  [[nodiscard]] std::optional<bool> flag(std::string_view key);
  [[nodiscard]] bool flag_or(std::string_view key, bool fallback);
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key,
                                                    std::int64_t min, std::int64_t max);
  [[nodiscard]] std::optional<Cidr> cidr(std::string_view key);  ///< Strict.
  [[nodiscard]] std::optional<Cidr> cidr(std::string_view key, Family family);
  /// Strict CIDR blocks of an array of texts; a missing array is empty.
  [[nodiscard]] std::vector<Cidr> cidrs(std::string_view key);
  /// Nothing if it is missing or empty.
  [[nodiscard]] std::optional<Address> address(std::string_view key);
  /// Strings of an array; a missing array is empty.
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);
  /// Objects of an array; a missing array is empty.
  [[nodiscard]] std::vector<Cursor> objects(std::string_view key,
                                            bool has_gaps = false);
  /// An object; nothing if it is missing.
  [[nodiscard]] std::optional<Cursor> object(std::string_view key);
  /// Marks the field as read and gives it as it is; null json if it is missing.
  [[nodiscard]] const nlohmann::json& raw(std::string_view key);
  /// A policy document: object, JSON text or URL-encoded JSON text; nothing if missing.
  [[nodiscard]] std::optional<nlohmann::json> policy(std::string_view key);
  /// Known, and of no use to a pull: not counted as "not read".
  void skip(std::initializer_list<std::string_view> keys);
  /// As skip, for every field.
  void skip_all();

  /// At the field `key` of this object; at the object itself if `key` is "".
  void problem(std::string_view key, std::string message);
  void warning(std::string_view key, std::string message);

  /// A number that differs, all but surely, where what was asked for differs.
  [[nodiscard]] std::size_t fingerprint() const;

 private:
  struct Asked {
    std::string_view key;
    const nlohmann::json* value = nullptr;
    bool skipped = false;
  };

  Cursor(const nlohmann::json& json, const Cursor& parent, std::string pointer,
         const std::string* path);
  /// Marks the field as asked for; null if it is missing.
  const nlohmann::json* find(std::string_view key, bool skipped = false);
  /// The field if it has this type, else null and a problem.
  const nlohmann::json* find_text(std::string_view key);
  const nlohmann::json* find_array(std::string_view key);
  std::optional<Cidr> read_cidr(const nlohmann::json& value, const std::string& at);
  void problem_at(std::string pointer, std::string message);

  const nlohmann::json* json_;
  const DocumentContext* context_;
  ReadLog* log_;
  std::string pointer_;
  const std::string* path_;  ///< In `ReadLog::paths`.
  std::vector<Asked> asked_;
  mutable std::vector<std::string_view> present_;  ///< What `has` found.
};

/// The policy that is a text: JSON, URL-encoded or not.
[[nodiscard]] Result<nlohmann::json> read_policy_text(const std::string& text,
                                                      const std::string& file);
/// The message of a problem inside such a text, for the field that holds it.
[[nodiscard]] std::string in_policy_text(const Problem& inner);

/// The start of a text from the snapshot, in backticks, for a message.
[[nodiscard]] std::string in_backticks(std::string_view text);

/// "a string", "an object", "nothing" ... for a message.
[[nodiscard]] std::string_view type_name(const nlohmann::json& json);

}  // namespace pullproof::aws
