#include "src/yaml.h"

#include <algorithm>
#include <array>
#include <optional>
#include <sstream>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace pullproof::cli {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kYamlDepth = 64;
constexpr std::size_t kLongestNumber = 32;

/// yaml-cpp tells so what has no tag: plain scalars, lists and maps; quoted scalars.
constexpr std::string_view kPlain = "?";
constexpr std::string_view kQuoted = "!";

constexpr auto kShortForms = std::to_array<std::string_view>(
    {"And", "Base64", "Cidr", "Equals", "FindInMap", "GetAZs", "GetAtt", "If",
     "ImportValue", "Join", "Length", "Not", "Or", "Select", "Split", "Sub",
     "ToJsonString", "Transform"});

/// "" if CloudFormation knows no such short form.
std::string long_form_of(std::string_view tag) {
  if (tag.empty() || tag.front() != '!') return {};
  tag.remove_prefix(1);
  if (tag == "Ref" || tag == "Condition") return std::string(tag);
  const bool is_known =
      std::find(kShortForms.begin(), kShortForms.end(), tag) != kShortForms.end();
  return is_known ? "Fn::" + std::string(tag) : "";
}

/// AWS: "Fn::GetAtt": the short form's text ends the logical name at the first dot.
Json value_of_tagged(const std::string& function, const std::string& text) {
  const auto dot = text.find('.');
  if (function != "Fn::GetAtt" || dot == std::string::npos) return text;
  return Json::array({text.substr(0, dot), text.substr(dot + 1)});
}

Json value_of_plain(const std::string& text) {
  if (text == "true" || text == "True" || text == "TRUE") return true;
  if (text == "false" || text == "False" || text == "FALSE") return false;
  const bool may_be_number =
      !text.empty() && text.size() <= kLongestNumber &&
      (text.front() == '-' || (text.front() >= '0' && text.front() <= '9'));
  if (!may_be_number) return text;
  Json number = Json::parse(text, nullptr, false);
  // Otherwise the number would not be what the author sees: 1.10, 1e3, 20 digits.
  if (!number.is_number() || number.dump() != text) return text;
  return number;
}

/// JSON's own check: a value with other bytes could not be printed.
bool is_utf8(std::string_view text) {
  try {
    static_cast<void>(Json(text).dump());
    return true;
  } catch (const Json::exception&) {
    return false;
  }
}

struct TooDeep {};

/// Builds the value from yaml-cpp's events.
class YamlBuilder : public YAML::EventHandler {
 public:
  YamlBuilder(std::string file, YamlTags tags) : file_(std::move(file)), tags_(tags) {}

  [[nodiscard]] Problems& problems() { return problems_; }
  [[nodiscard]] Json& value() { return value_; }

  void problem(const YAML::Mark& mark, std::string_view message) {
    const std::string at =
        mark.is_null()
            ? ""
            : fmt::format("line {}, column {}: ", mark.line + 1, mark.column + 1);
    problems_.push_back({file_, "", at + std::string(message)});
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 2) problem(mark, "expected one document, found a second one");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    if (expects_key()) {
      problem(mark, "expected a key that is a text, found null");
      frames_.back().key = "";
      return;
    }
    put(nullptr);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    problem(mark,
            "expected no alias (`*name`), since CloudFormation and CI systems read "
            "them in different ways; write the value out");
    if (expects_key()) {
      frames_.back().key = "";
    } else {
      put(nullptr);
    }
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    refuse_anchor(mark, anchor);
    if (expects_key()) return take_key(mark, tag, text);
    if (tag == kQuoted) return put(text);
    const std::string function = function_of(mark, tag);
    if (function.empty()) return put(value_of_plain(text));
    refuse_depth(mark, 1);
    put(Json::object({{function, value_of_tagged(function, text)}}));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag,
                       YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Json::array());
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Json::object());
  }
  void OnMapEnd() override { close(); }

 private:
  /// A list or a map that is not at its end.
  struct Frame {
    Json value;
    std::string function;            ///< That is applied to it; or "".
    std::optional<std::string> key;  ///< Of a map, when its value comes next.
    bool is_key = false;             ///< Stands where a key must be; it is dropped.
  };

  [[nodiscard]] bool expects_key() const {
    return !frames_.empty() && frames_.back().value.is_object() && !frames_.back().key;
  }

  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor == YAML::NullAnchor) return;
    problem(mark, "expected no anchor (`&name`); write the value out where it is used");
  }

  void refuse_depth(const YAML::Mark& mark, std::size_t more) {
    if (frames_.size() + functions_ + more <= kYamlDepth) return;
    problem(mark, fmt::format("expected at most {} levels of nesting", kYamlDepth));
    throw TooDeep{};
  }

  /// "" if there is no tag, or none that is read.
  std::string function_of(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == kPlain || tag == kQuoted) return {};
    std::string function =
        tags_ == YamlTags::CloudFormation ? long_form_of(tag) : std::string();
    if (!function.empty()) return function;
    problem(mark, tags_ == YamlTags::None
                      ? fmt::format("expected no tag, found `{}`; write the value "
                                    "without it, or quote the text",
                                    tag)
                      : fmt::format("expected a short form of CloudFormation, for "
                                    "example `!Ref`, found `{}`",
                                    tag));
    return {};
  }

  void take_key(const YAML::Mark& mark, const std::string& tag,
                const std::string& text) {
    Frame& frame = frames_.back();
    if (tag != kQuoted && tag != kPlain) {
      problem(mark, fmt::format("expected a key without a tag, found `{}`", tag));
    } else if (tag == kPlain && text == "<<") {
      problem(mark, "expected no merge key (`<<`); write the members out");
    } else if (frame.value.contains(text)) {
      problem(mark, fmt::format("the key `{}` stands twice in one map", text));
    }
    frame.key = text;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            Json empty) {
    refuse_anchor(mark, anchor);
    Frame frame;
    frame.value = std::move(empty);
    frame.is_key = expects_key();
    if (frame.is_key)
      problem(mark, "expected a key that is a text, found a list or map");
    frame.function = function_of(mark, tag);
    refuse_depth(mark, frame.function.empty() ? 1 : 2);
    if (!frame.function.empty()) ++functions_;
    frames_.push_back(std::move(frame));
  }

  void close() {
    Frame frame = std::move(frames_.back());
    frames_.pop_back();
    if (!frame.function.empty()) --functions_;
    if (frame.is_key) {
      frames_.back().key = "";
      return;
    }
    if (frame.function.empty()) return put(std::move(frame.value));
    Json wrapped = Json::object();
    wrapped[frame.function] = std::move(frame.value);
    put(std::move(wrapped));
  }

  void put(Json value) {
    if (frames_.empty()) {
      value_ = std::move(value);
    } else if (Frame& frame = frames_.back(); frame.key) {
      frame.value[*frame.key] = std::move(value);
      frame.key.reset();
    } else {
      frame.value.push_back(std::move(value));
    }
  }

  std::string file_;
  YamlTags tags_;
  std::vector<Frame> frames_;
  std::size_t functions_ = 0;  ///< Frames that become one level deeper.
  std::size_t documents_ = 0;
  Json value_;
  Problems problems_;
};

}  // namespace

Result<Json> read_yaml(std::string_view text, const std::string& file, YamlTags tags) {
  if (!is_utf8(text) || text.find('\0') != std::string_view::npos) {
    return Problem{file, "", "expected text in UTF-8, found other bytes"};
  }
  std::istringstream stream{std::string(text)};
  YamlBuilder builder(file, tags);
  try {
    YAML::Parser parser(stream);
    // A second document is a problem already; the others are not looked at.
    if (!parser.HandleNextDocument(builder)) {
      builder.problem(YAML::Mark::null_mark(), "expected a document, found no content");
    } else {
      static_cast<void>(parser.HandleNextDocument(builder));
    }
  } catch (const YAML::Exception& error) {
    builder.problem(error.mark, fmt::format("expected YAML: {}", error.msg));
  } catch (const TooDeep&) {
    // It is among the problems.
  }
  if (!builder.problems().empty()) return std::move(builder.problems());
  return std::move(builder.value());
}

}  // namespace pullproof::cli
