#ifndef CASELOG_MEMORY_FILE_H
#define CASELOG_MEMORY_FILE_H

#include <stddef.h>

// An open file in memory that holds these bytes and is read from its beginning; close-on-exec.
// Returns the descriptor, or -1 with errno set.
int caselog_memory_file(const void *bytes, size_t count);

#endif
