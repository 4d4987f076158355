// Feeds the reader of CloudFormation templates, and the answer to what they would do,
// with templates that nobody wrote.
//
// An input is the text of one template, JSON or YAML. What is accepted is answered as
// `whatif --cloudformation` does without a snapshot. Half of the mutations edit the
// JSON tree, because random bytes rarely stay a template.
//
// Guarantee that it looks for: no crash, no undefined behaviour, no broken invariant,
// no template that takes for ever.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/changes/account_documents.h"
#include "solver/what_if.h"
#include "src/cloudformation/template.h"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size,
                                        std::size_t max_size);

namespace pullproof {
namespace {

using nlohmann::json;

/// Every value of a document, parents first.
std::vector<json*> all_values(json& document) {
  std::vector<json*> values = {&document};
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]->is_structured()) continue;
    for (auto& child : *values[i]) values.push_back(&child);
  }
  return values;
}

/// Intrinsic functions, well and badly used, and values that properties seldom have.
json unusual_expression(std::mt19937& random) {
  static const std::vector<json> choices = {
      nullptr,
      true,
      -1,
      1e300,
      "",
      "0.0.0.0/0",
      "::/0",
      "${AWS::Region}",
      "{{resolve:ssm:x}}",
      json::array(),
      json::object(),
      {{"Ref", "AWS::NoValue"}},
      {{"Ref", "Vpc"}},
      {{"Fn::Sub", "${Vpc.Arn}${!x}${"}},
      {{"Fn::GetAtt", "Vpc.Ipv6CidrBlocks"}},
      {{"Fn::Cidr", {"10.0.0.0/8", 256, 8}}},
      {{"Fn::GetAZs", ""}},
      {{"Fn::If", {"C", 1, {{"Ref", "AWS::NoValue"}}}}},
      {{"Fn::ImportValue", "x"}},
      {{"Fn::Transform", {{"Name", "X"}}}}};
  return choices[random() % choices.size()];
}

void edit_once(json& document, std::mt19937& random) {
  const std::vector<json*> values = all_values(document);
  json& place = *values[random() % values.size()];
  json other = *values[random() % values.size()];
  switch (random() % 3) {
    case 0:
      place = unusual_expression(random);
      return;
    case 1:
      if (other.size() < 64) place = std::move(other);
      return;
    default:
      if (!place.is_structured() || place.empty()) return;
      place.erase(std::next(place.begin(),
                            static_cast<std::ptrdiff_t>(random() % place.size())));
  }
}

void answer(json document) {
  namespace cloudformation = cli::cloudformation;
  const aws::Scope scope{.account = "111122223333", .region = "eu-central-1"};
  auto account = changes::AccountDocuments::empty({scope});
  const auto change = cloudformation::read_template(
      {.document = std::make_shared<const json>(std::move(document)),
       .parameters = {},
       .stack = "web",
       .scope = scope},
      "fuzz", account.value());
  if (!change.ok()) return;
  solver::CheckOptions options;
  options.resource_limit = 100'000;
  (void)solver::what_if(account.value(), change.value(), options);
}

}  // namespace
}  // namespace pullproof

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  auto document = pullproof::cli::cloudformation::read_template_text(text, "fuzz");
  if (document.ok()) pullproof::answer(std::move(document.value()));
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
    pullproof::edit_once(document, random);
  }
  const std::string text =
      document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (text.size() > max_size) return LLVMFuzzerMutate(data, size, max_size);
  std::memcpy(data, text.data(), text.size());
  return text.size();
}
