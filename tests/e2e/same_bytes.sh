#!/bin/sh
# same_bytes.sh PROGRAM SCRATCH - two depots fed alike hold the same and export the same bytes, whatever the
# time zone, locale, umask, number of workers, order of the folder and place of the depot.

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
    feed one "$scratch/here/small-batch" 2
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

t 'a depot with two workers' one
t 'a depot elsewhere, in another time zone, locale and umask, with one worker' two
t 'the derived files are equal' diff -r "$scratch/one/derived" "$scratch/two/derived"
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
