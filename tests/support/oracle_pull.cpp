#include "tests/support/oracle_pull.h"

#include <algorithm>

#include "tests/support/oracle_leg.h"
#include "tests/support/oracle_network.h"

namespace pullproof::oracle {
namespace {

struct TriedLeg {
  Leg leg;
  Cells cells;
};

std::vector<Leg> legs_of(const std::vector<Image>& images) {
  std::vector<Leg> legs = {{"token", "ecr.api", "ecr:GetAuthorizationToken", ""}};
  std::set<std::string> repositories;
  for (const Image& image : images) {
    if (image.valid) repositories.insert(image.repository);
  }
  for (const std::string& name : repositories) {
    legs.push_back({"manifest", "ecr.dkr", "ecr:BatchGetImage", name});
    legs.push_back({"layers", "ecr.dkr", "ecr:GetDownloadUrlForLayer", name});
  }
  legs.push_back({"layers", "s3", "", ""});
  return legs;
}

/// One of each kind of public address that the sender may have; the first stands for
/// all where no policy asks.
std::vector<std::optional<std::string>> public_addresses_of(const World& world,
                                                            const Placement& at) {
  if (!at.has_public_address || at.public_address) return {at.public_address};
  std::vector<std::optional<std::string>> addresses;
  for (const std::uint32_t address : public_addresses(world)) {
    addresses.emplace_back(address_text(address));
  }
  if (!world.asks_address) addresses.resize(1);
  return addresses;
}

std::size_t rows_of(const std::vector<TriedLeg>& legs, const std::string& service) {
  for (const TriedLeg& tried : legs) {
    if (tried.leg.service == service) return tried.cells.front().size();
  }
  return 1;
}

/// The pull's fate in one possible truth: a public address, and one address that each
/// of the two registry names has.
struct Fate {
  bool some_refused = false;
  bool some_pass = false;
};

Fate fate_in(const std::vector<TriedLeg>& legs, std::size_t sources,
             std::size_t public_address, std::size_t api, std::size_t registry) {
  Fate fate;
  for (std::size_t from = 0; from < sources; ++from) {
    bool passes = true;
    for (const TriedLeg& tried : legs) {
      std::size_t row = 0;
      if (tried.leg.service == "ecr.api") row = api;
      if (tried.leg.service == "ecr.dkr") row = registry;
      const Cell& cell = tried.cells[public_address][row][from];
      fate.some_refused = fate.some_refused || cell.some_refused;
      passes = passes && !cell.all_refused;
    }
    fate.some_pass = fate.some_pass || passes;
  }
  return fate;
}

/// Some leg is refused from this source wherever its name leads.
bool always_refused(const std::vector<TriedLeg>& legs, std::size_t public_address,
                    std::size_t from) {
  return std::any_of(legs.begin(), legs.end(), [&](const TriedLeg& tried) {
    const auto& rows = tried.cells[public_address];
    return std::all_of(rows.begin(), rows.end(),
                       [&](const auto& row) { return row[from].all_refused; });
  });
}

Verdict verdict_of(const std::vector<TriedLeg>& legs, std::size_t publics,
                   std::size_t sources) {
  bool never_refused = true;
  bool always_some_refused = true;
  bool always_some_pass = true;
  bool never_passes = true;
  for (std::size_t i = 0; i < publics; ++i) {
    for (std::size_t from = 0; from < sources; ++from) {
      never_passes = never_passes && always_refused(legs, i, from);
    }
    for (std::size_t api = 0; api < rows_of(legs, "ecr.api"); ++api) {
      for (std::size_t dkr = 0; dkr < rows_of(legs, "ecr.dkr"); ++dkr) {
        const Fate fate = fate_in(legs, sources, i, api, dkr);
        never_refused = never_refused && !fate.some_refused;
        always_some_refused = always_some_refused && fate.some_refused;
        always_some_pass = always_some_pass && fate.some_pass;
      }
    }
  }
  if (never_refused) return Verdict::Pulls;
  if (never_passes) return Verdict::Fails;
  if (always_some_refused && always_some_pass) return Verdict::Intermittent;
  return Verdict::Unknown;
}

/// Mechanisms that refuse some choice of the leg in every possible truth.
std::set<std::string> certain_mechanisms(const Cells& cells) {
  std::set<std::string> certain;
  bool first = true;
  for (const auto& rows : cells) {
    for (const auto& row : rows) {
      std::set<std::string> here;
      for (const Cell& cell : row) {
        here.insert(cell.mechanisms.begin(), cell.mechanisms.end());
      }
      if (first) certain = here;
      first = false;
      std::erase_if(certain,
                    [&](const std::string& name) { return !here.contains(name); });
    }
  }
  return certain;
}

}  // namespace

Outcome outcome_of(const World& world, const Placement& placement,
                   const std::vector<Image>& images) {
  Outcome outcome;
  outcome.refusals = placement.refusals;
  for (const Image& image : images) {
    outcome.refusals.merge(
        image_refusals(world.documents, image, placement.architecture));
  }
  const bool doomed = !outcome.refusals.empty();
  const auto public_addresses = public_addresses_of(world, placement);
  std::vector<TriedLeg> legs;
  for (const Leg& leg : legs_of(images)) {
    const Cells cells = cells_of(world, placement, leg, public_addresses);
    for (const std::string& mechanism : certain_mechanisms(cells)) {
      outcome.refusals.emplace(leg.stage, mechanism);
    }
    legs.push_back({leg, cells});
  }
  outcome.verdict =
      doomed ? Verdict::Fails
             : verdict_of(legs, public_addresses.size(), placement.addresses.size());
  return outcome;
}

}  // namespace pullproof::oracle
