#include "model/error_details.h"

#include <algorithm>
#include <array>
#include <optional>

#include "model/core/address.h"

namespace pullproof::model {
namespace {

constexpr std::string_view kEnds = " '\",;()";
constexpr std::string_view kDenied = "not authorized to perform: ";

// The container agent of instances prints none of them.
constexpr auto kOfFargate = std::to_array<std::string_view>(
    {"unable to pull secrets or registry auth", "execution resource retrieval failed",
     "failed to validate logger args", "pull image manifest has been retried",
     "inspect image has been retried", "ref pull has been retried"});

/// All that follows `words`; "" if the text has no such words.
std::string_view all_behind(std::string_view text, std::string_view words) {
  const std::size_t at = text.find(words);
  return at == std::string_view::npos ? std::string_view()
                                      : text.substr(at + words.size());
}

/// The same, up to one of `ends`.
std::string_view behind(std::string_view text, std::string_view words,
                        std::string_view ends) {
  const std::string_view rest = all_behind(text, words);
  return rest.substr(0, rest.find_first_of(ends));
}

std::string_view without_stops(std::string_view name) {
  while (name.ends_with('.') || name.ends_with(':')) name.remove_suffix(1);
  return name;
}

/// The word around the first place of `part`.
std::string_view word_with(std::string_view text, std::string_view part) {
  const std::size_t at = text.find(part);
  if (at == std::string_view::npos) return {};
  const std::size_t before = text.find_last_of(kEnds, at);
  text.remove_prefix(before == std::string_view::npos ? 0 : before + 1);
  return without_stops(text.substr(0, text.find_first_of(kEnds)));
}

std::string field_of(std::string_view arn, int number) {
  for (; number > 0; --number) {
    const std::size_t colon = arn.find(':');
    if (colon == std::string_view::npos) return {};
    arn.remove_prefix(colon + 1);
  }
  return std::string(arn.substr(0, arn.find(':')));
}

/// Of "arn:aws:sts::111122223333:assumed-role/NAME/SESSION", and of the role that ECS
/// may not assume. Names of roles keep their case.
void read_role(std::string_view text, ErrorDetails& details) {
  constexpr int kAccount = 4;
  constexpr std::string_view kSession = "assumed-role/";
  details.role = behind(text, kSession, "/ '\"");
  if (!details.role.empty()) {
    details.role_account = field_of(word_with(text, kSession), kAccount);
    return;
  }
  const std::string_view arn = behind(text, "assume the role '", "'");
  if (arn.find(":role/") == std::string_view::npos) return;
  details.role = arn.substr(arn.rfind('/') + 1);
  details.role_account = field_of(arn, kAccount);
}

/// Of the URL of a call: what an advice links to is none.
std::string_view called_host(std::string_view text) {
  constexpr auto kVerbs =
      std::to_array<std::string_view>({"get ", "head ", "post ", "request to "});
  constexpr auto kSchemes = std::to_array<std::string_view>({"https://", "http://"});
  for (const std::string_view verb : kVerbs) {
    for (std::size_t at = text.find(verb); at != std::string_view::npos;
         at = text.find(verb, at + 1)) {
      std::string_view url = text.substr(at + verb.size());
      if (url.starts_with('"')) url.remove_prefix(1);
      for (const std::string_view scheme : kSchemes) {
        if (!url.starts_with(scheme)) continue;
        url.remove_prefix(scheme.size());
        return url.substr(0, url.find_first_of("/: \""));
      }
    }
  }
  return {};
}

void read_host(std::string_view text, ErrorDetails& details) {
  const std::string_view looked_up = behind(text, "lookup ", " :");
  const std::string_view host =
      looked_up.find('.') == std::string_view::npos ? called_host(text) : looked_up;
  // "..." stands for whatever was left out.
  if (host.find("..") == std::string_view::npos) details.host = host;
}

/// What follows `words`, in quotes or not.
std::string_view quoted_behind(std::string_view text, std::string_view words) {
  std::string_view rest = all_behind(text, words);
  if (rest.starts_with('"') || rest.starts_with('\'')) rest.remove_prefix(1);
  return rest.substr(0, rest.find_first_of(kEnds));
}

/// Other than a word of the sentence it has a path or a tag; a platform is none, nor is
/// a URL or what stands for something that was left out.
bool is_image(std::string_view name) {
  const auto has = [name](std::string_view part) {
    return name.find(part) != std::string_view::npos;
  };
  return (has("/") || has(":")) && !has("://") && !has("..") && !has("<") &&
         !name.starts_with("linux/") && !name.starts_with("windows/");
}

void read_image(std::string_view text, ErrorDetails& details) {
  constexpr auto kBefore = std::to_array<std::string_view>(
      {"failed to resolve ref ", "failed to resolve reference ",
       "the task cannot pull ", "pull access denied for ", "manifest for ",
       "redacted ecr url related to ", "failed to do request: get ",
       "error pulling image configuration: get "});
  for (const std::string_view words : kBefore) {
    const std::string_view name = without_stops(quoted_behind(text, words));
    if (!is_image(name)) continue;
    details.image = name;
    return;
  }
}

void read_repository(std::string_view text, ErrorDetails& details) {
  details.repository = behind(text, "repository with name '", "'");
  if (!details.repository.empty()) {
    details.registry = behind(text, "registry with id '", "'");
    return;
  }
  const std::string_view arn = word_with(text, ":repository/");
  if (!arn.starts_with("arn:")) return;
  constexpr int kAccount = 4;
  details.registry = field_of(arn, kAccount);
  details.repository = behind(arn, ":repository/", "*");
}

/// "/prod/db:3" asks for a version of "/prod/db".
std::string_view without_version(std::string_view name) {
  return name.substr(0, name.find(':'));
}

/// "invalid ssm parameters: /prod/db,/prod/key".
void read_parameters(std::string_view text, ErrorDetails& details) {
  for (const std::string_view words :
       {"invalid ssm parameters: ", "invalid parameters: "}) {
    const std::size_t at = text.find(words);
    if (at == std::string_view::npos) continue;
    std::string_view rest = text.substr(at + words.size());
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find_first_of(", "), rest.size());
      const std::string_view name = without_version(rest.substr(0, end));
      if (!name.empty() && name.find('<') == std::string_view::npos) {
        details.needed.emplace_back("parameter", name);
      }
      // A list goes on behind a comma only.
      if (end == rest.size() || rest[end] == ' ') return;
      rest.remove_prefix(end + 1);
      if (rest.starts_with(' ')) rest.remove_prefix(1);
    }
    return;
  }
}

/// "... secret value for staging label: AWSPREVIOUS", "... for VersionId: 0a1b".
void read_version(std::string_view text, ErrorDetails& details) {
  for (const std::string_view words :
       {"secret value for staging label: ", "secret value for versionid: "}) {
    const std::string_view version = without_stops(behind(text, words, kEnds));
    if (version.find("..") == std::string_view::npos && !version.empty()) {
      details.version = version;
    }
  }
}

void read_needed(std::string_view text, ErrorDetails& details) {
  const auto add = [&details](const char* what, std::string_view name) {
    const bool is_told = !name.empty() && name.find("..") == std::string_view::npos &&
                         name.find_first_of("<*") == std::string_view::npos;
    if (is_told) details.needed.emplace_back(what, name);
  };
  const std::string_view secret = word_with(text, ":secretsmanager:");
  if (secret.starts_with("arn:") && secret.find(":secret:") != std::string_view::npos) {
    add("secret", secret);
  }
  const std::string_view parameter = word_with(text, ":parameter/");
  if (parameter.starts_with("arn:")) {
    add("parameter", without_version(behind(parameter, ":parameter", "")));
  }
  read_parameters(text, details);
  const std::string_view group = word_with(text, ":log-group:");
  if (group.starts_with("arn:")) add("logs", behind(group, ":log-group:", ":"));
  add("environment-file", without_stops(behind(text, "from bucket ", kEnds)));
  add("environment-file", without_stops(behind(text, "client for bucket ", kEnds)));
  const std::string_view system = word_with(text, "fs-");
  if (system.starts_with("fs-"))
    add("volume", system.substr(0, system.find_first_of(".:/")));
}

/// What is copied from a page or from JSON, and what ECS prints in its place.
struct Spelling {
  std::string_view copied;
  char plain;
};

constexpr auto kSpellings = std::to_array<Spelling>({
    {"\u2018", '\''}, {"\u2019", '\''}, {"\u201c", '"'},   {"\u201d", '"'},
    {"\u00a0", ' '},  {"\u202f", ' '},  {"\\u2018", '\''}, {"\\u2019", '\''},
    {"\\u201c", '"'}, {"\\u201d", '"'}, {"\\u00a0", ' '},  {"\\u202f", ' '},
    {"\\u003c", '<'}, {"\\u003e", '>'}, {"\\u0026", '&'},  {"\\u0027", '\''},
    {"\\u0022", '"'}, {"\\n", ' '},     {"\\r", ' '},      {"\\t", ' '},
});

/// Null: it stands for itself.
const Spelling* spelling_at(std::string_view text) {
  // All others start with none of these.
  if (text.front() != '\\' && static_cast<unsigned char>(text.front()) < 0x80) {
    return nullptr;
  }
  const auto* found =
      std::find_if(kSpellings.begin(), kSpellings.end(), [text](const Spelling& each) {
        const std::string_view word = text.substr(0, each.copied.size());
        return std::equal(word.begin(), word.end(), each.copied.begin(),
                          each.copied.end(), [](char one, char other) {
                            return one == other || (one >= 'A' && one <= 'F' &&
                                                    one - 'A' + 'a' == other);
                          });
      });
  return found == kSpellings.end() ? nullptr : found;
}

/// With plain apostrophes and single blanks, without backslashes.
std::string plain_text(std::string_view text) {
  std::string result;
  const auto add = [&result](char letter) {
    if (letter == '\\') return;
    const bool is_blank =
        letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r';
    if (!is_blank) {
      result += letter;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  };
  while (!text.empty()) {
    const Spelling* spelling = spelling_at(text);
    add(spelling == nullptr ? text.front() : spelling->plain);
    text.remove_prefix(spelling == nullptr ? 1 : spelling->copied.size());
  }
  return result;
}

}  // namespace

std::string plain_error(std::string_view text) {
  std::string result = plain_text(text);
  for (char& letter : result) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return result;
}

ErrorDetails error_details(std::string_view text) {
  const std::string lower = plain_error(text);
  ErrorDetails details;
  details.action = without_stops(behind(lower, kDenied, kEnds));
  // "10.0.1.7:443: i/o timeout"
  std::string_view dialled = behind(lower, "dial tcp ", " ");
  if (dialled.ends_with(':')) dialled.remove_suffix(1);
  const std::string address(dialled.substr(0, dialled.rfind(':')));
  if (Address::parse(address)) details.address = address;
  read_role(plain_text(text), details);
  read_host(lower, details);
  read_image(lower, details);
  read_repository(lower, details);
  read_needed(lower, details);
  read_version(lower, details);
  details.is_of_fargate = std::any_of(
      kOfFargate.begin(), kOfFargate.end(),
      [&](std::string_view words) { return lower.find(words) != std::string::npos; });
  return details;
}

}  // namespace pullproof::model
