#ifndef CASELOG_NOTIFY_H
#define CASELOG_NOTIFY_H

// Sends one datagram to a Unix socket; a path that begins with '@' is an abstract one. Returns 0, or -1 with errno set.
int caselog_notify(const char *path, const char *message);

#endif
