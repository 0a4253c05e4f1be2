/* bench_policy: what one look at a reply costs: the starter policy with all its rules, 400
 * replies of the last day, a thread of 100 posts, 200 building blocks. No database. */
#include "cli/bench.h"
#include "domain/policy_doc.h"
#include "domain/policy_starter.h"

enum { SENT = 400, THREAD = 100, BLOCKS = 200 };

static const char *const lines[] = {
    "Your lid is the old kind, many of them broke in May. I sent a steel one to you today.",
    "The office on the plaza opens at nine, and the east door is free of steps and rails.",
    "I asked the workshop about your frame: the crack is known, they take it back on Friday.",
    "Danke für den Hinweis, die Heizung im zweiten Stock sieht sich heute noch jemand an."};

static k_str line(struct k_arena *a, int i)
{
    return k_fmt(a, "%s %d", lines[i % 4], i);
}

static struct policy_facts facts(struct k_arena *a)
{
    struct policy_sent *sent = k_new_n(a, struct policy_sent, SENT);
    k_str *thread = k_new_n(a, k_str, THREAD), *blocks = k_new_n(a, k_str, BLOCKS);
    for (int i = 0; i < SENT; i++)
        sent[i] = (struct policy_sent){line(a, i), i % 100 == 0};
    for (int i = 0; i < THREAD; i++)
        thread[i] = line(a, i + 7);
    for (int i = 0; i < BLOCKS; i++)
        blocks[i] = line(a, i + 1000);
    return (struct policy_facts){
        .text =
            K_S("Hello Ann, the third kettle in a month is two too many. I asked our workshop "
                "why, they found a bad seal, and a new one is on its way: "
                "https://shop.example/kettle. Thanks for telling us. ^MK"),
        .sign = K_S("^MK"),
        .max_graphemes = 300,
        .answered =
            K_S("Great, the third kettle is broken as well. Do you test anything at all? "
                "My mother nearly burned her hand."),
        .answered_asks = true,
        .author = K_S("Ann Lee"),
        .sent = sent,
        .n_sent = SENT,
        .thread = thread,
        .n_thread = THREAD,
        .blocks = blocks,
        .n_blocks = BLOCKS};
}

int bench_policy(struct cli *c, int argc, char **argv)
{
    int64_t rounds = 1000;
    struct k_arena *kept = k_arena_new(0), *scratch = k_arena_new(0);
    struct policy_doc doc;
    k_time read = 0, ran = 0;
    if (!bench_number(&argc, argv, "--rounds", 1, &rounds))
        return 2;
    struct policy_facts f = facts(kept);
    size_t findings = 0;
    f.arena = scratch;
    for (int64_t i = 0; i < rounds; i++) {
        struct policy_findings out;
        k_arena_reset(scratch);
        k_time start = k_mono();
        if (policy_doc_parse(scratch, policy_starter(K_S("en"))->text, &doc) != K_OK)
            return 1;
        policy_rules_ready(scratch, &doc.rules);
        k_time ready = k_mono();
        policy_run(&f, &doc.rules, &out);
        ran += k_mono() - ready;
        read += ready - start;
        findings = out.list.n;
    }
    bench_figure("policy_rules", (double)doc.rules.n, "rules");
    bench_figure("policy_findings", (double)findings, "findings");
    bench_figure("policy_read", (double)read / (double)rounds, "us");
    bench_figure("policy_checks", (double)ran / (double)rounds, "us");
    k_arena_free(scratch);
    k_arena_free(kept);
    return 0;
}
