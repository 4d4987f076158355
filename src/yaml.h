// The one strict YAML reader: templates and edit files that people write pass through
// it.
//
// Refuses what other readers take in different ways: anchors and aliases, merge keys,
// duplicate keys, keys that are no scalars, tags that are not asked for, nesting over
// 64, and more than one document.
//
// AWS: CloudFormation user guide, "Intrinsic function reference", which lists the short
// forms; "Template format: YAML", which supports YAML 1.1 without aliases and merges.
//
// Guarantee: never throws on input; no recursion over the input's depth.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "model/core/result.h"

namespace pullproof::cli {

enum class YamlTags {
  None,            ///< Every tag is a problem.
  CloudFormation,  ///< `!Ref a` becomes `{"Ref": "a"}`, and so do all short forms.
};

/// Quoted scalars are texts. Plain ones are what JSON reads them as: `true`, `null`,
/// and a number if JSON prints it with the same characters; so `012345678901`, `1.10`,
/// `0x1` and `2012-10-17` stay texts, as do `yes` and `off`. `file` is only for
/// messages, which carry line and column.
[[nodiscard]] Result<nlohmann::json> read_yaml(std::string_view text,
                                               const std::string& file, YamlTags tags);

}  // namespace pullproof::cli
