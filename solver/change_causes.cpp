#include "solver/change_causes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "solver/doubts.h"

namespace pullproof::solver {
namespace {

using model::TaskVerdict;
using Origins = std::vector<std::string>;

/// In the order of the change, each once.
Origins origins_of(const changes::Change& change) {
  Origins origins;
  std::set<std::string> seen;
  const auto note = [&](const std::string& origin) {
    if (seen.insert(origin).second) origins.push_back(origin);
  };
  for (const auto& edit : change.edits) note(edit.origin);
  for (const auto& doubt : change.doubts) note(doubt.origin);
  for (const auto& ignored : change.ignored) {
    if (ignored.matters) note(ignored.origin);
  }
  return origins;
}

/// The outcome is the same: of what is refuted, a blocker that the whole change has.
bool is_same_outcome(const VerdictChange& change, const TaskVerdict& trial) {
  const TaskVerdict& whole = *change.after;
  switch (change.outcome) {
    case Outcome::Broken:
      return is_refuted(trial) &&
             std::any_of(trial.findings.begin(), trial.findings.end(),
                         [&](const model::Finding& finding) {
                           return finding.code == whole.findings.front().code &&
                                  finding.stage == whole.findings.front().stage;
                         });
    case Outcome::NewlyUnknown:
    case Outcome::Repaired:
      return trial.verdict == whole.verdict;
    case Outcome::Changed:
      return is_alike(trial, whole);
    case Outcome::Added:
    case Outcome::Removed:
    case Outcome::Unchanged:
      break;
  }
  return false;
}

bool wants_causes(const VerdictChange& change) {
  switch (change.outcome) {
    case Outcome::Broken:
    case Outcome::NewlyUnknown:
    case Outcome::Repaired:
    case Outcome::Changed:
      return true;
    case Outcome::Added:
    case Outcome::Removed:
    case Outcome::Unchanged:
      break;
  }
  return false;
}

class Trials {
 public:
  explicit Trials(const CauseSearch& search)
      : search_(search), left_(search.max_trials) {}

  [[nodiscard]] bool may_go_on() const { return left_ > 0; }

  /// Which of the changes have the same outcome with these origins alone.
  std::vector<bool> same_with(const Origins& origins,
                              const std::vector<VerdictChange*>& changes) {
    std::vector<bool> same(changes.size(), false);
    const auto report = check_with(origins);
    if (!report) return same;
    std::multimap<std::string, const TaskVerdict*> tasks;
    for (const TaskVerdict& task : report->verdicts) {
      tasks.emplace(identity(task), &task);
    }
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const auto [first, last] = tasks.equal_range(identity(*changes[i]->after));
      same[i] = std::any_of(first, last, [&](const auto& task) {
        return is_same_outcome(*changes[i], *task.second);
      });
    }
    return same;
  }

 private:
  /// Nothing if the edits cannot be made alone.
  std::optional<model::CheckReport> check_with(const Origins& origins) {
    if (left_ == 0) return std::nullopt;
    --left_;
    const std::set<std::string> wanted(origins.begin(), origins.end());
    const auto is_wanted = [&](const std::string& origin) {
      return wanted.contains(origin);
    };
    if (!search_.account->become(*search_.change, is_wanted).empty()) {
      return std::nullopt;
    }
    model::CheckReport report = search_.account->report();
    apply_doubts(*search_.change, is_wanted, *search_.account, report);
    return report;
  }

  CauseSearch search_;
  std::size_t left_;
};

/// Takes away what the outcome does not need, the last origins first: what others
/// refer to comes early.
Origins without_needless(Origins origins, VerdictChange& change, Trials& trials) {
  for (std::size_t i = origins.size(); i-- > 0 && trials.may_go_on();) {
    if (origins.size() == 1) break;
    Origins fewer = origins;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (trials.same_with(fewer, {&change}).front()) origins = std::move(fewer);
  }
  return origins;
}

/// The next choice of rows in the order of the dictionary; false after the last.
bool next_choice(std::vector<std::size_t>& rows, std::size_t count) {
  for (std::size_t i = rows.size(); i-- > 0;) {
    if (rows[i] + (rows.size() - i) >= count) continue;
    ++rows[i];
    for (std::size_t j = i + 1; j < rows.size(); ++j) rows[j] = rows[j - 1] + 1;
    return true;
  }
  return false;
}

/// A smaller set than `bound` that has the outcome, if the trials suffice to find one.
Origins smaller_than(Origins bound, const Origins& all, VerdictChange& change,
                     Trials& trials) {
  for (std::size_t size = 2; size < bound.size(); ++size) {
    std::vector<std::size_t> rows(size);
    for (std::size_t i = 0; i < size; ++i) rows[i] = i;
    do {
      if (!trials.may_go_on()) return bound;
      Origins origins;
      for (const std::size_t row : rows) origins.push_back(all[row]);
      if (trials.same_with(origins, {&change}).front()) return origins;
    } while (next_choice(rows, all.size()));
  }
  return bound;
}

}  // namespace

void find_causes(const CauseSearch& search, std::vector<VerdictChange>& changes) {
  const Origins origins = origins_of(*search.change);
  std::vector<VerdictChange*> open;
  for (VerdictChange& change : changes) {
    if (wants_causes(change)) open.push_back(&change);
  }
  Trials trials(search);
  if (origins.size() > 1) {
    for (const std::string& origin : origins) {
      if (open.empty() || !trials.may_go_on()) break;
      const std::vector<bool> same = trials.same_with({origin}, open);
      std::vector<VerdictChange*> left;
      for (std::size_t i = 0; i < open.size(); ++i) {
        if (same[i]) {
          open[i]->causes = {origin};
        } else {
          left.push_back(open[i]);
        }
      }
      open = std::move(left);
    }
  }
  for (VerdictChange* change : open) {
    // Whatever follows from no part of the change has no cause in it.
    if (!trials.same_with(origins, {change}).front()) continue;
    change->causes = origins;
    if (origins.size() <= 1) continue;
    Origins fewer = without_needless(origins, *change, trials);
    change->causes = smaller_than(std::move(fewer), origins, *change, trials);
  }
}

}  // namespace pullproof::solver
