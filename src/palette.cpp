#include "src/palette.h"

#include <fmt/format.h>

namespace pullproof::cli {

bool wants_color(ColorChoice choice, bool no_color, bool is_terminal) {
  switch (choice) {
    case ColorChoice::Always:
      return true;
    case ColorChoice::Never:
      return false;
    case ColorChoice::Automatic:
      return is_terminal && !no_color;
  }
  return false;
}

std::string Palette::paint(std::string_view code, std::string_view text) const {
  if (!colored_) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string Palette::red(std::string_view text) const { return paint("31", text); }
std::string Palette::yellow(std::string_view text) const { return paint("33", text); }
std::string Palette::green(std::string_view text) const { return paint("32", text); }
std::string Palette::bold(std::string_view text) const { return paint("1", text); }

}  // namespace pullproof::cli
