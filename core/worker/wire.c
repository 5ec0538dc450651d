#include "core/worker/wire.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    KIND_U64 = 'u',
    KIND_I64 = 'i',
    KIND_F64 = 'f',
    KIND_STR = 's',
    KIND_BYTES = 'b',
    KIND_NULL = '0'
};

static void put8(struct ba_buf *b, char kind, uint64_t v)
{
    unsigned char x[9] = { (unsigned char)kind };

    for (int i = 0; i < 8; i++)
        x[1 + i] = (unsigned char)(v >> (8 * i));
    ba_buf_add(b, x, sizeof(x));
}

void wire_put_u64(struct ba_buf *b, uint64_t v)
{
    put8(b, KIND_U64, v);
}

void wire_put_i64(struct ba_buf *b, int64_t v)
{
    put8(b, KIND_I64, (uint64_t)v);
}

void wire_put_f64(struct ba_buf *b, double v)
{
    uint64_t u;

    memcpy(&u, &v, sizeof(u));
    put8(b, KIND_F64, u);
}

void wire_put_str(struct ba_buf *b, const char *s)
{
    if (s == NULL) {
        put8(b, KIND_NULL, 0);
        return;
    }
    put8(b, KIND_STR, strlen(s));
    ba_buf_add(b, s, strlen(s) + 1);
}

void wire_put_bytes(struct ba_buf *b, const void *data, size_t size)
{
    put8(b, KIND_BYTES, size);
    if (size > 0)
        ba_buf_add(b, data, size);
}

void wire_put_err(struct ba_buf *b, const struct ba_err *err)
{
    wire_put_i64(b, err->rc);
    wire_put_i64(b, err->sys);
    wire_put_str(b, err->code);
    wire_put_str(b, err->msg);
}

static uint64_t take8(struct wire_in *in, char kind)
{
    uint64_t v = 0;

    if (in->bad || in->end - in->p < 9 || in->p[0] != (unsigned char)kind) {
        in->bad = true;
        return 0;
    }
    for (int i = 0; i < 8; i++)
        v |= (uint64_t)in->p[1 + i] << (8 * i);
    in->p += 9;
    return v;
}

uint64_t wire_take_u64(struct wire_in *in)
{
    return take8(in, KIND_U64);
}

int64_t wire_take_i64(struct wire_in *in)
{
    return (int64_t)take8(in, KIND_I64);
}

double wire_take_f64(struct wire_in *in)
{
    uint64_t u = take8(in, KIND_F64);
    double v;

    memcpy(&v, &u, sizeof(v));
    return v;
}

const char *wire_take_str(struct wire_in *in)
{
    const char *s;
    uint64_t len;

    if (!in->bad && in->p < in->end && *in->p == KIND_NULL) {
        take8(in, KIND_NULL);
        return NULL;
    }
    len = take8(in, KIND_STR);
    if (in->bad || len >= (uint64_t)(in->end - in->p) || in->p[len] != '\0' ||
        memchr(in->p, '\0', len) != NULL) {
        in->bad = true;
        return NULL;
    }
    s = (const char *)in->p;
    in->p += len + 1;
    return s;
}

static void take_text(struct wire_in *in, char *out, size_t cap)
{
    const char *s = wire_take_str(in);
    size_t n = s == NULL ? 0 : strlen(s);

    if (n >= cap)
        n = cap - 1;
    if (n > 0)
        memcpy(out, s, n);
    out[n] = '\0';
}

const void *wire_take_bytes(struct wire_in *in, size_t *size)
{
    uint64_t len = take8(in, KIND_BYTES);
    const void *data = in->p;

    *size = 0;
    if (in->bad || len > (uint64_t)(in->end - in->p)) {
        in->bad = true;
        return NULL;
    }
    *size = (size_t)len;
    in->p += len;
    return data;
}

void wire_take_err(struct wire_in *in, struct ba_err *err)
{
    int64_t rc = wire_take_i64(in);

    if (rc > BA_OK || rc < BA_FATAL)
        in->bad = true;
    err->rc = in->bad ? BA_FATAL : (enum ba_rc)rc;
    err->sys = (int)wire_take_i64(in);
    take_text(in, err->code, sizeof(err->code));
    take_text(in, err->msg, sizeof(err->msg));
}

bool wire_done(const struct wire_in *in)
{
    return !in->bad && in->p == in->end;
}

static int send_all(int fd, const void *data, size_t len)
{
    const char *p = data;

    while (len > 0) {
        /* A worker that died must be an error here, not a SIGPIPE. */
        ssize_t n = send(fd, p, len, MSG_NOSIGNAL);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        p += n;
        len -= (size_t)n;
    }
    return 0;
}

int wire_send(int fd, const struct ba_buf *payload)
{
    unsigned char head[4];

    if (payload->failed || payload->len > WIRE_MAX_FRAME) {
        errno = EMSGSIZE;
        return -1;
    }
    for (int i = 0; i < 4; i++)
        head[i] = (unsigned char)(payload->len >> (8 * i));
    if (send_all(fd, head, sizeof(head)) != 0)
        return -1;
    return payload->len == 0 ? 0 : send_all(fd, payload->data, payload->len);
}

/* 1: got them all; 0: closed before the first byte; -1: error or closed in the middle. */
static int recv_all(int fd, void *data, size_t len)
{
    char *p = data;
    size_t got = 0;

    while (got < len) {
        ssize_t n = recv(fd, p + got, len - got, 0);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0) {
            errno = ECONNRESET;
            return got == 0 ? 0 : -1;
        }
        got += (size_t)n;
    }
    return 1;
}

int wire_recv(int fd, struct ba_buf *b)
{
    unsigned char head[4];
    size_t len = 0;
    char *block;
    int r = recv_all(fd, head, sizeof(head));

    ba_buf_reset(b);
    if (r != 1)
        return r;
    for (int i = 0; i < 4; i++)
        len |= (size_t)head[i] << (8 * i);
    if (len > WIRE_MAX_FRAME) {
        errno = EMSGSIZE;
        return -1;
    }
    block = malloc(len + 1);
    if (block == NULL)
        return -1;
    r = len == 0 ? 1 : recv_all(fd, block, len);
    if (r == 1)
        ba_buf_add(b, block, len);
    free(block);
    return r == 1 && !b->failed ? 1 : -1;
}
