/* demo: makes and removes the demo workspace. Reads demo/ (embedded) and demo_story; writes
 * journals of the invented networks into the data folder, and rows marked as demo. What was
 * said goes the usual way in; what colleagues did goes through the usual acts. */
#include "flow/demo.h"

#include "connectors/connector.h"
#include "domain/access.h"
#include "domain/handoff.h"
#include "domain/inbox.h"
#include "domain/insight.h"
#include "domain/tie.h"
#include "flow/channels.h"
#include "flow/demo_history.h"
#include "flow/demo_records.h"
#include "flow/demo_script.h"
#include "flow/demo_story.h"
#include "flow/jobs.h"
#include "os/file.h"
#include "store/event.h"

struct demo {
    const struct flow_env *env;
    k_time now, start; /* start: midnight six weeks ago */
    k_id members[DEMO_COLLEAGUES], teams[DEMO_TEAMS], channels[DEMO_CHANNELS];
    k_str journals[DEMO_CHANNELS];
    k_time created; /* makes addresses unique, so that a second demo is another world */
};

k_err demo_state(struct k_ctx *cx, struct demo_state *out)
{
    struct sq_demo_present_row row;
    bool found;
    K_TRY(sq_demo_present(cx, &row, &found));
    *out = (struct demo_state){.present = row.channels > 0 || row.members > 0,
                               .members = row.members,
                               .channels = row.channels,
                               .conversations = row.conversations,
                               .posts = row.posts,
                               .people = row.people};
    return K_OK;
}

/* ---- the journals: scripts with absolute times ---- */

static k_str script(const char *name, const char *more)
{
    for (size_t i = 0; i < n_demo_scripts; i++)
        if (k_str_starts(demo_scripts[i].name, k_str_z(name)) &&
            k_str_eqz(k_str_from(demo_scripts[i].name, strlen(name)), more))
            return demo_scripts[i].text;
    return K_NONE;
}

/* One line with "after" made absolute; answers count from our reply and stay as they are. */
static void journal_line(struct k_arena *a, struct k_buf *b, const struct k_json *line,
                         k_time from)
{
    k_str key;
    const struct k_json *value;
    bool answer = k_str_eqz(k_json_get_str(line, "act"), "answer");
    struct k_jw w = k_jw(b);
    kw_obj(&w);
    for (void *it = NULL; (it = k_json_iter(line, it, &key, &value));) {
        if (!answer && k_str_eqz(key, "after")) {
            kw_key(&w, "at");
            kw_str(&w, k_time_iso(a, from + k_json_int(value, 0) * K_SEC));
            continue;
        }
        kw_keys(&w, key);
        kw_value(&w, value);
    }
    kw_end(&w);
    k_buf_chr(b, '\n');
}

static k_err journal_add(struct k_ctx *cx, struct k_buf *b, k_str text, k_time from)
{
    while (text.n) {
        const struct k_json *line;
        k_str one = k_str_cut(&text, '\n');
        if (!one.n)
            continue;
        K_TRY(k_json_parse(cx->arena, one, &line, NULL));
        journal_line(cx->arena, b, line, from);
    }
    return K_OK;
}

static k_err write_journal(struct k_ctx *cx, struct demo *d, int i)
{
    struct k_buf b;
    const struct demo_channel *ch = &demo_channels[i];
    k_buf_init(&b, cx->arena, 4 * 1024 * 1024);
    K_TRY(journal_add(cx, &b, script(ch->script, ""), d->start));
    K_TRY(journal_add(cx, &b, script(ch->script, "-live"), d->now));
    k_str folder = k_fmt(cx->arena, "%s/demo", d->env->data_dir);
    d->journals[i] = k_fmt(cx->arena, "%.*s/%s-%lld.jsonl", K_ARG(folder), ch->script,
                           (long long)d->created);
    K_TRY(os_folder_make(k_dupz(cx->arena, folder), 0700));
    return os_file_write(k_dupz(cx->arena, d->journals[i]), k_buf_view(&b), 0600);
}

/* ---- colleagues, teams, labels, channels ---- */

static k_err make_team(struct k_ctx *cx, struct demo *d, int i)
{
    struct sq_demo_team_by_name_row row;
    bool found;
    K_TRY(sq_demo_team_by_name(cx, k_str_z(demo_teams[i].name), &row, &found));
    d->teams[i] = found ? row.id : k_cx_id(cx);
    if (found)
        return K_OK;
    return sq_demo_team_insert(cx, d->teams[i], k_str_z(demo_teams[i].name),
                               k_str_z(demo_teams[i].kind), d->now, NULL);
}

static k_err make_member(struct k_ctx *cx, struct demo *d, int i)
{
    const struct demo_colleague *c = &demo_colleagues[i];
    struct sq_demo_handle_taken_row row;
    bool taken;
    K_TRY(sq_demo_handle_taken(cx, k_str_z(c->handle), &row, &taken));
    d->members[i] = k_cx_id(cx);
    K_TRY(sq_demo_member_insert(
        cx,
        &(struct sq_demo_member_insert_args){
            .id = d->members[i],
            .handle = k_fmt(cx->arena, "%s%s", c->handle, taken ? ".demo" : ""),
            .name = k_str_z(c->name),
            .email = k_fmt(cx->arena, "%s@quillfeather.example", c->handle),
            .role = k_str_z(c->role),
            .sign = k_str_z(c->sign),
            .now = d->now},
        NULL));
    return sq_demo_team_join(cx, d->teams[c->team], d->members[i], NULL);
}

static k_err make_label(struct k_ctx *cx, const char *const label[2])
{
    struct sq_demo_label_by_name_row row;
    bool found;
    K_TRY(sq_demo_label_by_name(cx, k_str_z(label[0]), &row, &found));
    if (found)
        return K_OK;
    return sq_label_insert(cx, k_cx_id(cx), k_str_z(label[0]), k_str_z(label[1]), 1, NULL);
}

static k_err make_channel(struct k_ctx *cx, struct demo *d, int i)
{
    const struct demo_channel *c = &demo_channels[i];
    struct k_buf b;
    k_buf_init(&b, cx->arena, 16 * 1024);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "handle");
    kw_str(&w, k_str_z(c->handle));
    kw_key(&w, "journal");
    kw_str(&w, d->journals[i]);
    kw_end(&w);
    d->channels[i] = k_cx_id(cx);
    k_ctx_notice(cx, K_TOPIC_CHANNEL, d->channels[i]);
    return sq_demo_channel_insert(
        cx,
        &(struct sq_demo_channel_insert_args){
            .id = d->channels[i],
            .network = k_str_z(c->network),
            .name = k_str_z(c->name),
            .handle = k_str_z(c->handle),
            .address = k_fmt(cx->arena, "demo:%lld/%s", (long long)d->created, c->script),
            .config = k_buf_view(&b),
            .next_poll_at = d->now + K_HOUR, /* the first time it is asked here */
            .now = d->now},
        NULL);
}

static k_err make_rows(struct k_ctx *cx, void *arg)
{
    struct demo *d = arg;
    for (int i = 0; i < DEMO_TEAMS; i++)
        K_TRY(make_team(cx, d, i));
    for (int i = 0; i < DEMO_COLLEAGUES; i++)
        K_TRY(make_member(cx, d, i));
    for (size_t i = 0; i < demo_n_labels; i++)
        K_TRY(make_label(cx, demo_labels[i]));
    for (int i = 0; i < DEMO_CHANNELS; i++)
        K_TRY(make_channel(cx, d, i));
    return event_append(
        cx, &(struct event_new){.verb = K_S("demo.created"), .object_kind = K_S("demo")}, NULL);
}

/* ---- what the colleagues did ---- */

struct doing {
    const struct demo *d;
    const struct demo_act *act;
    k_id conversation;
};

static k_err open_handoff(struct k_ctx *cx, k_id conversation, k_id *id)
{
    struct sq_handoff_open_row row;
    bool found;
    K_TRY(sq_handoff_open(cx, conversation, &row, &found));
    *id = found ? row.id : 0;
    return K_OK;
}

static k_err act_label(struct k_ctx *cx, const struct doing *g)
{
    struct sq_demo_label_by_name_row row;
    bool found;
    K_TRY(sq_demo_label_by_name(cx, k_str_z(g->act->word), &row, &found));
    return found ? inbox_label(cx, g->conversation, row.id, true) : K_OK;
}

static k_err do_act(struct k_ctx *cx, void *arg)
{
    const struct doing *g = arg;
    const struct demo_act *a = g->act;
    k_id id;
    switch (a->kind) {
    case DEMO_GIVE:
        return handoff_give(cx,
                            &(struct handoff_new){.conversation = g->conversation,
                                                  .to_team = g->d->teams[a->to],
                                                  .reason = k_str_z(a->word),
                                                  .ask = k_str_z(a->text)},
                            &id);
    case DEMO_TAKE:
        K_TRY(open_handoff(cx, g->conversation, &id));
        return handoff_acknowledge(cx, id);
    case DEMO_CLOSE:
        K_TRY(open_handoff(cx, g->conversation, &id));
        return handoff_close(cx, id, k_str_z(a->word), k_str_z(a->text));
    case DEMO_ASSIGN:
        return inbox_change(cx,
                            &(struct inbox_change){.conversation = g->conversation,
                                                   .has_owner = true,
                                                   .owner = g->d->members[a->to]},
                            NULL);
    case DEMO_NOTE:
        return inbox_note(cx, g->conversation, k_str_z(a->text), &id);
    case DEMO_LABEL:
        return act_label(cx, g);
    case DEMO_DONE:
        return inbox_change(cx,
                            &(struct inbox_change){.conversation = g->conversation,
                                                   .has_status = true,
                                                   .status = K_S("done")},
                            NULL);
    }
    return K_OK;
}

/* Runs fn as a colleague at a time of the story. */
static k_err as(struct k_ctx *cx, k_id member, k_time at,
                k_err (*fn)(struct k_ctx *cx, void *arg), void *arg)
{
    const struct k_clock *clock = cx->clock;
    const struct k_actor actor = cx->actor;
    struct k_clock then = k_clock_fixed(at);
    cx->clock = &then;
    cx->actor = (struct k_actor){K_ACTOR_MEMBER, member, 0};
    k_err err = db_write(cx, fn, arg);
    cx->clock = clock;
    cx->actor = actor;
    return err;
}

static k_err do_acts(struct k_ctx *cx, const struct demo *d)
{
    for (size_t i = 0; i < demo_n_acts; i++) {
        const struct demo_act *a = &demo_acts[i];
        struct sq_demo_conversation_of_row row;
        bool found;
        K_TRY(sq_demo_conversation_of(cx, k_str_z(demo_channels[0].network), k_str_z(a->post),
                                      &row, &found));
        if (!found)
            return k_fail(cx, K_ERR_INTERNAL, NULL, "The story of the demo has no post %s.",
                          a->post);
        K_TRY(as(cx, d->members[a->who], d->start + a->at, do_act,
                 &(struct doing){d, a, row.id}));
    }
    return K_OK;
}

/* Who of us wrote to whom is known now. */
static k_err fold_ties(struct k_ctx *cx)
{
    struct sq_demo_tied_list list;
    K_TRY(sq_demo_tied(cx, &list));
    for (size_t i = 0; i < list.n; i++)
        K_TRY(tie_refold(cx, list.v[i].id));
    return K_OK;
}

/* Who wrote our answers of the past, by their signs; and what is over is done.
 */
static k_err sign_and_settle(struct k_ctx *cx, void *arg)
{
    const struct demo *d = arg;
    for (int c = 0; c < DEMO_CHANNELS; c++) {
        struct sq_demo_settled_list list;
        for (int m = 0; m < DEMO_COLLEAGUES; m++) {
            K_TRY(sq_demo_sign_posts(cx, d->channels[c], k_str_z(demo_colleagues[m].sign),
                                     d->members[m], NULL));
            K_TRY(sq_demo_sign_touches(cx, d->channels[c], d->members[m], NULL));
        }
        K_TRY(sq_demo_settled(cx, d->channels[c], d->now - 6 * K_HOUR, d->now - 6 * K_DAY,
                              &list));
        for (size_t i = 0; i < list.n; i++)
            K_TRY(inbox_change(cx,
                               &(struct inbox_change){.conversation = list.v[i].id,
                                                      .has_status = true,
                                                      .status = K_S("done")},
                               NULL));
    }
    return fold_ties(cx);
}

static k_err link_some(struct k_ctx *cx, void *done)
{
    return insight_links(cx, done);
}

static k_err ask_for_ties(struct k_ctx *cx, void *arg)
{
    return flow_jobs_ties(cx, NULL);
}

/* Who knows whom, at once; what the nightly run finds, as soon as jobs run. */
static k_err learn(struct k_ctx *cx)
{
    bool done = false;
    for (int i = 0; i < 20 && !done; i++) /* the rest of a large house at night */
        K_TRY(db_write(cx, link_some, &done));
    return db_write(cx, ask_for_ties, NULL);
}

k_err demo_create(struct k_ctx *cx, const struct flow_env *env)
{
    struct demo_state state;
    struct demo d = {.env = env, .now = k_cx_now(cx)};
    d.start = d.now - d.now % K_DAY - DEMO_DAYS * K_DAY;
    d.created = d.now / K_SEC;
    K_TRY(demo_state(cx, &state));
    if (state.present)
        return k_fail(cx, K_ERR_EXISTS, NULL, "The demo is here already.");
    for (int i = 0; i < DEMO_CHANNELS; i++)
        K_TRY(write_journal(cx, &d, i));
    K_TRY(db_write(cx, make_rows, &d));
    for (int i = 0; i < DEMO_CHANNELS; i++) {
        bool found;
        K_TRY(channel_poll_one(cx, env, d.channels[i], &found));
    }
    K_TRY(do_acts(cx, &d));
    K_TRY(demo_history_write(cx, d.members, d.start, as));
    K_TRY(demo_records_write(cx, d.members, d.start, as));
    K_TRY(as(cx, d.members[DEMO_MARA], d.now, sign_and_settle, &d));
    return learn(cx);
}

/* ---- removal ---- */

typedef k_err (*drop_fn)(struct k_ctx *cx, int64_t channel, int64_t *changed);
static const drop_fn drops[] = {
    sq_demo_drop_reminders,   sq_demo_drop_talkers,       sq_demo_drop_talks,
    sq_demo_drop_regrouped,   sq_demo_drop_regroupings,   sq_demo_drop_followers,
    sq_demo_drop_labels,      sq_demo_drop_notes,         sq_demo_drop_mentions,
    sq_demo_drop_drafts,      sq_demo_drop_approvals,     sq_demo_drop_begun,
    sq_demo_drop_topics,      sq_demo_drop_outbox,        sq_demo_drop_handoffs,
    sq_demo_drop_effects,     sq_demo_drop_clocks,        sq_demo_drop_touches,
    sq_demo_drop_versions,    sq_demo_mark_dirty,         sq_demo_drop_echoes,
    sq_demo_drop_storm_posts, sq_demo_drop_hits,          sq_demo_drop_posts,
    sq_demo_drop_storms,      sq_demo_drop_conversations, sq_demo_drop_seen,
    sq_demo_drop_looks,       sq_demo_drop_tallies,       sq_demo_drop_channel,
};

/* What was written down about people of the demo. */
typedef k_err (*drop_known_fn)(struct k_ctx *cx, int64_t *changed);
static const drop_known_fn drops_known[] = {
    sq_demo_drop_datum,         sq_demo_drop_person_role,   sq_demo_drop_fact,
    sq_demo_drop_commitment,    sq_demo_drop_deal,          sq_demo_drop_value_entry,
    sq_demo_drop_moment_person, sq_demo_drop_keep_in_touch, sq_demo_drop_match_key,
    sq_demo_drop_match_dirty,   sq_demo_drop_link,          sq_demo_drop_match_pair,
    sq_demo_drop_hand_touches,  sq_demo_drop_moments,       sq_demo_drop_moment_rows,
    sq_demo_drop_interests,     sq_demo_drop_segment_keeps, sq_demo_drop_segments,
    sq_demo_drop_view_places,   sq_demo_drop_views,         sq_demo_mark_lookup};

struct removal {
    struct sq_demo_channels_list channels;
};

static k_err do_remove(struct k_ctx *cx, void *arg)
{
    struct removal *r = arg;
    K_TRY(sq_demo_channels(cx, &r->channels));
    for (size_t i = 0; i < r->channels.n; i++) {
        for (size_t k = 0; k < sizeof drops / sizeof *drops; k++)
            K_TRY(drops[k](cx, r->channels.v[i].id, NULL));
        K_TRY(sq_demo_drop_identities(cx, r->channels.v[i].network, NULL));
        k_ctx_notice(cx, K_TOPIC_CHANNEL, r->channels.v[i].id);
    }
    K_TRY(sq_demo_drop_addresses(cx, NULL));
    K_TRY(sq_demo_drop_ties(cx, NULL));
    K_TRY(sq_demo_drop_moves(cx, NULL));
    for (size_t i = 0; i < sizeof drops_known / sizeof *drops_known; i++)
        K_TRY(drops_known[i](cx, NULL));
    K_TRY(sq_demo_drop_people(cx, NULL));
    K_TRY(sq_demo_drop_publications(cx, NULL));
    K_TRY(sq_demo_drop_label_rows(cx, NULL));
    K_TRY(sq_demo_release_conversations(cx, NULL));
    K_TRY(sq_demo_drop_team_members(cx, NULL));
    K_TRY(sq_demo_drop_absences(cx, NULL));
    K_TRY(sq_demo_drop_skills(cx, NULL));
    K_TRY(sq_demo_release_teams(cx, NULL));
    K_TRY(sq_demo_drop_members(cx, NULL));
    k_ctx_notice(cx, K_TOPIC_SETTING, 0);
    K_TRY(event_append(
        cx, &(struct event_new){.verb = K_S("demo.removed"), .object_kind = K_S("demo")},
        NULL));
    return access_refresh(cx);
}

k_err demo_remove(struct k_ctx *cx, const struct flow_env *env)
{
    struct removal r;
    K_TRY(db_write(cx, do_remove, &r));
    return os_folder_remove(k_dupz(cx->arena, k_fmt(cx->arena, "%s/demo", env->data_dir)));
}
