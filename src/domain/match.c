/* match: from rows to records, from keys to candidates, from verdicts to pairs. */
#include "domain/match.h"
#include "base/json.h"
#include "base/map.h"
#include "domain/match_links.h"
#include "domain/merge.h"
#include "domain/profile_rules.h"
#include "domain/profiles.h"
#include "domain/workplace.h"
#include "store/event.h"

#define CANDIDATES 400 /* compared with one person at most */
#define COUNTED 3000   /* a name that this many have is common */
#define VALUES 60      /* rows of a person that are looked at, a kind */

/* ---- from rows to a record ----------------------------------------------------------------
 */

struct known {
    struct match_record r;
    struct match_profile profiles[VALUES];
    size_t n_profiles;
};

static void add_datum(struct k_arena *a, struct match_record *r,
                      const struct sq_match_data_row *d)
{
    const struct k_json *p = NULL;
    bool parts = d->parts.n > 0 && k_json_parse(a, d->parts, &p, NULL) == K_OK;
    if (k_str_eqz(d->kind, "email"))
        match_add_email(a, r, d->value);
    else if (k_str_eqz(d->kind, "phone"))
        match_add_phone(a, r, d->value, K_S(""));
    else if (k_str_eqz(d->kind, "url"))
        match_add_url(a, r, d->value);
    else if (k_str_eqz(d->kind, "birthday"))
        match_add_birthday(a, r, d->value);
    else if (k_str_eqz(d->kind, "field"))
        match_add_number(a, r, d->label, d->value, false);
    else if (k_str_eqz(d->kind, "postal"))
        match_add_postal(a, r, parts ? k_json_get_str(p, "street") : d->value,
                         k_json_get_str(p, "city"), k_json_get_str(p, "code"),
                         k_json_get_str(p, "region"));
    else if (r->organization)
        match_add_organization(a, r, d->value);
    else
        match_add_name(a, r, d->value, k_json_get_str(p, "given"), k_json_get_str(p, "family"));
}

/* What pages name. What ended is no claim any more. */
static k_err read_named(struct k_ctx *cx, k_id person, k_id owner, struct known *out)
{
    struct sq_match_named_list list;
    K_TRY(sq_match_named(cx, person, owner, VALUES * 4, &list));
    for (size_t i = 0; i < list.n; i++) {
        enum profile_link link = profile_link_of(list.v[i].state);
        if (link == PROFILE_NONE || link == PROFILE_DROPPED)
            continue;
        for (size_t k = 0; k < out->n_profiles; k++)
            if (out->profiles[k].id == list.v[i].identity_id)
                *k_vec_push(cx->arena, &out->profiles[k].me) = (struct match_me){
                    list.v[i].address, list.v[i].landed, link == PROFILE_BOTH};
    }
    return K_OK;
}

static k_err read_identities(struct k_ctx *cx, k_id person, k_id owner, struct known *out)
{
    struct sq_match_identities_list list;
    K_TRY(sq_match_identities(cx, person, owner, VALUES, &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_match_identities_row *r = &list.v[i];
        match_add_account(cx->arena, &out->r, r->network, r->native_id, r->handle);
        if (!out->r.organization)
            match_add_name(cx->arena, &out->r, r->name, K_NONE, K_NONE);
        out->profiles[out->n_profiles++] = (struct match_profile){.network = r->network,
                                                                  .native_id = r->native_id,
                                                                  .handle = r->handle,
                                                                  .url = r->url,
                                                                  .bio = r->bio,
                                                                  .verified = r->verified,
                                                                  .landed = r->landed,
                                                                  .id = r->id};
    }
    return read_named(cx, person, owner, out);
}

static k_err read_known(struct k_ctx *cx, k_id person, struct known *out, bool *found)
{
    struct sq_match_person_row p;
    struct sq_match_data_list data;
    struct sq_match_employers_list employers;
    *out = (struct known){.n_profiles = 0};
    K_TRY(sq_match_person(cx, person, &p, found));
    *found = *found && !p.merged_into;
    if (!*found)
        return K_OK;
    out->r.id = person;
    out->r.owner = p.owner_id;
    out->r.organization = k_str_eqz(p.kind, "organization");
    K_TRY(sq_match_data(cx, person, p.owner_id, VALUES, &data));
    for (size_t i = 0; i < data.n; i++)
        add_datum(cx->arena, &out->r, &data.v[i]);
    if (out->r.organization)
        match_add_organization(cx->arena, &out->r, p.name);
    else
        match_add_name(cx->arena, &out->r, p.name, K_NONE, K_NONE);
    K_TRY(read_identities(cx, person, p.owner_id, out));
    K_TRY(sq_match_employers(cx, person, p.owner_id, VALUES, &employers));
    for (size_t i = 0; i < employers.n && !out->r.organization; i++)
        match_add_organization(cx->arena, &out->r, employers.v[i].name);
    return K_OK;
}

k_err match_read(struct k_ctx *cx, k_id person, struct match_record *out, bool *found)
{
    struct known *k = k_new(cx->arena, struct known);
    K_TRY(read_known(cx, person, k, found));
    *out = k->r;
    return K_OK;
}

/* ---- the base -----------------------------------------------------------------------------
 */

k_err match_begin(struct k_ctx *cx, struct match_run *run)
{
    struct sq_match_people_row row;
    bool found;
    K_TRY(sq_match_people(cx, 1000000, &row, &found));
    *run = (struct match_run){.people = (double)row.n, .cx = cx};
    run->shares = k_new(cx->arena, struct k_map);
    k_map_init(run->shares, cx->arena);
    return K_OK;
}

/* How many have a name, smoothed by what the table says while the base is small. A database
 * that does not answer leaves the table's word. */
static double share(void *arg, enum match_field field, k_str norm)
{
    struct match_run *run = arg;
    k_str key = match_count_key(run->cx->arena, field, norm);
    struct sq_match_key_count_row row = {0};
    bool found;
    if (key.n == 0)
        return -1;
    void **slot = k_map_at(run->shares, key);
    if (!*slot) {
        if (sq_match_key_count(run->cx, key, COUNTED, &row, &found) != K_OK)
            return -1;
        double *v = k_new(run->cx->arena, double);
        *v = match_share((double)row.n, run->people, field);
        *slot = v;
    }
    return *(double *)*slot;
}

/* ---- candidates ---------------------------------------------------------------------------
 */

struct look {
    struct match_run *run;
    struct known *self;
    struct k_map seen;
    K_VEC(k_id) others;
};

/* As links in texts are compared: the keys of both kinds meet. */
static void add_page(struct k_arena *a, struct match_words *w, k_str address)
{
    k_str norm = match_norm_url(a, address);
    if (norm.n > 0 && w->n < VALUES * 4)
        *k_vec_push(a, w) = norm;
}

/* Profiles that point at each other meet although nothing else is the same. */
static void link_keys(struct k_ctx *cx, const struct known *self, struct match_keys *keys)
{
    struct match_words w = {0};
    for (size_t i = 0; i < self->n_profiles; i++) {
        const struct match_profile *p = &self->profiles[i];
        match_links_at(cx->arena, p, &w);
        match_links_to(cx->arena, p, &w);
        add_page(cx->arena, &w, profile_page_of(cx->arena, p));
        add_page(cx->arena, &w, p->landed);
        for (size_t k = 0; k < p->me.n; k++) {
            add_page(cx->arena, &w, p->me.v[k].address);
            add_page(cx->arena, &w, p->me.v[k].landed);
        }
    }
    for (size_t i = 0; i < w.n; i++)
        *k_vec_push(cx->arena, keys) =
            k_fmt(cx->arena, "u:%.*s", K_ARG(k_str_sub(w.v[i], 0, 80)));
}

static k_err make_keys(struct k_ctx *cx, const struct known *self, struct match_keys *keys)
{
    const struct match_record *r = &self->r;
    struct match_keys counts;
    match_keys_of(cx->arena, r, keys);
    link_keys(cx, self, keys);
    match_counts_of(cx->arena, r, &counts);
    K_TRY(sq_match_keys_drop(cx, r->id, NULL));
    for (size_t i = 0; i < keys->n; i++)
        K_TRY(sq_match_key_put(cx, keys->v[i], r->id, NULL));
    for (size_t i = 0; i < counts.n; i++)
        K_TRY(sq_match_key_put(cx, counts.v[i], r->id, NULL));
    return K_OK;
}

static k_err by_key(struct k_ctx *cx, struct look *l, k_str key)
{
    struct sq_match_key_people_list list;
    K_TRY(sq_match_key_people(cx, key, MATCH_KEY_CAP + 1, &list));
    for (size_t i = 0; i < list.n && list.n <= MATCH_KEY_CAP; i++) {
        k_id *id = k_new(cx->arena, k_id);
        *id = list.v[i].person_id;
        void **slot = k_map_at(&l->seen, k_str_n((const char *)id, sizeof *id));
        if (*slot || *id == l->self->r.id || l->others.n >= CANDIDATES)
            continue;
        *slot = id;
        *k_vec_push(cx->arena, &l->others) = *id;
    }
    return K_OK;
}

/* ---- verdicts -----------------------------------------------------------------------------
 */

k_str match_evidence_json(struct k_arena *a, const struct match_verdict *v)
{
    struct k_buf b;
    k_buf_init(&b, a, 1 << 20);
    struct k_jw w = k_jw(&b);
    kw_arr(&w);
    for (size_t i = 0; i < v->n; i++) {
        const struct match_evidence *e = &v->evidence[i];
        kw_obj(&w);
        kw_key(&w, "field");
        kw_str(&w, k_str_z(match_field_name(e->field)));
        kw_key(&w, "a");
        kw_str(&w, e->a);
        kw_key(&w, "b");
        kw_str(&w, e->b);
        kw_key(&w, "agreement");
        kw_str(&w, k_str_z(match_level_name(e->level)));
        kw_key(&w, "bits");
        kw_num(&w, e->bits);
        kw_end(&w);
    }
    kw_end(&w);
    return k_buf_view(&b);
}

/* In the order of ids, so that a pair reads the same whoever was looked at. */
static void judge(struct k_ctx *cx, struct look *look, struct known *other,
                  struct match_verdict *v)
{
    struct known *x = look->self->r.id < other->r.id ? look->self : other;
    struct known *y = x == other ? look->self : other;
    struct match_world w = {.people = look->run->people, .share = share, .arg = look->run};
    struct match_linked l =
        match_links_between(cx->arena, x->profiles, x->n_profiles, y->profiles, y->n_profiles);
    w.verified = l.link >= MATCH_LINK_VERIFIED;
    w.claimed = l.link == MATCH_LINK_CLAIMED;
    w.link_a = l.x;
    w.link_b = l.y;
    match_compare(cx->arena, &x->r, &y->r, &w, v);
}

static bool decided(const struct sq_match_pair_row *p)
{
    return k_str_eqz(p->state, "different") || k_str_eqz(p->state, "later");
}

/* Links of pages come and go: a question that rested on one goes with it. */
static bool rested_on_links(const struct sq_match_pair_row *p)
{
    return k_str_find(p->evidence, K_S("\"verified\"")) > 0 ||
           k_str_find(p->evidence, K_S("\"claimed\"")) > 0;
}

static k_err ask(struct k_ctx *cx, const struct look *l, const struct known *other,
                 const struct match_verdict *v, struct match_found_count *n)
{
    k_id x = l->self->r.id, y = other->r.id;
    int64_t changed = 0;
    K_TRY(sq_match_pair_put(cx,
                            &(struct sq_match_pair_put_args){
                                .a_id = x < y ? x : y,
                                .b_id = x < y ? y : x,
                                .kind = v->kind == MATCH_EXACT ? K_S("exact") : K_S("probable"),
                                .weight = v->bits,
                                .probability = v->probability,
                                .evidence = match_evidence_json(cx->arena, v),
                                .now = k_cx_now(cx)},
                            &changed));
    n->asked += changed > 0;
    return K_OK;
}

/* Exact, and the whole team sees both: done at once, by Kith, and it can be undone. The one
 * that is here longer is kept. */
static k_err merge_now(struct k_ctx *cx, const struct look *l, const struct known *other,
                       const struct match_verdict *v, struct match_found_count *n)
{
    k_id x = l->self->r.id, y = other->r.id;
    struct k_actor member = cx->actor;
    cx->actor = (struct k_actor){.kind = K_ACTOR_SYSTEM};
    k_err err = merge_people(cx,
                             &(struct merge_ask){.kept = x < y ? x : y,
                                                 .gone = x < y ? y : x,
                                                 .why = match_evidence_json(cx->arena, v)},
                             NULL);
    cx->actor = member;
    n->merged += err == K_OK;
    return err;
}

/* *gone: the person that was looked at is merged now. */
static k_err look_at(struct k_ctx *cx, struct look *l, k_id id, struct match_found_count *n,
                     bool *gone)
{
    struct known *other = k_new(cx->arena, struct known);
    struct sq_match_pair_row pair;
    struct match_verdict v;
    bool found, known;
    k_id self = l->self->r.id;
    K_TRY(read_known(cx, id, other, &found));
    bool apart = l->self->r.owner && other->r.owner && l->self->r.owner != other->r.owner;
    if (!found || apart)
        return K_OK;
    K_TRY(sq_match_pair(cx, self < id ? self : id, self < id ? id : self, &pair, &known));
    if (known && decided(&pair))
        return K_OK;
    judge(cx, l, other, &v);
    if (v.kind == MATCH_EXACT && !l->self->r.owner && !other->r.owner) {
        *gone = true;
        return merge_now(cx, l, other, &v, n);
    }
    if (v.kind != MATCH_NO)
        return ask(cx, l, other, &v, n);
    return known && rested_on_links(&pair)
               ? sq_match_pair_void(cx, self < id ? self : id, self < id ? id : self, NULL)
               : K_OK;
}

k_err match_person(struct k_ctx *cx, struct match_run *run, k_id person,
                   struct match_found_count *n)
{
    struct look l = {.run = run, .self = k_new(cx->arena, struct known)};
    struct match_keys keys;
    bool found, gone = false;
    K_TRY(read_known(cx, person, l.self, &found));
    if (!found)
        return K_OK;
    k_map_init(&l.seen, cx->arena);
    K_TRY(make_keys(cx, l.self, &keys));
    for (size_t i = 0; i < keys.n; i++)
        K_TRY(by_key(cx, &l, keys.v[i]));
    /* After a merge the kept one is looked at again by itself, with all that both had. */
    for (size_t i = 0; i < l.others.n && !gone; i++)
        K_TRY(look_at(cx, &l, l.others.v[i], n, &gone));
    return K_OK;
}

/* ---- many ---------------------------------------------------------------------------------
 */

k_err match_some(struct k_ctx *cx, int64_t max, int64_t *n)
{
    struct sq_match_dirty_some_list list;
    struct match_found_count count = {0};
    struct match_run run;
    K_TRY(sq_match_pairs_again(cx, k_cx_now(cx) - MATCH_LATER, NULL));
    K_TRY(sq_match_dirty_some(cx, max, &list));
    *n = (int64_t)list.n;
    if (list.n == 0)
        return K_OK;
    K_TRY(match_begin(cx, &run));
    for (size_t i = 0; i < list.n; i++) {
        K_TRY(sq_match_dirty_drop(cx, list.v[i].person_id, NULL));
        K_TRY(profiles_note(cx, list.v[i].person_id));
        K_TRY(workplace_join(cx, list.v[i].person_id, NULL));
        K_TRY(match_person(cx, &run, list.v[i].person_id, &count));
    }
    if (count.asked || count.merged)
        k_ctx_notice(cx, K_TOPIC_PERSON, 0);
    return K_OK;
}

k_err match_scan(struct k_ctx *cx, k_id after, int64_t max, k_id *last,
                 struct match_found_count *n)
{
    struct sq_match_scan_list list;
    struct match_run run;
    *last = 0;
    K_TRY(sq_match_scan(cx, after, max, &list));
    if (list.n == 0)
        return K_OK;
    K_TRY(match_begin(cx, &run));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(match_person(cx, &run, list.v[i].id, n));
    *last = (int64_t)list.n < max ? 0 : list.v[list.n - 1].id;
    return K_OK;
}

/* ---- decisions ----------------------------------------------------------------------------
 */

static k_err seen(struct k_ctx *cx, k_id id, struct sq_match_person_row *out)
{
    bool found;
    K_TRY(sq_match_person(cx, id, out, &found));
    if (!found || (out->owner_id && out->owner_id != cx->actor.member))
        return k_fail(cx, K_ERR_NOT_FOUND, NULL, "This person is not here.");
    return K_OK;
}

/* Of whom more is known: what was said and heard, then who is here longer. */
static k_id richer(const struct sq_match_person_row *x, const struct sq_match_person_row *y)
{
    if (x->owner_id != y->owner_id)
        return x->owner_id ? y->id : x->id;
    int64_t nx = x->heard + x->told, ny = y->heard + y->told;
    if (nx != ny)
        return nx > ny ? x->id : y->id;
    return x->id < y->id ? x->id : y->id;
}

static k_err set_aside(struct k_ctx *cx, const struct match_decision *d)
{
    k_id a = d->a < d->b ? d->a : d->b, b = d->a < d->b ? d->b : d->a;
    K_TRY(
        sq_match_pair_settle(cx,
                             &(struct sq_match_pair_settle_args){.a_id = a,
                                                                 .b_id = b,
                                                                 .state = d->verdict,
                                                                 .decided_by = cx->actor.member,
                                                                 .now = k_cx_now(cx)},
                             NULL));
    k_ctx_notice(cx, K_TOPIC_PERSON, a);
    return event_append(
        cx,
        &(struct event_new){.verb = k_str_eqz(d->verdict, "later") ? K_S("person.match_later")
                                                                   : K_S("person.different"),
                            .object_kind = K_S("person"),
                            .object_id = a,
                            .payload = k_fmt(cx->arena, "{\"other\":\"%lld\"}", (long long)b)},
        NULL);
}

k_err match_beside(struct k_ctx *cx, k_id a, k_id b, struct match_verdict *out)
{
    struct sq_match_person_row row;
    struct match_run run;
    struct look l = {.run = &run, .self = k_new(cx->arena, struct known)};
    struct known *other = k_new(cx->arena, struct known);
    bool here, there;
    K_TRY(seen(cx, a, &row));
    K_TRY(seen(cx, b, &row));
    if (a == b)
        return k_fail(cx, K_ERR_BAD_INPUT, "b", "Choose another person.");
    K_TRY(read_known(cx, a, l.self, &here));
    K_TRY(read_known(cx, b, other, &there));
    if (!here || !there)
        return k_fail(cx, K_ERR_NOT_FOUND, NULL, "This person is not here.");
    K_TRY(match_begin(cx, &run));
    judge(cx, &l, other, out);
    return K_OK;
}

/* What the queue says of them; of two that were never in it, what it would say. */
static k_err reasons(struct k_ctx *cx, const struct match_decision *d, k_str *out)
{
    struct sq_match_pair_row pair;
    struct match_verdict *v = k_new(cx->arena, struct match_verdict);
    bool found;
    K_TRY(
        sq_match_pair(cx, d->a < d->b ? d->a : d->b, d->a < d->b ? d->b : d->a, &pair, &found));
    if (!found && d->a != d->b)
        K_TRY(match_beside(cx, d->a, d->b, v));
    *out = found ? pair.evidence : match_evidence_json(cx->arena, v);
    return K_OK;
}

k_err match_decide(struct k_ctx *cx, const struct match_decision *d, k_id *merge)
{
    struct sq_match_person_row x, y;
    k_str why;
    if (merge)
        *merge = 0;
    K_TRY(seen(cx, d->a, &x));
    K_TRY(seen(cx, d->b, &y));
    if (!k_str_eqz(d->verdict, "merge"))
        return set_aside(cx, d);
    k_id kept = d->keep ? d->keep : richer(&x, &y);
    if (kept != d->a && kept != d->b)
        return k_fail(cx, K_ERR_BAD_INPUT, "keep", "Keep one of the two.");
    K_TRY(reasons(cx, d, &why));
    return merge_people(cx,
                        &(struct merge_ask){.kept = kept,
                                            .gone = kept == d->a ? d->b : d->a,
                                            .take_name = d->take_name,
                                            .take_about = d->take_about,
                                            .take_role = d->take_role,
                                            .why = why},
                        merge);
}
