#include "tests/support/comparison.h"

#include "tests/support/question.h"

namespace pullproof::support {

using nlohmann::json;

solver::PolicyAnswer ComparisonTest::answer(const json& granted, const json& known,
                                            bool resource_policies) {
  granted_ = parse(granted, "new");
  known_ = parse(known, "old");
  solver::PolicyComparison asked;
  asked.granted = {&granted_};
  asked.known = {&known_};
  asked.resource_policies = resource_policies;
  return solver::compare(asked);
}

solver::Access ComparisonTest::access(const json& granted, const json& known,
                                      bool resource_policies) {
  return answer(granted, known, resource_policies).access;
}

aws::PolicyDocument ComparisonTest::parse(const json& statements, const char* file) {
  return aws::PolicyDocument::parse(document(statements), {file, ""}, false);
}

json on(const char* resource) { return allowing({{"Resource", resource}}); }

json when(const char* op, const char* key, const json& values) {
  return allowing({{"Condition", {{op, {{key, values}}}}}});
}

}  // namespace pullproof::support
