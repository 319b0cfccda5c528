#ifndef CASELOG_NOTIFY_H
#define CASELOG_NOTIFY_H

// Sends one datagram to a Unix socket; a path that begins with '@' is an abstract one. Returns 0, or -1 with errno set.
int caselog_notify(const char *path, const char *message);

// A socket for datagrams to the one at that path, which waits a second at most to be rid of one; close-on-exec. Returns the
// descriptor, or -1 with errno set.
int caselog_datagram_socket(const char *path);

#endif
