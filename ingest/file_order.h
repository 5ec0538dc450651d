/*
 * file_order.h - the order of the files of a delivery: that of an operator's file manager.
 */
#ifndef BA_INGEST_FILE_ORDER_H
#define BA_INGEST_FILE_ORDER_H

/*
 * <0, 0, >0: paths are compared folder by folder and then by the name without its ending, so that
 * "scan001" comes before "scan001 (2)" and "scan001-a". In a name spaces and signs come before
 * numbers and these before letters; runs of digits are compared as numbers, letters without case
 * and accents. Names that are equal so far are told apart by ending, leading zeros and bytes: the
 * order is total over different byte strings, and depends on no locale or file system.
 */
int file_order_compare(const char *a, const char *b);

#endif
