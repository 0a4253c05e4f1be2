/* priority_rules: the table of signals and the sum. Pure; ingest, the inbox and the rescoring
 * job ask it. */
#include "domain/priority_rules.h"
#include "base/json.h"
#include "base/utf8.h"
#include "domain/understand.h"

const struct priority_signal priority_signals[] = {
    {"heard", 100, NULL, "Somebody spoke to us or about us."},
    {"complaint", 320, "has a complaint", "A phrase of complaint was found."},
    {"lead", 300, "wants to buy", "A phrase of somebody who may buy was found."},
    {"question", 200, "asks a question", "A question was found."},
    {"praise", 60, "has kind words", "A phrase of thanks or praise was found."},
    {"direct", 140, "wrote to us directly", "Direct message, mail or chat."},
    {"review", 80, "left a review", "A review, read by those who decide."},
    {"addressed", 60, "speaks to us", "A mention, a comment or an answer to us."},
    {"again", 110, "wrote %s times", "More than one post of theirs waits."},
    {"waiting", 160, "waits over %s", "For how long the oldest post waits."},
    {"advocate", 230, "speaks for us", "Stage advocate."},
    {"loyal", 210, "loyal", "Stage loyal."},
    {"relationship", 170, "knows us well", "Stage relationship."},
    {"dialogue", 120, "talked with us on %s days", "Stage dialogue."},
    {"talked", 60, "talked with us before", "One two-way exchange."},
    {"storm", 150, "%s people say the same", "Stands for a storm."},
    {"reach", 60, "%s followers", "Reach, when the network tells it; small on purpose."},
    {"rule", 500, "picked out by a rule", "Points that routing rules added."},
    {"rule_down", -500, "put back by a rule", "Points that routing rules took."},
    {"due_soon", 120, "due soon", "Three quarters of the time until the deadline are gone."},
    {"overdue", 200, "overdue", "The deadline has passed."},
    {"answered", -300, "answered", "Nobody waits for us here."},
};
const size_t n_priority_signals = sizeof priority_signals / sizeof *priority_signals;

/* A value reaches a step from `from` on; the last that fits counts. */
struct step {
    int64_t from;
    int points;
    const char *words;
};
static const struct step wait_steps[] = {
    {K_HOUR, 40, "an hour"},     {4 * K_HOUR, 80, "4 hours"}, {K_DAY, 120, "a day"},
    {3 * K_DAY, 150, "3 days"},  {7 * K_DAY, 160, "a week"},  {30 * K_DAY, 100, "a month"},
    {365 * K_DAY, 60, "a year"},
};
static const struct step reach_steps[] = {
    {1000, 20, "1,000"},
    {10000, 40, "10,000"},
    {100000, 60, "100,000"},
};
static const struct step again_steps[] = {
    {2, 50, "2"},
    {3, 110, NULL},
};
#define STEPS(table) (table), sizeof(table) / sizeof *(table)

static const struct step *step_of(const struct step *v, size_t n, int64_t value)
{
    const struct step *best = NULL;
    for (size_t i = 0; i < n; i++)
        if (value >= v[i].from)
            best = &v[i];
    return best;
}

/* An unknown name is the first row, which says nothing. */
static const struct priority_signal *signal_of(const char *name)
{
    size_t i = n_priority_signals - 1;
    while (i > 0 && strcmp(priority_signals[i].name, name) != 0)
        i--;
    return &priority_signals[i];
}

/* Adds a term; the list stays sorted by points (those that lower come last). */
static void add(struct priority *p, const char *name, int points, int64_t value)
{
    if (p->n == PRIORITY_TERMS)
        return;
    size_t i = p->n++;
    for (; i > 0 && p->terms[i - 1].points < points; i--)
        p->terms[i] = p->terms[i - 1];
    p->terms[i] = (struct priority_term){name, points, value};
    p->score += points;
}

static void add_step(struct priority *p, const char *name, const struct step *v, size_t n,
                     int64_t value)
{
    const struct step *s = step_of(v, n, value);
    if (s)
        add(p, name, s->points, s->words ? s->from : value);
}

/* The strongest intent counts whole, each further one a third: a post that asks and complains
 * is not twice as urgent. */
static void add_intents(struct priority *p, unsigned intents)
{
    bool first = true;
    for (unsigned bit = 1; bit <= INTENT_PRAISE; bit <<= 1) {
        if (!(intents & bit))
            continue;
        const struct priority_signal *s = signal_of(understand_kind(bit));
        if (s)
            add(p, s->name, first ? s->points : s->points / 3, 0);
        first = false;
    }
}

static void add_relationship(struct priority *p, const struct priority_in *in)
{
    if (in->stage >= STAGE_DIALOGUE) {
        const struct priority_signal *s = signal_of(stage_name(in->stage));
        if (s)
            add(p, s->name, s->points, in->exchanges);
    } else if (in->exchanges > 0) {
        add(p, "talked", 60, in->exchanges);
    }
}

static k_time next_step(k_time waits)
{
    for (size_t i = 0; i < sizeof wait_steps / sizeof *wait_steps; i++)
        if (wait_steps[i].from > waits)
            return wait_steps[i].from - waits;
    return 0;
}

void priority_score(const struct priority_in *in, struct priority *out)
{
    *out = (struct priority){0};
    add(out, "heard", 100, 0);
    add_intents(out, in->intents);
    if (in->direct)
        add(out, "direct", 140, 0);
    else if (in->review)
        add(out, "review", 80, 0);
    else if (in->addressed)
        add(out, "addressed", 60, 0);
    add_relationship(out, in);
    if (in->unanswered > 0) {
        add_step(out, "again", STEPS(again_steps), in->unanswered);
        add_step(out, "waiting", STEPS(wait_steps), in->waits);
        out->again_in = next_step(in->waits);
    } else if (in->answered) {
        add(out, "answered", -300, 0);
    }
    if (in->storm_people > 0)
        add(out, "storm", 150, in->storm_people);
    if (in->rule_points)
        add(out, in->rule_points > 0 ? "rule" : "rule_down", in->rule_points, 0);
    if (in->due_state >= 2)
        add(out, in->due_state == 2 ? "due_soon" : "overdue", in->due_state == 2 ? 120 : 200,
            0);
    add_step(out, "reach", STEPS(reach_steps), in->followers);
    out->score = out->score < 0 ? 0 : out->score > PRIORITY_MAX ? PRIORITY_MAX : out->score;
}

static const char *words_of(const struct step *v, size_t n, int64_t value)
{
    const struct step *s = step_of(v, n, value);
    return s ? s->words : NULL;
}

size_t priority_sentence(const char *name, int64_t value, char *out, size_t cap)
{
    const struct priority_signal *s = signal_of(name);
    out[0] = '\0';
    if (!s->sentence)
        return 0;
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)value);
    const char *words = NULL;
    if (strcmp(name, "waiting") == 0)
        words = words_of(STEPS(wait_steps), value);
    else if (strcmp(name, "reach") == 0)
        words = words_of(STEPS(reach_steps), value);
    const char *mark = strstr(s->sentence, "%s");
    if (!mark)
        snprintf(out, cap, "%s", s->sentence);
    else
        snprintf(out, cap, "%.*s%s%s", (int)(mark - s->sentence), s->sentence,
                 words ? words : number, mark + 2);
    return strlen(out);
}

size_t priority_reason(const struct priority *p, char out[4 * PRIORITY_REASON + 1])
{
    size_t n = 0, chars = 0;
    out[0] = '\0';
    for (size_t i = 0; i < p->n; i++) {
        char words[80];
        size_t len =
            priority_sentence(p->terms[i].name, p->terms[i].value, words, sizeof words);
        size_t add_chars = k_utf8_count(k_str_n(words, len)) + (n ? 3 : 0);
        if (len == 0 || chars + add_chars > PRIORITY_REASON)
            continue;
        n += (size_t)snprintf(out + n, 4 * PRIORITY_REASON + 1 - n, "%s%s", n ? " · " : "",
                              words);
        chars += add_chars;
    }
    if (out[0] >= 'a' && out[0] <= 'z')
        out[0] = (char)(out[0] - 'a' + 'A');
    return n;
}

void priority_json(struct k_buf *b, const struct priority *p)
{
    struct k_jw w = k_jw(b);
    kw_arr(&w);
    for (size_t i = 0; i < p->n; i++) {
        kw_obj(&w);
        kw_key(&w, "name");
        kw_str(&w, k_str_z(p->terms[i].name));
        kw_key(&w, "points");
        kw_int(&w, p->terms[i].points);
        kw_key(&w, "value");
        kw_int(&w, p->terms[i].value);
        kw_end(&w);
    }
    kw_end(&w);
}
