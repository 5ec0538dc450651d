#include "core/worker/spawn.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What a worker's environment says whatever ours does: one OpenMP thread, and no time zone or
 * locale in any output. */
static char *const forced[] = { (char[]){ "OMP_THREAD_LIMIT=1" }, (char[]){ "TZ=UTC" },
                                (char[]){ "LC_ALL=C.UTF-8" } };
#define FORCED_COUNT (sizeof(forced) / sizeof(forced[0]))

static bool is_forced(const char *entry)
{
    for (size_t i = 0; i < FORCED_COUNT; i++)
        if (strncmp(entry, forced[i], strcspn(forced[i], "=") + 1) == 0)
            return true;
    return false;
}

/* A copy of environ with the forced entries; the array is the caller's, its strings are not. */
static char **worker_environment(void)
{
    size_t n = 0, out = 0;
    char **env;

    while (environ[n] != NULL)
        n++;
    env = calloc(n + FORCED_COUNT + 1, sizeof(*env));
    if (env == NULL)
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (!is_forced(environ[i]))
            env[out++] = environ[i];
    for (size_t i = 0; i < FORCED_COUNT; i++)
        env[out++] = forced[i];
    return env;
}

/* posix_spawn with the socket on its descriptor. Returns an errno value. */
static int spawn_with_socket(pid_t *pid, const char *exe, const char *const argv[], char **env,
                             int socket_fd)
{
    posix_spawn_file_actions_t act;
    posix_spawnattr_t attr;
    sigset_t none;
    int e;

    posix_spawn_file_actions_init(&act);
    posix_spawnattr_init(&attr);
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
    /* dup2 onto itself would leave the close-on-exec flag set: glibc clears it for this case. */
    e = posix_spawn_file_actions_adddup2(&act, socket_fd, POOL_WORKER_FD);
    if (e == 0)
        e = posix_spawn(pid, exe, &act, &attr, (char *const *)argv, env);
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&act);
    return e;
}

BA_RC ba_worker_spawn(struct ba_worker *w, const char *exe, const char *const argv[],
                      struct ba_err *err)
{
    enum ba_rc rc = BA_OK;
    char **env = worker_environment();
    int sv[2] = { -1, -1 };

    *w = (struct ba_worker){ .pid = -1, .fd = -1 };
    if (env == NULL || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sv) != 0) {
        rc = ba_fail_sys(err, BA_FATAL, "POOL_SPAWN", "%s: cannot start a worker", exe);
        goto out;
    }
    errno = spawn_with_socket(&w->pid, exe, argv, env, sv[1]);
    if (errno != 0) {
        rc = ba_fail_sys(err, BA_FATAL, "POOL_SPAWN", "%s: cannot start a worker", exe);
        w->pid = -1;
        goto out;
    }
    w->fd = sv[0];
    sv[0] = -1;

out:
    if (sv[0] >= 0)
        close(sv[0]);
    if (sv[1] >= 0)
        close(sv[1]);
    free(env);
    return rc;
}
