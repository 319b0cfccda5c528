#define _GNU_SOURCE
#include "privileges.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef SYS_pidfd_send_signal
#define SYS_pidfd_send_signal 424
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#define CASELOG_CLOSE_RANGE_CLOEXEC (1U << 2)
#define CASELOG_PROGRAM 3

enum step { STEP_SESSION, STEP_GROUPS, STEP_GROUP, STEP_USER, STEP_DEATH, STEP_DIRECTORY, STEP_OUTPUT, STEP_EXECUTE };

static const char *const step_names[] = {
    "setsid", "setgroups", "setgid", "setuid", "prctl(PR_SET_PDEATHSIG)", "chdir", "opening the output file", "execve",
};

struct failure {
    int32_t step;
    int32_t error;
};

static void fail(int report, enum step step) {
    struct failure failure = {step, errno};
    ssize_t written = write(report, &failure, sizeof failure);
    (void)written;
    _exit(127);
}

// Everything from fork() to execve() uses async-signal-safe calls only, as the parent has other threads. The
// credentials are set by bare system calls: the C library's wrappers would try to change every thread of the process.
static void become_child(const struct caselog_spawn *spawn, pid_t parent, int report) {
    struct sigaction action = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) {
        if (number != SIGKILL && number != SIGSTOP) {
            sigaction(number, &action, NULL);
        }
    }
    if (setsid() < 0) fail(report, STEP_SESSION);
    if (spawn->changes_user) {
        if (syscall(SYS_setgroups, spawn->group_count, spawn->groups) != 0) fail(report, STEP_GROUPS);
        if (syscall(SYS_setresgid, spawn->group, spawn->group, spawn->group) != 0) fail(report, STEP_GROUP);
        if (syscall(SYS_setresuid, spawn->user, spawn->user, spawn->user) != 0) fail(report, STEP_USER);
    }
    // After the change of user, which clears the setting.
    if (spawn->parent_death_signal != 0) {
        if (prctl(PR_SET_PDEATHSIG, (unsigned long)spawn->parent_death_signal, 0, 0, 0) != 0) {
            fail(report, STEP_DEATH);
        }
        // The parent may have died before prctl; then no signal would ever come.
        if (getppid() != parent) _exit(127);
    }
    umask(077);
    if (chdir(spawn->directory) != 0) fail(report, STEP_DIRECTORY);
    int input = spawn->input > 0 ? spawn->input : open("/dev/null", O_RDONLY);
    int output = spawn->printed;
    // Opened as the child's own user: root must not follow what that user may have put at this path.
    if (output <= 0) output = open(spawn->output, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NOFOLLOW, 0600);
    if (input < 0 || output < 0) fail(report, STEP_OUTPUT);
    if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(output, 2) < 0) fail(report, STEP_OUTPUT);
    if (syscall(SYS_close_range, 3U, ~0U, CASELOG_CLOSE_RANGE_CLOEXEC) != 0) {
        struct rlimit limit;
        int highest = getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < 65536 ? (int)limit.rlim_cur : 65536;
        for (int descriptor = 3; descriptor < highest; descriptor++) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (spawn->program > 0) {
        int ready = spawn->program == CASELOG_PROGRAM ? fcntl(CASELOG_PROGRAM, F_SETFD, 0)
                                                      : dup2(spawn->program, CASELOG_PROGRAM);
        if (ready >= 0) {
            syscall(SYS_execveat, CASELOG_PROGRAM, "", spawn->arguments, spawn->environment, AT_EMPTY_PATH);
        }
    } else {
        execve(spawn->path, spawn->arguments, spawn->environment);
    }
    fail(report, STEP_EXECUTE);
}

pid_t caselog_spawn_supervised(const struct caselog_spawn *spawn, const char **stage) {
    int report[2];
    *stage = "pipe";
    if (pipe2(report, O_CLOEXEC) != 0) return -errno;
    // Above the standard descriptors, should the daemon run with one of them closed, and that of the program: dup2 would
    // overwrite it.
    int writer = fcntl(report[1], F_DUPFD_CLOEXEC, CASELOG_PROGRAM + 1);
    int error = errno;
    close(report[1]);
    if (writer < 0) {
        close(report[0]);
        return -error;
    }
    // No handler of the parent may run in the child before its dispositions are reset.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t parent = getpid();
    *stage = "fork";
    pid_t child = fork();
    if (child == 0) become_child(spawn, parent, writer);
    error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(writer);
    if (child < 0) {
        close(report[0]);
        return -error;
    }
    struct failure failure;
    ssize_t count;
    do {
        count = read(report[0], &failure, sizeof failure);
    } while (count < 0 && errno == EINTR);
    close(report[0]);
    if (count == (ssize_t)sizeof failure) {
        while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
        *stage = step_names[failure.step];
        return -failure.error;
    }
    return child;
}

int caselog_pipe(int *reading, int *writing) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return -errno;
    *reading = ends[0];
    *writing = ends[1];
    return 0;
}

int caselog_wait_exited(pid_t pid) {
    siginfo_t info;
    int result;
    do {
        result = waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
    } while (result != 0 && errno == EINTR);
    return result == 0 ? 0 : -errno;
}

int caselog_reap(pid_t pid) {
    int status;
    pid_t result;
    do {
        result = waitpid(pid, &status, 0);
    } while (result < 0 && errno == EINTR);
    if (result < 0) return -errno;
    return WIFSIGNALED(status) ? 256 + WTERMSIG(status) : WEXITSTATUS(status);
}

int caselog_pidfd_open(pid_t pid) {
    long descriptor = syscall(SYS_pidfd_open, pid, 0U);
    return descriptor < 0 ? -errno : (int)descriptor;
}

int caselog_pidfd_send_signal(int pidfd, int signal) {
    return syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0U) == 0 ? 0 : -errno;
}
