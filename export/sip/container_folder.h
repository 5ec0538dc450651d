/*
 * container_folder.h - a delivery that is a plain folder, written beside its place. Inside this
 * room only.
 *
 * Its digest is that of a list of its files, in the order of their paths and as sha256sum(1) writes
 * it, which lies beside the folder and can be checked with: cd FOLDER && sha256sum -c ../LIST
 */
#ifndef BA_EXPORT_SIP_CONTAINER_FOLDER_H
#define BA_EXPORT_SIP_CONTAINER_FOLDER_H

#include "core/buf.h"
#include "core/err.h"
#include "core/hash.h"

struct container_folder;

/* The folder will lie in the folder of `path`. Free with container_folder_out_free. FILE_WRITE. */
BA_RC container_folder_out_open(const char *path, struct container_folder **out,
                                struct ba_err *err);
BA_RC container_folder_out_folder(struct container_folder *f, const char *name, struct ba_err *err);
/* A file: begin, any number of writes, end with its SHA-256. name: inside the folder. */
BA_RC container_folder_out_begin(struct container_folder *f, const char *name, struct ba_err *err);
BA_RC container_folder_out_write(struct container_folder *f, const void *data, size_t len,
                                 struct ba_err *err);
BA_RC container_folder_out_end(struct container_folder *f, int64_t mtime, const char *sha256,
                               struct ba_err *err);
/* The list, and the bytes of all files. Borrowed. */
BA_RC container_folder_out_list(struct container_folder *f, const struct ba_buf **list,
                                uint64_t *bytes, struct ba_err *err);
/* Makes all safe, and gives the folder its name; one that is there already is replaced whole. */
BA_RC container_folder_out_commit(struct container_folder *f, const char *path, struct ba_err *err);
/* Removes what was not committed. Accepts NULL. */
void container_folder_out_free(struct container_folder *f);

/* The same list of a folder as it is now. BA_ITEM FILE_READ. */
BA_RC container_folder_list(const char *folder, struct ba_buf *list, uint64_t *bytes,
                            struct ba_err *err);

#endif
