#include "depot/stop_signal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

volatile sig_atomic_t stop_signal_asked;

static void on_signal(int sig)
{
    static const char first[] =
        "\nbouwarchief: finishing the pages in hand; once more stops at once\n";
    int e = errno;
    ssize_t ignored;

    (void)sig;
    if (stop_signal_asked < 2)
        stop_signal_asked++;
    if (stop_signal_asked == 2)
        signal(sig, SIG_DFL); /* whatever hangs then, a third one ends it */
    if (stop_signal_asked == 1) {
        ignored = write(STDERR_FILENO, first, sizeof(first) - 1);
        (void)ignored; /* nowhere to say it then */
    }
    errno = e;
}

BA_RC stop_signal_check(struct ba_err *err)
{
    return stop_signal_asked == 0
               ? BA_OK
               : ba_fail(err, BA_RETRY, "INTERRUPTED",
                         "stopped on request; run the same command again to go on");
}

void stop_signal_install(void)
{
    struct sigaction sa = { .sa_handler = on_signal };

    sigemptyset(&sa.sa_mask);
    sigaction(SIGINT, &sa, NULL);
    sigaction(SIGTERM, &sa, NULL);
}
