#include "ingest/system_names.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/file.h"

bool system_name_is(const char *name, size_t len)
{
    static const char *const whole[] = {
        /* Synology, QNAP, Netgear, snapshots of shares */
        "@eaDir", "#recycle", "@Recycle", "@Recently-Snapshot", "#snapshot", "~snapshot", "@tmp",
        "@sharebin", "@SynoEAStream", ".@__thumb", ".snapshot", ".snapshots", ".zfs",
        /* Windows */
        "$RECYCLE.BIN", "RECYCLER", "RECYCLED", "System Volume Information", "Thumbs.db",
        "Thumbs.db:encryptable", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini",
        "IndexerVolumeGuid", "WPSettings.dat", "Picasa.ini", ".picasa.ini", "ZbThumbnail.info",
        /* macOS on shares; Linux */
        "Network Trash Folder", "Temporary Items", "TheVolumeSettingsFolder", "Icon\r", "__MACOSX",
        ".DS_Store", ".AppleDouble", ".AppleDB", ".AppleDesktop", ".Spotlight-V100", ".fseventsd",
        ".Trashes", ".TemporaryItems", ".apdisk", ".VolumeIcon.icns",
        ".com.apple.timemachine.donotpresent", "lost+found", ".directory", ".thumbnails",
        /* programs that keep folders alike */
        ".stfolder", ".stversions", ".stignore", ".dropbox", ".dropbox.cache", ".owncloudsync.log",
        ".csync_journal.db", "sync.ffs_db", ".sync.ffs_db"
    };
    static const struct {
        const char *text;
        bool at_end;
    } parts[] = { { "._", false },
                  { "~$", false },
                  { ".~lock.", false },
                  { ".Trash-", false },
                  { ".nfs0", false },
                  { ".fuse_hidden", false },
                  { ".smbdelete", false },
                  { ".ffs_lock", true },
                  { "@SynoEAStream", true },
                  { "@SynoResource", true },
                  { ":Zone.Identifier", true } };

    for (size_t i = 0; i < sizeof(whole) / sizeof(whole[0]); i++)
        if (len == strlen(whole[i]) && strncasecmp(name, whole[i], len) == 0)
            return true;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        size_t n = strlen(parts[i].text);

        if (len > n && strncasecmp(parts[i].at_end ? name + len - n : name, parts[i].text, n) == 0)
            return true;
    }
    /* what a check of a disk of Windows found: "FOUND.000" */
    return len == 9 && strncasecmp(name, "found.", 6) == 0 && strspn(name + 6, "0123456789") >= 3;
}

/* Does a name of len bytes end as scans do? */
static bool is_scan(const char *name, size_t len)
{
    static const char *const endings[] = {
        ".tif", ".tiff", ".jpg", ".jpeg", ".jp2", ".png", ".pdf"
    };

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        size_t n = strlen(endings[i]);

        if (len > n && strncasecmp(name + len - n, endings[i], n) == 0)
            return true;
    }
    return false;
}

/* ".x.tif.Ab3dE9" of rsync, ".syncthing.x.tif.tmp": the part of a name that is the scan's, and its
 * length; NULL when it is none of these. */
static const char *sent_between(const char *name, size_t *len)
{
    static const char *const before[] = { ".syncthing.", "~syncthing~" };
    static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    size_t n = strlen(name);

    for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
        size_t m = strlen(before[i]);

        if (n > m + 4 && strncmp(name, before[i], m) == 0 && strcmp(name + n - 4, ".tmp") == 0) {
            *len = n - m - 4;
            return name + m;
        }
    }
    if (n < 9 || name[0] != '.' || name[n - 7] != '.' || strspn(name + n - 6, signs) != 6)
        return NULL;
    *len = n - 8;
    return is_scan(name + 1, *len) ? name + 1 : NULL;
}

char *system_name_when_sent(const char *path, bool *no_memory)
{
    /* WinSCP and FileZilla, browsers, Nextcloud, scanners; sure: only such programs write it */
    static const struct {
        const char *ending;
        bool sure;
    } endings[] = { { ".filepart", true },  { ".crdownload", true }, { ".partial", true },
                    { ".part", true },      { ".opdownload", true }, { ".ocTransferId", true },
                    { ".download", false }, { ".tmp", false },       { ".temp", false },
                    { ".writing", false },  { ".uploading", false } };
    const char *name = ba_basename(path);
    size_t len = strlen(name), tilde = *name == '~';

    size_t part_len;
    const char *part = sent_between(name, &part_len);

    *no_memory = false;
    if (part != NULL) {
        char *sent = ba_strf("%.*s%.*s", (int)(name - path), path, (int)part_len, part);

        *no_memory = sent == NULL;
        return sent;
    }
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
        size_t n = strlen(endings[i].ending);
        char *sent;

        if (len <= n + tilde || strcasecmp(name + len - n, endings[i].ending) != 0)
            continue;
        if (!endings[i].sure && !is_scan(name, len - n))
            continue;
        sent = ba_strf("%.*s%.*s", (int)(name - path), path, (int)(len - n - tilde), name + tilde);
        *no_memory = sent == NULL;
        return sent;
    }
    return NULL;
}
