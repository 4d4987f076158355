#include "model/changes/file_scopes.h"

#include "model/aws/document_context.h"
#include "model/aws/resource_kinds.h"

namespace pullproof::changes {

FileScopes::FileScopes(const aws::Snapshot& account) {
  note_all(account, aws::AllResources{});
}

template <class... Types>
void FileScopes::note_all(const aws::Snapshot& account, aws::ResourceTypes<Types...>) {
  (note<Types>(account), ...);
}

template <class T>
void FileScopes::note(const aws::Snapshot& account) {
  for (const T& row : account.table<T>().all()) {
    aws::Scope& scope = scopes_[row.source.file];
    if (scope.account.empty()) scope.account = row.scope.account;
    if (scope.region.empty() && !aws::kIsGlobal<T>) scope.region = row.scope.region;
  }
}

aws::Scope FileScopes::of(const std::string& file) const {
  aws::Scope scope = aws::context_of(file).scope;
  const auto found = scopes_.find(Symbol(file));
  if (found == scopes_.end()) return scope;
  if (scope.account.empty()) scope.account = found->second.account;
  if (scope.region.empty()) scope.region = found->second.region;
  return scope;
}

}  // namespace pullproof::changes
