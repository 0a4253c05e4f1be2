/* kit/import: see the header. */
#include "kit/import.h"

struct begin {
    struct kit_import *i;
    struct import_guess guess;
    bool dry;
};

static k_err do_new(struct k_ctx *cx, void *arg)
{
    struct begin *b = arg;
    return import_new(cx, b->i->kind, K_S("file"), &b->guess, &b->i->run);
}

static k_err do_begin(struct k_ctx *cx, void *arg)
{
    struct begin *b = arg;
    return import_begin(cx, b->i->run, b->i->options, b->dry);
}

k_err kit_import_new(struct kit_db *k, struct kit_import *i)
{
    struct begin b = {.i = i};
    k->cx.actor = (struct k_actor){.kind = K_ACTOR_MEMBER, .member = i->member};
    K_TRY(i->kind->guess(&k->cx, i->text, &b.guess));
    return db_write(&k->cx, do_new, &b);
}

struct sq_import_get_row kit_import_pass(struct kit_db *k, struct kit_import *i, bool dry)
{
    struct begin b = {.i = i, .dry = dry};
    struct sq_import_get_row run;
    bool found, more = true;
    assert_int_equal(db_write(&k->cx, do_begin, &b), K_OK);
    k->cx.actor = (struct k_actor){.kind = K_ACTOR_SYSTEM}; /* jobs go on with it */
    while (more)
        assert_int_equal(
            import_some(&k->cx, i->run, i->text, i->part ? i->part : 100000, &more), K_OK);
    assert_int_equal(sq_import_get(&k->cx, i->run, &run, &found), K_OK);
    assert_true(found);
    return run;
}

struct sq_import_get_row kit_import(struct kit_db *k, const char *kind, k_str text,
                                    k_str options, k_id member)
{
    struct kit_import i = {.kind = import_kind_find(k_str_z(kind)),
                           .text = text,
                           .options = options,
                           .member = member};
    assert_non_null(i.kind);
    assert_int_equal(kit_import_new(k, &i), K_OK);
    return kit_import_pass(k, &i, false);
}
