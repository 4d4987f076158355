#include "tests/fuzz/json_mutator.h"

#include <cstring>
#include <iterator>
#include <random>
#include <string>
#include <utility>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                        std::size_t max_size);

namespace pullproof::fuzz {
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
void edit(json& document, std::mt19937& random, const std::vector<json>& unusual) {
  const std::vector<json*> values = values_of(document);
  json& place = *values[random() % values.size()];
  json other = *values[random() % values.size()];
  switch (random() % 4) {
    case 0:
      place = unusual[random() % unusual.size()];
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

}  // namespace

std::size_t mutate_json(std::uint8_t* data, std::size_t size, std::size_t max_size,
                        unsigned int seed, const std::vector<json>& unusual) {
  std::mt19937 random(seed);
  auto document = json::parse(data, data + size, nullptr, false);
  if (document.is_discarded() || random() % 8 == 0) {
    return LLVMFuzzerMutate(data, size, max_size);
  }
  for (unsigned left = 1 + random() % 4; left > 0; --left) {
    edit(document, random, unusual);
  }
  const std::string text =
      document.dump(-1, ' ', false, json::error_handler_t::replace);
  if (text.size() > max_size) return LLVMFuzzerMutate(data, size, max_size);
  std::memcpy(data, text.data(), text.size());
  return text.size();
}

}  // namespace pullproof::fuzz
