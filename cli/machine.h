/*
 * machine.h - how much of this machine the program may use.
 */
#ifndef BA_CLI_MACHINE_H
#define BA_CLI_MACHINE_H

#include <stdint.h>

/* Processors this process may run on; within a Slurm job no more than it was given. At least 1. */
unsigned machine_cpus(void);
/*
 * Bytes of memory that pages may take together: three quarters of what the machine has, or, within
 * a Slurm job that was given its memory, seven eighths of that (the rest is for this process).
 */
uint64_t machine_memory(void);

#endif
