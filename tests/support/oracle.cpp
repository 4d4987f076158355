#include "tests/support/oracle.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "tests/support/oracle_pull.h"

namespace pullproof::oracle {
namespace {

using nlohmann::json;

Answer unsupported(const std::string& why) {
  return Answer{.verdict = "unsupported", .refusals = {}, .why = why, .placements = {}};
}

std::string name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Pulls:
      return "pulls";
    case Verdict::Fails:
      return "fails";
    case Verdict::Intermittent:
      return "intermittent";
    case Verdict::Unknown:
      break;
  }
  return "unknown";
}

/// One placement that certainly fails while another passes or is undecided makes the
/// whole intermittent.
Verdict together(const std::set<Verdict>& verdicts) {
  if (verdicts.size() == 1) return *verdicts.begin();
  if (verdicts.contains(Verdict::Fails) || verdicts.contains(Verdict::Intermittent)) {
    return Verdict::Intermittent;
  }
  return Verdict::Unknown;
}

std::vector<Image> images_of(const World& world, const json& task) {
  std::vector<Image> images;
  for (const json& container : task.at("containerDefinitions")) {
    if (container.contains("repositoryCredentials")) throw Unsupported{"a login"};
    images.push_back(read_reference(world.documents, text(container, "image")));
  }
  if (images.empty()) throw Unsupported{"a task without containers"};
  return images;
}

Answer answer_for(const World& world, const json& service) {
  const json& task = task_of(world, service);
  const auto images = images_of(world, task);
  const auto placements = placements_of(world, service, task);
  Answer answer;
  if (placements.empty()) {
    answer.verdict = "unknown";
    answer.why = "there is nowhere to start a task";
    return answer;
  }
  std::set<Verdict> verdicts;
  for (const Placement& placement : placements) {
    const Outcome outcome = outcome_of(world, placement, images);
    verdicts.insert(outcome.verdict);
    answer.why += placement.id + " " + name_of(outcome.verdict);
    for (const auto& [stage, mechanism] : outcome.refusals) {
      answer.refusals.emplace(stage, mechanism);
      answer.placements.push_back({stage, mechanism, placement.id});
      answer.why.append(", ").append(stage).append(" refused by ").append(mechanism);
    }
    answer.why += "; ";
  }
  answer.verdict = name_of(together(verdicts));
  return answer;
}

/// `answer` may throw whatever leaves the domain.
template <typename Question>
Answer guarded(const Question& answer) {
  try {
    return answer();
  } catch (const Unsupported& outside) {
    return unsupported(outside.why);
  } catch (const json::exception& broken) {
    return unsupported(broken.what());
  } catch (const std::out_of_range& dangling) {
    return unsupported(dangling.what());
  }
}

}  // namespace

std::map<std::string, Answer> judge(const json& bundle) {
  std::map<std::string, Answer> answers;
  std::optional<World> world;
  const Answer reading = guarded([&] {
    world = read_world(bundle);
    return Answer{};
  });
  for (const auto& [path, document] : bundle.items()) {
    if (path.find("/ecs-describe-services/") == std::string::npos) continue;
    for (const json& service : list(document, "services")) {
      const std::string name = text(service, "serviceName");
      const Answer answer =
          world ? guarded([&] { return answer_for(*world, service); }) : reading;
      if (!answers.emplace(name, answer).second) {
        answers[name] = unsupported("two services of that name");
      }
    }
  }
  return answers;
}

}  // namespace pullproof::oracle
