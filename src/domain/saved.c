/* saved: checks and writes building blocks. */
#include "domain/saved.h"
#include "base/utf8.h"
#include "store/event.h"
#include "store/sql.gen.h"

static const char *const kinds[] = {"fact", "link", "step", NULL};

static k_err say(struct k_ctx *cx, k_str verb, k_id id)
{
    k_ctx_notice(cx, K_TOPIC_SETTING, id);
    return event_append(
        cx,
        &(struct event_new){.verb = verb, .object_kind = K_S("saved_text"), .object_id = id},
        NULL);
}

/* What is kept: trimmed; `out` borrows. */
static k_err check(struct k_ctx *cx, const struct saved_text *t, k_id id,
                   struct saved_text *out)
{
    struct sq_saved_titled_row same;
    bool found;
    *out = (struct saved_text){t->kind, k_str_trim(t->title), k_str_trim(t->text)};
    if (!k_str_in(out->kind, kinds))
        return k_fail(cx, K_ERR_BAD_INPUT, "kind",
                      "A building block is a fact, a link or a step.");
    if (out->title.n == 0 || out->title.n > SAVED_TITLE_MAX)
        return k_fail(cx, K_ERR_BAD_INPUT, "title",
                      "Give it a title of at most %d bytes, by which it is found.",
                      SAVED_TITLE_MAX);
    if (out->text.n == 0 || k_utf8_graphemes(out->text) > SAVED_TEXT_MAX)
        return k_fail(cx, K_ERR_BAD_INPUT, "text",
                      "A building block has at most %d letters: it is a part of an answer, "
                      "never a whole one.",
                      SAVED_TEXT_MAX);
    if (k_str_eqz(out->kind, "link") && k_str_find(out->text, K_S("://")) < 0)
        return k_fail(cx, K_ERR_BAD_INPUT, "text", "A link needs its address, with https://.");
    K_TRY(sq_saved_titled(cx, out->title, &same, &found));
    if (found && same.id != id)
        return k_fail(cx, K_ERR_EXISTS, "title", "Another building block has this title.");
    return K_OK;
}

k_err saved_add(struct k_ctx *cx, const struct saved_text *t, k_id *id)
{
    struct saved_text kept;
    struct sq_saved_count_row count;
    bool found;
    K_TRY(check(cx, t, 0, &kept));
    K_TRY(sq_saved_count(cx, &count, &found));
    if (count.n >= SAVED_MAX)
        return k_fail(cx, K_ERR_LIMIT, NULL,
                      "There are %d building blocks already. Remove one.", SAVED_MAX);
    *id = k_cx_id(cx);
    K_TRY(sq_saved_insert(cx,
                          &(struct sq_saved_insert_args){.id = *id,
                                                         .kind = kept.kind,
                                                         .title = kept.title,
                                                         .text = kept.text,
                                                         .by_id = cx->actor.member,
                                                         .now = k_cx_now(cx)},
                          NULL));
    return say(cx, K_S("saved_text.added"), *id);
}

static k_err is_here(struct k_ctx *cx, k_id id)
{
    struct sq_saved_all_row row;
    bool found;
    K_TRY(sq_saved_get(cx, id, &row, &found));
    return found
               ? K_OK
               : k_fail(cx, K_ERR_NOT_FOUND, "id", "There is no such building block any more.");
}

k_err saved_change(struct k_ctx *cx, k_id id, const struct saved_text *t)
{
    struct saved_text kept;
    K_TRY(is_here(cx, id));
    K_TRY(check(cx, t, id, &kept));
    K_TRY(sq_saved_set(cx,
                       &(struct sq_saved_set_args){.id = id,
                                                   .kind = kept.kind,
                                                   .title = kept.title,
                                                   .text = kept.text,
                                                   .by_id = cx->actor.member,
                                                   .now = k_cx_now(cx)},
                       NULL));
    return say(cx, K_S("saved_text.changed"), id);
}

k_err saved_remove(struct k_ctx *cx, k_id id)
{
    K_TRY(is_here(cx, id));
    K_TRY(sq_saved_drop(cx, id, NULL));
    return say(cx, K_S("saved_text.removed"), id);
}
