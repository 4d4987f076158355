#include "model/verdict.h"

namespace pullproof::model {

std::string_view name(Stage stage) {
  switch (stage) {
    case Stage::Reference:
      return "reference";
    case Stage::Role:
      return "role";
    case Stage::Token:
      return "token";
    case Stage::Manifest:
      return "manifest";
    case Stage::Layers:
      return "layers";
    case Stage::Start:
      return "start";
  }
  return {};
}

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pulls:
      return "pulls";
    case Verdict::Fails:
      return "fails";
    case Verdict::Intermittent:
      return "intermittent";
    case Verdict::Unknown:
      return "unknown";
  }
  return {};
}

}  // namespace pullproof::model
