/*
 * inbox.h - the folders that arrive in the inbox of watch, and where they go afterwards.
 */
#ifndef BA_PIPELINE_INBOX_H
#define BA_PIPELINE_INBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/err.h"
#include "ingest/batch_complete.h"

/* A name in the inbox. */
struct arrival {
    char *name, *path; /* path: in the inbox */
    bool present;      /* at the last look */
    bool is_folder;
    struct batch_complete settle;
    struct batch_listing listing; /* the last one */
    bool add;                     /* more came while it was being taken in */
    bool told;                    /* that something of it is still on its way */
    bool left; /* decided on, and left where it is; looked at again when it changes */
    struct batch_listing left_as;
};

struct inbox {
    char *dir;  /* owned, absolute */
    char *done; /* owned, absolute: where folders go that were taken in; NULL: they stay */
    dev_t done_dev;
    ino_t done_ino;
    struct arrival *at; /* owned; in the order of file_order_compare */
    size_t count, cap;
};

/*
 * dir: the inbox. move_to: NULL for .verwerkt in the inbox; made when it is not there. keep:
 * nothing is moved. depot may not lie in the inbox. BA_FATAL INBOX_MISSING, INBOX_BAD_PLACE,
 * FILE_WRITE.
 */
BA_RC inbox_open(struct inbox *in, const char *dir, const char *move_to, bool keep,
                 const char *depot, struct ba_err *err);
void inbox_close(struct inbox *in); /* accepts { 0 } */

/* Looks what is there. Names that went away are forgotten, hidden ones never seen. BA_FATAL
 * INBOX_MISSING when the inbox itself cannot be read. */
BA_RC inbox_look(struct inbox *in, struct ba_err *err);

/*
 * Moves a folder that was taken in to in->done, under a name that is free there; *to (new memory)
 * says where. BA_ITEM INBOX_MOVE when it cannot be moved: it stays where it is.
 */
BA_RC inbox_move(struct inbox *in, const struct arrival *a, char **to, struct ba_err *err);
/* Moves it back. BA_ITEM INBOX_MOVE. */
BA_RC inbox_move_back(const struct arrival *a, const char *from, struct ba_err *err);

#endif
