/*
 * intake PROGRAM FOLDER [FILES] - what taking in costs beside the least that it could: decoding
 * every image with libtiff and hashing its bytes once, measured in the same run.
 *
 *   small     FILES (10,000) small greys; checks and separators off: at most 1.5 x the CPU of the
 * least a4        120 pages of A4 at 300 dpi, bilevel and grey; all on: at most the least + 0.3 CPU
 * s a page memory    the coordinator and its workers at a tenth of the files and at all of them:
 * flat
 *
 * CPU is user and system time of the process and its children. Exit status 1 when a bar is missed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <tiffio.h>

#include "core/clock.h"
#include "core/file.h"
#include "core/hash.h"

#define SMALL_BAR 1.5
#define A4_BAR_S 0.3
/* Bytes that one more file may cost: its name, its place in the batch. */
#define FLAT_BAR 1500.0

enum { SMALL_SIDE = 600, A4_WIDTH = 2480, A4_HEIGHT = 3508, A4_PAGES = 120, LINE = 48 };

static _Noreturn void give_up(const char *what)
{
    fprintf(stderr, "intake: %s: %s\n", what, strerror(errno));
    exit(2);
}

static char *in_folder(const char *folder, const char *name)
{
    char *path = ba_path_join(folder, name);

    if (path == NULL)
        give_up("memory");
    return path;
}

/* Grey text-like strokes on paper with a little noise; another picture for each seed. */
static void fill_row(uint8_t *row, uint32_t width, uint32_t y, uint32_t seed, bool bilevel)
{
    uint32_t v = seed * 2654435761u + y / LINE * 40503u;
    bool text = y % LINE > 12 && y % LINE < 36;

    for (uint32_t x = 0; x < width; x++) {
        bool ink;

        if (x % 8 == 0)
            v = v * 1664525u + 1013904223u;
        ink = text && x > width / 10 && x < width - width / 10 && (v >> 16 & 3) == 0;
        if (bilevel) {
            if (ink)
                row[x / 8] |= (uint8_t)(0x80 >> x % 8);
        } else {
            row[x] = (uint8_t)((ink ? 40 : 235) + (v >> 20 & 3));
        }
    }
}

static void write_page(const char *path, uint32_t width, uint32_t height, uint32_t seed,
                       bool bilevel)
{
    TIFF *t = TIFFOpen(path, "w");
    uint8_t *row = malloc(width);

    if (t == NULL || row == NULL)
        give_up(path);
    TIFFSetField(t, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(t, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(t, TIFFTAG_BITSPERSAMPLE, bilevel ? 1 : 8);
    TIFFSetField(t, TIFFTAG_SAMPLESPERPIXEL, 1);
    TIFFSetField(t, TIFFTAG_PHOTOMETRIC, bilevel ? PHOTOMETRIC_MINISWHITE : PHOTOMETRIC_MINISBLACK);
    TIFFSetField(t, TIFFTAG_COMPRESSION, bilevel ? COMPRESSION_CCITTFAX4 : COMPRESSION_LZW);
    TIFFSetField(t, TIFFTAG_ROWSPERSTRIP, bilevel ? height : 64);
    TIFFSetField(t, TIFFTAG_XRESOLUTION, 300.0);
    TIFFSetField(t, TIFFTAG_YRESOLUTION, 300.0);
    for (uint32_t y = 0; y < height; y++) {
        memset(row, 0, width);
        fill_row(row, width, y, seed, bilevel);
        TIFFWriteScanline(t, row, y, 0);
    }
    TIFFClose(t);
    free(row);
}

static double cpu_of(int who)
{
    struct rusage u;

    getrusage(who, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

/* The least: every strip decoded, every byte hashed. CPU seconds. */
static double least(const char *folder, int files)
{
    double start = cpu_of(RUSAGE_SELF);

    for (int i = 0; i < files; i++) {
        char *path = ba_strf("%s/%05d.tif", folder, i + 1), hex[BA_HASH_HEX_MAX + 1];
        struct ba_err err = BA_ERR_INIT;
        TIFF *t = path == NULL ? NULL : TIFFOpen(path, "rm");
        uint8_t *strip = t == NULL ? NULL : malloc((size_t)TIFFStripSize(t));

        if (strip == NULL)
            give_up(path);
        for (uint32_t s = 0; s < TIFFNumberOfStrips(t); s++)
            if (TIFFReadEncodedStrip(t, s, strip, -1) < 0)
                give_up(path);
        TIFFClose(t);
        if (ba_hash_file(path, BA_SHA256, hex, NULL, &err) != BA_OK)
            give_up(err.msg);
        free(strip);
        free(path);
    }
    return cpu_of(RUSAGE_SELF) - start;
}

/* Runs the program to its end; -1 in a descriptor is /dev/null. Exit status. */
static int run(const char *const argv[])
{
    pid_t pid = fork();
    int status;

    if (pid == 0) {
        int null = open("/dev/null", O_RDWR);

        dup2(null, STDIN_FILENO);
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid)
        give_up(argv[0]);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Replaces "key = value" lines of the settings. */
static void turn_off_checks(const char *depot)
{
    static const char *const checks[] = { "no_resolution", "dpi_low", "dpi_unequal",
                                          "paper",         "depth",   "lossy",
                                          "black",         "white",   "unsharp",
                                          "border",        "cut_off", "near_duplicate",
                                          "separators" };
    const size_t count = sizeof(checks) / sizeof(checks[0]);
    char *path = in_folder(depot, "bouwarchief.conf"), *line = NULL;
    struct ba_buf b = BA_BUF_INIT(1 << 20);
    struct ba_err err = BA_ERR_INIT;
    FILE *f = fopen(path, "r");
    size_t cap = 0;

    while (f != NULL && getline(&line, &cap, f) > 0) {
        bool replaced = false;

        for (size_t i = 0; i < count && !replaced; i++) {
            size_t len = strlen(checks[i]);

            replaced = strncmp(line, checks[i], len) == 0 && strncmp(line + len, " =", 2) == 0;
            if (replaced)
                ba_buf_printf(&b, "%s = %s\n", checks[i], i == count - 1 ? "0" : "off");
        }
        if (!replaced)
            ba_buf_puts(&b, line);
    }
    if (f == NULL || fclose(f) != 0 || ba_file_replace(path, b.data, b.len, 0644, &err) != BA_OK)
        give_up(path);
    free(line);
    free(path);
    ba_buf_free(&b);
}

struct cost {
    double cpu_s, wall_s;
    long
        peak_kb; /* of the largest process: ru_maxrss of this one child and of what it waited for */
};

/* Takes a folder in, in a new depot, measured in a process of its own so that the peak is its own.
 */
static struct cost take_in(const char *program, const char *folder, bool checks)
{
    char *depot = ba_strf("%s-depot", folder);
    const char *const init[] = { program, "init", depot, NULL };
    const char *const ingest[] = { program, "-C", depot, "ingest", "--workers", "2", folder, NULL };
    struct cost c;
    int pipe_fd[2], status;
    pid_t pid;

    /* A new one each time: ext4 is slow to hand out inodes that were freed a moment ago. */
    if (ba_is_dir(depot) || run(init) != 0 || pipe(pipe_fd) != 0)
        give_up(depot);
    if (!checks)
        turn_off_checks(depot);
    pid = fork();
    if (pid == 0) {
        double start = ba_monotonic();
        struct rusage u;

        if (run(ingest) != 0)
            _exit(1);
        getrusage(RUSAGE_CHILDREN, &u);
        c = (struct cost){ cpu_of(RUSAGE_CHILDREN), ba_monotonic() - start, u.ru_maxrss };
        _exit(write(pipe_fd[1], &c, sizeof(c)) != sizeof(c));
    }
    if (waitpid(pid, &status, 0) != pid || status != 0 ||
        read(pipe_fd[0], &c, sizeof(c)) != sizeof(c))
        give_up("taking in failed");
    close(pipe_fd[0]);
    close(pipe_fd[1]);
    free(depot);
    return c;
}

static char *new_folder(const char *work, const char *name)
{
    char *path = in_folder(work, name);
    struct ba_err err = BA_ERR_INIT;

    if (ba_remove_tree(path, &err) != BA_OK || ba_mkdirs(path, &err) != BA_OK)
        give_up(path);
    return path;
}

static char *draw(const char *work, const char *name, int files, bool small)
{
    char *folder = new_folder(work, name);

    for (int i = 0; i < files; i++) {
        char *path = ba_strf("%s/%05d.tif", folder, i + 1);

        if (small)
            write_page(path, SMALL_SIDE, SMALL_SIDE, (uint32_t)i, false);
        else
            write_page(path, A4_WIDTH, A4_HEIGHT, (uint32_t)i, i % 2 == 0);
        free(path);
    }
    return folder;
}

static bool judge(const char *what, double figure, double bar)
{
    printf("  %-52s %8.3f  (bar %.2f)%s\n", what, figure, bar, figure <= bar ? "" : "  MISSED");
    return figure <= bar;
}

int main(int argc, char **argv)
{
    int files = argc > 3 ? atoi(argv[3]) : 10000;
    char *many, *few, *a4;
    struct cost all, tenth, pages;
    double base;
    bool good = true;

    if (argc < 3 || files < 100)
        return 64;
    TIFFSetWarningHandler(NULL);
    few = draw(argv[2], "few", files / 10, true);
    many = draw(argv[2], "many", files, true);
    base = least(many, files);
    tenth = take_in(argv[1], few, false);
    all = take_in(argv[1], many, false);
    printf("%d small files: decode and hash %.2f CPU s, taken in with %.2f CPU s, %.1f s\n", files,
           base, all.cpu_s, all.wall_s);
    good &= judge("CPU by that of the least", all.cpu_s / base, SMALL_BAR);
    printf("  largest process %.1f MiB at %d files, %.1f MiB at %d\n", (double)tenth.peak_kb / 1024,
           files / 10, (double)all.peak_kb / 1024, files);
    good &= judge("bytes of memory a file",
                  (double)(all.peak_kb - tenth.peak_kb) * 1024 / (0.9 * files), FLAT_BAR);
    a4 = draw(argv[2], "a4", A4_PAGES, false);
    base = least(a4, A4_PAGES);
    pages = take_in(argv[1], a4, true);
    printf("%d pages of A4, all checks: decode and hash %.2f CPU s, taken in with %.2f CPU s\n",
           A4_PAGES, base, pages.cpu_s);
    good &= judge("CPU s a page above the least", (pages.cpu_s - base) / A4_PAGES, A4_BAR_S);
    free(many);
    free(few);
    free(a4);
    return good ? 0 : 1;
}
