// What consequences of changes have in common: entries of lists inside of resources.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "model/changes/account_documents.h"

namespace pullproof::changes {

using EntryTest = std::function<bool(const nlohmann::json& entry)>;
using EntryEdit = std::function<void(nlohmann::json& entry)>;

/// AWS: VPC user guide, "Default network ACL": it lets everything in and out.
[[nodiscard]] nlohmann::json entries_of_default_acl();
/// AWS: VPC user guide, "Default security groups": what lets a group's members in.
[[nodiscard]] nlohmann::json permission_of_members(const std::string& group,
                                                   const std::string& account);

/// The member is there and true.
[[nodiscard]] bool is_set(const nlohmann::json& object, const char* member);
/// An entry whose member is this text.
[[nodiscard]] EntryTest has_text(std::string_view member, std::string text);
/// One that holds all members of the object.
[[nodiscard]] bool has_members(const nlohmann::json& entry,
                               const nlohmann::json& members);

/// True if some entry of the resource's list passes the test.
[[nodiscard]] bool has_entry(const nlohmann::json& resource, std::string_view list,
                             const EntryTest& test);
/// True if the list holds this text.
[[nodiscard]] bool has_item(const nlohmann::json& resource, std::string_view list,
                            std::string_view text);
[[nodiscard]] std::vector<std::string> texts_of(const nlohmann::json& resource,
                                                std::string_view list);

// In every resource of the type, the entries of its list that pass the test. Documents
// without such entries stay as they are.
void edit_entries(AccountDocuments& account, std::string_view type,
                  std::string_view list, const EntryTest& test, const EntryEdit& edit);
void drop_entries(AccountDocuments& account, std::string_view type,
                  std::string_view list, const EntryTest& test);

/// Removes the resources of the type that pass the test.
void remove_all(AccountDocuments& account, std::string_view type,
                const EntryTest& test);

/// The first one of the type that passes, in an account and region; null if none does.
[[nodiscard]] std::optional<Place> first(const AccountDocuments& account,
                                         std::string_view type, const EntryTest& test,
                                         const aws::Scope& in = {});

/// The part of an id after its prefix: "vpc-1" -> "1".
[[nodiscard]] std::string own_part(const std::string& id);

/// AWS: VPC user guide, "Network ACLs": a subnet that is associated with no other ACL
/// is with the default one of its VPC. Does nothing where that is not there.
void join_default_acl(AccountDocuments& account, const std::string& vpc,
                      const std::string& subnet);

/// AWS: VPC user guide, "Route table concepts": every table has a local route for each
/// block of its VPC.
void add_local_routes(AccountDocuments& account, const Place& table);

/// A file system tells how many mount targets it has. Does nothing where it does not.
void count_mount_target(AccountDocuments& account, const Place& target, int more);

/// Sets the member where it is missing.
void fill(nlohmann::json& object, const char* member, nlohmann::json value);

}  // namespace pullproof::changes
