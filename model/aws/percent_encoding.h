// Percent encoding, as names of files and IAM's policy texts use it.
//
// RFC 3986 section 2.1.
#pragma once

#include <string>
#include <string_view>

namespace pullproof::aws {

/// "acme%2Fweb" -> "acme/web". A `%` without two hexadecimal digits stays as it is.
[[nodiscard]] std::string percent_decoded(std::string_view text);

/// "acme/web" -> "acme%2Fweb". Section 2.3: all but letters, digits and `-._~`.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace pullproof::aws
