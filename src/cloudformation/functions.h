// The intrinsic functions that need nothing but their arguments.
//
// AWS: CloudFormation user guide, "Intrinsic function reference". Arguments are
// evaluated already; what is not known makes the result a mark (see value.h).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::cli::cloudformation {

/// Texts that a template makes may not be longer than this: it could double one at
/// will.
inline constexpr std::size_t kLongestText = std::size_t{256} * 1024;

/// "Fn::Join": [delimiter, list].
[[nodiscard]] nlohmann::json join(const nlohmann::json& arguments);
/// "Fn::Split": [delimiter, text].
[[nodiscard]] nlohmann::json split(const nlohmann::json& arguments);
/// "Fn::Select": [index, list].
[[nodiscard]] nlohmann::json select(const nlohmann::json& arguments);
/// "Fn::Cidr": [block, count, host bits]. AWS: "Fn::Cidr": 1 to 256 blocks; a block of
/// IPv4 with 8 bits has a mask of 24.
[[nodiscard]] nlohmann::json cidr(const nlohmann::json& arguments);
/// "Fn::Base64": text.
[[nodiscard]] nlohmann::json base64(const nlohmann::json& argument);

/// A piece of "Fn::Sub": text as it stands, or what stands in `${...}`.
struct SubPiece {
  std::string text;
  bool is_reference = false;
};
/// AWS: "Fn::Sub": `${!Literal}` resolves to `${Literal}`.
[[nodiscard]] std::vector<SubPiece> sub_pieces(std::string_view text);

}  // namespace pullproof::cli::cloudformation
