#include "solver/recheck.h"

#include <utility>

#include "model/aws/snapshot_differences.h"
#include "solver/recheck_state.h"

namespace pullproof::solver {

Recheck::Recheck(aws::Snapshot account, CheckOptions options)
    : options_(std::make_unique<const CheckOptions>(std::move(options))) {
  check_all(std::move(account));
}

Recheck::~Recheck() = default;
Recheck::Recheck(Recheck&&) noexcept = default;
Recheck& Recheck::operator=(Recheck&&) noexcept = default;

const model::CheckReport& Recheck::report() const { return state_->report(); }

const aws::Snapshot& Recheck::account() const { return state_->account(); }

std::set<std::size_t> Recheck::verdicts_on(
    const std::vector<aws::FactKey>& facts) const {
  return state_->verdicts_on(facts);
}

void Recheck::check_all(aws::Snapshot account) {
  state_.reset();  // two of them would need twice the memory
  state_ = std::make_unique<State>(std::move(account), *options_);
  work_ = state_->work();
}

void Recheck::check_rest(aws::Snapshot account,
                         const std::vector<aws::FactKey>& touched) {
  state_ = std::make_unique<State>(std::move(account), *options_, *state_, touched);
  work_ = state_->work();
}

void Recheck::check_loaded(aws::Snapshot account) {
  const auto touched = aws::SnapshotDifferences::between(
      state_->account(), account,
      [this](const aws::Snapshot& rows) { build_indexes(rows, *options_); });
  if (touched) {
    check_rest(std::move(account), *touched);
  } else {
    check_all(std::move(account));
  }
}

Problems Recheck::edit(const std::vector<aws::ChangedRow>& rows, const Reload& reload) {
  const auto touched = aws::RowChanges::make(state_->account(), rows);
  if (!touched) {
    auto loaded = reload();
    if (!loaded.ok()) return loaded.problems();
    check_loaded(std::move(loaded.value()));
    return {};
  }
  if (auto work = state_->answer_anew(*touched)) {
    work_ = *work;
    return {};
  }
  check_rest(std::move(state_->account()), *touched);
  work_.in_place = true;
  return {};
}

}  // namespace pullproof::solver
