#define _GNU_SOURCE
#include "include/load_client.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
    longest_line = 256,          // of a response's head: what is longer is cut, and refused where it matters
    read_size = 1 << 16,
    events_at_once = 64,
    connect_timeout_seconds = 10,
};

enum state { status_line, header_line, body, chunk_size, chunk_data, chunk_end, trailer_line, complete };

struct connection {
    int descriptor;          // -1 once it has nothing more to do
    bool waits_to_write;     // whether epoll watches for EPOLLOUT
    const struct caselog_request *request;
    size_t sent;             // bytes of the request
    int64_t began;           // ns
    int64_t due;             // ns, when the request is to begin; 0: it has begun

    // The response, as far as it has been read.
    enum state state;
    char line[longest_line];
    size_t line_length;      // may exceed what `line` holds
    int status;
    bool has_length, chunked;
    uint64_t remaining;      // bytes of the body or of the chunk
    bool keeps_body;         // it is the first refusal
};

struct load {
    const struct caselog_request *first, *next, *end;
    double rate;             // requests a second; 0: as many as there can be
    int64_t start;           // ns
    struct caselog_load_result *result;
    int64_t *latencies;      // ns, one for each answered request
    size_t bad_length;       // bytes in result->first_bad_body
    int epoll;
    int open;                // connections that have something to do
    int64_t now, deadline;   // ns
    struct connection *connections;
    int connection_count;
    char buffer[read_size];
};

static int64_t clock_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

// Reading responses

// A number of that base in `text`, with blanks around it and, if `extension`, anything after a semicolon.
static bool parse_number(const char *text, unsigned base, bool extension, uint64_t *number) {
    while (*text == ' ' || *text == '\t') text++;
    int digits = 0;
    for (*number = 0; isxdigit((unsigned char)*text); text++, digits++) {
        unsigned digit = isdigit((unsigned char)*text) ? (unsigned)(*text - '0')
                                                       : (unsigned)(tolower((unsigned char)*text) - 'a' + 10);
        if (digit >= base || *number > (UINT64_MAX >> 5)) return false;
        *number = *number * base + digit;
    }
    while (*text == ' ' || *text == '\t') text++;
    return digits > 0 && (*text == '\0' || (extension && *text == ';'));
}

static bool parse_status(struct connection *connection) {
    const char *line = connection->line;
    if (strncmp(line, "HTTP/1.1 ", 9) != 0 && strncmp(line, "HTTP/1.0 ", 9) != 0) return false;
    for (int i = 9; i < 12; i++) {
        if (!isdigit((unsigned char)line[i])) return false;
    }
    if (line[12] != ' ' && line[12] != '\0') return false;
    connection->status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
    connection->has_length = connection->chunked = false;
    return connection->status >= 100 && connection->status != 101;
}

static bool parse_header(struct connection *connection) {
    const char *line = connection->line;
    bool is_cut = connection->line_length >= longest_line;
    if (strncasecmp(line, "content-length:", 15) == 0) {
        uint64_t length;
        if (is_cut || !parse_number(line + 15, 10, false, &length)) return false;
        if (connection->has_length && length != connection->remaining) return false;
        connection->has_length = true;
        connection->remaining = length;
    } else if (strncasecmp(line, "transfer-encoding:", 18) == 0) {
        size_t length = strlen(line);
        while (line[length - 1] == ' ' || line[length - 1] == '\t') length--;
        if (is_cut || length < 18 + 7 || strncasecmp(line + length - 7, "chunked", 7) != 0) return false;
        connection->chunked = true;
    }
    return true;
}

// What follows the empty line after the headers.
static bool end_head(struct load *load, struct connection *connection) {
    int status = connection->status;
    if (status < 200) {
        connection->state = status_line;
        return true;
    }
    connection->keeps_body = false;
    if (status > 299 && load->result->first_bad_status == 0) {
        load->result->first_bad_status = status;
        connection->keeps_body = true;
    }
    if (status == 204 || status == 304) {
        connection->state = complete;
    } else if (connection->chunked) {
        connection->state = chunk_size;
    } else if (connection->has_length) {
        connection->state = connection->remaining > 0 ? body : complete;
    } else {
        return false;
    }
    return true;
}

static bool end_line(struct load *load, struct connection *connection) {
    bool is_empty = connection->line_length == 0;
    switch (connection->state) {
    case status_line:
        if (!parse_status(connection)) return false;
        connection->state = header_line;
        return true;
    case header_line:
        return is_empty ? end_head(load, connection) : parse_header(connection);
    case chunk_size:
        if (!parse_number(connection->line, 16, true, &connection->remaining)) return false;
        connection->state = connection->remaining > 0 ? chunk_data : trailer_line;
        return true;
    case chunk_end:
        connection->state = chunk_size;
        return is_empty;
    case trailer_line:
        if (is_empty) connection->state = complete;
        return true;
    default:
        return false;
    }
}

static void keep_body(struct load *load, const char *bytes, size_t count) {
    size_t room = sizeof load->result->first_bad_body - 1 - load->bad_length;
    if (count > room) count = room;
    memcpy(load->result->first_bad_body + load->bad_length, bytes, count);
    load->bad_length += count;
}

// Takes what was read of a response. Returns 0 or EPROTO.
static int take(struct load *load, struct connection *connection, const char *bytes, size_t count) {
    const char *end = bytes + count;
    while (bytes < end) {
        if (connection->state == complete) return EPROTO;
        if (connection->state == body || connection->state == chunk_data) {
            size_t part = (size_t)(end - bytes);
            if (part > connection->remaining) part = (size_t)connection->remaining;
            if (connection->keeps_body) keep_body(load, bytes, part);
            bytes += part;
            connection->remaining -= part;
            if (connection->remaining == 0) connection->state = connection->state == body ? complete : chunk_end;
            continue;
        }
        const char *newline = memchr(bytes, '\n', (size_t)(end - bytes));
        size_t part = (size_t)((newline ? newline : end) - bytes);
        if (connection->line_length < longest_line) {
            size_t room = longest_line - connection->line_length;
            memcpy(connection->line + connection->line_length, bytes, part < room ? part : room);
        }
        connection->line_length += part;
        bytes += part;
        if (!newline) break;
        bytes++;
        size_t kept = connection->line_length < longest_line ? connection->line_length : longest_line - 1;
        if (connection->line_length == kept && kept > 0 && connection->line[kept - 1] == '\r') {
            connection->line_length = --kept;
        }
        connection->line[kept] = '\0';
        if (!end_line(load, connection)) return EPROTO;
        connection->line_length = 0;
    }
    return 0;
}

// Connections

static void finish(struct load *load, struct connection *connection) {
    close(connection->descriptor);
    connection->descriptor = -1;
    load->open--;
}

static int watch(struct load *load, struct connection *connection, int operation, bool writing) {
    struct epoll_event event = {
        .events = EPOLLIN | (writing ? (uint32_t)EPOLLOUT : 0),
        .data.ptr = connection,
    };
    connection->waits_to_write = writing;
    return epoll_ctl(load->epoll, operation, connection->descriptor, &event) == 0 ? 0 : errno;
}

// Sends what the socket takes of the request and has epoll watch for room if there is more. Returns 0 or an errno value.
static int send_rest(struct load *load, struct connection *connection) {
    const struct caselog_request *request = connection->request;
    bool is_full = false;
    while (connection->sent < request->length && !is_full) {
        ssize_t sent = send(
            connection->descriptor, request->bytes + connection->sent, request->length - connection->sent,
            MSG_NOSIGNAL);
        if (sent >= 0) {
            connection->sent += (size_t)sent;
        } else if (errno == EAGAIN) {
            is_full = true;
        } else if (errno != EINTR) {
            return errno == EPIPE ? ECONNRESET : errno;
        }
    }
    return is_full == connection->waits_to_write ? 0 : watch(load, connection, EPOLL_CTL_MOD, is_full);
}

// Begins the next request at load->now or, with a rate, has it wait for its moment; closes the connection if there is none.
// Returns 0 or an errno value.
static int begin_next(struct load *load, struct connection *connection) {
    if (load->next == load->end || load->now >= load->deadline) {
        finish(load, connection);
        return 0;
    }
    connection->began = load->now;
    if (load->rate > 0) {
        connection->began = load->start + (int64_t)((double)(load->next - load->first) / load->rate * 1e9);
    }
    connection->request = load->next++;
    connection->sent = 0;
    connection->state = status_line;
    connection->due = connection->began > load->now ? connection->began : 0;
    return connection->due > 0 ? 0 : send_rest(load, connection);
}

// Counts a whole response, now. Returns 0, or EPROTO if the request was not yet sent in whole.
static int record_answer(struct load *load, struct connection *connection) {
    struct caselog_load_result *result = load->result;
    load->now = clock_ns();
    load->latencies[result->answered++] = load->now - connection->began;
    if (connection->status > 299) result->refused++;
    return connection->sent == connection->request->length ? 0 : EPROTO;
}

// Reads what is there and, after a whole response, begins the next request. Returns 0 or an errno value.
static int receive(struct load *load, struct connection *connection) {
    for (;;) {
        ssize_t count = recv(connection->descriptor, load->buffer, sizeof load->buffer, 0);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno == EAGAIN ? 0 : errno;
        if (count == 0) return ECONNRESET;
        int error = take(load, connection, load->buffer, (size_t)count);
        if (error != 0) return error;
        if (connection->state == complete) {
            error = record_answer(load, connection);
            return error != 0 ? error : begin_next(load, connection);
        }
        if ((size_t)count < sizeof load->buffer) return 0;
    }
}

// Goes on with a connection that epoll reported. Returns 0 or an errno value.
static int advance(struct load *load, struct connection *connection, uint32_t events) {
    if (events & EPOLLOUT) {
        int error = send_rest(load, connection);
        if (error != 0) return error;
    }
    return events & ~(uint32_t)EPOLLOUT ? receive(load, connection) : 0;
}

// A server that refuses a request half-way answers before it closes: its answer is read for the result.
static int read_last_words(struct load *load, struct connection *connection, int error) {
    if (error == ECONNRESET) (void)receive(load, connection);
    return error;
}

static int connect_one(struct load *load, struct connection *connection, const struct sockaddr_un *address) {
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return errno;
    connection->descriptor = descriptor;
    load->open++;
    // A nonblocking connect would fail where the listener's queue is full; this one waits, but not for ever.
    struct timeval patience = {.tv_sec = connect_timeout_seconds};
    if (setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) != 0) return errno;
    while (connect(descriptor, (const struct sockaddr *)address, sizeof *address) != 0) {
        if (errno != EINTR) return errno == EAGAIN ? ETIMEDOUT : errno;
    }
    if (fcntl(descriptor, F_SETFL, O_NONBLOCK) != 0) return errno;
    return watch(load, connection, EPOLL_CTL_ADD, false);
}

// The run

static int run(struct load *load, const struct sockaddr_un *address, double seconds) {
    load->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (load->epoll < 0) return errno;
    for (int i = 0; i < load->connection_count; i++) {
        int error = connect_one(load, &load->connections[i], address);
        if (error != 0) return error;
    }

    int64_t began = load->start = load->now = clock_ns();
    load->deadline = seconds < 1e9 ? began + (int64_t)(seconds * 1e9) : INT64_MAX;
    int error = 0;
    for (int i = 0; i < load->connection_count && error == 0; i++) {
        load->now = clock_ns();
        error = begin_next(load, &load->connections[i]);
        error = read_last_words(load, &load->connections[i], error);
    }
    while (error == 0 && load->open > 0 && load->now < load->deadline) {
        int64_t until = load->deadline;
        for (int i = 0; load->rate > 0 && i < load->connection_count; i++) {
            int64_t due = load->connections[i].descriptor >= 0 ? load->connections[i].due : 0;
            if (due > 0 && due < until) until = due;
        }
        int64_t left = until > load->now ? until - load->now : 0;
        struct timespec patience = {.tv_sec = left / 1000000000, .tv_nsec = left % 1000000000};
        struct epoll_event events[events_at_once];
        int count = epoll_pwait2(load->epoll, events, events_at_once, &patience, NULL);
        if (count < 0 && errno != EINTR) error = errno;
        for (int i = 0; i < count && error == 0; i++) {
            struct connection *connection = events[i].data.ptr;
            error = advance(load, connection, events[i].events);
            error = read_last_words(load, connection, error);
        }
        load->now = clock_ns();
        for (int i = 0; load->rate > 0 && i < load->connection_count && error == 0; i++) {
            struct connection *connection = &load->connections[i];
            if (connection->descriptor < 0 || connection->due == 0 || connection->due > load->now) continue;
            connection->due = 0;
            error = send_rest(load, connection);
        }
    }
    load->result->elapsed_seconds = (double)(load->now - began) / 1e9;
    return error;
}

static int compare(const void *one, const void *other) {
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

static void summarize(const struct load *load) {
    struct caselog_load_result *result = load->result;
    if (result->refused == 0) {
        // One that was being refused at the end does not count either.
        result->first_bad_status = 0;
        memset(result->first_bad_body, 0, sizeof result->first_bad_body);
    }
    size_t count = result->answered;
    if (count == 0) return;
    qsort(load->latencies, count, sizeof *load->latencies, compare);
    result->p50_ms = (double)load->latencies[(count + 1) / 2 - 1] / 1e6;
    result->p99_ms = (double)load->latencies[count - count / 100 - 1] / 1e6;
    result->max_ms = (double)load->latencies[count - 1] / 1e6;
}

int caselog_load(
    const char *socket_path, const struct caselog_request *requests, size_t request_count, int connections,
    double seconds, double rate, struct caselog_load_result *result) {
    memset(result, 0, sizeof *result);
    if (connections < 1 || !(seconds > 0)) return EINVAL;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    size_t path_length = strlen(socket_path);
    if (path_length >= sizeof address.sun_path) return ENAMETOOLONG;
    memcpy(address.sun_path, socket_path, path_length + 1);
    if (request_count == 0) return 0;

    struct load *load = calloc(1, sizeof *load);
    if (!load) return ENOMEM;
    load->result = result;
    load->first = load->next = requests;
    load->rate = rate;
    load->end = requests + request_count;
    load->epoll = -1;
    load->connection_count = (size_t)connections < request_count ? connections : (int)request_count;
    load->connections = calloc((size_t)load->connection_count, sizeof *load->connections);
    load->latencies = calloc(request_count, sizeof *load->latencies);
    int error = ENOMEM;
    if (load->connections && load->latencies) {
        for (int i = 0; i < load->connection_count; i++) load->connections[i].descriptor = -1;
        error = run(load, &address, seconds);
        for (int i = 0; i < load->connection_count; i++) {
            if (load->connections[i].descriptor >= 0) finish(load, &load->connections[i]);
        }
        if (load->epoll >= 0) close(load->epoll);
        summarize(load);
    }
    free(load->latencies);
    free(load->connections);
    free(load);
    return error;
}
