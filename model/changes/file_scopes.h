// The account and the region that each document is of, as the snapshot settled them.
#pragma once

#include <string>
#include <unordered_map>

#include "model/aws/snapshot.h"

namespace pullproof::changes {

class FileScopes {
 public:
  explicit FileScopes(const aws::Snapshot& account);

  /// By its path, else by what was read from it. Parts that nothing tells are empty.
  [[nodiscard]] aws::Scope of(const std::string& file) const;

 private:
  template <class... Types>
  void note_all(const aws::Snapshot& account, aws::ResourceTypes<Types...> types);
  template <class T>
  void note(const aws::Snapshot& account);

  std::unordered_map<Symbol, aws::Scope> scopes_;
};

}  // namespace pullproof::changes
