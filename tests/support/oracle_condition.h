// Condition elements of IAM policies, decided for what is known of a request.
//
// AWS: IAM user guide, "IAM JSON policy elements: Condition operators".
// Not modelled: other keys, set operators, variables, dates and numbers: Unsupported.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace pullproof::oracle {

enum class Truth { No, Maybe, Yes };

[[nodiscard]] inline Truth truth(bool value) { return value ? Truth::Yes : Truth::No; }
[[nodiscard]] inline Truth both(Truth a, Truth b) { return a < b ? a : b; }
[[nodiscard]] inline Truth either(Truth a, Truth b) { return a < b ? b : a; }
[[nodiscard]] Truth opposite(Truth value);

/// One value that a key of the request may have.
struct Value {
  std::optional<std::string> text;  ///< Nothing: the key is absent, or see below.
  bool foreign = false;  ///< Present; all that is known is that it is not ours.
};

/// Every value that the key may have; none listed: nothing at all is known.
using Reading = std::vector<Value>;

struct Context {
  std::string account;                  ///< Ours.
  std::map<std::string, Reading> keys;  ///< In lower case. Another key: Unsupported.
};

[[nodiscard]] Truth condition_holds(const nlohmann::json& condition,
                                    const Context& context);

/// The texts of a policy element that is one text or an array of them.
[[nodiscard]] std::vector<std::string> texts(const nlohmann::json& element);

}  // namespace pullproof::oracle
