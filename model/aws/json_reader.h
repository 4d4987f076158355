// The one strict JSON reader: every document of every snapshot passes through here.
//
// Refuses what lenient readers hide: duplicate keys (after unescaping), nesting over
// 128, numbers that are not exactly representable integers where they are written as
// integers, invalid UTF-8, and text after the value.
//
// Guarantee: never throws on input; no recursion over the input's depth.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "model/core/result.h"

namespace pullproof::aws {

/// `file` is only for messages. Every problem carries the pointer of the place.
[[nodiscard]] Result<nlohmann::json> read_json(std::string_view text,
                                               const std::string& file);

/// Appends one step to an RFC 6901 pointer, escaped.
[[nodiscard]] std::string child_pointer(const std::string& pointer,
                                        std::string_view key);
[[nodiscard]] std::string child_pointer(const std::string& pointer, std::size_t index);

}  // namespace pullproof::aws
