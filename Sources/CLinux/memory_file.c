#define _GNU_SOURCE
#include "include/memory_file.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

int caselog_memory_file(const void *bytes, size_t count) {
    int descriptor = memfd_create("caselog", MFD_CLOEXEC);
    if (descriptor < 0) return -1;
    size_t written = 0;
    while (written < count) {
        ssize_t step = write(descriptor, (const char *)bytes + written, count - written);
        if (step < 0 && errno == EINTR) continue;
        if (step < 0) goto failed;
        written += (size_t)step;
    }
    if (lseek(descriptor, 0, SEEK_SET) != 0) goto failed;
    return descriptor;

failed:;
    int reason = errno;
    close(descriptor);
    errno = reason;
    return -1;
}
