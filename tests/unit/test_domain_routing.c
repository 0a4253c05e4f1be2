/* Routing rules: what is read and refused, when a rule holds, and that all rules asked at once
 * (the compiled set) say what each says alone (the reference), on random rules and posts. */
#include "base/buf.h"
#include "base/rand.h"
#include "domain/routing_rules.h"
#include "unit.h"

/* ---- a subject --------------------------------------------------------------------------- */

struct post {
    struct routing_subject s;
    k_str words[ROUTING_FIELDS][4];
    k_id ids[ROUTING_FIELDS][4];
};

static void set_words(struct post *p, enum routing_field f, int n, ...)
{
    va_list ap;
    va_start(ap, n);
    for (int i = 0; i < n; i++)
        p->words[f][i] = k_str_z(va_arg(ap, const char *));
    va_end(ap);
    p->s.f[f].v = p->words[f];
    p->s.f[f].n = (size_t)n;
}

static void set_number(struct post *p, enum routing_field f, int64_t number)
{
    p->s.f[f].number = number;
    p->s.f[f].known = true;
}

static void add_id(struct post *p, enum routing_field f, k_id id)
{
    size_t i = p->s.f[f].n++;
    p->ids[f][i] = id;
    p->words[f][i] = k_str_n((const char *)&p->ids[f][i], sizeof(k_id));
    p->s.f[f].v = p->words[f];
}

static void ada(struct post *p)
{
    memset(p, 0, sizeof *p);
    set_words(p, ROUTE_NETWORK, 1, "bluesky");
    set_words(p, ROUTE_LANGUAGE, 1, "de");
    set_words(p, ROUTE_INTENT, 2, "complaint", "question");
    set_words(p, ROUTE_TEXT, 1, "Still waiting for my Refund, since three  weeks!");
    set_words(p, ROUTE_STAGE, 1, "loyal");
    add_id(p, ROUTE_CHANNEL, 7);
    add_id(p, ROUTE_LABEL, 31);
    add_id(p, ROUTE_LABEL, 32);
    set_number(p, ROUTE_FOLLOWERS, 1200);
    set_number(p, ROUTE_IS_DIRECT, 1);
    set_number(p, ROUTE_HAS_OWNER, 0);
}

static struct routing_rule *rule_of(struct k_arena *a, const char *text)
{
    struct routing_rule *r = k_new(a, struct routing_rule);
    k_str where = K_NONE;
    const char *why = NULL;
    if (!routing_read(a, k_str_z(text), r, &where, &why))
        fail_msg("%s: %.*s: %s", text, K_ARG(where), why);
    return r;
}

static const char *with(struct k_arena *a, const char *condition)
{
    return k_fmt(a, "{\"when\":[{\"all\":[%s]}],\"then\":[]}", condition).p;
}

static bool compiled_holds(struct k_arena *a, const struct routing_rule *r,
                           const struct routing_subject *s)
{
    const struct routing_set *set = routing_compile(a, r, 1);
    struct routing_answers *w = routing_answers_new(a, set);
    routing_match(set, s, w);
    return routing_next(set, w, 0) == 0;
}

static void conditions_hold_or_not_both_ways_of_asking(void **state)
{
    static const struct {
        const char *condition;
        bool holds;
    } rows[] = {
        {"", true},
        {"{\"field\":\"network\",\"op\":\"is\",\"values\":[\"rss\",\"bluesky\"]}", true},
        {"{\"field\":\"network\",\"op\":\"is\",\"values\":[\"rss\"]}", false},
        {"{\"field\":\"network\",\"op\":\"is_not\",\"values\":[\"rss\"]}", true},
        {"{\"field\":\"network\",\"op\":\"is_not\",\"values\":[\"rss\",\"bluesky\"]}", false},
        {"{\"field\":\"intent\",\"op\":\"is\",\"values\":[\"question\"]}", true},
        {"{\"field\":\"intent\",\"op\":\"is\",\"values\":[\"question\"]},"
         "{\"field\":\"intent\",\"op\":\"is\",\"values\":[\"lead\"]}",
         false},
        {"{\"field\":\"intent\",\"op\":\"is\",\"values\":[\"question\"]},"
         "{\"field\":\"intent\",\"op\":\"is\",\"values\":[\"complaint\"]}",
         true},
        {"{\"field\":\"intent\",\"op\":\"is_not\",\"values\":[\"question\"]}", false},
        {"{\"field\":\"role\",\"op\":\"is\",\"values\":[\"press\"]}", false},
        {"{\"field\":\"role\",\"op\":\"is_not\",\"values\":[\"press\"]}", true},
        {"{\"field\":\"label\",\"op\":\"is\",\"values\":[\"32\",\"99\"]}", true},
        {"{\"field\":\"label\",\"op\":\"is_not\",\"values\":[\"32\"]}", false},
        {"{\"field\":\"channel\",\"op\":\"is\",\"values\":[\"8\"]}", false},
        {"{\"field\":\"followers\",\"op\":\"at_least\",\"number\":1200}", true},
        {"{\"field\":\"followers\",\"op\":\"at_least\",\"number\":1201}", false},
        {"{\"field\":\"followers\",\"op\":\"at_most\",\"number\":1200}", true},
        {"{\"field\":\"followers\",\"op\":\"at_least\",\"number\":1000},"
         "{\"field\":\"followers\",\"op\":\"at_most\",\"number\":1199}",
         false},
        {"{\"field\":\"followers\",\"op\":\"at_least\",\"number\":2000},"
         "{\"field\":\"followers\",\"op\":\"at_most\",\"number\":1000}",
         false},
        /* what is not known holds for nothing */
        {"{\"field\":\"strength\",\"op\":\"at_least\",\"number\":0}", false},
        {"{\"field\":\"strength\",\"op\":\"at_most\",\"number\":100}", false},
        {"{\"field\":\"is_direct\",\"op\":\"yes\"}", true},
        {"{\"field\":\"is_direct\",\"op\":\"no\"}", false},
        {"{\"field\":\"has_owner\",\"op\":\"no\"}", true},
        {"{\"field\":\"owner_here\",\"op\":\"yes\"}", false},
        {"{\"field\":\"owner_here\",\"op\":\"no\"}", false},
        {"{\"field\":\"text\",\"op\":\"has\",\"values\":[\"refund\"]}", true},
        {"{\"field\":\"text\",\"op\":\"has\",\"values\":[\"fund\"]}", false},
        {"{\"field\":\"text\",\"op\":\"has\",\"values\":[\"three weeks\"]}", true},
        {"{\"field\":\"text\",\"op\":\"has\",\"values\":[\"wait*\",\"nothing\"]}", true},
        {"{\"field\":\"text\",\"op\":\"has_not\",\"values\":[\"refund\"]}", false},
        {"{\"field\":\"text\",\"op\":\"has_not\",\"values\":[\"invoice\"]}", true},
    };
    struct post p;
    ada(&p);
    for (size_t i = 0; i < ROWS(rows); i++) {
        const struct routing_rule *r = rule_of(*state, with(*state, rows[i].condition));
        if (routing_holds(r, &p.s) != rows[i].holds)
            fail_msg("alone: %s", rows[i].condition);
        if (compiled_holds(*state, r, &p.s) != rows[i].holds)
            fail_msg("compiled: %s", rows[i].condition);
    }
}

static void what_is_wrong_is_named_with_its_place(void **state)
{
    static const struct {
        const char *text, *where;
    } bad[] = {
        {"7", ""},
        {"{}", "when"},
        {"{\"when\":[],\"then\":[]}", "when"},
        {"{\"when\":[{}],\"then\":[]}", "when[0].all"},
        {"{\"when\":[{\"all\":[7]}],\"then\":[]}", "when[0].all[0]"},
        {"{\"when\":[{\"all\":[{\"field\":\"shoe\"}]}],\"then\":[]}", "when[0].all[0].field"},
        {"{\"when\":[{\"all\":[{\"field\":\"stage\",\"op\":\"at_least\"}]}],\"then\":[]}",
         "when[0].all[0].op"},
        {"{\"when\":[{\"all\":[{\"field\":\"stage\",\"op\":\"is\",\"values\":[\"x\"]}]}],"
         "\"then\":[]}",
         "when[0].all[0].values[0]"},
        {"{\"when\":[{\"all\":[{\"field\":\"stage\",\"op\":\"is\",\"values\":[]}]}],"
         "\"then\":[]}",
         "when[0].all[0].values"},
        {"{\"when\":[{\"all\":[{\"field\":\"channel\",\"op\":\"is\",\"values\":[\"x\"]}]}],"
         "\"then\":[]}",
         "when[0].all[0].values[0]"},
        {"{\"when\":[{\"all\":[{\"field\":\"followers\",\"op\":\"at_least\",\"number\":\"9\"}]}"
         "],"
         "\"then\":[]}",
         "when[0].all[0].number"},
        {"{\"when\":[{\"all\":[]}],\"then\":[{\"act\":\"shout\"}]}", "then[0].act"},
        {"{\"when\":[{\"all\":[]}],\"then\":[{\"act\":\"team\"}]}", "then[0].team"},
        {"{\"when\":[{\"all\":[]}],\"then\":[{\"act\":\"label\",\"label\":\"x\"}]}",
         "then[0].label"},
        {"{\"when\":[{\"all\":[]}],\"then\":[{\"act\":\"priority\",\"points\":0}]}",
         "then[0].points"},
        {"{\"when\":[{\"all\":[]}],\"then\":[{\"act\":\"deadline\",\"minutes\":5}]}",
         "then[0].clock"},
        {"{\"when\":[{\"all\":[]}],\"then\":[{\"act\":\"deadline\",\"clock\":\"first\"}]}",
         "then[0].minutes"},
        {"{\"when\":[{\"all\":[]}],\"then\":[{\"act\":\"notify\"}]}", "then[0].member"},
    };
    for (size_t i = 0; i < ROWS(bad); i++) {
        struct routing_rule r = {0};
        k_str where = K_NONE;
        const char *why = NULL;
        if (routing_read(*state, k_str_z(bad[i].text), &r, &where, &why))
            fail_msg("taken: %s", bad[i].text);
        assert_str(where, bad[i].where);
        assert_non_null(why);
    }
}

static void any_group_is_enough_and_rules_come_in_their_order(void **state)
{
    struct routing_rule rules[4] = {
        *rule_of(*state, "{\"when\":[{\"all\":[{\"field\":\"network\",\"op\":\"is\",\"values\":"
                         "[\"rss\"]}]},{\"all\":[{\"field\":\"stage\",\"op\":\"is\",\"values\":"
                         "[\"loyal\"]}]}],\"then\":[]}"),
        *rule_of(*state, with(*state, "{\"field\":\"has_owner\",\"op\":\"yes\"}")),
        *rule_of(*state, with(*state, "")),
        *rule_of(*state, with(*state, "{\"field\":\"is_direct\",\"op\":\"yes\"}")),
    };
    const struct routing_set *set = routing_compile(*state, rules, 4);
    struct routing_answers *w = routing_answers_new(*state, set);
    struct post p;
    ada(&p);
    routing_match(set, &p.s, w);
    assert_int_equal(routing_next(set, w, 0), 0);
    assert_int_equal(routing_next(set, w, 1), 2);
    assert_int_equal(routing_next(set, w, 3), 3);
    assert_int_equal(routing_next(set, w, 4), 4);
    assert_ptr_equal(routing_why(&rules[0], &p.s), &rules[0].groups[1]);
    set = routing_compile(*state, rules, 0);
    w = routing_answers_new(*state, set);
    routing_match(set, &p.s, w);
    assert_int_equal(routing_next(set, w, 0), 0); /* no rule at all */
}

static void every_row_of_the_tables_is_whole(void **state)
{
    (void)state;
    for (int i = 0; i < ROUTING_FIELDS; i++) {
        const struct routing_field_row *f = &routing_fields[i];
        assert_true(f->name && f->doc && f->on);
        assert_true((f->type == ROUTING_ID) == (f->of != NULL));
    }
    for (int i = 0; i < ROUTING_ACT_KINDS; i++)
        assert_true(routing_acts[i].name && routing_acts[i].doc);
}

/* ---- random rules and posts -------------------------------------------------------------- */

static const char *const open_words[] = {"en", "de", "bluesky", "rss", "email", "fr"};
static const char *const phrases[] = {"refund", "wait*", "three weeks", "broken",
                                      "help",   "a",     "fleet",       "price of"};
static const char *const speech[] = {"refund", "waiting", "three",  "weeks", "is", "broken",
                                     "help",   "a",       "fleets", "price", "of", "REFUND,"};

static const char *word_for(struct k_rand *r, const struct routing_field_row *f)
{
    size_t n = 0;
    if (!f->words)
        return open_words[k_rand_below(r, ROWS(open_words))];
    while (f->words[n])
        n++;
    return f->words[k_rand_below(r, n)];
}

static void random_values(struct k_rand *r, struct k_buf *b, const struct routing_field_row *f)
{
    uint64_t n = 1 + k_rand_below(r, 3);
    k_buf_str(b, K_S(",\"values\":["));
    for (uint64_t i = 0; i < n; i++) {
        if (f->type == ROUTING_ID)
            k_buf_fmt(b, "%s\"%d\"", i ? "," : "", 1 + (int)k_rand_below(r, 6));
        else
            k_buf_fmt(b, "%s\"%s\"", i ? "," : "",
                      f->type == ROUTING_TEXT_TYPE ? phrases[k_rand_below(r, ROWS(phrases))]
                                                   : word_for(r, f));
    }
    k_buf_chr(b, ']');
}

static void random_condition(struct k_rand *r, struct k_buf *b)
{
    const struct routing_field_row *f = &routing_fields[k_rand_below(r, ROUTING_FIELDS)];
    enum routing_op op;
    do
        op = (enum routing_op)k_rand_below(r, ROUTING_OPS);
    while (!routing_op_fits(op, f->type));
    k_buf_fmt(b, "{\"field\":\"%s\",\"op\":\"%s\"", f->name, routing_op_name(op));
    if (f->type == ROUTING_NUM)
        k_buf_fmt(b, ",\"number\":%d", (int)k_rand_below(r, 40) - 5);
    else if (f->type != ROUTING_YES)
        random_values(r, b, f);
    k_buf_chr(b, '}');
}

static void random_rule(struct k_arena *a, struct k_rand *r, struct routing_rule *out)
{
    struct k_buf b;
    k_str where;
    const char *why;
    k_buf_init(&b, a, 64 * 1024);
    k_buf_str(&b, K_S("{\"then\":[],\"when\":["));
    uint64_t groups = 1 + k_rand_below(r, 3);
    for (uint64_t g = 0; g < groups; g++) {
        uint64_t n = k_rand_below(r, 4);
        k_buf_str(&b, g ? K_S(",{\"all\":[") : K_S("{\"all\":["));
        for (uint64_t i = 0; i < n; i++) {
            if (i)
                k_buf_chr(&b, ',');
            random_condition(r, &b);
        }
        k_buf_str(&b, K_S("]}"));
    }
    k_buf_str(&b, K_S("]}"));
    if (!routing_read(a, k_buf_view(&b), out, &where, &why))
        fail_msg("%.*s: %.*s %s", K_ARG(k_buf_view(&b)), K_ARG(where), why);
}

static void random_post(struct k_arena *a, struct k_rand *r, struct post *p)
{
    memset(p, 0, sizeof *p);
    for (int f = 0; f < ROUTING_FIELDS; f++) {
        const struct routing_field_row *row = &routing_fields[f];
        uint64_t n = k_rand_below(r, 4);
        if (row->type == ROUTING_NUM || row->type == ROUTING_YES) {
            p->s.f[f].known = k_rand_below(r, 5) > 0;
            p->s.f[f].number =
                row->type == ROUTING_NUM ? (int64_t)k_rand_below(r, 40) - 5 : (int64_t)(n & 1);
        } else if (row->type == ROUTING_ID) {
            for (uint64_t i = 0; i < n; i++)
                add_id(p, (enum routing_field)f, 1 + (k_id)k_rand_below(r, 8));
        } else if (row->type == ROUTING_WORD) {
            for (uint64_t i = 0; i < n; i++)
                p->words[f][i] = k_str_z(word_for(r, row));
            p->s.f[f].v = p->words[f];
            p->s.f[f].n = (size_t)n;
        }
    }
    k_str text = K_S("");
    uint64_t words = k_rand_below(r, 9);
    for (uint64_t i = 0; i < words; i++)
        text = k_fmt(a, "%.*s %s", K_ARG(text), speech[k_rand_below(r, ROWS(speech))]);
    p->words[ROUTE_TEXT][0] = text;
    p->s.f[ROUTE_TEXT].v = p->words[ROUTE_TEXT];
    p->s.f[ROUTE_TEXT].n = 1;
}

static void compare(const struct routing_set *set, const struct routing_rule *rules, size_t n,
                    const struct routing_subject *s, struct routing_answers *w, int round)
{
    routing_match(set, s, w);
    for (size_t i = 0, next = routing_next(set, w, 0); i < n; i++) {
        bool compiled = next == i;
        if (compiled != routing_holds(&rules[i], s))
            fail_msg("round %d: rule %zu of %zu %s when all are asked at once", round, i, n,
                     compiled ? "holds" : "does not hold");
        if (compiled)
            next = routing_next(set, w, i + 1);
    }
}

static void all_rules_at_once_say_what_each_says_alone(void **state)
{
    struct k_rand r;
    k_rand_seed(&r, 7);
    for (int round = 0; round < 60; round++) {
        struct k_arena *a = k_arena_new(0);
        size_t n = 1 + k_rand_below(&r, round % 10 == 0 ? 1500 : 150);
        struct routing_rule *rules = k_new_n(a, struct routing_rule, n);
        for (size_t i = 0; i < n; i++)
            random_rule(a, &r, &rules[i]);
        const struct routing_set *set = routing_compile(a, rules, n);
        struct routing_answers *w = routing_answers_new(a, set);
        for (int i = 0; i < 40; i++) {
            struct post p;
            random_post(a, &r, &p);
            compare(set, rules, n, &p.s, w, round);
        }
        k_arena_free(a);
    }
}

static void a_text_in_which_very_much_is_found_is_judged_the_same(void **state)
{
    struct routing_rule rules[3] = {
        *rule_of(*state,
                 with(*state, "{\"field\":\"text\",\"op\":\"has\",\"values\":[\"a\"]}")),
        *rule_of(*state,
                 with(*state, "{\"field\":\"text\",\"op\":\"has\",\"values\":[\"last\"]}")),
        *rule_of(*state,
                 with(*state, "{\"field\":\"text\",\"op\":\"has_not\",\"values\":[\"last\"]}")),
    };
    const struct routing_set *set = routing_compile(*state, rules, 3);
    struct routing_answers *w = routing_answers_new(*state, set);
    struct k_buf b;
    struct post p;
    ada(&p);
    k_buf_init(&b, *state, 64 * 1024);
    for (int i = 0; i < 5000; i++)
        k_buf_str(&b, K_S("a "));
    k_buf_str(&b, K_S("last"));
    p.words[ROUTE_TEXT][0] = k_buf_view(&b);
    compare(set, rules, 3, &p.s, w, 0);
    routing_match(set, &p.s, w);
    assert_int_equal(routing_next(set, w, 1), 1);
    assert_int_equal(routing_next(set, w, 2), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(conditions_hold_or_not_both_ways_of_asking),
        arena_test(what_is_wrong_is_named_with_its_place),
        arena_test(any_group_is_enough_and_rules_come_in_their_order),
        arena_test(every_row_of_the_tables_is_whole),
        arena_test(all_rules_at_once_say_what_each_says_alone),
        arena_test(a_text_in_which_very_much_is_found_is_judged_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
