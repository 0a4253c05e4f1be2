/* ctx: what went wrong, and what changed, kept in the context of one request or job. */
#include "base/ctx.h"
#include "base/vec.h"

k_err k_fail(struct k_ctx *cx, k_err e, const char *field, const char *fmt, ...)
{
    if (cx->detail.text.p)
        return e;
    va_list ap;
    va_start(ap, fmt);
    cx->detail.text = k_vfmt(cx->arena, fmt, ap);
    va_end(ap);
    cx->detail.field = k_dup(cx->arena, k_str_z(field));
    return e;
}

void k_ctx_notice(struct k_ctx *cx, enum k_topic topic, k_id id)
{
    for (size_t i = cx->n_notices; i-- > 0;)
        if (cx->notices[i].id == id && cx->notices[i].topic == topic)
            return;
    if (cx->n_notices == cx->cap_notices)
        cx->notices = k_vec_grow(cx->arena, cx->notices, cx->n_notices, &cx->cap_notices,
                                 sizeof *cx->notices);
    cx->notices[cx->n_notices++] = (struct k_notice){topic, id};
}

const char *k_topic_name(enum k_topic t)
{
    static const char *const names[K_TOPIC_COUNT] = {
        [K_TOPIC_CONVERSATION] = "conversation",
        [K_TOPIC_POST] = "post",
        [K_TOPIC_PERSON] = "person",
        [K_TOPIC_CHANNEL] = "channel",
        [K_TOPIC_MEMBER] = "member",
        [K_TOPIC_OUTBOX] = "outbox",
        [K_TOPIC_HANDOFF] = "handoff",
        [K_TOPIC_IMPORT] = "import",
        [K_TOPIC_PRESENCE] = "presence",
        [K_TOPIC_SETTING] = "setting",
        [K_TOPIC_ACCESS] = "access",
        [K_TOPIC_ALL] = "all",
    };
    return (unsigned)t < K_TOPIC_COUNT ? names[t] : "unknown";
}

bool k_topic_parse(k_str name, enum k_topic *out)
{
    for (unsigned t = 0; t < K_TOPIC_COUNT; t++) {
        if (!k_str_eqz(name, k_topic_name((enum k_topic)t)))
            continue;
        *out = (enum k_topic)t;
        return true;
    }
    return false;
}
