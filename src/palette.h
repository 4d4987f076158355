// Colours for a terminal, or none.
#pragma once

#include <string>
#include <string_view>

namespace pullproof::cli {

enum class ColorChoice { Automatic, Always, Never };

/// An explicit choice beats NO_COLOR, and NO_COLOR beats the terminal.
[[nodiscard]] bool wants_color(ColorChoice choice, bool no_color, bool is_terminal);

class Palette {
 public:
  explicit Palette(bool colored) : colored_(colored) {}

  [[nodiscard]] std::string red(std::string_view text) const;
  [[nodiscard]] std::string yellow(std::string_view text) const;
  [[nodiscard]] std::string green(std::string_view text) const;
  [[nodiscard]] std::string bold(std::string_view text) const;

 private:
  [[nodiscard]] std::string paint(std::string_view code, std::string_view text) const;
  bool colored_;
};

}  // namespace pullproof::cli
