/*
 * system_memory.h - how much memory there is for this process and its children.
 */
#ifndef BA_CORE_SYSTEM_MEMORY_H
#define BA_CORE_SYSTEM_MEMORY_H

#include <stdint.h>

/*
 * Bytes: those of the machine, or less where a control group (a container, a systemd service, a job
 * of Slurm) allows less, whose kernel would kill a worker. root: "" (in tests a folder with proc
 * and sys/fs/cgroup in it).
 */
uint64_t ba_system_memory_total(const char *root);

#endif
