#include "solver/cause_status.h"

#include <algorithm>
#include <array>
#include <vector>

#include "solver/mechanisms.h"

namespace pullproof::solver {
namespace {

using model::Finding;
using model::LegProof;
using model::LegRefusal;
using model::Stage;
using model::TaskLeg;
using model::TaskVerdict;

struct OpenRow {
  std::string_view assumption;  ///< How its name starts.
  Mechanisms mechanisms;
  bool is_of_start = false;  ///< It has nothing to do with the pull.
};

// What a gate takes for granted leaves open what it would refuse by. Of these, others
// are not even asked: a secret that nobody has seen may be encrypted with a key, and a
// zone, a rule or a profile decides which address or which resolver is dialled.
const std::vector<OpenRow> kOfGates = {
    {"secretsmanager-list-secrets", kOfKeyUse},
    {"secretsmanager-describe-secret", {"kms"}},
    {"ssm-describe-parameters", kOfKeyUse},
    {"efs-describe-file-systems", {"dns"}},
    {"efs-describe-mount-targets", kOfTheWay},
    {"route53-list-hosted-zones", kOfTheWay},
    {"route53profiles-list-profile-associations", kOfTheWay},
    {"route53resolver-list-resolver-rule-associations", kOfTheWay},
};

// Whoever led the way has taken a side of a contested point.
const std::vector<OpenRow> kOfWay = {
    {"dual-stack-endpoint", kOfTheWay},      {"endpoint-zones", kOfTheWay},
    {"fargate-without-endpoint", kOfTheWay}, {"layer-host-ipv6", kOfTheWay},
    {"layer-host-suffix", kOfTheWay},        {"layer-signer", kOfPolicies},
    {"layer-url-age", kOfPolicies},          {"linux-ports", kOfTheWay},
    {"own-dns-filter", kOfTheWay},           {"registry-call-endpoint", kOfPolicies},
    {"repository-key-user", kOfKeyUse},      {"start-host-ipv6", kOfTheWay},
    {"token-resource-account", kOfPolicies}, {"token-vpc-keys", kOfPolicies},
};

const std::vector<OpenRow> kOfTask = {
    {"awslogs-role", kOfPolicies, true},
    {"directory ", {}},
    {"ecs-describe-service-revisions", kOfManifest},
    {"managed-instances-eni", kOfTheWay},
    {"object ", {}},
    {"proxy", kOfTheWay},
    {"s3api-get-bucket-encryption", kOfKeyUse, true},
    {"s3api-get-bucket-location", kOfTheWay, true},
    {"secret ", {}},
};

// Calls for where tasks may be placed: another place may have anything.
constexpr auto kOfPlaces =
    std::to_array<std::string_view>({"autoscaling-", "ec2-", "ecs-"});

/// Null: there is none for it.
const OpenRow* row_of(const std::vector<OpenRow>& rows,
                      const gates::Assumption& assumption) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const OpenRow& each) {
    return assumption.name.starts_with(each.assumption);
  });
  return row == rows.end() ? nullptr : &*row;
}

bool leaves_open(const OpenRow& row, Stage stage, std::string_view mechanism) {
  return (stage == Stage::Start || !row.is_of_start) &&
         lists(row.mechanisms, mechanism);
}

/// What is not modelled may hold up what a container needs, and no pull.
bool task_leaves_open(const gates::Assumption& assumption, Stage stage,
                      std::string_view mechanism) {
  if (const auto* row = row_of(kOfTask, assumption)) {
    return leaves_open(*row, stage, mechanism);
  }
  return stage == Stage::Start ||
         std::any_of(kOfPlaces.begin(), kOfPlaces.end(), [&](std::string_view call) {
           return assumption.name.starts_with(call);
         });
}

/// The name of what was taken for granted and may hide the cause; "" if nothing was.
std::string assumed(const TaskVerdict& task, const LegProof& proof,
                    std::string_view mechanism) {
  for (const auto& each : proof.of_way) {
    const auto* row = row_of(kOfWay, each);
    const bool is_open = row == nullptr || leaves_open(*row, proof.stage, mechanism);
    if (is_open) return each.name;
  }
  for (const auto& each : proof.of_gates) {
    const auto* row = row_of(kOfGates, each);
    const bool is_open = row != nullptr && leaves_open(*row, proof.stage, mechanism);
    if (is_open) return each.name;
  }
  for (const auto& each : task.proofs.assumptions) {
    if (task_leaves_open(each, proof.stage, mechanism)) return each.name;
  }
  return {};
}

bool is_of(const Finding& finding, Stage stage, const LegRefusal& refusal) {
  return finding.mechanism == refusal.mechanism && finding.code == refusal.code &&
         (finding.stage == stage || finding.also_stages.contains(stage));
}

/// The finding that tells the refusal: of those like it, the one that shares most.
/// Null: none is like it.
const Finding* finding_of(const TaskVerdict& task, const LegProof& proof,
                          const LegRefusal& refusal) {
  const Finding* best = nullptr;
  int most = -1;
  for (const Finding& finding : task.findings) {
    if (!is_of(finding, proof.stage, refusal)) continue;
    // The same may be refused elsewhere for another reason.
    constexpr int kSamePlace = 4;
    const bool is_there =
        refusal.placement &&
        std::find(finding.placements.begin(), finding.placements.end(),
                  *refusal.placement) != finding.placements.end();
    int shared = is_there ? kSamePlace : 0;
    shared += finding.host == proof.host ? 1 : 0;
    if (const auto& request = finding.counterexample.request) {
      shared += request->action == refusal.call.action ? 1 : 0;
      shared += request->resource == refusal.call.resource ? 1 : 0;
    }
    if (shared <= most) continue;
    most = shared;
    best = &finding;
  }
  return best;
}

/// Goes through the legs that the message can be about.
class Inquiry {
 public:
  Inquiry(const ToldError& told, std::string_view mechanism)
      : told_(told), mechanism_(mechanism) {}

  void ask(const TaskVerdict& task) {
    if (!may_print(task, told_.details)) return;
    if (task.proofs.has_questions) {
      doubt("what `" + task.task_definition +
            "` is, or where it is placed, is not known as a whole");
    }
    for (const TaskLeg& leg : task.proofs.legs) {
      if (told_.match.stage == Stage::Layers && leg.proof->is_image_open) {
        doubt("where the layers come from hangs on what the snapshot does not tell");
      }
      const Fit how = fit(told_, leg, mechanism_);
      if (how == Fit::No) continue;
      if (how == Fit::Other) {
        doubt("what the snapshot tells is of another address or image");
        continue;
      }
      is_asked_ = is_asked_ || how == Fit::Yes;
      ask(task, *leg.proof);
    }
  }

  [[nodiscard]] CauseAnswer answer() const {
    if (proved_.finding != nullptr) return proved_;
    CauseAnswer answer;
    if (!is_asked_) {
      const std::string named = named_in(told_.details);
      answer.why = named.empty() ? "no task does what the message is about"
                                 : "no task does what the message names: " + named;
    } else if (!why_.empty()) {
      answer.why = why_;
    } else {
      answer.status = CauseStatus::Refuted;
    }
    return answer;
  }

 private:
  void doubt(std::string why) {
    if (why_.empty()) why_ = std::move(why);
  }

  void ask(const TaskVerdict& task, const LegProof& proof) {
    for (const LegRefusal& refusal : proof.refusals) {
      if (refusal.mechanism != mechanism_) continue;
      const Fit how = fit(told_, refusal);
      if (how == Fit::Yes) prove(task, finding_of(task, proof, refusal));
      if (how == Fit::May) doubt("it refuses another address than the message names");
    }
    if (const std::string name = assumed(task, proof, mechanism_); !name.empty()) {
      doubt("it hangs on what is taken for granted: " + name);
    }
    if (proof.is_undecided || proof.open.contains(std::string(mechanism_))) {
      doubt("it hangs on what the snapshot does not tell");
    }
  }

  void prove(const TaskVerdict& task, const Finding* finding) {
    if (proved_.finding != nullptr || finding == nullptr) return;
    proved_ = {.status = CauseStatus::Proved, .finding = finding, .task = &task};
  }

  const ToldError& told_;
  std::string_view mechanism_;
  bool is_asked_ = false;
  std::string why_;
  CauseAnswer proved_;
};

}  // namespace

std::string_view name(CauseStatus status) {
  switch (status) {
    case CauseStatus::Proved:
      return "proved";
    case CauseStatus::Refuted:
      return "refuted";
    case CauseStatus::Unknown:
      break;
  }
  return "unknown";
}

CauseAnswer cause_status(std::span<const TaskVerdict> tasks, const ToldError& told,
                         std::string_view mechanism) {
  Inquiry inquiry(told, mechanism);
  for (const TaskVerdict& task : tasks) inquiry.ask(task);
  return inquiry.answer();
}

}  // namespace pullproof::solver
