#include "src/commands/explain_message.h"

#include <algorithm>
#include <functional>
#include <iostream>
#include <iterator>
#include <ostream>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "model/error_messages.h"
#include "solver/told_task.h"
#include "src/commands/assumed.h"
#include "src/commands/open_snapshot.h"
#include "src/commands/selection.h"
#include "src/escape.h"
#include "src/report/explain_json.h"
#include "src/report/explain_text.h"

namespace pullproof::cli {
namespace {

using Messages = std::vector<model::ErrorMessage>;
/// Whether a cause of one match of a message holds.
using Ask = std::function<solver::CauseAnswer(
    const model::ErrorMessage&, const model::ErrorMatch&, std::string_view cause)>;

ExitCode refuse_question(const std::string& why, Session& session) {
  session.err << fmt::format("pullproof: {}\n", why);
  return ExitCode::BadUsage;
}

std::string read_message(const std::string& given) {
  if (given != "-") return given;
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

/// The texts of ECS in what the AWS CLI prints; of anything else itself.
std::vector<std::string> texts_in(const std::string& given) {
  using Event = nlohmann::json::parse_event_t;
  std::vector<std::string> texts;
  std::string key;
  const auto keep = [&](int, Event event, nlohmann::json& value) {
    if (event == Event::key) key = value.get<std::string>();
    const bool is_told =
        key.empty() || key == "reason" || key == "stoppedReason" || key == "message";
    if (event == Event::value && value.is_string() && is_told) {
      texts.push_back(value.get<std::string>());
    }
    return true;
  };
  const auto read = nlohmann::json::parse(given, keep, false);
  if (read.is_discarded()) return {given};
  return texts;
}

Messages messages_in(const std::vector<std::string>& texts) {
  Messages all;
  for (const std::string& text : texts) {
    auto some = model::read_messages(text);
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

/// What holds for one of two messages holds; what one leaves open is not refuted.
void join(solver::CauseAnswer& known, solver::CauseAnswer again) {
  using Status = solver::CauseStatus;
  const bool is_proved = known.status == Status::Proved;
  const bool says_more =
      again.status == Status::Proved ||
      (known.status == Status::Refuted && again.status != known.status);
  if (!is_proved && says_more) known = std::move(again);
}

/// Messages of several containers may be the same of the catalogue.
void add_stopped(std::vector<ExplainedMatch>& all, ExplainedMatch one) {
  const auto same =
      std::find_if(all.begin(), all.end(), [&](const ExplainedMatch& each) {
        return each.match.id == one.match.id && each.match.stage == one.match.stage &&
               each.match.causes == one.match.causes;
      });
  if (same == all.end()) {
    all.push_back(std::move(one));
    return;
  }
  for (std::size_t i = 0; i < one.answers.size(); ++i) {
    join(same->answers[i], std::move(one.answers[i]));
  }
}

/// The best match of each message comes first. Without `ask` causes have no answers.
std::vector<ExplainedMatch> explained(const Messages& messages, const Ask& ask) {
  std::size_t ranks = 0;
  for (const auto& message : messages) ranks = std::max(ranks, message.matches.size());
  std::vector<ExplainedMatch> all;
  for (std::size_t rank = 0; rank < ranks; ++rank) {
    for (const auto& message : messages) {
      if (rank >= message.matches.size()) continue;
      ExplainedMatch one{
          .match = message.matches[rank], .answers = {}, .is_best = rank == 0};
      if (ask) {
        for (const std::string_view cause : one.match.causes) {
          one.answers.push_back(ask(message, one.match, cause));
        }
      }
      add_stopped(all, std::move(one));
    }
  }
  return all;
}

ExitCode tell_matches(const std::vector<ExplainedMatch>& matches,
                      const OutputOptions& output, Session& session) {
  const ExitCode code = matches.empty() ? ExitCode::Undecided : ExitCode::Proved;
  if (output.format == Format::Json) {
    return deliver(explain_json(matches), output, session, code);
  }
  if (matches.empty()) {
    session.err
        << "pullproof: no message of the catalogue fits: expected the text that "
           "ECS prints, as stoppedReason or as the reason of a container\n";
    return code;
  }
  return deliver(explain_text(matches, output.verbose,
                              result_palette(output, session.environment)),
                 output, session, code);
}

ExitCode explain_text_of(const MessageQuestion& asked, const aws::Snapshot& account,
                         const solver::CheckOptions& check, Session& session) {
  const Messages messages = messages_in(texts_in(read_message(*asked.message)));
  const model::CheckReport report = solver::check(account, check);
  if (selects_nothing(check, report)) {
    session.err << explain_selection(account, check);
    return ExitCode::BadUsage;
  }
  const Ask ask = [&](const model::ErrorMessage& message,
                      const model::ErrorMatch& match, std::string_view cause) {
    return solver::cause_status(report.verdicts,
                                {.match = match, .details = message.details}, cause);
  };
  return tell_matches(explained(messages, ask), asked.output, session);
}

/// Null: the snapshot does not hold it.
const aws::RunningTask* task_in(const aws::Snapshot& account, const std::string& id) {
  const auto& all = account.table<aws::RunningTask>().all();
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& task) {
    return task.arn == id || task.arn.ends_with('/' + id);
  });
  return found == all.end() ? nullptr : &*found;
}

/// What --cluster or --service names, and the task is not of; "" if it is.
std::string wrong_selection(const solver::CheckOptions& check,
                            const aws::RunningTask& task) {
  if (!check.cluster.empty() && aws::last_part(check.cluster) != task.cluster_name()) {
    return fmt::format("the task is of cluster `{}`, not of `{}`",
                       escape(task.cluster_name()), escape(check.cluster));
  }
  const std::string service = solver::service_name_of(task);
  if (check.service.empty() || aws::last_part(check.service) == service) return {};
  if (service.empty()) return "the task is of no service: leave --service out";
  return fmt::format("the task is of service `{}`, not of `{}`", escape(service),
                     escape(check.service));
}

ExitCode explain_task(const MessageQuestion& asked, const aws::Snapshot& account,
                      const solver::CheckOptions& check, Session& session) {
  const std::string id = escape(*asked.task);
  const aws::RunningTask* task = task_in(account, *asked.task);
  if (task == nullptr) {
    return refuse_question(fmt::format("no task of the snapshot is `{}`", id), session);
  }
  const std::string wrong = wrong_selection(check, *task);
  if (!wrong.empty()) return refuse_question(wrong, session);
  const std::vector<std::string> reasons = solver::reasons_of(*task);
  if (reasons.empty()) {
    return refuse_question(
        fmt::format("the snapshot has no reason why task `{}` has stopped", id),
        session);
  }
  const Messages messages = messages_in(reasons);
  const solver::TaskInquiry inquiry(account, *task, check);
  const Ask ask = [&](const model::ErrorMessage& message,
                      const model::ErrorMatch& match, std::string_view cause) {
    return inquiry.ask(message, match, cause);
  };
  return tell_matches(explained(messages, ask), asked.output, session);
}

/// What is wrong with the question before anything is read; "" if nothing is.
std::string wrong_question(const MessageQuestion& asked) {
  if (asked.task && asked.task->empty()) {
    return "expected the id or the ARN of a stopped task with --task, found nothing";
  }
  if (!asked.snapshot.empty()) return {};
  if (asked.task) return "--task needs a snapshot that has the task";
  const char* idle = !asked.check.service.empty()   ? "--service"
                     : !asked.check.cluster.empty() ? "--cluster"
                     : !asked.assumed.empty()       ? "--assume"
                                                    : nullptr;
  if (idle == nullptr) return {};
  return fmt::format("{} needs a snapshot, against which the message is read", idle);
}

}  // namespace

ExitCode explain_message(const MessageQuestion& asked, Session& session) {
  const std::string wrong = wrong_question(asked);
  if (!wrong.empty()) return refuse_question(wrong, session);
  if (asked.snapshot.empty()) {
    const Messages messages = messages_in(texts_in(read_message(*asked.message)));
    return tell_matches(explained(messages, {}), asked.output, session);
  }
  const auto assumed = read_assumed(asked.assumed);
  if (!assumed.ok()) return tell_usage(assumed.problems(), session);
  const Opened opened =
      open_snapshot({.snapshot = asked.snapshot}, asked.output.verbose, session);
  if (!opened.snapshot) return opened.code;
  solver::CheckOptions check = asked.check;
  check.vouched = assumed.value().vouched;
  check.switches = assumed.value().switches;
  check.keep_proofs = true;
  return asked.task ? explain_task(asked, *opened.snapshot, check, session)
                    : explain_text_of(asked, *opened.snapshot, check, session);
}

}  // namespace pullproof::cli
