/* export: dossiers -> deliveries for the e-depot, one an archive; citizens' copies; open data. */
#include <stdio.h>
#include <string.h>

#include "cli/export_view.h"
#include "cli/opt.h"
#include "pipeline/package/open_data_export.h"

static const struct {
    const char *name;
    enum package_format format;
} formats[] = { { "mdto", PACKAGE_MDTO },
                { "bagit", PACKAGE_BAGIT },
                { "access", PACKAGE_ACCESS } };

static BA_RC read_format(const char *name, enum package_format *format, struct ba_err *err)
{
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
        if (strcmp(name, formats[i].name) == 0) {
            *format = formats[i].format;
            return BA_OK;
        }
    return ba_fail(err, BA_FATAL, "USAGE",
                   "the format \"%s\" is not known; there are: mdto, bagit, access, csv, geojson, "
                   "jsonl",
                   name);
}

static BA_RC write_stdout(void *ctx, const char *text, size_t len, struct ba_err *err)
{
    (void)ctx;
    return fwrite(text, 1, len, stdout) == len
               ? BA_OK
               : ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "standard output");
}

static BA_RC open_data(struct depot *depot, const struct package_export_opts *o,
                       enum open_data_format format, bool excel, struct ba_err *err)
{
    struct open_opts open = { .format = format,
                              .out = o->out,
                              .archive = o->archive,
                              .numbers = o->numbers,
                              .count = o->count,
                              .dry_run = o->dry_run,
                              .excel = excel,
                              .write = write_stdout };
    struct open_counts counts = { 0 };
    enum ba_rc rc;

    if (o->only_new || (o->all && o->count > 0))
        return ba_fail(err, BA_FATAL, "USAGE",
                       "open data is of dossiers that are named, or of --all");
    rc = export_open(depot, &open, &counts, err);
    if (rc == BA_OK)
        fprintf(stderr,
                "bouwarchief export: %zu dossier%s%s, %zu left out because nobody decided that "
                "they are open, %zu because they are restricted\n",
                counts.in, counts.in == 1 ? "" : "s", o->dry_run ? " would go in" : "",
                counts.undecided, counts.restricted);
    return rc;
}

BA_RC cmd_export(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    struct package_export_opts o = { 0 };
    enum open_data_format data;
    const char *format = "mdto";
    bool json = false, excel = false;
    const struct opt opts[] = { { "all", OPT_FLAG, &o.all },
                                { "new", OPT_FLAG, &o.only_new },
                                { "out", OPT_STRING, &o.out },
                                { "format", OPT_STRING, &format },
                                { "profile", OPT_STRING, &o.profile },
                                { "max-files", OPT_COUNT, &o.max_files },
                                { "max-mb", OPT_COUNT, &o.max_mb },
                                { "web", OPT_FLAG, &o.web },
                                { "force", OPT_STRING, &o.force_reason },
                                { "archive", OPT_STRING, &o.archive },
                                { "workers", OPT_COUNT, &o.workers },
                                { "json", OPT_FLAG, &json },
                                { "excel", OPT_FLAG, &excel },
                                { "dry-run", OPT_FLAG, &o.dry_run },
                                { 0 } };
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, -1, &o.numbers, &o.count, err);

    if (rc == BA_OK && open_format(format, &data))
        return open_data(depot, &o, data, excel, err);
    /* How dossiers are named is told before the format is: both are words of the command line. */
    if (rc == BA_OK && o.all + o.only_new + (o.count > 0) == 1)
        rc = read_format(format, &o.format, err);
    return rc == BA_OK ? export_view(depot, &o, json, err) : rc;
}
