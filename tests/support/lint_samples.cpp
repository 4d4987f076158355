#include "tests/support/lint_samples.h"

#include <ostream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace pullproof::testing {
namespace {

/// Allows an action on everything, with this condition.
std::string with(const std::string& condition,
                 const std::string& action = "s3:GetObject") {
  return fmt::format(R"({{"Effect": "Allow", "Action": "{}", "Resource": "*",
                         "Condition": {}}})",
                     action, condition);
}

/// Allows actions on resources, both as JSON has them.
std::string on(const std::string& actions, const std::string& resources) {
  return fmt::format(R"({{"Effect": "Allow", "Action": {}, "Resource": {}}})", actions,
                     resources);
}

std::vector<LintSample> of_language() {
  const std::string plain = on(R"("s3:GetObject")", R"("*")");
  return {
      {"STATEMENT_UNREADABLE",
       R"({"Effect": "allow", "Action": "s3:GetObject", "Resource": "*"})", plain},
      {"STATEMENT_UNREADABLE",
       R"({"Effect": "Allow", "Action": "s3:GetObject", "NotAction": "s3:*",
           "Resource": "*"})",
       plain},
      {"SID_DUPLICATE",
       R"({"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Sid": "A", "Effect": "Allow", "Action": "ecr:*", "Resource": "*"})",
       R"({"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Sid": "B", "Effect": "Allow", "Action": "ecr:*", "Resource": "*"})"},
      {"VARIABLE_IS_TEXT",
       on(R"("s3:GetObject")", R"("arn:aws:s3:::b/${aws:userid}/*")"), plain, "",
       "2008-10-17"},
      {"VARIABLE_IS_TEXT",
       with(R"({"StringLike": {"s3:prefix": "${aws:userid}"}})", "s3:ListBucket"),
       with(R"({"NumericLessThan": {"s3:max-keys": "10"}})", "s3:ListBucket"), "",
       "2008-10-17"},
      {"PRINCIPAL_IN_IDENTITY_POLICY",
       R"({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"})",
       plain, "identity"},
      {"PRINCIPAL_MISSING", plain,
       R"({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"})",
       "resource"},
      {"PRINCIPAL_MISSING", plain,
       R"({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"})",
       "endpoint"},
      {"RESOURCE_MISSING", R"({"Effect": "Allow", "Action": "s3:GetObject"})", plain},
      {"PRINCIPAL_WILDCARD",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
           "Principal": {"AWS": "arn:aws:iam::111122223333:role/*"}})",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
           "Principal": {"AWS": ["*", "arn:aws:iam::111122223333:root"]}})"},
      {"PRINCIPAL_AT_GATEWAY",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
           "Principal": {"AWS": "111122223333"}})",
       R"({"Effect": "Allow", "Action": ["s3:*", "ecr:*"], "Resource": "*",
           "Principal": {"AWS": "111122223333"}})",
       "endpoint"},
      {"NOT_PRINCIPAL_ALLOWED",
       R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
           "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}})",
       R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*",
           "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}})"},
      {"NOT_ACTION_ALLOWED",
       R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})",
       R"({"Effect": "Deny", "NotAction": "iam:*", "Resource": "*"})"},
      {"NOT_RESOURCE_ALLOWED",
       R"({"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::b"})",
       R"({"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::b"})"},
  };
}

std::vector<LintSample> of_actions() {
  const std::string bucket = R"("arn:aws:s3:::b")";
  const std::string both = R"(["arn:aws:s3:::b", "arn:aws:s3:::b/*"])";
  return {
      {"ACTION_UNKNOWN", on(R"("ecr:GetAuthorisationToken")", R"("*")"),
       on(R"("ECR:getauthorizationtoken")", R"("*")")},
      {"ACTION_UNKNOWN", on(R"(["s3:GetObject", "s3:Fetch*"])", R"("*")"),
       on(R"(["s3:GetObject", "s3:Get*", "ec2:Fetch*", "*"])", R"("*")")},
      {"ACTION_UNKNOWN",
       R"({"Effect": "Deny", "NotAction": "s3:Fetch", "Resource": "*"})",
       R"({"Effect": "Deny", "NotAction": "s3:*", "Resource": "*"})"},
      {"SERVICE_MISTYPED", on(R"("secretmanager:GetSecretValue")", R"("*")"),
       on(R"(["eks:CreateCluster", "erc:Unheard", "secretmanager:*"])", R"("*")")},
      {"SERVICE_MISTYPED", on(R"("erc:BatchGet*")", R"("*")"),
       on(R"("sts:AssumeRole")", R"("*")")},
      {"RESOURCE_NOT_AN_ARN", on(R"("s3:GetObject")", R"("b/*")"),
       on(R"("s3:GetObject")", R"("arn:aws:s3:::b/*")")},
      {"RESOURCE_NOT_AN_ARN", on(R"("s3:ListBucket")", R"("arn:aws:s3:b")"),
       on(R"("execute-api:Invoke")", R"("execute-api:/*")")},
      {"VARIABLE_MISPLACED",
       on(R"("ecr:*")", R"("arn:aws:ecr:*:${aws:PrincipalAccount}:repository/*")"),
       on(R"("ecr:*")", R"("arn:aws:ecr:*:*:repository/${aws:PrincipalAccount}")")},
      {"RESOURCE_NEVER_MATCHES", on(R"("s3:GetObject")", bucket),
       on(R"("s3:GetObject")", R"("arn:aws:s3:::b/*")")},
      {"RESOURCE_NEVER_MATCHES",
       on(R"("ecr:DescribeImage*")", R"("arn:aws:ecr:eu-central-1:111122223333:app")"),
       on(R"("ecr:DescribeImage*")",
          R"("arn:aws:ecr:eu-central-1:111122223333:repository/app")")},
      {"RESOURCE_NEVER_MATCHES",
       on(R"("kms:Decrypt")", R"("arn:aws:kms:eu-central-1:111122223333:alias/a")"),
       on(R"(["kms:Decr*", "ec2:RunInstances"])",
          R"("arn:aws:kms:eu-central-1:111122223333:alias/a")")},
      {"ACTION_NEVER_MATCHES", on(R"(["s3:GetObject", "s3:ListBucket"])", bucket),
       on(R"(["s3:GetObject", "s3:ListBucket"])", both)},
      {"ACTION_NEVER_MATCHES", on(R"(["s3:GetObject", "ec2:RunInstances"])", bucket),
       on(R"(["s3:Get*", "ec2:RunInstances"])", bucket)},
      {"ACTION_ONLY_ON_STAR",
       on(R"(["kms:ListKeys", "kms:Decrypt"])",
          R"("arn:aws:kms:eu-central-1:111122223333:key/*")"),
       on(R"("s3:ListAllMyBuckets")", R"("arn:aws:s3:::*")")},
  };
}

std::vector<LintSample> of_conditions() {
  return {
      {"OPERATOR_UNKNOWN", with(R"({"StringsEqual": {"aws:SourceVpc": "vpc-1"}})"),
       with(R"({"stringequals": {"aws:SourceVpc": "vpc-1"}})")},
      {"OPERATOR_UNKNOWN", with(R"({"NullIfExists": {"aws:SourceVpc": "true"}})"),
       with(R"({"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}})")},
      {"VALUE_UNREADABLE", with(R"({"IpAddress": {"aws:SourceIp": ["10.0.0.0/33"]}})"),
       with(R"({"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "2001:db8::/32"]}})")},
      {"VALUE_UNREADABLE", with(R"({"Bool": {"aws:SecureTransport": "yes"}})"),
       with(R"({"Bool": {"aws:SecureTransport": [true, "False"]}})")},
      {"VALUE_UNREADABLE",
       with(R"({"DateLessThan": {"aws:CurrentTime": "${aws:TokenIssueTime}"}})"),
       with(R"({"DateLessThan": {"aws:CurrentTime": "2026-01-31T12:00:00Z"}})")},
      {"WILDCARD_IS_TEXT",
       with(R"({"StringEquals": {"aws:PrincipalArn": "arn:aws:iam::1:role/*"}})"),
       with(R"({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::1:role/*"},
                "StringEquals": {"aws:userid": "${*}"}})")},
      {"CONDITION_KEY_UNKNOWN",
       with(R"({"StringEquals": {"aws:SourceVpcEndpoint": "x"}})"),
       with(R"({"StringEquals": {"AWS:sourcevpce": "x", "ec2:Anything": "x"}})")},
      {"ADDRESS_BLOCK_IS_TEXT",
       with(R"({"StringEquals": {"aws:SourceIp": "10.0.0.0/8"}})"),
       with(R"({"StringEquals": {"aws:SourceIp": "10.0.0.1"},
                "IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})")},
      {"CONDITION_KEY_UNKNOWN", with(R"({"StringEquals": {"SourceVpce": "x"}})"),
       with(R"({"StringEquals": {"accounts.google.com:aud": "x",
                                 "aws:PrincipalTag/team": "x"}})")},
      {"CONDITION_KEY_NEVER_PRESENT", with(R"({"StringLike": {"s3:prefix": "a"}})"),
       with(R"({"StringLike": {"s3:prefix": "a"}})", "s3:List*")},
      {"CONDITION_KEY_NEVER_PRESENT",
       with(R"({"StringEquals": {"ecr:ResourceTag/a": "b"}})",
            "ecr:GetAuthorizationToken"),
       with(R"({"StringEqualsIfExists": {"ecr:ResourceTag/a": "b"}})",
            "ecr:GetAuthorizationToken")},
      {"SET_OPERATOR_ON_SINGLE_VALUE",
       with(R"({"ForAnyValue:StringEquals": {"aws:SourceVpce": "vpce-1"}})"),
       with(R"({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}})")},
      {"SET_OPERATOR_MISSING",
       with(R"({"StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}})"),
       with(R"({"Null": {"aws:PrincipalOrgPaths": "false"}})")},
      {"FOR_ALL_VALUES_OF_NONE",
       with(R"({"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}})"),
       with(R"({"ForAllValues:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"},
                "Null": {"aws:PrincipalOrgPaths": "false"}})")},
      {"FOR_ALL_VALUES_OF_NONE",
       with(R"({"ForAllValues:StringEquals": {"aws:TagKeys": "a"}})"),
       with(R"({"ForAllValues:StringEquals": {"aws:TagKeys": "a"},
                "StringEquals": {"aws:RequestTag/a": "b"}})")},
  };
}

std::vector<LintSample> of_contradictions() {
  return {
      {"ABSENT_KEY_WITH_VALUE", with(R"({"Null": {"aws:SourceVpce": "true"},
                                        "StringEquals": {"aws:sourceVpce": "vpce-1"}})"),
       with(R"({"Null": {"aws:SourceVpce": "true"},
                "StringNotEquals": {"aws:SourceVpce": "vpce-1"},
                "StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}})")},
      {"VALUES_DISJOINT", with(R"({"StringEquals": {"aws:SourceVpce": ["a", "b"]},
                                  "StringLike": {"aws:SourceVpce": ["c*", "d"]}})"),
       with(R"({"StringEquals": {"aws:SourceVpce": ["a", "b"]},
                "StringLike": {"aws:SourceVpce": ["c*", "b*"]}})")},
      {"VALUES_DISJOINT", with(R"({"StringEquals": {"aws:userid": "a"},
                                  "StringEqualsIfExists": {"aws:userid": "A"}})"),
       with(R"({"StringLike": {"aws:userid": "a"},
                "StringEqualsIgnoreCase": {"aws:userid": "A"},
                "StringEquals": {"aws:userid": "${aws:username}"}})")},
      {"VALUES_ALL_EXCLUDED", with(R"({"IpAddress": {"aws:SourceIp": "10.1.0.0/16"},
                                      "NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}})"),
       with(R"({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"},
                "NotIpAddress": {"aws:SourceIp": "10.1.0.0/16"}})")},
      {"VALUES_ALL_EXCLUDED", with(R"({"StringEquals": {"aws:userid": ["a", "ab"]},
                                      "StringNotLike": {"aws:userid": "a*"}})"),
       with(R"({"StringEqualsIgnoreCase": {"aws:userid": ["a", "ab"]},
                "StringNotLike": {"aws:userid": "a*"}})")},
      {"RANGE_EMPTY",
       with(R"({"NumericLessThan": {"s3:max-keys": "5"},
                              "NumericGreaterThanEquals": {"s3:max-keys": "5"}})",
            "s3:ListBucket"),
       with(R"({"NumericLessThanEquals": {"s3:max-keys": "5"},
                "NumericGreaterThanEquals": {"s3:max-keys": "5"}})",
            "s3:ListBucket")},
      {"RANGE_EMPTY", with(R"({"DateGreaterThan": {"aws:CurrentTime": "2027-01-01"},
                "DateLessThan": {"aws:CurrentTime": ["2025-01-01", "2026-01-01"]}})"),
       with(R"({"DateGreaterThan": {"aws:CurrentTime": ["2027-01-01", "2025-06-01"]},
                "DateLessThan": {"aws:CurrentTime": ["2025-01-01", "2026-01-01"]}})")},
      {"RANGE_EMPTY",
       with(R"({"NumericEquals": {"s3:max-keys": ["1", "9"]},
                              "NumericLessThan": {"s3:max-keys": "1"}})",
            "s3:ListBucket"),
       with(R"({"NumericEquals": {"s3:max-keys": ["1", "0"]},
                "NumericLessThan": {"s3:max-keys": "1"}})",
            "s3:ListBucket")},
      {"SOURCE_IP_THROUGH_ENDPOINT",
       with(R"({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"},
                "StringEquals": {"aws:SourceVpce": "vpce-1"}})"),
       with(R"({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"},
                "StringEquals": {"aws:SourceVpce": "vpce-1"}})")},
  };
}

std::vector<LintSample> of_ecr() {
  const std::string get = R"("s3:GetObject")";
  const std::string repository =
      R"("arn:aws:ecr:eu-central-1:111122223333:repository/app")";
  const std::string pull = R"(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"])";
  const auto bucket = [](const char* region, const char* end) {
    return fmt::format(R"("arn:aws:s3:::prod-{}-starport-layer-bucket{}")", region,
                       end);
  };
  return {
      {"TOKEN_ON_REPOSITORY", on(R"("ecr:GetAuthorizationToken")", repository),
       on(R"("ecr:GetAuthorizationToken")", R"("*")")},
      {"TOKEN_ON_REPOSITORY",
       on(R"(["ecr:getauthorizationtoken", "ecr:ListImages"])",
          R"("arn:aws:ecr:*:*:*")"),
       on(R"("ecr:*")", repository)},
      {"TOKEN_IN_REPOSITORY_POLICY",
       R"({"Effect": "Allow", "Principal": "*", "Action": "ecr:GetAuthorizationToken"})",
       R"({"Effect": "Allow", "Principal": "*", "Action": "ecr:*"})"},
      {"REPOSITORY_ARN_WITH_TAG",
       on(pull, R"("arn:aws:ecr:eu-central-1:111122223333:repository/app:1.2")"),
       on(pull, repository)},
      {"REPOSITORY_ARN_WITH_TAG",
       on(pull, R"(["arn:aws:ecr:*:*:repository/app@sha256:0123"])"),
       on(pull, R"("arn:aws:ecr:*:*:repository/${aws:PrincipalTag/app}")")},
      {"LAYER_BUCKET_PLACEHOLDER", on(get, bucket("region", "/*")),
       on(get, bucket("eu-central-1", "/*"))},
      {"LAYER_BUCKET_PLACEHOLDER", on(get, bucket("<region>", "/*")),
       on(get, bucket("*", "/*"))},
      {"LAYER_BUCKET_REGION_UNKNOWN", on(get, bucket("eu-central-1a", "/*")),
       on(get, bucket("us-gov-west-1", "/*"))},
      {"LAYER_BUCKET_OF_OTHER_REGION",
       on(get, bucket("us-east-1", "/*")) + "," + on(pull, repository),
       on(get, bucket("eu-central-1", "/*")) + "," + on(pull, repository)},
      {"LAYER_BUCKET_WITHOUT_OBJECTS", on(get, bucket("eu-central-1", "")),
       on(get,
          "[" + bucket("eu-central-1", "") + "," + bucket("eu-central-1", "/*") + "]")},
      {"LAYER_BUCKET_WITHOUT_OBJECTS", on(R"(["s3:Get*"])", bucket("eu-central-1", "")),
       on(R"(["s3:ListBucket"])", bucket("eu-central-1", ""))},
      {"LAYER_BUCKET_FOR_OWN_PRINCIPALS",
       R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
           "Resource": "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*",
           "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}})",
       R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
           "Resource": "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*",
           "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}}})",
       "endpoint"},
      {"LAYER_BUCKET_FOR_OWN_PRINCIPALS",
       R"({"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:Get*",
           "Resource": "arn:aws:s3:::prod-*-starport-layer-bucket/*"})",
       R"({"Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "s3:Get*",
           "Resource": "arn:aws:s3:::prod-*-starport-layer-bucket/*"})",
       "endpoint"},
      {"LAYER_BUCKET_NOT_NEEDED", on(get, bucket("eu-central-1", "/*")),
       on(R"("s3:PutObject")", bucket("eu-central-1", "/*"))},
      {"PULL_ACTIONS_INCOMPLETE", on(R"("ecr:BatchGetImage")", repository),
       on(R"("ecr:BatchGetImage")", repository) + "," +
           on(R"("ecr:GetDownloadUrlForLayer")", repository)},
      {"PULL_ACTIONS_INCOMPLETE",
       on(R"(["ecr:GetAuthorizationToken", "ecr:GetDownload*"])", R"("*")"),
       on(R"(["ecr:BatchGetImage", "ecr:PutImage"])", repository)},
  };
}

}  // namespace

void PrintTo(const LintSample& sample, std::ostream* out) { *out << sample.code; }

const std::vector<LintSample>& lint_samples() {
  static const std::vector<LintSample> kSamples = [] {
    std::vector<LintSample> all;
    for (const auto& part : {of_language(), of_actions(), of_conditions(),
                             of_contradictions(), of_ecr()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return kSamples;
}

nlohmann::json policy_of(const std::string& statements, const std::string& version) {
  return {{"Version", version},
          {"Statement", nlohmann::json::parse("[" + statements + "]")}};
}

}  // namespace pullproof::testing
