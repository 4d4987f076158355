// Which statements of some policies speak of an action.
//
// Most statements name services, so that only those of one service need to be looked
// at.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "model/aws/policy_document.h"

namespace pullproof::solver {

/// By their effect, in the order of the policies; in both lists where a statement is
/// not understood. `open` are policies that are not understood as a whole.
struct Speakers {
  std::vector<const aws::PolicyStatement*> allow;
  std::vector<const aws::PolicyStatement*> deny;
  std::vector<const aws::PolicyDocument*> open;
};

class SpeakerIndex {
 public:
  /// Requires: the documents outlive the index.
  explicit SpeakerIndex(const std::vector<const aws::PolicyDocument*>& documents);

  [[nodiscard]] Speakers of(const std::string& action) const;
  /// Of whatever action.
  [[nodiscard]] Speakers all() const;

 private:
  std::vector<const aws::PolicyStatement*> statements_;
  std::vector<const aws::PolicyDocument*> open_;
  /// Indices of statements that speak of these services only, and of all others.
  std::map<std::string, std::vector<std::size_t>> by_service_;
  std::vector<std::size_t> of_any_service_;
};

}  // namespace pullproof::solver
