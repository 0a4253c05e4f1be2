/* approval_rules: small tables and lists. */
#include "domain/approval_rules.h"
#include "base/utf8.h"
#include "domain/access_rules.h"

const char *const approval_who_words[] = {"anybody", "role", "team", "member", NULL};

/* ---- the policy's words ------------------------------------------------------------------ */

static const char *const roles[][2] = {
    {"owner", "Inhaber"}, {"admin", "Admin"}, {"manager", "Manager"}, {"agent", "Bearbeitung"}};
static const char *const anybody[][2] = {{"anybody", "irgendwer"},
                                         {"somebody else", "jemand anders"}};
static const struct unit {
    const char *names[4];
    k_time time;
} units[] = {
    {{"minute", "minutes", "Minute", "Minuten"}, K_MIN},
    {{"hour", "hours", "Stunde", "Stunden"}, K_HOUR},
    {{"day", "days", "Tag", "Tagen"}, K_DAY},
};
static const char wrong_who[] =
    "An answer is approved by: anybody, a role (agent, manager, admin, owner), team NAME or "
    "member NAME.";
static const char wrong_within[] =
    "The time of a stage is: within 30 minutes, within 2 hours, within 1 day; at most 30 days.";
static const char wrong_many[] = "At most three stages; a semicolon stands between them: "
                                 "manager within 2 hours; then owner.";

static bool same(struct k_arena *a, k_str x, const char *z)
{
    return k_str_eq(k_utf8_fold(a, k_str_trim(x)), k_utf8_fold(a, k_str_z(z)));
}

/* Behind a word at the beginning; the text itself when it begins otherwise. */
static k_str behind(struct k_arena *a, k_str s, const char *en, const char *de, bool *was)
{
    const char *const words[] = {en, de};
    *was = false;
    for (int i = 0; i < 2; i++) {
        size_t n = strlen(words[i]);
        if (s.n > n && s.p[n] == ' ' && same(a, k_str_sub(s, 0, n), words[i])) {
            *was = true;
            return k_str_trim(k_str_from(s, n));
        }
    }
    return s;
}

/* "2 hours" */
static bool read_within(struct k_arena *a, k_str s, k_time *out)
{
    int64_t n;
    k_str unit = s, number = k_str_cut(&unit, ' ');
    if (!unit.p || !k_str_i64(number, &n) || n < 1 || n > 100000)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        for (size_t k = 0; k < 4; k++)
            if (same(a, unit, units[i].names[k])) {
                *out = n * units[i].time;
                return *out <= APPROVAL_WITHIN_MAX;
            }
    return false;
}

static bool read_who(struct k_arena *a, k_str s, struct policy_stage *out)
{
    bool was;
    for (size_t i = 0; i < 2; i++)
        if (same(a, s, anybody[i][0]) || same(a, s, anybody[i][1])) {
            out->who = POLICY_WHO_ANYBODY;
            return true;
        }
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (same(a, s, roles[i][0]) || same(a, s, roles[i][1])) {
            out->who = POLICY_WHO_ROLE;
            out->name = k_str_z(roles[i][0]);
            return true;
        }
    k_str name = behind(a, s, "team", "Team", &was);
    out->who = POLICY_WHO_TEAM;
    if (!was) {
        name = behind(a, s, "member", "Mitglied", &was);
        out->who = POLICY_WHO_MEMBER;
    }
    out->name = name;
    return was && name.n > 0 && name.n <= 120;
}

/* The last " within " of a part: a team may be called so. */
static ptrdiff_t find_within(k_str s, size_t *n)
{
    static const char *const words[] = {" within ", " binnen ", " innerhalb von "};
    for (size_t i = s.n; i-- > 0;)
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (k_str_istarts(k_str_from(s, i), k_str_z(words[k]))) {
                *n = strlen(words[k]);
                return (ptrdiff_t)i;
            }
    return -1;
}

static const char *read_stage(struct k_arena *a, k_str part, struct policy_stage *out)
{
    bool was;
    size_t n = 0;
    *out = (struct policy_stage){.within = APPROVAL_WITHIN};
    part = behind(a, part, "then", "dann", &was);
    ptrdiff_t at = find_within(part, &n);
    if (at >= 0) {
        if (!read_within(a, k_str_trim(k_str_from(part, (size_t)at + n)), &out->within))
            return wrong_within;
        part = k_str_trim(k_str_sub(part, 0, (size_t)at));
        if (k_str_ends(part, K_S(",")))
            part = k_str_trim(k_str_sub(part, 0, part.n - 1));
    }
    return read_who(a, part, out) ? NULL : wrong_who;
}

const char *approval_stages_read(struct k_arena *a, k_str value,
                                 struct policy_stage out[POLICY_STAGES_MAX], size_t *n)
{
    size_t found = 0;
    *n = 0;
    while (value.p) {
        k_str part = k_str_trim(k_str_cut(&value, ';'));
        if (part.n == 0)
            continue;
        if (found == POLICY_STAGES_MAX)
            return wrong_many;
        const char *wrong = read_stage(a, part, &out[found++]);
        if (wrong)
            return wrong;
    }
    if (found == 0)
        return wrong_who;
    *n = found;
    return NULL;
}

static void write_within(struct k_buf *b, k_time within, bool german)
{
    size_t i = sizeof units / sizeof *units - 1;
    while (i > 0 && within % units[i].time != 0)
        i--;
    int64_t n = within / units[i].time;
    const char *const *names = units[i].names;
    k_buf_fmt(b, " %s %lld %s", german ? "binnen" : "within", (long long)n,
              german ? names[n == 1 && i < 2 ? 2 : 3] : names[n == 1 ? 0 : 1]);
}

void approval_stages_write(struct k_buf *b, const struct policy_rule *r, bool german)
{
    static const char *const who[][2] = {[POLICY_WHO_ANYBODY] = {"anybody", "irgendwer"},
                                         [POLICY_WHO_TEAM] = {"team ", "Team "},
                                         [POLICY_WHO_MEMBER] = {"member ", "Mitglied "}};
    for (size_t i = 0; i < r->n_stages; i++) {
        const struct policy_stage *s = &r->stages[i];
        k_buf_str(b, i == 0 ? K_S("") : german ? K_S("; dann ") : K_S("; then "));
        if (s->who != POLICY_WHO_ROLE)
            k_buf_str(b, k_str_z(who[s->who][german]));
        k_buf_str(b, s->who == POLICY_WHO_ANYBODY ? K_NONE : s->name);
        write_within(b, s->within, german);
    }
}

/* ---- the plan ---------------------------------------------------------------------------- */

static bool same_stage(const struct policy_stage *x, const struct policy_stage *y)
{
    return x->who == y->who && k_str_ieq(x->name, y->name);
}

static struct approval_step *step_of(struct approval_plan *p, const struct policy_stage *s)
{
    for (size_t i = 0; i < p->steps.n; i++)
        if (same_stage(&p->steps.v[i].stage, s))
            return &p->steps.v[i];
    return NULL;
}

static bool names_rule(k_str rules, k_str id)
{
    while (rules.p)
        if (k_str_eq(k_str_cut(&rules, ','), id))
            return true;
    return false;
}

static void ask(struct k_arena *a, struct approval_plan *p, const struct policy_stage *s,
                k_str rules)
{
    struct approval_step *step = step_of(p, s);
    if (!step) {
        *k_vec_push(a, &p->steps) = (struct approval_step){*s, rules};
        return;
    }
    step->stage.within = s->within < step->stage.within ? s->within : step->stage.within;
    if (!names_rule(step->rules, rules))
        step->rules = k_fmt(a, "%.*s,%.*s", K_ARG(step->rules), K_ARG(rules));
}

/* "Anybody" is asked when somebody else is. */
static void without_anybody(struct k_arena *a, struct approval_plan *p)
{
    static const struct policy_stage stage = {.who = POLICY_WHO_ANYBODY};
    struct approval_step *any = step_of(p, &stage);
    if (!any || p->steps.n == 1)
        return;
    struct approval_step gone = *any;
    size_t at = (size_t)(any - p->steps.v);
    memmove(any, any + 1, (p->steps.n - at - 1) * sizeof *any);
    p->steps.n--;
    while (gone.rules.p) {
        struct policy_stage first = p->steps.v[0].stage;
        if (gone.stage.within < first.within)
            first.within = gone.stage.within;
        ask(a, p, &first, k_str_cut(&gone.rules, ','));
    }
}

void approval_plan(struct k_arena *a, const struct policy_findings *found,
                   struct approval_plan *out)
{
    static const struct policy_stage anyone = {.who = POLICY_WHO_ANYBODY,
                                               .within = APPROVAL_WITHIN};
    *out = (struct approval_plan){0};
    for (size_t stage = 0; stage < POLICY_STAGES_MAX; stage++)
        for (size_t i = 0; i < found->list.n; i++) {
            const struct policy_finding *f = &found->list.v[i];
            if (f->kind != POLICY_REVIEW)
                continue;
            if (stage < f->rule->n_stages)
                ask(a, out, &f->rule->stages[stage], f->rule->id);
            else if (stage == 0)
                ask(a, out, &anyone, f->rule->id);
        }
    without_anybody(a, out);
}

/* ---- who may ----------------------------------------------------------------------------- */

static bool asked(const struct approval_ask *ask, const struct approval_candidate *c)
{
    switch (ask->who) {
    case POLICY_WHO_ROLE:
        return access_rank(c->role) >= access_rank(ask->role);
    case POLICY_WHO_TEAM:
        return k_id_among(c->teams, c->n_teams, ask->id);
    case POLICY_WHO_MEMBER:
        return c->id == ask->id;
    case POLICY_WHO_ANYBODY:
        break;
    }
    return true;
}

enum approval_verdict approval_may(const struct approval_ask *ask,
                                   const struct approval_candidate *c)
{
    if (c->id == ask->author)
        return APPROVAL_AUTHOR;
    if (access_rank(c->role) <= access_rank(K_S("viewer")))
        return APPROVAL_READS_ONLY;
    if (k_id_among(ask->decided, ask->n_decided, c->id))
        return APPROVAL_TWICE;
    return asked(ask, c) ? APPROVAL_MAY : APPROVAL_NOT_ASKED;
}

const char *approval_why_not(enum approval_verdict v)
{
    static const char *const why[] = {
        [APPROVAL_NOT_ASKED] = "Somebody else decides at this stage.",
        [APPROVAL_AUTHOR] = "Nobody approves their own words.",
        [APPROVAL_TWICE] = "You said yes at an earlier stage; this one is somebody else's.",
        [APPROVAL_READS_ONLY] = "Your role does not answer in public."};
    return why[v];
}
