/* match_levels: compares what two records say, field by field. Pure. */
#include "domain/match_levels.h"
#include "domain/match_words.h"
#include <math.h>

/* Of levels that both fit, the one that the table gives more bits. */
static double prior_bits(enum match_field field, enum match_level level)
{
    const struct match_weight *w = &match_weights[field][level];
    return w->m > 0 ? log2(w->m / w->u) : 0;
}

static void keep_best(struct match_found *best, enum match_field field, struct match_found now)
{
    if (now.level == MATCH_MISSING)
        return;
    bool first = best->level == MATCH_MISSING;
    if (first || prior_bits(field, now.level) > prior_bits(field, best->level))
        *best = now;
}

/* ---- words of names -----------------------------------------------------------------------
 */

static bool all_in(struct k_arena *a, k_str x, k_str y)
{
    struct match_words wx = match_words_of(a, x), wy = match_words_of(a, y);
    double found = 0, all = 0;
    match_words_found(&wx, &wy, NULL, 1, &found, &all);
    return all > 0 && found >= all;
}

static enum match_level word_level(struct k_arena *a, k_str x, k_str y)
{
    if (x.n == 0 || y.n == 0)
        return MATCH_MISSING;
    if (k_str_eq(x, y))
        return MATCH_SAME;
    size_t shorter = x.n < y.n ? x.n : y.n;
    double alike = match_jaro_winkler(x, y);
    if (alike >= 0.92 || (shorter >= 4 && match_edits(x, y) == 1))
        return MATCH_TYPO;
    bool many = k_str_chr(x, ' ') >= 0 || k_str_chr(y, ' ') >= 0;
    if (many && (all_in(a, x, y) || all_in(a, y, x)))
        return MATCH_PART;
    return alike >= 0.8 ? MATCH_SIMILAR : MATCH_DIFFERENT;
}

static bool is_initial(k_str x, k_str y)
{
    return x.n == 1 && y.n > 1 && x.p[0] == y.p[0];
}

static enum match_level given_level(struct k_arena *a, const struct match_name *x,
                                    const struct match_name *y)
{
    enum match_level l = word_level(a, x->given, y->given);
    if (l == MATCH_MISSING || l == MATCH_SAME)
        return l;
    if (match_nickname(x->given, y->given))
        return MATCH_NICKNAME;
    if (is_initial(x->given, y->given) || is_initial(y->given, x->given))
        return MATCH_INITIAL;
    bool middle = (x->middle.n > 0 && all_in(a, y->given, x->middle)) ||
                  (y->middle.n > 0 && all_in(a, x->given, y->middle));
    return l != MATCH_TYPO && middle ? MATCH_PART : l;
}

struct names {
    enum match_level given, family, order, suffix;
    double bits;
};

static bool close_to(enum match_level l)
{
    return l == MATCH_SAME || l == MATCH_TYPO;
}

static void sum_up(struct names *n)
{
    n->bits = prior_bits(MATCH_GIVEN, n->given) + prior_bits(MATCH_FAMILY, n->family) +
              prior_bits(MATCH_ORDER, n->order) + prior_bits(MATCH_SUFFIX, n->suffix);
}

/* "Waller" alone may be either name: it is what it fits. */
static void single(struct k_arena *a, const struct match_name *x, const struct match_name *y,
                   struct names *n)
{
    if (x->family.n > 0 || close_to(n->given) || n->given == MATCH_NICKNAME)
        return;
    enum match_level l = word_level(a, x->given, y->family);
    if (close_to(l)) {
        n->given = MATCH_MISSING;
        n->family = l;
    }
}

static struct names name_pair(struct k_arena *a, const struct match_name *x,
                              const struct match_name *y)
{
    struct names n = {.given = given_level(a, x, y),
                      .family = word_level(a, x->family, y->family)};
    if (x->suffix.n > 0 && y->suffix.n > 0)
        n.suffix = x->suffix.p[0] == y->suffix.p[0] ? MATCH_SAME : MATCH_DIFFERENT;
    single(a, x, y, &n);
    single(a, y, x, &n);
    sum_up(&n);
    struct names swapped = {.given = word_level(a, x->given, y->family),
                            .family = word_level(a, x->family, y->given),
                            .order = MATCH_SWAPPED,
                            .suffix = n.suffix};
    sum_up(&swapped);
    bool fits = close_to(swapped.given) && close_to(swapped.family);
    return fits && swapped.bits > n.bits ? swapped : n;
}

static void put(struct match_found *f, enum match_level level, k_str a, k_str b, k_str norm)
{
    *f = (struct match_found){.level = level, .a = a, .b = b, .norm = norm};
}

static void find_names(struct k_arena *a, const struct match_record *x,
                       const struct match_record *y, struct match_found *out)
{
    double best = -1e9;
    for (size_t i = 0; i < x->names.n; i++)
        for (size_t j = 0; j < y->names.n; j++) {
            const struct match_name *p = &x->names.v[i], *q = &y->names.v[j];
            struct names n = name_pair(a, p, q);
            bool told = n.given != MATCH_MISSING || n.family != MATCH_MISSING;
            if (p->handle || q->handle || !told || n.bits <= best)
                continue;
            best = n.bits;
            bool cross = n.order == MATCH_SWAPPED;
            put(&out[MATCH_GIVEN], n.given, p->shown, q->shown, p->given);
            put(&out[MATCH_FAMILY], n.family, p->shown, q->shown,
                p->family.n || cross ? p->family : q->family);
            put(&out[MATCH_ORDER], n.order, p->shown, q->shown, K_NONE);
            put(&out[MATCH_SUFFIX], n.suffix, p->shown, q->shown, K_NONE);
        }
}

/* ---- organizations ------------------------------------------------------------------------
 */

static const double *weights_of(struct k_arena *a, const struct match_world *w,
                                const struct match_words *words)
{
    double *out = k_new_n(a, double, words->n + 1);
    for (size_t i = 0; i < words->n; i++) {
        double share = w && w->share ? w->share(w->arg, MATCH_ORGANIZATION, words->v[i]) : -1;
        double bits = share > 0 ? -log2(share) : 8;
        out[i] = bits < 1 ? 1 : bits;
    }
    return out;
}

/* The rarest word stands for the name when its share is asked. */
static k_str rarest(const struct match_words *w, const double *bits)
{
    size_t at = 0;
    for (size_t i = 1; i < w->n; i++)
        if (bits[i] > bits[at])
            at = i;
    return w->n ? w->v[at] : K_S("");
}

static struct match_found organization_pair(struct k_arena *a, const struct match_world *w,
                                            const struct match_value *x,
                                            const struct match_value *y)
{
    struct match_words wx = match_words_of(a, x->norm), wy = match_words_of(a, y->norm);
    const double *bx = weights_of(a, w, &wx), *by = weights_of(a, w, &wy);
    double fx = 0, ax = 0, fy = 0, ay = 0;
    struct match_found f = {.a = x->shown, .b = y->shown, .norm = rarest(&wx, bx)};
    match_words_found(&wx, &wy, bx, 0.92, &fx, &ax);
    match_words_found(&wy, &wx, by, 0.92, &fy, &ay);
    if (ax <= 0 || ay <= 0)
        return f;
    double alike = (fx + fy) / (ax + ay);
    bool same = k_str_eq(match_sorted(a, &wx), match_sorted(a, &wy));
    f.level = same                   ? MATCH_SAME
              : alike >= 0.8         ? MATCH_TYPO
              : fx >= ax || fy >= ay ? MATCH_PART
              : alike >= 0.5         ? MATCH_SIMILAR
                                     : MATCH_DIFFERENT;
    return f;
}

static void find_organizations(struct k_arena *a, const struct match_record *x,
                               const struct match_record *y, const struct match_world *w,
                               struct match_found *out)
{
    enum match_field field = x->organization ? MATCH_ORGANIZATION : MATCH_EMPLOYER;
    for (size_t i = 0; i < x->organizations.n; i++)
        for (size_t j = 0; j < y->organizations.n; j++)
            keep_best(&out[field], field,
                      organization_pair(a, w, &x->organizations.v[i], &y->organizations.v[j]));
}

/* ---- addresses ----------------------------------------------------------------------------
 */

static bool same_local(k_str x, k_str y)
{
    k_str lx = match_email_local(x), ly = match_email_local(y);
    return lx.n >= 5 && k_str_eq(lx, ly) && !match_listed(MATCH_WORDS_SHARED, lx);
}

static enum match_level email_level(struct k_arena *a, k_str x, k_str y)
{
    if (k_str_eq(x, y))
        return match_email_shared(x) ? MATCH_SHARED : MATCH_SAME;
    if (k_str_eq(match_email_fold(a, x), match_email_fold(a, y)))
        return MATCH_WEAK;
    if (same_local(x, y))
        return MATCH_PART;
    bool alike = match_email_local(x).n >= 6 && match_edits(x, y) == 1;
    return alike ? MATCH_TYPO : MATCH_DIFFERENT;
}

static enum match_level phone_level(k_str x, k_str y)
{
    if (k_str_eq(x, y))
        return MATCH_SAME;
    bool both = x.p[0] == '+' && y.p[0] == '+';
    bool tail = x.n >= MATCH_PHONE_TAIL && k_str_eq(match_phone_tail(x), match_phone_tail(y));
    return tail && !both ? MATCH_PART : MATCH_DIFFERENT;
}

static enum match_level url_level(k_str x, k_str y)
{
    k_str dx = match_url_domain(x), dy = match_url_domain(y);
    bool common = match_domain_public(dx);
    if (k_str_eq(x, y) && !(common && k_str_eq(x, dx)))
        return MATCH_SAME;
    return k_str_eq(dx, dy) && !common ? MATCH_PART : MATCH_DIFFERENT;
}

static void find_values(struct k_arena *a, const struct match_record *x,
                        const struct match_record *y, enum match_field field,
                        struct match_found *best)
{
    bool mail = field == MATCH_EMAIL, phone = field == MATCH_PHONE;
    const struct match_values *vx = mail ? &x->emails : phone ? &x->phones : &x->urls;
    const struct match_values *vy = mail ? &y->emails : phone ? &y->phones : &y->urls;
    for (size_t i = 0; i < vx->n; i++)
        for (size_t j = 0; j < vy->n; j++) {
            k_str p = vx->v[i].norm, q = vy->v[j].norm;
            enum match_level l = mail    ? email_level(a, p, q)
                                 : phone ? phone_level(p, q)
                                         : url_level(p, q);
            keep_best(
                best, field,
                (struct match_found){.level = l, .a = vx->v[i].shown, .b = vy->v[j].shown});
        }
}

static void find_accounts(const struct match_record *x, const struct match_record *y,
                          struct match_found *best)
{
    for (size_t i = 0; i < x->accounts.n; i++)
        for (size_t j = 0; j < y->accounts.n; j++) {
            const struct match_account *p = &x->accounts.v[i], *q = &y->accounts.v[j];
            bool one = k_str_eq(p->network, q->network);
            enum match_level l = MATCH_MISSING;
            if (one)
                l = k_str_eq(p->native_id, q->native_id) ? MATCH_SAME : MATCH_DIFFERENT;
            else if (p->norm.n >= 4 && k_str_eq(p->norm, q->norm))
                l = MATCH_WEAK;
            k_str shown_p = p->handle.n ? p->handle : p->native_id;
            k_str shown_q = q->handle.n ? q->handle : q->native_id;
            keep_best(best, MATCH_ACCOUNT,
                      (struct match_found){.level = l, .a = shown_p, .b = shown_q});
        }
}

/* ---- postal -------------------------------------------------------------------------------
 */

static struct match_words street_words(struct k_arena *a, k_str s)
{
    struct match_words all = match_words_of(a, s), out = {0};
    for (size_t i = 0; i < all.n; i++)
        if (!match_listed(MATCH_WORDS_STREETS, all.v[i]))
            *k_vec_push(a, &out) = all.v[i];
    return out.n > 0 ? out : all;
}

static enum match_level street_level(struct k_arena *a, k_str x, k_str y)
{
    struct match_words wx = street_words(a, x), wy = street_words(a, y);
    double fx = 0, ax = 0, fy = 0, ay = 0;
    match_words_found(&wx, &wy, NULL, 0.9, &fx, &ax);
    match_words_found(&wy, &wx, NULL, 0.9, &fy, &ay);
    if (ax <= 0 || ay <= 0)
        return MATCH_MISSING;
    double alike = (fx + fy) / (ax + ay);
    if (alike >= 1)
        return MATCH_SAME;
    if (alike >= 0.7)
        return MATCH_TYPO;
    if (fx >= ax || fy >= ay)
        return MATCH_PART;
    return alike >= 0.4 ? MATCH_SIMILAR : MATCH_DIFFERENT;
}

static enum match_level code_level(k_str x, k_str y)
{
    if (x.n == 0 || y.n == 0)
        return MATCH_MISSING;
    if (k_str_eq(x, y))
        return MATCH_SAME;
    return x.n >= 4 && match_edits(x, y) == 1 ? MATCH_TYPO : MATCH_DIFFERENT;
}

static void find_postals(struct k_arena *a, const struct match_record *x,
                         const struct match_record *y, struct match_found *out)
{
    double best = -1e9;
    for (size_t i = 0; i < x->postals.n; i++)
        for (size_t j = 0; j < y->postals.n; j++) {
            const struct match_postal *p = &x->postals.v[i], *q = &y->postals.v[j];
            enum match_level street = street_level(a, p->street, q->street);
            enum match_level city = word_level(a, p->city, q->city);
            enum match_level code = code_level(p->code, q->code);
            enum match_level region = word_level(a, p->region, q->region);
            double bits = prior_bits(MATCH_STREET, street) + prior_bits(MATCH_CITY, city) +
                          prior_bits(MATCH_CODE, code) + prior_bits(MATCH_REGION, region);
            if (bits <= best)
                continue;
            best = bits;
            put(&out[MATCH_STREET], street, p->shown, q->shown, p->street);
            put(&out[MATCH_CITY], city, p->shown, q->shown, p->city);
            put(&out[MATCH_CODE], code, p->shown, q->shown, p->code);
            put(&out[MATCH_REGION], region == MATCH_SIMILAR ? MATCH_DIFFERENT : region,
                p->shown, q->shown, p->region);
        }
}

/* ---- birthday, numbers --------------------------------------------------------------------
 */

static enum match_level date_level(struct k_arena *a, struct match_date x, struct match_date y)
{
    bool days = x.day && y.day, years = x.year && y.year;
    bool day = x.day == y.day, month = x.month == y.month, year = x.year == y.year;
    if (!days)
        return MATCH_MISSING;
    if (!years)
        return day && month ? MATCH_PART : MATCH_DIFFERENT;
    if (day && month && year)
        return MATCH_SAME;
    if (year && x.day == y.month && x.month == y.day)
        return MATCH_SWAPPED;
    k_str tx = k_fmt(a, "%04d%02d%02d", x.year, x.month, x.day);
    k_str ty = k_fmt(a, "%04d%02d%02d", y.year, y.month, y.day);
    if (match_edits(tx, ty) == 1)
        return MATCH_TYPO;
    return day + month + year >= 2 ? MATCH_SIMILAR : MATCH_DIFFERENT;
}

static void find_birthdays(struct k_arena *a, const struct match_record *x,
                           const struct match_record *y, struct match_found *best)
{
    for (size_t i = 0; i < x->birthdays.n; i++)
        for (size_t j = 0; j < y->birthdays.n; j++) {
            const struct match_birthday *p = &x->birthdays.v[i], *q = &y->birthdays.v[j];
            keep_best(best, MATCH_BIRTHDAY,
                      (struct match_found){.level = date_level(a, p->date, q->date),
                                           .a = p->shown,
                                           .b = q->shown});
        }
}

/* That a field of one's own is filled differently says nothing, unless it names one person
 * only. */
static enum match_level number_level(const struct match_number *x, const struct match_number *y)
{
    if (k_str_eq(x->norm, y->norm))
        return MATCH_SAME;
    bool digits = x->norm.n >= 5 && x->norm.p[x->norm.n - 1] <= '9';
    if (digits && match_edits(x->norm, y->norm) == 1)
        return MATCH_TYPO;
    return x->unique && y->unique ? MATCH_DIFFERENT : MATCH_MISSING;
}

static void find_numbers(struct k_arena *a, const struct match_record *x,
                         const struct match_record *y, struct match_found *best)
{
    for (size_t i = 0; i < x->numbers.n; i++)
        for (size_t j = 0; j < y->numbers.n; j++) {
            const struct match_number *p = &x->numbers.v[i], *q = &y->numbers.v[j];
            if (!k_str_eq(p->field, q->field))
                continue;
            keep_best(best, MATCH_NUMBER,
                      (struct match_found){
                          .level = number_level(p, q),
                          .a = p->shown,
                          .b = q->shown,
                          .norm = k_fmt(a, "%.*s %.*s", K_ARG(p->field), K_ARG(p->norm)),
                          .unique = p->unique && q->unique});
        }
}

void match_find(struct k_arena *a, const struct match_record *x, const struct match_record *y,
                const struct match_world *w, struct match_found out[MATCH_FIELDS])
{
    for (int i = 0; i < MATCH_FIELDS; i++)
        out[i] = (struct match_found){.level = MATCH_MISSING};
    if (!x->organization)
        find_names(a, x, y, out);
    find_organizations(a, x, y, w, out);
    find_values(a, x, y, MATCH_EMAIL, &out[MATCH_EMAIL]);
    find_values(a, x, y, MATCH_PHONE, &out[MATCH_PHONE]);
    find_values(a, x, y, MATCH_URL, &out[MATCH_URL]);
    find_accounts(x, y, &out[MATCH_ACCOUNT]);
    find_postals(a, x, y, out);
    find_birthdays(a, x, y, &out[MATCH_BIRTHDAY]);
    find_numbers(a, x, y, &out[MATCH_NUMBER]);
}
