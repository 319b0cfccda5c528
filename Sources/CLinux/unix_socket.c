#define _GNU_SOURCE
#include "include/unix_socket.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int address_of(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (length >= sizeof address->sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address->sun_path, path, length + 1);
    return 0;
}

int caselog_unix_listen(const char *path, uint32_t mode, int32_t group, int backlog) {
    struct sockaddr_un address;
    if (address_of(path, &address) != 0) return -1;
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -1;

    mode_t before = umask(0177);
    int bound = bind(descriptor, (struct sockaddr *)&address, sizeof address);
    umask(before);
    if (bound != 0) goto failed;
    if (group >= 0 && chown(path, (uid_t)-1, (gid_t)group) != 0) goto failed;
    if (chmod(path, (mode_t)mode) != 0) goto failed;
    if (listen(descriptor, backlog) != 0) goto failed;
    return descriptor;

failed:;
    int reason = errno;
    close(descriptor);
    if (bound == 0) unlink(path);
    errno = reason;
    return -1;
}

int caselog_unix_is_live(const char *path) {
    struct sockaddr_un address;
    if (address_of(path, &address) != 0) return 0;
    int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return 0;
    int connected = connect(descriptor, (struct sockaddr *)&address, sizeof address);
    // EAGAIN: the queue of a live listener is full.
    int live = connected == 0 || errno == EAGAIN || errno == EINPROGRESS;
    close(descriptor);
    return live;
}

int caselog_unix_look(const char *path, uint64_t *inode) {
    struct stat status;
    if (lstat(path, &status) != 0) return 0;
    if (!S_ISSOCK(status.st_mode)) return 2;
    *inode = (uint64_t)status.st_ino;
    return 1;
}

#ifndef SO_PEERGROUPS
#define SO_PEERGROUPS 59
#endif

int caselog_unix_peer_groups(int socket, uint32_t *groups, size_t capacity)
{
    socklen_t length = (socklen_t)(capacity * sizeof *groups);
    if (getsockopt(socket, SOL_SOCKET, SO_PEERGROUPS, groups, &length) != 0 && errno != ERANGE)
        return -1;
    return (int)(length / sizeof *groups);
}

static int option(int descriptor, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    return getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == 0 ? value : -1;
}

int caselog_unix_listener(int descriptor, char *path, size_t capacity)
{
    struct stat status;
    if (fstat(descriptor, &status) != 0) return -1;
    if (!S_ISSOCK(status.st_mode) || option(descriptor, SO_DOMAIN) != AF_UNIX
        || option(descriptor, SO_TYPE) != SOCK_STREAM || option(descriptor, SO_ACCEPTCONN) != 1)
        return 1;
    int flags = fcntl(descriptor, F_GETFL);
    if (flags < 0 || fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) != 0) return -1;
    if (fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0) return -1;

    struct sockaddr_un address;
    socklen_t length = sizeof address;
    memset(&address, 0, sizeof address);
    if (getsockname(descriptor, (struct sockaddr *)&address, &length) != 0) return -1;
    size_t count = strnlen(address.sun_path, sizeof address.sun_path);
    if (count >= capacity) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(path, address.sun_path, count);
    path[count] = '\0';
    return 0;
}
