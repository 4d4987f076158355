// Feeds the loader, the prover and the report with snapshots that nobody wrote.
//
// An input is the text of one snapshot file. Bytes go through the strict reader, and
// what it accepts is checked with and without --strict. Half of the mutations edit the
// JSON tree, because random bytes rarely stay JSON.
//
// Guarantee that it looks for: no crash, no undefined behaviour, no broken invariant.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "model/aws/snapshot.h"
#include "solver/check.h"
#include "tests/fuzz/json_mutator.h"

namespace pullproof {
namespace {

using nlohmann::json;

const std::vector<json>& unusual_values() {
  static const std::vector<json> kValues{nullptr,
                                         true,
                                         0,
                                         -1,
                                         65536,
                                         1e300,
                                         "",
                                         "*",
                                         "0.0.0.0/0",
                                         "::/0",
                                         "10.0.0.1",
                                         "blackhole",
                                         "vpc-1",
                                         "subnet-1",
                                         "\xF0\x9F\x90\xB3",
                                         "${aws:x, 'y'}",
                                         "Deny",
                                         "arn:aws:iam::1:role/x",
                                         json::array(),
                                         json::object()};
  return kValues;
}

void judge(const json& bundle) {
  const auto account = aws::Snapshot::from_bundle(bundle);
  if (!account.ok()) return;
  for (const bool strict : {false, true}) {
    solver::CheckOptions options;
    options.strict = strict;
    options.resource_limit = 100'000;
    (void)solver::check(account.value(), options);
  }
}

}  // namespace
}  // namespace pullproof

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto document = pullproof::aws::read_json(text, "fuzz.json");
  if (document.ok() && document.value().is_object()) {
    pullproof::judge(document.value());
  }
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size,
                                               unsigned int seed) {
  return pullproof::fuzz::mutate_json(data, size, max_size, seed,
                                      pullproof::unusual_values());
}
