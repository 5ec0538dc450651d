/*
 * machine_limits.h - how much of this machine the program may use.
 */
#ifndef BA_DEPOT_MACHINE_LIMITS_H
#define BA_DEPOT_MACHINE_LIMITS_H

#include <stdint.h>

/* Processors this process may run on; within a Slurm job no more than it was given. At least 1. */
unsigned machine_limits_cpus(void);
/* Bytes of memory that pages may take together: three quarters of what the machine, a container
 * or a service leaves (core/system_memory.h), or of what a Slurm job was given. */
uint64_t machine_limits_memory(void);

#endif
