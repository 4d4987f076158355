// Reads every way to write a number, and tells how it compares with some others.
//
// Reads what `Decimal::parse` reads: digits with or without a sign, a point, and zeros
// on either side.
#pragma once

#include <memory>
#include <vector>

#include "model/aws/condition_values.h"
#include "model/core/text_reader.h"

namespace pullproof::aws {

/// Numbers that compare alike with each of these have one answer.
[[nodiscard]] std::unique_ptr<TextReader> decimal_reader(std::vector<Decimal> numbers);

}  // namespace pullproof::aws
