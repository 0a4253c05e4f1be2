/* tie_fold: events in order of time become sums, days and counts. Pure. A sum is kept as its
 * value at the time of the newest event, so that one event more costs the same whatever came
 * before it. */
#include "domain/tie_rules.h"

#include <math.h>

enum { CAP = 2, CAP_MET = 4, BACK_GAPS = 3, BACK_DAYS = 60, PRAISES = 2 };

bool tie_is_newer(const struct tie_state *s, const struct tie_event *e)
{
    return e->at > s->at || (e->at == s->at && e->id > s->id);
}

int tie_event_cmp(const void *a, const void *b)
{
    const struct tie_event *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->id == y->id ? 0 : x->id < y->id ? -1 : 1;
}

static int64_t day_of(k_time at)
{
    return at / K_DAY - (at % K_DAY < 0);
}

/* 1970-01-01 was a Thursday. */
static int64_t week_of(k_time at)
{
    int64_t d = day_of(at) + 3;
    return d / 7 - (d % 7 < 0);
}

static void decay_to(struct tie_state *s, k_time at)
{
    double days = (double)(at - s->at) / (double)K_DAY;
    if (days > 0 && s->at != 0) {
        double year = exp2(-days / 365), quarter = exp2(-days / 90);
        s->in *= quarter;
        s->out *= quarter;
        s->personal *= year;
        s->answered *= year;
        s->shared *= sqrt(year);
    }
    s->at = at;
}

/* ---- touches ----------------------------------------------------------------------------- */

static double take(double *used, double cap, double weight)
{
    double room = cap - *used;
    double w = weight < room ? weight : room > 0 ? room : 0;
    *used += w;
    return w;
}

static void weigh(struct tie_state *s, const struct tie_event *e)
{
    const struct touch_medium_row *m = &touch_media[e->medium];
    int64_t week = week_of(e->at);
    if (week != s->week) {
        s->week = week;
        s->week_in = s->week_out = 0;
        s->week_met = false;
    }
    s->week_met |= m->shared;
    double cap = s->week_met ? CAP_MET : CAP;
    if (e->direction != TOUCH_OUT)
        s->in += take(&s->week_in, cap, m->weight);
    if (e->direction != TOUCH_IN)
        s->out += take(&s->week_out, cap, m->weight);
}

static void count_channel(struct tie_state *s, const struct tie_event *e)
{
    k_id channel = e->channel ? e->channel : -1 - (k_id)e->medium;
    for (int i = 0; i < s->n_channels; i++)
        if (s->channels[i].channel == channel) {
            s->channels[i].n++;
            return;
        }
    if (s->n_channels == TIE_CHANNELS)
        s->rest++;
    else
        s->channels[s->n_channels++] = (struct tie_channel){channel, 1};
}

static void note_day(struct tie_state *s, k_time at)
{
    int64_t gap = day_of(at) - day_of(s->last_at);
    if (s->last_at && gap > 0) {
        if (s->n_gaps == TIE_GAPS)
            memmove(s->gaps, s->gaps + 1, TIE_GAPS - 1);
        else
            s->n_gaps++;
        s->gaps[s->n_gaps - 1] = (uint8_t)(gap < 255 ? gap : 255);
    }
    if (s->first_at == 0)
        s->first_at = at;
    s->last_at = at;
}

/* Came back: silent for over 8 of their intervals and two months, then exchanges on two days.
 */
static void note_return(struct tie_state *s, k_time at, double interval)
{
    double silent = (double)(at - s->last_two_way_at) / (double)K_DAY;
    if (s->coming_back && s->returned_at == 0)
        s->returned_at = at;
    s->coming_back = s->last_two_way_at && s->n_gaps >= BACK_GAPS && silent >= BACK_DAYS &&
                     silent > RHYTHM_DORMANT * interval;
}

static void note_survival(struct tie_state *s, k_time at)
{
    if (s->last_failure_at == 0 || day_of(at) <= day_of(s->last_failure_at))
        return;
    s->after_failure++;
    if (s->survived_at == 0 && s->after_failure >= (s->last_repaired ? 1 : 2))
        s->survived_at = at;
}

static void note_exchange_day(struct tie_state *s, k_time at, double interval)
{
    int64_t day = day_of(at);
    if (s->exchanges > 0 && s->last_exchange_day == day)
        return;
    note_return(s, at, interval);
    note_survival(s, at);
    if (s->exchanges < 2)
        s->exchange_days[s->exchanges] = day;
    if (++s->exchanges == 2)
        s->dialogue_at = at;
    s->last_exchange_day = day;
}

/* A question waits; e answers it, or says itself that it was answered. */
static void note_exchange(struct tie_state *s, const struct tie_event *e, double interval)
{
    bool closed = touch_media[e->medium].closed || e->personal;
    bool was_closed = s->open.side && (touch_media[s->open.medium].closed || s->open.personal);
    note_exchange_day(s, e->at, interval);
    if (s->first_two_way_at == 0)
        s->first_two_way_at = e->at;
    s->last_two_way_at = e->at;
    s->personal += closed || was_closed;
    s->answered += (s->open.side && s->open.asked) || e->asked == 2;
    s->open = (struct tie_open){TIE_NOBODY};
}

static void note_praise(struct tie_state *s, const struct tie_event *e)
{
    if (!e->praise || e->prompted || e->direction != TOUCH_IN || touch_media[e->medium].closed)
        return;
    int64_t day = day_of(e->at);
    if (s->praises > 0 && s->last_praise_day == day)
        return;
    s->last_praise_day = day;
    if (++s->praises == PRAISES && s->advocated_at == 0)
        s->advocated_at = e->at;
}

static void note_shared(struct tie_state *s, k_time at)
{
    s->shared += 1;
    s->shared_n++;
    if (s->first_shared_at == 0)
        s->first_shared_at = at;
}

/* Whether it closes a circle: both took part, or one answers the other. */
static bool is_exchange(const struct tie_state *s, const struct tie_event *e)
{
    if (e->direction == TOUCH_BOTH)
        return true;
    int side = e->direction == TOUCH_IN ? TIE_THEY : TIE_WE;
    return e->prompted && s->open.side != TIE_NOBODY && (int)s->open.side != side;
}

static bool add_touch(struct tie_state *s, const struct tie_event *e)
{
    s->heard += e->direction != TOUCH_OUT && !e->automatic;
    s->told += e->direction != TOUCH_IN;
    if (e->automatic)
        return false;
    decay_to(s, e->at);
    s->id = e->id;
    weigh(s, e);
    if (!touch_media[e->medium].speaks)
        return false;
    double interval = RHYTHM_USUAL; /* as it was before this touch */
    if (e->at - s->last_two_way_at >= BACK_DAYS * K_DAY)
        interval = rhythm_interval(s->gaps, (size_t)s->n_gaps);
    s->touches++;
    count_channel(s, e);
    note_day(s, e->at);
    note_praise(s, e);
    if (touch_media[e->medium].shared)
        note_shared(s, e->at);
    bool both = is_exchange(s, e);
    if (both)
        note_exchange(s, e, interval);
    else
        s->open = (struct tie_open){.side = e->direction == TOUCH_IN ? TIE_THEY : TIE_WE,
                                    .medium = e->medium,
                                    .personal = e->personal,
                                    .asked = e->asked == 1,
                                    .member = e->member};
    return both;
}

/* ---- everything else --------------------------------------------------------------------- */

static void add_record(struct tie_state *s, const struct tie_event *e)
{
    decay_to(s, e->at);
    s->id = e->id;
    if (e->what == TIE_SHARED)
        note_shared(s, e->at);
    if (e->what == TIE_VALUE)
        *(e->direction == TOUCH_IN ? &s->gained_us : &s->gained_them) += 1;
    if (e->what == TIE_FAILURE) {
        s->failures++;
        s->last_failure_at = e->at;
        s->last_repaired = false;
        s->after_failure = 0;
    }
    if (e->what == TIE_REPAIR) {
        s->repaired += s->repaired < s->failures;
        s->last_repaired = true;
    }
    if ((e->advocates || e->what == TIE_ADVOCATED) && s->advocated_at == 0)
        s->advocated_at = e->at;
}

void tie_add(struct tie_state *s, const struct tie_event *e, const struct tie_weights *w)
{
    static const struct tie_around alone = {0};
    bool exchange = false;
    if (e->what == TIE_TOUCH)
        exchange = add_touch(s, e);
    else
        add_record(s, e);
    if (!exchange)
        return;
    double strength = tie_strength(s, &alone, w, e->at);
    if (strength > s->peak) {
        s->peak = strength;
        s->peak_at = e->at;
    }
}

/* ---- all ties of a person ---------------------------------------------------------------- */

struct tie_one *tie_set_of(struct k_arena *a, struct tie_set *set, k_id member)
{
    if (set->n == 0)
        *k_vec_push(a, set) = (struct tie_one){.member = 0};
    for (size_t i = 0; i < set->n; i++)
        if (set->v[i].member == member)
            return &set->v[i];
    struct tie_one *t = k_vec_push(a, set);
    *t = (struct tie_one){.member = member}; /* the memory may be used again */
    return t;
}

static void add_to(struct tie_one *t, const struct tie_event *e, const struct tie_weights *w)
{
    tie_add(&t->s, e, w);
    t->changed = true;
}

/* What a member answers was heard by that member, now that it is answered. */
static void hear_first(struct tie_one *t, const struct tie_open *open,
                       const struct tie_event *e, const struct tie_weights *w)
{
    struct tie_event heard = {.at = e->at,
                              .id = e->id,
                              .direction = TOUCH_IN,
                              .medium = open->medium,
                              .personal = open->personal,
                              .asked = open->asked,
                              .channel = e->channel,
                              .member = t->member};
    add_to(t, &heard, w);
}

void tie_set_add(struct k_arena *a, struct tie_set *set, const struct tie_event *e,
                 const struct tie_weights *w)
{
    k_id member = e->owner ? e->owner : e->member;
    struct tie_open open = tie_set_of(a, set, 0)->s.open;
    bool touch = e->what == TIE_TOUCH && !e->owner;
    if (touch && e->direction == TOUCH_IN && !member && e->prompted && open.side == TIE_WE)
        member = open.member;
    if (member) {
        struct tie_one *t = tie_set_of(a, set, member);
        if (touch && e->direction == TOUCH_OUT && e->prompted && !e->automatic &&
            open.side == TIE_THEY && !open.member)
            hear_first(t, &open, e, w);
        add_to(t, e, w);
    }
    if (!e->owner)
        add_to(&set->v[0], e, w);
}

bool tie_set_two_sided(const struct tie_set *set)
{
    for (size_t i = 0; i < set->n; i++)
        if (set->v[i].s.heard > 0 && set->v[i].s.told > 0)
            return true;
    return false;
}
