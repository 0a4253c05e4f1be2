/* What `kith bench seed` copies is what ingest writes when the same is said again later: the
 * same posts go in once by copying and once through the flow, and the rows are compared. */
#include "cli/bench_copy.h"
#include "cli/bench_posts.h"
#include "kit/flow.h"
#include "store/search.h"

#define POSTS 400
#define PAGES 3
#define LASTS (10 * K_DAY)
#define LASTS_TEXT "864000000000"

static k_str renamed(struct k_arena *a, k_str s)
{
    ptrdiff_t at = k_str_find(s, K_S("did:bench"));
    if (at < 0)
        return s;
    size_t end = (size_t)at + strlen("did:bench");
    return k_fmt(a, "%.*s2%.*s", (int)end, s.p, K_ARG(k_str_from(s, end)));
}

/* Three pages of a channel; the second time as others said them two spans later. */
static void say(struct kit_db *k, k_id channel, int lane, bool again)
{
    struct k_arena *a = k_arena_new(0);
    struct bench_posts *posts = bench_posts_new(a, 7);
    k->clock.fixed = KIT_T0;
    for (int page = 0; page < PAGES; page++) {
        struct item items[POSTS];
        bench_posts_page(posts, a, lane, KIT_T0 + page * 2 * K_DAY, K_MIN, items, POSTS);
        for (int i = 0; i < POSTS; i += 37) /* a storm a page */
            items[i].text = k_fmt(a, "the shop is closed again today number %d", page);
        for (int i = 0; again && i < POSTS; i++) {
            items[i].native_id = renamed(a, items[i].native_id);
            items[i].native_parent = renamed(a, items[i].native_parent);
            items[i].native_root = renamed(a, items[i].native_root);
            items[i].author.native_id = renamed(a, items[i].author.native_id);
            items[i].posted_at += 2 * LASTS;
        }
        struct ingest_result r =
            flow_ingest(k, channel, bench_channels[lane].network, items, POSTS);
        assert_int_equal(r.added, POSTS);
        kit_db_reset(k);
    }
    k_arena_free(a);
}

static void index_all(struct kit_db *k)
{
    for (int64_t n = 1; n > 0;)
        flow_ok(k, search_index_some(&k->cx, SEARCH_BATCH, &n));
}

/* Rows of the copy (bench1) without an equal one of the flow (bench2), a table each. */
static const struct {
    const char *what, *query;
} differences[] = {
    {"person",
     "select count(*) from identity i join person a on a.id = i.person_id "
     "left join identity k on k.network = i.network and k.native_id = replace(i.native_id, "
     "'bench1:', 'bench2:') left join person b on b.id = k.person_id "
     "where i.native_id like 'did:bench1:%' and (b.id is null or not (a.kind = b.kind and "
     "a.name = b.name and a.role = b.role and a.stage = b.stage and a.exchanges = b.exchanges "
     "and a.heard = b.heard and a.told = b.told and a.merged_into = b.merged_into "
     "and a.last_exchange_day + case when a.last_exchange_day = 0 then 0 else 10 end = "
     "b.last_exchange_day and a.first_in_at + " LASTS_TEXT " = b.first_in_at "
     "and a.last_in_at + " LASTS_TEXT " = b.last_in_at and a.last_out_at + case when "
     "a.last_out_at = 0 then 0 else " LASTS_TEXT " end = b.last_out_at and a.demo = b.demo "
     "and a.created_at + " LASTS_TEXT " = b.created_at and (a.strength > 0) = (b.strength > 0) "
     "and a.last_touch_at + " LASTS_TEXT " = b.last_touch_at and a.owner_id = b.owner_id))"},
    {"identity",
     "select count(*) from identity a left join identity b on b.network = a.network and "
     "b.native_id = replace(a.native_id, 'bench1:', 'bench2:') where a.native_id like "
     "'did:bench1:%' and (b.id is null or not (a.handle = b.handle and a.name = b.name "
     "and coalesce(a.url, '') = coalesce(b.url, '') and a.avatar_url = b.avatar_url "
     "and coalesce(a.bio, '') = coalesce(b.bio, '') and a.followers = b.followers "
     "and a.updated_at + " LASTS_TEXT " = b.updated_at and a.created_at + " LASTS_TEXT
     " = b.created_at and a.source = b.source and a.label = b.label))"},
    {"conversation",
     "select count(*) from conversation a left join conversation b on b.channel_id = "
     "a.channel_id and b.native_root = replace(a.native_root, 'bench1:', 'bench2:') "
     "where a.native_root like '%did:bench1:%' and (b.id is null or not (a.network = b.network "
     "and a.subject = b.subject and a.status = b.status and a.owner_id = b.owner_id and "
     "a.team_id = b.team_id and a.kind = b.kind and a.kind_by = b.kind_by and a.priority = "
     "b.priority and a.reason = b.reason and a.signals = b.signals and a.first_words = "
     "b.first_words and a.post_count = b.post_count and a.first_at + " LASTS_TEXT
     " = b.first_at and a.last_at + " LASTS_TEXT " = b.last_at and a.last_in_at + case when "
     "a.last_in_at = 0 then 0 else " LASTS_TEXT " end = b.last_in_at and a.last_out_at + "
     "case when a.last_out_at = 0 then 0 else " LASTS_TEXT " end = b.last_out_at and "
     "a.waiting_since + case when a.waiting_since = 0 then 0 else " LASTS_TEXT
     " end = b.waiting_since and a.answered = b.answered and a.rescore_at + case when "
     "a.rescore_at = 0 then 0 else " LASTS_TEXT " end = b.rescore_at and a.snoozed_until = "
     "b.snoozed_until and a.version = b.version and a.said_version = b.said_version and a.demo "
     "= b.demo and (a.storm_id = 0) = (b.storm_id = 0) and (a.person_id = 0) = (b.person_id = "
     "0) and a.created_at + " LASTS_TEXT " = b.created_at and a.updated_at + " LASTS_TEXT
     " = b.updated_at))"},
    {"post",
     "select count(*) from post a left join post b on b.network = a.network and b.native_id = "
     "replace(a.native_id, 'bench1:', 'bench2:') left join conversation c on c.id = "
     "a.conversation_id left join conversation d on d.id = b.conversation_id left join "
     "identity i on i.id = a.identity_id left join identity k on k.id = b.identity_id "
     "left join post m on m.id = a.parent_id left join post n on n.id = b.parent_id "
     "where a.native_id like '%did:bench1:%' and (b.id is null or not (a.channel_id = "
     "b.channel_id and replace(c.native_root, 'bench1:', 'bench2:') = d.native_root and "
     "coalesce(replace(m.native_id, 'bench1:', 'bench2:'), '') = coalesce(n.native_id, '') and "
     "coalesce(replace(i.native_id, 'bench1:', 'bench2:'), '') = coalesce(k.native_id, '') and "
     "coalesce(replace(a.native_parent, 'bench1:', 'bench2:'), '') = "
     "coalesce(b.native_parent, '') and a.direction = b.direction and a.kind = b.kind and "
     "a.visibility = b.visibility and (a.person_id = 0) = (b.person_id = 0) and a.member_id = "
     "b.member_id and a.text = b.text and coalesce(a.html, '') = coalesce(b.html, '') and "
     "coalesce(a.url, '') = coalesce(b.url, '') and a.lang = b.lang and a.intents = b.intents "
     "and coalesce(a.understood, '') = coalesce(b.understood, '') and coalesce(a.meta, '') = "
     "coalesce(b.meta, '') and a.posted_at + " LASTS_TEXT " = b.posted_at and a.received_at "
     "+ " LASTS_TEXT " = b.received_at and a.edited_at = b.edited_at and a.deleted_at = "
     "b.deleted_at and a.content_hash = b.content_hash and a.source = b.source))"},
    {"touch",
     "select count(*) from touch a join post p on p.id = a.post_id and p.native_id like "
     "'%did:bench1:%' left join post q on q.network = p.network and q.native_id = "
     "replace(p.native_id, 'bench1:', 'bench2:') left join touch b on b.post_id = q.id "
     "where b.id is null or b.person_id <> q.person_id or not (a.member_id = b.member_id and "
     "a.channel_id = b.channel_id and a.direction = b.direction and a.medium = b.medium and "
     "a.prompted = b.prompted and a.asked = b.asked and a.praise = b.praise and a.at "
     "+ " LASTS_TEXT " = b.at)"},
    {"storm",
     "select count(*) from conversation a join conversation b on b.channel_id = a.channel_id "
     "and b.native_root = replace(a.native_root, 'bench1:', 'bench2:') join storm s on s.id = "
     "a.storm_id join storm t on t.id = b.storm_id where a.native_root like '%did:bench1:%' "
     "and not (s.posts = t.posts and s.authors = t.authors and s.sample = t.sample and "
     "s.first_at + " LASTS_TEXT " = t.first_at and s.last_at + " LASTS_TEXT " = t.last_at "
     "and (s.head_id = a.id) = (t.head_id = b.id))"},
};

static void a_copy_is_what_ingest_writes(struct kit_db *k)
{
    k_id channels[2];
    struct bench_block b = {.lo = k_ids_last(k->cx.ids) + 1, .from = KIT_T0, .lasts = LASTS};
    for (int i = 0; i < 2; i++) {
        channels[i] = flow_channel(k, bench_channels[i].network, i ? "b" : "a");
        say(k, channels[i], i, false);
    }
    index_all(k);
    b.hi = k_ids_last(k->cx.ids);
    flow_ok(k, bench_copy(&k->cx, &b, 1));
    k_ids_move(k->cx.ids, 1, bench_copy_top(&b, 1));
    for (int i = 0; i < 2; i++)
        say(k, channels[i], i, true);
    assert_number(k, "select count(*) from post", 3 * 2 * PAGES * POSTS);
    assert_true(kit_db_number(k, "select count(*) from storm") > 0);
    for (size_t i = 0; i < sizeof differences / sizeof *differences; i++)
        if (kit_db_number(k, differences[i].query) != 0)
            fail_msg("%lld rows of %s differ",
                     (long long)kit_db_number(k, differences[i].query), differences[i].what);
    static const char *const counted[] = {"person", "identity", "conversation", "touch",
                                          "storm"};
    for (size_t i = 0; i < sizeof counted / sizeof *counted; i++) {
        k_str query = k_fmt(k->cx.arena, "select count(*) from %s", counted[i]);
        assert_int_equal(kit_db_number(k, query.p) % 3, 0);
    }
    assert_number(k,
                  "select count(*) from tally a where a.day < 20464 and not exists (select 1 "
                  "from tally b where b.day = a.day + 10 and b.channel_id = a.channel_id and "
                  "b.measure = a.measure and b.n = a.n)",
                  0);
}

static void copies_are_found_by_their_words(struct kit_db *k)
{
    struct bench_block b = {.lo = k_ids_last(k->cx.ids) + 1, .from = KIT_T0, .lasts = LASTS};
    say(k, flow_channel(k, bench_channels[0].network, "a"), 0, false);
    index_all(k);
    b.hi = k_ids_last(k->cx.ids);
    struct search_hits before, after;
    struct search_ask ask = {.q = K_S("everybody matter"), .limit = 100, .all_time = true};
    flow_ok(k, search_find(&k->cx, &ask, &before));
    assert_true(before.n > 0);
    flow_ok(k, bench_copy(&k->cx, &b, 1));
    flow_ok(k, search_find(&k->cx, &ask, &after));
    assert_int_equal(after.n, 2 * before.n);
    assert_true(after.v[0].id > b.hi);
    assert_int_equal(after.v[0].posted_at, before.v[0].posted_at + LASTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {KIT_BOTH(a_copy_is_what_ingest_writes),
                                       KIT_BOTH(copies_are_found_by_their_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
