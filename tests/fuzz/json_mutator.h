// Mutations of JSON trees for libFuzzer, because random bytes rarely stay JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

namespace pullproof::fuzz {

/// Edits the tree in a few places, or the bytes now and then. `unusual` are values that
/// a place may get. Returns the new size.
std::size_t mutate_json(std::uint8_t* data, std::size_t size, std::size_t max_size,
                        unsigned int seed, const std::vector<nlohmann::json>& unusual);

}  // namespace pullproof::fuzz
