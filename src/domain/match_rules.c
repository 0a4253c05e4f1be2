/* match_rules: the table of weights, and the verdict over two records. Pure; match.c gives it
 * what the database holds, the bench the sets of records. How single fields agree:
 * match_levels.c. */
#include "domain/match_rules.h"
#include "domain/match_levels.h"
#include <math.h>

static const char *const field_names[MATCH_FIELDS] = {
    "given",   "family", "order",  "suffix", "organization", "birthday", "email",    "phone",
    "account", "url",    "street", "city",   "code",         "region",   "employer", "number",
};
static const char *const level_names[MATCH_LEVELS] = {
    "missing", "same", "verified", "claimed", "nickname", "initial",   "typo",
    "similar", "part", "weak",     "shared",  "swapped",  "different",
};

const char *match_field_name(enum match_field f)
{
    return field_names[f < MATCH_FIELDS ? f : 0];
}

const char *match_level_name(enum match_level l)
{
    return level_names[l < MATCH_LEVELS ? l : 0];
}

/* m: of a hundred pairs that are one person, how often this is seen. People marry, move, change
 * jobs and have several addresses, so that a difference there says little. u: of pairs drawn at
 * random. Rough orders of size from the counts of days, names, postcodes and numbers there are.
 */
const struct match_weight match_weights[MATCH_FIELDS][MATCH_LEVELS] = {
    [MATCH_GIVEN] = {[MATCH_SAME] = {.78, .01},
                     [MATCH_NICKNAME] = {.05, .004},
                     [MATCH_INITIAL] = {.04, .05},
                     [MATCH_TYPO] = {.07, .008},
                     [MATCH_PART] = {.01, .004},
                     [MATCH_SIMILAR] = {.01, .03},
                     [MATCH_DIFFERENT] = {.04, .894}},
    [MATCH_FAMILY] = {[MATCH_SAME] = {.82, .002},
                      [MATCH_TYPO] = {.08, .003},
                      [MATCH_PART] = {.02, .001},
                      [MATCH_SIMILAR] = {.02, .02},
                      [MATCH_DIFFERENT] = {.06, .974}},
    [MATCH_ORDER] = {[MATCH_SWAPPED] = {.03, 1}},
    [MATCH_SUFFIX] = {[MATCH_SAME] = {.8, .3}, [MATCH_DIFFERENT] = {.02, .5}},
    [MATCH_ORGANIZATION] = {[MATCH_SAME] = {.65, .0001},
                            [MATCH_TYPO] = {.15, .0003},
                            [MATCH_PART] = {.1, .003},
                            [MATCH_SIMILAR] = {.06, .01},
                            [MATCH_DIFFERENT] = {.04, .9866}},
    [MATCH_BIRTHDAY] = {[MATCH_SAME] = {.84, .0001},
                        [MATCH_TYPO] = {.07, .002},
                        [MATCH_SWAPPED] = {.02, .0001},
                        [MATCH_PART] = {.9, .0027},
                        [MATCH_SIMILAR] = {.03, .0046},
                        [MATCH_DIFFERENT] = {.04, .993}},
    [MATCH_EMAIL] = {[MATCH_SAME] = {.5, .000001},
                     [MATCH_WEAK] = {.03, .000002},
                     [MATCH_TYPO] = {.03, .00001},
                     [MATCH_PART] = {.12, .0005},
                     [MATCH_SHARED] = {.02, .0005},
                     [MATCH_DIFFERENT] = {.3, .9985}},
    [MATCH_PHONE] = {[MATCH_SAME] = {.5, .00001},
                     [MATCH_PART] = {.1, .00002},
                     [MATCH_DIFFERENT] = {.4, .99997}},
    [MATCH_ACCOUNT] = {[MATCH_SAME] = {.9, .000001},
                       [MATCH_VERIFIED] = {.9, .000001},
                       [MATCH_CLAIMED] = {.3, .0003}, /* anybody may claim: it asks */
                       [MATCH_WEAK] = {.4, .0001},
                       [MATCH_DIFFERENT] = {.1, .9}},
    [MATCH_URL] = {[MATCH_SAME] = {.4, .00002},
                   [MATCH_PART] = {.1, .001},
                   [MATCH_DIFFERENT] = {.5, .999}},
    [MATCH_STREET] = {[MATCH_SAME] = {.5, .0002},
                      [MATCH_TYPO] = {.14, .0005},
                      [MATCH_PART] = {.06, .001},
                      [MATCH_SIMILAR] = {.08, .008},
                      [MATCH_DIFFERENT] = {.22, .99}},
    [MATCH_CITY] = {[MATCH_SAME] = {.64, .01},
                    [MATCH_TYPO] = {.1, .003},
                    [MATCH_PART] = {.02, .005},
                    [MATCH_SIMILAR] = {.02, .03},
                    [MATCH_DIFFERENT] = {.22, .952}},
    [MATCH_CODE] =
        {[MATCH_SAME] = {.66, .002}, [MATCH_TYPO] = {.1, .02}, [MATCH_DIFFERENT] = {.24, .978}},
    [MATCH_REGION] =
        {[MATCH_SAME] = {.85, .25}, [MATCH_TYPO] = {.03, .05}, [MATCH_DIFFERENT] = {.12, .7}},
    [MATCH_EMPLOYER] = {[MATCH_SAME] = {.5, .005},
                        [MATCH_TYPO] = {.05, .002},
                        [MATCH_PART] = {.05, .003},
                        [MATCH_SIMILAR] = {.02, .01},
                        [MATCH_DIFFERENT] = {.38, .98}},
    [MATCH_NUMBER] = {[MATCH_SAME] = {.85, .00001},
                      [MATCH_TYPO] = {.08, .0001},
                      [MATCH_DIFFERENT] = {.07, .9999}},
};

/* ---- bits ---------------------------------------------------------------------------------
 */

static double clamp(double v, double low, double high)
{
    return v < low ? low : v > high ? high : v;
}

/* Agreement on a name that many share says less. */
static double u_of(const struct match_world *w, const struct match_found *f,
                   enum match_field field, double u)
{
    bool by_value = field == MATCH_GIVEN || field == MATCH_FAMILY ||
                    field == MATCH_ORGANIZATION || field == MATCH_CITY || field == MATCH_CODE ||
                    field == MATCH_EMPLOYER;
    if (f->level != MATCH_SAME || !by_value || !w || !w->share)
        return u;
    double share = w->share(w->arg, field, f->norm);
    return share < 0 ? u : clamp(share, 0.000002, 0.5);
}

static double bits_of(const struct match_world *w, const struct match_found *f,
                      enum match_field field)
{
    const struct match_weight *row =
        &(w && w->weights ? w->weights : match_weights)[field][f->level];
    if (f->level == MATCH_MISSING || row->m <= 0 || row->u <= 0)
        return 0;
    return log2(row->m / u_of(w, f, field, row->u));
}

/* An address is one fact in four fields: who moved changes all of them. */
static const double postal_most = 15, postal_least = -4;

static bool postal(const struct match_evidence *e)
{
    return e->field >= MATCH_STREET && e->field <= MATCH_REGION;
}

static void limit_postal(struct match_verdict *v)
{
    double sum = 0;
    for (size_t i = 0; i < v->n; i++)
        sum += postal(&v->evidence[i]) ? v->evidence[i].bits : 0;
    double limited = clamp(sum, postal_least, postal_most);
    for (size_t i = 0; i < v->n && (sum < postal_least || sum > postal_most); i++)
        if (postal(&v->evidence[i]))
            v->evidence[i].bits *= limited / sum;
}

/* ---- exact --------------------------------------------------------------------------------
 */

static bool in(enum match_level l, unsigned set)
{
    return (set >> l) & 1;
}
#define L(name) (1u << MATCH_##name)

static bool contradicted(const struct match_found *f)
{
    return f[MATCH_BIRTHDAY].level == MATCH_DIFFERENT ||
           f[MATCH_SUFFIX].level == MATCH_DIFFERENT ||
           (f[MATCH_NUMBER].level == MATCH_DIFFERENT && f[MATCH_NUMBER].unique);
}

/* "Compatible": no name contradicts; a family name may be a maiden name only when asked. */
static bool names_bear(const struct match_found *f)
{
    return in(f[MATCH_GIVEN].level,
              L(MISSING) | L(SAME) | L(NICKNAME) | L(INITIAL) | L(TYPO) | L(PART)) &&
           in(f[MATCH_FAMILY].level, L(MISSING) | L(SAME) | L(TYPO) | L(PART));
}

/* A household has one telephone: here both names must be told and the same. */
static bool names_agree(const struct match_found *f)
{
    return in(f[MATCH_GIVEN].level, L(SAME) | L(NICKNAME)) &&
           in(f[MATCH_FAMILY].level, L(SAME) | L(TYPO) | L(PART));
}

static bool exact_person(const struct match_found *f, const struct match_world *w)
{
    if (contradicted(f) || !names_bear(f))
        return false;
    bool named =
        f[MATCH_GIVEN].level != MATCH_MISSING || f[MATCH_FAMILY].level != MATCH_MISSING;
    return (w && w->verified) || f[MATCH_EMAIL].level == MATCH_SAME ||
           f[MATCH_ACCOUNT].level == MATCH_SAME ||
           (f[MATCH_PHONE].level == MATCH_SAME && names_agree(f)) ||
           (f[MATCH_NUMBER].level == MATCH_SAME && f[MATCH_NUMBER].unique && named);
}

static bool exact_organization(const struct match_found *f, const struct match_world *w)
{
    if (w && w->verified)
        return true;
    bool named = in(f[MATCH_ORGANIZATION].level, L(SAME) | L(TYPO) | L(PART));
    return named &&
           (in(f[MATCH_EMAIL].level, L(SAME) | L(SHARED)) ||
            f[MATCH_PHONE].level == MATCH_SAME ||
            (f[MATCH_URL].level == MATCH_SAME && f[MATCH_ORGANIZATION].level == MATCH_SAME));
}

/* ---- verdict ------------------------------------------------------------------------------
 */

double match_prior(double people)
{
    return 0.2 / (people < 50 ? 50 : people);
}

static void weigh(struct match_verdict *out, const struct match_found *f,
                  const struct match_world *w)
{
    for (int i = 0; i < MATCH_FIELDS; i++) {
        if (f[i].level == MATCH_MISSING)
            continue;
        double bits = bits_of(w, &f[i], (enum match_field)i);
        out->evidence[out->n++] =
            (struct match_evidence){(enum match_field)i, f[i].level, f[i].a, f[i].b, bits};
    }
    limit_postal(out);
    for (size_t i = 0; i < out->n; i++)
        out->bits += out->evidence[i].bits;
}

static void one_way(struct k_arena *a, const struct match_record *x,
                    const struct match_record *y, const struct match_world *w,
                    struct match_verdict *out)
{
    struct match_found f[MATCH_FIELDS];
    *out = (struct match_verdict){.kind = MATCH_NO};
    if (x->organization != y->organization)
        return;
    match_find(a, x, y, w, f);
    if (w && w->verified)
        f[MATCH_ACCOUNT].level = MATCH_VERIFIED;
    else if (w && w->claimed && in(f[MATCH_ACCOUNT].level, L(MISSING) | L(DIFFERENT)))
        f[MATCH_ACCOUNT].level = MATCH_CLAIMED;
    weigh(out, f, w);
    double p = match_prior(w ? w->people : 0);
    out->probability = 1 / (1 + exp2(-out->bits) * (1 - p) / p);
    out->contradicted = contradicted(f);
    if (x->organization ? exact_organization(f, w) : exact_person(f, w))
        out->kind = MATCH_EXACT;
    else if (out->probability >= MATCH_ASK)
        out->kind = MATCH_PROBABLE;
}

/* The pages that name each other, side by side. */
static void name_links(const struct match_world *w, struct match_verdict *v)
{
    for (size_t i = 0; i < v->n; i++) {
        struct match_evidence *e = &v->evidence[i];
        if ((e->level == MATCH_VERIFIED || e->level == MATCH_CLAIMED) && w->link_a.n > 0) {
            e->a = w->link_a;
            e->b = w->link_b;
        }
    }
}

/* Which values are paired may depend on the side one begins with: the weaker judgement counts.
 */
void match_compare(struct k_arena *a, const struct match_record *x,
                   const struct match_record *y, const struct match_world *w,
                   struct match_verdict *out)
{
    struct match_verdict back;
    one_way(a, x, y, w, out);
    one_way(a, y, x, w, &back);
    if (back.kind > out->kind || (back.kind == out->kind && back.bits >= out->bits)) {
        name_links(w, out);
        return;
    }
    for (size_t i = 0; i < back.n; i++) {
        k_str mine = back.evidence[i].b;
        back.evidence[i].b = back.evidence[i].a;
        back.evidence[i].a = mine;
    }
    *out = back;
    name_links(w, out);
}

void match_levels(struct k_arena *a, const struct match_record *x, const struct match_record *y,
                  enum match_level out[MATCH_FIELDS])
{
    struct match_found f[MATCH_FIELDS];
    match_find(a, x, y, NULL, f);
    for (int i = 0; i < MATCH_FIELDS; i++)
        out[i] = f[i].level;
}
