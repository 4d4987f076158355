// Requests made at random of what policies mention, for what no proof decides.
//
// A sample shows new access where it finds some, and nothing where it finds none: it is
// a budget to spend before a comparison stays unknown.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "model/aws/policy_document.h"
#include "model/gates/request.h"
#include "model/request_space.h"

namespace pullproof::solver {

class PolicySamples {
 public:
  /// The callers and keys are the space's; if `only_listed`, a key that the space lists
  /// has none but the listed values. Requires: the space has a caller and an action, or
  /// any action.
  PolicySamples(const model::RequestSpace& space,
                const std::vector<const aws::PolicyDocument*>& documents,
                bool only_listed);

  /// The same requests in the same order for the same policies; nothing if the one that
  /// was made is none that anybody can send. No field is left open.
  [[nodiscard]] std::optional<gates::Request> next();

 private:
  /// What the policies compare a key, or the resource, with.
  struct Texts {
    std::vector<std::string> plain;
    std::vector<Glob> patterns;
    std::vector<std::string> with_variables;
    bool of_sets = false;
  };

  void add_statement(const aws::PolicyStatement& statement);
  void add_listed(const std::string& key, const gates::ContextValue& value);
  /// Requires: count > 0.
  std::size_t below(std::size_t count) { return random_() % count; }
  bool once_in(std::size_t count) { return below(count) == 0; }
  const std::string& any_of(const std::vector<std::string>& texts) {
    return texts[below(texts.size())];
  }
  std::string fill(const Glob& pattern);
  std::string in_other_zone(std::string text);
  std::string text(const Texts& of, const gates::Request& request);
  /// Chooses the values of a key; a key without any that it may have stays absent.
  void choose(const std::string& key, const Texts& of, gates::Request& request);
  /// What one key says another one says, too. False: some keys cannot agree.
  static bool agree(gates::Request& request);
  /// A user for each name that is written somewhere: variables tell names.
  void add_users();
  gates::Request undecided();

  const model::RequestSpace& space_;
  bool only_listed_;
  std::vector<gates::Caller> callers_;
  std::vector<std::string> actions_;
  Texts resources_;
  std::map<std::string, Texts> keys_;  ///< Those that the caller does not tell.
  /// What any key may have: far from most operands, or written for another key.
  std::vector<std::string> others_;
  std::mt19937_64 random_;
};

}  // namespace pullproof::solver
