/* Conditions over people: what is read, what is refused and where, who is in. */
#include "domain/segment_rules.h"
#include "base/buf.h"
#include "unit.h"

#define NOW (1000 * K_DAY)

static const struct segment_person ada = {
    .kind = K_S_INIT("person"),
    .name = K_S_INIT("Ada Nwosú"),
    .about = K_S_INIT("Fleet manager"),
    .role = K_S_INIT("customer"),
    .stage = K_S_INIT("loyal"),
    .strength = 61,
    .dormancy = 1.5,
    .heard = 12,
    .told = 9,
    .exchanges = 4,
    .last_touch_at = NOW - 10 * K_DAY,
    .created_at = NOW - 400 * K_DAY,
    .addresses = K_S_INIT("email\x1f-1\x1e"
                          "bluesky\x1f"
                          "2140"),
    .data = K_S_INIT("language\x1f\x1fpt-br\x1e"
                     "field\x1f"
                     "77\x1fgold"),
    .organizations = K_S_INIT("Nwosu Parcels\x1e"
                              "River Club"),
};

static const struct {
    const char *text;
    bool holds;
} rows[] = {
    {"{\"field\":\"stage\",\"op\":\"is\",\"value\":\"loyal\"}", true},
    {"{\"field\":\"stage\",\"op\":\"is\",\"value\":[\"advocate\",\"loyal\"]}", true},
    {"{\"field\":\"stage\",\"op\":\"is_not\",\"value\":[\"advocate\",\"loyal\"]}", false},
    {"{\"field\":\"strength\",\"op\":\"at_least\",\"value\":61}", true},
    {"{\"field\":\"strength\",\"op\":\"at_most\",\"value\":60.9}", false},
    {"{\"field\":\"last_contact\",\"op\":\"within\",\"value\":10}", true},
    {"{\"field\":\"last_contact\",\"op\":\"before\",\"value\":10}", false},
    {"{\"field\":\"last_contact\",\"op\":\"never\"}", false},
    {"{\"field\":\"known_since\",\"op\":\"before\",\"value\":365}", true},
    {"{\"field\":\"name\",\"op\":\"has\",\"value\":\"nwosu\"}", true},
    {"{\"field\":\"name\",\"op\":\"is\",\"value\":\"ada\"}", false},
    {"{\"field\":\"about\",\"op\":\"has_not\",\"value\":\"baker\"}", true},
    {"{\"field\":\"network\",\"op\":\"is\",\"value\":\"bluesky\"}", true},
    {"{\"field\":\"network\",\"op\":\"is_not\",\"value\":\"bluesky\"}", false},
    {"{\"field\":\"has_email\",\"op\":\"is\",\"value\":true}", true},
    {"{\"field\":\"has_phone\",\"op\":\"is\",\"value\":true}", false},
    {"{\"field\":\"followers\",\"op\":\"at_least\",\"value\":2000}", true},
    {"{\"field\":\"language\",\"op\":\"is\",\"value\":\"pt-BR\"}", true},
    {"{\"field\":\"field\",\"id\":\"77\",\"op\":\"is\",\"value\":\"Gold\"}", true},
    {"{\"field\":\"field\",\"id\":\"78\",\"op\":\"is\",\"value\":\"gold\"}", false},
    {"{\"field\":\"organization\",\"op\":\"has\",\"value\":\"parcels nwosu\"}", true},
    {"{\"field\":\"organization\",\"op\":\"has\",\"value\":\"parcels club\"}", false},
    {"{\"field\":\"mine\",\"op\":\"is\",\"value\":false}", true},
    {"{\"all\":[]}", true},
    {"{\"any\":[]}", false},
    {"{\"not\":{\"any\":[]}}", true},
    {"{\"all\":[{\"field\":\"role\",\"op\":\"is\",\"value\":\"customer\"},{\"any\":[{\"field\":"
     "\"heard\",\"op\":\"at_least\",\"value\":100},{\"field\":\"told\",\"op\":\"at_most\","
     "\"value\":9}]}]}",
     true},
};

static void conditions_hold_or_not(void **state)
{
    struct k_arena *a = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct segment s;
        k_str where;
        const char *why;
        if (!segment_parse(a, k_str_z(rows[i].text), &s, &where, &why))
            fail_msg("%s: %.*s %s", rows[i].text, K_ARG(where), why);
        if (segment_holds(&s, &ada, NOW, a) != rows[i].holds)
            fail_msg("%s: %s", rows[i].text, rows[i].holds ? "holds" : "does not hold");
    }
}

static void what_is_wrong_is_named_with_its_place(void **state)
{
    static const struct {
        const char *text, *where;
    } bad[] = {
        {"7", ""},
        {"{", ""},
        {"{\"all\":7}", "all"},
        {"{\"all\":[{\"field\":\"stage\",\"op\":\"is\",\"value\":\"x\"},{\"field\":\"shoe\"}]}",
         "all[1].field"},
        {"{\"field\":\"stage\",\"op\":\"at_least\",\"value\":\"x\"}", "op"},
        {"{\"field\":\"strength\",\"op\":\"at_least\",\"value\":\"x\"}", "value"},
        {"{\"field\":\"strength\",\"op\":\"at_least\"}", "value"},
        {"{\"all\":[{\"field\":\"strength\",\"op\":\"at_least\",\"value\":\"\"}]}",
         "all[0].value"},
        {"{\"field\":\"name\",\"op\":\"has\",\"value\":\" \"}", "value"},
        {"{\"field\":\"about\",\"op\":\"is\",\"value\":[\"baker\",\"\"]}", "value"},
        {"{\"field\":\"stage\",\"op\":\"is\",\"value\":[]}", "value"},
        {"{\"field\":\"stage\",\"op\":\"is\",\"value\":[7]}", "value"},
        {"{\"field\":\"has_email\",\"op\":\"is\",\"value\":1}", "value"},
        {"{\"field\":\"field\",\"op\":\"has\",\"value\":\"x\"}", "id"},
        {"{\"not\":{\"any\":[{\"not\":{\"field\":\"x\"}}]}}", "not.any[0].not.field"},
    };
    struct k_arena *a = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct segment s;
        k_str where;
        const char *why;
        assert_false(segment_parse(a, k_str_z(bad[i].text), &s, &where, &why));
        if (!k_str_eqz(where, bad[i].where))
            fail_msg("%s: %.*s", bad[i].text, K_ARG(where));
        assert_true(strlen(why) > 5);
    }
}

static void depth_and_number_have_an_end(void **state)
{
    struct k_arena *a = *state;
    struct k_buf b;
    struct segment s;
    k_str where;
    const char *why;
    k_buf_init(&b, a, 100000);
    for (int i = 0; i < 10; i++)
        k_buf_str(&b, K_S("{\"not\":"));
    k_buf_str(&b, K_S("{\"all\":[]}"));
    for (int i = 0; i < 10; i++)
        k_buf_chr(&b, '}');
    assert_false(segment_parse(a, k_buf_view(&b), &s, &where, &why));
    k_buf_reset(&b);
    k_buf_str(&b, K_S("{\"all\":["));
    for (int i = 0; i < 200; i++)
        k_buf_str(&b, i ? K_S(",{\"all\":[]}") : K_S("{\"all\":[]}"));
    k_buf_str(&b, K_S("]}"));
    assert_false(segment_parse(a, k_buf_view(&b), &s, &where, &why));
}

static void what_all_must_be_is_given_to_the_database(void **state)
{
    struct k_arena *a = *state;
    struct segment s;
    k_str where;
    const char *why;
    assert_true(segment_parse(
        a,
        K_S("{\"all\":[{\"field\":\"stage\",\"op\":\"is\",\"value\":\"loyal\"},{\"field\":"
            "\"language\",\"op\":\"is\",\"value\":\"de\"}]}"),
        &s, &where, &why));
    assert_str(s.stage, "loyal");
    assert_int_equal(s.needs, SEGMENT_DATA);
    assert_true(segment_parse(
        a, K_S("{\"any\":[{\"field\":\"stage\",\"op\":\"is\",\"value\":\"loyal\"}]}"), &s,
        &where, &why));
    assert_str(s.stage, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(conditions_hold_or_not),
        arena_test(what_is_wrong_is_named_with_its_place),
        arena_test(depth_and_number_have_an_end),
        arena_test(what_all_must_be_is_given_to_the_database),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
