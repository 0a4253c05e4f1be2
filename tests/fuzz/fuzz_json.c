/* JSON from outside: what is accepted is written as valid JSON that reads back as the same
 * text, and every getter answers on every value. */
#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

static void visit(struct k_arena *a, const struct k_json *v)
{
    k_str key;
    const struct k_json *item;
    must(k_json_is_object(v) + k_json_is_array(v) + k_json_is_str(v) + k_json_is_num(v) +
             k_json_is_bool(v) + k_json_is_null(v) ==
         1);
    (void)k_json_int(v, 1);
    (void)k_json_num(v, 1);
    (void)k_json_bool(v, true);
    (void)k_json_idstr(a, v);
    (void)k_json_path(v, "record.reply.0.uri");
    must((k_json_str(v).p != NULL) == k_json_is_str(v));
    k_json_each (i, item, v)
        visit(a, item);
    for (void *it = k_json_iter(v, NULL, &key, &item); it; it = k_json_iter(v, it, &key, &item))
        visit(a, item);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    const struct k_json *v, *again;
    k_str where = K_NONE;
    k_err e = k_json_parse(a, k_str_n((const char *)data, size), &v, &where);
    must((e == K_OK) == (v != NULL) && (e == K_OK || where.n > 0));
    if (e == K_OK) {
        visit(a, v);
        k_str text = k_json_text(a, v);
        must(k_json_parse(a, text, &again, NULL) == K_OK);
        must(k_str_eq(text, k_json_text(a, again)));
    }
    k_arena_free(a);
    return 0;
}
