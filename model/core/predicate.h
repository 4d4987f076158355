// What a gate says about a choice: a formula that the interpreter evaluates and the
// solver translates. No AWS rule is written a second time.
//
// A predicate speaks of *fields* (destination address, source port, layer key ...), of
// *opaque* questions that the snapshot does not answer, and names with `because` the
// *fact* that each part rests on, so that blame falls out of the formula itself.
//
// Invariant: nesting depth is fixed by our own code, never by the account, so the
// functions here may recurse.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "model/core/glob.h"
#include "model/core/interval_set.h"
#include "model/core/symbol.h"

namespace pullproof {

/// Index of a field in the leg's `Fields`.
enum class FieldId : std::size_t {};

/// A piece of the account that a refusal rests on.
struct Fact {
  Symbol id;    ///< Resource id or ARN, as blame names it.
  Symbol file;  ///< Document that holds it; "" if it is the absence of something.
  std::string pointer;  ///< RFC 6901.
  std::string note;     ///< One clause for people: "allows no egress to 10.0.0.1:443".
};
using FactRef = std::shared_ptr<const Fact>;

/// A question that the snapshot does not answer or the tool does not model.
struct Unknown {
  std::string call;  ///< The AWS call that would settle it; "" if none would.
  std::string why;   ///< One clause for people.
  /// Tells questions of one cause apart: whether a name leads elsewhere, and whether
  /// that elsewhere lets the packet through. "" where there is one question only.
  std::string aspect = {};

  auto operator<=>(const Unknown&) const = default;
};

enum class Truth { No, Yes, Unknown };

/// What AWS chose: a value for every field, answers for some unknowns.
struct Choice {
  using Value = std::variant<std::monostate, Number, std::string>;
  std::vector<Value> values;  ///< By FieldId; monostate where the field plays no part.
  std::map<Unknown, bool> answers;

  [[nodiscard]] Number number(FieldId field) const;  ///< Requires: a number is set.
  [[nodiscard]] const std::string& text(
      FieldId field) const;  ///< Requires: a text is set.
};

class Predicate {
 public:
  enum class Kind {
    Constant,
    InSet,
    Matches,
    Unknown,
    Negation,
    AllOf,
    AnyOf,
    Because
  };
  struct Node;

  [[nodiscard]] static Predicate always();
  [[nodiscard]] static Predicate never();
  [[nodiscard]] static Predicate constant(bool value);
  /// The number field lies in the set.
  [[nodiscard]] static Predicate in_set(FieldId field, IntervalSet set);
  /// The text field matches the pattern.
  [[nodiscard]] static Predicate matches(FieldId field, Glob pattern);
  [[nodiscard]] static Predicate unknown(Unknown question);

  /// These fold constants away as they build.
  [[nodiscard]] static Predicate negation(Predicate part);
  [[nodiscard]] static Predicate all_of(std::vector<Predicate> parts);
  [[nodiscard]] static Predicate any_of(std::vector<Predicate> parts);
  /// `part`, resting on `fact`. Kept around constants too: blame needs it.
  [[nodiscard]] static Predicate because(FactRef fact, Predicate part);

  [[nodiscard]] const Node& node() const { return *node_; }
  /// The constant that it is, looking through `because`; unknown if it is none.
  [[nodiscard]] Truth as_constant() const;

 private:
  explicit Predicate(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  std::shared_ptr<const Node> node_;
};

struct Predicate::Node {
  Kind kind = Kind::Constant;
  bool value = false;  ///< constant
  FieldId field{};     ///< in_set, matches
  IntervalSet set;     ///< in_set
  Glob pattern;        ///< matches
  Unknown question;    ///< unknown
  FactRef fact;        ///< because
  std::vector<Predicate>
      parts;  ///< negation (1), because (1), all_of, any_of (2 or more)
};

/// What is known of the fields before any choice: folding uses it.
struct Domains {
  /// Number fields only; a field that is missing here may have any value.
  std::map<FieldId, IntervalSet> numbers;
  /// Text fields only: the pattern that every value matches.
  std::map<FieldId, Glob> texts;
};

/// Kleene's three-valued truth under `choice`; a question without an answer is unknown.
/// A field without a value makes the atom unknown.
[[nodiscard]] Truth evaluate(const Predicate& predicate, const Choice& choice);

/// The same truth for every choice within `domains`, with decided atoms replaced by
/// constants. `because` nodes are kept.
[[nodiscard]] Predicate fold(const Predicate& predicate, const Domains& domains);

/// Ensures: a smallest set of facts such that `predicate` is false under `choice`
/// whatever the parts that rest on other facts say. Parts that rest on no fact count as
/// fixed; a part inside several `because` needs all of their facts. Facts with one id
/// count as one; each pointer of it that takes part is listed, in order of appearance.
/// Where a search of fixed length finds no smallest set: one in which no fact is spare.
/// Requires: evaluate(predicate, choice) is no.
[[nodiscard]] std::vector<FactRef> blame(const Predicate& predicate,
                                         const Choice& choice);

/// Where open questions stand in the way of a certain answer, all of them count as
/// `truth` under an even number of negations, and as its opposite under an odd one:
/// with `false` what is left holds however they are answered. `because` nodes are not
/// kept.
[[nodiscard]] Predicate settled(const Predicate& predicate, bool truth);

/// Every question that occurs in it.
[[nodiscard]] std::set<Unknown> questions(const Predicate& predicate);
/// Every field that occurs in it.
[[nodiscard]] std::set<FieldId> fields(const Predicate& predicate);

}  // namespace pullproof
