// What a message of ECS names: who asked, for what, where, and of which image. It tells
// which of an account's pulls the message can be about.
//
// AWS: ECS developer guide, "Stopped task error messages"; IAM user guide,
// "Troubleshoot access denied error messages". Not modelled: the account of a
// repository that is named without its registry.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pullproof::model {

/// Whatever the text does not tell is "".
struct ErrorDetails {
  std::string address = {};       ///< That did not answer: "10.0.1.7".
  std::string action = {};        ///< That was denied, in lower case.
  std::string role = {};          ///< Name of the role whose session asked.
  std::string role_account = {};  ///< Of that role: "111122223333".
  std::string host = {};          ///< That was called or looked up, in lower case.
  std::string image = {};         ///< As the text writes it, in lower case.
  std::string repository = {};    ///< Without its registry: "acme/web".
  std::string registry = {};      ///< The account that has it, if that is told.
  /// Things of the stage `start`, in lower case, by what they are: ("secret", its ARN),
  /// ("parameter", "/prod/db"), ("logs", a group's name), ("environment-file", a
  /// bucket's name), ("volume", a file system's id).
  std::vector<std::pair<std::string, std::string>> needed = {};
  /// Of a secret, in lower case: the stage or the id of a version that is not there.
  std::string version = {};
  /// It is one that Fargate alone prints.
  bool is_of_fargate = false;
};

/// `text` may have line breaks, typographic apostrophes, blanks that do not break, and
/// be escaped as JSON escapes it.
[[nodiscard]] ErrorDetails error_details(std::string_view text);

/// Lower case, with plain apostrophes and single blanks, without backslashes.
[[nodiscard]] std::string plain_error(std::string_view text);

}  // namespace pullproof::model
