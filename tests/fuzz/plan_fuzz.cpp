// Feeds the reader of Terraform plans, the edits and the prover with plans that nobody
// wrote, for the healthy account.
//
// An input is the text of one plan. What the strict reader accepts is answered as it
// is, and as a plan that is not complete.
//
// Guarantee that it looks for: no crash, no undefined behaviour, no broken invariant;
// and no verdict but unknown where a plan leaves something open that may matter.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/aws/json_reader.h"
#include "src/terraform/plan.h"
#include "tests/fuzz/json_mutator.h"
#include "tests/support/plan_answer.h"

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
                                         "0.0.0.0/0",
                                         "::/0",
                                         "aws_vpc.main",
                                         "aws_vpc.main.id",
                                         "module.net[\"a\"].aws_subnet.b[0]",
                                         "each.value",
                                         "subnet-00ee67d0f811f87be",
                                         "arn:aws:iam::1:role/x",
                                         "{\"Statement\":[]}",
                                         "\xF0\x9F\x90\xB3",
                                         {"create"},
                                         {"delete", "create"},
                                         json::array(),
                                         json::object()};
  return kValues;
}

changes::AccountDocuments& healthy_account() {
  static changes::AccountDocuments account = [] {
    std::ifstream file(PULLPROOF_SOURCE_DIR "/scenarios/healthy/snapshot.json");
    auto read = changes::AccountDocuments::from_bundle(json::parse(file));
    if (!read.ok()) std::abort();
    return std::move(read.value());
  }();
  return account;
}

void judge(json plan) {
  changes::AccountDocuments& account = healthy_account();
  account.restore();
  solver::CheckOptions options;
  options.resource_limit = 100'000;
  if (!support::answer_of(account, plan, options).ok()) return;
  plan["complete"] = false;
  account.restore();
  const auto open = support::answer_of(account, plan, options);
  if (!open.ok()) std::abort();
  for (const auto& task : open.value().verdicts) {
    if (task.verdict != model::Verdict::Unknown) std::abort();
  }
}

}  // namespace
}  // namespace pullproof

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto document = pullproof::aws::read_json(text, "fuzz.json");
  if (document.ok()) pullproof::judge(document.value());
  return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size,
                                               unsigned int seed) {
  return pullproof::fuzz::mutate_json(data, size, max_size, seed,
                                      pullproof::unusual_values());
}
