#include "cli/cmd.h"

#include <string.h>

#include "core/suggest.h"

#define CORRECT_HELP "  --reason TEXT, --who NAME   for the record\n  --json, --dry-run\n"

/* In the order of the work; that is also the order of the usage. */
const struct cmd cmd_table[] = {
    { "init", cmd_init, 0, "DIR", "make a new depot", NULL },
    { "register", cmd_register, NEED_CONFIG | NEED_WRITE | CMD_WAITS, "import FILE.csv | words",
      "load or update the register of dossiers; or print its names for ocr.words",
      "  --dry-run   read and check, change nothing\n" },
    { "gazetteer", cmd_gazetteer, NEED_CONFIG | NEED_WRITE | CMD_WAITS, "import FILE.csv",
      "load streets and addresses (BAG), or old names of streets",
      "  --add       keep what was there of its kind\n"
      "  --json, --dry-run\n" },
    { "separators", cmd_separators, NEED_CONFIG | NEED_STORE, "",
      "print separator sheets for the lines of the register",
      "  --out F.pdf     where to, - for standard output (default: work/separators.pdf)\n"
      "  --kinds         also a sheet for each kind of document\n"
      "  --dossier N     only this dossier\n"
      "  --only-missing  only dossiers that have no pages yet\n"
      "  --json, --dry-run\n" },
    { "run", cmd_run, NEED_CONFIG | NEED_WRITE | CMD_STOPS, "BATCHDIR...",
      "take in batches, read their text, index them",
      "  --export      export everything afterwards\n"
      "  --out DIR     the same, into DIR (default: packages/ of the depot)\n"
      "  --add         more files for a batch that was complete\n"
      "  --languages L these batches are read so (nld+eng, fra; default: ocr.languages)\n"
      "  --duplex two-pass|two-pass-reversed  first all fronts were scanned, then all\n"
      "                backs: put them in the order of the sheets (default: ingest.duplex)\n"
      "  --workers N   worker processes (default: pool.workers)\n"
      "  --json        the summary as JSON\n"
      "  --dry-run     say what would be taken in, change nothing\n" },
    { "watch", cmd_watch, NEED_CONFIG | NEED_WRITE | CMD_STOPS, "INBOX",
      "run for every batch folder that is complete in INBOX, until stopped",
      "  --once         stop when every batch that is there was taken in\n"
      "  --settle-s N   complete without marker after N seconds without a change\n"
      "                 (default: ingest.settle_s)\n"
      "  --move-to DIR  where folders go that were taken in (default: INBOX/.verwerkt)\n"
      "  --keep         leave them in INBOX\n"
      "  --workers N, --json, --dry-run\n" },
    { "ingest", cmd_ingest, NEED_CONFIG | NEED_WRITE | CMD_STOPS, "BATCHDIR...",
      "only take in batches", "  --add, --workers N, --json, --dry-run   as for run\n" },
    { "ocr", cmd_ocr, NEED_CONFIG | CMD_STOPS, "", "only read the text of waiting pages",
      "  --shard K/N   only the K-th of N shares, on a machine without the database: writes text\n"
      "                and results into the depot, for merge\n"
      "  --plan        write the list that shards read from (ingest writes it too)\n"
      "  --workers N, --json, --dry-run   as for run\n" },
    { "merge", cmd_merge, NEED_CONFIG | NEED_WRITE | CMD_STOPS, "",
      "take in what shards have read (then: index)",
      "  --json      what was taken in and refused, then the batches\n"
      "  --dry-run\n" },
    { "index", cmd_index, NEED_CONFIG | NEED_WRITE | CMD_STOPS, "",
      "only index what was read since",
      "  --rebuild   make the search tables again from the derived files\n"
      "  --json, --dry-run\n" },
    { "status", cmd_status, NEED_CONFIG | NEED_STORE, "",
      "counts by state and reason; what waits for a person", "  --json   as JSON\n" },
    { "report", cmd_report, NEED_CONFIG | NEED_STORE, "",
      "batch and project report in Dutch: what to scan again, forecast",
      "  --html F   write it as one HTML file, with pictures of the suspicious pages\n"
      "  --pictures-mb N  that take so many MB at most (20; 0: none)\n"
      "  --json     as JSON\n"
      "  --batch B  only this batch\n" },
    { "pages", cmd_pages, NEED_CONFIG | NEED_STORE, "--json", "every page, a JSON object a line",
      "  --batch B   only this batch\n" },
    { "search", cmd_search, NEED_CONFIG | NEED_STORE, "QUERY...", "find dossiers and pages",
      "  --json         a JSON object a hit\n"
      "  --limit N      at most N hits (20)      --offset N  after the first N\n"
      "  --explain      what became of each word\n"
      "  --facets       count the dossiers by kind, year, street, place, access\n"
      "  --public       only what everyone may see\n"
      "  --time-limit N give up after N seconds\n"
      "  --dossier      a hit is a dossier with its best page (default)\n"
      "  --page         a hit is a page\n"
      "  --year A-B     only dossiers of these years (A-, -B, A)\n"
      "  --street S     only this street          --number N  only this house number\n"
      "  --type T       only this kind (permit, drawing ...)\n"
      "  --archive NAME only dossiers of this archive\n"
      "  --             what follows is the query, even with a dash in front\n" },
    { "show", cmd_show, NEED_CONFIG | NEED_STORE, "DOSSIER | PAGE", "one dossier or page",
      "  --json          as JSON       --text   its text\n"
      "  --archive NAME  of which archive the number is (or ARCHIVE:NUMBER)\n" },
    { "export", cmd_export, NEED_CONFIG | NEED_WRITE | CMD_STOPS, "DOSSIER... | --all | --new",
      "write delivery packages for the e-depot",
      "  --out DIR        where to (default: packages/ of the depot)\n"
      "  --format mdto    mdto, bagit (the same in a BagIt bag), or access (a citizen's copy)\n"
      "  --format csv     csv, geojson or jsonl: the public part of the index as open data, to\n"
      "                   standard output or --out\n"
      "  --excel          csv as Dutch Excel opens it: ';' and a byte order mark\n"
      "  --profile NAME   the receiver's rules (ontvangers.csv): streng, landelijk, nauwgezet,\n"
      "                   landelijk-zip ... or one of the depot's own ontvangers.csv\n"
      "  --max-files N, --max-mb N\n"
      "  --archive NAME   only of this archive (or ARCHIVE:NUMBER)\n"
      "  --web            of access: smaller images, and no PDF over --max-mb\n"
      "  --force REASON   let dossiers go that would be refused for what is open; recorded\n"
      "  --workers N, --json, --dry-run\n" },
    { "package", cmd_package, NEED_CONFIG,
      "list | receipt DELIVERY sent|accepted|returned [REASON]",
      "the deliveries, and what the receiver said of them",
      "  --boxes     of list: which boxes of paper may go, and which not yet, and why\n"
      "  --json      of list: a JSON object a line\n"
      "  --who NAME  of receipt: who (default: your login name)\n" },
    { "verify", cmd_verify, 0, "PATH | (with -C) the depot", "check a package or the whole depot",
      "  --xsd FILE    hold every sidecar against this XML Schema too\n"
      "  --profile NAME  the receiver's rules (default: as the pakbon says, else streng)\n"
      "  --since DATE  of the depot, only masters taken in since (YYYY-MM-DD); noted in the log\n"
      "  --json        the report as JSON\n" },
    { "retry", cmd_retry, NEED_CONFIG | NEED_WRITE | CMD_WAITS, "[CODE]",
      "let failed pages be read again by the next run",
      "  --missing   pages whose text or ALTO file is gone or damaged, instead of failed ones\n"
      "  --batch B   only this batch\n"
      "  --who NAME, --reason TEXT   for the record\n  --json, --dry-run\n" },
    { "replace", cmd_replace, NEED_CONFIG | NEED_WRITE | CMD_STOPS | CMD_WAITS,
      "PAGE with FILE | PAGE with PAGE | PAGE --undo",
      "give a page another scan; the old one is kept",
      "  PAGE is its number (31) or the sheet of a batch (batch-7:12); with another page of the\n"
      "  batch, that one stops being a page of its own\n"
      "  --undo          take the last replacement back; once more brings it again\n"
      "  --no-read       the page waits for the next run\n" CORRECT_HELP },
    { "insert", cmd_insert, NEED_CONFIG | NEED_WRITE | CMD_STOPS | CMD_WAITS,
      "FILE after|before PAGE | PAGE --undo", "put a sheet that was left out in its place",
      "  --again         although the same file is in the batch already\n"
      "  --undo          take the pages out that came with PAGE by an insert\n"
      "  --no-read       its pages wait for the next run\n" CORRECT_HELP },
    { "reorder", cmd_reorder, NEED_CONFIG | NEED_WRITE | CMD_STOPS | CMD_WAITS,
      "PAGE after|before PAGE | DOSSIER PAGE...", "change the order of the pages in a dossier",
      CORRECT_HELP },
    { "assign", cmd_assign, NEED_CONFIG | NEED_WRITE | CMD_STOPS | CMD_WAITS, "PAGE... DOSSIER",
      "say to which dossier pages belong (batch-7:12-15: sheets 12 to 15)",
      "  --kind K        as a new document of this kind (permit, drawing ...)\n"
      "  --document N    in the dossier's document N\n"
      "  --new           the dossier need not exist\n"
      "  --separator     PAGE is the separator sheet of DOSSIER (or of --kind K, without DOSSIER)\n"
      "  --begins        PAGE bears the code of DOSSIER (or of --kind K) and is its first page\n"
      "  --no-separator  the PAGEs are no separator sheets, whatever code is on them\n"
      "  --undo          let the separators decide again\n" CORRECT_HELP },
    { "batch", cmd_batch, NEED_CONFIG | CMD_STOPS,
      "list | close BATCH [OBJECT...] | withdraw BATCH",
      "what is open in each batch; close one, or take a wrong one back",
      "  --reason TEXT   of close: why what is open (or the OBJECTs named) is all right;\n"
      "                  of withdraw: why\n"
      "  --who NAME, --json, --dry-run\n" },
    { "set", cmd_set, NEED_CONFIG | NEED_WRITE | CMD_WAITS, "DOSSIER[-DOCUMENT] FIELD VALUE",
      "correct a field of a dossier, or of one of its documents",
      "  FIELD@2         the field of the second address (street@2, number_from@2 ...)\n"
      "  --undo          take back the last value that was set: set --undo DOSSIER FIELD\n"
      "  --csv F         many at once, all or nothing: columns dossier, field, value, reason\n"
      "  --archive NAME  of which archive the number is (or ARCHIVE:NUMBER)\n"
      "  --reason TEXT   why (recorded)\n"
      "  --who NAME      who (default: your login name)\n"
      "  --json, --dry-run\n" },
    { "personal", cmd_personal, NEED_CONFIG | CMD_WAITS, "[--review] [DOSSIER...]",
      "where personal data was seen, for whoever decides on access",
      "  --review        names and homes that were proposed, one key each: z black, l legible\n"
      "  --archive NAME  of which archive the numbers are\n"
      "  --who NAME, --reason TEXT   for the record\n"
      "  --json          a JSON object a line\n" },
    { "audit", cmd_audit, NEED_CONFIG | NEED_STORE, "", "who changed what, when and why",
      "  --object X      only this dossier, document, batch or page\n"
      "  --archive NAME  of which archive the number is\n"
      "  --who NAME      only by this person\n"
      "  --since DATE    since then (YYYY-MM-DD)\n"
      "  --json          a JSON object a line\n" },
    { "due", cmd_due, NEED_CONFIG, "", "restrictions, copyright and retention that have ended",
      "  --date D        as if it were this day (YYYY-MM-DD)\n"
      "  --lift          make open what was restricted until a day that has passed; recorded\n"
      "  --who NAME, --reason TEXT   for the record\n"
      "  --json, --dry-run\n" },
    { "config", cmd_config, NEED_CONFIG, "", "the settings that are in force",
      "  --json  as one JSON object, section by section\n" },
    { "worker", cmd_worker, CMD_HIDDEN, "", "answer jobs on descriptor 3", NULL },
    { 0 },
};

const struct cmd *cmd_find(const char *name)
{
    for (const struct cmd *c = cmd_table; c->name != NULL; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

const char *cmd_suggest(const char *name)
{
    struct nearest near = NEAREST_INIT(name);

    for (const struct cmd *c = cmd_table; c->name != NULL; c++)
        if (!(c->needs & CMD_HIDDEN))
            suggest_offer(&near, c->name);
    return near.best;
}
