/* demo_records: the table, and each row done through the usual acts. */
#include "flow/demo_records.h"
#include "domain/record.h"
#include "flow/demo_story.h"

enum what {
    CALL,     /* a: text */
    MEETING,  /* a: title of the moment, b: text */
    FAILURE,  /* a: title, b: text; n: severity */
    RECOVERY, /* a: title, b: text; of the failure before */
    PRAISE,   /* a: title */
    FACT,     /* a: kind, b: text, c: topic */
    PROMISE,  /* a: side, b: text; n: days until it is due */
    KEPT,     /* the promise before */
    DEAL,     /* a: kind, b: title; n: amount in euro */
    REFERRAL, /* a: title, b: name of whom they sent */
    VALUE,    /* a: side, b: text, c: kind */
    ROLE,     /* a: role to us */
    WORKS_AT, /* a: organization, b: title */
    DATUM,    /* a: kind, b: value */
    KEEP,     /* n: ideal days; twice of it is the latest */
};
struct row {
    const char *person; /* account */
    enum what what;
    int who, day; /* colleague; day of the story */
    const char *a, *b, *c;
    int n;
};

/* Rows of one person stand together. */
static const struct row rows[] = {
    {"demo-tobi", ROLE, DEMO_AIKO, 1, "customer"},
    {"demo-tobi", DATUM, DEMO_AIKO, 1, "language", "de"},
    {"demo-tobi", MEETING, DEMO_AIKO, 6, "Test ride of the new stand",
     "He tried three of them."},
    {"demo-tobi", CALL, DEMO_MARA, 15, "Asked how the stand does in rain. It does."},
    {"demo-tobi", FACT, DEMO_AIKO, 6, "likes", "Bakes sourdough before the shift", "sourdough"},
    {"demo-tobi", FACT, DEMO_MARA, 15, "goal", "Wants to reach 50,000 km on one bike"},
    {"demo-tobi", DEAL, DEMO_JONAS, 9, "order", "Winter set for the long john", NULL, 260},
    {"demo-tobi", REFERRAL, DEMO_JONAS, 20, "Sent a colleague from the depot",
     "Petra Lindqvist"},
    {"demo-tobi", PRAISE, DEMO_AIKO, 24, "Spoke for us at the postal depot"},
    {"demo-tobi", VALUE, DEMO_AIKO, 20, "us", "two colleagues came because of him", "referral"},
    {"demo-tobi", VALUE, DEMO_MARA, 10, "them", "a stronger stand, fitted the same day",
     "help"},
    {"demo-tobi", KEEP, DEMO_AIKO, 24, NULL, NULL, NULL, 14},

    {"demo-sam", ROLE, DEMO_MARA, 2, "customer"},
    {"demo-sam", FACT, DEMO_MARA, 12, "family", "Twins who start school in autumn"},
    {"demo-sam", FAILURE, DEMO_MARA, 18, "Battery died on the school run",
     "Both children aboard.", NULL, 2},
    {"demo-sam", RECOVERY, DEMO_MARA, 19, "Brought a spare to the school gate",
     "And swapped the pack the day after."},
    {"demo-sam", CALL, DEMO_MARA, 26, "All is well, the twins ride again."},
    {"demo-sam", MEETING, DEMO_MARA, 33, "Brake course for parents",
     "He came with a neighbour."},
    {"demo-sam", PROMISE, DEMO_MARA, 33, "us", "Check the new battery before winter", NULL, 20},
    {"demo-sam", DEAL, DEMO_JONAS, 35, "order", "Rain cover for the box", NULL, 120},
    {"demo-sam", VALUE, DEMO_MARA, 19, "them", "a spare battery within the hour", "help"},

    {"demo-ada", ROLE, DEMO_JONAS, 4, "prospect"},
    {"demo-ada", WORKS_AT, DEMO_JONAS, 4, "Nwosu Parcels", "Fleet manager"},
    {"demo-ada", MEETING, DEMO_JONAS, 17, "Tour of her depot",
     "Twelve vans, four could be bikes."},
    {"demo-ada", CALL, DEMO_JONAS, 27, "Talked about service times and spare batteries."},
    {"demo-ada", FACT, DEMO_JONAS, 17, "works_on", "Wants quiet deliveries in the old town",
     "quiet deliveries"},
    {"demo-ada", PROMISE, DEMO_JONAS, 27, "us", "Send the quote with swap times", NULL, 9},
    {"demo-ada", KEPT, DEMO_JONAS, 34},
    {"demo-ada", PROMISE, DEMO_JONAS, 34, "them", "Name a day for the trial week", NULL, 14},
    {"demo-ada", DEAL, DEMO_JONAS, 29, "deal", "Four long johns on trial", NULL, 21800},
    {"demo-ada", VALUE, DEMO_JONAS, 17, "us", "real routes to plan the cargo box with",
     "knowledge"},

    {"demo-mina", ROLE, DEMO_AIKO, 3, "customer"},
    {"demo-mina", WORKS_AT, DEMO_AIKO, 3, "River Bakery", "Owner"},
    {"demo-mina", MEETING, DEMO_AIKO, 13, "Opening at half past five",
     "For her first delivery."},
    {"demo-mina", FACT, DEMO_AIKO, 13, "likes", "Old maps of the river", "maps"},
    {"demo-mina", VALUE, DEMO_AIKO, 13, "them", "a workshop that opens when bakers do", "help"},

    {"demo-lea", ROLE, DEMO_PRIYA, 8, "influencer"},
    {"demo-lea", WORKS_AT, DEMO_PRIYA, 8, "City of Quill", "City planner"},
    {"demo-lea", CALL, DEMO_PRIYA, 21, "Kerbs at the bridge: she asks for photos."},
    {"demo-lea", PROMISE, DEMO_PRIYA, 21, "us", "Photos of loading zones at the bridge", NULL,
     10},
    {"demo-lea", VALUE, DEMO_PRIYA, 25, "us", "told us where loading zones come next",
     "knowledge"},

    {"demo-nora", ROLE, DEMO_PRIYA, 11, "press"},
    {"demo-nora", DATUM, DEMO_PRIYA, 11, "timezone", "Europe/Berlin"},
    {"demo-nora", FACT, DEMO_PRIYA, 11, "dislikes", "Press releases without a number in them",
     "press releases"},
    {"demo-nora", KEEP, DEMO_PRIYA, 11, NULL, NULL, NULL, 30},
};

/* What rows of one person refer to. */
struct doing {
    const struct row *row;
    k_id person, failure, promise;
};

static k_str text(const char *z)
{
    return z ? k_str_z(z) : K_S("");
}

static k_err log_touch(struct k_ctx *cx, struct doing *d)
{
    const struct row *r = d->row;
    bool met = r->what == MEETING;
    k_id id;
    return record_touch(cx, d->person,
                        &(struct record_touch){.medium = met ? K_S("meeting") : K_S("call"),
                                               .direction = K_S("both"),
                                               .text = text(met ? r->b : r->a),
                                               .moment_title = met ? text(r->a) : K_S("")},
                        &id);
}

static k_err log_moment(struct k_ctx *cx, struct doing *d)
{
    const struct row *r = d->row;
    bool failure = r->what == FAILURE, recovery = r->what == RECOVERY;
    k_id id;
    K_TRY(record_moment(cx,
                        &(struct record_moment){.kind = failure    ? K_S("failure")
                                                        : recovery ? K_S("recovery")
                                                                   : K_S("praise"),
                                                .title = text(r->a),
                                                .text = text(r->b),
                                                .severity = r->n,
                                                .repairs = recovery ? d->failure : 0,
                                                .persons = &d->person,
                                                .n_persons = 1},
                        &id));
    d->failure = failure ? id : d->failure;
    return K_OK;
}

static k_err promise(struct k_ctx *cx, struct doing *d)
{
    const struct row *r = d->row;
    if (r->what == KEPT)
        return record_commitment_change(
            cx, d->promise,
            &(struct record_commitment){.has_state = true, .state = K_S("kept")});
    return record_commitment(cx, d->person,
                             &(struct record_commitment){.side = text(r->a),
                                                         .text = text(r->b),
                                                         .member = cx->actor.member,
                                                         .due_at = k_cx_now(cx) + r->n * K_DAY},
                             &d->promise);
}

static k_err deal(struct k_ctx *cx, struct doing *d)
{
    const struct row *r = d->row;
    bool referral = r->what == REFERRAL;
    k_id id;
    return record_deal(
        cx, d->person,
        &(struct record_deal){.kind = referral ? K_S("referral") : text(r->a),
                              .title = text(referral ? r->a : r->b),
                              .referred_name = referral ? text(r->b) : K_S(""),
                              .amount_minor = r->n * 100,
                              .currency = r->n ? K_S("EUR") : K_S(""),
                              .state = k_str_eqz(text(r->a), "order") ? K_S("won") : K_S("")},
        &id);
}

static k_err known(struct k_ctx *cx, struct doing *d)
{
    const struct row *r = d->row;
    k_id id;
    switch (r->what) {
    case FACT:
        return record_fact(
            cx, d->person,
            &(struct record_fact){.kind = text(r->a), .text = text(r->b), .topic = text(r->c)},
            &id);
    case VALUE:
        return record_value(
            cx, d->person,
            &(struct record_value){.side = text(r->a), .text = text(r->b), .kind = text(r->c)},
            &id);
    case ROLE:
        return people_change(
            cx, &(struct people_change){.id = d->person, .role = text(r->a), .has_role = true});
    case WORKS_AT:
        return people_add_role(
            cx, d->person,
            &(struct people_role){.organization_name = text(r->a), .title = text(r->b)}, &id);
    case DATUM:
        return people_add_datum(cx, d->person,
                                &(struct people_datum){.kind = text(r->a), .value = text(r->b)},
                                &id);
    default:
        return record_keep(cx, d->person, 0, true, r->n, 2 * r->n);
    }
}

static k_err do_row(struct k_ctx *cx, void *arg)
{
    struct doing *d = arg;
    switch (d->row->what) {
    case CALL:
    case MEETING:
        return log_touch(cx, d);
    case FAILURE:
    case RECOVERY:
    case PRAISE:
        return log_moment(cx, d);
    case PROMISE:
    case KEPT:
        return promise(cx, d);
    case DEAL:
    case REFERRAL:
        return deal(cx, d);
    default:
        return known(cx, d);
    }
}

static const struct {
    int who;
    const char *text;
} likes[] = {{DEMO_AIKO, "Sourdough"},
             {DEMO_AIKO, "Maps"},
             {DEMO_JONAS, "Old town"},
             {DEMO_MARA, "Brakes"},
             {DEMO_PRIYA, "Press releases"}};

static k_err say_likes(struct k_ctx *cx, void *arg)
{
    k_str texts[sizeof likes / sizeof *likes];
    size_t n = 0;
    for (size_t i = 0; i < sizeof likes / sizeof *likes; i++)
        if (likes[i].who == *(int *)arg)
            texts[n++] = k_str_z(likes[i].text);
    return record_interests(cx, texts, n);
}

k_err demo_records_write(struct k_ctx *cx, const k_id *members, k_time start, demo_as as)
{
    struct doing d = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *r = &rows[i];
        if (d.row == NULL || strcmp(d.row->person, r->person) != 0) {
            struct sq_people_identity_holder_row who;
            bool found;
            K_TRY(sq_people_identity_holder(cx, k_str_z(demo_channels[0].network),
                                            k_str_z(r->person), &who, &found));
            d = (struct doing){.person = found ? who.person_id : 0};
        }
        d.row = r;
        if (d.person)
            K_TRY(as(cx, members[r->who], start + r->day * K_DAY + 11 * K_HOUR, do_row, &d));
    }
    for (int m = 0; m < DEMO_COLLEAGUES; m++)
        K_TRY(as(cx, members[m], start, say_likes, &m));
    return K_OK;
}
