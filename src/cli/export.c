/* export: `kith export` writes everything as JSON lines, each with the noun it is about, or
 * (--conversations) a table of conversations as CSV. Passwords, sessions, tokens and
 * credentials are never in it. */
#include "base/buf.h"
#include "cli/cli.h"
#include "formats/csv.h"
#include "store/sql.gen.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define PAGE 500

typedef k_err (*page_fn)(struct k_ctx *cx, int64_t after, int64_t max,
                         struct sq_export_member_list *out);
static const struct {
    const char *noun;
    page_fn page;
} nouns[] = {
    {"team", sq_export_team},
    {"member", sq_export_member},
    {"channel", sq_export_channel},
    {"person", sq_export_person},
    {"identity", sq_export_identity},
    {"label", sq_export_label},
    {"conversation", sq_export_conversation},
    {"post", sq_export_post},
    {"note", sq_export_note},
    {"talk", sq_export_talk},
    {"reminder", sq_export_reminder},
    {"regrouping", sq_export_regrouping},
    {"handoff", sq_export_handoff},
    {"outbox", sq_export_outbox},
    {"publication", sq_export_publication},
    {"touch", sq_export_touch},
    {"datum", sq_export_datum},
    {"role", sq_export_person_role},
    {"field", sq_export_custom_field},
    {"segment", sq_export_segment},
    {"saved_view", sq_export_saved_view},
    {"moment", sq_export_moment},
    {"moment_person", sq_export_moment_person},
    {"fact", sq_export_fact},
    {"commitment", sq_export_commitment},
    {"deal", sq_export_deal},
    {"value", sq_export_value_entry},
    {"keep_in_touch", sq_export_keep_in_touch},
    {"link", sq_export_link},
    {"tie", sq_export_tie},
    {"stage_move", sq_export_stage_move},
    {"interest", sq_export_member_interest},
    {"match", sq_export_match_pair},
    {"merge", sq_export_person_merge},
    {"saved_text", sq_export_saved_text},
    {"policy", sq_export_policy},
    {"event", sq_export_event},
};

static k_err flush(struct k_ctx *cx, FILE *to, const struct k_buf *b)
{
    k_str s = k_buf_view(b);
    if (!k_buf_ok(b) || fwrite(s.p, 1, s.n, to) != s.n)
        return k_fail(cx, K_ERR_IO, NULL, "the file cannot be written: %s", strerror(errno));
    return K_OK;
}

/* Memory of each page is given back before the next: exports are large. */
static k_err write_page(struct cli *c, FILE *to, size_t noun, int64_t *after, bool *more)
{
    struct k_arena *own = c->cx.arena;
    struct k_arena *a = k_arena_new(0);
    struct sq_export_member_list list;
    struct k_buf b;
    if (a == NULL)
        return K_ERR_NO_MEMORY;
    c->cx.arena = a;
    k_buf_init(&b, a, 128 << 20);
    k_err err = nouns[noun].page(&c->cx, *after, PAGE, &list);
    for (size_t i = 0; err == K_OK && i < list.n; i++) {
        k_buf_fmt(&b, "{\"kith\":\"%s\",\"row\":", nouns[noun].noun);
        k_buf_str(&b, list.v[i].line);
        k_buf_str(&b, K_S("}\n"));
        *after = list.v[i].id;
    }
    *more = err == K_OK && list.n == PAGE;
    if (err == K_OK)
        err = flush(&c->cx, to, &b);
    c->cx.detail.text = k_dup(own, c->cx.detail.text);
    c->cx.arena = own;
    k_arena_free(a);
    return err;
}

static k_err export_all(struct cli *c, FILE *to)
{
    for (size_t n = 0; n < sizeof nouns / sizeof *nouns; n++) {
        int64_t after = 0;
        bool more = true;
        while (more)
            K_TRY(write_page(c, to, n, &after, &more));
    }
    return K_OK;
}

/* --- conversations ----------------------------------------------------------------------- */

static const char *const columns[] = {
    "id",          "network", "channel",  "person",   "handle",  "subject",
    "first_words", "status",  "kind",     "owner",    "team",    "priority",
    "reason",      "posts",   "answered", "first_at", "last_at", "waiting_since"};

static k_str number(struct k_arena *a, int64_t n)
{
    return k_fmt(a, "%lld", (long long)n);
}

static k_str when(struct k_arena *a, k_time t)
{
    return t ? k_time_iso(a, t) : K_S("");
}

static void put_row(struct k_arena *a, struct k_buf *b,
                    const struct sq_export_conversations_row *r)
{
    const k_str cells[] = {number(a, r->id),
                           r->network,
                           r->channel,
                           r->person,
                           r->handle,
                           r->subject,
                           r->first_words,
                           r->status,
                           r->kind,
                           r->owner,
                           r->team,
                           number(a, r->priority),
                           r->reason,
                           number(a, r->post_count),
                           r->answered ? K_S("yes") : K_S("no"),
                           when(a, r->first_at),
                           when(a, r->last_at),
                           when(a, r->waiting_since)};
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        csv_put(b, cells[i], i == 0);
    csv_end(b);
}

static k_err export_conversations(struct cli *c, FILE *to)
{
    struct sq_export_conversations_list list;
    int64_t after = 0;
    struct k_buf b;
    k_buf_init(&b, c->cx.arena, 64 << 20);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        csv_put(&b, k_str_z(columns[i]), i == 0);
    csv_end(&b);
    do {
        K_TRY(sq_export_conversations(&c->cx, after, PAGE, &list));
        for (size_t i = 0; i < list.n; i++) {
            put_row(c->cx.arena, &b, &list.v[i]);
            after = list.v[i].id;
        }
        K_TRY(flush(&c->cx, to, &b));
        k_buf_reset(&b);
    } while (list.n == PAGE);
    return K_OK;
}

/* --- the command ------------------------------------------------------------------------- */

static k_err export(struct cli *c, const char *path, bool conversations)
{
    bool to_file = path && strcmp(path, "-") != 0;
    FILE *to = stdout;
    if (to_file) {
        int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        to = fd < 0 ? NULL : fdopen(fd, "w");
        if (to == NULL)
            return k_fail(&c->cx, K_ERR_IO, NULL, "%s cannot be made: %s", path,
                          strerror(errno));
    }
    /* One transaction: what is written belongs together. */
    k_err err = db_begin(&c->cx, false);
    if (err == K_OK) {
        err = conversations ? export_conversations(c, to) : export_all(c, to);
        db_rollback(&c->cx);
    }
    if ((to_file ? fclose(to) : fflush(to)) != 0 && err == K_OK)
        err = k_fail(&c->cx, K_ERR_IO, NULL, "the file cannot be written: %s", strerror(errno));
    return err;
}

int cli_export(int argc, char **argv)
{
    struct cli c;
    int code = cli_open(&c, &argc, argv);
    bool conversations = cli_flag(&argc, argv, "--conversations");
    if (code == 0 && argc > 1)
        code = cli_no_more(argc - 1, argv + 1);
    if (code == 0)
        code = cli_open_db(&c, CLI_READ);
    if (code == 0) {
        k_err err = export(&c, argc > 0 ? argv[0] : NULL, conversations);
        if (err != K_OK)
            code = cli_complain(&c.cx, err);
    }
    cli_close(&c);
    return code;
}
