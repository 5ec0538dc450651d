#include "index/db/sql.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "core/file.h"

const char *sql_text(sqlite3_stmt *st, int column)
{
    const char *s = (const char *)sqlite3_column_text(st, column);

    return s != NULL ? s : "";
}

const char *store_hold(struct store *s, size_t slot, const char *text)
{
    free(s->hold[slot]);
    s->hold[slot] = strdup(text != NULL ? text : "");
    return s->hold[slot];
}

/* So near the limit of the size of a file the next write of SQLite fails, which keeps no errno of
 * it in every case. */
#define LIMIT_NEAR ((rlim_t)1 << 16)

static bool at_file_limit(const struct store *s)
{
    static const char *const files[] = { "", "-wal", "-shm", "-journal" };
    struct rlimit limit;
    bool at = false;

    if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return false;
    for (size_t i = 0; i < sizeof files / sizeof *files && !at; i++) {
        char *path = ba_strf("%s%s", s->path, files[i]);
        struct stat st;

        at = path != NULL && stat(path, &st) == 0 &&
             (rlim_t)st.st_size + LIMIT_NEAR >= limit.rlim_cur;
        free(path);
    }
    return at;
}

BA_RC sql_fail(struct store *s, const char *doing, struct ba_err *err)
{
    int code = s->db != NULL ? sqlite3_extended_errcode(s->db) : SQLITE_NOMEM;
    const char *words = s->db != NULL ? sqlite3_errmsg(s->db) : "out of memory";
    int sys = s->db != NULL ? sqlite3_system_errno(s->db) : 0;

    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return ba_fail_mem(err, doing);
    case SQLITE_FULL:
        return ba_fail(err, BA_RETRY, "DISK_FULL",
                       "%s: the disk that holds %s is full; make room and give the command again",
                       doing, s->path);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return ba_fail(err, BA_FATAL, "STORE_DAMAGED",
                       "%s: %s is damaged (%s); keep a copy of it, put back the last backup, then "
                       "run `bouwarchief index --rebuild` to make the search tables again",
                       doing, s->path, words);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return ba_fail(err, BA_RETRY, "STORE_BUSY",
                       "%s: another program keeps %s locked (%s); try again when it is done", doing,
                       s->path, words);
    case SQLITE_IOERR:
        if (at_file_limit(s))
            return ba_fail(err, BA_RETRY, "DISK_FULL",
                           "%s: %s may not grow: the limit of the size of files (ulimit -f) is "
                           "reached; raise it and give the command again",
                           doing, s->path);
        if (sys == ENOSPC || sys == EDQUOT)
            return ba_fail(err, BA_RETRY, "DISK_FULL",
                           "%s: the disk that holds %s is full; make room and give the command "
                           "again",
                           doing, s->path);
        break;
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return ba_fail(err, BA_FATAL, "STORE_FAILED",
                       "%s: no permission to use %s (%s); check the owner of the depot's folder",
                       doing, s->path, words);
    default:
        break;
    }
    return ba_fail(err, BA_FATAL, "STORE_FAILED", "%s: %s: %s%s%s", doing, s->path, words,
                   sys != 0 ? ": " : "", sys != 0 ? strerror(sys) : "");
}

static struct sql_kept *find_kept(struct store *s, const char *text)
{
    for (size_t i = 0; i < s->kept_count; i++)
        if (s->kept[i].text == text)
            return &s->kept[i];
    return NULL;
}

static BA_RC prepare(struct store *s, sqlite3_stmt **st, struct ba_err *err, const char *text)
{
    struct sql_kept *k = find_kept(s, text);

    if (k != NULL && !k->busy) {
        k->busy = true;
        *st = k->st;
        return BA_OK;
    }
    /* A statement in use further up the stack is prepared once more, for this call only. */
    bool keep = k == NULL && s->kept_count < SQL_KEPT_MAX;
    if (sqlite3_prepare_v3(s->db, text, -1, keep ? SQLITE_PREPARE_PERSISTENT : 0, st, NULL) !=
        SQLITE_OK)
        return sql_fail(s, "preparing a query", err);
    if (keep)
        s->kept[s->kept_count++] = (struct sql_kept){ text, *st, true };
    return BA_OK;
}

void sql_close(struct store *s, sqlite3_stmt *st)
{
    if (st == NULL)
        return;
    for (size_t i = 0; i < s->kept_count; i++) {
        if (s->kept[i].st == st) {
            sqlite3_reset(st);
            sqlite3_clear_bindings(st);
            s->kept[i].busy = false;
            return;
        }
    }
    sqlite3_finalize(st);
}

static int bind_text(sqlite3_stmt *st, int at, const char *text)
{
    if (text == NULL)
        return sqlite3_bind_null(st, at);
    return sqlite3_bind_text(st, at, text, -1, SQLITE_TRANSIENT);
}

static int bind_one(sqlite3_stmt *st, int at, char type, va_list *args)
{
    switch (type) {
    case 'i':
        return sqlite3_bind_int64(st, at, va_arg(*args, int64_t));
    case 'n': {
        int64_t v = va_arg(*args, int64_t);
        return v == 0 ? sqlite3_bind_null(st, at) : sqlite3_bind_int64(st, at, v);
    }
    case 'd':
    case 'D': {
        double v = va_arg(*args, double);
        return isnan(v) ? sqlite3_bind_null(st, at) : sqlite3_bind_double(st, at, v);
    }
    case 't':
        return bind_text(st, at, va_arg(*args, const char *));
    case 'e': {
        const char *v = va_arg(*args, const char *);
        return bind_text(st, at, v != NULL && v[0] != '\0' ? v : NULL);
    }
    case 'b': {
        const void *v = va_arg(*args, const void *);
        size_t len = va_arg(*args, size_t);
        return sqlite3_bind_blob64(st, at, v, len, SQLITE_TRANSIENT);
    }
    default:
        return SQLITE_MISUSE;
    }
}

static BA_RC open_with(struct store *s, sqlite3_stmt **st, struct ba_err *err, const char *text,
                       const char *types, va_list *args)
{
    *st = NULL;
    enum ba_rc rc = prepare(s, st, err, text);
    if (rc != BA_OK)
        return rc;
    for (int i = 0; types[i] != '\0'; i++) {
        if (bind_one(*st, i + 1, types[i], args) != SQLITE_OK) {
            rc = sql_fail(s, "binding a value", err);
            sql_close(s, *st);
            *st = NULL;
            return rc;
        }
    }
    return BA_OK;
}

BA_RC sql_extend(struct store *s, sql_extension_fn fn, struct ba_err *err)
{
    size_t i = 0;

    while (i < SQL_EXTENSIONS_MAX && s->extended[i] != NULL && s->extended[i] != fn)
        i++;
    if (i < SQL_EXTENSIONS_MAX && s->extended[i] == fn)
        return BA_OK;
    if (i == SQL_EXTENSIONS_MAX || fn(s->db) != 0)
        return sql_fail(s, "starting the search engine", err);
    s->extended[i] = fn;
    return BA_OK;
}

BA_RC sql_open(struct store *s, sqlite3_stmt **st, struct ba_err *err, const char *text,
               const char *types, ...)
{
    va_list args;

    va_start(args, types);
    enum ba_rc rc = open_with(s, st, err, text, types, &args);
    va_end(args);
    return rc;
}

BA_RC sql_next(struct store *s, sqlite3_stmt *st, bool *row, struct ba_err *err)
{
    int got = sqlite3_step(st);

    *row = got == SQLITE_ROW;
    if (got == SQLITE_ROW || got == SQLITE_DONE)
        return BA_OK;
    return sql_fail(s, sqlite3_stmt_readonly(st) ? "reading the index" : "writing the index", err);
}

BA_RC sql_run(struct store *s, struct ba_err *err, const char *text, const char *types, ...)
{
    sqlite3_stmt *st = NULL;
    va_list args;
    bool row = true;

    va_start(args, types);
    enum ba_rc rc = open_with(s, &st, err, text, types, &args);
    va_end(args);
    while (rc == BA_OK && row)
        rc = sql_next(s, st, &row, err);
    sql_close(s, st);
    return rc;
}

BA_RC sql_int(struct store *s, int64_t *out, struct ba_err *err, const char *text,
              const char *types, ...)
{
    sqlite3_stmt *st = NULL;
    va_list args;
    bool row = false;

    va_start(args, types);
    enum ba_rc rc = open_with(s, &st, err, text, types, &args);
    va_end(args);
    if (rc == BA_OK)
        rc = sql_next(s, st, &row, err);
    if (rc == BA_OK && row && sqlite3_column_type(st, 0) != SQLITE_NULL)
        *out = sqlite3_column_int64(st, 0);
    sql_close(s, st);
    return rc;
}

BA_RC sql_script(struct store *s, const char *text, struct ba_err *err)
{
    if (sqlite3_exec(s->db, text, NULL, NULL, NULL) != SQLITE_OK)
        return sql_fail(s, "changing the index", err);
    return BA_OK;
}
