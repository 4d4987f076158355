#include "src/cloudformation/parameters.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation::parameters_test {
namespace {

using Json = nlohmann::json;

const Json kDocument = Json::parse(R"({"Parameters": {
    "Stage": {"Type": "String", "Default": "test", "AllowedValues": ["test", "prod"]},
    "Count": {"Type": "Number", "Default": 2},
    "Subnets": {"Type": "List<AWS::EC2::Subnet::Id>"},
    "Names": {"Type": "CommaDelimitedList", "Default": "a, b"},
    "Image": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/image"}}})");

TEST(Parameters, TakesGivenValuesBeforeDefaults) {
  auto values = parameter_values(kDocument, {{"Stage", "prod"}}, "t").value();
  EXPECT_EQ(values.at("Stage"), "prod");
  EXPECT_EQ(values.at("Count"), "2");
  EXPECT_EQ(values.at("Names"), Json::array({"a", "b"}));
}

TEST(Parameters, DoesNotKnowWhatHasNoValue) {
  auto values = parameter_values(kDocument, {}, "t").value();
  EXPECT_TRUE(is_unknown(values.at("Subnets")));
  EXPECT_TRUE(is_unknown(values.at("Image")));
}

TEST(Parameters, RefusesNamesThatTheTemplateDoesNotHave) {
  const auto read = parameter_values(kDocument, {{"Stagee", "prod"}}, "t");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.problems()[0].message,
            "the template has no parameter `Stagee`; did you mean `Stage`?");
}

TEST(Parameters, RefusesValuesThatAreNotAllowed) {
  const auto read = parameter_values(kDocument, {{"Stage", "dev"}}, "t");
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.problems()[0].pointer, "/Parameters/Stage");
}

}  // namespace
}  // namespace pullproof::cli::cloudformation::parameters_test
