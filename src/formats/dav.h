/* dav: WebDAV and CardDAV requests (RFC 4918, 6352, 6578, 3253) as structs, by expat with
 * limits: no document type, no entities, bounded bytes, depth, elements. And answers as XML,
 * through a writer that escapes. Pure. */
#ifndef KITH_FORMATS_DAV_H
#define KITH_FORMATS_DAV_H

#include "base/buf.h"
#include "base/vec.h"
#include "formats/vcard.h"

enum {
    DAV_BODY = 4 << 20, /* bytes */
    DAV_DEPTH = 16,
    DAV_ELEMENTS = 60000, /* ten thousand addresses of cards and more */
    DAV_ATTRIBUTES = 16,
    DAV_TEXT = 4096 /* bytes of text in an element */
};
#define DAV_NS "DAV:"
#define DAV_CARD_NS "urn:ietf:params:xml:ns:carddav"
#define DAV_CS_NS "http://calendarserver.org/ns/"

/* --- requests ---------------------------------------------------------------------------- */

struct dav_name {
    k_str ns, local;
};
bool dav_is(struct dav_name n, const char *ns, const char *local);

/* A property that is asked for; in expand-property with those of what it points at. */
struct dav_want {
    struct dav_name name;
    const struct dav_node *node; /* as it stood in the request */
};
/* An element, for what wants to look further. */
struct dav_node {
    struct dav_name name;
    k_str text;                    /* of its own, trimmed */
    const char *const *attributes; /* name, value, ... NULL */
    struct dav_node *child, *next;
};
k_str dav_attribute(const struct dav_node *n, const char *name); /* K_NONE when absent */
const struct dav_node *dav_child(const struct dav_node *n, const char *ns, const char *local);

enum dav_text_how { DAV_CONTAINS, DAV_EQUALS, DAV_STARTS, DAV_ENDS };
enum dav_collation { DAV_CASEMAP, DAV_ASCII, DAV_OCTET };
struct dav_match {
    k_str text;
    enum dav_text_how how;
    enum dav_collation collation;
    bool negate;
};
struct dav_param_filter {
    k_str name;
    bool absent, has_match;
    struct dav_match match;
};
struct dav_prop_filter {
    k_str name; /* upper case, without group */
    k_str group;
    bool all; /* of its tests; else one of them is enough */
    bool absent;
    K_VEC(struct dav_match) matches;
    K_VEC(struct dav_param_filter) params;
};
struct dav_filter {
    bool all;
    K_VEC(struct dav_prop_filter) props;
};
/* Whether a card is what was asked for. */
bool dav_filter_holds(struct k_arena *a, const struct dav_filter *f, const struct vcard *card);

/* Which form of a card, and which of its properties. */
struct dav_data {
    bool asked;
    bool v4;
    bool all;           /* every property */
    K_VEC(k_str) props; /* names, upper case */
    bool no_value[64];  /* of the first 64: the name alone */
};

enum dav_kind {
    DAV_PROPFIND,
    DAV_MULTIGET,
    DAV_QUERY,
    DAV_SYNC,
    DAV_EXPAND,
    DAV_OTHER /* a report that we do not know: `root` says which */
};
struct dav_request {
    enum dav_kind kind;
    struct dav_name root;
    bool all_props, names_only; /* PROPFIND: allprop, propname */
    K_VEC(struct dav_want) props;
    struct dav_data data;
    K_VEC(k_str) hrefs; /* of a multiget */
    struct dav_filter filter;
    int64_t limit; /* 0 = none */
    k_str sync_token;
    bool sync_infinite;
};
/* What is wrong: `refused` is the precondition that does not hold ("supported-collation", with
 * its namespace), NULL for XML that is none or makes no sense. */
struct dav_problem {
    const char *ns, *refused;
    const char *why;
};
/* An empty body is a PROPFIND of all properties. false: see *problem. */
bool dav_read(struct k_arena *a, k_str body, struct dav_request *out,
              struct dav_problem *problem);

/* --- answers ----------------------------------------------------------------------------- */

/* Elements are written as "d:prop": d, c (CardDAV) and s (calendarserver) are declared on the
 * root. */
struct dav_out {
    struct k_buf *b;
};
void dav_begin(struct dav_out *o, const char *root); /* with the XML declaration */
void dav_open(struct dav_out *o, const char *name);
void dav_close(struct dav_out *o, const char *name);
void dav_empty(struct dav_out *o, const char *name);
void dav_text(struct dav_out *o, const char *name, k_str text); /* <name>text</name> */
void dav_words(struct dav_out *o, k_str text); /* escaped; what XML cannot say is left out */
/* A property by any name, empty: what there is none of. */
void dav_any(struct dav_out *o, struct dav_name n);
/* Where something is: percent-encoded but for the slashes. */
void dav_href(struct dav_out *o, k_str path);

#endif
