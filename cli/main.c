#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/help.h"
#include "cli/message.h"
#include "cli/progress_line.h"
#include "core/clock.h"
#include "core/codes.h"
#include "core/log.h"
#include "depot/stop_signal.h"

#define WAIT_S 10.0

static int usage(FILE *to)
{
    help_usage(to);
    return to == stdout ? EX_OK : EX_USAGE;
}

static int unknown_command(const char *name)
{
    const char *near = cmd_suggest(name);

    fprintf(stderr, "bouwarchief: no command \"%s\"%s%s%s [USAGE]\n", name,
            near != NULL ? "; did you mean \"" : "; see: bouwarchief help",
            near != NULL ? near : "", near != NULL ? "\"?" : "");
    return EX_USAGE;
}

/* `help COMMAND`; `help --manual COMMAND` and `help --completion SHELL` for packagers. */
static int help(int argc, char **argv)
{
    bool manual = argc > 1 && strcmp(argv[0], "--manual") == 0;
    const char *name = manual ? argv[1] : argv[0];
    const struct cmd *c;

    if (argc > 1 && strcmp(argv[0], "--completion") == 0) {
        if (help_completion(argv[1], stdout) != NULL)
            return EX_OK;
        fprintf(stderr,
                "bouwarchief: there is completion for bash and zsh, not for %.40s [USAGE]\n",
                argv[1]);
        return EX_USAGE;
    }
    if (argc == 0)
        return usage(stdout);
    c = cmd_find(name);
    if (c == NULL || (c->needs & CMD_HIDDEN))
        return unknown_command(name);
    if (manual)
        help_manual(c, stdout);
    else
        help_command(c, stdout);
    return EX_OK;
}

/* --help or -h wherever it stands before "--": "batch close --help" too. */
static bool asks_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

/* Takes "-C DIR" out of argv, wherever it stands before "--". -1: its value is missing. */
static int take_depot(int *argc, char **argv, struct depot *depot)
{
    int out = 1;

    for (int i = 1; i < *argc; i++) {
        if (strcmp(argv[i], "--") == 0) {
            while (i < *argc)
                argv[out++] = argv[i++];
            break;
        }
        if (strncmp(argv[i], "-C", 2) != 0) {
            argv[out++] = argv[i];
            continue;
        }
        depot->folder = argv[i][2] != '\0' ? argv[i] + 2 : argv[++i];
        depot->folder_given = true;
        depot->folder_option = depot->folder;
        if (depot->folder == NULL || *depot->folder == '\0')
            return -1;
    }
    argv[out] = NULL;
    *argc = out;
    return 0;
}

/* Output that was lost, to a full disk say, must not look like success. */
static int finish_stdout(int status)
{
    errno = 0; /* what failed earlier left only the stream's flag */
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, "bouwarchief: standard output could not be written%s%s [STDOUT]\n",
            errno != 0 ? ": " : "", errno != 0 ? strerror(errno) : "");
    return status != EX_OK ? status : EX_IOERR;
}

/* Batches come all day; a correction need not be typed again because one was just being taken in.
 */
static BA_RC open_patiently(struct depot *depot, unsigned needs, struct ba_err *err)
{
    const struct timespec nap = { .tv_nsec = 200000000 };
    double until = ba_monotonic() + WAIT_S;
    enum ba_rc rc;

    while ((rc = depot_open(depot, needs, err)) == BA_RETRY && (needs & CMD_WAITS) != 0 &&
           strcmp(err->code, "DEPOT_LOCKED") == 0 && ba_monotonic() < until &&
           stop_signal_asked == 0) {
        nanosleep(&nap, NULL);
        *err = (struct ba_err)BA_ERR_INIT;
    }
    return rc;
}

static int run(struct depot *depot, const struct cmd *cmd, int argc, char **argv)
{
    struct ba_err err = BA_ERR_INIT;
    enum ba_rc rc;

    if (asks_help(argc, argv)) {
        help_command(cmd, stdout);
        return EX_OK;
    }
    if (cmd->needs & CMD_STOPS)
        stop_signal_install();
    rc = open_patiently(depot, cmd->needs, &err);
    if (rc == BA_OK)
        rc = cmd->run(depot, argc, argv, &err);
    if (rc != BA_OK) {
        fflush(stdout);
        /* Many messages name the command themselves. */
        size_t n = strlen(cmd->name);
        bool named = strncmp(err.msg, cmd->name, n) == 0 && strncmp(err.msg + n, ": ", 2) == 0;

        say(depot, stderr, "bouwarchief %s: %s [%s]\n", cmd->name, err.msg + (named ? n + 2 : 0),
            err.code);
    }
    depot_close(depot);
    return rc == BA_OK ? EX_OK : code_exit_status(&err);
}

int main(int argc, char **argv)
{
    char exe[PATH_MAX];
    struct progress_line line = { .terminal = false };
    const struct progress_watcher watcher = { progress_line_watch, &line };
    struct depot depot = { .exe = exe, .lock = BA_LOCK_INIT, .watcher = &watcher };
    const char *from_environment = getenv("BOUWARCHIEF_DEPOT");
    const struct cmd *cmd;
    ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

    /* A limit of the size of files makes the write fail, with a sentence; by itself it kills.
     * Workers inherit that. */
    signal(SIGXFSZ, SIG_IGN);
    /* Text is UTF-8 whatever the caller's environment says: libarchive damages names, or crashes,
     * in the C locale. Numbers stay in "C". */
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL || n < 0) {
        fputs("bouwarchief: the C.UTF-8 locale or /proc is missing on this machine\n", stderr);
        return EX_UNAVAILABLE;
    }
    exe[n] = '\0';
    depot.folder_given = from_environment != NULL && *from_environment != '\0';
    depot.folder = depot.folder_given ? from_environment : ".";
    if (take_depot(&argc, argv, &depot) != 0) {
        fputs("bouwarchief: -C wants a folder [USAGE]\n", stderr);
        return EX_USAGE;
    }
    if (argc < 2)
        return usage(stderr);
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 ||
        strcmp(argv[1], "-h") == 0)
        return finish_stdout(help(argc - 2, argv + 2));
    if (strcmp(argv[1], "--version") == 0) {
        puts("bouwarchief " BA_VERSION);
        return finish_stdout(EX_OK);
    }
    cmd = cmd_find(argv[1]);
    if (cmd == NULL)
        return unknown_command(argv[1]);
    return finish_stdout(run(&depot, cmd, argc - 1, argv + 1));
}
