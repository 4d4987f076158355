// Writes an invented account as a snapshot folder: for benchmarks, and for trying the
// program on something big.

#include <charconv>
#include <cstdio>
#include <exception>
#include <optional>
#include <string_view>

#include "bench/account_generator.h"

namespace {

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

int usage() {
  std::fputs(
      "usage: generate_account SERVICES SEED FOLDER [--crossing]\n"
      "  replaces FOLDER by the snapshot of an account with SERVICES services\n"
      "  --crossing  network ACLs that no leg is decided through without a solver\n",
      stderr);
  return 64;
}

}  // namespace

int main(int argc, char** argv) {
  const bool crossing = argc == 5 && std::string_view(argv[4]) == "--crossing";
  if (argc != 4 && !crossing) return usage();
  const auto services = number(argv[1]);
  const auto seed = number(argv[2]);
  if (!services || !seed) return usage();
  try {
    pullproof::bench::write_account(
        {.services = *services, .seed = *seed, .crossing_rules = crossing}, argv[3]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "generate_account: %s\n", error.what());
    return 70;
  }
  return 0;
}
