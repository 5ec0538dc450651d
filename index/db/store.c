#include "index/db/store.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/crash_point.h"
#include "core/file.h"
#include "index/db/fold_tokenizer.h"
#include "index/db/schema.h"
#include "index/db/sql.h"

#define BUSY_TIMEOUT_MS 10000
/* A row with a page's text takes a kilobyte: the larger the page, the less of it stays empty. */
#define PAGE_SIZE "PRAGMA page_size = 16384;"

/* File systems on which SQLite's locks do not work between machines. */
static const struct {
    unsigned long magic;
    const char *name;
} network_fs[] = {
    { NFS_SUPER_MAGIC, "NFS" },     { SMB_SUPER_MAGIC, "SMB" },   { CIFS_SUPER_MAGIC, "CIFS" },
    { SMB2_SUPER_MAGIC, "SMB" },    { CODA_SUPER_MAGIC, "Coda" }, { AFS_SUPER_MAGIC, "AFS" },
    { AFS_FS_MAGIC, "AFS" },        { NCP_SUPER_MAGIC, "NCP" },   { CEPH_SUPER_MAGIC, "Ceph" },
    { OCFS2_SUPER_MAGIC, "OCFS2" },
};

static char *folder_of(const char *path)
{
    if (strchr(path, '/') == NULL)
        return strdup(".");
    char *dir = strdup(path);

    if (dir == NULL)
        return NULL;
    char *slash = strrchr(dir, '/');
    if (slash == dir)
        slash[1] = '\0';
    else
        *slash = '\0';
    return dir;
}

static BA_RC check_file_system(const char *path, struct ba_err *err)
{
    struct statfs fs;
    char *dir = folder_of(path);

    if (dir == NULL)
        return ba_fail_mem(err, path);
    int got = statfs(dir, &fs);
    free(dir);
    if (got != 0)
        return ba_fail_sys(err, BA_FATAL, "STORE_MISSING", "%s: the depot's folder is not there",
                           path);
    for (size_t i = 0; i < sizeof network_fs / sizeof *network_fs; i++)
        if ((unsigned long)fs.f_type == network_fs[i].magic)
            return ba_fail(err, BA_FATAL, "STORE_NETWORK",
                           "%s is on a network disk (%s), where a database is not safe; keep the "
                           "depot on a disk of this machine",
                           path, network_fs[i].name);
    return BA_OK;
}

#define LARGE_CACHE "PRAGMA cache_size = -65536; PRAGMA mmap_size = 268435456;"

static BA_RC set_up(struct store *s, enum store_mode mode, struct ba_err *err)
{
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_busy_timeout(s->db, BUSY_TIMEOUT_MS);
    /* Nothing in a database may call functions or write its own schema: it may come from elsewhere.
     */
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    if (fold_tokenizer_register(s->db) != 0)
        return sql_fail(s, "starting the search engine", err);
    enum ba_rc rc = sql_script(s, "PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;", err);
    if (rc == BA_OK && mode == STORE_CREATE)
        rc = sql_script(s, PAGE_SIZE, err);
    if (rc == BA_OK && mode != STORE_READ)
        rc = sql_script(s, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;", err);
    if (rc == BA_OK)
        rc = sql_script(s, LARGE_CACHE, err);
    return rc;
}

void store_small_cache(struct store *s, bool small)
{
    struct ba_err ignored = BA_ERR_INIT;

    ba_ignore(sql_script(s,
                         small ? "PRAGMA cache_size = -4096; PRAGMA mmap_size = 0;" : LARGE_CACHE,
                         &ignored),
              "a cache of another size costs time or memory, never a result");
    if (small)
        sqlite3_db_release_memory(s->db);
}

static BA_RC open_file(const char *path, const char *name, int flags, enum store_mode mode,
                       struct store **out, struct ba_err *err)
{
    struct store *s = calloc(1, sizeof *s);
    enum ba_rc rc = BA_OK;

    if (s == NULL || (s->path = strdup(path)) == NULL) {
        free(s);
        return ba_fail_mem(err, path);
    }
    s->writable = mode != STORE_READ;
    if (sqlite3_open_v2(name, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        rc = sql_fail(s, "opening", err);
    if (rc == BA_OK)
        rc = set_up(s, mode, err);
    if (rc == BA_OK)
        rc = schema_migrate(s, s->writable, err);
    if (rc != BA_OK) {
        store_close(s);
        return rc;
    }
    *out = s;
    return BA_OK;
}

/* Made under another name, so that a half made one is never found. */
static BA_RC create(const char *path, struct ba_err *err)
{
    struct store *s = NULL;
    char *dir = folder_of(path);
    char *tmp = dir != NULL ? ba_strf("%s/" BA_TMP_PREFIX "%s", dir, ba_basename(path)) : NULL;
    enum ba_rc rc = tmp != NULL ? BA_OK : ba_fail_mem(err, path);

    if (rc == BA_OK && access(path, F_OK) == 0)
        rc = ba_fail(err, BA_FATAL, "STORE_EXISTS", "%s is there already; it was left alone", path);
    if (rc == BA_OK && unlink(tmp) != 0 && errno != ENOENT)
        rc = ba_fail_sys(err, BA_FATAL, "STORE_FAILED", "%s", tmp);
    if (rc == BA_OK)
        rc = open_file(tmp, tmp, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, STORE_CREATE, &s, err);
    store_close(s);
    if (rc == BA_OK && rename(tmp, path) != 0)
        rc = ba_fail_sys(err, BA_FATAL, "STORE_FAILED", "%s", path);
    if (rc == BA_OK)
        rc = ba_sync_dir(dir, err);
    free(tmp);
    free(dir);
    return rc;
}

BA_RC store_open(const char *path, enum store_mode mode, struct store **out, struct ba_err *err)
{
    int flags = mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    struct stat st;

    *out = NULL;
    enum ba_rc rc = check_file_system(path, err);
    if (rc == BA_OK && mode == STORE_CREATE)
        rc = create(path, err);
    if (rc != BA_OK)
        return rc;
    if (stat(path, &st) != 0)
        return ba_fail(
            err, BA_FATAL, "STORE_MISSING",
            "%s is not there: this is no depot; make one with `bouwarchief init DIR`, or "
            "name yours with -C",
            path);
    if (!S_ISREG(st.st_mode))
        return ba_fail(err, BA_FATAL, "STORE_FOREIGN", "%s is not a file", path);
    if (st.st_size == 0)
        return ba_fail(err, BA_FATAL, "STORE_DAMAGED",
                       "%s is empty; put back the last backup of it", path);
    return open_file(path, path, flags, mode, out, err);
}

void store_close(struct store *s)
{
    if (s == NULL)
        return;
    store_rollback(s);
    for (size_t i = 0; i < s->kept_count; i++)
        sqlite3_finalize(s->kept[i].st);
    for (size_t i = 0; i < STORE_HOLD; i++)
        free(s->hold[i]);
    sqlite3_close_v2(s->db);
    free(s->path);
    free(s);
}

BA_RC store_begin(struct store *s, struct ba_err *err)
{
    return sql_run(s, err, "BEGIN IMMEDIATE", "");
}

BA_RC store_commit(struct store *s, struct ba_err *err)
{
    ba_abort_point();
    enum ba_rc rc = sql_run(s, err, "COMMIT", "");
    ba_abort_point();
    return rc;
}

void store_rollback(struct store *s)
{
    if (s->db != NULL && sqlite3_get_autocommit(s->db) == 0)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

BA_RC store_audit(struct store *s, const char *who, const char *action, const char *object,
                  const char *reason, const char *detail, struct ba_err *err)
{
    char at[BA_TIME_LEN];

    ba_time_text(ba_now(), at);
    return sql_run(s, err,
                   "INSERT INTO audit(at, who, action, object, reason, detail) VALUES(?,?,?,?,?,?)",
                   "tttttt", at, who, action != NULL ? action : "", object, reason, detail);
}
