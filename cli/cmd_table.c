/*
 * The table of commands (cli/cmd_table.def), with the options that a command does not define in its
 * own file.
 */
#include "cli/cmd.h"
#include "cli/opt.h"

#define JSON                                                                                       \
    {                                                                                              \
        "json", OPT_FLAG, NULL, "results as JSON, an object a line", 0, 0                          \
    }
#define DRY_RUN                                                                                    \
    {                                                                                              \
        "dry-run", OPT_FLAG, NULL, "say what would be done, change nothing", 0, 0                  \
    }
#define WHO                                                                                        \
    {                                                                                              \
        "who", OPT_STRING, "NAME", "who says so (default: your login name); recorded", 0, 0        \
    }
#define REASON                                                                                     \
    {                                                                                              \
        "reason", OPT_STRING, "TEXT", "why; recorded", 0, 0                                        \
    }
#define WORKERS                                                                                    \
    {                                                                                              \
        "workers", OPT_COUNT, "N", "worker processes (default: pool.workers)", 0, 512              \
    }
#define ADD                                                                                        \
    {                                                                                              \
        "add", OPT_FLAG, NULL, "more files for a batch that was complete", 0, 0                    \
    }
#define DUPLEX                                                                                     \
    {                                                                                              \
        "duplex", OPT_STRING, "HOW",                                                               \
            "two-pass or two-pass-reversed: first all fronts were scanned, then all backs; off "   \
            "(default: ingest.duplex)",                                                            \
            0, 0                                                                                   \
    }
#define NO_READ                                                                                    \
    {                                                                                              \
        "no-read", OPT_FLAG, NULL, "what changed waits for the next run", 0, 0                     \
    }
#define ARCHIVE                                                                                    \
    {                                                                                              \
        "archive", OPT_STRING, "NAME", "of which archive the number is (or ARCHIVE:NUMBER)", 0, 0  \
    }
#define BATCH                                                                                      \
    {                                                                                              \
        "batch", OPT_STRING, "B", "only this batch", 0, 0                                          \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, OPT_FLAG, NULL, NULL, 0, 0                                                           \
    }

const struct opt_row init_options[] = {
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row register_options[] = {
    DRY_RUN,
    JSON,
    END,
};
const struct opt_row gazetteer_options[] = {
    { "add", OPT_FLAG, NULL, "keep what was there of its kind", 0, 0 },
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row separators_options[] = {
    { "out", OPT_STRING, "F.pdf", "where to, - for standard output (default: work/separators.pdf)",
      0, 0 },
    { "kinds", OPT_FLAG, NULL, "also a sheet for each kind of document", 0, 0 },
    { "dossier", OPT_LIST, "N", "only this dossier; may be given more than once", 0, 0 },
    { "list", OPT_STRING, "FILE",
      "only the dossiers in this file, one a line (or the first cell of CSV); - for standard input",
      0, 0 },
    { "box", OPT_LIST, "B", "only what is in this box of the register; may be given more than once",
      0, 0 },
    { "from", OPT_STRING, "N", "only numbers from N on", 0, 0 },
    { "to", OPT_STRING, "N", "only numbers up to N", 0, 0 },
    { "only-missing", OPT_FLAG, NULL, "only dossiers that have no pages yet", 0, 0 },
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row run_options[] = {
    { "export", OPT_FLAG, NULL, "export everything afterwards", 0, 0 },
    { "out", OPT_STRING, "DIR", "the same, into DIR (default: packages/ of the depot)", 0, 0 },
    ADD,
    { "languages", OPT_STRING, "L",
      "these batches are read so (nld+eng, fra; default: ocr.languages)", 0, 0 },
    DUPLEX,
    WORKERS,
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row watch_options[] = {
    { "once", OPT_FLAG, NULL, "stop when every batch that is there was taken in", 0, 0 },
    { "settle-s", OPT_COUNT, "N",
      "complete without marker after N seconds without a change (default: ingest.settle_s)", 0,
      86400 },
    { "move-to", OPT_STRING, "DIR",
      "where folders go that were taken in (default: INBOX/.verwerkt)", 0, 0 },
    { "keep", OPT_FLAG, NULL, "leave them in INBOX", 0, 0 },
    WORKERS,
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row ingest_options[] = {
    ADD, DUPLEX, WORKERS, JSON, DRY_RUN, END,
};
const struct opt_row ocr_options[] = {
    { "shard", OPT_STRING, "K/N",
      "only the K-th of N shares, on a machine without the database: writes text and results into "
      "the depot, for merge",
      0, 0 },
    { "plan", OPT_FLAG, NULL, "write the list that shards read from (ingest writes it too)", 0, 0 },
    WORKERS,
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row merge_options[] = {
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row index_options[] = {
    { "rebuild", OPT_FLAG, NULL, "make the search tables again from the derived files", 0, 0 },
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row status_options[] = {
    JSON,
    END,
};
const struct opt_row report_options[] = {
    { "html", OPT_STRING, "F", "write it as one HTML file, with pictures of the suspicious pages",
      0, 0 },
    { "pictures-mb", OPT_COUNT, "N", "that take so many MB at most (20; 0: none)", 0, 100000 },
    JSON,
    BATCH,
    END,
};
const struct opt_row pages_options[] = {
    JSON,
    BATCH,
    END,
};
const struct opt_row search_options[] = {
    JSON,
    { "limit", OPT_COUNT, "N", "at most N hits (20)", 0, 100000 },
    { "offset", OPT_COUNT, "N", "after the first N", 0, 10000000 },
    { "explain", OPT_FLAG, NULL, "what became of each word", 0, 0 },
    { "facets", OPT_FLAG, NULL, "count the dossiers by kind, year, street, place, access", 0, 0 },
    { "public", OPT_FLAG, NULL, "only what everyone may see", 0, 0 },
    { "time-limit", OPT_COUNT, "N", "give up after N seconds", 0, 86400 },
    { "dossier", OPT_FLAG, NULL, "a hit is a dossier with its best page (default)", 0, 0 },
    { "page", OPT_FLAG, NULL, "a hit is a page", 0, 0 },
    { "year", OPT_STRING, "A-B", "only dossiers of these years (A-, -B, A)", 0, 0 },
    { "street", OPT_STRING, "S", "only this street", 0, 0 },
    { "number", OPT_STRING, "N", "only this house number", 0, 0 },
    { "type", OPT_STRING, "T", "only this kind (permit, drawing ...)", 0, 0 },
    { "kind", OPT_STRING, "T", "the same", 0, 0 },
    { "archive", OPT_STRING, "NAME", "only dossiers of this archive", 0, 0 },
    END,
};
const struct opt_row show_options[] = {
    JSON,
    { "text", OPT_FLAG, NULL, "its text", 0, 0 },
    ARCHIVE,
    END,
};
const struct opt_row export_options[] = {
    { "all", OPT_FLAG, NULL, "every dossier", 0, 0 },
    { "new", OPT_FLAG, NULL,
      "what no earlier delivery had, was returned, or changed since it was accepted", 0, 0 },
    { "out", OPT_STRING, "DIR", "where to (default: packages/ of the depot)", 0, 0 },
    { "format", OPT_STRING, "F",
      "mdto; bagit (the same in a BagIt bag); access (a copy for citizens); csv, geojson or jsonl: "
      "the public part of the index as open data, to standard output or --out",
      0, 0 },
    { "excel", OPT_FLAG, NULL,
      "csv as Dutch Excel opens it: ; between the cells and a byte order mark", 0, 0 },
    { "profile", OPT_STRING, "NAME",
      "the receiver's rules (ontvangers.csv): streng, landelijk, nauwgezet, landelijk-zip ... or "
      "one of the depot's own ontvangers.csv",
      0, 0 },
    { "max-files", OPT_COUNT, "N", "files in a delivery at most", 0, 0 },
    { "max-mb", OPT_COUNT, "N", "MB in a delivery at most", 0, 0 },
    { "archive", OPT_STRING, "NAME", "only of this archive (or ARCHIVE:NUMBER)", 0, 0 },
    { "web", OPT_FLAG, NULL, "of access: smaller images, and no PDF over --max-mb", 0, 0 },
    { "force", OPT_STRING, "REASON",
      "let dossiers go that would be refused for what is open; recorded", 0, 0 },
    WORKERS,
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row package_options[] = {
    { "boxes", OPT_FLAG, NULL, "of list: which boxes of paper may go, and which not yet, and why",
      0, 0 },
    JSON,
    WHO,
    END,
};
const struct opt_row verify_options[] = {
    { "xsd", OPT_STRING, "FILE", "hold every sidecar against this XML Schema too", 0, 0 },
    { "profile", OPT_STRING, "NAME",
      "the receiver's rules (default: as the pakbon says, else streng)", 0, 0 },
    { "since", OPT_STRING, "DATE",
      "of the depot, only masters taken in since (YYYY-MM-DD); noted in the log", 0, 0 },
    JSON,
    END,
};
const struct opt_row retry_options[] = {
    { "missing", OPT_FLAG, NULL,
      "pages whose text or ALTO file is gone or damaged, instead of failed ones", 0, 0 },
    BATCH,
    WHO,
    REASON,
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row replace_options[] = {
    { "undo", OPT_FLAG, NULL, "take the last replacement back; once more brings it again", 0, 0 },
    NO_READ,
    REASON,
    WHO,
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row insert_options[] = {
    { "again", OPT_FLAG, NULL, "although the same file is in the batch already", 0, 0 },
    { "undo", OPT_FLAG, NULL, "take the pages out that came with PAGE by an insert", 0, 0 },
    NO_READ,
    REASON,
    WHO,
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row page_options[] = {
    { "undo", OPT_FLAG, NULL, "of drop: the page comes back", 0, 0 },
    REASON,
    WHO,
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row reorder_options[] = {
    REASON, WHO, JSON, DRY_RUN, END,
};
const struct opt_row assign_options[] = {
    { "kind", OPT_STRING, "K", "as a new document of this kind (permit, drawing ...)", 0, 0 },
    { "document", OPT_COUNT, "N", "in the dossier's document N", 0, 1000000 },
    { "new", OPT_FLAG, NULL, "the dossier need not exist", 0, 0 },
    { "separator", OPT_FLAG, NULL,
      "PAGE is the separator sheet of DOSSIER (or of --kind K, without DOSSIER)", 0, 0 },
    { "begins", OPT_FLAG, NULL,
      "PAGE bears the code of DOSSIER (or of --kind K) and is its first page", 0, 0 },
    { "force", OPT_FLAG, NULL,
      "of --separator, with --reason: although the page has text, or was not read", 0, 0 },
    { "no-separator", OPT_FLAG, NULL, "the PAGEs are no separator sheets, whatever code is on them",
      0, 0 },
    { "undo", OPT_FLAG, NULL, "let the separators decide again", 0, 0 },
    REASON,
    WHO,
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row batch_options[] = {
    { "reason", OPT_STRING, "TEXT",
      "of close: why what is open (or the OBJECTs named) is all right; of withdraw: why", 0, 0 },
    WHO,
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row settle_options[] = {
    { "undo", OPT_FLAG, NULL, "it is open again", 0, 0 }, REASON, WHO, JSON, DRY_RUN, END,
};
const struct opt_row set_options[] = {
    { "undo", OPT_FLAG, NULL, "take back the last value that was set: set --undo DOSSIER FIELD", 0,
      0 },
    { "csv", OPT_STRING, "F", "many at once, all or nothing: columns dossier, field, value, reason",
      0, 0 },
    ARCHIVE,
    REASON,
    WHO,
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row personal_options[] = {
    { "review", OPT_FLAG, NULL,
      "names and homes that were proposed, one key each: z black, l legible, space later, t back, "
      "q stop",
      0, 0 },
    { "again", OPT_FLAG, NULL, "of --review: those too that somebody decided on", 0, 0 },
    { "archive", OPT_STRING, "NAME", "of which archive the numbers are", 0, 0 },
    WHO,
    REASON,
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row audit_options[] = {
    { "object", OPT_STRING, "X",
      "only this dossier, document, page (31, batch-7:24, batch-7:FILE), batch or delivery", 0, 0 },
    ARCHIVE,
    { "who", OPT_STRING, "NAME", "only by this person", 0, 0 },
    { "since", OPT_STRING, "DATE", "since then (YYYY-MM-DD)", 0, 0 },
    JSON,
    END,
};
const struct opt_row clean_options[] = {
    REASON, WHO, JSON, DRY_RUN, END,
};
const struct opt_row due_options[] = {
    { "date", OPT_STRING, "D", "as if it were this day (YYYY-MM-DD)", 0, 0 },
    { "lift", OPT_FLAG, NULL, "make open what was restricted until a day that has passed; recorded",
      0, 0 },
    WHO,
    REASON,
    JSON,
    DRY_RUN,
    END,
};
const struct opt_row config_options[] = {
    { "json", OPT_FLAG, NULL, "as one JSON object, section by section", 0, 0 },
    END,
};

const struct opt_row worker_options[] = {
    END,
};

const struct cmd cmd_table[] = {
#define COMMAND(name, needs, words, summary, more, schema)                                         \
    { #name, cmd_##name, needs, words, summary, name##_options, more, schema },
#include "cli/cmd_table.def"
#undef COMMAND
    { 0 },
};
