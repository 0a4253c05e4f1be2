/* Which organization an address speaks for, exactly. */
#include "unit.h"
#include "domain/workplace_rules.h"

static void an_address_speaks_for_its_domain_alone(void **state)
{
    static const struct {
        const char *network, *address, *verified, *want;
    } cases[] = {
        {"email", "Ada@Engine.example", "", "engine.example"},
        {"email", "ada@mail.engine.example", "", "mail.engine.example"},
        {"email", "info@engine.example", "", ""},
        {"email", "ada@gmail.com", "", ""},
        {"email", "ada@gmx.de", "", ""},
        {"email", "ada@t-online.de", "", ""},
        {"email", "ada@localhost", "", ""},
        {"email", "no address", "", ""},
        {"web", "engine.example/team/ada", "link", "engine.example"},
        {"web", "engine.example/team/ada", "", ""},
        {"web", "github.com/ada", "member", ""},
        {"bluesky", "ada.engine.example", "", "ada.engine.example"},
        {"bluesky", "ada.bsky.social", "", ""},
        {"bluesky", "ada", "", ""},
        {"mastodon", "ada@engine.example", "", ""},
        {"phone", "+49301234567", "member", ""},
        {"", "", "", ""},
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        struct workplace_address x = {k_str_z(cases[i].network), k_str_z(cases[i].address),
                                      k_str_z(cases[i].verified)};
        print_message("# %s %s\n", cases[i].network, cases[i].address);
        assert_str(workplace_domain(*state, &x), cases[i].want);
    }
}

static void the_domain_around_it_is_tried_until_it_is_nobodys(void **state)
{
    (void)state;
    assert_str(workplace_wider(K_S("a.mail.engine.example")), "mail.engine.example");
    assert_str(workplace_wider(K_S("mail.engine.example")), "engine.example");
    assert_str(workplace_wider(K_S("engine.example")), "");
    assert_str(workplace_wider(K_S("ada.wordpress.com")), "");
    assert_str(workplace_wider(K_S("example")), "");
    assert_str(workplace_wider(K_S("")), "");
    assert_str(workplace_wider(K_S("a.")), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(an_address_speaks_for_its_domain_alone),
        cmocka_unit_test(the_domain_around_it_is_tried_until_it_is_nobodys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
