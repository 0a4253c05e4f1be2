/* demo_history: the tables, and each row done through the usual acts. Days count from the
 * beginning of the story; before it they are negative. */
#include "flow/demo_history.h"
#include "domain/insight.h"
#include "domain/record.h"
#include "domain/segments.h"
#include "flow/demo_story.h"

/* Calls at an interval. */
struct habit {
    const char *person, *role;
    int who, from, to, every;
    const char *texts[3];
};
static const struct habit habits[] = {
    {"demo-greta",
     "customer",
     DEMO_MARA,
     -320,
     36,
     24,
     {"The box in winter: it holds.", "Her boys ride along now.",
      "A seat for the smaller one?"}},
    {"demo-yuki",
     "customer",
     DEMO_AIKO,
     -260,
     30,
     19,
     {"Night rides: which lamp lasts.", "Two friends want to try one.",
      "The new saddle fits."}},
    {"demo-karl",
     "customer",
     DEMO_JONAS,
     -300,
     -66,
     21,
     {"Prices of spare wheels.", "He counts the kilometres: 9,000.",
      "Asked about a second one."}},
    {"demo-rosa",
     "customer",
     DEMO_MARA,
     -250,
     33,
     28,
     {"School run in the rain.", "The stand needs a stronger spring.", "All is well."}},
    {"demo-flo",
     "customer",
     DEMO_AIKO,
     -280,
     25,
     30,
     {"Flowers need shade in the box.", "The market moves to Fridays.", "A cover for summer."}},
    {"demo-omar",
     "partner",
     DEMO_JONAS,
     -200,
     39,
     16,
     {"Boxes for the joiners.", "His workshop can weld on Mondays.",
      "Shared a stand at the fair."}},
    {"demo-omar",
     "partner",
     DEMO_PRIYA,
     -150,
     20,
     44,
     {"A story about building together.", "Photos from the workshop.", "The fair, once more."}},
    {"demo-till",
     "decision_maker",
     DEMO_PRIYA,
     -180,
     12,
     32,
     {"The city plans loading zones.", "Wants numbers, not adjectives.",
      "Invited us to speak."}},
    {"demo-ulla",
     "customer",
     DEMO_MARA,
     -330,
     -52,
     20,
     {"The garden trailer.", "Asked for bigger mudguards.", "Her neighbour rides it now."}},
    {"demo-bela",
     "supplier",
     DEMO_JONAS,
     -300,
     -80,
     12,
     {"Hubs for spring.", "A better price from fifty on.", "Samples are on the way."}},
    {"demo-x2",
     "customer",
     DEMO_AIKO,
     -400,
     -150,
     14,
     {"Berries in the box.", "A lock that opens with gloves.", "Moved to the coast."}},
    {"demo-hank",
     "customer",
     DEMO_MARA,
     -210,
     20,
     35,
     {"The long road to the lake.", "Asked for a steel frame.", "The chain lasts longer now."}},
    {"demo-wren",
     "influencer",
     DEMO_AIKO,
     -150,
     35,
     27,
     {"Films the test ride.", "Wants to know how batteries are made.",
      "No adverts, she says."}},
    {"demo-joel",
     "supplier",
     DEMO_JONAS,
     -190,
     10,
     34,
     {"Straps, ten centimetres longer.", "Delivery on Tuesdays.", "New colours."}},
    {"demo-pip",
     "recommender",
     DEMO_PRIYA,
     -120,
     32,
     38,
     {"Her course for parents.", "Sent two families.", "Wants flyers without prices."}},
};

/* Something together: those who were there know each other. */
struct gathering {
    int who, day;
    const char *kind, *title, *persons[4];
};
static const struct gathering gatherings[] = {
    {DEMO_AIKO,
     -232,
     "event",
     "Winter ride along the river",
     {"demo-greta", "demo-yuki", "demo-flo", "demo-rosa"}},
    {DEMO_AIKO,
     -118,
     "event",
     "Repair café in the old depot",
     {"demo-yuki", "demo-hank", "demo-ulla", "demo-wren"}},
    {DEMO_JONAS,
     -45,
     "meeting",
     "Round table on quiet deliveries",
     {"demo-omar", "demo-lea", "demo-ada", "demo-till"}},
    {DEMO_AIKO,
     14,
     "event",
     "Summer ride",
     {"demo-greta", "demo-tobi", "demo-flo", "demo-pip"}},
    {DEMO_JONAS, -160, "project", "Boxes for the joiners", {"demo-omar", "demo-joel"}},
};

/* A bad day; mended 0 = not yet. */
struct bad_day {
    const char *person;
    int who, day, severity, mended;
    const char *what, *done;
};
static const struct bad_day bad_days[] = {
    {"demo-rosa", DEMO_MARA, -140, 1, -138, "Wrong wheel size delivered",
     "Brought the right one the day after"},
    {"demo-rosa", DEMO_MARA, 22, 2, 24, "The stand broke on the way to school",
     "A stronger one, at no cost"},
    {"demo-flo", DEMO_AIKO, -200, 1, -196, "The trailer came two weeks late",
     "Lent ours for the market days"},
    {"demo-greta", DEMO_MARA, -170, 2, -169, "A brake cable snapped on the hill",
     "All cables changed, and a course for her boys"},
    {"demo-hank", DEMO_MARA, -75, 1, -74, "We forgot his service date",
     "Did it on the evening of the same day"},
    {"demo-omar", DEMO_JONAS, -30, 1, -29, "Ten straps were too short",
     "Drove the longer ones over"},
    {"demo-x5", DEMO_AIKO, 15, 1, 16, "The bell fell off after a week", "Sent a new one"},
    {"demo-karl", DEMO_JONAS, 38, 2, 0, "The wheel came back with a wobble", NULL},
};

static const struct {
    int who;
    const char *name, *conditions;
    int keep; /* days; 0 = no wish */
} segments[] = {
    {DEMO_PRIYA, "Loyal people and advocates",
     "{\"all\":[{\"field\":\"stage\",\"op\":\"is\",\"value\":[\"loyal\",\"advocate\"]}]}", 30},
    {DEMO_MARA, "Customers who went quiet",
     "{\"all\":[{\"field\":\"role\",\"op\":\"is\",\"value\":\"customer\"},{\"field\":"
     "\"dormancy\",\"op\":\"at_least\",\"value\":3}]}",
     0},
    {DEMO_JONAS, "Could become more",
     "{\"all\":[{\"field\":\"stage\",\"op\":\"is\",\"value\":[\"dialogue\",\"relationship\"]},{"
     "\"any\":[{\"field\":\"role\",\"op\":\"is\",\"value\":[\"prospect\",\"decision_maker\"]},"
     "{\"field\":\"followers\",\"op\":\"at_least\",\"value\":1000}]}]}",
     0},
};
static const int builders[] = {DEMO_AIKO, DEMO_JONAS, DEMO_MARA};

/* What one act knows of. */
struct doing {
    const void *row;
    k_time start;
    k_id persons[4], failure;
    size_t n;
};

static k_err person_of(struct k_ctx *cx, const char *account, k_id *id)
{
    struct sq_people_identity_holder_row who;
    bool found;
    K_TRY(sq_people_identity_holder(cx, k_str_z(demo_channels[0].network), k_str_z(account),
                                    &who, &found));
    *id = found ? who.person_id : 0;
    return K_OK;
}

static k_err do_habit(struct k_ctx *cx, void *arg)
{
    const struct doing *d = arg;
    const struct habit *h = d->row;
    int said = 0;
    K_TRY(people_change(cx, &(struct people_change){.id = d->persons[0],
                                                    .role = k_str_z(h->role),
                                                    .has_role = true}));
    for (int day = h->from; day <= h->to; day += h->every, said++) {
        /* nobody calls to the day */
        k_time at = d->start + (day + said * 7 % 5 - 2) * K_DAY + (10 + said % 6) * K_HOUR;
        k_id id;
        K_TRY(record_touch(cx, d->persons[0],
                           &(struct record_touch){.medium = K_S("call"),
                                                  .direction = K_S("both"),
                                                  .text = k_str_z(h->texts[said % 3]),
                                                  .personal = said % 3 == 1,
                                                  .asked = said % 3 == 2 ? 2 : 0,
                                                  .at = at},
                           &id));
    }
    return K_OK;
}

static k_err do_gathering(struct k_ctx *cx, void *arg)
{
    const struct doing *d = arg;
    const struct gathering *g = d->row;
    k_id id;
    return record_moment(cx,
                         &(struct record_moment){.kind = k_str_z(g->kind),
                                                 .title = k_str_z(g->title),
                                                 .persons = d->persons,
                                                 .n_persons = d->n},
                         &id);
}

static k_err do_bad_day(struct k_ctx *cx, void *arg)
{
    struct doing *d = arg;
    const struct bad_day *b = d->row;
    bool mends = d->failure != 0;
    return record_moment(
        cx,
        &(struct record_moment){.kind = mends ? K_S("recovery") : K_S("failure"),
                                .title = k_str_z(mends ? b->done : b->what),
                                .severity = mends ? 0 : b->severity,
                                .repairs = d->failure,
                                .persons = d->persons,
                                .n_persons = 1},
        &d->failure);
}

static k_err do_segment(struct k_ctx *cx, void *arg)
{
    size_t i = *(const size_t *)arg;
    k_id id;
    K_TRY(segments_create(cx,
                          &(struct segments_new){k_str_z(segments[i].name),
                                                 k_str_z(segments[i].conditions), false},
                          &id));
    return segments[i].keep
               ? record_keep(cx, 0, id, true, segments[i].keep, 2 * segments[i].keep)
               : K_OK;
}

static k_err take_part(struct k_ctx *cx, void *arg)
{
    return insight_builder_choose(cx, *(const bool *)arg);
}

static k_err write_habits(struct k_ctx *cx, const k_id *members, k_time start, demo_as as)
{
    for (size_t i = 0; i < sizeof habits / sizeof *habits; i++) {
        const struct habit *h = &habits[i];
        struct doing d = {.row = h, .start = start};
        K_TRY(person_of(cx, h->person, &d.persons[0]));
        if (d.persons[0])
            K_TRY(as(cx, members[h->who], start + 40 * K_DAY, do_habit, &d));
    }
    return K_OK;
}

static k_err write_gatherings(struct k_ctx *cx, const k_id *members, k_time start, demo_as as)
{
    for (size_t i = 0; i < sizeof gatherings / sizeof *gatherings; i++) {
        const struct gathering *g = &gatherings[i];
        struct doing d = {.row = g};
        for (size_t k = 0; k < 4 && g->persons[k]; k++) {
            K_TRY(person_of(cx, g->persons[k], &d.persons[d.n]));
            d.n += d.persons[d.n] != 0;
        }
        K_TRY(as(cx, members[g->who], start + g->day * K_DAY + 15 * K_HOUR, do_gathering, &d));
    }
    return K_OK;
}

static k_err write_bad_days(struct k_ctx *cx, const k_id *members, k_time start, demo_as as)
{
    for (size_t i = 0; i < sizeof bad_days / sizeof *bad_days; i++) {
        const struct bad_day *b = &bad_days[i];
        struct doing d = {.row = b};
        K_TRY(person_of(cx, b->person, &d.persons[0]));
        if (d.persons[0] == 0)
            continue;
        K_TRY(as(cx, members[b->who], start + b->day * K_DAY + 9 * K_HOUR, do_bad_day, &d));
        if (b->mended)
            K_TRY(as(cx, members[b->who], start + b->mended * K_DAY + 16 * K_HOUR, do_bad_day,
                     &d));
    }
    return K_OK;
}

k_err demo_history_write(struct k_ctx *cx, const k_id *members, k_time start, demo_as as)
{
    bool yes = true;
    K_TRY(write_habits(cx, members, start, as));
    K_TRY(write_gatherings(cx, members, start, as));
    K_TRY(write_bad_days(cx, members, start, as));
    for (size_t i = 0; i < sizeof segments / sizeof *segments; i++)
        K_TRY(as(cx, members[segments[i].who], start, do_segment, &i));
    for (size_t i = 0; i < sizeof builders / sizeof *builders; i++)
        K_TRY(as(cx, members[builders[i]], start, take_part, &yes));
    return K_OK;
}
