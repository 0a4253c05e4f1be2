/* conversation: pages of the inbox. Reads conversation, storm and label rows. */
#include "store/conversation.h"
#include "base/buf.h"

#define LEADS_MAX 100 /* merged conversations that lead to each other, one behind the other */

typedef struct sq_conversation_by_owner_args list_args;
typedef struct sq_conversation_by_owner_list list_rows;
typedef k_err (*list_fn)(struct k_ctx *cx, const list_args *args, list_rows *out);

/* How a list is ordered and where its first page begins. The letter marks its cursors. */
struct lead {
    char letter;
    list_fn fn;
    bool up; /* keys count up */
};
enum lead_no {
    OPEN,
    FREE,
    BY_OWNER,
    BY_TEAM,
    BY_CHANNEL,
    BY_KIND,
    BY_LABEL,
    WAITING,
    UNANSWERED,
    SNOOZED,
    DONE,
    DONE_CHANNEL,
    BY_STORM,
    OF_STORM,
    DUE,
    FOLLOWING
};
static const struct lead leads[] = {
    [OPEN] = {'s', sq_conversation_open, false},
    [FREE] = {'n', sq_conversation_free, false},
    [BY_OWNER] = {'o', sq_conversation_by_owner, false},
    [BY_TEAM] = {'t', sq_conversation_by_team, false},
    [BY_CHANNEL] = {'c', sq_conversation_by_channel, false},
    [BY_KIND] = {'k', sq_conversation_by_kind, false},
    [BY_LABEL] = {'l', sq_conversation_by_label, false},
    [WAITING] = {'w', sq_conversation_waiting, true},
    [UNANSWERED] = {'u', sq_conversation_unanswered, true},
    [SNOOZED] = {'z', sq_conversation_snoozed, true},
    [DONE] = {'d', sq_conversation_done, false},
    [DONE_CHANNEL] = {'e', sq_conversation_done_channel, false},
    [BY_STORM] = {'m', sq_conversation_by_storm, false},
    [OF_STORM] = {'f', NULL, false}, /* by the storm alone: conversation_list */
    [DUE] = {'q', sq_conversation_due_soon, true},
    [FOLLOWING] = {'v', NULL, false}, /* by the follower: read_page */
};

const struct conversation_view conversation_views[] = {
    {"mine", "open, assigned to the member who asks"},
    {"unassigned", "open, nobody's"},
    {"following", "open or asleep, followed by the member who asks, the newest first"},
    {"all", "open"},
    {"leads", "open, somebody wants to buy"},
    {"complaints", "open, somebody is unhappy"},
    {"questions", "open, somebody asks"},
    {"waiting", "open, somebody waits for an answer, the longest first"},
    {"due", "open, a deadline is near or over, the most overdue first"},
    {"unanswered", "spoke to us and never got an answer, from the beginning of history"},
    {"snoozed", "comes back later, the next first"},
    {"storms", "open, the same words from many people"},
    {"done", "finished, the last first"},
    {"team", "open, with one team"},
};
const size_t n_conversation_views = sizeof conversation_views / sizeof *conversation_views;

/* --- which statement leads --------------------------------------------------------------- */

static bool is(k_str view, const char *name)
{
    return k_str_eqz(view, name);
}

static bool has_own_order(k_str view, enum lead_no *lead)
{
    static const struct {
        const char *view;
        enum lead_no lead;
    } own[] = {{"waiting", WAITING},    {"due", DUE},   {"unanswered", UNANSWERED},
               {"snoozed", SNOOZED},    {"done", DONE}, {"storms", BY_STORM},
               {"following", FOLLOWING}};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (is(view, own[i].view)) {
            *lead = own[i].lead;
            return true;
        }
    return false;
}

static k_str kind_of_view(k_str view)
{
    return is(view, "leads")        ? K_S("lead")
           : is(view, "complaints") ? K_S("complaint")
           : is(view, "questions")  ? K_S("question")
                                    : K_NONE;
}

/* The filter that leaves fewest rows leads; the rest ride along. */
static enum lead_no choose(const struct conversation_ask *ask, const list_args *a)
{
    enum lead_no own;
    if (ask->storm)
        return OF_STORM;
    if (has_own_order(ask->view, &own))
        return own == DONE && a->channel_id > 0 ? DONE_CHANNEL : own;
    if (a->label_id > 0)
        return BY_LABEL;
    if (a->owner_id > 0)
        return BY_OWNER;
    if (a->kind.n > 0 && !is(a->kind, "other"))
        return BY_KIND;
    if (a->team_id > 0)
        return BY_TEAM;
    if (a->channel_id > 0)
        return BY_CHANNEL;
    return a->owner_id == 0 ? FREE : OPEN;
}

static list_args filters(const struct conversation_ask *ask)
{
    list_args a = {.status = K_S("open"),
                   .owner_id = ask->owner ? ask->owner : -1,
                   .team_id = ask->team ? ask->team : -1,
                   .channel_id = ask->channel ? ask->channel : -1,
                   .label_id = ask->label ? ask->label : -1,
                   .kind = ask->kind.p ? ask->kind : K_S(""),
                   .network = ask->network.p ? ask->network : K_S("")};
    if (is(ask->view, "mine"))
        a.owner_id = ask->me;
    else if (is(ask->view, "unassigned"))
        a.owner_id = 0;
    else if (kind_of_view(ask->view).p)
        a.kind = kind_of_view(ask->view);
    return a;
}

/* --- cursors ----------------------------------------------------------------------------- */

static k_str make_cursor(struct k_ctx *cx, const struct lead *l,
                         const struct sq_conversation_by_owner_row *r)
{
    return k_fmt(cx->arena, "%c%lld_%lld_%lld", l->letter, (long long)r->key1,
                 (long long)r->key2, (long long)r->id);
}

static k_err read_cursor(struct k_ctx *cx, const struct lead *l, k_str cursor, list_args *a)
{
    a->key1 = a->key2 = a->id = l->up ? 0 : INT64_MAX;
    if (k_str_empty(cursor))
        return K_OK;
    k_str rest = k_str_from(cursor, 1);
    bool ok = cursor.p[0] == l->letter && k_str_i64(k_str_cut(&rest, '_'), &a->key1) &&
              k_str_i64(k_str_cut(&rest, '_'), &a->key2) && k_str_i64(rest, &a->id);
    return ok ? K_OK
              : k_fail(cx, K_ERR_BAD_INPUT, "cursor", "This is not a cursor of this list.");
}

/* --- pages ------------------------------------------------------------------------------- */

static k_err read_page(struct k_ctx *cx, const struct conversation_ask *ask,
                       const struct lead *l, const list_args *a, list_rows *rows)
{
    if (l->fn)
        return l->fn(cx, a, rows);
    if (ask->storm)
        return sq_conversation_of_storm(cx, ask->storm, a->id, a->max, a->eyes, rows);
    return sq_conversation_following(
        cx,
        &(struct sq_conversation_following_args){.me = ask->me,
                                                 .owner_id = a->owner_id,
                                                 .team_id = a->team_id,
                                                 .channel_id = a->channel_id,
                                                 .kind = a->kind,
                                                 .network = a->network,
                                                 .label_id = a->label_id,
                                                 .id = a->id,
                                                 .max = a->max,
                                                 .eyes = a->eyes},
        rows);
}

k_err conversation_list(struct k_ctx *cx, const struct conversation_ask *ask,
                        struct conversation_page *out)
{
    list_args a = filters(ask);
    list_rows rows;
    if (is(ask->view, "team") && ask->team == 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "team", "Say which team.");
    const struct lead *l = &leads[choose(ask, &a)];
    K_TRY(read_cursor(cx, l, ask->cursor, &a));
    a.max = ask->limit + 1;
    a.eyes = cx->actor.eyes;
    K_TRY(read_page(cx, ask, l, &a, &rows));
    size_t n = rows.n < (size_t)ask->limit ? rows.n : (size_t)ask->limit;
    for (size_t i = 0; i < n; i++)
        *k_vec_push(cx->arena, &out->ids) = rows.v[i].id;
    out->next = rows.n > n ? make_cursor(cx, l, &rows.v[n - 1]) : K_NONE;
    return K_OK;
}

k_err conversation_count(struct k_ctx *cx, k_str view, k_id me, k_id team, int64_t *n)
{
    const int64_t max = CONVERSATION_COUNT_MAX + 1;
    const k_id eyes = cx->actor.eyes;
    const k_str open = K_S("open");
    struct sq_conversation_count_open_row row = {0};
    bool found;
    k_err err;
    if (is(view, "mine"))
        err = sq_conversation_count_owner(cx, me, open, max, eyes, &row, &found);
    else if (is(view, "following"))
        err = sq_conversation_count_following(cx, me, max, eyes, &row, &found);
    else if (is(view, "unassigned"))
        err = sq_conversation_count_free(cx, max, eyes, &row, &found);
    else if (kind_of_view(view).p)
        err = sq_conversation_count_kind(cx, kind_of_view(view), open, max, eyes, &row, &found);
    else if (is(view, "team"))
        err = sq_conversation_count_team(cx, team, open, max, eyes, &row, &found);
    else if (is(view, "waiting"))
        err = sq_conversation_count_waiting(cx, max, eyes, &row, &found);
    else if (is(view, "due"))
        err = sq_conversation_count_due_soon(cx, max, eyes, &row, &found);
    else if (is(view, "unanswered"))
        err = sq_conversation_count_unanswered(cx, max, eyes, &row, &found);
    else if (is(view, "storms"))
        err = sq_conversation_count_storms(cx, max, eyes, &row, &found);
    else if (is(view, "all"))
        err = sq_conversation_count_open(cx, max, eyes, &row, &found);
    else if (is(view, "snoozed"))
        err = sq_conversation_count_snoozed(cx, max, eyes, &row, &found);
    else
        err = sq_conversation_count_done(cx, max, eyes, &row, &found);
    *n = row.n;
    return err;
}

k_err conversation_count_of(struct k_ctx *cx, const struct conversation_ask *ask, int64_t *n)
{
    struct conversation_ask all = *ask;
    struct conversation_page page = {0};
    all.cursor = K_S("");
    all.limit = CONVERSATION_COUNT_MAX + 1;
    K_TRY(conversation_list(cx, &all, &page));
    *n = (int64_t)page.ids.n;
    return K_OK;
}

static k_str id_array(struct k_ctx *cx, const k_id *ids, size_t n)
{
    struct k_buf b;
    k_buf_init(&b, cx->arena, 64 + n * 24);
    k_buf_chr(&b, '[');
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            k_buf_chr(&b, ',');
        k_buf_i64(&b, ids[i]);
    }
    k_buf_chr(&b, ']');
    return k_buf_view(&b);
}

static struct conversation_row *row_of(struct conversation_rows *rows, k_id id)
{
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i].c.id == id)
            return &rows->v[i];
    return NULL;
}

/* Most lists have none with a deadline: then nothing is asked. */
static k_err add_clocks(struct k_ctx *cx, k_str array, struct conversation_rows *out)
{
    struct sq_sla_clocks_shown_list clocks;
    bool any = false;
    for (size_t i = 0; i < out->n; i++)
        any |= out->v[i].c.due_at > 0;
    if (!any)
        return K_OK;
    K_TRY(sq_sla_clocks_shown(cx, array, &clocks));
    for (size_t i = 0; i < clocks.n; i++) {
        struct conversation_row *r = row_of(out, clocks.v[i].conversation_id);
        if (r)
            *k_vec_push(cx->arena, &r->clocks) = clocks.v[i];
    }
    return K_OK;
}

static k_err add_labels(struct k_ctx *cx, k_str array, struct conversation_rows *out)
{
    struct sq_conversation_labels_list labels;
    struct sq_conversation_deadlines_list due;
    K_TRY(sq_conversation_labels(cx, array, &labels));
    for (size_t i = 0; i < labels.n; i++) {
        struct conversation_row *r = row_of(out, labels.v[i].conversation_id);
        if (r)
            *k_vec_push(cx->arena, &r->labels) = labels.v[i];
    }
    K_TRY(sq_conversation_deadlines(cx, array, &due));
    for (size_t i = 0; i < due.n; i++) {
        struct conversation_row *r = row_of(out, due.v[i].conversation_id);
        if (r)
            r->handoff_due = due.v[i].due_at;
    }
    return add_clocks(cx, array, out);
}

k_err conversation_home(struct k_ctx *cx, k_id id, struct sq_conversation_get_row *out,
                        bool *found)
{
    int steps = 0;
    do {
        K_TRY(sq_conversation_get(cx, id, cx->actor.eyes, out, found));
        id = *found ? out->merged_into : 0;
    } while (id && ++steps < LEADS_MAX);
    *found = *found && id == 0;
    return K_OK;
}

k_err conversation_show(struct k_ctx *cx, const k_id *ids, size_t n,
                        struct conversation_rows *out)
{
    struct sq_conversation_rows_list rows;
    *out = (struct conversation_rows){0};
    if (n == 0)
        return K_OK;
    k_str array = id_array(cx, ids, n);
    K_TRY(sq_conversation_rows(cx, array, k_cx_now(cx) - K_HOUR, cx->actor.eyes, &rows));
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].id == ids[i]) {
                *k_vec_push(cx->arena, out) = (struct conversation_row){.c = rows.v[k]};
                break;
            }
    return add_labels(cx, array, out);
}
