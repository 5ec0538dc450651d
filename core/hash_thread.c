#include "core/hash_thread.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

/* Enough that neither side waits for a single slow read or write. */
#define BUFFERS 4

struct ba_side_hash {
    enum ba_hash_kind kind;
    struct ba_hash *hash;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    char *buffers[BUFFERS];
    size_t len[BUFFERS];
    uint64_t added, done; /* buffers handed over, and those the thread is through with */
    bool stop;
};

static void *work(void *arg)
{
    struct ba_side_hash *s = arg;
    pthread_mutex_lock(&s->lock);
    for (;;) {
        while (s->done == s->added && !s->stop)
            pthread_cond_wait(&s->changed, &s->lock);
        if (s->done == s->added)
            break;
        size_t at = s->done % BUFFERS;
        pthread_mutex_unlock(&s->lock);
        ba_hash_update(s->hash, s->buffers[at], s->len[at]);
        pthread_mutex_lock(&s->lock);
        s->done++;
        pthread_cond_broadcast(&s->changed);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

struct ba_side_hash *ba_side_hash_new(enum ba_hash_kind kind)
{
    struct ba_side_hash *s = calloc(1, sizeof *s);
    bool ok = s != NULL;
    for (size_t i = 0; ok && i < BUFFERS; i++)
        ok = (s->buffers[i] = malloc(BA_SIDE_BUFFER_BYTES)) != NULL;
    if (ok) {
        s->kind = kind;
        pthread_mutex_init(&s->lock, NULL);
        pthread_cond_init(&s->changed, NULL);
        if (pthread_create(&s->thread, NULL, work, s) == 0)
            return s;
        pthread_cond_destroy(&s->changed);
        pthread_mutex_destroy(&s->lock);
    }
    for (size_t i = 0; s != NULL && i < BUFFERS; i++)
        free(s->buffers[i]);
    free(s);
    return NULL;
}

/* Until at most `behind` buffers are with the thread. */
static void wait_for(struct ba_side_hash *s, uint64_t behind)
{
    pthread_mutex_lock(&s->lock);
    while (s->added - s->done > behind)
        pthread_cond_wait(&s->changed, &s->lock);
    pthread_mutex_unlock(&s->lock);
}

int ba_side_hash_begin(struct ba_side_hash *s)
{
    wait_for(s, 0);
    ba_hash_free(s->hash);
    s->hash = ba_hash_new(s->kind);
    return s->hash == NULL ? -1 : 0;
}

char *ba_side_hash_buffer(struct ba_side_hash *s)
{
    wait_for(s, BUFFERS - 1);
    return s->buffers[s->added % BUFFERS]; /* only the caller changes `added` */
}

void ba_side_hash_add(struct ba_side_hash *s, size_t len)
{
    pthread_mutex_lock(&s->lock);
    s->len[s->added % BUFFERS] = len;
    s->added++;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
}

int ba_side_hash_hex(struct ba_side_hash *s, char out[BA_HASH_HEX_MAX + 1])
{
    wait_for(s, 0);
    return ba_hash_hex(s->hash, out);
}

void ba_side_hash_free(struct ba_side_hash *s)
{
    if (s == NULL)
        return;
    pthread_mutex_lock(&s->lock);
    s->stop = true;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->thread, NULL);
    pthread_cond_destroy(&s->changed);
    pthread_mutex_destroy(&s->lock);
    ba_hash_free(s->hash);
    for (size_t i = 0; i < BUFFERS; i++)
        free(s->buffers[i]);
    free(s);
}
