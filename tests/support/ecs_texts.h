// Texts that ECS, Docker and containerd print, for tests that read them back.
#pragma once

namespace pullproof::support {

/// E12: the layers' host does not answer.
inline constexpr const char* kLayersTimedOut =
    "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: "
    "httpReadSeeker: failed open: failed to do request: Get "
    "https://prod-eu-central-1-starport-layer-bucket.s3.eu-central-1.amazonaws.com/x: "
    "dial tcp 52.219.0.1:443: i/o timeout";

}  // namespace pullproof::support
