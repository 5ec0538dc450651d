/* formats: the paths of files from the command line, and what each is by PRONOM as the program
 * finds it, a line each. For formats.py. */
#include <stdio.h>

#include "image/image_file.h"

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct image_file_name name;
        struct ba_err err = BA_ERR_INIT;

        if (master_describe(argv[i], &name, &err) != BA_OK) {
            fprintf(stderr, "%s\n", err.msg);
            return 1;
        }
        printf("%s\t%s\n", argv[i], name.puid);
    }
    return 0;
}
