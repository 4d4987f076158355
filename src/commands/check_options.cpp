#include "src/commands/check_options.h"

#include <algorithm>
#include <thread>

#include <CLI/CLI.hpp>

namespace pullproof::cli {

void add_services(CLI::App& command, solver::CheckOptions& check) {
  command.add_option("--cluster", check.cluster, "Only this cluster's services")
      ->type_name("NAME|ARN");
  command.add_option("--service", check.service, "Only this service")
      ->type_name("NAME|ARN");
}

void add_effort(CLI::App& command, solver::CheckOptions& check,
                std::vector<std::string>& assumed) {
  check.jobs = std::max(1U, std::thread::hardware_concurrency());
  command.add_flag("--strict", check.strict,
                   "Peripheral calls that were not collected make verdicts unknown");
  add_assume(command, assumed);
  command.add_option("-j,--jobs", check.jobs, "Threads (default: what the CPU has)")
      ->type_name("N")
      ->check(CLI::Range(1U, 1024U).description(""));
}

solver::CheckOptions with_assumed(solver::CheckOptions check, const Assumed& assumed) {
  check.vouched = assumed.vouched;
  check.switches = assumed.switches;
  return check;
}

}  // namespace pullproof::cli
