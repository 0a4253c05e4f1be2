/* stage_rules: judges the fold of a tie. Pure; the person page, ingest and the nightly run ask
 * it. */
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

bool stage_role_is_ours(k_str role)
{
    static const char *const ours[] = {"employee", "supplier", "paid"};
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
        if (k_str_eqz(role, ours[i]))
            return true;
    return false;
}

static k_time later(k_time a, k_time b)
{
    return a > b ? a : b;
}

/* When a bad moment was survived or a silence was over, whichever was first. */
static k_time tested_at(const struct tie_state *s)
{
    if (s->survived_at == 0 || s->returned_at == 0)
        return later(s->survived_at, s->returned_at);
    return s->survived_at < s->returned_at ? s->survived_at : s->returned_at;
}

static bool lasting(const struct tie_state *s)
{
    return s->first_two_way_at && s->last_two_way_at - s->first_two_way_at >= STAGE_LASTING;
}

static void date_stages(const struct tie_state *s, bool ours, k_time since[STAGE_COUNT])
{
    since[STAGE_CONTACT] = s->first_at;
    since[STAGE_DIALOGUE] = s->dialogue_at;
    if (s->dialogue_at && s->first_shared_at)
        since[STAGE_RELATIONSHIP] = later(s->dialogue_at, s->first_shared_at);
    if (since[STAGE_RELATIONSHIP] && lasting(s) && tested_at(s))
        since[STAGE_LOYAL] = later(later(since[STAGE_RELATIONSHIP], tested_at(s)),
                                   s->first_two_way_at + STAGE_LASTING);
    if (s->dialogue_at && s->advocated_at && !ours)
        since[STAGE_ADVOCATE] = later(s->dialogue_at, s->advocated_at);
}

#define NEED(what) (1U << STAGE_NEED_##what)

static unsigned missing(const struct tie_state *s, const struct stage_verdict *v)
{
    switch (v->stage) {
    case STAGE_CONNECTION:
        return NEED(WORDS);
    case STAGE_CONTACT:
        return s->exchanges == 0 ? NEED(ANSWER) | NEED(DAY) : NEED(DAY);
    case STAGE_DIALOGUE:
        return NEED(SHARED);
    case STAGE_RELATIONSHIP:
        return (lasting(s) ? 0 : NEED(TIME)) | (tested_at(s) ? 0 : NEED(TEST));
    case STAGE_LOYAL:
        return v->ours ? 0 : NEED(ADVOCACY);
    default:
        return 0;
    }
}

void stage_of(const struct tie_state *s, bool ours, struct stage_verdict *out)
{
    *out = (struct stage_verdict){.stage = STAGE_CONNECTION, .ours = ours};
    date_stages(s, ours, out->since);
    for (int i = STAGE_ADVOCATE; i > STAGE_CONNECTION && out->stage == STAGE_CONNECTION; i--)
        if (out->since[i])
            out->stage = (enum stage)i;
    out->missing = missing(s, out);
}

/* ---- words ------------------------------------------------------------------------------- */

static k_str days_say(struct k_arena *a, const struct tie_state *s)
{
    k_str first = tie_day_say(a, s->exchange_days[0] * K_DAY);
    if (s->exchanges == 1)
        return k_fmt(a, "One two-way exchange, on %.*s. A second on another day is missing.",
                     K_ARG(first));
    return k_fmt(a, "Two-way exchanges on %lld days, first on %.*s and %.*s.",
                 (long long)s->exchanges, K_ARG(first),
                 K_ARG(tie_day_say(a, s->exchange_days[1] * K_DAY)));
}

static k_str one_sided_say(struct k_arena *a, const struct tie_state *s)
{
    if (s->heard > 0 && s->told > 0)
        return K_S("Both spoke, but neither answered the other yet.");
    if (s->heard == 1)
        return K_S("They wrote once; we have not answered yet.");
    if (s->heard > 0)
        return k_fmt(a, "They wrote %lld times; we have not answered yet.",
                     (long long)s->heard);
    if (s->told > 0)
        return K_S("We wrote; they have not answered yet.");
    return K_S("Known to us; nothing was said yet.");
}

static k_str loyal_say(struct k_arena *a, const struct tie_state *s)
{
    k_str since = tie_day_say(a, s->first_two_way_at);
    if (s->survived_at && tested_at(s) == s->survived_at)
        return k_fmt(a, "In touch since %.*s, and still after a bad moment, on %.*s.",
                     K_ARG(since), K_ARG(tie_day_say(a, s->survived_at)));
    return k_fmt(a, "In touch since %.*s, and back after a long silence, on %.*s.",
                 K_ARG(since), K_ARG(tie_day_say(a, s->returned_at)));
}

k_str stage_sentence(struct k_arena *a, const struct tie_state *s,
                     const struct stage_verdict *v)
{
    switch (v->stage) {
    case STAGE_ADVOCATE:
        return k_fmt(a, "They spoke for us or sent somebody, on %.*s; exchanges on %lld days.",
                     K_ARG(tie_day_say(a, s->advocated_at)), (long long)s->exchanges);
    case STAGE_LOYAL:
        return loyal_say(a, s);
    case STAGE_RELATIONSHIP:
        return k_fmt(a, "Exchanges on %lld days and an experience together, first on %.*s.",
                     (long long)s->exchanges, K_ARG(tie_day_say(a, s->first_shared_at)));
    default:
        return s->exchanges > 0 ? days_say(a, s) : one_sided_say(a, s);
    }
}

static const char *const needs[STAGE_NEEDS][2] = {
    {"words", "Somebody has to say something."},
    {"answer", "An answer: theirs to us, or ours to them."},
    {"day", "Exchanges on two different days."},
    {"shared", "An experience together: a meeting, an event, a project."},
    {"time", "Half a year between the first and the latest exchange."},
    {"test", "A bad moment that is survived, or a return after a long silence."},
    {"advocacy", "That they speak for us unasked, or send us somebody."},
};

const char *stage_need_name(enum stage_need n)
{
    return n < STAGE_NEEDS ? needs[n][0] : "";
}

const char *stage_need_say(enum stage_need n)
{
    return n < STAGE_NEEDS ? needs[n][1] : "";
}
