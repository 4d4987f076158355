#include <algorithm>

#include <nlohmann/json.hpp>

#include "model/aws/document_context.h"
#include "src/terraform/families.h"

namespace pullproof::cli::terraform {
namespace {

/// Buckets hold files of environment variables, which tasks are given before they
/// start. The snapshot has documents of the buckets that some task needs.
bool is_needed_bucket(const Values& values, const std::string& bucket) {
  const auto files = values.account().files();
  return std::any_of(files.begin(), files.end(), [&](const std::string& file) {
    const auto context = aws::context_of(file);
    return context.parameter == bucket && context.call.starts_with("s3api-");
  });
}

}  // namespace

void bucket_part_facts(const Values& values, Facts& facts) {
  const std::string bucket = values.text("bucket");
  // A name that is drawn later is of a bucket that no task names yet.
  if (bucket.empty() || !is_needed_bucket(values, bucket)) return;
  facts.doubt(bucket, "a bucket changes from which a task is given a file");
}

}  // namespace pullproof::cli::terraform
