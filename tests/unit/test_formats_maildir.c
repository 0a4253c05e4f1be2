/* What names in a folder of mail say, and bags of mail. */
#include "unit.h"
#include "formats/mailbag.h"
#include "formats/maildir.h"

static void names_of_files_are_understood(void **state)
{
    static const struct {
        const char *name;
        enum maildir_what what;
        const char *folder;
        int64_t seconds;
        bool draft, trashed;
    } cases[] = {
        {"Maildir/cur/1204680122.M1P2.host:2,S", MAILDIR_MAIL, "Maildir", 1204680122, 0, 0},
        {"cur/1204680122.x:2,", MAILDIR_MAIL, "", 1204680122, 0, 0},
        {"new/1204680122.27c448b0.host", MAILDIR_MAIL, "", 1204680122, 0, 0},
        {"M/.Sent/cur/1204680122.a.b:2,RSD", MAILDIR_MAIL, "M/.Sent", 1204680122, 1, 0},
        {"M/.Lists.R/cur/1204680122.a;2,ST", MAILDIR_MAIL, "M/.Lists.R", 1204680122, 0, 1},
        {"M/cur/1204680122.a!2,T", MAILDIR_MAIL, "M", 1204680122, 0, 1},
        {"M/cur/123:2,D", MAILDIR_MAIL, "M", 0, 1, 0},
        {"M/cur/T.D:1,TD", MAILDIR_MAIL, "M", 0, 0, 0},
        {"M/cur/2,T", MAILDIR_MAIL, "M", 0, 0, 0},
        {"M/tmp/1204680122.a", MAILDIR_NOT, NULL, 0, 0, 0},
        {"M/dovecot-uidlist", MAILDIR_NOT, NULL, 0, 0, 0},
        {"M/cur/.nfs0001", MAILDIR_NOT, NULL, 0, 0, 0},
        {"M/maildirfolder", MAILDIR_NOT, NULL, 0, 0, 0},
        {"M/subscriptions", MAILDIR_NOT, NULL, 0, 0, 0},
        {"__MACOSX/M/._a.eml", MAILDIR_NOT, NULL, 0, 0, 0},
        {"Friends/Hello.EML", MAILDIR_MAIL, "Friends", 0, 0, 0},
        {"Takeout/Mail/Sent.mbox", MAILDIR_MAYBE, "Takeout/Mail/Sent", 0, 0, 0},
        {"Mail/Inbox", MAILDIR_MAYBE, "Mail/Inbox", 0, 0, 0},
        {"", MAILDIR_MAYBE, "", 0, 0, 0},
        {"cur", MAILDIR_MAYBE, "cur", 0, 0, 0},
    };
    for (size_t i = 0; i < ROWS(cases); i++) {
        struct maildir_name n = maildir_read(k_str_z(cases[i].name));
        print_message("# %s\n", cases[i].name);
        assert_int_equal(n.what, cases[i].what);
        if (cases[i].folder)
            assert_str(n.folder, cases[i].folder);
        assert_int_equal(n.at, cases[i].seconds * K_SEC);
        assert_int_equal(n.draft, cases[i].draft);
        assert_int_equal(n.trashed, cases[i].trashed);
    }
}

static void folders_have_the_names_that_people_know(void **state)
{
    static const struct {
        const char *folder, *root, *want;
    } cases[] = {
        {"Maildir", "Maildir", "Inbox"},
        {"Maildir/.Sent", "Maildir", "Sent"},
        {"Maildir/.Lists.Friends", "Maildir", "Lists/Friends"},
        {"Maildir/Lists/Friends", "Maildir", "Lists/Friends"},
        {"Maildir/.Entw&APw-rfe", "Maildir", "Entw\xc3\xbcrfe"},
        {"Maildir/.&2D3eAA-", "Maildir", "\xf0\x9f\x98\x80"},
        {"Maildir/.A&-B", "Maildir", "A&B"},
        {"Maildir/.A&x", "Maildir", "A&x"},
        {"Maildir/.&ZeVnLIqe-", "Maildir", "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"},
        {"", "", "Inbox"},
        {"ada/Maildir", "", "ada/Maildir"},
        {"Sent", "", "Sent"},
    };
    for (size_t i = 0; i < ROWS(cases); i++)
        assert_str(maildir_folder(*state, k_str_z(cases[i].folder), k_str_z(cases[i].root)),
                   cases[i].want);
}

static void what_paths_share_is_whole_parts(void **state)
{
    static const struct {
        const char *a, *b, *want;
    } cases[] = {
        {"Maildir", "Maildir", "Maildir"},
        {"Maildir", "Maildir/.Sent", "Maildir"},
        {"Maildir/.Sent", "Maildir", "Maildir"},
        {"home/ada/M", "home/adam/M", "home"},
        {"a", "b", ""},
        {"", "b", ""},
        {"a/b/c", "a/b/d", "a/b"},
    };
    for (size_t i = 0; i < ROWS(cases); i++)
        assert_str(maildir_shared(k_str_z(cases[i].a), k_str_z(cases[i].b)), cases[i].want);
}

static void drafts_junk_and_trash_are_known_in_many_languages(void **state)
{
    static const struct {
        const char *name;
        enum maildir_use want;
    } cases[] = {
        {"Sent", MAILDIR_SENT},
        {"Gesendete Objekte", MAILDIR_SENT},
        {"INBOX/Sent Items", MAILDIR_SENT},
        {"Entw\xc3\xbcrfe", MAILDIR_UNWANTED},
        {"Junk E-Mail", MAILDIR_UNWANTED},
        {"Gel\xc3\xb6schte Elemente", MAILDIR_UNWANTED},
        {"\xc3\x89l\xc3\xa9ments supprim\xc3\xa9s", MAILDIR_UNWANTED},
        {"Papierkorb", MAILDIR_UNWANTED},
        {"Inbox", MAILDIR_ORDINARY},
        {"Spam reports", MAILDIR_ORDINARY},
        {"Consent", MAILDIR_ORDINARY},
    };
    for (size_t i = 0; i < ROWS(cases); i++)
        assert_int_equal(maildir_use(*state, k_str_z(cases[i].name)), cases[i].want);
}

/* "file:line:box_line=raw|" of each mail. */
static const char *shown(struct k_arena *a, k_str text)
{
    struct mailbag r = mailbag_open(text);
    struct mailbag_mail m;
    struct k_buf b;
    k_buf_init(&b, a, 65536);
    while (mailbag_next(&r, &m)) {
        k_str raw = m.why.p ? k_cat(a, K_S("!"), m.why) : k_str_trim(m.raw);
        k_buf_fmt(&b, "%.*s:%zu:%zu=%.*s|", K_ARG(m.file), m.line, m.box_line, K_ARG(raw));
    }
    return k_dupz(a, k_buf_view(&b));
}

static void a_bag_gives_back_what_was_put_in(void **state)
{
    struct k_arena *a = *state;
    struct k_buf b;
    k_str box = K_S("From x\nFrom: a\n\n1\n\nFrom y\nFrom: b\n\n2\n"),
          mail = K_S("From: c\n\n3");
    k_buf_init(&b, a, 65536);
    k_buf_str(&b, K_S(MAILBAG_FIRST));
    k_buf_str(&b, mailbag_line(a, MAILBAG_MAIL, mail.n, 7, K_S("M/cur/a b")));
    k_buf_str(&b, mail);
    k_buf_str(&b, K_S("\n"));
    k_buf_str(&b, mailbag_line(a, MAILBAG_NONE, 3, 0, K_S("c")));
    k_buf_str(&b, K_S("why\n"));
    k_buf_str(&b, mailbag_line(a, MAILBAG_MBOX, box.n, 0, K_S("d.mbox")));
    k_buf_str(&b, box);
    k_buf_str(&b, K_S("\n"));
    assert_string_equal(shown(a, k_buf_view(&b)),
                        "M/cur/a b:1:0=From: c\n\n3|c:2:0=!why|d.mbox:3:1=From: a\n\n1|"
                        "d.mbox:4:6=From: b\n\n2|");
    assert_string_equal(shown(a, box), ":1:0=From: a\n\n1|:6:0=From: b\n\n2|");
    assert_true(mailbag_is(k_buf_view(&b)) && mailbag_is(box) && mailbag_is(mail));
    assert_false(mailbag_is(K_S("name,email\n")));
}

static void a_bag_that_lies_ends(void **state)
{
    static const char *const cases[] = {"mail 99 0 x\nshort",
                                        "mail -1 0 x\nab",
                                        "mail 18446744073709551615 0 x\nab",
                                        "mail",
                                        "mail 1 0",
                                        "\n\n\n",
                                        "mail 1 z x\na"};
    for (size_t i = 0; i < ROWS(cases); i++)
        assert_string_equal(shown(*state, k_fmt(*state, "%s%s", MAILBAG_FIRST, cases[i])), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_files_are_understood),
        arena_test(folders_have_the_names_that_people_know),
        cmocka_unit_test(what_paths_share_is_whole_parts),
        arena_test(drafts_junk_and_trash_are_known_in_many_languages),
        arena_test(a_bag_gives_back_what_was_put_in),
        arena_test(a_bag_that_lies_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
