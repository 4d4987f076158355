#include "model/aws/manifest.h"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/condition_values.h"
#include "model/aws/document_context.h"
#include "model/aws/percent_encoding.h"

namespace pullproof::aws {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kFormat = "pullproof-snapshot/1";
constexpr std::string_view kName = "manifest.json";

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
}

CallStatus parse_status(Cursor& in) {
  constexpr std::array<std::pair<std::string_view, CallStatus>, 4> kNames{
      {{"ok", CallStatus::Ok},
       {"absent", CallStatus::Absent},
       {"denied", CallStatus::Denied},
       {"error", CallStatus::Error}}};
  const std::string text = in.text("status");
  for (const auto& [name, status] : kNames) {
    if (name == text) return status;
  }
  if (!text.empty()) {
    in.problem("status", fmt::format("expected `ok`, `absent`, `denied` or `error`, "
                                     "found {}",
                                     in_backticks(text)));
  }
  return CallStatus::Unseen;
}

Scope parse_scope(Cursor& in) {
  Scope scope{.account = in.text_or("account", ""), .region = in.text_or("region", "")};
  if (!scope.account.empty() && !is_account(scope.account)) {
    in.problem("account", fmt::format("expected twelve digits, found {}",
                                      in_backticks(scope.account)));
  }
  return scope;
}

ManifestCall parse_call(Cursor& in, const std::string& folder) {
  ManifestCall call;
  call.source = in.source();
  call.scope = parse_scope(in);
  const std::string name = in.text("call");
  const auto slash = name.find('/');
  call.call = name.substr(0, slash);
  if (slash != std::string::npos)
    call.parameter = percent_decoded(name.substr(slash + 1));
  call.status = parse_status(in);
  std::string file = in.text_or("file", "");
  if (file.empty() && call.status == CallStatus::Ok) {
    file = fmt::format("{}/{}/{}.json", call.scope.account,
                       call.scope.region.empty() ? "global" : call.scope.region, name);
  }
  if (!file.empty()) call.file = folder + file;
  in.skip({"error", "collected_at"});
  return call;
}

}  // namespace

bool is_manifest(const std::string& path, const nlohmann::json& document) {
  if (path == kName) return true;
  const std::string folder = folder_of(path);
  if (path.substr(folder.size()) != kName || !document.is_object()) return false;
  const auto format = document.find("format");
  return format != document.end() && format->is_string() &&
         format->get_ref<const Json::string_t&>().rfind("pullproof-", 0) == 0;
}

std::string collected_at(const nlohmann::json& manifest) {
  if (!manifest.is_object()) return {};
  const auto time = manifest.find("collected_at");
  if (time == manifest.end() || !time->is_string()) return {};
  const auto& text = time->get_ref<const Json::string_t&>();
  return Instant::parse(text) ? text : std::string();
}

std::vector<ManifestCall> parse_manifest(const nlohmann::json& document,
                                         const DocumentContext& context, ReadLog& log) {
  std::vector<ManifestCall> calls;
  Cursor in(document, context, log);
  if (!document.is_object()) {
    in.problem("", fmt::format("expected an object, found {}", type_name(document)));
    return calls;
  }
  const std::string format = in.text("format");
  if (format != kFormat && !format.empty()) {
    in.problem("format",
               fmt::format("expected `{}`, found {}", kFormat, in_backticks(format)));
  }
  in.skip({"collected_at"});
  if (!in.has("calls")) in.problem("", "expected `calls`, found nothing");
  const std::string folder = folder_of(context.file);
  for (Cursor& call : in.objects("calls")) calls.push_back(parse_call(call, folder));
  return calls;
}

}  // namespace pullproof::aws
