/* policy_rules: reading the rules of older policies, where rules hold, and running them. The
 * checks themselves: policy_checks.c. Pure. */
#include "domain/policy_rules.h"
#include "base/json.h"
#include "base/utf8.h"
#include "domain/policy_look.h"
#include "text/phrase.h"

const char *const policy_kind_words[POLICY_KINDS + 1] = {"soft", "review", "hard", NULL};

static bool kind_named(k_str name, enum policy_kind *out)
{
    for (int i = 0; i < POLICY_KINDS; i++)
        if (k_str_eqz(name, policy_kind_words[i])) {
            *out = (enum policy_kind)i;
            return true;
        }
    return false;
}

/* Case, blanks and underscores make no difference; letters above ASCII must be as written. */
static bool same_name(k_str x, const char *z)
{
    k_str y = k_str_z(z);
    if (x.n != y.n)
        return false;
    for (size_t i = 0; i < x.n; i++) {
        char a = x.p[i] == '_' ? ' ' : x.p[i], b = y.p[i] == '_' ? ' ' : y.p[i];
        a = a >= 'A' && a <= 'Z' ? (char)(a + 32) : a;
        b = b >= 'A' && b <= 'Z' ? (char)(b + 32) : b;
        if (a != b)
            return false;
    }
    return true;
}

const struct policy_check *policy_check_named(k_str name)
{
    for (size_t i = 0; i < n_policy_checks; i++)
        if (same_name(name, policy_checks[i].name) || same_name(name, policy_checks[i].german))
            return &policy_checks[i];
    return NULL;
}

/* ---- rules out of JSON ------------------------------------------------------------------- */

static bool is_id(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", s.p[i]))
            return false;
    return s.n > 0 && s.n <= 60;
}

static bool read_words(struct k_arena *a, const struct k_json *list, struct policy_rule *r)
{
    size_t n = k_json_len(list);
    if (!k_json_is_array(list) || n == 0 || n > POLICY_WORDS_MAX)
        return false;
    k_str *words = k_new_n(a, k_str, n);
    for (size_t i = 0; i < n; i++) {
        words[i] = k_str_trim(k_json_str(k_json_at(list, i)));
        if (words[i].n == 0 || words[i].n > 120)
            return false;
    }
    r->words = words;
    r->n_words = n;
    return true;
}

/* NULL when the rule is good, else what is wrong with it. */
static const char *read_rule(struct k_arena *a, const struct k_json *v, struct policy_rule *r)
{
    *r = (struct policy_rule){.id = k_json_get_str(v, "id"),
                              .check = policy_check_named(k_json_get_str(v, "check")),
                              .why = k_str_trim(k_json_get_str(v, "why")),
                              .tell = k_json_get_str(v, "tell")};
    if (!is_id(r->id))
        return "id: small letters, digits and hyphens, at most 60";
    if (!kind_named(k_json_get_str(v, "kind"), &r->kind))
        return "kind: soft (warns), review (a second person) or hard (stops)";
    if (!r->check)
        return "check: there is no check of this name";
    if (r->why.n == 0)
        return "why: say why the rule is there";
    if (r->tell.n == 0)
        r->tell = k_str_z(r->check->tell);
    const struct k_json *value = k_json_get(v, "value");
    if (r->check->value == POLICY_WORDS && !read_words(a, value, r))
        return "value: a list of words or phrases";
    if (r->check->value == POLICY_NUMBER) {
        r->number = k_json_int(value, -1);
        if (r->number < 0)
            return "value: a whole number";
    }
    return NULL;
}

static bool id_taken(const struct policy_rules *rules, size_t before, k_str id)
{
    for (size_t i = 0; i < before; i++)
        if (k_str_eq(rules->v[i].id, id))
            return true;
    return false;
}

k_err policy_rules_parse(struct k_arena *a, k_str json, struct policy_rules *out, k_str *wrong)
{
    const struct k_json *list;
    *out = (struct policy_rules){0};
    *wrong = K_NONE;
    if (k_json_parse(a, json, &list, wrong) != K_OK)
        return K_ERR_BAD_INPUT;
    size_t n = k_json_len(list);
    if (!k_json_is_array(list) || n > POLICY_RULES_MAX) {
        *wrong = k_fmt(a, "rules: a list of at most %d rules", POLICY_RULES_MAX);
        return K_ERR_BAD_INPUT;
    }
    out->v = k_new_n(a, struct policy_rule, n ? n : 1);
    for (size_t i = 0; i < n; i++) {
        const char *bad = read_rule(a, k_json_at(list, i), &out->v[i]);
        if (!bad && id_taken(out, i, out->v[i].id))
            bad = "id: another rule has it already";
        if (bad) {
            *wrong = k_fmt(a, "rules[%zu].%s", i, bad);
            return K_ERR_BAD_INPUT;
        }
    }
    out->n = n;
    return K_OK;
}

void policy_rules_ready(struct k_arena *a, struct policy_rules *rules)
{
    for (size_t i = 0; i < rules->n; i++) {
        struct policy_rule *r = &rules->v[i];
        if (!r->check) /* a text that is still being mended may name a check that is none */
            continue;
        bool phrases =
            r->check->run == policy_check_words || r->check->run == policy_check_claims;
        if (phrases && r->n_words > 0 && !r->set)
            r->set = phrase_set_new(a, r->words, r->n_words);
    }
}

/* ---- where a rule holds ------------------------------------------------------------------ */

static bool same_words(struct k_arena *a, k_str x, k_str y)
{
    return k_str_eq(k_utf8_fold(a, x), k_utf8_fold(a, y));
}

static bool one_of(struct k_arena *a, k_str word, const k_str *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (same_words(a, word, v[i]))
            return true;
    return false;
}

static bool topic_holds(const struct policy_facts *f, k_str word)
{
    struct policy_hits hits;
    enum policy_tag tag = policy_topic_named(word);
    k_str both[] = {f->answered, f->text};
    if (one_of(f->arena, word, f->where.labels, f->where.n_labels))
        return true;
    for (int i = 0; i < 2; i++) {
        if (tag) {
            policy_listen(both[i], &hits);
            if (policy_first(&hits, tag))
                return true;
        } else {
            struct phrase_hit hit;
            if (phrase_find(phrase_set_new(f->arena, &word, 1), both[i], &hit, 1))
                return true;
        }
    }
    return false;
}

static bool dim_holds(const struct policy_facts *f, enum policy_dim dim, k_str word)
{
    const struct policy_where *w = &f->where;
    struct k_arena *a = f->arena;
    int64_t days;
    switch (dim) {
    case POLICY_TEAM:
        return one_of(a, word, w->teams, w->n_teams);
    case POLICY_CHANNEL:
        return same_words(a, word, w->channel) ||
               (w->handle.n && same_words(a, word, w->handle));
    case POLICY_NETWORK:
        return same_words(a, word, w->network);
    case POLICY_PERSON:
        return one_of(a, word, w->roles, w->n_roles);
    case POLICY_MEMBER:
        return same_words(a, word, w->member_role);
    case POLICY_TOPIC:
        return topic_holds(f, word);
    case POLICY_HOURS:
        return policy_hours_hold(word, w->minute);
    case POLICY_NEW_MEMBERS:
        return w->member_days >= 0 && k_str_i64(word, &days) && w->member_days < days;
    case POLICY_VISIBILITY:
        return f->in_private == k_str_eqz(word, "private");
    case POLICY_DIMS:
        break;
    }
    return false;
}

bool policy_in_scope(const struct policy_facts *f, const struct policy_rule *r)
{
    for (int d = 0; d < POLICY_DIMS; d++) {
        bool holds = r->scope.n[d] == 0;
        for (size_t i = 0; i < r->scope.n[d] && !holds; i++)
            holds = dim_holds(f, (enum policy_dim)d, r->scope.v[d][i]);
        if (!holds)
            return false;
    }
    return true;
}

/* ---- hours ------------------------------------------------------------------------------- */

#define DAY 1440

static bool read_clock(k_str s, int *minute)
{
    int64_t h, m;
    k_str hour = k_str_cut(&s, ':');
    if (!k_str_i64(hour, &h) || !k_str_i64(s, &m) || h < 0 || m < 0 || m > 59 || h > 24 ||
        h * 60 + m > DAY)
        return false;
    *minute = (int)(h * 60 + m);
    return true;
}

/* Monday = 0; by the first two letters, English or German. */
static int day_named(k_str s)
{
    static const char *const days[2][7] = {{"mo", "tu", "we", "th", "fr", "sa", "su"},
                                           {"mo", "di", "mi", "do", "fr", "sa", "so"}};
    for (int lang = 0; lang < 2; lang++)
        for (int i = 0; i < 7; i++)
            if (k_str_istarts(s, k_str_z(days[lang][i])))
                return i;
    return -1;
}

bool policy_hours_read(k_str word, struct policy_hours *out)
{
    k_str rest = k_str_trim(word), clock = rest;
    *out = (struct policy_hours){.first_day = 0, .last_day = 6};
    if (k_str_chr(rest, ' ') > 0) {
        k_str days = k_str_cut(&rest, ' ');
        k_str from = k_str_cut(&days, '-');
        out->first_day = day_named(from);
        out->last_day = days.p ? day_named(days) : out->first_day;
        clock = k_str_trim(rest);
    }
    k_str from = k_str_cut(&clock, '-');
    return out->first_day >= 0 && out->last_day >= 0 && read_clock(from, &out->from) &&
           clock.p && read_clock(clock, &out->to) && out->from != out->to;
}

static bool day_between(int day, int first, int last)
{
    return first <= last ? day >= first && day <= last : day >= first || day <= last;
}

/* The first of January 1970 was a Thursday. */
int policy_minute_of_week(const struct k_zone *z, k_time at)
{
    return (int)(((at + k_zone_at(z, at).offset) / K_MIN + 3 * DAY) % (7 * DAY));
}

/* Hours over midnight belong to the day on which they begin. */
bool policy_hours_hold(k_str word, int minute)
{
    struct policy_hours h;
    if (minute < 0 || !policy_hours_read(word, &h))
        return false;
    int day = minute / DAY % 7, at = minute % DAY;
    if (h.from < h.to)
        return at >= h.from && at < h.to && day_between(day, h.first_day, h.last_day);
    return (at >= h.from && day_between(day, h.first_day, h.last_day)) ||
           (at < h.to && day_between((day + 6) % 7, h.first_day, h.last_day));
}

/* ---- running ----------------------------------------------------------------------------- */

static bool known_language(const struct policy_look *l)
{
    return strcmp(l->lang, "en") == 0 || strcmp(l->lang, "de") == 0 ||
           strcmp(l->lang, "und") == 0;
}

void policy_run(const struct policy_facts *f, const struct policy_rules *rules,
                struct policy_findings *out)
{
    struct policy_look look;
    struct policy_rules ready = *rules;
    *out = (struct policy_findings){0};
    policy_look_at(f, &look);
    policy_rules_ready(f->arena, &ready);
    for (size_t i = 0; i < ready.n; i++)
        if (policy_in_scope(f, &ready.v[i]) &&
            !(f->unprompted && ready.v[i].check->answers_only))
            ready.v[i].check->run(&look, &ready.v[i], out);
    for (size_t i = 0; i < out->list.n; i++) {
        out->hard |= out->list.v[i].kind == POLICY_HARD;
        out->review |= out->list.v[i].kind == POLICY_REVIEW;
    }
    out->lang = look.lang;
    out->words_known = known_language(&look);
}
