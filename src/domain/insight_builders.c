/* insight_builders: who builds relationships that last and survive: those who take part by own
 * choice, by name, with what they do; no figure puts one before another. Reads member, tie,
 * person; writes member. */
#include "domain/insight.h"
#include "store/event.h"

const char insight_builders_notice[] =
    "Only who takes part by own choice is shown, by name and never as a ranking. It is not for "
    "decisions about pay, promotion or dismissal.";

static bool on_channel(const struct tie_state *s, k_id channel)
{
    for (int i = 0; channel && i < s->n_channels; i++)
        if (s->channels[i].channel == channel)
            return true;
    return false;
}

static k_err look_at(struct k_ctx *cx, k_id channel, struct insight_builder *b)
{
    struct sq_insight_member_ties_list list;
    K_TRY(sq_insight_member_ties(
        cx,
        &(struct sq_insight_member_ties_args){.member_id = b->member,
                                              .shared = true,
                                              .role = K_S(""),
                                              .stage = K_S(""),
                                              .max = INSIGHT_BUILDER_TIES},
        &list));
    for (size_t i = 0; i < list.n; i++) {
        const struct sq_insight_member_ties_row *r = &list.v[i];
        struct tie_state s;
        if (r->last_two_way_at == 0 || tie_unpack(r->state, &s) != K_OK)
            continue;
        double silence = rhythm_dormancy(
            s.last_two_way_at, rhythm_interval(s.gaps, (size_t)s.n_gaps), k_cx_now(cx));
        bool lasts = s.last_two_way_at - s.first_two_way_at >= STAGE_LASTING &&
                     rhythm_of(true, silence) != RHYTHM_ASLEEP;
        b->ties++;
        b->lasting += lasts;
        b->survived += s.survived_at > 0;
        b->returned += s.returned_at > 0;
        b->answers += s.exchanges;
        b->told += s.told;
        b->on_channel += lasts && on_channel(&s, channel);
    }
    return K_OK;
}

k_err insight_builders(struct k_ctx *cx, k_id channel, struct insight_builders *out)
{
    struct sq_insight_builders_list list;
    *out = (struct insight_builders){0};
    K_TRY(sq_insight_builders(cx, &list));
    for (size_t i = 0; i < list.n; i++) {
        struct insight_builder *b = k_vec_push(cx->arena, out);
        b->member = list.v[i].id;
        K_TRY(look_at(cx, channel, b));
    }
    return K_OK;
}

k_err insight_builder_choose(struct k_ctx *cx, bool opt_in)
{
    K_TRY(sq_insight_builder_set(cx, cx->actor.member, opt_in, NULL));
    k_ctx_notice(cx, K_TOPIC_MEMBER, cx->actor.member);
    return event_append(cx,
                        &(struct event_new){.verb = opt_in ? K_S("member.builder_in")
                                                           : K_S("member.builder_out"),
                                            .object_kind = K_S("member"),
                                            .object_id = cx->actor.member,
                                            .payload = K_S("{}")},
                        NULL);
}
