/* mailbag: see the header. Pure. */
#include "formats/mailbag.h"

static const char *const kinds[] = {"mail", "mbox", "none"};

k_str mailbag_line(struct k_arena *a, enum mailbag_kind kind, size_t bytes, int64_t seconds,
                   k_str file)
{
    return k_fmt(a, "%s %zu %lld %.*s\n", kinds[kind], bytes, (long long)seconds, K_ARG(file));
}

struct mailbag mailbag_open(k_str text)
{
    struct mailbag r = {.text = text, .bag = k_str_starts(text, K_S(MAILBAG_FIRST))};
    r.file = K_S("");
    if (r.bag)
        r.pos = sizeof MAILBAG_FIRST - 1;
    else
        r.box = mbox_open(text);
    return r;
}

static void give(struct mailbag *r, const struct mbox_message *m, struct mailbag_mail *out)
{
    r->n++;
    *out = (struct mailbag_mail){.raw = m->raw,
                                 .envelope = m->from,
                                 .file = r->file,
                                 .line = r->bag ? r->n : m->line,
                                 .box_line = r->bag ? m->line : 0,
                                 .why = K_NONE};
}

/* The entry at r->pos: its line, its bytes. false: the bag ends here, or what follows is none.
 */
static bool entry(struct mailbag *r, k_str *kind, k_str *bytes, int64_t *seconds)
{
    k_str line = k_str_sub(r->text, r->pos, 2048);
    ptrdiff_t end = k_str_chr(line, '\n');
    uint64_t n;
    if (end < 0)
        return false;
    line = k_str_sub(line, 0, (size_t)end);
    size_t start = r->pos + (size_t)end + 1;
    *kind = k_str_cut(&line, ' ');
    if (!k_str_u64(k_str_cut(&line, ' '), &n) || !k_str_i64(k_str_cut(&line, ' '), seconds) ||
        n > r->text.n - start)
        return false;
    *bytes = k_str_sub(r->text, start, (size_t)n);
    r->file = line.p ? line : K_S("");
    r->pos = start + (size_t)n + 1;
    return true;
}

static bool next_entry(struct mailbag *r, struct mailbag_mail *out)
{
    struct mbox_message m = {.from = K_S("")};
    k_str kind, bytes;
    int64_t seconds;
    while (entry(r, &kind, &bytes, &seconds)) {
        if (k_str_eqz(kind, "mbox")) {
            r->box = mbox_open(bytes);
            if (!mbox_next(&r->box, &m))
                continue;
            give(r, &m, out);
            return true;
        }
        bool none = k_str_eqz(kind, "none");
        m.raw = none ? K_S("") : bytes;
        give(r, &m, out);
        out->box_line = 0;
        out->at = seconds > 0 && seconds < INT32_MAX ? seconds * K_SEC : 0;
        out->why = none ? bytes : K_NONE;
        return true;
    }
    r->pos = r->text.n;
    return false;
}

bool mailbag_next(struct mailbag *r, struct mailbag_mail *out)
{
    struct mbox_message m;
    if (mbox_next(&r->box, &m)) {
        give(r, &m, out);
        return true;
    }
    return r->bag && next_entry(r, out);
}

bool mailbag_is(k_str text)
{
    return k_str_starts(text, K_S(MAILBAG_FIRST)) || mbox_is(text);
}
