#include "report/point_json.h"

#include "core/json_value.h"

json_t *point_json(const struct point *p)
{
    static const char *const weights[] = { [POINT_HOLDS] = "holds",
                                           [POINT_ASKED] = "asked",
                                           [POINT_TO_COME] = "to come",
                                           [POINT_REMARK] = "remark" };
    char name[POINT_NAME_MAX];

    return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:s, s:o, s:o}", "point",
                     point_name(p, name), "code", p->code, "weight", weights[p->weight], "batch",
                     json_text(p->batch), "dossier", json_text(p->dossier), "page",
                     json_count(p->page, 0), "object", json_text(p->object), "message", p->message,
                     "settled", json_text(p->settled), "who", json_text(p->who));
}
