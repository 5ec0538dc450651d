/* SQL that takes migrations 12 and 13 back, for tests of what older layouts become. */
#ifndef BA_TESTS_UNIT_UNDO_MODEL_H
#define BA_TESTS_UNIT_UNDO_MODEL_H

#define UNDO_MODEL                                                                                 \
    "DROP TABLE gaz_number; DROP TABLE gaz_street; DROP TABLE gaz_name;"                           \
    "DROP TABLE document_field; DROP TABLE register_finding; DROP INDEX audit_object;"             \
    "ALTER TABLE field DROP COLUMN item; ALTER TABLE address DROP COLUMN item;"                    \
    "ALTER TABLE address DROP COLUMN shown; ALTER TABLE address DROP COLUMN verblijfsobject_id;"   \
    "ALTER TABLE address DROP COLUMN pand_id;"                                                     \
    "ALTER TABLE address DROP COLUMN openbare_ruimte_id;"                                          \
    "ALTER TABLE address DROP COLUMN valid_from; ALTER TABLE address DROP COLUMN valid_to;"        \
    "ALTER TABLE address DROP COLUMN also_named; ALTER TABLE address DROP COLUMN resolved;"        \
    "ALTER TABLE address DROP COLUMN lat; ALTER TABLE address DROP COLUMN lon;"

#endif
