/*
 * machine.h - how much of this machine the program may use.
 */
#ifndef BA_CLI_MACHINE_H
#define BA_CLI_MACHINE_H

#include <stdint.h>

/* Processors this process may run on; within a Slurm job no more than it was given. At least 1. */
unsigned machine_cpus(void);
/* Bytes of memory that pages may take together: three quarters of what the machine, a container
 * or a service leaves (core/memory.h), or of what a Slurm job was given. */
uint64_t machine_memory(void);

#endif
