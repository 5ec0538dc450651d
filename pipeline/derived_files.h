/*
 * derived_files.h - are the files that were made from a page still what they were?
 */
#ifndef BA_PIPELINE_DERIVED_FILES_H
#define BA_PIPELINE_DERIVED_FILES_H

#include "depot/depot.h"
#include "index/records/page.h"

enum derived_state { DERIVED_WHOLE, DERIVED_MISSING, DERIVED_CHANGED };

/*
 * Reads the ALTO and the text of a page. The text follows from the ALTO, so the two testify for
 * each other: DERIVED_CHANGED when the ALTO does not parse or the text is not the one that it
 * gives. DERIVED_WHOLE for a page that has none (waiting, failed, separator).
 */
enum derived_state derived_files_check(const struct depot *depot, const struct page_row *row);

#endif
