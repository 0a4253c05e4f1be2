/* The pure rules of ties: fold, strength, stages, rhythm. Figures are worked out beforehand:
 * they stand in docs/design/relationships.md. */
#include "unit.h"
#include "base/rand.h"
#include "base/tongue.h"
#include "domain/ridge_rules.h"
#include "domain/stage_rules.h"

#include <math.h>
#include <stdlib.h>

#define T0 (20454 * K_DAY) /* 2026-01-01, a Thursday */
#define MANY 4000

static const struct tie_around one_channel = {1};

/* ---- building blocks --------------------------------------------------------------------- */

static struct tie_event touch(double day, enum touch_direction d, enum touch_medium m,
                              bool prompted)
{
    static k_id id;
    return (struct tie_event){.at = T0 + (k_time)(day * (double)K_DAY),
                              .id = ++id,
                              .direction = d,
                              .medium = m,
                              .prompted = prompted,
                              .channel = 1};
}

static struct tie_event record(double day, enum tie_what what, enum touch_direction d)
{
    struct tie_event e = touch(day, d, TOUCH_OTHER, false);
    e.what = what;
    return e;
}

static void add(struct tie_state *s, struct tie_event e)
{
    tie_add(s, &e, &tie_weights_documented);
}

static void talk(struct tie_state *s, double day, enum touch_medium m)
{
    add(s, touch(day, TOUCH_IN, m, false));
    add(s, touch(day, TOUCH_OUT, m, true));
}

static struct tie_score score_at(const struct tie_state *s, double day)
{
    struct tie_score out;
    tie_score(s, &one_channel, &tie_weights_documented, T0 + (k_time)(day * (double)K_DAY),
              &out);
    return out;
}

#define assert_near(got, want, within)                                                         \
    do {                                                                                       \
        double near_got = (got), near_want = (want);                                           \
        if (!(fabs(near_got - near_want) <= (within)))                                         \
            fail_msg("%s: %.6f, not %.6f", #got, near_got, near_want);                         \
    } while (0)

/* ---- strength ---------------------------------------------------------------------------- */

static void worked_example_gives_the_documented_figures(void **state)
{
    (void)state;
    struct tie_state s = {0};
    for (int i = 0; i < 52; i++)
        talk(&s, 7 * i, TOUCH_MAIL);
    struct tie_score r = score_at(&s, 364);
    assert_near(s.in * exp2(-7.0 / 90), 25.439, 0.0005);
    assert_near(r.parts[TIE_DIALOGUE].value, 0.98559, 0.00001);
    assert_near(r.parts[TIE_RECENCY].value, 0.79370, 0.00001);
    assert_near(r.parts[TIE_DEPTH].value, 0, 0);
    assert_near(r.parts[TIE_DURATION].value, 0.78562, 0.00001);
    assert_near(r.parts[TIE_RECIPROCITY].value, 0, 0);
    assert_near(r.parts[TIE_EXPERIENCE].value, 0, 0);
    assert_near(r.parts[TIE_STRUCTURE].value, 0, 0);
    assert_near(r.parts[TIE_RESILIENCE].value, 0.5, 0);
    assert_near(r.strength, 41.97, 0.005);
    assert_near(r.dormancy, 1, 1e-9);

    /* The same with P = 4, Q = 3, V = 3, two events, structure .515, one incident repaired. */
    double rest = exp2(7.0 / 365);
    s.personal = 4 * rest;
    s.answered = 3 * rest;
    s.shared = 2 * sqrt(rest);
    s.gained_us = 1;
    s.gained_them = 2;
    s.failures = s.repaired = 1;
    s.mutual = 103;
    r = score_at(&s, 364);
    assert_near(r.parts[TIE_DEPTH].value, 0.81112, 0.00001);
    assert_near(r.parts[TIE_RECIPROCITY].value, 0.52763, 0.00001);
    assert_near(r.parts[TIE_EXPERIENCE].value, 0.48658, 0.00001);
    assert_near(r.parts[TIE_STRUCTURE].value, 0.515, 0.00001);
    assert_near(r.parts[TIE_RESILIENCE].value, 0.66667, 0.00001);
    assert_near(r.strength, 74.38, 0.005);
    double sum = 0;
    for (int i = 0; i < TIE_PARTS; i++)
        sum += r.parts[i].points;
    assert_near(sum, r.strength, 1e-9);
}

static void check_values_of_light_touches(void **state)
{
    (void)state;
    struct tie_state s = {0};
    for (int i = 0; i < 52; i++)
        talk(&s, 7 * i, TOUCH_COMMENT);
    struct tie_score r = score_at(&s, 364);
    assert_near(r.parts[TIE_DIALOGUE].value, 0.941, 0.0005);
    assert_near(r.parts[TIE_RECENCY].value, 0.794, 0.0005);
    assert_near(r.parts[TIE_DURATION].value, 0.786, 0.0005);
}

static void one_way_contact_never_counts(void **state)
{
    (void)state;
    for (int d = TOUCH_IN; d <= TOUCH_OUT; d++)
        for (int prompted = 0; prompted < 2; prompted++) {
            struct tie_state s = {0};
            for (int i = 0; i < 200; i++)
                add(&s, touch(i, (enum touch_direction)d, TOUCH_MAIL, prompted));
            struct tie_score r = score_at(&s, 200);
            assert_near(r.strength, 0, 0);
            for (int i = 0; i < TIE_PARTS; i++)
                assert_near(r.parts[i].points, 0, 0);
            struct stage_verdict v;
            stage_of(&s, false, &v);
            assert_int_equal(v.stage, STAGE_CONTACT);
        }
}

/* Half lives 30, 90 and 365 days are the published vectors; Kith uses 90. */
static void quarrel_thread_does_not_beat_a_year_of_weeks(void **state)
{
    (void)state;
    struct tie_state weekly = {0}, burst = {0};
    for (int i = 0; i < 52; i++)
        talk(&weekly, 7 * i, TOUCH_COMMENT);
    for (int i = 0; i < 52; i++)
        talk(&burst, 352 + i / 10.4, TOUCH_COMMENT);
    double w = score_at(&weekly, 364).parts[TIE_DIALOGUE].value;
    double b = score_at(&burst, 364).parts[TIE_DIALOGUE].value;
    assert_true(w > 0.9);
    assert_true(b < 0.5); /* two points a week and side, over at most two weeks */
}

static void cap_of_a_week_is_two_and_four_with_a_meeting(void **state)
{
    (void)state;
    static const struct {
        const char *script; /* m mail, c comment, l like, k call, M meeting, a automatic */
        double in;
    } rows[] = {{"l", 0.1}, {"c", 1},      {"m", 1.5},  {"mm", 2},
                {"k", 2},   {"cccccc", 2}, {"M", 4},    {"MM", 4},
                {"mM", 4},  {"mmM", 4},    {"Mmmm", 4}, {"llllllllllllllllllllllll", 2},
                {"a", 0},   {"aaam", 1.5}};
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct tie_state s = {0};
        for (const char *p = rows[i].script; *p; p++) {
            enum touch_medium m = *p == 'l'   ? TOUCH_LIKE
                                  : *p == 'c' ? TOUCH_COMMENT
                                  : *p == 'k' ? TOUCH_CALL
                                  : *p == 'M' ? TOUCH_MEETING
                                              : TOUCH_MAIL;
            struct tie_event e = touch(5, *p == 'M' ? TOUCH_BOTH : TOUCH_IN, m, false);
            e.automatic = *p == 'a';
            add(&s, e);
        }
        if (fabs(s.in - rows[i].in) > 1e-12)
            fail_msg("%s: %.3f, not %.3f", rows[i].script, s.in, rows[i].in);
    }
    /* Sunday and Monday are different weeks: 2026-01-04 is a Sunday. */
    struct tie_state s = {0};
    for (int i = 0; i < 4; i++)
        add(&s, touch(3.9, TOUCH_IN, TOUCH_COMMENT, false));
    for (int i = 0; i < 4; i++)
        add(&s, touch(4.0, TOUCH_IN, TOUCH_COMMENT, false));
    assert_near(s.in, 2 + 2 * exp2(-0.1 / 90), 1e-9);
    assert_near(s.week_in, 2, 0);
}

static void depth_wants_privacy_and_answered_questions(void **state)
{
    (void)state;
    struct tie_state s = {0};
    struct tie_event ask = touch(1, TOUCH_IN, TOUCH_PUBLIC, false);
    ask.asked = 1;
    add(&s, ask);
    assert_near(s.answered, 0, 0); /* not answered yet */
    add(&s, touch(1, TOUCH_OUT, TOUCH_PUBLIC, true));
    assert_near(s.answered, 1, 0);
    assert_near(s.personal, 0, 0);
    talk(&s, 1, TOUCH_DIRECT);
    assert_near(s.personal, 1, 0);
    struct tie_event call = touch(1, TOUCH_BOTH, TOUCH_CALL, false);
    call.asked = 2;
    add(&s, call);
    assert_near(s.personal, 2, 0);
    assert_near(s.answered, 2, 0);
}

static void automatic_words_are_telling_and_weigh_nothing(void **state)
{
    (void)state;
    struct tie_state s = {0};
    struct tie_event e = touch(1, TOUCH_OUT, TOUCH_MAIL, false);
    e.automatic = true;
    add(&s, e);
    assert_int_equal(s.told, 1);
    assert_int_equal(s.touches, 0);
    add(&s, touch(2, TOUCH_IN, TOUCH_MAIL, true)); /* they answer a machine */
    assert_int_equal(s.first_two_way_at, 0);
    e = touch(3, TOUCH_IN, TOUCH_MAIL, true);
    e.automatic = true; /* their machine answers */
    add(&s, e);
    assert_int_equal(s.heard, 1);
    assert_int_equal(s.first_two_way_at, 0);
}

static void channels_are_measured_by_their_spread(void **state)
{
    (void)state;
    struct tie_state s = {0};
    talk(&s, 1, TOUCH_COMMENT);
    assert_near(score_at(&s, 2).parts[TIE_STRUCTURE].value, 0, 0);
    struct tie_event e = touch(1, TOUCH_IN, TOUCH_COMMENT, false);
    e.channel = 2;
    add(&s, e);
    add(&s, e); /* two touches a channel */
    struct tie_score r;
    tie_score(&s, &(struct tie_around){2}, &tie_weights_documented, T0 + 2 * K_DAY, &r);
    assert_near(r.parts[TIE_STRUCTURE].value, 0.5, 1e-12);
    tie_score(&s, &(struct tie_around){4}, &tie_weights_documented, T0 + 2 * K_DAY, &r);
    assert_near(r.parts[TIE_STRUCTURE].value, 0.25, 1e-12);
    for (k_id c = 3; c < 20; c++) {
        e.channel = c;
        add(&s, e);
    }
    assert_int_equal(s.n_channels, TIE_CHANNELS);
    assert_int_equal(s.rest, 11);
}

static void confidence_grows_with_touches(void **state)
{
    (void)state;
    struct tie_state s = {0};
    assert_near(score_at(&s, 0).confidence, 0, 0);
    for (int i = 0; i < 5; i++)
        add(&s, touch(i, TOUCH_IN, TOUCH_COMMENT, false));
    assert_near(score_at(&s, 6).confidence, 0.5, 1e-12);
}

static void peak_is_kept_when_strength_falls(void **state)
{
    (void)state;
    struct tie_state s = {0};
    for (int i = 0; i < 20; i++)
        talk(&s, 7 * i, TOUCH_MAIL);
    double then = score_at(&s, 133).strength;
    assert_near(s.peak, then, 1e-9);
    assert_int_equal(s.peak_at, s.last_at);
    talk(&s, 1000, TOUCH_MAIL);
    assert_true(score_at(&s, 1000).strength < then);
    assert_near(s.peak, then, 1e-9);
}

static void what_would_raise_it_is_tried_out(void **state)
{
    (void)state;
    struct tie_state s = {0};
    struct tie_raise v[TIE_ACTS];
    size_t n = tie_raises(&s, &one_channel, &tie_weights_documented, T0, v);
    assert_true(n > 0);
    talk(&s, 0, TOUCH_MAIL);
    talk(&s, 9, TOUCH_MAIL);
    add(&s, record(10, TIE_FAILURE, TOUCH_IN));
    n = tie_raises(&s, &one_channel, &tie_weights_documented, T0 + 60 * K_DAY, v);
    unsigned seen = 0;
    for (size_t i = 0; i < n; i++) {
        seen |= 1U << v[i].act;
        assert_true(v[i].gain >= 0.5);
        assert_true(i == 0 || v[i - 1].gain >= v[i].gain);
        assert_true(tie_act_say(v[i].act)[0] != '\0' && tie_act_name(v[i].act)[0] != '\0');
    }
    assert_true(seen & 1U << TIE_ACT_MEET);
    assert_true(seen & 1U << TIE_ACT_REPAIR);
    assert_true(seen & 1U << TIE_ACT_TALK);
    /* Mending one of one: 1/3 -> 2/3 of five points. */
    for (size_t i = 0; i < n; i++)
        if (v[i].act == TIE_ACT_REPAIR)
            assert_near(v[i].gain, 5.0 / 3, 1e-9);
}

/* ---- stages ------------------------------------------------------------------------------ */

/* "i1 O1": in on day 1, then our answer that day; capitals answer; m meeting, k call, e an
 * experience, f failure, r repair, a advocated, v they praise in public, L like. Days are
 * numbers. */
static void play(const char *script, struct tie_state *s)
{
    *s = (struct tie_state){0};
    for (const char *p = script; *p;) {
        char what = *p++;
        if (what == ' ')
            continue;
        char *end;
        double day = (double)strtol(p, &end, 10);
        p = end;
        struct tie_event e = touch(day, TOUCH_IN, TOUCH_PUBLIC, what == 'I' || what == 'O');
        if (what == 'o' || what == 'O')
            e.direction = TOUCH_OUT;
        e.praise = what == 'v';
        if (what == 'm' || what == 'k') {
            e.direction = TOUCH_BOTH;
            e.medium = what == 'm' ? TOUCH_MEETING : TOUCH_CALL;
        }
        if (what == 'L')
            e.medium = TOUCH_LIKE;
        e.what = what == 'e'   ? TIE_SHARED
                 : what == 'f' ? TIE_FAILURE
                 : what == 'r' ? TIE_REPAIR
                 : what == 'a' ? TIE_ADVOCATED
                               : TIE_TOUCH;
        add(s, e);
    }
}

static const struct stage_row {
    const char *script;
    enum stage stage;
    int exchanges;
    unsigned missing; /* bits of enum stage_need */
} stage_rows[] = {
    {"", STAGE_CONNECTION, 0, 1},
    {"L1 L2 L3", STAGE_CONNECTION, 0, 1}, /* signs without words */
    {"i1", STAGE_CONTACT, 0, 6},
    {"o1", STAGE_CONTACT, 0, 6},
    {"i1 i2 i3 i4 i5", STAGE_CONTACT, 0, 6}, /* one-way never counts */
    {"o1 o2 o3", STAGE_CONTACT, 0, 6},
    {"o1 o2 o3 m4", STAGE_CONTACT, 1, 4},
    {"i1 O1", STAGE_CONTACT, 1, 4},
    {"i1 O1 i1 O1", STAGE_CONTACT, 1, 4}, /* the same day counts once */
    {"i1 O1 I2", STAGE_CONTACT, 1, 4},    /* their thanks waits: a post counts once */
    {"i1 O1 I2 O2", STAGE_DIALOGUE, 2, 8},
    {"i1 O1 i5 O6", STAGE_DIALOGUE, 2, 8},
    {"o1 I1 o2 I2", STAGE_DIALOGUE, 2, 8}, /* they answer us */
    {"i1 o1 i2 o2", STAGE_CONTACT, 0, 6},  /* nobody answered anybody */
    {"O1 O2", STAGE_CONTACT, 0, 6},        /* answers to what we never saw */
    {"i1 O1 i2 O2 i3 O3", STAGE_DIALOGUE, 3, 8},
    {"k1 k2", STAGE_DIALOGUE, 2, 8},   /* a call is two-way by itself */
    {"e0 i1 O1", STAGE_CONTACT, 1, 4}, /* an event alone is no relationship */
    {"i1 O1 i5 O6 e7", STAGE_RELATIONSHIP, 2, 48},
    {"e0 i1 O1 i5 O6", STAGE_RELATIONSHIP, 2, 48},
    {"i1 O1 m5", STAGE_RELATIONSHIP, 2, 48}, /* the meeting is the second exchange too */
    {"i1 O1 m5 i200 O200", STAGE_RELATIONSHIP, 3, 32},
    {"i1 O1 m5 f6 r7", STAGE_RELATIONSHIP, 2, 48},
    {"i1 O1 m5 f6 r7 i9 O9", STAGE_RELATIONSHIP, 3, 16},
    {"i1 O1 m5 f6 r7 i9 O9 i190 O190", STAGE_LOYAL, 4, 64},
    {"i1 O1 m5 f6 i9 O9 i190 O190", STAGE_LOYAL, 4, 64}, /* stayed without a repair */
    {"i1 O1 m5 i190 O190 f191 r192", STAGE_RELATIONSHIP, 3, 32},
    {"i1 O1 m5 i190 O190 f191 r192 i192 O192", STAGE_LOYAL, 4, 64},
    {"i1 O1 m5 i190 O190 f191 i191 O191", STAGE_RELATIONSHIP, 4, 32},  /* the quarrel itself */
    {"i1 O1 m8 i15 O15 i22 O22 i150 O150", STAGE_RELATIONSHIP, 5, 48}, /* back for a day */
    {"i1 O1 m8 i15 O15 i22 O22 i150 O150 i190 O190", STAGE_LOYAL, 6, 64},
    {"i1 O1 i2 O2 a3", STAGE_ADVOCATE, 2, 0}, /* a referral needs no meeting */
    {"a0 i1 O1 i2 O2", STAGE_ADVOCATE, 2, 0},
    {"a0 i1", STAGE_CONTACT, 0, 6},
    {"i1 O1 i2 O2 v3", STAGE_DIALOGUE, 2, 8},
    {"i1 O1 i2 O2 v3 v3", STAGE_DIALOGUE, 2, 8}, /* one day */
    {"i1 O1 i2 O2 v3 v4", STAGE_ADVOCATE, 2, 0},
};

static void stages_are_given_by_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROWS(stage_rows); i++) {
        const struct stage_row *r = &stage_rows[i];
        struct tie_state s;
        struct stage_verdict v;
        play(r->script, &s);
        stage_of(&s, false, &v);
        if (v.stage != r->stage || s.exchanges != r->exchanges || v.missing != r->missing)
            fail_msg("%s: %s, %d exchanges, missing %u", r->script, stage_name(v.stage),
                     (int)s.exchanges, v.missing);
        for (int k = 1; k <= (int)v.stage && v.stage != STAGE_ADVOCATE; k++)
            assert_true(v.since[k] >= v.since[k - 1]);
    }
}

static void staff_and_paid_are_never_advocates(void **state)
{
    (void)state;
    struct tie_state s;
    struct stage_verdict v;
    play("i1 O1 m5 f6 r7 i9 O9 i190 O190 a200 v201 v202", &s);
    stage_of(&s, false, &v);
    assert_int_equal(v.stage, STAGE_ADVOCATE);
    stage_of(&s, true, &v);
    assert_int_equal(v.stage, STAGE_LOYAL);
    assert_int_equal(v.missing, 0);
    assert_true(stage_role_is_ours(K_S("employee")) && stage_role_is_ours(K_S("supplier")));
    assert_false(stage_role_is_ours(K_S("customer")) || stage_role_is_ours(K_S("")));
}

static void assert_german(struct k_arena *a, k_str english)
{
    k_str german = k_tongue_say(a, K_TONGUE_DE, english);
    if (k_str_eq(german, english) || k_str_find(german, K_S(" the ")) >= 0)
        fail_msg("no German for: %.*s", K_ARG(english));
}

static void stages_say_their_evidence(void **state)
{
    struct k_arena *a = *state;
    static const struct {
        const char *script, *say;
    } rows[] = {
        {"", "Known to us; nothing was said yet."},
        {"i1", "They wrote once; we have not answered yet."},
        {"i1 i2", "They wrote 2 times; we have not answered yet."},
        {"o1", "We wrote; they have not answered yet."},
        {"i1 o2", "Both spoke, but neither answered the other yet."},
        {"i1 O1",
         "One two-way exchange, on 2 January 2026. A second on another day is missing."},
        {"i1 O1 i5 O5",
         "Two-way exchanges on 2 days, first on 2 January 2026 and 6 January 2026."},
        {"i1 O1 i5 O5 e40",
         "Exchanges on 2 days and an experience together, first on 10 February 2026."},
        {"i1 O1 m5 f6 r7 i9 O9 i190 O190",
         "In touch since 2 January 2026, and still after a bad moment, on 10 January 2026."},
        {"i1 O1 m8 i15 O15 i22 O22 i150 O150 i190 O190",
         "In touch since 2 January 2026, and back after a long silence, on 10 July 2026."},
        {"i1 O1 i2 O2 a3",
         "They spoke for us or sent somebody, on 4 January 2026; exchanges on 2 days."},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct tie_state s;
        struct stage_verdict v;
        play(rows[i].script, &s);
        stage_of(&s, false, &v);
        assert_str(stage_sentence(a, &s, &v), rows[i].say);
        assert_german(a, stage_sentence(a, &s, &v));
    }
    for (int i = 0; i < STAGE_NEEDS; i++) {
        assert_german(a, k_str_z(stage_need_say((enum stage_need)i)));
        assert_true(stage_need_name((enum stage_need)i)[0]);
    }
}

static void parts_say_their_evidence(void **state)
{
    struct k_arena *a = *state;
    static const char *const scripts[] = {
        "", "i1", "i1 o2", "i1 O1", "i1 O1 i9 O9", "k1 k9", "i1 O1 m5 f6 r7 i9 O9 i190 O190",
    };
    for (size_t i = 0; i < ROWS(scripts); i++)
        for (int gained = 0; gained < 4; gained++) {
            struct tie_state s;
            play(scripts[i], &s);
            s.gained_us = gained & 1;
            s.answered = gained & 1;
            s.gained_them = gained >> 1;
            s.mutual = gained == 3 ? 40 : 0;
            s.rest = gained == 3;
            struct tie_score r = score_at(&s, 200);
            for (int k = 0; k < TIE_PARTS; k++)
                assert_german(a, tie_part_say(a, &s, &r, (enum tie_part_kind)k));
        }
    for (int i = 0; i < TIE_ACTS; i++)
        assert_german(a, k_str_z(tie_act_say((enum tie_act)i)));
}

static void stage_names_are_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < STAGE_COUNT; i++)
        assert_int_equal(stage_parse(k_str_z(stage_name((enum stage)i))), i);
    assert_int_equal(stage_parse(K_S("friend")), STAGE_CONNECTION);
    for (int i = 0; i < TOUCH_MEDIA; i++)
        assert_int_equal(touch_medium_of(k_str_z(touch_media[i].name)), i);
    assert_int_equal(touch_medium_of(K_S("pigeon")), TOUCH_OTHER);
}

/* ---- rhythm ------------------------------------------------------------------------------ */

static void rhythm_is_their_own(void **state)
{
    (void)state;
    static const uint8_t odd[] = {7, 1, 30}, even[] = {1, 2, 30, 40}, same[] = {7, 7, 7, 7},
                         tiny[] = {1, 1}, huge[] = {255, 255}, burst[] = {1, 1, 1, 1, 200};
    assert_near(rhythm_median(odd, 3), 7, 0);
    assert_near(rhythm_median(even, 4), 16, 0);
    assert_near(rhythm_median(odd, 0), 0, 0);
    assert_near(rhythm_interval(tiny, 2), 2, 0);
    assert_near(rhythm_interval(huge, 2), 120, 0);
    assert_near(rhythm_interval(odd, 0), 30, 0);
    assert_near(rhythm_burstiness(same, 4), -1, 1e-12);
    assert_true(rhythm_burstiness(burst, 5) > 0.3);
    assert_true(isnan(rhythm_burstiness(odd, 1)));
    /* Weekly for 26 weeks, then silent: at day 364 D = 27. */
    struct tie_state s = {0};
    for (int i = 0; i < 26; i++)
        talk(&s, 7 * i, TOUCH_MAIL);
    assert_near(score_at(&s, 364).dormancy, 27, 1e-9);
    static const struct {
        double d;
        enum rhythm rhythm;
    } rows[] = {{0, RHYTHM_ALIVE},
                {3, RHYTHM_ALIVE},
                {3.01, RHYTHM_DRIFTING},
                {8, RHYTHM_DRIFTING},
                {8.01, RHYTHM_ASLEEP}};
    for (size_t i = 0; i < ROWS(rows); i++) {
        assert_int_equal(rhythm_of(true, rows[i].d), rows[i].rhythm);
        assert_int_equal(rhythm_of(false, rows[i].d), RHYTHM_NONE);
    }
}

/* ---- all ties of a person ---------------------------------------------------------------- */

static void give(struct k_arena *a, struct tie_set *set, struct tie_event e)
{
    tie_set_add(a, set, &e, &tie_weights_documented);
}

static struct tie_event by(struct tie_event e, k_id member)
{
    e.member = member;
    return e;
}

static void who_answers_has_heard(void **state)
{
    struct k_arena *a = *state;
    struct tie_set set = {0};
    give(a, &set, touch(1, TOUCH_IN, TOUCH_PUBLIC, false));
    assert_int_equal(set.n, 1);
    give(a, &set, by(touch(2, TOUCH_OUT, TOUCH_PUBLIC, true), 7));
    assert_int_equal(set.n, 2);
    assert_int_equal(set.v[1].member, 7);
    assert_int_equal(set.v[1].s.heard, 1);
    assert_int_equal(set.v[1].s.exchanges, 1);
    assert_int_equal(set.v[0].s.heard, 1);
    assert_int_equal(set.v[0].s.exchanges, 1);
    /* 8 writes first, they answer 8. */
    give(a, &set, by(touch(3, TOUCH_OUT, TOUCH_MAIL, false), 8));
    give(a, &set, touch(4, TOUCH_IN, TOUCH_MAIL, true));
    assert_int_equal(set.v[2].member, 8);
    assert_int_equal(set.v[2].s.exchanges, 1);
    assert_int_equal(set.v[1].s.exchanges, 1);
    assert_int_equal(set.v[0].s.exchanges, 2);
    assert_true(tie_set_two_sided(&set));
}

static void own_mailbox_counts_for_its_member_alone(void **state)
{
    struct k_arena *a = *state;
    struct tie_set set = {0};
    struct tie_event in = touch(1, TOUCH_IN, TOUCH_MAIL, false),
                     out = touch(1, TOUCH_OUT, TOUCH_MAIL, true);
    in.owner = out.owner = 7;
    give(a, &set, in);
    assert_false(tie_set_two_sided(&set));
    give(a, &set, out);
    assert_true(tie_set_two_sided(&set));
    assert_int_equal(set.v[0].s.heard, 0);
    assert_int_equal(set.v[0].s.touches, 0);
    assert_int_equal(set.v[1].s.exchanges, 1);
}

/* ---- bytes ------------------------------------------------------------------------------- */

static struct tie_event random_event(struct k_rand *r, k_time at)
{
    static const enum tie_what records[] = {TIE_VALUE, TIE_SHARED, TIE_FAILURE, TIE_REPAIR,
                                            TIE_ADVOCATED};
    struct tie_event e = {.at = at,
                          .id = (k_id)k_rand_below(r, 1 << 30),
                          .direction = (enum touch_direction)k_rand_below(r, 3),
                          .medium = (enum touch_medium)k_rand_below(r, TOUCH_MEDIA),
                          .prompted = k_rand_below(r, 2),
                          .personal = k_rand_below(r, 5) == 0,
                          .automatic = k_rand_below(r, 9) == 0,
                          .praise = k_rand_below(r, 20) == 0,
                          .asked = (int)k_rand_below(r, 3),
                          .channel = (k_id)k_rand_below(r, 12),
                          .member = (k_id)k_rand_below(r, 4)};
    if (k_rand_below(r, 10) == 0)
        e.what = records[k_rand_below(r, ROWS(records))];
    return e;
}

static void packed_in_the_middle_goes_on_the_same(void **state)
{
    (void)state;
    struct k_rand r;
    k_rand_seed(&r, 5);
    for (int round = 0; round < 50; round++) {
        struct tie_state whole = {0}, parts = {0}, back;
        k_time at = T0;
        for (int i = 0; i < 120; i++) {
            uint8_t bytes[TIE_PACKED_MAX];
            at += (k_time)k_rand_below(&r, (uint64_t)(round % 7 + 1) * 3 * K_DAY);
            struct tie_event e = random_event(&r, at);
            tie_add(&whole, &e, &tie_weights_documented);
            tie_add(&parts, &e, &tie_weights_documented);
            size_t n = tie_pack(&parts, bytes);
            assert_true(n <= TIE_PACKED_MAX);
            assert_int_equal(tie_unpack(k_str_n((char *)bytes, n), &back), K_OK);
            uint8_t again[TIE_PACKED_MAX];
            assert_int_equal(tie_pack(&back, again), n);
            assert_memory_equal(bytes, again, n);
            parts = back;
        }
        struct tie_score a, b;
        tie_score(&whole, &one_channel, &tie_weights_documented, at + K_DAY, &a);
        tie_score(&parts, &one_channel, &tie_weights_documented, at + K_DAY, &b);
        assert_memory_equal(&a, &b, sizeof a);
        assert_true(a.strength >= 0 && a.strength <= 100);
    }
}

static void broken_bytes_are_refused(void **state)
{
    (void)state;
    struct k_rand r;
    struct tie_state s = {0}, back;
    uint8_t bytes[TIE_PACKED_MAX + 1];
    k_rand_seed(&r, 6);
    for (int i = 0; i < 80; i++) {
        struct tie_event e = random_event(&r, T0 + i * K_DAY);
        tie_add(&s, &e, &tie_weights_documented);
    }
    size_t n = tie_pack(&s, bytes);
    for (size_t cut = 0; cut < n; cut++)
        assert_int_equal(tie_unpack(k_str_n((char *)bytes, cut), &back), K_ERR_BAD_INPUT);
    bytes[n] = 0;
    assert_int_equal(tie_unpack(k_str_n((char *)bytes, n + 1), &back), K_ERR_BAD_INPUT);
    for (int i = 0; i < MANY; i++) { /* anything may come back, but nothing breaks */
        uint8_t noise[TIE_PACKED_MAX];
        memcpy(noise, bytes, n);
        for (int k = 0; k < 3; k++)
            noise[k_rand_below(&r, n)] = (uint8_t)k_rand_below(&r, 256);
        k_err err = tie_unpack(k_str_n((char *)noise, n), &back);
        assert_true(err == K_OK || err == K_ERR_BAD_INPUT);
    }
}

/* ---- weights ----------------------------------------------------------------------------- */

/* Ratings made by other weights, with some noise. */
static void rate(struct ridge_row *rows, size_t n, const struct tie_weights *by, double noise)
{
    struct k_rand r;
    k_rand_seed(&r, 11);
    for (size_t i = 0; i < n; i++) {
        rows[i].rated = (k_rand_unit(&r) - 0.5) * noise;
        for (int p = 0; p < TIE_PARTS; p++) {
            rows[i].part[p] = k_rand_unit(&r);
            rows[i].rated += rows[i].part[p] * by->v[p];
        }
    }
}

static void weights_are_found_again_from_ratings(void **state)
{
    (void)state;
    static struct ridge_row rows[400];
    static const struct tie_weights theirs = {{5, 40, 10, 5, 15, 20, 0, 5}};
    struct ridge_fit fit;
    rate(rows, 400, &theirs, 10);
    assert_false(ridge_refit(rows, RIDGE_LEAST, &tie_weights_documented, &fit));
    assert_true(ridge_refit(rows, 400, &tie_weights_documented, &fit));
    double sum = 0;
    for (int p = 0; p < TIE_PARTS; p++) {
        assert_near(fit.weights.v[p], theirs.v[p], 2);
        assert_true(fit.weights.v[p] >= 0);
        sum += fit.weights.v[p];
    }
    assert_near(sum, 100, 1e-9);
    assert_true(fit.error < 4 && fit.error_was > 6);
    /* Ratings that say nothing about the parts leave the weights where they were. */
    rate(rows, 400, &tie_weights_documented, 200);
    assert_true(ridge_refit(rows, 400, &tie_weights_documented, &fit));
    for (int p = 0; p < TIE_PARTS; p++)
        assert_near(fit.weights.v[p], tie_weights_documented.v[p], 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_example_gives_the_documented_figures),
        cmocka_unit_test(check_values_of_light_touches),
        cmocka_unit_test(one_way_contact_never_counts),
        cmocka_unit_test(quarrel_thread_does_not_beat_a_year_of_weeks),
        cmocka_unit_test(cap_of_a_week_is_two_and_four_with_a_meeting),
        cmocka_unit_test(depth_wants_privacy_and_answered_questions),
        cmocka_unit_test(automatic_words_are_telling_and_weigh_nothing),
        cmocka_unit_test(channels_are_measured_by_their_spread),
        cmocka_unit_test(confidence_grows_with_touches),
        cmocka_unit_test(peak_is_kept_when_strength_falls),
        cmocka_unit_test(what_would_raise_it_is_tried_out),
        cmocka_unit_test(stages_are_given_by_rule),
        cmocka_unit_test(staff_and_paid_are_never_advocates),
        arena_test(stages_say_their_evidence),
        arena_test(parts_say_their_evidence),
        cmocka_unit_test(stage_names_are_read_back),
        cmocka_unit_test(rhythm_is_their_own),
        arena_test(who_answers_has_heard),
        arena_test(own_mailbox_counts_for_its_member_alone),
        cmocka_unit_test(weights_are_found_again_from_ratings),
        cmocka_unit_test(packed_in_the_middle_goes_on_the_same),
        cmocka_unit_test(broken_bytes_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
