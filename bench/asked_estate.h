// A generated estate that is loaded and can be asked, and what is wrong with its
// answers.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bench/estate_generator.h"
#include "model/aws/network_index.h"
#include "model/aws/snapshot.h"
#include "model/gates/gate.h"
#include "solver/session.h"

namespace pullproof::bench {

class AskedEstate {
 public:
  explicit AskedEstate(aws::Snapshot account);
  AskedEstate(const AskedEstate&) = delete;
  AskedEstate& operator=(const AskedEstate&) = delete;

  /// "" if the answer is the right one, else what is wrong with it.
  [[nodiscard]] std::string wrong(const EstateQuery& query);
  [[nodiscard]] std::size_t solver_queries() const { return session_.solver_queries(); }

 private:
  aws::Snapshot account_;
  aws::NetworkIndex network_;
  gates::Context context_;
  solver::Session session_;
};

/// How many answers are wrong, and the first of them.
struct Wrong {
  std::size_t count = 0;
  std::string first = {};
};

[[nodiscard]] Wrong judge(AskedEstate& estate, const std::vector<EstateQuery>& queries);

}  // namespace pullproof::bench
