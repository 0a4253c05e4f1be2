/* The event log: every change to what was written is found, erasing a payload is not one. */
#include "base/buf.h"
#include "db/driver.h"
#include "kit/db.h"
#include "store/event.h"

#define CHECK_OK(expr) assert_int_equal((expr), K_OK)
#define EVENTS 40

static const char *const verbs[] = {"post.received", "conversation.assigned", "reply.sent"};

static void append(struct kit_db *k, int i)
{
    struct k_ctx *cx = &k->cx;
    cx->actor = (struct k_actor){(enum k_actor_kind)(i % 3), i % 3 ? 100 + i : 0,
                                 i % 3 == 2 ? 500 + i : 0};
    k->clock.fixed += (k_time)k_rand_below(cx->rand, 5) * K_SEC;
    struct event_new e = {.verb = k_str_z(verbs[i % 3]),
                          .object_kind = K_S("conversation"),
                          .object_id = 1 + i % 4,
                          .approved_by = i % 5 == 0 ? 7 : 0,
                          .payload = i % 4 ? k_fmt(cx->arena, "{\"n\":%d}", i) : K_NONE};
    int64_t seq;
    CHECK_OK(event_append(cx, &e, &seq));
    assert_int_equal(seq, i + 1);
}

static void fill(struct kit_db *k)
{
    CHECK_OK(db_begin(&k->cx, true));
    for (int i = 0; i < EVENTS; i++)
        append(k, i);
    CHECK_OK(db_commit(&k->cx));
}

static struct event_report verify(struct kit_db *k, int64_t after)
{
    struct event_report r;
    CHECK_OK(event_verify(&k->cx, after, &r));
    assert_true(r.whole == (r.broken_seq == 0) && r.whole == (r.why.p == NULL));
    return r;
}

static void the_chain_verifies(struct kit_db *k)
{
    assert_true(verify(k, 0).whole); /* an empty one too */
    fill(k);
    struct event_report r = verify(k, 0);
    assert_true(r.whole);
    assert_int_equal(r.checked, EVENTS);
    assert_int_equal(r.erased, EVENTS / 4);
    assert_int_equal(verify(k, 30).checked, 10);
    assert_int_equal(verify(k, EVENTS).checked, 0);
}

/* ---- changes ---- */

static struct db_stmt statement(const char *text, const char *types, bool write)
{
    static uint16_t next = 500;
    return (struct db_stmt){.name = "test",
                            .sqlite = text,
                            .postgres = text,
                            .types = types,
                            .index = next++,
                            .n_params = (uint8_t)strlen(types),
                            .write = write};
}

/* Text with parameters for the database at hand. */
static const char *text_for(struct kit_db *k, const char *fmt_sqlite, const char *fmt_postgres,
                            const char *table, const char *column)
{
    k_str t =
        k_cat(k->cx.arena,
              k_str_z(db_kind_of(k->cx.db) == DB_SQLITE ? fmt_sqlite : fmt_postgres), K_NONE);
    struct k_buf b;
    k_buf_init(&b, k->cx.arena, 1000);
    for (size_t i = 0; i < t.n; i++) {
        if (t.p[i] == '@')
            k_buf_str(&b, k_str_z(table));
        else if (t.p[i] == '#')
            k_buf_str(&b, k_str_z(column));
        else
            k_buf_chr(&b, t.p[i]);
    }
    return b.p;
}

static const struct column {
    const char *table, *name;
    char type;
} columns[] = {
    {"event", "at", 'i'},           {"event", "actor_kind", 's'},
    {"event", "actor_id", 'i'},     {"event", "verb", 's'},
    {"event", "object_kind", 's'},  {"event", "object_id", 'i'},
    {"event", "approved_by", 'i'},  {"event", "digest", 'b'},
    {"event", "prev_hash", 'b'},    {"event", "hash", 'b'},
    {"event_payload", "salt", 'b'}, {"event_payload", "payload", 's'},
};

/* One byte of the value, or one bit of the number, becomes another. */
static struct db_val changed(struct kit_db *k, const struct column *c, int64_t seq)
{
    struct db_stmt get =
        statement(text_for(k, "select # from @ where seq = ?1",
                           "select # from @ where seq = $1", c->table, c->name),
                  "i", false);
    struct db_rows *r;
    bool found;
    CHECK_OK(db_query(&k->cx, &get, (struct db_val[]){db_int(seq)}, &r));
    CHECK_OK(db_next(&k->cx, r, &found));
    assert_true(found);
    struct db_val v = db_int(db_col_int(r, 0) ^ (1LL << k_rand_below(k->cx.rand, 62)));
    k_str s = k_dup(k->cx.arena, c->type == 'b' ? db_col_blob(r, 0) : db_col_str(r, 0));
    db_done(r);
    if (c->type == 'i')
        return v;
    char *byte = (char *)(uintptr_t)s.p + k_rand_below(k->cx.rand, s.n);
    if (c->type == 'b')
        *byte = (char)(*byte ^ (1 << k_rand_below(k->cx.rand, 8)));
    else
        *byte = *byte == 'x' ? 'y' : 'x';
    return c->type == 'b' ? db_blob(s) : db_text(s);
}

static void change(struct kit_db *k, const struct column *c, int64_t seq)
{
    char types[3] = {c->type, 'i', 0};
    struct db_stmt set =
        statement(text_for(k, "update @ set # = ?1 where seq = ?2",
                           "update @ set # = $1 where seq = $2", c->table, c->name),
                  types, true);
    struct db_val v[] = {changed(k, c, seq), db_int(seq)};
    int64_t n;
    CHECK_OK(db_exec(&k->cx, &set, v, &n));
    assert_int_equal(n, 1);
}

static void any_changed_byte_is_found(struct kit_db *k)
{
    fill(k);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        for (int run = 0; run < 6; run++) {
            int64_t seq = 1 + (int64_t)k_rand_below(k->cx.rand, EVENTS);
            if (columns[i].table[5] && seq % 4 == 1) /* this one never had a payload */
                seq++;
            CHECK_OK(db_begin(&k->cx, true));
            change(k, &columns[i], seq);
            struct event_report r = verify(k, 0);
            db_rollback(&k->cx);
            if (r.whole)
                fail_msg("a change of %s.%s in event %d is not seen", columns[i].table,
                         columns[i].name, (int)seq);
            assert_int_equal(r.broken_seq, seq);
        }
    assert_true(verify(k, 0).whole);
}

static void a_missing_event_is_found(struct kit_db *k)
{
    static const struct {
        const char *what;
        int64_t broken;
    } rows[] = {
        {"delete from event_payload where seq = 1; delete from event where seq = 1", 2},
        {"delete from event_payload where seq = 17; delete from event where seq = 17", 18},
        {"delete from event_payload where seq = 40; delete from event where seq = 40", 40},
        {"delete from event_payload where seq > 20; delete from event where seq > 20", 21},
        {"delete from event_payload; delete from event", 1},
    };
    fill(k);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK_OK(db_begin(&k->cx, true));
        kit_db_run(k, rows[i].what);
        struct event_report r = verify(k, 0);
        db_rollback(&k->cx);
        assert_int_equal(r.broken_seq, rows[i].broken);
    }
}

static void a_payload_that_was_never_there_is_found(struct kit_db *k)
{
    fill(k);
    CHECK_OK(db_begin(&k->cx, true));
    kit_db_run(k, db_kind_of(k->cx.db) == DB_SQLITE
                      ? "insert into event_payload values (1, x'00', '{}')"
                      : "insert into event_payload values (1, '\\x00', '{}')");
    assert_int_equal(verify(k, 0).broken_seq, 1);
    db_rollback(&k->cx);
}

static void erasing_a_payload_leaves_the_chain_whole(struct kit_db *k)
{
    int64_t n;
    struct event_list list;
    fill(k);
    CHECK_OK(db_begin(&k->cx, true));
    CHECK_OK(event_erase(&k->cx, 2, &n));
    assert_int_equal(n, 1);
    CHECK_OK(event_erase_object(&k->cx, K_S("conversation"), 3, &n));
    assert_int_equal(n, 10);
    CHECK_OK(db_commit(&k->cx));
    struct event_report r = verify(k, 0);
    assert_true(r.whole);
    assert_int_equal(r.erased, 10 + 1 + 10);
    CHECK_OK(event_list(&k->cx, &(struct event_filter){.before = 3, .limit = 1}, &list));
    assert_int_equal(list.v[0].seq, 2);
    assert_null(list.v[0].payload.p);
}

/* ---- lists and limits ---- */

static void lists_are_newest_first_by_thing_actor_and_verb(struct kit_db *k)
{
    struct event_list l;
    fill(k);
    CHECK_OK(event_list(&k->cx, &(struct event_filter){.limit = 3}, &l));
    assert_int_equal(l.n, 3);
    assert_int_equal(l.v[0].seq, 40);
    assert_true(k_str_eqz(l.v[0].payload, "{\"n\":39}"));
    CHECK_OK(event_list(&k->cx, &(struct event_filter){.before = l.v[2].seq, .limit = 3}, &l));
    assert_int_equal(l.v[0].seq, 37);
    CHECK_OK(event_list(
        &k->cx, &(struct event_filter){.object_kind = K_S("conversation"), .object_id = 2},
        &l));
    assert_int_equal(l.n, 10);
    assert_int_equal(l.v[0].object_id, 2);
    CHECK_OK(event_list(&k->cx, &(struct event_filter){.actor_id = 101}, &l));
    assert_int_equal(l.n, 1);
    assert_true(k_str_eqz(l.v[0].actor_kind, "member"));
    CHECK_OK(event_list(&k->cx, &(struct event_filter){.actor_id = 502}, &l));
    assert_true(k_str_eqz(l.v[0].actor_kind, "token"));
    CHECK_OK(event_list(&k->cx, &(struct event_filter){.verb = K_S("reply.sent")}, &l));
    assert_int_equal(l.n, 13);
}

static void a_payload_over_the_limit_is_refused(struct kit_db *k)
{
    k_str big =
        k_str_n(k_arena_alloc(k->cx.arena, EVENT_PAYLOAD_MAX + 1), EVENT_PAYLOAD_MAX + 1);
    struct event_new e = {.verb = K_S("x.y"), .object_kind = K_S("x"), .payload = big};
    CHECK_OK(db_begin(&k->cx, true));
    assert_int_equal(event_append(&k->cx, &e, NULL), K_ERR_LIMIT);
    db_rollback(&k->cx);
}

static void a_rolled_back_event_leaves_no_gap(struct kit_db *k)
{
    CHECK_OK(db_begin(&k->cx, true));
    append(k, 0);
    db_rollback(&k->cx);
    fill(k);
    assert_int_equal(verify(k, 0).checked, EVENTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(the_chain_verifies),
        KIT_BOTH(any_changed_byte_is_found),
        KIT_BOTH(a_missing_event_is_found),
        KIT_BOTH(a_payload_that_was_never_there_is_found),
        KIT_BOTH(erasing_a_payload_leaves_the_chain_whole),
        KIT_BOTH(lists_are_newest_first_by_thing_actor_and_verb),
        KIT_BOTH(a_payload_over_the_limit_is_refused),
        KIT_BOTH(a_rolled_back_event_leaves_no_gap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
