/* listening_rules: counts heard against told. Pure; pages, the place where one writes and
 * ingest ask it. */
#include "domain/listening_rules.h"

#include <math.h>

void listening_add(struct listening *l, k_str measure, int64_t n)
{
    if (k_str_eqz(measure, "read"))
        l->read += n;
    else if (k_str_eqz(measure, "told_prompted"))
        l->answered += n;
    else if (k_str_eqz(measure, "asked"))
        l->asked += n;
    else if (k_str_eqz(measure, "told_unprompted"))
        l->told += n;
    else if (k_str_eqz(measure, "heard"))
        l->came_in += n;
}

int64_t listening_heard(const struct listening *l)
{
    return l->read + l->answered + l->asked;
}

double listening_ratio(const struct listening *l)
{
    return l->told > 0 ? (double)listening_heard(l) / (double)l->told : (double)NAN;
}

k_str listening_say(struct k_arena *a, const struct listening *l)
{
    if (l->told <= listening_heard(l))
        return K_S("");
    return k_fmt(a, "More was told here than heard: %lld heard, %lld told unprompted.",
                 (long long)listening_heard(l), (long long)l->told);
}

static bool blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Whether the word that ends before `end` is an address. */
static bool in_address(k_str text, size_t end)
{
    size_t from = end;
    while (from > 0 && !blank(text.p[from - 1]))
        from--;
    return k_str_find(k_str_sub(text, from, end - from), K_S("://")) >= 0;
}

bool listening_asks(k_str text)
{
    for (size_t i = 1; i < text.n; i++) {
        char next = i + 1 < text.n ? text.p[i + 1] : ' ';
        bool ends = blank(next) || next == '"' || next == ')' || next == '!' || next == '?' ||
                    (next & 0x80) != 0;
        if (text.p[i] == '?' && ends && !in_address(text, i))
            return true;
    }
    return false;
}
