// Feeds the loader, the prover and the report with snapshots that nobody wrote.
//
// An input is the text of one snapshot file. Bytes go through the strict reader, and
// what it accepts is checked with and without --strict. Half of the mutations edit the
// JSON tree, because random bytes rarely stay JSON.
//
// Guarantee that it looks for: no crash, no undefined behaviour, no broken invariant.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "model/aws/snapshot.h"
#include "solver/check.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                        std::size_t max_size);

namespace pullproof {
namespace {

using nlohmann::json;

/// Every value of a document, parents first.
std::vector<json*> values_of(json& document) {
  std::vector<json*> values = {&document};
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]->is_structured()) continue;
    for (auto& child : *values[i]) values.push_back(&child);
  }
  return values;
}

/// What AWS prints at such places, and what it never would.
json unusual_value(std::mt19937& random) {
  static const std::vector<json> choices = {nullptr,
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
  return choices[random() % choices.size()];
}

void edit(json& document, std::mt19937& random) {
  const std::vector<json*> values = values_of(document);
  json& place = *values[random() % values.size()];
  json other = *values[random() % values.size()];
  switch (random() % 4) {
    case 0:
      place = unusual_value(random);
      return;
    case 1:
      if (other.size() < 64) place = std::move(other);
      return;
    case 2:
      if (place.is_array() && !place.empty()) {
        place.push_back(place[random() % place.size()]);
      }
      return;
    case 3:
      if (!place.is_structured() || place.empty()) return;
      place.erase(std::next(place.begin(),
                            static_cast<std::ptrdiff_t>(random() % place.size())));
      return;
  }
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
  std::mt19937 random(seed);
  auto document = nlohmann::json::parse(data, data + size, nullptr, false);
  if (document.is_discarded() || random() % 8 == 0) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  for (unsigned left = 1 + random() % 4; left > 0; --left) {
    pullproof::edit(document, random);
  }
  const std::string text =
      document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (text.size() > max_size) return LLVMFuzzerMutate(data, size, max_size);
  std::memcpy(data, text.data(), text.size());
  return text.size();
}
