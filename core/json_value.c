#include "core/json_value.h"

#include <math.h>

json_t *json_text(const char *text)
{
    return text != NULL && text[0] != '\0' ? json_string(text) : json_null();
}

json_t *json_count(int64_t value, int64_t unknown)
{
    return value != unknown ? json_integer(value) : json_null();
}

json_t *json_rounded(double value, int decimals)
{
    double scale = pow(10, decimals), v = round(value * scale) / scale;

    if (!isfinite(v))
        return json_null();
    if (v >= -1e15 && v <= 1e15 && v >= floor(v) && v <= floor(v))
        return json_integer((json_int_t)v);
    return json_real(v);
}
