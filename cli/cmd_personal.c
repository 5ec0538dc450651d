/* personal: where personal data was seen, for a person who decides on access. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/decision_opts.h"
#include "cli/json_line.h"
#include "cli/message.h"
#include "core/json_value.h"
#include "depot/designator.h"
#include "desk/personal_review.h"

struct listing {
    struct depot *depot;
    bool json;
    uint64_t rows;
};

static const char *decision_words(const struct personal_row *r)
{
    if (!r->proposal)
        return "";
    return r->decision[0] == 'k'   ? "; a person left it legible"
           : r->decision[0] == 'b' ? "; a person wants it black"
                                   : "; proposed, nobody decided";
}

static BA_RC print_row(void *ctx, const struct personal_row *r, struct ba_err *err)
{
    struct listing *l = ctx;
    json_t *boxes;

    l->rows++;
    if (!l->json) {
        printf("%s (%s), page %" PRId64 " (%" PRId64 "): %s, by rule %s%s%s%s\n",
               r->document[0] != '\0' ? r->document : r->number,
               designator_archive_shown(l->depot, r->archive), r->seq, r->page, r->kind, r->rule,
               r->box[0] != '\0' ? ", at " : "", r->box, decision_words(r));
        return BA_OK;
    }
    boxes = r->box[0] != '\0' ? json_loads(r->box, 0, NULL) : NULL;
    return json_line(json_pack("{s:s, s:s, s:o, s:I, s:I, s:s, s:s, s:o, s:o, s:b, s:o}", "dossier",
                               r->number, "archive", designator_archive_shown(l->depot, r->archive),
                               "document", json_text(r->document), "page", (json_int_t)r->page,
                               "seq_in_dossier", (json_int_t)r->seq, "kind", r->kind, "rule",
                               r->rule, "confidence", json_rounded(r->confidence, 3), "boxes",
                               boxes != NULL ? boxes : json_null(), "proposal", r->proposal,
                               "decision", json_text(r->decision)),
                     "personal", err);
}

/* One key from the terminal, without waiting for the end of a line; from a file or a pipe the next
 * sign. EOF at its end. */
static int read_key(void)
{
    struct termios was, raw;
    bool terminal = tcgetattr(STDIN_FILENO, &was) == 0;
    char c = '\n';
    ssize_t n = 1;

    if (terminal) {
        raw = was;
        raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
        (void)tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    }
    while (n == 1 && (c == '\n' || c == '\r'))
        n = read(STDIN_FILENO, &c, 1);
    if (terminal)
        (void)tcsetattr(STDIN_FILENO, TCSANOW, &was);
    return n == 1 ? (unsigned char)c : EOF;
}

/* The depot is held for each answer only: others write while a person thinks. */
static BA_RC decide(struct depot *depot, const struct decision *by, struct personal_proposal *p,
                    bool keep, struct ba_err *err)
{
    enum ba_rc rc = depot_open(depot, NEED_WRITE, err);

    if (rc == BA_OK)
        rc = personal_review_decide(depot, by, p, keep, err);
    depot_release(depot);
    return rc;
}

static const char *answer_words(enum personal_answer a)
{
    return a == PERSONAL_LEGIBLE ? "legible" : a == PERSONAL_BLACK ? "black" : "";
}

static void ask_of(const struct personal_proposals *all, size_t i)
{
    const struct personal_proposal *p = &all->at[i];

    fprintf(stderr,
            "%zu/%zu %s, page %" PRId64
            ": %s \"%s\"%s%s  [z black, l legible, space later, t back, q stop] ",
            i + 1, all->count, p->object, p->seq, p->kind, p->text,
            p->answer == PERSONAL_OPEN ? "" : ", now ", answer_words(p->answer));
}

/* What came of a review, and the index that follows from it. */
static BA_RC end_review(struct depot *depot, const struct decision *by,
                        const struct personal_proposals *all, struct ba_err *err)
{
    uint64_t count[3] = { 0 };
    bool changed = false;
    enum ba_rc rc = BA_OK;

    for (size_t i = 0; i < all->count; i++) {
        count[all->at[i].answer]++;
        changed |= all->at[i].changed;
    }
    if (changed)
        rc = depot_open(depot, NEED_WRITE, err);
    if (rc == BA_OK && changed)
        rc = personal_review_end(depot, by, all, err);
    if (rc == BA_OK)
        fprintf(stderr, "%" PRIu64 " black, %" PRIu64 " legible, %" PRIu64 " wait still\n",
                count[PERSONAL_BLACK], count[PERSONAL_LEGIBLE], count[PERSONAL_OPEN]);
    return rc;
}

/* z: black (zwart), l: left legible, space: later, t: back to the one before, q: stop. */
static BA_RC review(struct depot *depot, const struct decision *by,
                    const struct personal_review_what *what, struct ba_err *err)
{
    struct personal_proposals all = { 0 };
    int key = ' ';
    enum ba_rc rc = personal_review_open(depot, what, &all, err);

    depot_release(depot);
    for (size_t i = 0; rc == BA_OK && key != 'q' && key != EOF && i < all.count;) {
        struct personal_proposal *p = &all.at[i];

        ask_of(&all, i);
        do
            key = read_key();
        while (key != EOF && strchr("zl tq", key) == NULL);
        if (key == 'z' || key == 'l')
            rc = decide(depot, by, p, key == 'l', err);
        fprintf(stderr, "%s\n",
                key == 'z'   ? answer_words(PERSONAL_BLACK)
                : key == 'l' ? answer_words(PERSONAL_LEGIBLE)
                             : "");
        i = key != 't' ? i + 1 : i > 0 ? i - 1 : 0;
    }
    if (rc == BA_OK)
        rc = end_review(depot, by, &all, err);
    personal_proposals_free(&all);
    return rc;
}

BA_RC cmd_personal(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct listing l = { .depot = depot };
    struct ba_messages messages = message_listener(depot);
    struct decision by = { .messages = &messages };
    struct personal_review_what what = { 0 };
    bool ask = false;
    const struct opt opts[] = { { "archive", OPT_STRING, &what.archive },
                                { "review", OPT_FLAG, &ask },
                                { "again", OPT_FLAG, &what.again },
                                DECISION_OPTS(by, l.json),
                                { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, -1, &words, &count, err);

    if (rc == BA_OK && what.again && !ask)
        rc = ba_fail(err, BA_FATAL, "USAGE", "--again goes with --review");
    if (rc == BA_OK)
        rc = depot_open(depot, NEED_STORE, err);
    if (rc != BA_OK)
        return rc;
    what.dossiers = (const char *const *)words;
    what.count = (size_t)count;
    if (ask)
        return review(depot, &by, &what, err);
    rc = personal_review_each(depot, &what, print_row, &l, err);
    if (rc == BA_OK && l.rows == 0)
        fputs("no personal data was seen on the pages that were read\n", stderr);
    return rc;
}
