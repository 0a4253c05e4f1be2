/* understand: names and JSON of what was understood, whoever understood it. Pure; the finding
 * itself is in understand_rules.c. */
#include "domain/understand.h"
#include "base/json.h"
#include "base/utf8.h"

static const struct {
    enum intent intent;
    const char *name;
} intent_names[INTENT_COUNT] = {
    {INTENT_COMPLAINT, "complaint"},
    {INTENT_LEAD, "lead"},
    {INTENT_QUESTION, "question"},
    {INTENT_PRAISE, "praise"},
};

size_t understand_names(unsigned intents, char out[48])
{
    size_t n = 0;
    for (size_t i = 0; i < INTENT_COUNT; i++)
        if (intents & intent_names[i].intent)
            n += (size_t)snprintf(out + n, 48 - n, "%s%s", n ? " " : "", intent_names[i].name);
    out[n] = '\0';
    return n;
}

unsigned understand_bits(k_str names)
{
    unsigned bits = 0;
    while (names.p) {
        k_str name = k_str_cut(&names, ' ');
        for (size_t i = 0; i < INTENT_COUNT; i++)
            if (k_str_eqz(name, intent_names[i].name))
                bits |= intent_names[i].intent;
    }
    return bits;
}

const char *understand_kind(unsigned intents)
{
    for (size_t i = 0; i < INTENT_COUNT; i++)
        if (intents & intent_names[i].intent)
            return intent_names[i].name;
    return "other";
}

/* UTF-16 units of the first n bytes. */
static int64_t utf16_units(k_str text, size_t n)
{
    return (int64_t)k_utf8_units(k_str_sub(text, 0, n));
}

void understand_json(struct k_buf *b, k_str text, const struct understanding *u)
{
    struct k_jw w = k_jw(b);
    kw_arr(&w);
    for (size_t i = 0; i < u->n; i++) {
        const struct finding *f = &u->found[i];
        kw_obj(&w);
        kw_key(&w, "kind");
        kw_str(&w, k_str_z(understand_kind(f->intent)));
        kw_key(&w, "phrase");
        kw_str(&w, f->phrase);
        kw_key(&w, "start");
        kw_int(&w, utf16_units(text, f->start));
        kw_key(&w, "end");
        kw_int(&w, utf16_units(text, f->end));
        kw_end(&w);
    }
    kw_end(&w);
}
