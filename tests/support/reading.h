// What a reader says of a whole text.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/core/text_reader.h"
#include "model/core/utf8.h"

namespace pullproof::support {

inline std::uint32_t answer(TextReader& reader, std::string_view text) {
  TextReader::State state = reader.start();
  for (std::size_t at = 0; at < text.size();) {
    state = reader.step(state, next_character(text, at));
  }
  return reader.answer(state);
}

}  // namespace pullproof::support
