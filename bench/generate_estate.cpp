// Writes an invented estate as a snapshot folder, and questions about it that
// `pullproof reach FOLDER --in FILE` answers: for trying the program on something big.

#include <charconv>
#include <cstdio>
#include <exception>
#include <fstream>
#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

#include "bench/estate_generator.h"

namespace {

using pullproof::bench::EstateOptions;

constexpr std::size_t kQueries = 10'000;

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

void write_queries(const EstateOptions& options, const char* file) {
  std::ofstream out(file);
  for (const auto& query : pullproof::bench::mixed_queries(options, kQueries)) {
    const std::string id = query.kind + (query.code.empty() ? "" : " " + query.code);
    out << nlohmann::json({{"id", id},
                           {"from", query.from},
                           {"to", query.to},
                           {"protocol", "tcp"},
                           {"port", query.port}})
        << '\n';
  }
  if (!out.flush()) throw std::runtime_error(std::string("cannot write ") + file);
}

}  // namespace

int main(int argc, char** argv) {
  const auto vpcs = argc == 5 ? number(argv[1]) : std::nullopt;
  const auto seed = argc == 5 ? number(argv[2]) : std::nullopt;
  if (!vpcs || !seed || *vpcs == 0 || *vpcs % 10 != 0 || *vpcs > 4'000) {
    std::fputs(
        "usage: generate_estate VPCS SEED FOLDER QUERIES\n"
        "  replaces FOLDER by the snapshot of an estate of VPCS VPCs: 10, 20 ... 4000\n"
        "  QUERIES     a file for questions about it, one a line; each one's id is "
        "its\n"
        "              kind and what refuses it\n",
        stderr);
    return 64;
  }
  try {
    const EstateOptions options{.vpcs = *vpcs, .seed = *seed};
    pullproof::bench::write_estate(options, argv[3]);
    write_queries(options, argv[4]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "generate_estate: %s\n", error.what());
    return 70;
  }
  return 0;
}
