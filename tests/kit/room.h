/* room: a house with an owner and an agent, and people with ties written straight into it, for
 * tests of what is learnt from ties. */
#ifndef KIT_ROOM_H
#define KIT_ROOM_H

#include "domain/insight.h"
#include "kit/api.h"

struct room {
    struct kit_api api;
    struct kit_client owner, agent;
    k_id me, other;
    struct kit_db *k;
};

static inline void open_room(struct room *r, struct kit_db *k)
{
    *r = (struct room){.k = k};
    kit_api_open(&r->api, k);
    kit_owner(&r->api, &r->owner);
    kit_member(&r->owner, "agent", &r->agent);
    r->me = kit_my_id(&r->owner);
    r->other = kit_my_id(&r->agent);
}

static inline void sql(struct room *r, const char *f, ...)
    __attribute__((format(printf, 2, 3)));
static inline void sql(struct room *r, const char *f, ...)
{
    char text[2000];
    va_list ap;
    va_start(ap, f);
    vsnprintf(text, sizeof text, f, ap);
    va_end(ap);
    kit_db_run(r->k, text);
}

static inline k_time now(void)
{
    return k_now(&k_clock_system);
}
static inline k_time ago(double days)
{
    return now() - (k_time)(days * (double)K_DAY);
}
#define N(x) ((long long)(x))

static inline void person(struct room *r, k_id id, const char *stage, double strength,
                          double silence, k_id owner)
{
    sql(r,
        "insert into person (id, name, stage, strength, points, dormancy, silence, tied, "
        "owner_id, created_at, last_touch_at) values (%lld, 'P%lld', '%s', %f, %lld, %f, %d, "
        "1, %lld, 1, %lld)",
        N(id), N(id), stage, strength, N(tie_points(strength)), silence,
        (silence > 3) + (silence > 8), N(owner), N(ago(silence * 10)));
}

static inline void tie(struct room *r, k_id who, k_id member, double strength,
                       double silent_days, int interval)
{
    sql(r,
        "insert into tie (person_id, member_id, state, strength, points, peak, last_at, "
        "last_two_way_at, interval_days) values (%lld, %lld, '', %f, %lld, %f, %lld, %lld, %d)",
        N(who), N(member), strength, N(tie_points(strength)), strength + 10,
        N(ago(silent_days)), N(ago(silent_days)), interval);
}

static inline void touch(struct room *r, k_id id, k_id who, const char *direction,
                         bool prompted, double days, k_id owner)
{
    sql(r,
        "insert into touch (id, person_id, member_id, direction, medium, prompted, at, "
        "owner_id) values (%lld, %lld, %lld, '%s', 'mail', %d, %lld, %lld)",
        N(id), N(who), N(r->me), direction, prompted, N(ago(days)), N(owner));
}

/* "people/" "1" "/rhythm" */
static inline const char *path(struct room *r, const char *before, k_id id, const char *after)
{
    return k_fmt(r->api.arena, "/api/v1/%s%lld%s", before, N(id), after).p;
}

static inline bool says(const struct kit_answer *a, const char *where, const char *what)
{
    k_str text = kit_str(a, where);
    if (k_str_find(text, k_str_z(what)) < 0)
        print_error("%s: %.*s\n", where, K_ARG(text));
    return k_str_find(text, k_str_z(what)) >= 0;
}

#endif
