/* bench_posts: makes posts out of numbers. Who and what a number stands for follows from the
 * number alone, so that nothing but counters and the latest threads must be remembered. */
#include "cli/bench_posts.h"
#include "base/buf.h"
#include "domain/understand.h"
#include <math.h>

#define WORDS 30000
#define THREADS 4096 /* the latest threads of a channel, which posts answer */
#define TEXT_MAX 4096

const struct bench_channel bench_channels[BENCH_CHANNELS] = {
    {"microblog", "Microblog, house account", 380, false},
    {"comments", "Comments of the shop", 200, true},
    {"microblog", "Microblog, service account", 160, false},
    {"comments", "Comments of the magazine", 100, true},
    {"reviews", "Reviews", 80, false},
    {"comments", "Comments of the forum", 50, true},
    {"mail", "Letters", 20, false},
    {"reviews", "Reviews abroad", 10, false},
};

/* One thread: its first post and its last one, by number. */
struct thread {
    int64_t root, last, author;
};
struct lane {
    int64_t posts, people;
    struct thread threads[THREADS];
    int64_t n_threads;
};
struct bench_posts {
    struct k_rand rand;
    k_str words[2][WORDS]; /* English, German */
    struct lane lanes[BENCH_CHANNELS];
};

/* ---- words ------------------------------------------------------------------------------- */

static const char *const common[2][40] = {
    {"the",  "to",   "and",  "a",    "of",    "in",   "is",   "it",   "you",  "that",
     "was",  "for",  "on",   "are",  "with",  "they", "be",   "at",   "one",  "have",
     "this", "from", "by",   "hot",  "but",   "what", "some", "we",   "can",  "out",
     "my",   "were", "your", "when", "about", "how",  "said", "each", "will", "our"},
    {"die", "der",  "und",  "in",    "zu",   "den",  "das",  "nicht", "von",  "sie",
     "ist", "des",  "sich", "mit",   "dem",  "dass", "er",   "es",    "ein",  "ich",
     "auf", "so",   "eine", "auch",  "als",  "an",   "nach", "wie",   "im",   "für",
     "man", "aber", "aus",  "durch", "wenn", "nur",  "war",  "noch",  "wird", "bei"},
};
static const char *const syllables[2][24] = {
    {"ba", "con", "der", "en",  "fil", "gra", "hel", "in", "jo",  "ker", "lon", "mi",
     "ne", "or",  "pa",  "qui", "re",  "sta", "ter", "un", "ver", "wi",  "yel", "zo"},
    {"auf", "be",  "chen", "da",  "ein",  "fahr", "ge",  "haus", "ig",  "jä",  "keit", "lich",
     "mög", "nen", "ob",   "pro", "rung", "sch",  "tür", "un",   "ver", "weg", "zeit", "ß"},
};

static k_str invent(struct k_arena *a, int lang, size_t rank)
{
    if (rank < 40)
        return k_str_z(common[lang][rank]);
    struct k_buf b;
    k_buf_init(&b, a, 64);
    for (size_t n = rank + 24; n > 0; n /= 24)
        k_buf_str(&b, k_str_z(syllables[lang][n % 24]));
    return k_dup(a, k_buf_view(&b));
}

struct bench_posts *bench_posts_new(struct k_arena *a, uint64_t seed)
{
    struct bench_posts *w = k_new(a, struct bench_posts);
    k_rand_seed(&w->rand, seed);
    for (int lang = 0; lang < 2; lang++)
        for (size_t i = 0; i < WORDS; i++)
            w->words[lang][i] = invent(a, lang, i);
    return w;
}

k_str bench_posts_word(const struct bench_posts *w, size_t rank)
{
    return w->words[0][rank % WORDS];
}

/* Zipf with exponent 1: the logarithm of the rank is spread evenly. */
static k_str draw_word(struct bench_posts *w, int lang)
{
    double rank = exp(k_rand_unit(&w->rand) * log(WORDS)) - 1;
    return w->words[lang][(size_t)rank];
}

static bool chance(struct bench_posts *w, unsigned of_thousand)
{
    return k_rand_below(&w->rand, 1000) < of_thousand;
}

static void add_phrase(struct bench_posts *w, struct k_buf *b, int lang)
{
    const char *want = lang ? "de" : "en";
    const struct understand_phrase *p;
    do
        p = &understand_phrases[k_rand_below(&w->rand, n_understand_phrases)];
    while (!k_str_eqz(k_str_z(p->lang), want));
    k_str text = k_str_z(p->text);
    if (k_str_ends(text, K_S("*")))
        text.n--;
    k_buf_str(b, text);
    k_buf_chr(b, ' ');
}

/* Six to fifty words; one post in seven says a phrase of the rules; one in five hundred repeats
 * what many say today. */
static k_str draw_text(struct bench_posts *w, struct k_arena *a, int lang, k_time at)
{
    struct k_buf b;
    k_buf_init(&b, a, TEXT_MAX);
    if (chance(w, 2)) {
        k_buf_fmt(&b, "everybody says the same words about matter number %lld these days",
                  (long long)(at / K_DAY));
        return k_buf_view(&b);
    }
    size_t n = 6 + k_rand_below(&w->rand, 15) + k_rand_below(&w->rand, 15) +
               (chance(w, 100) ? k_rand_below(&w->rand, 120) : 0);
    size_t phrase = chance(w, 140) ? k_rand_below(&w->rand, n) : n;
    for (size_t i = 0; i < n; i++) {
        if (i == phrase)
            add_phrase(w, &b, lang);
        k_buf_str(&b, draw_word(w, lang));
        k_buf_str(&b, i + 1 == n ? K_S(".") : chance(w, 80) ? K_S(", ") : K_S(" "));
    }
    return k_buf_view(&b);
}

/* ---- people and threads ------------------------------------------------------------------ */

/* Every sixth post is by somebody new; else the lately seen speak more often than the rest. */
static int64_t draw_person(struct bench_posts *w, struct lane *l)
{
    if (l->people == 0 || chance(w, 220))
        return l->people++;
    double u = k_rand_unit(&w->rand);
    return l->people - 1 - (int64_t)((double)l->people * u * u * u);
}

static struct item_author author_of(struct k_arena *a, int channel, int64_t number)
{
    return (struct item_author){
        .native_id = k_fmt(a, "did:bench:%d-%lld", channel, (long long)number),
        .handle = k_fmt(a, "person%lld.channel%d.example", (long long)number, channel),
        .name = k_fmt(a, "Person %lld", (long long)number),
        .avatar_url = k_fmt(a, "https://pictures.example/%d/%lld", channel, (long long)number),
        .followers = number % 7 ? number * 37 % 5000 : -1,
    };
}

/* Two threads in three posts are new ones: half of the posts begin one. */
static struct thread *draw_thread(struct bench_posts *w, struct lane *l)
{
    if (l->n_threads == 0 || chance(w, 500))
        return NULL;
    int64_t known = l->n_threads < THREADS ? l->n_threads : THREADS;
    double u = k_rand_unit(&w->rand);
    int64_t back = (int64_t)((double)known * u * u);
    return &l->threads[(l->n_threads - 1 - back) % THREADS];
}

static k_str post_id(struct k_arena *a, int channel, int64_t number)
{
    return k_fmt(a, "at://did:bench:%d/post/3k%013lld", channel, (long long)number);
}

static void add_markup(struct k_arena *a, struct item *it)
{
    struct k_buf b;
    k_buf_init(&b, a, (size_t)4 * TEXT_MAX);
    k_buf_str(&b, K_S("<p>"));
    k_buf_html(&b, it->text);
    k_buf_str(&b, K_S(" <a href=\"https://example.org/\" onclick=\"x()\">more</a></p>\n"));
    it->html = k_buf_view(&b);
}

static void make(struct bench_posts *w, struct k_arena *a, int channel, k_time at,
                 struct item *it)
{
    const struct bench_channel *ch = &bench_channels[channel];
    struct lane *l = &w->lanes[channel];
    struct thread *t = draw_thread(w, l);
    int64_t number = l->posts++;
    bool ours = t && chance(w, 250);
    int64_t author = t && chance(w, 500) ? t->author : draw_person(w, l);
    int lang = author % 4 == 3;
    *it = (struct item){
        .native_id = post_id(a, channel, number),
        .author = author_of(a, channel, author),
        .ours = ours,
        .kind = t ? K_S("comment") : K_S("post"),
        .visibility = K_S("public"),
        .text = draw_text(w, a, lang, at),
        .lang = chance(w, 500) ? K_NONE
                : lang         ? K_S("de")
                               : K_S("en"),
        .url = k_fmt(a, "https://%s.example/%d/%lld", ch->network, channel, (long long)number),
        .meta = k_fmt(a, "{\"cid\":\"bafyrei%040lld\"}", (long long)number),
        .posted_at = at,
    };
    if (ch->marks)
        add_markup(a, it);
    if (t) {
        it->native_parent = post_id(a, channel, t->last);
        it->native_root = post_id(a, channel, t->root);
        t->last = number;
    } else {
        l->threads[l->n_threads++ % THREADS] =
            (struct thread){.root = number, .last = number, .author = author};
    }
}

/* ---- pages ------------------------------------------------------------------------------- */

void bench_posts_go_on(struct bench_posts *w, const int64_t made[BENCH_CHANNELS])
{
    for (int i = 0; i < BENCH_CHANNELS; i++) {
        w->lanes[i].posts = made[i];
        w->lanes[i].people = made[i] / 6;
    }
}

int bench_posts_channel(struct bench_posts *w)
{
    int at = (int)k_rand_below(&w->rand, 1000);
    int i = 0;
    while (i + 1 < BENCH_CHANNELS && at >= bench_channels[i].share)
        at -= bench_channels[i++].share;
    return i;
}

void bench_posts_page(struct bench_posts *w, struct k_arena *a, int channel, k_time at,
                      k_time step, struct item *out, size_t n)
{
    for (size_t i = 0; i < n; i++)
        make(w, a, channel, at + (k_time)i * step, &out[i]);
}
