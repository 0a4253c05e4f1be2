/* conversation_rules: the fold of posts into a conversation. Pure; ingest and the outbox use
 * it. */
#include "domain/conversation_rules.h"

static void span(struct conversation_state *s, k_time at)
{
    s->post_count++;
    if (s->first_at == 0 || at < s->first_at)
        s->first_at = at;
    if (at > s->last_at)
        s->last_at = at;
}

static bool is_any(k_str s, const char *const *names)
{
    for (; *names; names++)
        if (k_str_eqz(s, *names))
            return true;
    return false;
}

void conversation_wait(struct conversation_state *s, const struct conversation_in *post)
{
    static const char *const direct[] = {"direct", "mail", "chat", NULL};
    static const char *const addressed[] = {"mention", "comment", NULL};
    if (s->waiting_since == 0 || post->at < s->waiting_since)
        s->waiting_since = post->at;
    s->unanswered++;
    s->intents |= post->intents;
    s->direct |= is_any(post->kind, direct) || k_str_eqz(post->visibility, "direct");
    s->addressed |= is_any(post->kind, addressed) || post->answers_us;
    s->review |= k_str_eqz(post->kind, "review");
}

void conversation_hear(struct conversation_state *s, const struct conversation_in *post)
{
    if (s->person_id == 0 || post->at < s->first_at)
        s->person_id = post->person_id;
    span(s, post->at);
    if (post->at > s->last_in_at)
        s->last_in_at = post->at;
    if (post->at > s->last_out_at)
        conversation_wait(s, post);
    else
        s->answered = true; /* ours, later in the thread, is here already */
}

bool conversation_tell(struct conversation_state *s, k_time at)
{
    bool answers = s->last_in_at > 0 &&
                   (at >= s->last_in_at || (s->waiting_since > 0 && at >= s->waiting_since));
    span(s, at);
    if (at > s->last_out_at)
        s->last_out_at = at;
    if (at >= s->last_in_at) {
        s->waiting_since = 0;
        s->unanswered = 0;
        s->intents = 0;
        s->direct = s->addressed = s->review = false;
    } else if (s->waiting_since > 0 && at >= s->waiting_since) {
        s->look_again = true;
    }
    s->answered |= answers;
    return answers;
}
