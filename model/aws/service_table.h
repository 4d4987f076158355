// What the Service Authorization Reference says of each service, as written down in
// `service_table_<prefix>.cpp`; asked through service_reference.h.
//
// To add an action, put its name into the row with its resource types and keys. To add
// a service, write its table and name it here and in service_reference.cpp. Lists are
// separated by spaces. A key that ends with `/` or `:` is a template: anything may
// follow. One that ends with `[]` has many values. Keys `aws:...` are left out: any
// action may carry them.
//
// AWS: Service Authorization Reference, as of 2026-09-26.
#pragma once

#include <span>
#include <string_view>

namespace pullproof::aws {

struct TypeRow {
  std::string_view name;       ///< "repository".
  std::string_view arn;        ///< "arn:${Partition}:ecr:${Region}:...".
  std::string_view keys = "";  ///< What every action on one may carry.
};

/// Actions that are alike.
struct ActionRow {
  std::string_view types = "";  ///< None: only `*` stands for their resource.
  std::string_view keys = "";   ///< Beside those of the types.
  std::string_view actions;
};

struct ServiceTable {
  std::string_view prefix;
  std::span<const TypeRow> types;
  std::span<const ActionRow> actions;
  /// What (nearly) every action carries, and keys that no action is listed with.
  std::string_view keys;
};

extern const ServiceTable kEcrTable;
extern const ServiceTable kEcsTable;
extern const ServiceTable kIamTable;
extern const ServiceTable kKmsTable;
extern const ServiceTable kLogsTable;
extern const ServiceTable kS3Table;
extern const ServiceTable kSecretsmanagerTable;
extern const ServiceTable kSsmTable;
extern const ServiceTable kStsTable;

}  // namespace pullproof::aws
