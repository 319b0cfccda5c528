#ifndef CASELOG_PRIVILEGES_H
#define CASELOG_PRIVILEGES_H

#include <sys/types.h>

/// What a supervised child is started as. All strings are NUL-terminated and borrowed for the call only.
struct caselog_spawn {
    const char *path;           ///< absolute path of the program
    char *const *arguments;     ///< argv, NULL-terminated
    char *const *environment;   ///< envp, NULL-terminated
    const char *directory;      ///< working directory
    const char *output;         ///< file that gets stdout and stderr, truncated; opened as the child's own user
    int changes_user;           ///< nonzero: take on the three fields below
    uid_t user;
    gid_t group;
    const gid_t *groups;        ///< supplementary groups
    size_t group_count;
    int parent_death_signal;    ///< sent to the child when the calling THREAD ends; 0 for none
    int program;                ///< descriptor of the file to execute, whatever stands at path now; 0: that at path
    int input;                  ///< descriptor that becomes stdin; 0: /dev/null
    int printed;                ///< descriptor that becomes stdout and stderr; 0: the file at output
};

/// Forks and executes a child in a session of its own, with default signal dispositions, an empty signal mask,
/// umask 077 and no inherited descriptor but stdin, stdout and stderr; and, where a descriptor names the program,
/// that one as number 3, by which the interpreter of a script reads it.
///
/// Returns the child's pid, or a negated errno; `*stage` then names the step that failed (a static string).
pid_t caselog_spawn_supervised(const struct caselog_spawn *spawn, const char **stage);

/// Makes a pipe, close-on-exec from the first moment. Returns 0 or a negated errno.
int caselog_pipe(int *reading, int *writing);

/// Blocks until the child `pid` has exited, without reaping it, so that its pid cannot be given to another process.
/// Returns 0 or a negated errno.
int caselog_wait_exited(pid_t pid);

/// Reaps the exited child `pid`. Returns its exit code, 256 + the signal's number if a signal ended it,
/// or a negated errno.
int caselog_reap(pid_t pid);

/// A descriptor that names the process `pid` for good, even when its number is used again. Negated errno on failure.
int caselog_pidfd_open(pid_t pid);

/// Signals the process that a pidfd names. Returns 0 or a negated errno.
int caselog_pidfd_send_signal(int pidfd, int signal);

#endif
