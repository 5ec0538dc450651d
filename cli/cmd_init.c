/* init and config: a new depot, and what its settings say. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/cmd.h"
#include "cli/command_message.h"
#include "cli/json_line.h"
#include "cli/opt.h"
#include "core/file.h"
#include "depot/value_list_files.h"
#include "index/records/batch.h"
#include "pipeline/package/record_creator_check.h"

static const char *const folders[] = { "masters",  "derived", "rejected",
                                       "packages", "reports", "work" };

static enum ba_rc write_config(struct depot *depot, struct ba_err *err)
{
    char *path = depot_path(depot, "bouwarchief.conf"), *text = NULL;
    size_t len = 0;
    FILE *f = open_memstream(&text, &len);
    enum ba_rc rc;

    if (path == NULL || f == NULL) {
        rc = ba_fail_mem(err, "settings");
    } else {
        config_write_sample(f);
        rc = fclose(f) != 0 ? ba_fail_mem(err, "settings")
                            : ba_file_replace(path, text, len, 0644, err);
        f = NULL;
    }
    if (f != NULL)
        fclose(f);
    free(text);
    free(path);
    return rc;
}

/* A depot is made in an empty or new folder only; what makes it one, the settings file, comes last.
 */
static enum ba_rc check_place(const char *dir, struct ba_err *err)
{
    char *conf = ba_path_join(dir, "bouwarchief.conf");
    enum ba_rc rc = BA_OK;

    if (conf == NULL)
        rc = ba_fail_mem(err, "init");
    else if (access(conf, F_OK) == 0)
        rc = ba_fail(err, BA_FATAL, "DEPOT_EXISTS",
                     "%s holds a depot already; choose another folder", dir);
    free(conf);
    return rc;
}

/* A database without settings is what an init leaves that was killed, if there is nothing in it. */
static enum ba_rc open_new_store(struct depot *depot, const char *db, struct ba_err *err)
{
    bool there = access(db, F_OK) == 0;
    enum ba_rc rc = store_open(db, there ? STORE_WRITE : STORE_CREATE, &depot->store, err);
    struct batch_totals l = { 0 };

    if (rc == BA_OK && there)
        rc = batch_totals_read(depot->store, 0, &l, err);
    if (rc == BA_OK && l.files > 0)
        rc = ba_fail(err, BA_FATAL, "DEPOT_EXISTS",
                     "%s holds a depot that has lost its settings; put its bouwarchief.conf back "
                     "from a backup, or choose another folder",
                     depot->folder);
    return rc;
}

enum ba_rc cmd_init(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    bool dry_run = false, json = false;
    const struct opt opts[] = { { "dry-run", OPT_FLAG, &dry_run },
                                { "json", OPT_FLAG, &json },
                                { 0 } };
    char **words, *db = NULL;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 1, 1, &words, &count, err);

    if (rc != BA_OK)
        return rc;
    depot->folder = words[0];
    rc = check_place(depot->folder, err);
    if (rc != BA_OK || dry_run)
        return rc;
    rc = ba_mkdirs(depot->folder, err);
    for (size_t i = 0; rc == BA_OK && i < sizeof(folders) / sizeof(folders[0]); i++) {
        char *path = depot_path(depot, folders[i]);

        rc = path == NULL ? ba_fail_mem(err, "init") : ba_mkdirs(path, err);
        free(path);
    }
    if (rc != BA_OK) {
        char why[sizeof(err->msg)];

        snprintf(why, sizeof(why), "%s", err->msg);
        if (rc != BA_RETRY)
            rc = ba_fail(err, BA_FATAL, "DEPOT_CREATE", "%s", why);
        return rc;
    }
    db = depot_path(depot, "index.db");
    rc = db == NULL ? ba_fail_mem(err, "init") : open_new_store(depot, db, err);
    if (rc == BA_OK)
        rc = write_config(depot, err);
    free(db);
    if (rc == BA_OK && !json)
        printf("%s: a new depot\n", depot->folder);
    if (rc == BA_OK)
        fprintf(stderr,
                "warning: the archive identity in %s/bouwarchief.conf is an EXAMPLE; replace "
                "[archive] before a real delivery\n",
                depot->folder);
    return rc;
}

/* A number that JSON readers keep exactly; the table has none beyond. */
static int put_value(void *ctx, const char *section, const char *name, const char *value,
                     bool number)
{
    json_t *root = ctx, *of = json_object_get(root, section);
    json_t *v = number ? json_integer(strtoll(value, NULL, 10)) : json_string(value);

    if (of == NULL && json_object_set_new(root, section, of = json_object()) != 0) {
        json_decref(v);
        return -1;
    }
    return json_object_set_new(of, name, v);
}

static enum ba_rc print_json(const struct depot *depot, struct ba_err *err)
{
    json_t *root = json_object();

    if (root == NULL || config_each(&depot->config, put_value, root) != 0) {
        json_decref(root);
        return ba_fail_mem(err, "output");
    }
    return json_line(root, err);
}

/* The place where a wrong code is seen first. */
static enum ba_rc check_creator(const struct depot *depot, struct ba_err *err)
{
    const struct export_archive a = { .creator_name = depot->config.archive_creator,
                                      .creator_code = depot->config.archive_creator_code,
                                      .creator_source = depot->config.archive_creator_source };
    struct command_message say_as = { depot, "config" };
    struct ba_messages told = { .hear = command_message, .ctx = &say_as };
    struct value_lists lists = { 0 };
    enum ba_rc rc = value_list_files_load(depot, &lists, err);

    if (rc == BA_OK)
        rc = creator_check(depot, &lists, &a, 0, 0, &told, err);
    export_lists_free(&lists);
    return rc;
}

enum ba_rc cmd_config(struct depot *depot, int argc, char **argv, struct ba_err *err)
{
    bool json = false;
    const struct opt opts[] = { { "json", OPT_FLAG, &json }, { 0 } };
    char **words;
    int count;
    enum ba_rc rc = opt_parse(opts, argc, argv, 0, 0, &words, &count, err);

    if (rc == BA_OK)
        rc = check_creator(depot, err);
    if (rc == BA_OK && json)
        return print_json(depot, err);
    if (rc == BA_OK)
        config_write(&depot->config, stdout);
    return rc;
}
