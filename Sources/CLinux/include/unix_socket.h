// Unix sockets: what takes several calls in a fixed order under one umask.
#ifndef CASELOG_UNIX_SOCKET_H
#define CASELOG_UNIX_SOCKET_H

#include <stdint.h>

// Binds and listens on path. The file is never open to more than its owner before it has its group and mode.
// group -1 leaves the group as it is. Returns the descriptor (close-on-exec), or -1 with errno set.
int caselog_unix_listen(const char *path, uint32_t mode, int32_t group, int backlog);

// Whether something accepts connections on path: 1 or 0.
int caselog_unix_is_live(const char *path);

// What stands at path: 0 nothing, 1 a socket (its inode goes to *inode), 2 something else.
int caselog_unix_look(const char *path, uint64_t *inode);

#endif
