#include "report/title_block_json.h"

#include "core/json_value.h"
#include "index/records/title_block.h"

static BA_RC append_row(void *ctx, const struct title_row *row, struct ba_err *err)
{
    json_t *box = json_loads(row->box, 0, NULL);
    json_t *o = json_pack("{s:s, s:s, s:s, s:o, s:o}", "name", row->name, "value", row->value,
                          "rule", row->rule, "confidence", json_rounded(row->confidence, 3), "box",
                          box != NULL ? box : json_null());

    return json_array_append_new(ctx, o) == 0 ? BA_OK : ba_fail_mem(err, "output");
}

BA_RC title_block_json(struct depot *depot, const struct page_row *p, json_t *page,
                       struct ba_err *err)
{
    json_t *fields = json_array(), *block;
    char box[64];
    bool known;
    enum ba_rc rc = title_each(depot->store, p->id, &known, box, append_row, fields, err);

    if (box[0] != '\0') {
        json_t *place = json_loads(box, 0, NULL);

        block =
            json_pack("{s:o, s:o}", "box", place != NULL ? place : json_null(), "fields", fields);
    } else {
        json_decref(fields);
        block = json_null();
    }
    if (json_object_set_new(page, "title_block", block) != 0 && rc == BA_OK)
        rc = ba_fail_mem(err, "output");
    return rc;
}
