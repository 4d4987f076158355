// Prints the verdict of each service of a snapshot: what the library is for.
#include <cstdio>

#include "model/aws/snapshot.h"
#include "solver/check.h"

int main(int, char** arguments) {
  const auto account = pullproof::aws::Snapshot::load(arguments[1]);
  if (!account.ok()) return 65;
  const auto report = pullproof::solver::check(account.value(), {});
  for (const auto& task : report.verdicts) {
    const std::string verdict(pullproof::model::name(task.verdict));
    std::printf("%s %s\n", task.service.c_str(), verdict.c_str());
  }
  return 0;
}
