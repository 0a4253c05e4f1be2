/* query_parse: what the parts of the parser share (query.c, query_facts.c); internal. */
#ifndef KITH_LISTEN_QUERY_PARSE_H
#define KITH_LISTEN_QUERY_PARSE_H

#include "base/buf.h"
#include "listen/query.h"

struct query_field; /* a row of the table of fields */
struct parser {
    struct k_arena *a;
    k_str text;
    size_t i;
    const struct query_options *options;
    struct query_problem *problem;
    bool failed;
    int depth;
    size_t leaves, patterns;
    enum query_where where;          /* of the words that are read now */
    const struct query_field *field; /* author:( ... ): what words are values of; NULL */
    const struct parser *outer;      /* the query whose list this is */
    k_str list;                      /* its name */
};

/* Says what is wrong, once; NULL. */
void *parser_fail(struct parser *p, size_t start, size_t end, const char *text);
struct query_node *parser_node(struct parser *p, enum query_kind kind, size_t start,
                               size_t end);

/* The field of this name; NULL: there is none. */
const struct query_field *query_field_find(k_str name);
/* Whether it says where words are looked for (title:, bio:, text:), and where. */
bool query_field_is_place(const struct query_field *f, enum query_where *where);
/* "There is no field ...", with the nearest. In the arena. */
const char *query_field_missing(struct k_arena *a, k_str name);
/* author:x and its kin; the value as it was written, without quotes. */
struct query_node *query_fact_node(struct parser *p, const struct query_field *f, k_str value,
                                   size_t start, size_t end);
/* The same as text. */
void query_fact_write(struct k_buf *b, const struct query_node *n);

#endif
