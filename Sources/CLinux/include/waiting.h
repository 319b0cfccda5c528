#ifndef CASELOG_WAITING_H
#define CASELOG_WAITING_H

// What Swift's Glibc module does not show.

/// A new nonblocking, close-on-exec eventfd, or -1 with errno set.
int caselog_eventfd(void);

/// Makes the eventfd readable. Never blocks: a full counter is readable already.
void caselog_eventfd_signal(int fd);

/// Makes the eventfd unreadable until the next signal.
void caselog_eventfd_drain(int fd);

enum {
    CASELOG_READABLE = 1,
    CASELOG_WRITABLE = 2,
    CASELOG_WOKEN = 4,
};

/// Waits until `fd` is readable (or writable, if `writing`; `reading` may be 0), the eventfd `wake` is
/// signalled, or `microseconds` have passed (-1: no limit). Returns CASELOG_* bits, 0 after the time or an interrupting
/// signal, -1 with errno set. Hang-up and errors count as readable and writable: the next call on `fd` tells.
int caselog_wait(int fd, int reading, int writing, int wake, long long microseconds);

/// Names the calling thread (at most 15 bytes are kept), for debuggers and process lists.
void caselog_set_thread_name(const char *name);

#endif
