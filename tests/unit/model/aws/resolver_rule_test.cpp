#include "model/aws/resolver_rule.h"

#include "tests/unit/model/aws/one_document.h"

namespace pullproof::aws::resolver_rule_test {
namespace {

TEST(ResolverRule, DropsTheFinalDot) {
  const auto read_rule = [](const std::string& domain) {
    return only<ResolverRule>(read("route53resolver-list-resolver-rules",
                                   R"({"ResolverRules": [{"Id": "rr-1",
                                       "RuleType": "FORWARD", "DomainName": ")" +
                                       domain + "\"}]}"));
  };
  EXPECT_EQ(read_rule("example.com.").domain, "example.com");
  EXPECT_EQ(read_rule(".").domain, "");
  EXPECT_EQ(read_rule(".").type, "FORWARD");
}

}  // namespace
}  // namespace pullproof::aws::resolver_rule_test
