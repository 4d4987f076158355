// Stops the program when our own reasoning is wrong; never used for bad input.
//
// Guarantee: stays on in release builds. The command line turns it into exit 70.
#pragma once

#include <stdexcept>
#include <string>

namespace pullproof {

/// A promise that this program made to itself does not hold: our bug.
class BrokenInvariant : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

inline void ensure(bool holds, const char* sentence) {
  if (!holds) throw BrokenInvariant(sentence);
}

}  // namespace pullproof
