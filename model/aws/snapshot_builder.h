// Builds a snapshot from documents that arrive one by one.
//
// A document is recognised by its top-level keys. Its rows wait until all documents are
// there: only then is it known which account and region a document without folders is
// of, and which rows tell of one resource twice.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/aws/manifest.h"
#include "model/aws/snapshot.h"

namespace pullproof::aws {

class SnapshotBuilder {
 public:
  explicit SnapshotBuilder(BundleReading how = {});

  /// Reads one document.
  void add(const std::string& path, const nlohmann::json& document);
  /// A file that is no document.
  void add_other_file(const std::string& path);
  void add_problems(const Problems& problems);

  /// `where` is for the message if nothing was recognised.
  [[nodiscard]] Result<Snapshot> finish(const std::string& where, std::size_t bytes) &&;

 private:
  /// Notes accounts that print something as their own with one id.
  template <class T>
  void note_copies();
  template <class T>
  struct Row {
    T value;
    std::size_t document = 0;     ///< Index in `documents_`.
    std::size_t fingerprint = 0;  ///< Of what documents must agree on.
    std::size_t read = 0;         ///< Of all that there is to read.
  };
  template <class>
  struct RowsOf;
  template <class... Types>
  struct RowsOf<ResourceTypes<Types...>> {
    using type = std::tuple<std::vector<Row<Types>>...>;
  };

  /// A kind, without its type.
  struct Kind {
    std::string_view key;
    std::string_view call;
    bool global = false;
    bool (*answers)(std::string_view call) = nullptr;
    bool (*holds)(const nlohmann::json&, const DocumentContext&) = nullptr;
    void (SnapshotBuilder::*read)(Cursor&) = nullptr;
  };
  /// Where a document stands, and where it says that it belongs.
  struct Document {
    std::string file;
    Scope path;
    Scope content;
    Scope settled;
    bool recognised = false;
    bool regional = false;
  };
  /// A call that a document answers.
  struct Answer {
    std::size_t document = 0;
    std::string call;
    bool global = false;
  };

  template <class... Types>
  void list_kinds(ResourceTypes<Types...> types);
  [[nodiscard]] const Kind* kind_of_call(std::string_view call) const;

  void note_collection(const std::string& time);
  void read_document(const nlohmann::json& document, const DocumentContext& context);
  template <class T>
  void read(Cursor& in);
  template <class T>
  void keep(T row, std::size_t fingerprint, std::size_t read);
  template <class T>
  void note_answers(Cursor& in, std::size_t first_row);
  void note_answer(std::string call, bool global);
  void judge_name(const nlohmann::json& document, const DocumentContext& context,
                  const std::vector<const Kind*>& read);

  void settle_scopes();
  void record_answers();
  void record_manifest();
  void record_manifest_ok(const ManifestCall& call, const Scope& scope,
                          const Kind* kind);
  template <class... Types>
  void fill_tables(ResourceTypes<Types...> types);
  template <class T>
  void fill_table();
  void settle_shared_networks();

  std::vector<Kind> kinds_;
  std::unordered_multimap<std::string_view, const Kind*> kinds_by_key_;
  RowsOf<AllResources>::type rows_;
  std::vector<Document> documents_;
  std::vector<Answer> answers_;
  std::vector<ManifestCall> manifest_;
  std::set<std::string> callers_;  ///< Accounts of `sts get-caller-identity`.
  std::set<std::string> files_;
  BundleReading how_;
  ReadLog log_;
  Scope sole_;  ///< The one account and the one region, where there is only one.
  Snapshot snapshot_;
};

}  // namespace pullproof::aws
