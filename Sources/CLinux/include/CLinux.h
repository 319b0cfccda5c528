// What Linux has and Swift's Glibc module does not show.
#ifndef CASELOG_CLINUX_H
#define CASELOG_CLINUX_H

#include "memory_file.h"
#include "notify.h"
#include "privileges.h"
#include "unix_socket.h"
#include "waiting.h"

#endif
