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
        "@sharebin",
        /* Windows */
        "$RECYCLE.BIN", "RECYCLER", "RECYCLED", "System Volume Information", "Thumbs.db",
        "Thumbs.db:encryptable", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini",
        /* macOS on shares; Linux */
        "Network Trash Folder", "Temporary Items", "TheVolumeSettingsFolder", "Icon\r",
        "lost+found", ".DS_Store"
    };
    static const struct {
        const char *text;
        bool at_end;
    } parts[] = { { "._", false },
                  { "~$", false },
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
    return false;
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

    *no_memory = false;
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
