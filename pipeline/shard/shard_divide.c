/* Dividing the list of waiting images into shares of equal cost. */
#include <stdlib.h>
#include <string.h>

#include "pipeline/shard/shard_plan.h"

/* Orienting, opening and writing cost about as much as reading a fifth of an A4 at 300 dpi. */
#define FIXED_COST_PX 1700000

uint64_t plan_line_cost(const struct plan_line *l)
{
    return (uint64_t)l->width_px * l->height_px + FIXED_COST_PX;
}

/* The dearest first; then by content, so that equal costs fall alike everywhere. */
static int by_cost(const void *a, const void *b)
{
    const struct plan_line *p = *(struct plan_line *const *)a, *q = *(struct plan_line *const *)b;
    uint64_t x = plan_line_cost(p), y = plan_line_cost(q);

    if (x != y)
        return x > y ? -1 : 1;
    return (p > q) - (p < q); /* within a round the lines are sorted by content */
}

struct share {
    uint64_t cost;
    uint32_t turn; /* order among shares that have equally much to do */
    uint32_t number;
};

static bool goes_before(const struct share *a, const struct share *b)
{
    return a->cost != b->cost ? a->cost < b->cost : a->turn < b->turn;
}

/* The heap's first share got more to do: it sinks to its place. */
static void sink(struct share *heap, uint32_t n)
{
    for (uint32_t i = 0, child; (child = 2 * i + 1) < n; i = child) {
        struct share swap;

        child += child + 1 < n && goes_before(&heap[child + 1], &heap[child]);
        if (!goes_before(&heap[child], &heap[i]))
            return;
        swap = heap[i];
        heap[i] = heap[child];
        heap[child] = swap;
    }
}

/* Where a round begins dealing: small rounds would else all fall to the first shares. */
static uint32_t first_share(const struct plan_line *first, uint32_t n)
{
    char digits[9];

    memcpy(digits, first->sha256, 8);
    digits[8] = '\0';
    return (uint32_t)(strtoul(digits, NULL, 16) % n);
}

BA_RC shard_plan_divide(struct shard_plan *p, uint32_t n, struct ba_err *err)
{
    struct plan_line **order = calloc(p->count + 1, sizeof(struct plan_line *));
    struct share *heap = calloc(n, sizeof(*heap));
    size_t end;

    if (order == NULL || heap == NULL) {
        free(order);
        free(heap);
        return ba_fail_mem(err, "list of pages");
    }
    for (size_t i = 0; i < p->count; i++)
        order[i] = &p->lines[i];
    for (size_t i = 0; i < p->count; i = end) {
        uint32_t start = first_share(&p->lines[i], n);

        for (end = i; end < p->count && p->lines[end].round == p->lines[i].round; end++)
            continue;
        qsort(order + i, end - i, sizeof(struct plan_line *), by_cost);
        for (uint32_t s = 0; s < n; s++)
            heap[s] = (struct share){ .turn = s, .number = (start + s) % n + 1 };
        for (size_t k = i; k < end; k++) {
            order[k]->share = heap[0].number;
            heap[0].cost += plan_line_cost(order[k]);
            sink(heap, n);
        }
    }
    free(order);
    free(heap);
    return BA_OK;
}
