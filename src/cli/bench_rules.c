/* bench_rules: `kith bench rules` measures how long all routing rules take for one post, as the
 * program asks them (domain/routing_match.c), against a loop that asks one rule after the other
 * (routing_holds). Rules and posts are invented; no database is touched. */
#include "base/buf.h"
#include "cli/bench.h"
#include "domain/routing_rules.h"
#include <stdio.h>
#include <stdlib.h>

enum { POSTS = 2000 };

struct post {
    struct routing_subject s;
    k_str words[ROUTING_FIELDS][4];
    k_id ids[ROUTING_FIELDS][4];
};

static const char *const topics[] = {
    "refund",  "invoice",       "delivery", "broken",    "price",     "offer",
    "fleet",   "opening hours", "job",      "press",     "interview", "data",
    "privacy", "discount",      "colour",   "size",      "warranty",  "repair",
    "battery", "late",          "missing",  "thank you", "help",      "cancel"};
static const char *const networks[] = {"bluesky", "mastodon", "email", "wordpress", "rss", "x"};
static const char *const languages[] = {"en", "de", "fr", "es", "it", "nl", "pl", "pt"};

static size_t any(struct k_rand *r, size_t n)
{
    return (size_t)k_rand_below(r, n);
}
#define ANY(r, table) (table)[any((r), sizeof(table) / sizeof *(table))]

static const char *word_for(struct k_rand *r, enum routing_field f)
{
    size_t n = 0;
    if (f == ROUTE_NETWORK)
        return ANY(r, networks);
    if (!routing_fields[f].words)
        return ANY(r, languages);
    while (routing_fields[f].words[n])
        n++;
    return routing_fields[f].words[any(r, n)];
}

static void put_values(struct k_rand *r, struct k_buf *b, enum routing_field f)
{
    size_t n = 1 + any(r, 3);
    k_buf_str(b, K_S(",\"values\":["));
    for (size_t i = 0; i < n; i++) {
        k_buf_str(b, i ? K_S(",\"") : K_S("\""));
        if (routing_fields[f].type == ROUTING_ID)
            k_buf_fmt(b, "%d", 1 + (int)any(r, 500));
        else if (f == ROUTE_TEXT)
            k_buf_fmt(b, "%s%s%d", ANY(r, topics), any(r, 4) ? " " : "*\",\"no",
                      (int)any(r, 900));
        else
            k_buf_str(b, k_str_z(word_for(r, f)));
        k_buf_chr(b, '"');
    }
    k_buf_chr(b, ']');
}

static void put_condition(struct k_rand *r, struct k_buf *b, enum routing_field f)
{
    enum routing_op op;
    do
        op = (enum routing_op)any(r, ROUTING_OPS);
    while (!routing_op_fits(op, routing_fields[f].type) ||
           ((op == ROUTING_IS_NOT || op == ROUTING_HAS_NOT) && any(r, 4)));
    k_buf_fmt(b, "{\"field\":\"%s\",\"op\":\"%s\"", routing_fields[f].name,
              routing_op_name(op));
    if (routing_fields[f].type == ROUTING_NUM)
        k_buf_fmt(b, ",\"number\":%d", (int)any(r, 100000));
    else if (routing_fields[f].type != ROUTING_YES)
        put_values(r, b, f);
    k_buf_chr(b, '}');
}

/* 2 to 5 conditions, each on another field; some rules have a second group. */
static bool make_rule(struct k_arena *a, struct k_rand *r, struct routing_rule *out)
{
    struct k_buf b;
    k_str where;
    const char *why;
    k_buf_init(&b, a, 64 * 1024);
    k_buf_str(&b, K_S("{\"then\":[],\"when\":["));
    size_t groups = any(r, 10) ? 1 : 2;
    for (size_t g = 0; g < groups; g++) {
        size_t n = 2 + any(r, 4), first = any(r, ROUTING_FIELDS);
        k_buf_str(&b, g ? K_S(",{\"all\":[") : K_S("{\"all\":["));
        for (size_t i = 0; i < n; i++) {
            if (i)
                k_buf_chr(&b, ',');
            put_condition(r, &b, (enum routing_field)((first + i * 7) % ROUTING_FIELDS));
        }
        k_buf_str(&b, K_S("]}"));
    }
    k_buf_str(&b, K_S("]}"));
    return routing_read(a, k_buf_view(&b), out, &where, &why);
}

static void make_text(struct k_arena *a, struct k_rand *r, struct post *p)
{
    struct k_buf b;
    k_buf_init(&b, a, 4096);
    for (int i = 0; i < 45; i++) /* some 280 characters */
        k_buf_fmt(&b, "%s ", any(r, 5) ? ANY(r, languages) : ANY(r, topics));
    p->words[ROUTE_TEXT][0] = k_buf_view(&b);
    p->s.f[ROUTE_TEXT].v = p->words[ROUTE_TEXT];
    p->s.f[ROUTE_TEXT].n = 1;
}

static void make_post(struct k_arena *a, struct k_rand *r, struct post *p)
{
    for (int i = 0; i < ROUTING_FIELDS; i++) {
        enum routing_field f = (enum routing_field)i;
        struct routing_value *v = &p->s.f[f];
        size_t n = f == ROUTE_LABEL || f == ROUTE_INTENT || f == ROUTE_ROLE ? any(r, 3) : 1;
        v->v = p->words[f];
        switch (routing_fields[f].type) {
        case ROUTING_NUM:
        case ROUTING_YES:
            v->known = true;
            v->number = (int64_t)any(r, routing_fields[f].type == ROUTING_YES ? 2 : 100000);
            break;
        case ROUTING_ID:
            for (v->n = 0; v->n < n; v->n++) {
                p->ids[f][v->n] = 1 + (k_id)any(r, 500);
                p->words[f][v->n] = k_str_n((const char *)&p->ids[f][v->n], sizeof(k_id));
            }
            break;
        case ROUTING_WORD:
            for (v->n = 0; v->n < n; v->n++)
                p->words[f][v->n] = k_str_z(word_for(r, f));
            break;
        case ROUTING_TEXT_TYPE:
            make_text(a, r, p);
            break;
        }
    }
}

static int by_size(const void *x, const void *y)
{
    const double *a = x, *b = y;
    return (*a > *b) - (*a < *b);
}

static void show(const char *name, double *us, size_t n)
{
    char figure[64];
    qsort(us, n, sizeof *us, by_size);
    (void)snprintf(figure, sizeof figure, "%s_median", name);
    bench_figure(figure, us[n / 2], "us");
    (void)snprintf(figure, sizeof figure, "%s_p99", name);
    bench_figure(figure, us[n * 99 / 100], "us");
}

/* Time of the processor that this thread used: what else the machine does is left out. */
static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static size_t count_compiled(const struct routing_set *set, const struct routing_subject *s,
                             struct routing_answers *w, size_t n)
{
    size_t held = 0;
    routing_match(set, s, w);
    for (size_t i = routing_next(set, w, 0); i < n; i = routing_next(set, w, i + 1))
        held++;
    return held;
}

static size_t count_plain(const struct routing_rule *rules, const struct routing_subject *s,
                          size_t n)
{
    size_t held = 0;
    for (size_t i = 0; i < n; i++)
        held += routing_holds(&rules[i], s);
    return held;
}

struct bench {
    const struct routing_set *set;
    struct routing_answers *answers;
    const struct routing_rule *rules;
    size_t n;
    const struct post *posts;
    size_t held[POSTS], plain[POSTS];
};

/* cold: something else used the processor's memory meanwhile, as between two pages of posts. */
static void measure(struct bench *b, double *us, bool cold)
{
    static char other[16 << 20];
    for (int i = 0; i < POSTS; i++) {
        if (cold)
            memset(other, i, sizeof other);
        double from = now_us();
        b->held[i] = count_compiled(b->set, &b->posts[i].s, b->answers, b->n);
        us[i] = now_us() - from;
    }
}

int bench_rules(struct cli *c, int argc, char **argv)
{
    struct k_arena *a = k_arena_new((size_t)2 << 30);
    struct k_rand r;
    int64_t n = 10000, held = 0;
    static double compiled[POSTS], cold[POSTS], plain[POSTS];
    if (a == NULL || !bench_number(&argc, argv, "--rules", 1, &n) ||
        cli_no_more(argc, argv) != 0)
        return 2;
    if (n > ROUTING_RULES) {
        fprintf(stderr, "kith: at most %d rules\n", ROUTING_RULES);
        return 2;
    }
    k_rand_seed(&r, 11);
    struct routing_rule *rules = k_new_n(a, struct routing_rule, (size_t)n);
    struct post *posts = k_new_n(a, struct post, POSTS);
    for (int64_t i = 0; i < n; i++)
        if (!make_rule(a, &r, &rules[i]))
            return 1;
    for (int i = 0; i < POSTS; i++)
        make_post(a, &r, &posts[i]);
    double from = now_us();
    const struct routing_set *set = routing_compile(a, rules, (size_t)n);
    bench_figure("rules_compile", (now_us() - from) / 1e3, "ms");
    struct bench b = {set, routing_answers_new(a, set), rules, (size_t)n, posts, {0}, {0}};
    measure(&b, compiled, false);
    show("rules", compiled, POSTS);
    measure(&b, cold, true);
    show("rules_cold", cold, POSTS);
    for (int i = 0; i < POSTS; i++) {
        from = now_us();
        b.plain[i] = count_plain(rules, &posts[i].s, (size_t)n);
        plain[i] = now_us() - from;
        held += (int64_t)b.held[i];
        if (b.held[i] != b.plain[i]) {
            fprintf(stderr, "kith: post %d: %zu rules hold, the loop says %zu\n", i, b.held[i],
                    b.plain[i]);
            return 1;
        }
    }
    show("rules_plain", plain, POSTS);
    bench_figure("rules_held", (double)held / POSTS, "a post");
    k_arena_free(a);
    return 0;
}
