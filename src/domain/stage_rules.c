/* stage_rules: folds touches into a stage. Pure; the person page and ingest ask it. */
#include "domain/stage_rules.h"

static const char *const stage_names[STAGE_COUNT] = {
    "connection", "contact", "dialogue", "relationship", "loyal", "advocate",
};

const char *stage_name(enum stage s)
{
    return stage_names[s < STAGE_COUNT ? s : STAGE_CONNECTION];
}

enum stage stage_parse(k_str name)
{
    for (int i = 0; i < STAGE_COUNT; i++)
        if (k_str_eqz(name, stage_names[i]))
            return (enum stage)i;
    return STAGE_CONNECTION;
}

static void count_day(struct stage_evidence *e, int64_t day)
{
    if (e->exchanges > 0 && e->last_day == day)
        return;
    if (e->exchanges < STAGE_DAYS)
        e->days[e->exchanges] = day;
    e->exchanges++;
    e->last_day = day;
}

void stage_of(const struct stage_touch *v, size_t n, struct stage_evidence *out)
{
    enum { NOBODY, THEY, WE } open = NOBODY; /* whose words wait for an answer */
    *out = (struct stage_evidence){.stage = STAGE_CONNECTION};
    for (size_t i = 0; i < n; i++) {
        int mine = v[i].in ? THEY : WE;
        *(v[i].in ? &out->heard : &out->told) += 1;
        if (v[i].prompted && open != NOBODY && (int)open != mine) {
            count_day(out, v[i].at / K_DAY);
            open = NOBODY;
        } else {
            open = v[i].in ? THEY : WE;
        }
    }
    if (out->exchanges >= STAGE_DAYS)
        out->stage = STAGE_DIALOGUE;
    else if (n > 0)
        out->stage = STAGE_CONTACT;
}

/* "12 October 2026". */
static void day_text(int64_t day, char out[24])
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    char iso[32];
    k_time_iso_to(iso, day * K_DAY);
    int month = (iso[5] - '0') * 10 + iso[6] - '0',
        of_month = (iso[8] - '0') * 10 + iso[9] - '0';
    snprintf(out, 24, "%d %s %.4s", of_month, months[month - 1], iso);
}

size_t stage_sentence(const struct stage_evidence *e, char out[160])
{
    char first[24], second[24];
    day_text(e->days[0], first);
    day_text(e->days[1], second);
    int n;
    if (e->exchanges >= STAGE_DAYS)
        n = snprintf(out, 160, "Two-way exchanges on %d days, first on %s and %s.",
                     e->exchanges, first, second);
    else if (e->exchanges == 1)
        n = snprintf(out, 160,
                     "One two-way exchange, on %s. A second on another day is missing.", first);
    else if (e->heard > 0 && e->told > 0)
        n = snprintf(out, 160, "Both spoke, but neither answered the other yet.");
    else if (e->heard == 1)
        n = snprintf(out, 160, "They wrote once; we have not answered yet.");
    else if (e->heard > 0)
        n = snprintf(out, 160, "They wrote %d times; we have not answered yet.", e->heard);
    else if (e->told > 0)
        n = snprintf(out, 160, "We wrote; they have not answered yet.");
    else
        n = snprintf(out, 160, "Known to us; nothing was said yet.");
    return (size_t)n;
}
