#include "model/changes/resource_index.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "model/aws/manifest.h"
#include "model/changes/document_store.h"

namespace pullproof::changes {
namespace {

using Json = nlohmann::json;
using Form = ResourceShape::Form;

}  // namespace

void ResourceIndex::add(const std::string& file, const Json& document) {
  if (!document.is_object() || aws::is_manifest(file, document)) return;
  const auto context = aws::context_of(file);
  if (const ResourceShape* whole = whole_shape_of_call(context.call)) {
    return add({file, "", whole, id_of(*whole, document, context.parameter)});
  }
  for (const auto& [key, value] : document.items()) {
    const ResourceShape* shape = shape_of_key(key, context.call);
    if (shape != nullptr) add_key(*shape, file, context.parameter, document, value);
  }
}

void ResourceIndex::add(Place place) {
  by_id_.emplace(place.id, places_.size());
  places_.push_back(std::move(place));
}

void ResourceIndex::add_key(const ResourceShape& shape, const std::string& file,
                            const std::string& parameter, const Json& document,
                            const Json& value) {
  const std::string pointer = "/" + std::string(shape.key);
  switch (shape.form) {
    case Form::Whole:
      return add({file, "", &shape, id_of(shape, document, parameter)});
    case Form::Member:
      return add({file, pointer, &shape, id_of(shape, value, parameter)});
    case Form::Nested:
      return add_nested(shape, file, pointer, value);
    case Form::List:
      return add_list(shape, file, pointer, value);
  }
}

void ResourceIndex::add_list(const ResourceShape& shape, const std::string& file,
                             const std::string& pointer, const Json& list) {
  if (!list.is_array()) return;
  for (std::size_t i = 0; i < list.size(); ++i) {
    add({file, fmt::format("{}/{}", pointer, i), &shape, id_of(shape, list[i], "")});
  }
}

void ResourceIndex::add_nested(const ResourceShape& shape, const std::string& file,
                               const std::string& pointer, const Json& list) {
  if (!list.is_array()) return;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Json* inner = list_member(list[i], "Instances");
    if (inner == nullptr) continue;
    add_list(shape, file, fmt::format("{}/{}/Instances", pointer, i), *inner);
  }
}

std::vector<std::size_t> ResourceIndex::rows_with(std::string_view id) const {
  std::vector<std::size_t> rows;
  const auto [from, to] = by_id_.equal_range(std::string(id));
  for (auto row = from; row != to; ++row) rows.push_back(row->second);
  std::sort(rows.begin(), rows.end());
  return rows;
}

void ResourceIndex::keep_first(std::size_t count) {
  while (places_.size() > count) {
    const auto [from, to] = by_id_.equal_range(places_.back().id);
    const auto row = std::find_if(from, to, [&](const auto& entry) {
      return entry.second + 1 == places_.size();
    });
    if (row != to) by_id_.erase(row);
    places_.pop_back();
  }
}

/// Revisions have no field that is their id.
std::string id_of(const ResourceShape& shape, const Json& resource,
                  const std::string& parameter) {
  if (shape.type == "TaskDefinition") {
    return aws::last_part(text_member(resource, "taskDefinitionArn"));
  }
  return shape.id.empty() ? parameter : text_member(resource, shape.id);
}

}  // namespace pullproof::changes
