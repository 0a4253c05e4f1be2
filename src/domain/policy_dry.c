/* policy_dry: one pass over replies, one over posts of theirs; each with memory of its own. */
#include "domain/policy_dry.h"
#include "domain/hours.h"
#include "domain/policy.h"
#include "domain/understand.h"
#include "store/sql.gen.h"

struct dry {
    struct k_ctx *cx;
    struct k_arena *scratch; /* of one reply */
    struct policy_rules *next, *now;
    const struct k_zone *house;
    struct policy_dry *out;
};

static const struct policy_rule *same_rule(const struct policy_rules *rules, k_str id)
{
    for (size_t i = 0; i < rules->n; i++)
        if (k_str_eq(rules->v[i].id, id))
            return &rules->v[i];
    return NULL;
}

static struct policy_dry_rule *row_of(struct policy_dry *out, k_str id)
{
    for (size_t i = 0; i < out->rules.n; i++)
        if (k_str_eq(out->rules.v[i].rule->id, id))
            return &out->rules.v[i];
    return NULL;
}

static bool about_some_posts(const struct policy_rule *r)
{
    return r->scope.n[POLICY_TOPIC] > 0 || k_str_eqz(k_str_z(r->check->name), "gravity");
}

static void begin(struct dry *d)
{
    for (size_t i = 0; i < d->next->n; i++) {
        const struct policy_rule *r = &d->next->v[i];
        *k_vec_push(d->cx->arena, &d->out->rules) =
            (struct policy_dry_rule){.rule = r,
                                     .found_now = same_rule(d->now, r->id) ? 0 : -1,
                                     .theirs = about_some_posts(r) ? 0 : -1};
    }
    policy_rules_ready(d->cx->arena, d->next);
    policy_rules_ready(d->cx->arena, d->now);
}

static void sample(struct dry *d, struct policy_dry_rule *row, struct policy_dry_sample s)
{
    if (row->n_samples == POLICY_DRY_SAMPLES)
        return;
    s.words = k_dup(d->cx->arena, s.words);
    row->samples[row->n_samples++] = s;
}

static void count(struct policy_dry_count *to, const struct policy_findings *f)
{
    to->stopped += f->hard;
    to->reviewed += !f->hard && f->review;
    to->warned += !f->hard && !f->review && f->list.n > 0;
    to->clean += f->list.n == 0;
}

/* Every rule once a reply, however many places it finds. */
static bool first_of_rule(const struct policy_findings *f, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (f->list.v[k].rule == f->list.v[i].rule)
            return false;
    return true;
}

/* What left in the 24 hours before reply i: rows are newest first. */
static void sent_before(struct dry *d, const struct sq_policy_told_list *rows, size_t i,
                        struct policy_facts *f)
{
    size_t n = 0;
    struct policy_sent *v = k_new_n(d->scratch, struct policy_sent, rows->n - i);
    for (size_t k = i + 1; k < rows->n; k++) {
        if (rows->v[k].posted_at < rows->v[i].posted_at - K_DAY)
            break;
        v[n++] =
            (struct policy_sent){rows->v[k].text, rows->v[k].person_id == rows->v[i].person_id};
    }
    f->sent = v;
    f->n_sent = n;
}

static k_err try_reply(struct dry *d, const struct sq_policy_told_list *rows, size_t i)
{
    const struct sq_policy_told_row *p = &rows->v[i];
    struct policy_findings next, now;
    struct policy_facts f = {
        .arena = d->scratch,
        .text = p->text,
        .in_private = k_str_eqz(p->visibility, "direct"),
        .answered = p->answered,
        .answered_asks = (understand_bits(p->asked) & INTENT_QUESTION) != 0,
        .links_opened = true,
        .promised = true,
        .where = {.channel = p->channel,
                  .handle = p->handle,
                  .network = p->network,
                  .member_role = p->member_role,
                  .member_days =
                      p->member_since ? (p->posted_at - p->member_since) / K_DAY : -1,
                  .minute = policy_minute_of_week(d->house, p->posted_at)},
    };
    K_TRY(policy_who(d->cx, p->member_id, p->team_id, p->person_id, &f.where));
    K_TRY(policy_labels(d->cx, p->conversation_id, &f.where));
    sent_before(d, rows, i, &f);
    policy_run(&f, d->now, &now);
    count(&d->out->now, &now);
    for (size_t k = 0; k < now.list.n; k++) {
        struct policy_dry_rule *row = row_of(d->out, now.list.v[k].rule->id);
        if (row && first_of_rule(&now, k))
            row->found_now++;
    }
    policy_run(&f, d->next, &next);
    count(&d->out->next, &next);
    for (size_t k = 0; k < next.list.n; k++) {
        struct policy_dry_rule *row = row_of(d->out, next.list.v[k].rule->id);
        if (!row || !first_of_rule(&next, k))
            continue;
        row->found++;
        sample(d, row,
               (struct policy_dry_sample){.conversation = p->conversation_id,
                                          .post = p->id,
                                          .member = p->member_id,
                                          .at = p->posted_at,
                                          .text = p->text,
                                          .words = next.list.v[k].words,
                                          .note = next.list.v[k].note});
    }
    return K_OK;
}

static k_err told(struct dry *d, k_time since)
{
    struct sq_policy_told_list rows;
    K_TRY(sq_policy_told(d->cx, since, POLICY_DRY_TOLD + 1, d->cx->actor.eyes, &rows));
    d->out->more_told = rows.n > POLICY_DRY_TOLD;
    d->out->told = d->out->more_told ? POLICY_DRY_TOLD : (int64_t)rows.n;
    for (int64_t i = 0; i < d->out->told; i++) {
        k_arena_reset(d->scratch);
        K_TRY(try_reply(d, &rows, (size_t)i));
    }
    return K_OK;
}

/* An answer without words: what is found is in the post that it would answer. */
static k_err try_post(struct dry *d, const struct sq_policy_heard_row *p)
{
    struct policy_findings found;
    struct policy_facts f = {.arena = d->scratch,
                             .text = K_S(""),
                             .answered = p->text,
                             .in_private = k_str_eqz(p->visibility, "direct"),
                             .where = {.channel = p->channel,
                                       .handle = p->handle,
                                       .network = p->network,
                                       .member_days = -1,
                                       .minute = -1}};
    K_TRY(policy_who(d->cx, 0, p->team_id, p->person_id, &f.where));
    K_TRY(policy_labels(d->cx, p->conversation_id, &f.where));
    policy_run(&f, d->next, &found);
    for (size_t i = 0; i < d->out->rules.n; i++) {
        struct policy_dry_rule *row = &d->out->rules.v[i];
        k_str heard = K_NONE;
        bool holds = row->theirs >= 0 && row->rule->scope.n[POLICY_TOPIC] > 0 &&
                     policy_in_scope(&f, row->rule);
        for (size_t k = 0; k < found.list.n && !holds; k++)
            if (found.list.v[k].rule->id.p == row->rule->id.p && found.list.v[k].heard.n > 0) {
                heard = found.list.v[k].heard;
                holds = true;
            }
        if (row->theirs < 0 || !holds)
            continue;
        row->theirs++;
        sample(d, row,
               (struct policy_dry_sample){.conversation = p->conversation_id,
                                          .post = p->id,
                                          .at = p->posted_at,
                                          .theirs = true,
                                          .text = p->text,
                                          .words = heard});
    }
    return K_OK;
}

static k_err heard(struct dry *d, k_time since)
{
    struct sq_policy_heard_list rows;
    K_TRY(sq_policy_heard(d->cx, since, POLICY_DRY_HEARD + 1, d->cx->actor.eyes, &rows));
    d->out->more_heard = rows.n > POLICY_DRY_HEARD;
    d->out->heard = d->out->more_heard ? POLICY_DRY_HEARD : (int64_t)rows.n;
    for (int64_t i = 0; i < d->out->heard; i++) {
        k_arena_reset(d->scratch);
        K_TRY(try_post(d, &rows.v[i]));
    }
    return K_OK;
}

k_err policy_dry_run(struct k_ctx *cx, struct policy_rules *next, struct policy_rules *now,
                     k_time since, struct policy_dry *out)
{
    struct dry d = {.cx = cx, .next = next, .now = now, .out = out};
    *out = (struct policy_dry){0};
    K_TRY(hours_house_zone(cx, &d.house));
    d.scratch = k_arena_new(0);
    if (!d.scratch)
        return K_ERR_NO_MEMORY;
    begin(&d);
    k_err err = told(&d, since);
    if (err == K_OK)
        err = heard(&d, since);
    k_arena_free(d.scratch);
    return err;
}
