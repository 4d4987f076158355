// Reads every way to write an IP address, and tells in which of some blocks it lies.
//
// Reads what `Address::parse` reads: dotted quads, and RFC 4291 text with any "::",
// with leading zeros, and with a dotted quad at the end.
#pragma once

#include <memory>
#include <vector>

#include "model/core/address.h"
#include "model/core/text_reader.h"

namespace pullproof {

/// Addresses of one family that lie in the same blocks have one answer.
[[nodiscard]] std::unique_ptr<TextReader> address_reader(
    const std::vector<Cidr>& blocks);

}  // namespace pullproof
