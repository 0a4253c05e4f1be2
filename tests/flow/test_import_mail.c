/* Import of mail: who wrote to whom becomes touches, answers are told from telling, machines
 * weigh nothing, words come only by choice, and a second run doubles nothing. */
#include "kit/import.h"
#include "os/map.h"
#include <stdio.h>
#include <stdlib.h>

enum { ME = 7 };
#define COUNT(k, what) kit_db_number((k), "select count(*) from " what)

/* The answer stands before what it answers. */
static const char box[] =
    "From x Wed Mar  1 08:35:32 2017\n"
    "From: Ada Lovelace <Ada@engine.example>\nTo: me@kith.example\nMessage-ID: <2@e>\n"
    "In-Reply-To: <1@k>\nSubject: Re: Hello\nDate: Wed, 1 Mar 2017 10:00:00 +0000\n\nThanks\n\n"
    "From x Wed Mar  1 08:35:32 2017\n"
    "From: Me <me@kith.example>\nTo: ada@engine.example\nCc: Known <k@engine.example>, "
    "new@engine.example\nMessage-ID: <1@k>\nSubject: Hello\n"
    "Date: Wed, 1 Mar 2017 09:00:00 +0000\n\nHow are you?\n>From there\n\n"
    "From x Wed Mar  1 08:35:32 2017\n"
    "From: Shop <noreply@shop.example>\nTo: me@kith.example\nMessage-ID: <3@s>\nSubject: Buy\n"
    "Date: Thu, 2 Mar 2017 09:00:00 +0000\n\nBuy\n\n"
    "From jo at c.example  Fri Mar  3 08:35:32 2017\n"
    "From: jo at c.example (=?ISO-8859-1?Q?J=F6?= Doe)\nSubject: To a list\n\nHi all\n\n"
    "From x Wed Mar  1 08:35:32 2017\nSubject: nobody\nDate: Thu, 2 Mar 2017 09:00:00 +0000\n\n"
    "x\n";
#define OPTIONS(more) K_S("{\"ours\":[\"me@kith.example\"]" more "}")

static void mail_becomes_touches_in_order(struct kit_db *k)
{
    kit_import(k, "people", K_S("name,email\nKnown One,k@engine.example\n"), K_NONE, ME);
    struct sq_import_get_row run =
        kit_import(k, "mail", k_str_z(box), OPTIONS(",\"skip_automatic\":true"), ME);
    assert_int_equal(run.done, 5);
    assert_int_equal(run.added, 3);
    assert_int_equal(run.refused, 1);
    assert_int_equal(COUNT(k, "import_reject where line = 37 and reason like '%who wrote%'"),
                     1);
    assert_int_equal(COUNT(k, "touch where source = 'mail' and member_id = 7 and owner_id = 7"),
                     4);
    assert_int_equal(COUNT(k,
                           "touch where direction = 'in' and prompted = 1 and medium = 'mail' "
                           "and source_ref = 'mail:2@e' and personal = 1"),
                     1);
    assert_int_equal(COUNT(k, "touch where direction = 'out' and prompted = 0"), 2);
    assert_int_equal(COUNT(k, "touch where medium = 'public' and text = 'To a list'"), 1);
    assert_int_equal(COUNT(k, "person where name = 'Ada Lovelace' and owner_id = 7"), 1);
    assert_int_equal(COUNT(k, "person where name = 'J\xc3\xb6 Doe'"), 1);
    assert_int_equal(COUNT(k, "identity where native_id = 'new@engine.example'"), 0);
    assert_int_equal(COUNT(k, "identity where native_id like '%kith.example'"), 0);
    assert_int_equal(COUNT(k, "touch where text like '%Thanks%'"), 0);
}

static void history_is_in_the_ties_at_once(struct kit_db *k)
{
    kit_import(k, "mail", k_str_z(box), OPTIONS(",\"share\":true"), ME);
    assert_int_equal(COUNT(k, "tie t join person p on p.id = t.person_id where p.name = 'Ada "
                              "Lovelace' and t.strength > 0"),
                     2); /* with the member and with the house */
    assert_int_equal(COUNT(k, "person where name = 'J\xc3\xb6 Doe' and strength > 0"), 0);
}

static void a_second_run_doubles_nothing(struct kit_db *k)
{
    kit_import(k, "mail", k_str_z(box), OPTIONS(""), ME);
    int64_t touches = COUNT(k, "touch");
    struct sq_import_get_row run = kit_import(k, "mail", k_str_z(box), OPTIONS(""), ME);
    assert_int_equal(run.added, 0);
    assert_int_equal(COUNT(k, "touch"), touches);
}

static void words_come_by_choice_and_machines_are_known_as_such(struct kit_db *k)
{
    kit_import(k, "people", K_S("name,email\nShop,noreply@shop.example\n"), K_NONE, ME);
    kit_import(k, "mail", k_str_z(box), OPTIONS(",\"content\":true"), ME);
    assert_int_equal(COUNT(k, "touch where text like '%Thanks%'"), 1);
    assert_int_equal(COUNT(k, "touch where automatic = 1 and source_ref = 'mail:3@s'"), 1);
    assert_int_equal(COUNT(k, "touch where automatic = 1"), 1);
}

static void real_mailboxes_are_read_to_their_end(struct kit_db *k)
{
    static const struct {
        const char *file;
        int64_t mails;
    } files[] = {
        {"mbox/mbox/mbox_complex.mbox", 2},
        {"mbox/mbox/mbox_iso8859_encoding.mbox", 1},
        {"mbox/mbox/mbox_multipart.mbox", 2},
        {"mbox/mbox/mbox_no_fields.mbox", 6},
        {"mbox/mbox/mbox_single.mbox", 1},
        {"mbox/mbox/mbox_unixfrom_encoding.mbox", 1},
        {"mbox/mbox/mbox_unknown_encoding.mbox", 1},
        {"mbox/utils/mbox_single.mbox", 1},
        {"mbox/hyperkitty/hyperkitty_2016_april.mbox", 3},
        {"mbox/hyperkitty/hyperkitty_2016_march.mbox", 1},
        {"mbox/pipermail/pipermail_2015_november.mbox", 4},
        {"mbox/pipermail/pipermail_2016_april.mbox", 3},
        {"mbox/pipermail/pipermail_2016_march.mbox", 1},
        {"mailing-list/r-devel/2017-January.txt", 0},
        {"mailing-list/r-devel/2017-March.txt", 0},
    };
    const char *shared = getenv("KITH_SHARED");
    int64_t seen = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[2048];
        struct os_map map;
        (void)snprintf(path, sizeof path, "%s/data/rolodex/%s", shared ? shared : "../shared",
                       files[i].file);
        if (os_file_map(path, &map) != K_OK)
            continue;
        struct sq_import_get_row run =
            kit_import(k, "mail", os_map_text(&map), OPTIONS(""), ME);
        seen += run.done;
        if (files[i].mails)
            assert_int_equal(run.done, files[i].mails);
        print_message("# %s: %lld mails, %lld touches, %lld here, %lld refused\n",
                      files[i].file, (long long)run.done, (long long)run.added,
                      (long long)run.matched, (long long)run.refused);
        assert_true(run.done > 0 && run.added + run.matched + run.refused == run.done);
        os_file_unmap(&map);
        kit_db_reset(k);
    }
    if (!seen) {
        print_message(
            "# skip: no mailboxes beside the project; KITH_SHARED says where they are\n");
        skip();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(mail_becomes_touches_in_order),
        KIT_BOTH(history_is_in_the_ties_at_once),
        KIT_BOTH(a_second_run_doubles_nothing),
        KIT_BOTH(words_come_by_choice_and_machines_are_known_as_such),
        KIT_SQLITE(real_mailboxes_are_read_to_their_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
