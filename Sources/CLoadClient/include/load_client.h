// A load client for benchmarks, so light that the daemon is measured and not the client.
#ifndef CASELOG_LOAD_CLIENT_H
#define CASELOG_LOAD_CLIENT_H

#include <stddef.h>

/// One whole HTTP/1.1 request, head and body, as it goes over the socket. Any method but HEAD and CONNECT.
struct caselog_request {
    const char *bytes;   ///< borrowed for the call
    size_t length;       ///< in bytes
};

/// What came of the requests. Latencies are those of the answered requests, refused ones too, from the first byte sent
/// to the last byte received; percentiles are exact, by nearest rank.
struct caselog_load_result {
    size_t answered;            ///< requests that were answered in whole
    size_t refused;             ///< those of them whose status was not 2xx
    double elapsed_seconds;     ///< from the first request to the end; connecting is not counted
    double p50_ms;              ///< median latency, in milliseconds
    double p99_ms;              ///< 99th percentile, in milliseconds
    double max_ms;              ///< longest latency, in milliseconds
    int first_bad_status;       ///< status of the first refused request, 0 if there is none
    char first_bad_body[512];   ///< the beginning of its body, NUL-terminated
};

/// Sends the requests, in order and each once, over that many keep-alive connections to a Unix socket, with one
/// outstanding request per connection, until every request has been answered or `seconds` have passed. What is
/// outstanding then is not counted. Blocks the calling thread; opens no more connections than there are requests.
///
/// With a `rate` above 0 so many requests begin each second, spread evenly, and a latency counts from the moment at which
/// its request was to begin, also where no connection was free then: a server that falls behind is not measured as one
/// that is asked less.
///
/// Returns 0 or an errno value, with the result filled for what was answered until then: ECONNRESET if the server
/// closed a connection that had not done its part, EPROTO if it answered with what is not HTTP/1.1, with a body whose
/// end only closing would show, or before it had taken the whole request, EINVAL for arguments out of range.
int caselog_load(
    const char *socket_path, const struct caselog_request *requests, size_t request_count, int connections,
    double seconds, double rate, struct caselog_load_result *result);

#endif
