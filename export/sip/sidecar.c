#include "export/sip/sidecar.h"

#include <string.h>

#include "core/file.h"

static bool ends_with(const char *s, const char *suffix)
{
    size_t n = strlen(s), k = strlen(suffix);
    return n >= k && strcmp(s + n - k, suffix) == 0;
}

char *sidecar_of(const struct list_receiver *to, const char *path, bool folder)
{
    const char *name = ba_basename(path), *dot = strrchr(name, '.');
    size_t n = strlen(path);
    if (folder)
        return ba_strf("%s/%s%s", path, name, to->folder_sidecar);
    if (to->stem && dot != NULL && dot > name)
        n = (size_t)(dot - path);
    return ba_strf("%.*s%s", (int)n, path, to->file_sidecar);
}

bool sidecar_is(const struct list_receiver *to, const char *path)
{
    return ends_with(path, to->folder_sidecar) || ends_with(path, to->file_sidecar);
}

bool sidecar_of_some(const struct value_lists *lists, const char *folder, size_t folder_len,
                     const char *file)
{
    if (strncmp(file, folder, folder_len) != 0)
        return false;
    for (size_t i = 0; i < lists->receiver_count; i++)
        if (strcmp(file + folder_len, lists->receivers[i].folder_sidecar) == 0)
            return true;
    return false;
}
