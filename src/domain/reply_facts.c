/* reply_facts: one question to the database for each kind of fact. */
#include "domain/reply_facts.h"
#include "domain/hours.h"
#include "domain/policy.h"
#include "domain/saved.h"
#include "domain/understand.h"
#include "store/setting.h"

#define RECENT K_DAY    /* replies that sameness looks at */
#define RECENT_MAX 2000 /* of them */
#define THREAD_MAX 100  /* texts of the thread that count as said */
#define NAMES_MAX 200
#define LINKS_MAX 200

/* A post of our own is compared with what we said on its channel; its twins on other channels
 * are the same decision. */
static k_err recent_posts(struct k_ctx *cx, const struct reply_subject *s,
                          struct policy_facts *f)
{
    struct sq_publish_recent_list rows;
    K_TRY(sq_publish_recent(cx, k_cx_now(cx) - RECENT, s->channel.id, s->publication,
                            RECENT_MAX, &rows));
    struct policy_sent *sent = k_new_n(cx->arena, struct policy_sent, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        sent[i].text = rows.v[i].text;
    f->sent = sent;
    f->n_sent = rows.n;
    return K_OK;
}

static k_err recent(struct k_ctx *cx, const struct reply_subject *s, struct policy_facts *f)
{
    struct sq_reply_recent_list rows;
    K_TRY(sq_reply_recent(cx, k_cx_now(cx) - RECENT, RECENT_MAX, cx->actor.eyes, &rows));
    struct policy_sent *sent = k_new_n(cx->arena, struct policy_sent, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        sent[i] = (struct policy_sent){
            .text = rows.v[i].text,
            .to_same_person = s->post.person_id && rows.v[i].person_id == s->post.person_id};
    f->sent = sent;
    f->n_sent = rows.n;
    return K_OK;
}

static k_err thread(struct k_ctx *cx, const struct reply_subject *s, struct policy_facts *f)
{
    struct sq_post_texts_list rows;
    K_TRY(sq_post_texts(cx, s->conversation.id, THREAD_MAX, &rows));
    k_str *texts = k_new_n(cx->arena, k_str, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        texts[i] = rows.v[i].text;
    f->thread = texts;
    f->n_thread = rows.n;
    return K_OK;
}

static k_err names(struct k_ctx *cx, const struct reply_subject *s, struct policy_facts *f)
{
    struct sq_policy_names_list rows;
    struct sq_policy_author_row author = {0};
    bool found;
    K_TRY(sq_policy_author(cx, s->post.identity_id, &author, &found));
    f->author = author.name;
    K_TRY(sq_policy_names(cx, s->conversation.id, NAMES_MAX, &rows));
    k_str *v = k_new_n(cx->arena, k_str, rows.n + 2);
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].handle.n > 0)
            v[f->n_names++] = rows.v[i].handle;
    if (s->channel.handle.n > 0)
        v[f->n_names++] = s->channel.handle;
    f->names = v;
    return K_OK;
}

static k_err blocks(struct k_ctx *cx, struct policy_facts *f)
{
    struct sq_saved_all_list rows;
    K_TRY(sq_saved_all(cx, SAVED_MAX, &rows));
    k_str *v = k_new_n(cx->arena, k_str, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = rows.v[i].text;
    f->blocks = v;
    f->n_blocks = rows.n;
    return K_OK;
}

static k_err topics(struct k_ctx *cx, const struct reply_subject *s, struct policy_where *w)
{
    if (s->conversation.id)
        return policy_labels(cx, s->conversation.id, w);
    w->labels = s->labels;
    w->n_labels = s->n_labels;
    return K_OK;
}

static k_err opened(struct k_ctx *cx, k_id member, struct policy_facts *f)
{
    struct sq_link_looked_list rows;
    if (k_str_find(f->text, K_S("://")) < 0 && k_str_chr(f->text, '/') < 0)
        return K_OK;
    K_TRY(sq_link_looked(cx, member, k_cx_now(cx) - REPLY_LINKS_KNOWN, LINKS_MAX, &rows));
    k_str *v = k_new_n(cx->arena, k_str, rows.n + 1);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = rows.v[i].url;
    f->opened = v;
    f->n_opened = rows.n;
    return K_OK;
}

static k_err promised(struct k_ctx *cx, const struct reply_subject *s, struct policy_facts *f)
{
    struct sq_policy_promised_row row;
    if (!s->post.person_id)
        return K_OK;
    return sq_policy_promised(cx, s->post.person_id, s->conversation.id, &row, &f->promised);
}

k_err reply_facts(struct k_ctx *cx, const struct reply_subject *s, k_str text, k_str sign,
                  const struct reply_limits *limits, struct policy_facts *out)
{
    const struct k_zone *house;
    K_TRY(hours_house_zone(cx, &house));
    *out = (struct policy_facts){
        .arena = cx->arena,
        .text = text,
        .sign = sign,
        .unprompted = s->post.id == 0,
        .in_private = k_str_eqz(s->post.visibility, "direct"),
        .max_graphemes = limits ? limits->graphemes : 0,
        .max_bytes = limits ? limits->bytes : 0,
        .answered = s->post.text,
        .answered_asks = (understand_bits(s->post.intents) & INTENT_QUESTION) != 0,
        .where = {.channel = s->channel.name,
                  .handle = s->channel.handle,
                  .network = s->channel.network,
                  .member_role = s->author.role,
                  .member_days =
                      s->author.created_at ? (k_cx_now(cx) - s->author.created_at) / K_DAY : -1,
                  .minute = policy_minute_of_week(house, k_cx_now(cx))},
    };
    K_TRY(s->post.id ? recent(cx, s, out) : recent_posts(cx, s, out));
    K_TRY(thread(cx, s, out));
    K_TRY(names(cx, s, out));
    K_TRY(policy_who(cx, s->member, s->conversation.team_id, s->post.person_id, &out->where));
    K_TRY(topics(cx, s, &out->where));
    K_TRY(blocks(cx, out));
    K_TRY(opened(cx, s->member, out));
    K_TRY(promised(cx, s, out));
    return setting_get(cx, K_S("organisation"), &out->organisation);
}
