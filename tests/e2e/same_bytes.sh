#!/bin/sh
# same_bytes.sh PROGRAM SCRATCH - two depots fed alike hold the same and export the same bytes, whatever the
# time zone, locale, umask, number of workers, order of the folder and place of the depot; and a page has the same text
# and ALTO whatever was read before it, by a worker that died, or in another order.

. "$(dirname "$0")/lib.sh"

SOURCE_DATE_EPOCH=1700000000
export SOURCE_DATE_EPOCH

# feed DEPOT FOLDER WORKERS: the whole job on a batch.
feed() {
    small_depot "$1"
    sed -i "s/^[#; ]*workers *=.*/workers = $3/" "$scratch/$1/bouwarchief.conf"
    exits 0 "$program" -C "$scratch/$1" run "$2" &&
        exits 0 "$program" -C "$scratch/$1" export --all --out "$scratch/$1.out"
}

one() {
    feed one "$scratch/here/small-batch" 4
}

two() (
    TZ=Pacific/Chatham
    LC_ALL=tr_TR.UTF-8
    LANG=nl_NL
    export TZ LC_ALL LANG
    umask 077
    cd / && feed two "$scratch/there/else/small-batch" 1
)

small_batch "$scratch/here/small-batch"
mkdir -p "$scratch/there/else/small-batch"
for file in $(find "$scratch/here/small-batch" -name '*.tif' | sort -r); do
    cp "$file" "$scratch/there/else/small-batch/"
done

t 'a depot with four workers' one
t 'a depot elsewhere, in another time zone, locale and umask, with one worker' two
t 'the derived files are equal' diff -r "$scratch/one/derived" "$scratch/two/derived"
# three: the same pages in the opposite order, behind a large drawing, by one worker, which dies of one of them at first.
three() {
    small_depot three
    mkdir "$scratch/omgekeerd"
    cp "$sample/batch-0001/blad-16.tif" "$scratch/omgekeerd/00.tif"
    n=10
    for file in $(find "$scratch/here/small-batch" -name '*.tif' | sort -r); do
        cp "$file" "$scratch/omgekeerd/$n.tif"
        n=$((n + 1))
    done
    cc -shared -fPIC -o "$scratch/faults.so" "$here/faults.c" &&
        exits 0 "$program" -C "$scratch/three" ingest --workers 1 "$scratch/omgekeerd" &&
        exits 65 env CRASH_AT="$(sha256sum <"$scratch/here/small-batch/blad-5.tif" | cut -c1-64)" \
            LD_PRELOAD="$scratch/faults.so" "$program" -C "$scratch/three" ocr --workers 1 &&
        printed WORKER_CRASH &&
        exits 0 "$program" -C "$scratch/three" ocr --workers 1 &&
        rm -r "$scratch/three/derived/$(sha256sum <"$scratch/omgekeerd/00.tif" | sed 's|^\(..\)\(..\).*|\1/\2|')" &&
        find "$scratch/three/derived" -type d -empty -delete
}
t 'a depot that read the pages in another order, after a drawing and a crash' three
t 'has the same texts and ALTO, and no others' diff -r "$scratch/one/derived" "$scratch/three/derived"
t 'there are texts' test "$(find "$scratch/one/derived" -name '*.txt' -size +0 | wc -l)" -ge 5
t 'the masters are equal' diff -r "$scratch/one/masters" "$scratch/two/masters"
t 'masters cannot be written to' fails grep -q . <<END
$(find "$scratch/one/masters" "$scratch/two/masters" -type f -perm /222)
END
t 'the packages are equal' diff -r "$scratch/one.out" "$scratch/two.out"
t 'there is a package' test "$(find "$scratch/one.out" -name '*.tar' | wc -l)" -eq 1
t 'the pages can be listed' listing "$scratch/one" "$scratch/one.list"
t 'the pages can be listed in the other depot' listing "$scratch/two" "$scratch/two.list"
t 'the lists of pages are equal' cmp "$scratch/one.list.pages" "$scratch/two.list.pages"
t 'the hits are equal' cmp "$scratch/one.list.search" "$scratch/two.list.search"

exported_again() {
    exits 0 "$program" -C "$scratch/one" export --all --out "$scratch/again.out" &&
        diff -r "$scratch/one.out" "$scratch/again.out"
}
t 'exporting again gives the same bytes' exported_again

exported_later() (
    unset SOURCE_DATE_EPOCH
    exits 0 "$program" -C "$scratch/one" export --all --out "$scratch/later.out" &&
        diff -r "$scratch/one.out" "$scratch/later.out"
)
t 'exporting at another time gives the same bytes' exported_later

taken_in_twice() {
    exits 0 "$program" -C "$scratch/one" run "$scratch/here/small-batch" &&
        listing "$scratch/one" "$scratch/twice.list" &&
        cmp "$scratch/one.list.pages" "$scratch/twice.list.pages"
}
t 'the same batch again is nothing to do' taken_in_twice

finish
