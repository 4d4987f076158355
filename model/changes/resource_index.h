// Where in an account's documents each resource stands, by its id.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/changes/resource_shape.h"

namespace pullproof::changes {

/// Where one resource stands. Several documents may print one.
struct Place {
  std::string file;
  std::string pointer;                   ///< RFC 6901.
  const ResourceShape* shape = nullptr;  ///< Never null.
  std::string id;
};

class ResourceIndex {
 public:
  /// Notes all resources of a document.
  void add(const std::string& file, const nlohmann::json& document);
  void add(Place place);

  /// In the order of `add`. References stay good until the next one.
  [[nodiscard]] const std::vector<Place>& places() const { return places_; }
  /// Rows of `places`, ascending.
  [[nodiscard]] std::vector<std::size_t> rows_with(std::string_view id) const;
  /// Forgets all places but the first ones.
  void keep_first(std::size_t count);

 private:
  void add_key(const ResourceShape& shape, const std::string& file,
               const std::string& parameter, const nlohmann::json& document,
               const nlohmann::json& value);
  void add_list(const ResourceShape& shape, const std::string& file,
                const std::string& pointer, const nlohmann::json& list);
  void add_nested(const ResourceShape& shape, const std::string& file,
                  const std::string& pointer, const nlohmann::json& list);

  std::vector<Place> places_;
  std::unordered_multimap<std::string, std::size_t> by_id_;  ///< Rows of `places_`.
};

/// By its own field; of what has none, the parameter of its document.
[[nodiscard]] std::string id_of(const ResourceShape& shape,
                                const nlohmann::json& resource,
                                const std::string& parameter);

}  // namespace pullproof::changes
