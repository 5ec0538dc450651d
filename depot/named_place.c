#include "depot/named_place.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "core/file.h"

#define WATCHED "inbox "

/* Takes the last part of a path away and puts it before rest; false: there was none to take. */
static bool cut_last(char *path, char **rest)
{
    char *slash = strrchr(path, '/'), *longer;

    if (slash == NULL || (slash == path && slash[1] == '\0'))
        return false;
    if (slash[1] != '\0') {
        longer = **rest == '\0' ? strdup(slash + 1) : ba_path_join(slash + 1, *rest);
        if (longer == NULL)
            return false;
        free(*rest);
        *rest = longer;
    }
    slash[slash == path ? 1 : 0] = '\0';
    return true;
}

/* Goes from a folder that is there along parts that are not, so that ".." is but the way back. */
static char *walk_on(char *base, char *rest)
{
    char *save = NULL;

    for (char *part = strtok_r(rest, "/", &save); part != NULL && base != NULL;
         part = strtok_r(NULL, "/", &save)) {
        char *next = NULL;

        if (strcmp(part, ".") == 0)
            continue;
        if (strcmp(part, "..") == 0) {
            char *slash = strrchr(base, '/');

            slash[slash == base ? 1 : 0] = '\0';
            continue;
        }
        next = ba_path_join(base, part);
        free(base);
        base = next;
    }
    return base;
}

/* The absolute path without links, as far as it is there, in new memory; NULL: out of memory. */
static char *resolve(const char *path)
{
    char *here = path[0] == '/' ? strdup("") : realpath(".", NULL);
    char *left = here == NULL ? NULL : ba_strf("%s/%s", here, path), *rest = strdup("");
    char *base = NULL;

    if (left != NULL && rest != NULL)
        do
            base = realpath(left, NULL);
        while (base == NULL && cut_last(left, &rest));
    if (base != NULL)
        base = walk_on(base, rest);
    free(here);
    free(left);
    free(rest);
    return base;
}

static bool has(const char *folder, const char *name)
{
    char *path = ba_path_join(folder, name);
    bool there = path != NULL && access(path, F_OK) == 0;

    free(path);
    return there;
}

/* Does the place lie in some depot, or is it one? Its path is cut, and given back. */
static bool in_a_depot(char *place)
{
    bool in = false;

    for (size_t n = strlen(place); n > 1 && !in; n--) {
        char c = place[n];

        if (c != '/' && c != '\0')
            continue;
        place[n] = '\0';
        in = has(place, "bouwarchief.conf") && has(place, "index.db");
        place[n] = c;
    }
    return in;
}

static bool in_own(const char *place, const char *depot, const char *name)
{
    char *folder = ba_path_join(depot, name);
    bool in = folder != NULL && ba_is_within(place, folder);

    free(folder);
    return in;
}

/* The inbox of a watch that is going on, by its lock file; NULL: none. New memory. */
static char *watched_inbox(const char *work, const char *name)
{
    char *path = ba_path_join(work, name), *inbox = NULL;
    int fd = path == NULL ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    struct ba_buf text = BA_BUF_INIT((size_t)2 * PATH_MAX);
    struct ba_err ignored = BA_ERR_INIT;

    if (fd >= 0 && flock(fd, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK &&
        ba_file_read(path, &text, &ignored) == BA_OK) {
        char *line = strstr(ba_buf_str(&text), "\n" WATCHED);

        if (line != NULL) {
            line += strlen("\n" WATCHED);
            line[strcspn(line, "\n")] = '\0';
            inbox = strdup(line);
        }
    }
    if (fd >= 0)
        close(fd);
    ba_buf_free(&text);
    free(path);
    return inbox;
}

static bool meets_watched(const char *place, bool folder, const char *depot)
{
    char *work = ba_path_join(depot, "work");
    DIR *d = work == NULL ? NULL : opendir(work);
    struct dirent *e;
    bool meets = false;

    while (d != NULL && !meets && (e = readdir(d)) != NULL) {
        char *inbox = strncmp(e->d_name, "watch-", 6) == 0 ? watched_inbox(work, e->d_name) : NULL;

        meets =
            inbox != NULL && (ba_is_within(place, inbox) || (folder && ba_is_within(inbox, place)));
        free(inbox);
    }
    if (d != NULL)
        closedir(d);
    free(work);
    return meets;
}

static const char *what_is_wrong(enum named_place_use use, char *place, const char *depot)
{
    bool own = in_own(place, depot, "packages") || in_own(place, depot, "reports");

    if (ba_is_within(place, depot) && !(own && use != PLACE_INBOX))
        return "lies in the depot, among what the program keeps";
    if (!ba_is_within(place, depot) && in_a_depot(place))
        return "lies in another depot";
    if (use != PLACE_FILE && ba_is_within(depot, place))
        return "holds the depot";
    /* A watch asks its own lock. */
    if (use != PLACE_INBOX && meets_watched(place, use == PLACE_FOLDER, depot))
        return "lies in an inbox that is watched, or holds one";
    return NULL;
}

BA_RC named_place_check(const struct depot *depot, enum named_place_use use, const char *option,
                        const char *path, struct ba_err *err)
{
    char *place = resolve(path), *own = realpath(depot->folder, NULL);
    const char *wrong = NULL;
    enum ba_rc rc = BA_OK;

    if (place == NULL || own == NULL)
        rc = ba_fail_mem(err, path);
    else if ((wrong = what_is_wrong(use, place, own)) != NULL)
        rc = ba_fail(err, BA_FATAL, "PLACE_NOT_FREE", "%s %s %s; name a folder outside%s", option,
                     path, wrong,
                     use == PLACE_INBOX ? "" : " (or the depot's own packages/ or reports/)");
    free(place);
    free(own);
    return rc;
}

BA_RC named_place_watched(const struct ba_lock *lock, const char *inbox, struct ba_err *err)
{
    char *line = ba_strf(WATCHED "%s\n", inbox);
    off_t end = lseek(lock->fd, 0, SEEK_END);
    enum ba_rc rc = line == NULL ? ba_fail_mem(err, inbox) : BA_OK;

    if (rc == BA_OK &&
        (end < 0 || pwrite(lock->fd, line, strlen(line), end) != (ssize_t)strlen(line)))
        rc = ba_fail_sys(err, BA_FATAL, "FILE_WRITE", "the lock of the inbox %s", inbox);
    free(line);
    return rc;
}
