/* contact: one entry of an address book, whatever it was written in: a card or a row of a
 * table. Pure: what it says, not yet who it is. Nothing of the entry is lost: what has no place
 * of its own is a datum of kind "other" under the name it had. Used by import/people and by
 * CardDAV. */
#ifndef KITH_IMPORT_CONTACT_H
#define KITH_IMPORT_CONTACT_H

#include "formats/vcard.h"
#include "import/contact_words.h"

/* By what somebody is reached or known: becomes an identity. */
struct contact_address {
    k_str network;     /* email, phone, or a network: x, linkedin, mastodon ... */
    k_str value;       /* address, number or handle, as written */
    k_str url;         /* of a profile; K_NONE */
    k_str label;       /* home, work ...; "" */
    int64_t followers; /* -1 = not said */
    size_t line;
};
/* Becomes a datum: kinds as in domain/datum_kinds.h. */
struct contact_datum {
    k_str kind, label, value;
    k_str parts; /* JSON object, K_NONE = none; "card" in it is the property as it was */
    size_t line;
};
struct contact_job {
    k_str organization; /* name, or "" */
    k_str title;        /* or "" */
    k_str unit;         /* department; "" */
};
struct contact_problem {
    size_t line;
    k_str raw, why;
};
struct contact {
    k_str uid;         /* of the card, or system:id of a row; "" = none */
    bool organization; /* not a person */
    bool group;        /* a list of others: its name is a category of its members */
    k_str name;        /* "" when there is none */
    k_str domain;      /* of an organization; "" */
    K_VEC(struct contact_address) addresses;
    K_VEC(struct contact_datum) data;
    K_VEC(struct contact_job) jobs;
    K_VEC(k_str) members;                   /* of a group: uids */
    K_VEC(struct contact_problem) problems; /* parts that could not be read */
    size_t line;                            /* of the file, where it begins */
    k_str raw;                              /* a row as it was */
    k_str why;                              /* K_NONE, or why none of it can be taken */
};

/* What a card says. */
void contact_of_card(struct k_arena *a, const struct vcard *card, struct contact *out);

/* The property that a datum of kind other with this label was on a card; "" when it was on
 * none, such as a column of a table. */
k_str contact_property(k_str label);

/* A table: what its columns are. */
struct contact_table {
    struct contact_column *v;
    size_t n;
    k_str system;  /* of ids: "hubspot"; "" */
    k_str network; /* of handles without one; "" */
};
void contact_table_of(struct k_arena *a, const k_str *names, size_t n,
                      struct contact_table *out);
/* What a row says; cells are those of the columns, empty where there is none. */
void contact_of_row(struct k_arena *a, const struct contact_table *t, const k_str *cells,
                    struct contact *out);

/* --- building, shared by both forms ------------------------------------------------------- */

void contact_address(struct k_arena *a, struct contact *c, const struct contact_address *n);
void contact_datum(struct k_arena *a, struct contact *c, const struct contact_datum *n);
/* A web address: a profile on a network becomes an address, anything else a datum. */
void contact_url(struct k_arena *a, struct contact *c, k_str url, k_str label, size_t line);
/* A handle on a network that somebody named as programs do: "Twitter", "X-AIM". */
void contact_handle(struct k_arena *a, struct contact *c, k_str network, k_str handle,
                    k_str url, k_str label, size_t line);
/* "twitter" -> "x", "Linked-In" -> "linkedin": small letters, digits, _; at most 40. "" when
 * nothing is left. */
k_str contact_network(struct k_arena *a, k_str name);
/* The profile that an address of the web shows: https://x.com/ada is "x", "ada". */
bool contact_profile(struct k_arena *a, k_str url, k_str *network, k_str *handle);

#endif
