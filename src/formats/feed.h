/* feed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed 1 and 1.1, made into one shape, and
 * the feeds that a web page announces. Pure. Lenient where the world is sloppy (dates, bare
 * '&', wrong bytes, prefixes nobody declared), strict where that would be dangerous (entity
 * declarations, depth, size). Read by connectors/feed.c. */
#ifndef KITH_FORMATS_FEED_H
#define KITH_FORMATS_FEED_H

#include "base/arena.h"
#include "base/time.h"
#include "base/vec.h"

enum feed_kind { FEED_RSS, FEED_ATOM, FEED_JSON };

/* Words as the feed has them: raw markup, untrusted, when html is set; else plain text. */
struct feed_words {
    k_str v; /* K_NONE when absent; valid UTF-8 */
    bool html;
};

struct feed_item {
    k_str id;   /* guid, atom:id, rdf:about, JSON id; K_NONE when there is none */
    k_str link; /* the article, whole address; K_NONE */
    struct feed_words title;
    struct feed_words summary, content; /* content is the longer one when a feed has both */
    k_str author, author_email, author_url;
    k_str comments, comments_feed; /* page and feed of the comments */
    k_str lang;                    /* as said for the item or the feed */
    k_time posted, updated;        /* 0 = not said, or not understood */
};

struct feed {
    enum feed_kind kind;
    struct feed_words title;
    k_str link; /* the site */
    k_str lang;
    k_str author;                  /* of items that name none */
    K_VEC(struct feed_item) items; /* in the feed's order */
    bool cut;                      /* there were more than FEED_MAX_ITEMS */
};

enum {
    FEED_MAX_BYTES = 16 << 20,
    FEED_MAX_ITEMS = 1000,
    FEED_MAX_TEXT = 1 << 20,
    FEED_MAX_DEPTH = 128
};

/* base: the address it came from, for relative links. charset: from Content-Type, K_NONE when
 * not said (what the document says of itself wins). BAD_INPUT with *why in plain words;
 * TOO_LARGE. Memory in the arena, also slices of bytes. */
k_err feed_parse(struct k_arena *a, k_str bytes, k_str base, k_str charset, struct feed *out,
                 k_str *why) K_CHECK;

/* It is a web page: look for announced feeds in it. */
bool feed_is_page(k_str bytes);

struct feed_link {
    k_str url, title;
};
struct feed_links {
    K_VEC(struct feed_link) v;
};
/* <link rel="alternate" type="application/rss+xml ..."> in the first 256 KiB of a page, in
 * order, each address once, at most 20. */
void feed_discover(struct k_arena *a, k_str page, k_str base, struct feed_links *out);

/* A date as feeds write them: RFC 3339, RFC 822, and what is near to one of them. False when it
 * makes no sense. */
bool feed_date(k_str s, k_time *out);

/* feed_xml.c and feed_json.c; bytes are UTF-8 from here on. */
k_err feed_xml_parse(struct k_arena *a, k_str utf8, k_str base, struct feed *out, k_str *why);
k_err feed_json_parse(struct k_arena *a, k_str utf8, k_str base, struct feed *out, k_str *why);

#endif
