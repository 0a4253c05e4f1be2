/* desk: a post is laid on a desk and cut into words, once for all indexes. */
#include "listen/index_inside.h"

#define DESK_MEMORY ((size_t)256 << 20)

struct listen_desk *listen_desk_new(enum listen_way way)
{
    struct listen_desk *d = calloc(1, sizeof *d);
    if (d) {
        d->way = way;
        d->block = listen_block_of_machine();
        d->arena = k_arena_new(DESK_MEMORY);
        d->low = malloc(DESK_LOW);
        d->bits = malloc((LISTEN_TEXT / DESK_BLOCK + 2) * sizeof *d->bits);
    }
    if (d && !(d->arena && d->low && d->bits)) {
        listen_desk_free(d);
        d = NULL;
    }
    return d;
}

void listen_desk_free(struct listen_desk *d)
{
    if (!d)
        return;
    if (d->arena)
        k_arena_free(d->arena);
    free(d->words);
    free(d->seen);
    free(d->stamps);
    free(d->firsts);
    free(d->low);
    free(d->bits);
    free(d);
}

/* ---- laying a post there ----------------------------------------------------------------- */

static void put_word(struct listen_desk *d, const char *p, size_t n, uint32_t at, uint32_t next,
                     bool fact)
{
    struct listen_key k = listen_key_of(p, n);
    ROOM(d->words, d->n, d->cap);
    d->words[d->n++] =
        (struct desk_word){k.a, k.b, listen_key_hash(k.a, k.b), p, (uint32_t)n, at, next, fact};
}

static void put_text(struct listen_desk *d, k_str text, uint32_t from)
{
    struct listen_words words;
    text = k_str_sub(text, 0, LISTEN_TEXT);
    if (text.n == 0 || listen_desk_plain(d, text, from))
        return;
    listen_words(d->arena, d->way, text, &words);
    for (size_t i = 0; i < words.n; i++)
        put_word(d, words.v[i].key.p, words.v[i].key.n, from + words.v[i].at,
                 from + words.v[i].next, false);
}

static bool is_ascii(k_str s)
{
    unsigned char all = 0;
    for (size_t i = 0; i < s.n; i++)
        all |= (unsigned char)s.p[i];
    return all < 0x80;
}

/* The value as listen_fold would give it, when it is of ASCII; false: it is not. */
static bool low_ascii(k_str value, char *out)
{
    for (size_t i = 0; i < value.n; i++)
        out[i] = (char)(value.p[i] >= 'A' && value.p[i] <= 'Z' ? value.p[i] + 32 : value.p[i]);
    return is_ascii(value);
}

static void put_fact(struct listen_desk *d, enum query_fact fact, k_str value)
{
    if (value.n == 0 || !(d->facts >> fact & 1))
        return;
    char *key = d->low + d->n_low;
    if (value.n <= LISTEN_WORD && d->n_low + LISTEN_WORD + 32 <= DESK_LOW &&
        low_ascii(value, key + 2)) {
        key[0] = '\1';
        key[1] = (char)('A' + (int)fact);
        listen_desk_padded(d, key, value.n + 2, 0, true);
        d->n_low += value.n + 2;
        return;
    }
    k_str folded = listen_fold(d->arena, value);
    k_str slow = k_fmt(d->arena, "\1%c%.*s", (char)('A' + (int)fact), K_ARG(folded));
    put_word(d, slow.p, slow.n, 0, 0, true);
}

static void put_who(struct listen_desk *d, enum query_fact fact, k_str handle)
{
    ptrdiff_t at = k_str_chr(handle, '@');
    put_fact(d, fact, handle);
    if (at > 0)
        put_fact(d, fact, k_str_sub(handle, 0, (size_t)at));
}

/* The host of the post and those above it. Folded first: signs of full width may part it. */
static void put_site(struct listen_desk *d, k_str url)
{
    if (!(d->facts >> QUERY_SITE & 1))
        return;
    if (!is_ascii(url))
        url = listen_fold(d->arena, url);
    ptrdiff_t scheme = k_str_find(url, K_S("://"));
    k_str rest = k_str_from(url, scheme < 0 ? 0 : (size_t)scheme + 3);
    k_str host = k_str_cut(&rest, '/');
    while (host.n) {
        ptrdiff_t dot = k_str_chr(host, '.');
        put_fact(d, QUERY_SITE, host);
        host = dot < 0 ? K_NONE : k_str_from(host, (size_t)dot + 1);
    }
}

static void put_lang(struct listen_desk *d, k_str lang)
{
    k_str rest = lang, first = k_str_cut(&rest, '-');
    put_fact(d, QUERY_LANG, lang);
    if (first.n < lang.n)
        put_fact(d, QUERY_LANG, first);
}

void listen_desk_put(struct listen_desk *d, const struct listen_index *x,
                     const struct listen_post *post)
{
    k_arena_reset(d->arena);
    d->post = post;
    d->reading = NULL;
    d->n = d->n_low = 0;
    d->facts = x ? LISTEN_LOAD(x->facts) : ~0U;
    put_text(d, post->text, 0);
    put_text(d, post->title, DESK_TITLE);
    put_who(d, QUERY_AUTHOR, post->handle);
    put_fact(d, QUERY_AUTHOR, post->name);
    put_site(d, post->url);
    put_lang(d, post->lang);
    put_fact(d, QUERY_COUNTRY, post->country);
    put_fact(d, QUERY_NETWORK, post->network);
    put_fact(d, QUERY_CHANNEL, post->channel);
    for (size_t i = 0; i < post->to.n; i++)
        put_who(d, QUERY_TO, post->to.v[i]);
    for (size_t i = 0; i < post->labels.n; i++)
        put_fact(d, QUERY_LABEL, post->labels.v[i]);
}
