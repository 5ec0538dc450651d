#include "config/value_lists.h"

#include <string.h>
#include <strings.h>

#include "config/list_row.h"

#define NOT_JUDGED "niet-beoordeeld"

bool export_lists_choose(struct value_lists *l, const char *receiver)
{
    const struct list_receiver *r = list_find_receiver(l, receiver);
    if (r != NULL)
        l->receiver = r;
    return r != NULL;
}

bool list_format_taken(const struct value_lists *l, const struct list_format *f)
{
    const struct list_receiver *to = l->receiver;
    if (f == NULL || *to->puids != '\0')
        return f != NULL && list_has_word(to->puids, f->puid);
    return f->preferred || to->any_format;
}

static bool in_set(const struct value_lists *l, const struct list_access *a)
{
    return strcmp(a->set, l->receiver->access) == 0;
}

const struct list_access *list_find_pair(const struct value_lists *l, const char *code,
                                         const char *label)
{
    for (size_t i = 0; i < l->access_count; i++) {
        const struct list_access *a = &l->access[i];
        if (in_set(l, a) && strcmp(a->code, code) == 0 && strcmp(a->label, label) == 0)
            return a;
    }
    return NULL;
}

const struct list_access *list_find_access(const struct value_lists *l, const char *value)
{
    if (value == NULL || *value == '\0')
        value = NOT_JUDGED;
    for (size_t i = 0; i < l->access_count; i++) {
        const struct list_access *a = &l->access[i];
        if (in_set(l, a) && (strcasecmp(value, a->key) == 0 || strcasecmp(value, a->code) == 0 ||
                             strcasecmp(value, a->label) == 0))
            return a;
    }
    return NULL;
}

bool list_is_open(const struct list_access *a)
{
    return a != NULL && !a->restricted && strcmp(a->key, NOT_JUDGED) != 0;
}

const struct list_pair *list_find_appraisal(const struct value_lists *l, const char *code)
{
    for (size_t i = 0; i < l->appraisal_count; i++) {
        if (strcmp(code, l->appraisal[i].code) == 0)
            return &l->appraisal[i];
    }
    return NULL;
}

const struct list_format *list_find_format(const struct value_lists *l, const char *puid)
{
    for (size_t i = 0; i < l->format_count; i++) {
        if (strcmp(puid, l->formats[i].puid) == 0)
            return &l->formats[i];
    }
    return NULL;
}

const struct list_receiver *list_find_receiver(const struct value_lists *l, const char *name)
{
    for (size_t i = 0; i < l->receiver_count; i++) {
        if (strcmp(name, l->receivers[i].name) == 0)
            return &l->receivers[i];
    }
    return NULL;
}

const char *list_kind_label(const struct value_lists *l, const char *kind)
{
    for (size_t i = 0; kind != NULL && i < l->kind_count; i++) {
        if (strcmp(kind, l->kinds[i].code) == 0)
            return l->kinds[i].label;
    }
    return "document";
}
