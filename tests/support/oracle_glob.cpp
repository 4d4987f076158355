#include "tests/support/oracle_glob.h"

#include <algorithm>
#include <cctype>
#include <deque>
#include <map>
#include <set>

#include "tests/support/oracle_documents.h"

namespace pullproof::oracle {
namespace {

/// Where in a pattern a reader of the text so far may stand.
using Places = std::set<std::size_t>;

/// A star may also match nothing.
Places past_stars(const std::string& pattern, Places places) {
  for (std::size_t place = 0; place < pattern.size(); ++place) {
    if (places.contains(place) && pattern[place] == '*') places.insert(place + 1);
  }
  return places;
}

Places after(const std::string& pattern, const Places& places, char read) {
  Places next;
  for (const std::size_t place : places) {
    if (place == pattern.size()) continue;
    if (pattern[place] == '*') {
      next.insert(place);
    } else if (pattern[place] == '?' || pattern[place] == read) {
      next.insert(place + 1);
    }
  }
  return past_stars(pattern, next);
}

/// Every character that a pattern names, and one that none names.
std::string alphabet(const std::vector<std::string>& patterns) {
  std::set<char> characters;
  for (const std::string& pattern : patterns) {
    characters.insert(pattern.begin(), pattern.end());
  }
  for (char other = 'A'; other <= '~'; ++other) {
    if (characters.insert(other).second) break;
  }
  return {characters.begin(), characters.end()};
}

}  // namespace

bool glob_matches(const std::string& pattern, const std::string& text) {
  Places places = past_stars(pattern, {0});
  for (const char read : text) places = after(pattern, places, read);
  return places.contains(pattern.size());
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  return text;
}

std::vector<std::string> one_of_each_kind(const std::string& prefix,
                                          const std::vector<std::string>& patterns) {
  const std::string characters = alphabet(patterns);
  std::vector<Places> start;
  for (const std::string& pattern : patterns) {
    Places places = past_stars(pattern, {0});
    for (const char read : prefix) places = after(pattern, places, read);
    start.push_back(places);
  }
  std::map<std::vector<Places>, std::string> reached;  // by one text that gets there
  std::deque<std::pair<std::vector<Places>, std::string>> open = {{start, prefix}};
  while (!open.empty()) {
    const auto [places, text] = open.front();
    open.pop_front();
    for (const char read : characters) {
      std::vector<Places> next;
      for (std::size_t i = 0; i < patterns.size(); ++i) {
        next.push_back(after(patterns[i], places[i], read));
      }
      if (!reached.emplace(next, text + read).second) continue;
      if (reached.size() > 5000) throw Unsupported{"too many kinds of layer keys"};
      open.emplace_back(next, text + read);
    }
  }
  std::map<std::vector<bool>, std::string> kinds;
  for (const auto& [places, text] : reached) {
    std::vector<bool> matched;
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      matched.push_back(places[i].contains(patterns[i].size()));
    }
    kinds.emplace(matched, text);
  }
  std::vector<std::string> texts;
  texts.reserve(kinds.size());
  for (const auto& [unused, text] : kinds) texts.push_back(text);
  return texts;
}

}  // namespace pullproof::oracle
