#include "src/cloudformation/loops.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "model/changes/document_store.h"
#include "src/cloudformation/functions.h"
#include "src/cloudformation/parameters.h"
#include "src/cloudformation/value.h"

namespace pullproof::cli::cloudformation {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kLoop = "Fn::ForEach::";
/// Of values and texts that are made. AWS: a template has at most 500 resources.
constexpr std::size_t kMostMade = 200'000;

bool has_language_extensions(const Json& document) {
  const auto found = document.find("Transform");
  if (found == document.end()) return false;
  constexpr const char* kName = "AWS::LanguageExtensions";
  return *found == kName ||
         (found->is_array() &&
          std::find(found->begin(), found->end(), kName) != found->end());
}

std::string letters_and_digits(const std::string& text) {
  std::string kept;
  std::copy_if(text.begin(), text.end(), std::back_inserter(kept),
               [](unsigned char each) { return std::isalnum(each) != 0; });
  return kept;
}

/// False if the text becomes too long.
bool replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (auto at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
    if (text.size() > kLongestText) return false;
  }
  return true;
}

class LoopExpander {
 public:
  explicit LoopExpander(std::map<std::string, Json> parameters)
      : parameters_(std::move(parameters)) {}

  /// As deep as JSON and YAML are read: 128 levels.
  Json expand(const Json& value) {
    if (++made_ > kMostMade) return {};
    if (value.is_string()) return bound_text(value.get<std::string>());
    if (value.is_array()) {
      Json list = Json::array();
      for (const Json& each : value) list.push_back(expand(each));
      return list;
    }
    if (!value.is_object()) return value;
    if (const std::string* item = bound_reference(value)) return *item;
    Json object = Json::object();
    for (const auto& [key, each] : value.items()) {
      if (!key.starts_with(kLoop) || !expand_loop(each, object)) {
        object[bound_text(key)] = expand(each);
      }
    }
    return object;
  }

  [[nodiscard]] bool has_made_too_much() const { return made_ > kMostMade; }

 private:
  std::string bound_text(std::string text) {
    for (const auto& [name, item] : bound_) {
      const bool fits = replace_all(text, "${" + name + "}", item) &&
                        replace_all(text, "&{" + name + "}", letters_and_digits(item));
      if (!fits) made_ = kMostMade;
    }
    made_ += 1 + text.size() / 64;
    return text;
  }

  /// The item that {"Ref": name} stands for; null if it stands for none.
  const std::string* bound_reference(const Json& value) const {
    if (value.size() != 1 || value.begin().key() != "Ref") return nullptr;
    if (!value.begin()->is_string()) return nullptr;
    const auto name = value.begin()->get<std::string>();
    for (const auto& [bound, item] : bound_) {
      if (bound == name) return &item;
    }
    return nullptr;
  }

  std::optional<std::vector<std::string>> items_of(const Json& said) const {
    Json list = said;
    const bool is_reference = said.is_object() && said.size() == 1 &&
                              said.begin().key() == "Ref" && said.begin()->is_string();
    if (is_reference) {
      const auto found = parameters_.find(said.begin()->get<std::string>());
      if (found == parameters_.end()) return std::nullopt;
      list = found->second;
    }
    if (!list.is_array()) return std::nullopt;
    std::vector<std::string> items;
    for (const Json& each : list) {
      const auto text = as_text(each);
      if (!text) return std::nullopt;
      items.push_back(*text);
    }
    return items;
  }

  /// False if it is not known what it makes, and then nothing is in `object`.
  bool expand_loop(const Json& loop, Json& object) {
    const bool is_readable = loop.is_array() && loop.size() == 3 &&
                             loop[0].is_string() && loop[2].is_object();
    if (!is_readable) return false;
    const auto items = items_of(loop[1]);
    if (!items) return false;
    Json made = Json::object();
    for (const std::string& item : *items) {
      bound_.emplace_back(loop[0].get<std::string>(), item);
      const Json once = expand(loop[2]);
      bound_.pop_back();
      if (has_made_too_much() || !once.is_object()) return false;
      for (const auto& [key, each] : once.items()) {
        if (made.contains(key) || object.contains(key)) return false;
        made[key] = each;
      }
    }
    object.update(made);
    return true;
  }

  std::map<std::string, Json> parameters_;
  std::vector<std::pair<std::string, std::string>> bound_;
  std::size_t made_ = 0;
};

}  // namespace

Json without_loops(const Json& document,
                   const std::map<std::string, std::string>& given) {
  if (!document.is_object() || !has_language_extensions(document)) return document;
  auto parameters = parameter_values(document, given, "");
  if (!parameters.ok()) return document;
  LoopExpander expander(std::move(parameters.value()));
  Json expanded = document;
  for (const char* part : {"Conditions", "Outputs", "Resources"}) {
    const auto found = document.find(part);
    if (found != document.end()) expanded[part] = expander.expand(*found);
  }
  return expander.has_made_too_much() ? document : expanded;
}

}  // namespace pullproof::cli::cloudformation
