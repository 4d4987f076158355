// An account's documents as JSON, for changing them before they are read: what the AWS
// CLI printed, and where in it each resource stands.
//
// Invariant: a place stays what it is while other resources are added or deleted; what
// is deleted leaves a null, which `bundle` leaves out.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/documents.h"
#include "model/aws/scope.h"
#include "model/aws/snapshot.h"
#include "model/changes/document_store.h"
#include "model/changes/resource_index.h"
#include "model/core/result.h"

namespace pullproof::changes {

/// A resource that is not what it was. Null: it was not there, or is not any more.
struct Touched {
  const Place* place = nullptr;
  const nlohmann::json* before = nullptr;  ///< Never a null pointer, nor is `after`.
  const nlohmann::json* after = nullptr;
};

class AccountDocuments {
 public:
  /// Keeps every document. Fails as `Snapshot::load` does.
  [[nodiscard]] static Result<AccountDocuments> load(const std::string& where,
                                                     const aws::ScenarioState& state);
  /// Of a bundle `path -> document`.
  [[nodiscard]] static Result<AccountDocuments> from_bundle(nlohmann::json bundle);
  /// Accounts and regions with nothing in them, of which everything was collected.
  [[nodiscard]] static Result<AccountDocuments> empty(
      const std::set<aws::Scope>& scopes);

  AccountDocuments(AccountDocuments&&) noexcept;
  AccountDocuments& operator=(AccountDocuments&&) noexcept;
  ~AccountDocuments();

  /// What they told before any change.
  [[nodiscard]] const aws::Snapshot& before() const;

  /// By id, by ARN, or by the tag `Name`, in this order; of one type if `type` is not
  /// empty. Empty if nothing is called so. Copies in other accounts' documents come
  /// after the first.
  [[nodiscard]] std::vector<Place> named(std::string_view name,
                                         std::string_view type = {}) const;
  /// By id alone.
  [[nodiscard]] std::vector<Place> named_exactly(std::string_view id,
                                                 std::string_view type = {}) const;
  /// The first of `named_exactly`, in the region if one is given.
  [[nodiscard]] const Place* find(std::string_view type, std::string_view id,
                                  const aws::Scope& near = {}) const;
  /// At most `count` ids and names that are like this one, nearest first.
  [[nodiscard]] std::vector<std::string> like(std::string_view name,
                                              std::size_t count) const;
  /// Those of a type that are not deleted, in the order of documents. Parts of the
  /// scope that are empty fit all.
  [[nodiscard]] std::vector<Place> all(std::string_view type,
                                       const aws::Scope& in = {}) const;

  [[nodiscard]] const nlohmann::json& at(const Place& place) const;
  [[nodiscard]] nlohmann::json& edit(const Place& place);
  [[nodiscard]] aws::Scope scope_of(const Place& place) const;

  void remove(const Place& place);
  /// Into the document that holds such resources there, or into a new one. `parameter`
  /// is that of the document's name, decoded, "" for none.
  Place add(const ResourceShape& shape, const aws::Scope& scope,
            const std::string& parameter, nlohmann::json resource);
  /// A document that holds no resource which edits name; one that is there stays.
  void add_document(const aws::Scope& scope, std::string_view call,
                    const std::string& parameter, nlohmann::json document);
  /// Replaces a document, or takes it away if it becomes null. Its resources cannot be
  /// named any more.
  void set_document(const std::string& file, nlohmann::json document);
  [[nodiscard]] std::vector<std::string> files() const;
  /// Null if there is no such file.
  [[nodiscard]] const nlohmann::json& document(const std::string& file) const;
  /// Documents that answer the call in an account and region; of one parameter if it is
  /// not empty.
  void edit_documents(const aws::Scope& scope, std::string_view call,
                      const std::function<void(nlohmann::json& document)>& edit,
                      const std::string& parameter = {});
  /// AWS would say that there is none: a repository without a policy.
  void tell_absent(const ResourceShape& shape, const aws::Scope& scope,
                   const std::string& parameter);
  /// All accounts and regions in which anything is.
  [[nodiscard]] std::vector<aws::Scope> scopes() const;

  /// What is there now. A list that was not collected does not count as whole because
  /// something was added to it.
  [[nodiscard]] Result<aws::Snapshot> read() const;
  /// The same, where every resource stands at its place, as if what is deleted still
  /// stood before it.
  [[nodiscard]] Result<aws::Snapshot> read_in_places() const;
  /// Where in `bundle` stands what is at this place, or within it.
  [[nodiscard]] std::string pointer_in_bundle(const std::string& file,
                                              const std::string& pointer) const;
  [[nodiscard]] nlohmann::json bundle() const;
  /// Takes back every change.
  void restore();

  /// What the changes since the last `restore` touched, in the order of `all`.
  [[nodiscard]] std::vector<Touched> touched() const;
  /// Documents that they touched, sorted; one may be as it was.
  [[nodiscard]] std::vector<std::string> changed_files() const;
  /// A resource as it was before them, by its ARN; null if it was not there.
  [[nodiscard]] const nlohmann::json* before_of(const std::string& arn,
                                                std::string_view type) const;

 private:
  struct State;
  explicit AccountDocuments(std::unique_ptr<State> state);

  [[nodiscard]] std::string file_of(const ResourceShape& shape, const aws::Scope& scope,
                                    const std::string& parameter) const;

  std::unique_ptr<State> state_;
};

}  // namespace pullproof::changes
