/* routes_storm: storms, and what is decided about them. */
#include "api/api.h"
#include "api/handlers.h"
#include "api/names.h"
#include "api/shapes_storm.h"
#include "domain/storm.h"

static struct api_storm_post show_post(const struct sq_storm_differs_row *p)
{
    return (struct api_storm_post){.post_id = p->post_id,
                                   .conversation_id = p->conversation_id,
                                   .text = p->text,
                                   .author = p->name.p ? p->name : K_S(""),
                                   .url = p->url,
                                   .at = p->posted_at,
                                   .alike = p->alike,
                                   .own = p->own};
}

static k_err show(struct k_ctx *cx, k_id id, struct api_storm *o)
{
    struct names names = names_new(cx);
    struct storm_page p;
    K_TRY(storm_read(cx, id, &p));
    const struct sq_storm_get_row *s = &p.storm;
    *o = (struct api_storm){.id = s->id,
                            .head_id = s->head_id,
                            .about = s->about,
                            .sample = s->sample,
                            .posts = s->posts,
                            .authors = s->authors,
                            .first_at = s->first_at,
                            .last_at = s->last_at,
                            .last_hour = p.speed.last_hour,
                            .peak = p.speed.peak,
                            .peak_at = p.speed.peak_at,
                            .reach = s->reach,
                            .reach_known = s->reach_known,
                            .decided = s->decided};
    if (s->decided.n) {
        o->decided_by = names_member(&names, s->decided_by);
        o->decided_at = s->decided_at;
        o->decided_authors = s->decided_authors;
    }
    if (p.differs.n) {
        o->differs = k_new(cx->arena, struct api_storm_post);
        *o->differs = show_post(&p.differs.v[0]);
    }
    for (size_t i = 0; i < p.own.n; i++)
        *k_vec_push(cx->arena, &o->own) = show_post(&p.own.v[i]);
    return names_done(&names);
}

k_err route_storm_get(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    return show(cx, ((const struct api_id_in *)in)->id, out);
}

k_err route_storm_decide(struct k_ctx *cx, struct api_req *rq, const void *in, void *out)
{
    const struct api_storm_decision_in *i = in;
    K_TRY(storm_decide(cx, i->id, i->decision, i->version));
    return show(cx, i->id, out);
}
