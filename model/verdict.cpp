#include "model/verdict.h"

namespace pullproof::model {

std::string_view name(Stage stage) {
  switch (stage) {
    case Stage::reference:
      return "reference";
    case Stage::role:
      return "role";
    case Stage::token:
      return "token";
    case Stage::manifest:
      return "manifest";
    case Stage::layers:
      return "layers";
    case Stage::start:
      return "start";
  }
  return {};
}

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::pulls:
      return "pulls";
    case Verdict::fails:
      return "fails";
    case Verdict::intermittent:
      return "intermittent";
    case Verdict::unknown:
      return "unknown";
  }
  return {};
}

}  // namespace pullproof::model
