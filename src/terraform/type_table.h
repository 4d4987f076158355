// Which function reads which type of resource, and which types cannot matter to a pull.
//
// A new type that is read is one line in type_table.cpp and one function.
#pragma once

#include <string_view>

#include "src/terraform/facts.h"

namespace pullproof::cli::terraform {

struct TypeRow {
  std::string_view type;  ///< "aws_subnet".
  FactsOf facts = nullptr;
  /// Set: it says what a resource of this type, see resource_shape.h, is like, and
  /// nothing of what belongs to it. So is whatever is not told.
  std::string_view within = {};
};

/// Null if it is not read.
[[nodiscard]] const TypeRow* row_of_type(std::string_view type);
/// Resources of a lower rank are made before others.
[[nodiscard]] int rank_of(const TypeRow& row);

/// Nothing of this type can make a pull succeed or fail.
[[nodiscard]] bool cannot_matter(std::string_view type, std::string_view provider);

}  // namespace pullproof::cli::terraform
