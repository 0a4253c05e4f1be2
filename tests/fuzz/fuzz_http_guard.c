/* HTTP guard: a head built from lines "name:value" behind a request line. Whatever passes has
 * the properties that the guard promises, judged here a second time in another way; the path
 * decoder gives no path that another round of decoding or a file system could read differently.
 */
#include "base/utf8.h"
#include "net/http_impl.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count(const struct http_head *h, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < h->n_fields; i++)
        n += k_str_ieq(h->fields[i].name, k_str_z(name));
    return n;
}

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

static void judge(const struct http_head *h)
{
    must(count(h, "host") == 1);
    must(count(h, "content-length") + count(h, "transfer-encoding") <= 1);
    for (size_t i = 0; i < h->n_fields; i++) {
        k_str value = h->fields[i].value, name = h->fields[i].name;
        for (size_t c = 0; c < value.n; c++)
            must((unsigned char)value.p[c] >= 0x20 || value.p[c] == '\t');
        must(name.n > 0 && k_str_chr(name, ' ') < 0 && k_str_chr(name, ':') < 0);
        uint64_t length;
        if (k_str_ieq(name, K_S("content-length")))
            must(k_str_u64(value, &length) && value.p[0] != '+');
        if (k_str_ieq(name, K_S("transfer-encoding")))
            must(k_str_ieq(value, K_S("chunked")));
    }
}

static void judge_path(struct k_arena *a, k_str target)
{
    k_str path, query;
    if (!http_target_split(a, target, &path, &query))
        return;
    must(path.n > 0 && path.p[0] == '/' && path.n <= target.n);
    must(k_str_find(path, K_S("//")) < 0 && k_str_find(path, K_S("/../")) < 0);
    must(k_str_find(path, K_S("/./")) < 0 && !k_str_ends(path, K_S("/..")));
    must(!k_str_ends(path, K_S("/.")) && k_str_chr(path, '\\') < 0 && k_str_chr(path, 0) < 0);
    must(k_utf8_valid(path));
    struct http_request rq = {.query = query};
    (void)http_query(a, &rq, "a");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    struct http_field fields[HTTP_GUARD_MAX_FIELDS + 2];
    k_str rest = k_str_n((const char *)data, size);
    k_str line = k_str_cut(&rest, '\n');
    struct http_head h = {.fields = fields};
    h.method = k_str_cut(&line, ' ');
    h.target = k_str_cut(&line, ' ');
    h.version = line;
    while (rest.p && h.n_fields < HTTP_GUARD_MAX_FIELDS + 2) {
        k_str value = k_str_cut(&rest, '\n');
        k_str name = k_str_cut(&value, ':');
        fields[h.n_fields++] = (struct http_field){name, value};
    }
    h.size = size;
    (void)http_guard_layout(&h);
    if (http_guard_check(&h) == NULL)
        judge(&h);
    judge_path(a, h.target);
    k_arena_free(a);
    return 0;
}
