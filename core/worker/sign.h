/*
 * sign.h - how a worker says that it gets on with a long job, so that its time starts anew.
 */
#ifndef BA_CORE_WORKER_SIGN_H
#define BA_CORE_WORKER_SIGN_H

/* Signs go to this descriptor from now on; before, and in other processes, they go nowhere. */
void worker_sign_to(int fd);

/* Something was done that will not be done again: a page of a file. A frame of no bytes, which is
 * no answer. */
void worker_sign(void);

#endif
