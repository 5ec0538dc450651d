/*
 * stop.h - SIGINT and SIGTERM: the first asks to finish what runs, the second to stop at once.
 */
#ifndef BA_CLI_STOP_H
#define BA_CLI_STOP_H

#include <signal.h>

/* How often a stop was asked for. */
extern volatile sig_atomic_t stop_asked;
void stop_install(void);

#endif
