/* Import of a Maildir, as a folder and in an archive: the same history as from a mailbox, its
 * folders and flags understood, what cannot be read named with its file. */
#include "kit/archive.h"
#include "kit/import.h"
#include "import/rejects.h"
#include "import/unpack.h"
#include "os/file.h"
#include "os/map.h"
#include <stdio.h>
#include <stdlib.h>

enum { ME = 7 };
#define COUNT(k, what) kit_db_number((k), "select count(*) from " what)
#define HEAD(from, to, id, day)                                                                \
    "From: " from "\nTo: " to "\nMessage-ID: <" id ">\nSubject: S\nDate: Wed, " day            \
    " Mar 2017 10:00:00 +0000\n"
#define FILE(name, text)                                                                       \
    (struct kit_file)                                                                          \
    {                                                                                          \
        name, K_S_INIT(text), NULL                                                             \
    }

static void add(struct kit_db *k, struct kit_files *files, struct kit_file f)
{
    *k_vec_push(k->cx.arena, files) = f;
}

/* A member's mailbox as Dovecot keeps it. */
static void own_maildir(struct kit_db *k, struct kit_files *f)
{
    add(k, f, FILE("Maildir/dovecot-uidlist", "3 V1\n"));
    add(k, f,
        FILE("Maildir/cur/1488362400.M1P1.host,S=99:2,RS",
             HEAD("Ada <ada@engine.example>", "me@kith.example", "1@e", "1") "\nHello\n"));
    add(k, f,
        FILE("Maildir/new/1488362401.M2P1.host",
             HEAD("Jo <jo@c.example>", "me@kith.example", "2@c", "2") "\nHi\n"));
    add(k, f,
        FILE("Maildir/tmp/1488362402.M3P1.host",
             HEAD("No <no@c.example>", "me@kith.example", "3@c", "2") "\nHalf\n"));
    add(k, f,
        FILE("Maildir/.Sent/cur/1488362403.M4P1.host:2,S",
             HEAD("Me <me@kith.example>", "ada@engine.example", "4@k",
                  "3") "In-Reply-To: <1@e>\n\nThanks\n"));
    add(k, f,
        FILE("Maildir/.Entw&APw-rfe/cur/1488362404.M5P1.host:2,DS",
             HEAD("Me <me@kith.example>", "boss@c.example", "5@k", "3") "\nNever sent\n"));
    add(k, f,
        FILE("Maildir/.Junk/cur/1488362405.M6P1.host:2,S",
             HEAD("Win <win@spam.example>", "me@kith.example", "6@s", "3") "\nWin\n"));
    add(k, f,
        FILE("Maildir/cur/1488362406.M7P1.host:2,ST",
             HEAD("Old <old@c.example>", "me@kith.example", "7@c", "3") "\nThrown away\n"));
    add(k, f,
        FILE("Maildir/.Lists.R/cur/1488362407.M8P1.host:2,",
             "Subject: nobody\nDate: Wed, 1 Mar 2017 10:00:00 +0000\n\nx\n"));
    add(k, f,
        FILE("Maildir/cur/1488362408.M9P1.host:2,S",
             "From: Und <undated@c.example>\nTo: me@kith.example\nMessage-ID: <9@c>\n\nx\n"));
}

static const char *temp(struct kit_db *k, const char *name)
{
    return k_fmt(k->cx.arena, "%s/%s", k->dir[0] ? k->dir : "/tmp", name).p;
}

/* The text that an import reads, out of an archive or a folder. */
static k_str unpacked(struct kit_db *k, const struct unpack_source *from)
{
    k_str dir, text;
    assert_int_equal(os_folder_temp(k->cx.arena, "kith-test", &dir), K_OK);
    const char *to = k_fmt(k->cx.arena, "%.*s/out", K_ARG(dir)).p;
    k_err err = unpack(&k->cx, from, to);
    if (err != K_OK)
        print_error("%.*s\n", K_ARG(k->cx.detail.text));
    assert_int_equal(err, K_OK);
    assert_int_equal(os_file_read(k->cx.arena, to, 64 << 20, &text), K_OK);
    assert_int_equal(os_folder_remove(dir.p), K_OK);
    return text;
}

static k_str packed(struct kit_db *k, enum kit_archive form, const struct kit_files *f)
{
    return unpacked(k, &(struct unpack_source){.archive = kit_archive(k->cx.arena, form, f)});
}

static k_str refused(struct kit_db *k, k_id run)
{
    struct k_buf b;
    k_buf_init(&b, k->cx.arena, 1 << 20);
    assert_int_equal(rejects_write(&k->cx, run, false, K_TONGUE_EN, &b), K_OK);
    return k_buf_view(&b);
}

static void a_maildir_becomes_history(struct kit_db *k)
{
    struct kit_files f = {0};
    kit_db_run(k, "insert into member (id, handle, name, email, role, created_at) values "
                  "(7, 'me', 'Me', 'me@kith.example', 'agent', 1)");
    own_maildir(k, &f);
    k_str text = packed(k, KIT_TGZ, &f);
    struct sq_import_get_row run = kit_import(k, "mail", text, K_NONE, ME);
    assert_int_equal(run.done, 8); /* not what is in tmp, nor the index */
    assert_int_equal(run.added, 4);
    assert_int_equal(run.refused, 1);
    assert_int_equal(COUNT(k, "touch where source = 'mail' and owner_id = 7"), 4);
    assert_int_equal(COUNT(k, "touch where source_ref = 'mail:4@k' and direction = 'out' and "
                              "prompted = 1"),
                     1);
    /* the name of its file says when it came */
    assert_int_equal(COUNT(k, "touch where source_ref = 'mail:9@c' and at = 1488362408000000"),
                     1);
    assert_int_equal(COUNT(k, "identity where native_id in ('no@c.example', 'boss@c.example', "
                              "'win@spam.example', 'old@c.example')"),
                     0);
    assert_true(k_str_find(refused(k, run.id),
                           K_S("Maildir/.Lists.R/cur/1488362407.M8P1.host:2,")) > 0);
    assert_true(k_str_starts(refused(k, run.id), K_S("line,file,reason,row\r\n")));
}

static void folders_that_are_wanted_are_taken(struct kit_db *k)
{
    struct kit_files f = {0};
    struct import_sample sample = {0};
    own_maildir(k, &f);
    k_str text = packed(k, KIT_ZIP, &f);
    struct kit_import i = {.kind = import_kind_find(K_S("mail")), .text = text, .member = ME};
    assert_int_equal(kit_import_new(k, &i), K_OK);
    struct sq_import_get_row run = kit_import_pass(k, &i, true);
    assert_true(
        k_str_find(run.options, K_S("\"skip_folders\":[\"Entw\xc3\xbcrfe\",\"Junk\"]")) > 0);
    assert_true(k_str_find(run.options, K_S("me@kith.example")) > 0); /* out of "Sent" */
    assert_int_equal(i.kind->sample(&k->cx, text, run.options, 8, 200, &sample), K_OK);
    assert_int_equal(sample.folders.n, 5);
    assert_true(k_str_eqz(sample.folders.v[0].name, "Inbox"));
    assert_int_equal(sample.folders.v[0].mails, 4);
    i.options = K_S("{\"ours\":[\"me@kith.example\"],\"skip_folders\":[\"Inbox\"]}");
    run = kit_import_pass(k, &i, false);
    assert_int_equal(run.added, 2); /* sent, and junk; the draft was never sent */
    assert_int_equal(COUNT(k, "identity where native_id = 'win@spam.example'"), 1);
    assert_int_equal(COUNT(k, "identity where native_id = 'boss@c.example'"), 0);
}

static void a_folder_and_its_archive_say_the_same_and_twice_adds_nothing(struct kit_db *k)
{
    struct kit_files f = {0};
    k_str dir;
    own_maildir(k, &f);
    assert_int_equal(os_folder_temp(k->cx.arena, "kith-test", &dir), K_OK);
    kit_folder(k->cx.arena, dir.p, &f);
    const char *folder = k_fmt(k->cx.arena, "%.*s/Maildir", K_ARG(dir)).p;
    k_str text = unpacked(k, &(struct unpack_source){.folder = folder});
    struct sq_import_get_row run = kit_import(k, "mail", text, K_NONE, ME);
    int64_t touches = COUNT(k, "touch");
    assert_int_equal(run.added, 4);
    for (int form = KIT_ZIP; form <= KIT_TGZ; form++) {
        run = kit_import(k, "mail", packed(k, (enum kit_archive)form, &f), K_NONE, ME);
        assert_int_equal(run.added, 0);
        assert_int_equal(run.matched, 4);
        assert_int_equal(run.refused, 1);
        assert_int_equal(COUNT(k, "touch"), touches);
    }
    assert_int_equal(os_folder_remove(dir.p), K_OK);
}

static void mailboxes_and_single_mails_are_taken_together(struct kit_db *k)
{
    struct kit_files f = {0};
    add(k, &f,
        FILE("Export/Hello.eml",
             HEAD("Ada <ada@engine.example>", "me@kith.example", "1@e", "1") "\nHello\n"));
    add(k, &f,
        FILE("Export/Old.mbox",
             "From x Wed Mar  1 08:35:32 2017\n" HEAD(
                 "Jo <jo@c.example>", "me@kith.example", "2@c",
                 "2") "\nHi\n\n"
                      "From x Wed Mar  1 08:35:32 2017\nSubject: nobody\n\nx\n"));
    add(k, &f, FILE("Export/picture.png", "\x89PNG\r\n"));
    struct sq_import_get_row run =
        kit_import(k, "mail", packed(k, KIT_ZIP, &f),
                   K_S("{\"ours\":[\"me@kith.example\"],\"content\":true}"), ME);
    assert_int_equal(run.done, 3);
    assert_int_equal(run.added, 2);
    assert_int_equal(COUNT(k, "touch where text like '%Hello%'"), 1);
    assert_true(k_str_find(refused(k, run.id), K_S("Export/Old.mbox:10")) > 0);
}

/* LinkedIn's own export is a zip of tables; telephones give one card a file. */
static void other_archives_give_what_people_meant(struct kit_db *k)
{
    struct kit_files f = {0}, cards = {0}, many = {0};
    add(k, &f, FILE("Profile.csv", "First Name\nMe\n"));
    add(k, &f, FILE("Connections.csv", "First Name,Last Name\nAda,L\n"));
    assert_true(k_str_starts(packed(k, KIT_ZIP, &f), K_S("First Name,Last Name")));
    add(k, &cards, FILE("a.vcf", "BEGIN:VCARD\nFN:A\nEND:VCARD"));
    add(k, &cards, FILE("b.vcf", "BEGIN:VCARD\nFN:B\nEND:VCARD\n"));
    struct sq_import_get_row run =
        kit_import(k, "people", packed(k, KIT_TAR, &cards), K_NONE, ME);
    assert_int_equal(run.added, 2);
    add(k, &many, FILE("a.csv", "name\nx\n"));
    add(k, &many, FILE("b.csv", "name\ny\n"));
    struct unpack_source from = {.archive = kit_archive(k->cx.arena, KIT_ZIP, &many)};
    assert_int_equal(unpack(&k->cx, &from, temp(k, "kith-test-several")), K_ERR_BAD_INPUT);
    assert_true(k_str_find(k->cx.detail.text, K_S("a.csv, b.csv")) > 0);
    assert_false(os_file_exists(temp(k, "kith-test-several")));
}

/* The same mails, once as the mailbox they are and once as a Maildir: the same touches. */
static void real_mailboxes_give_the_same_as_maildirs(struct kit_db *k)
{
    static const char *const files[] = {
        "mbox/mbox/mbox_complex.mbox",
        "mbox/mbox/mbox_multipart.mbox",
        "mbox/mbox/mbox_no_fields.mbox",
        "mbox/mbox/mbox_single.mbox",
        "mbox/mbox/mbox_unixfrom_encoding.mbox",
        "mbox/hyperkitty/hyperkitty_2016_april.mbox",
        "mbox/pipermail/pipermail_2015_november.mbox",
    };
    static const char *const sums[] = {
        "select coalesce(sum(at), 0) from touch", "select count(*) from touch",
        "select count(*) from identity", "select count(*) from touch where prompted = 1"};
    const char *shared = getenv("KITH_SHARED");
    int64_t seen = 0;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct kit_files f = {0};
        struct os_map map;
        k_str path =
            k_fmt(k->cx.arena, "%s/data/rolodex/%s", shared ? shared : "../shared", files[i]);
        int64_t before[4], between[4];
        if (os_file_map(path.p, &map) != K_OK)
            continue;
        kit_maildir(k->cx.arena, os_map_text(&map), "Maildir", &f);
        k_str text = packed(k, KIT_TGZ, &f);
        for (size_t s = 0; s < 4; s++)
            before[s] = kit_db_number(k, sums[s]);
        struct sq_import_get_row a = kit_import(k, "mail", text, K_S("{}"), ME + 1);
        for (size_t s = 0; s < 4; s++)
            between[s] = kit_db_number(k, sums[s]);
        struct sq_import_get_row b =
            kit_import(k, "mail", os_map_text(&map), K_S("{}"), ME + 1);
        print_message("# %s: %lld mails, %lld touches, %lld refused\n", files[i],
                      (long long)a.done, (long long)a.added, (long long)a.refused);
        assert_int_equal(a.done, b.done);
        assert_int_equal(b.added, 0); /* the mailbox says nothing that the Maildir did not */
        assert_int_equal(a.added + a.matched, b.matched);
        assert_int_equal(a.refused, b.refused);
        for (size_t s = 0; s < 4; s++)
            assert_int_equal(kit_db_number(k, sums[s]), between[s]);
        assert_true(a.added == 0 || between[1] > before[1]);
        seen += a.done;
        os_file_unmap(&map);
        kit_db_reset(k);
    }
    if (!seen) {
        print_message("# skip: the mailboxes of KITH_SHARED are not here\n");
        skip();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(a_maildir_becomes_history),
        KIT_BOTH(folders_that_are_wanted_are_taken),
        KIT_BOTH(a_folder_and_its_archive_say_the_same_and_twice_adds_nothing),
        KIT_SQLITE(mailboxes_and_single_mails_are_taken_together),
        KIT_SQLITE(other_archives_give_what_people_meant),
        KIT_SQLITE(real_mailboxes_give_the_same_as_maildirs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
