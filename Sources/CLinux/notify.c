#define _GNU_SOURCE
#include "include/notify.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

// Fills in the address of a path. Returns its size, or 0 with errno set.
static socklen_t address_of(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (length == 0 || length >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return 0;
    }
    memcpy(address->sun_path, path, length);
    if (path[0] == '@') address->sun_path[0] = '\0';
    return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
}

int caselog_datagram_socket(const char *path) {
    struct sockaddr_un address;
    socklen_t size = address_of(path, &address);
    if (size == 0) return -1;
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    struct timeval patience = {.tv_sec = 1};
    if (setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) == 0 &&
        connect(descriptor, (struct sockaddr *)&address, size) == 0)
        return descriptor;
    int reason = errno;
    close(descriptor);
    errno = reason;
    return -1;
}

int caselog_notify(const char *path, const char *message) {
    int descriptor = caselog_datagram_socket(path);
    if (descriptor < 0) return -1;
    ssize_t sent = send(descriptor, message, strlen(message), MSG_NOSIGNAL);
    int reason = errno;
    close(descriptor);
    errno = reason;
    return sent < 0 ? -1 : 0;
}
