/* heard: posts as listening queries see them. */
#include "domain/heard.h"

#include "domain/ingest_batch.h"

#define LINKS_MOST 50
#define DORMANT 8 /* intervals of their own without a word (person.silence) */

struct strs { /* K_VEC */
    k_str *v;
    size_t n, cap;
};

/* ---- what both have ---------------------------------------------------------------------- */

static bool ends_link(char c)
{
    return (unsigned char)c <= ' ' || c == '"' || c == '<' || c == '>' || c == '\'';
}

/* Addresses in a text, and in the markup it came from: some are written out nowhere else. */
static void add_links(struct k_arena *a, k_str text, struct strs *out)
{
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < text.n && out->n < LINKS_MOST; i++) {
        k_str rest = k_str_from(text, i);
        for (size_t k = 0; k < 2; k++) {
            size_t n = 0;
            if (text.p[i] != 'h' || !k_str_starts(rest, k_str_z(schemes[k])))
                continue;
            while (n < rest.n && !ends_link(rest.p[n]))
                n++;
            *k_vec_push(a, out) = k_str_sub(rest, 0, n);
            i += n;
            break;
        }
    }
}

/* Handles of accounts, without '@', that a text is written to: those it names. */
static void add_names(struct k_arena *a, k_str text, struct strs *out)
{
    for (size_t i = 0; i < text.n && out->n < LINKS_MOST; i++) {
        size_t n = i + 1;
        bool begins = text.p[i] == '@' &&
                      (i == 0 || (unsigned char)text.p[i - 1] <= ' ' || text.p[i - 1] == '(');
        while (begins && n < text.n && !ends_link(text.p[n]) && !strchr(",;:!?()", text.p[n]))
            n++;
        while (n > i + 1 && text.p[n - 1] == '.')
            n--;
        if (begins && n > i + 1)
            *k_vec_push(a, out) = k_str_sub(text, i + 1, n - i - 1);
    }
}

static unsigned intents_of(unsigned understood)
{
    static const struct {
        unsigned from, to;
    } bits[] = {{INTENT_COMPLAINT, LISTEN_COMPLAINT},
                {INTENT_LEAD, LISTEN_LEAD},
                {INTENT_QUESTION, LISTEN_QUESTION},
                {INTENT_PRAISE, LISTEN_PRAISE}};
    unsigned out = 0;
    for (size_t i = 0; i < sizeof bits / sizeof *bits; i++)
        out |= understood & bits[i].from ? bits[i].to : 0;
    return out;
}

/* What the words say, while no model does: a complaint is against, praise is for. Both are
 * neither. */
static enum listen_mood mood_of(unsigned intents)
{
    bool against = intents & LISTEN_COMPLAINT, pro = intents & LISTEN_PRAISE;
    return against == pro ? LISTEN_NEUTRAL : against ? LISTEN_NEGATIVE : LISTEN_POSITIVE;
}

static enum listen_stage ladder_of(enum stage s, bool dormant)
{
    static const enum listen_stage stages[STAGE_COUNT] = {
        [STAGE_CONNECTION] = LISTEN_CONNECTION, [STAGE_CONTACT] = LISTEN_CONTACT,
        [STAGE_DIALOGUE] = LISTEN_DIALOGUE,     [STAGE_RELATIONSHIP] = LISTEN_RELATIONSHIP,
        [STAGE_LOYAL] = LISTEN_LOYAL,           [STAGE_ADVOCATE] = LISTEN_ADVOCATE};
    return dormant ? LISTEN_DORMANT : stages[s];
}

int heard_mood(const struct listen_post *p)
{
    return p->mood == LISTEN_NEGATIVE ? -1 : p->mood == LISTEN_POSITIVE ? 1 : 0;
}

/* ---- the whole --------------------------------------------------------------------------- */

struct parts {
    unsigned intents;
    bool reply;
    k_str html, meta, lang;
};

static void fill(struct k_arena *a, const struct parts *in, struct listen_post *p)
{
    struct strs links = {0}, to = {0};
    bool media =
        k_str_find(in->meta, K_S("\"media\"")) >= 0 || k_str_find(in->html, K_S("<img")) >= 0;
    add_links(a, p->text, &links);
    add_links(a, in->html, &links);
    add_names(a, p->text, &to);
    p->links = (struct listen_strs){links.v, links.n};
    p->to = (struct listen_strs){to.v, to.n};
    p->lang = k_str_eqz(in->lang, "und") ? K_S("") : in->lang;
    p->intents = intents_of(in->intents);
    p->mood = mood_of(p->intents);
    p->is =
        (in->reply ? LISTEN_IS_REPLY : 0) | (links.n ? LISTEN_HAS_LINK : 0) |
        (media ? LISTEN_HAS_MEDIA : 0) |
        (p->intents & LISTEN_QUESTION || k_str_chr(p->text, '?') >= 0 ? LISTEN_IS_QUESTION : 0);
}

struct listen_post heard_from_page(struct k_arena *a, const struct ingest_batch *b,
                                   const struct ingest_post *p, k_str channel)
{
    const struct item *it = p->item;
    struct listen_post out = {
        .text = p->text,
        .title = it->native_parent.n ? K_S("") : it->subject,
        .handle = it->author.handle,
        .name = it->author.name,
        .bio = it->author.bio,
        .url = it->url,
        .network = b->from->network,
        .channel = channel,
        .followers = p->who ? p->who->followers : it->author.followers,
        .stage = p->who ? ladder_of(p->who->tie.stage, p->who->tie.dormancy > DORMANT)
                        : LISTEN_STAGE_UNKNOWN,
        .strength = p->who ? p->who->tie.strength : -1};
    fill(a,
         &(struct parts){p->heard.intents, it->native_parent.n > 0, p->html, it->meta,
                         k_str_z(p->heard.lang ? p->heard.lang : "und")},
         &out);
    return out;
}

struct listen_post heard_from_row(struct k_arena *a, const struct sq_listening_posts_row *r)
{
    struct strs labels = {0};
    k_str rest = r->labels;
    while (rest.n) {
        k_str label = k_str_cut(&rest, '\n');
        *k_vec_push(a, &labels) = label;
    }
    struct listen_post out = {.text = r->text,
                              .title = r->native_parent.n ? K_S("") : r->subject,
                              .handle = r->handle,
                              .name = r->name,
                              .bio = r->bio,
                              .url = r->url,
                              .network = r->network,
                              .channel = r->channel,
                              .labels = {labels.v, labels.n},
                              .followers = r->followers,
                              .stage = r->person_id
                                           ? ladder_of(stage_parse(r->stage), r->silence == 2)
                                           : LISTEN_STAGE_UNKNOWN,
                              .strength = r->person_id ? r->strength : -1};
    fill(a,
         &(struct parts){understand_bits(r->intents), r->native_parent.n > 0, r->html, r->meta,
                         r->lang},
         &out);
    return out;
}
