// Finds a choice that satisfies some predicates by trying one alternative after the
// other, without Z3.
//
// Policies ask many small questions: one statement is new, a few others may cover it.
// Predicates are taken apart once; then each question is a conjunction of their parts,
// whose alternatives are tried where what is known does not decide them. Text fields
// are never split into classes: patterns that are chosen together are asked for a
// string that fits, and those that leave none are remembered.
//
// Guarantee: `Sat` comes with such a choice, `Unsat` covers every choice within the
// fields' domains; `GaveUp` claims nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <vector>

#include "model/core/fields.h"
#include "model/core/predicate.h"
#include "solver/glob_table.h"
#include "solver/session.h"

namespace pullproof::solver {

class Search {
 public:
  using Part = std::uint32_t;
  /// Open questions count as standing in the way, or are answered as it suits.
  enum class Questions { Refuse, Answer };

  /// `budget` is how many parts and positions of patterns one question may look at.
  explicit Search(const Fields& fields, std::size_t budget = 20'000'000);

  [[nodiscard]] std::size_t budget() const { return budget_; }

  /// The predicate, or that it does not hold.
  [[nodiscard]] Part part(const Predicate& predicate, bool holds);
  [[nodiscard]] Part all_of(const std::vector<Part>& parts);
  [[nodiscard]] Part any_of(const std::vector<Part>& parts);

  /// Fields that nothing depends on have no value.
  [[nodiscard]] Reply find(Part asked, Questions questions);
  /// Those that the part hangs on.
  [[nodiscard]] std::set<Unknown> questions(Part part) const;

 private:
  enum class Kind : std::uint8_t { No, Yes, InSet, Text, Question, All, Any };
  struct Node {
    Kind kind = Kind::No;
    bool holds = true;             ///< Text, Question: false where it must not.
    bool wants_text = false;       ///< Some pattern below must match.
    FieldId field{};               ///< InSet, Text
    std::uint32_t index = 0;       ///< Text: GlobId. Question: its number.
    IntervalSet set = {};          ///< InSet
    std::vector<Part> parts = {};  ///< All, Any: two or more
  };
  /// A pattern that a text must match, or must not.
  struct Literal {
    FieldId field{};
    GlobId glob = 0;
    bool holds = true;
    auto operator<=>(const Literal&) const = default;
  };
  /// What is chosen for a text so far.
  struct Text {
    std::vector<GlobId> wanted;
    std::vector<GlobId> unwanted;
    /// By pattern: bit 0 if it is wanted, bit 1 if it is unwanted.
    std::vector<std::uint8_t> chosen;
  };
  /// How far the lists of choices went, to go back to.
  struct Mark {
    std::size_t domains = 0;
    std::size_t answers = 0;
    std::size_t literals = 0;
  };
  struct Level {
    Mark mark;
    std::vector<Part> pending;  ///< Alternatives that were open when it began.
    std::vector<Part> choices;
    std::size_t next = 0;
  };

  Part add(Node node);
  Part without_children(const Predicate& predicate, bool holds);
  Part combined(Kind kind, const std::vector<Part>& parts);

  [[nodiscard]] Truth truth(Part part);
  [[nodiscard]] Truth truth_of_text(const Node& node);
  [[nodiscard]] Truth truth_of_children(const Node& node);
  [[nodiscard]] bool is_excluded(const Literal& literal);
  bool choose(Part part, std::vector<Part>& pending);
  bool choose_leaf(const Node& node);
  /// Drops what is decided and chooses what is the only way. False: none is left.
  bool propagate(std::vector<Part>& pending);
  /// A level for the alternatives that best are tried next.
  [[nodiscard]] Level level_of(std::vector<Part> pending);
  void go_back_to(const Mark& mark);
  [[nodiscard]] Mark mark() const;
  void start(Questions questions);
  /// Goes on with the last level's next choice until one fits.
  Reply try_levels(std::vector<Level>& levels);

  /// Values for what is chosen; nothing if no text fits.
  std::optional<Choice> values();
  bool find_text(FieldId field, Text& text, std::string& value);
  void remember(const std::vector<Literal>& conflict);
  [[nodiscard]] bool is_chosen(const Literal& literal) const;

  const Fields& fields_;
  std::size_t budget_;
  GlobTable globs_;
  std::vector<Node> nodes_;
  /// By node and whether it holds. The predicates are kept, so that no address is used
  /// twice.
  std::map<std::pair<const Predicate::Node*, bool>, Part> known_;
  std::vector<Predicate> kept_;
  std::map<Unknown, std::uint32_t> numbers_;
  std::vector<const Unknown*> unknowns_;
  /// Literals that leave no text together, by each of them.
  std::map<Literal, std::vector<std::vector<Literal>>> conflicts_;

  // Of the question at hand.
  Questions questions_ = Questions::Refuse;
  bool gave_up_ = false;
  std::size_t spent_ = 0;  ///< Of the budget.
  std::map<FieldId, IntervalSet> domains_;
  std::vector<std::pair<FieldId, IntervalSet>> old_domains_;
  std::map<std::uint32_t, bool> answers_;
  std::vector<std::uint32_t> answered_;
  std::map<FieldId, Text> texts_;
  std::vector<Literal> literals_;
};

}  // namespace pullproof::solver
