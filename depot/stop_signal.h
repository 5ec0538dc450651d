/*
 * stop_signal.h - SIGINT and SIGTERM: the first asks to finish what runs, the second to stop at
 * once, the third kills.
 */
#ifndef BA_DEPOT_STOP_SIGNAL_H
#define BA_DEPOT_STOP_SIGNAL_H

#include <signal.h>

#include "core/err.h"

/* How often a stop was asked for. */
extern volatile sig_atomic_t stop_signal_asked;
void stop_signal_install(void);
/* For work without workers, between two items: BA_RETRY INTERRUPTED once a stop was asked for. */
BA_RC stop_signal_check(struct ba_err *err);

#endif
