#define _GNU_SOURCE
#include "include/waiting.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

int caselog_eventfd(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

void caselog_eventfd_signal(int fd) {
    uint64_t one = 1;
    int saved = errno;
    ssize_t written;
    do {
        written = write(fd, &one, sizeof one);
    } while (written < 0 && errno == EINTR);
    errno = saved;
}

void caselog_eventfd_drain(int fd) {
    uint64_t count;
    int saved = errno;
    ssize_t got;
    do {
        got = read(fd, &count, sizeof count);
    } while (got < 0 && errno == EINTR);
    errno = saved;
}

int caselog_wait(int fd, int reading, int writing, int wake, long long microseconds) {
    struct pollfd fds[2] = {
        {.fd = fd, .events = (short)((reading ? POLLIN : 0) | (writing ? POLLOUT : 0))},
        {.fd = wake, .events = POLLIN},
    };
    struct timespec limit = {.tv_sec = microseconds / 1000000, .tv_nsec = microseconds % 1000000 * 1000};
    int ready = ppoll(fds, 2, microseconds < 0 ? NULL : &limit, NULL);
    if (ready < 0) {
        return errno == EINTR ? 0 : -1;
    }
    int bits = 0;
    short failed = POLLERR | POLLHUP | POLLNVAL;
    if (fds[0].revents & (POLLIN | failed)) {
        bits |= CASELOG_READABLE;
    }
    if (fds[0].revents & (POLLOUT | failed)) {
        bits |= CASELOG_WRITABLE;
    }
    if (fds[1].revents) {
        bits |= CASELOG_WOKEN;
    }
    return bits;
}

void caselog_set_thread_name(const char *name) {
    char kept[16];
    strncpy(kept, name, sizeof kept - 1);
    kept[sizeof kept - 1] = '\0';
    (void)pthread_setname_np(pthread_self(), kept);
}
