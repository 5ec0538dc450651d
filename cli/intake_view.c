#include "cli/intake_view.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/json_line.h"
#include "cli/message.h"
#include "core/plural.h"

static void print_space(const struct run_batch *b, FILE *to)
{
    const struct space_check *p = &b->space;
    char masters[PREFLIGHT_SIZE_LEN], text[PREFLIGHT_SIZE_LEN], room[PREFLIGHT_SIZE_LEN],
        memory[PREFLIGHT_SIZE_LEN], memory_of[PREFLIGHT_SIZE_LEN];

    fprintf(to,
            "%s: %" PRIu64 " file%s to take in: %s, and about %s of text (by %s); %s are free on "
            "the disk; the largest file needs about %s of memory, there are %s\n",
            b->folder, p->files, ba_s(p->files), preflight_size_text(p->masters, masters),
            preflight_size_text(p->text, text), p->text_basis, preflight_size_text(p->free, room),
            preflight_size_text(p->memory, memory), preflight_size_text(p->memory_of, memory_of));
}

void intake_view_measured(void *ctx, const struct run_batch *b)
{
    const struct intake_view *v = ctx;

    if (b->space.files == 0)
        return;
    if (v->dry_run || b->says != PREFLIGHT_FITS)
        print_space(b, v->dry_run && !v->json ? stdout : stderr);
    if (b->says != PREFLIGHT_CLOSE)
        return;
    if (b->space.memory > b->space.memory_of)
        fputs("bouwarchief: warning: the largest file may need more memory than pool.memory_mb "
              "allows; it is read alone, and refused when it does not fit\n",
              stderr);
    else
        fputs("bouwarchief: warning: the disk will be nearly full; make room before the next "
              "batch\n",
              stderr);
}

void intake_view_done(void *ctx, const struct run_batch *b)
{
    struct intake_view *v = ctx;

    if (b->err.rc != BA_OK) {
        if (v->folders > 1 || b->err.rc == BA_ITEM)
            say(v->depot, stderr, "bouwarchief: %s: %s [%s]\n", b->folder, b->err.msg, b->err.code);
        return;
    }
    if (!v->dry_run)
        return;
    if (v->json)
        ba_ignore(json_line(json_pack("{s:s, s:I, s:I}", "batch", b->would.name, "files",
                                      (json_int_t)b->would.files, "would_take",
                                      (json_int_t)b->would.would_take),
                            "batch-plan", &v->failed),
                  "it is kept in v->failed, and the command ends with that");
    else
        printf("%s: %zu file%s, %zu would be taken in\n", b->would.name, b->would.files,
               ba_s(b->would.files), b->would.would_take);
}
