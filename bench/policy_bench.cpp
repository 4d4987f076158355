// How long comparing two policies both ways takes, next to cvc5 on the same question.
//
// Usage: policy_bench PAIRS LIMIT OUT.json
// For each size, PAIRS realistic pairs; and the hard families. LIMIT is cvc5's limit
// for one question, in seconds of CPU: running into it counts as that long. All times
// are CPU: ours from the JSON text to the answer, in this process; cvc5's of its
// process, from the SMT-LIB text, with the start of an idle one told apart. Exit code 1
// if an answer is wrong or if the two disagree.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "bench/policy/cvc5.h"
#include "bench/policy/policy_pairs.h"
#include "bench/policy/smt.h"
#include "model/aws/json_reader.h"
#include "model/aws/policy_document.h"
#include "solver/policy_compare.h"

namespace pullproof::bench {
namespace {

using solver::Access;

double cpu_now_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

/// By nearest rank.
double percentile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const double rank = std::ceil(part * static_cast<double>(values.size()));
  return values[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

struct Answers {
  Access a_to_b = Access::Unknown;
  Access b_to_a = Access::Unknown;
  double ms = 0;
};

aws::PolicyDocument parse(const std::string& text) {
  return aws::PolicyDocument::parse(aws::read_json(text, "bench").value(), {}, true);
}

Access compare(const aws::PolicyDocument& granted, const aws::PolicyDocument& known) {
  solver::PolicyComparison asked;
  asked.granted = {&granted};
  asked.known = {&known};
  return solver::compare(asked).access;
}

Answers ours(const PolicyPair& pair) {
  const double start = cpu_now_ms();
  const aws::PolicyDocument a = parse(pair.a);
  const aws::PolicyDocument b = parse(pair.b);
  Answers answers{.a_to_b = compare(a, b), .b_to_a = compare(b, a)};
  answers.ms = cpu_now_ms() - start;
  return answers;
}

Access access_of(SmtAnswer::Kind kind) {
  if (kind == SmtAnswer::Kind::Sat) return Access::New;
  return kind == SmtAnswer::Kind::Unsat ? Access::None : Access::Unknown;
}

/// Knows and tells whether one row of the table went wrong.
class Row {
 public:
  Row(std::string name, unsigned limit) : name_(std::move(name)), limit_(limit) {}

  void add(const PolicyPair& pair) {
    const Answers found = ours(pair);
    ours_.push_back(found.ms);
    expect(pair, pair.a_implies_b, found.a_to_b, "a implies b");
    expect(pair, pair.b_implies_a, found.b_to_a, "b implies a");
    if (limit_ > 0) add_cvc5(pair, found);
  }

  [[nodiscard]] bool wrong() const { return wrong_ > 0; }
  [[nodiscard]] nlohmann::ordered_json json() const {
    nlohmann::ordered_json row = {{"name", name_},
                                  {"pairs", ours_.size()},
                                  {"median_ms", percentile(ours_, 0.5)},
                                  {"p99_ms", percentile(ours_, 0.99)},
                                  {"unknown", unknown_},
                                  {"wrong", wrong_}};
    if (limit_ == 0) return row;
    row["cvc5_median_ms"] = percentile(cvc5_, 0.5);
    row["cvc5_p99_ms"] = percentile(cvc5_, 0.99);
    row["cvc5_undecided"] = undecided_;
    row["agree"] = agree_;
    return row;
  }

 private:
  void expect(const PolicyPair& pair, std::optional<bool> implied, Access found,
              const char* what) {
    if (found == Access::Unknown) ++unknown_;
    if (!implied || found == Access::Unknown) return;
    if (*implied != (found == Access::None)) fail(pair, what);
  }

  void fail(const PolicyPair& pair, const char* what) {
    ++wrong_;
    std::fprintf(stderr, "%s, %s: wrong or disputed: %s\n%s\n%s\n", name_.c_str(),
                 pair.change.c_str(), what, pair.a.c_str(), pair.b.c_str());
  }

  void add_cvc5(const PolicyPair& pair, const Answers& found) {
    const auto a = nlohmann::json::parse(pair.a);
    const auto b = nlohmann::json::parse(pair.b);
    const SmtAnswer forth = ask_cvc5(smt_of_new_access(a, b), limit_);
    const SmtAnswer back = ask_cvc5(smt_of_new_access(b, a), limit_);
    double ms = 0;
    for (const SmtAnswer* one : {&forth, &back}) {
      const bool late = one->kind == SmtAnswer::Kind::TimeOut;
      ms += late ? limit_ * 1e3 : one->cpu_ms;
    }
    cvc5_.push_back(ms);
    hold_against(pair, access_of(forth.kind), found.a_to_b);
    hold_against(pair, access_of(back.kind), found.b_to_a);
  }

  void hold_against(const PolicyPair& pair, Access theirs, Access found) {
    if (theirs == Access::Unknown) {
      ++undecided_;
    } else if (found == theirs) {
      ++agree_;
    } else if (found != Access::Unknown) {
      fail(pair, "cvc5 disagrees");
    }
  }

  std::string name_;
  unsigned limit_;
  std::vector<double> ours_;
  std::vector<double> cvc5_;
  std::size_t unknown_ = 0;
  std::size_t wrong_ = 0;
  std::size_t agree_ = 0;
  std::size_t undecided_ = 0;
};

double start_of_cvc5() {
  constexpr std::size_t kTimes = 9;
  std::vector<double> times;
  times.reserve(kTimes);
  for (std::size_t i = 0; i < kTimes; ++i) times.push_back(start_cvc5().cpu_ms);
  return percentile(times, 0.5);
}

int main_of(std::size_t pairs, unsigned limit, const std::string& out) {
  if (limit > 0 && start_cvc5().kind == SmtAnswer::Kind::NotInstalled) {
    std::fputs("cvc5 is not installed: nothing to compare with\n", stderr);
    limit = 0;
  }
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  bool wrong = false;
  const auto keep = [&](const Row& row) {
    rows.push_back(row.json());
    wrong = wrong || row.wrong();
    std::fprintf(stderr, "policies: %s\n", rows.back().dump().c_str());
  };
  for (const std::size_t size : {5U, 20U, 50U, 200U}) {
    Row row(fmt::format("{} statements", size), limit);
    for (std::size_t i = 0; i < pairs; ++i) row.add(realistic_pair(size, i));
    keep(row);
  }
  for (const PolicyFamily& family : hard_families()) {
    Row row(family.name, limit);
    for (const PolicyPair& pair : family.pairs) row.add(pair);
    keep(row);
  }
  nlohmann::ordered_json all = {{"rows", std::move(rows)}};
  if (limit > 0) {
    all["cvc5_start_ms"] = start_of_cvc5();
    all["cvc5_limit_s"] = limit;
  }
  std::ofstream file(out);
  file << all.dump(2) << '\n';
  file.close();
  return !file ? 70 : wrong ? 1 : 0;
}

}  // namespace
}  // namespace pullproof::bench

int main(int argc, char** argv) {
  const std::size_t pairs = argc == 4 ? std::strtoul(argv[1], nullptr, 10) : 0;
  if (pairs == 0) {
    std::fputs("usage: policy_bench PAIRS LIMIT OUT.json\n", stderr);
    return 64;
  }
  const auto limit = static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10));
  return pullproof::bench::main_of(pairs, limit, argv[3]);
}
