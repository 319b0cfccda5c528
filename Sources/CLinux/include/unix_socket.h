// Unix sockets: what takes several calls in a fixed order under one umask.
#ifndef CASELOG_UNIX_SOCKET_H
#define CASELOG_UNIX_SOCKET_H

#include <stddef.h>
#include <stdint.h>

// Binds and listens on path. The file is never open to more than its owner before it has its group and mode.
// group -1 leaves the group as it is. Returns the descriptor (close-on-exec), or -1 with errno set.
int caselog_unix_listen(const char *path, uint32_t mode, int32_t group, int backlog);

// Whether something accepts connections on path: 1 or 0.
int caselog_unix_is_live(const char *path);

// What stands at path: 0 nothing, 1 a socket (its inode goes to *inode), 2 something else.
int caselog_unix_look(const char *path, uint64_t *inode);

// The supplementary groups of the peer of a connected socket, as the kernel has them (SO_PEERGROUPS). Returns how many there
// are: more than capacity means that groups was not filled. -1 with errno set on failure.
int caselog_unix_peer_groups(int socket, uint32_t *groups, size_t capacity);

// What a socket that somebody else opened listens on: 0, and its path goes to path, which is empty for a socket without
// one; 1 where the descriptor is not a listening Unix stream socket; -1 with errno set. It becomes close-on-exec and
// non-blocking.
int caselog_unix_listener(int descriptor, char *path, size_t capacity);

#endif
