// What a code means, how AWS decides it, how to see it, and how to mend it.
//
// Every code that a finding shows has a page. Codes of networks are Reachability
// Analyzer's where it has one. Names that differ from account to account stand in
// angle brackets in commands, and in round ones in the console's menus.
#pragma once

#include <string_view>
#include <vector>

namespace pullproof::cli {

struct Page {
  std::string_view code;      ///< "ENI_SG_RULES_MISMATCH".
  std::string_view title;     ///< One line that starts in lower case, no final stop.
  std::string_view meaning;   ///< What is refused, and what ECS shows of it.
  std::string_view rule;      ///< How AWS decides it.
  std::string_view source;    ///< The AWS page: "VPC user guide, \"NAT gateways\"".
  std::string_view console;   ///< "VPC > Security groups > (group) > Inbound rules".
  std::string_view command;   ///< It only reads: "aws kms list-grants --key-id <key>".
  std::string_view repair;    ///< What mends it.
  std::string_view scenario;  ///< One whose finding has the code, or "".
};

/// Null if no page has the code.
[[nodiscard]] const Page* page_of(std::string_view code);

/// Sorted.
[[nodiscard]] std::vector<std::string_view> page_codes();

}  // namespace pullproof::cli
