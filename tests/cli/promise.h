// Exit code and output for one way of calling the program.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/cli/process.h"

namespace pullproof::cli {

struct Promise {
  std::string name;
  std::vector<std::string> arguments;
  int exit_code = 0;
  std::vector<std::string> out;  ///< Each is in standard output; none: it is empty.
  std::vector<std::string> err;  ///< The same of standard error.
};

inline void PrintTo(const Promise& promise, std::ostream* out) { *out << promise.name; }

inline std::string name_of(const testing::TestParamInfo<Promise>& info) {
  return info.param.name;
}

inline void expect_texts(const std::string& stream,
                         const std::vector<std::string>& texts) {
  if (texts.empty()) {
    EXPECT_EQ(stream, "");
  }
  for (const std::string& text : texts) {
    EXPECT_NE(stream.find(text), std::string::npos) << "`" << text << "` is not in:\n"
                                                    << stream;
  }
}

inline void expect_kept(const Promise& promise) {
  const Outcome outcome =
      run_program(promise.arguments, {"PULLPROOF_SCENARIOS=" + scenario("")});
  EXPECT_EQ(outcome.exit_code, promise.exit_code);
  expect_texts(outcome.out, promise.out);
  expect_texts(outcome.err, promise.err);
}

}  // namespace pullproof::cli
