/*
 * wire.h - framed messages between coordinator and worker.
 *
 * A frame is a 4-byte little-endian length and that many bytes. Inside, values are put and taken in
 * the same order by paired functions; there are no names. A taker that meets the wrong length or
 * kind sets `bad` and returns zeros from then on, so a caller checks once, at the end, with
 * wire_done().
 */
#ifndef BA_CORE_WORKER_WIRE_H
#define BA_CORE_WORKER_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/buf.h"
#include "core/err.h"

#define WIRE_MAX_FRAME (16u << 20)

void wire_put_u64(struct ba_buf *b, uint64_t v);
void wire_put_i64(struct ba_buf *b, int64_t v);
void wire_put_f64(struct ba_buf *b, double v);
void wire_put_str(struct ba_buf *b, const char *s); /* NULL stays NULL */
/* size 0 is allowed. */
void wire_put_bytes(struct ba_buf *b, const void *data, size_t size);
void wire_put_err(struct ba_buf *b, const struct ba_err *err);

struct wire_in {
    const unsigned char *p, *end;
    bool bad;
};

uint64_t wire_take_u64(struct wire_in *in);
int64_t wire_take_i64(struct wire_in *in);
double wire_take_f64(struct wire_in *in);
const char *wire_take_str(struct wire_in *in); /* borrowed from the frame; NULL was NULL (or bad) */
/* Borrowed from the frame; *size 0 when there were none (or bad). */
const void *wire_take_bytes(struct wire_in *in, size_t *size);
void wire_take_err(struct wire_in *in, struct ba_err *err);
/* True when everything was taken and nothing was bad. */
bool wire_done(const struct wire_in *in);

/* Sends one frame, blocking. -1 with errno. */
int wire_send(int fd, const struct ba_buf *payload);
/* Receives one frame into b (emptied first), blocking. 1: a frame; 0: the other side closed; -1:
 * error. */
int wire_recv(int fd, struct ba_buf *b);

#endif
