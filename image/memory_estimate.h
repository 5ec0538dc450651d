/*
 * memory_estimate.h - how much memory a delivered file will need, from its headers alone.
 *
 * Cheap enough for the coordinator, which decodes nothing: a few reads a frame, no allocation from
 * what the file says. An estimate to plan with, no promise: the decoder has its own hard limits.
 */
#ifndef BA_IMAGE_MEMORY_ESTIMATE_H
#define BA_IMAGE_MEMORY_ESTIMATE_H

#include <stdint.h>

/* Bytes that decoding and looking at the largest image of the file takes; 0 when its headers do not
 * say (no file, another format, damaged: that is refused without decoding). */
uint64_t master_memory(const char *path);

#endif
