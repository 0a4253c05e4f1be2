/* Archives and folders, one file after the other: names lead nowhere, links are not followed,
 * and what is made to fill a disk is stopped. */
#include "unit.h"
#include "base/buf.h"
#include "kit/archive.h"
#include "os/entries.h"
#include "os/file.h"

static struct k_arena *arena;

static struct kit_files files_of(const struct kit_file *v, size_t n)
{
    struct kit_files out = {0};
    for (size_t i = 0; i < n; i++)
        *k_vec_push(arena, &out) = v[i];
    return out;
}
#define FILES(...)                                                                             \
    files_of((const struct kit_file[]){__VA_ARGS__},                                           \
             sizeof((const struct kit_file[]){__VA_ARGS__}) / sizeof(struct kit_file))

/* "name=text|..." of what is in it; behind it "!" and the error. */
static const char *shown(struct os_entries *e)
{
    struct k_buf b;
    struct os_entry entry;
    bool found = true;
    char buf[3]; /* small, so that reading goes on */
    k_err err = K_OK;
    k_buf_init(&b, arena, 1 << 20);
    while ((err = os_entries_next(e, &entry, &found)) == K_OK && found) {
        size_t got = 1;
        k_buf_fmt(&b, "%s%.*s=", b.n ? "|" : "", K_ARG(entry.name));
        k_buf_str(&b, entry.why.p ? K_S("?") : K_S(""));
        while (!entry.why.p && got && (err = os_entries_read(e, buf, sizeof buf, &got)) == K_OK)
            k_buf_add(&b, buf, got);
    }
    if (err != K_OK)
        k_buf_fmt(&b, "!%s", k_err_row(err)->slug);
    os_entries_close(e);
    return k_dupz(arena, k_buf_view(&b));
}

static struct os_entries *of_archive(k_str text)
{
    struct os_entries *e;
    assert_true(os_entries_is_archive(text));
    assert_int_equal(os_entries_archive(text, &e), K_OK);
    return e;
}

static void each_form_gives_its_files(void **state)
{
    struct kit_files files = FILES({"a", K_S("one"), NULL}, {"b/c", K_S("two and more"), NULL},
                                   {"b/\xc3\xa4", K_S(""), NULL});
    for (int form = KIT_ZIP; form <= KIT_TGZ; form++)
        assert_string_equal(
            shown(of_archive(kit_archive(arena, (enum kit_archive)form, &files))),
            "a=one|b/c=two and more|b/\xc3\xa4=");
}

static void names_lead_nowhere(void **state)
{
    struct kit_files files =
        FILES({"../../etc/passwd", K_S("x"), NULL}, {"/root/./y", K_S("y"), NULL},
              {"two\nlines", K_S("z"), NULL}, {"link", K_S(""), "/etc/passwd"});
    assert_string_equal(shown(of_archive(kit_archive(arena, KIT_TAR, &files))),
                        "etc/passwd=x|root/y=y|two lines=z");
}

static void a_folder_is_read_in_order_and_links_are_not_followed(void **state)
{
    struct kit_files files =
        FILES({"b/2", K_S("two"), NULL}, {"b/1", K_S("one"), NULL}, {"a", K_S("x"), NULL},
              {"passwd", K_S(""), "/etc/passwd"}, {"up", K_S(""), "/etc"});
    struct os_entries *e;
    k_str dir;
    assert_int_equal(os_folder_temp(arena, "kith-test", &dir), K_OK);
    kit_folder(arena, k_fmt(arena, "%.*s/box", K_ARG(dir)).p, &files);
    assert_int_equal(os_entries_folder(k_fmt(arena, "%.*s/box/", K_ARG(dir)).p, &e), K_OK);
    assert_string_equal(shown(e), "box/a=x|box/b/1=one|box/b/2=two");
    assert_int_equal(os_entries_folder(k_fmt(arena, "%.*s/none", K_ARG(dir)).p, &e),
                     K_ERR_NOT_FOUND);
    os_entries_close(e);
    assert_int_equal(os_folder_remove(dir.p), K_OK);
}

static void a_bomb_is_stopped(void **state)
{
    struct kit_files files =
        FILES({"zeros", k_str_n(k_arena_alloc(arena, 80 << 20), 80 << 20), NULL});
    for (int form = KIT_ZIP; form <= KIT_TGZ; form += KIT_TGZ - KIT_ZIP) {
        struct os_entries *e = of_archive(kit_archive(arena, (enum kit_archive)form, &files));
        struct os_entry entry;
        bool found;
        size_t got = 1, all = 0;
        char *buf = k_arena_alloc(arena, 1 << 20);
        k_err err = os_entries_next(e, &entry, &found);
        while (err == K_OK && got && (err = os_entries_read(e, buf, 1 << 20, &got)) == K_OK)
            all += got;
        assert_int_equal(err, K_ERR_TOO_LARGE);
        assert_true(all < (70 << 20));
        assert_true(os_entries_why(e).n > 0);
        os_entries_close(e);
    }
}

static void what_is_damaged_ends_with_a_reason(void **state)
{
    struct kit_files files = FILES({"a", K_S("one"), NULL}, {"b", K_S("two"), NULL});
    k_str tar = kit_archive(arena, KIT_TAR, &files);
    k_str zip = kit_archive(arena, KIT_ZIP, &files);
    const char *got = shown(of_archive(k_str_sub(tar, 0, 1030)));
    assert_string_equal(got, "a=one!bad-input");
    assert_non_null(strstr(shown(of_archive(k_str_sub(zip, 0, 33))), "!bad-input"));
    assert_false(os_entries_is_archive(K_S("From x\nFrom: a\n")));
    assert_false(os_entries_is_archive(K_S("")));
}

/* A zip whose files are locked with a password says so, file by file. */
static void what_is_encrypted_says_so(void **state)
{
    struct kit_files files = FILES({"a", K_S("one"), NULL});
    k_str zip = kit_archive(arena, KIT_ZIP, &files);
    char *p = k_arena_alloc(arena, zip.n);
    memcpy(p, zip.p, zip.n);
    p[6] = (char)(p[6] | 1); /* "general purpose bit flag", bit 0, of the local header */
    ptrdiff_t central = k_str_find(zip, K_S("PK\x01\x02"));
    assert_true(central > 0);
    p[central + 8] = (char)(p[central + 8] | 1);
    assert_string_equal(shown(of_archive(k_str_n(p, zip.n))), "a=?");
}

static int make(void **state)
{
    arena = k_arena_new((size_t)1 << 30);
    return arena ? 0 : -1;
}

static int end(void **state)
{
    k_arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_form_gives_its_files, make, end),
        cmocka_unit_test_setup_teardown(names_lead_nowhere, make, end),
        cmocka_unit_test_setup_teardown(a_folder_is_read_in_order_and_links_are_not_followed,
                                        make, end),
        cmocka_unit_test_setup_teardown(a_bomb_is_stopped, make, end),
        cmocka_unit_test_setup_teardown(what_is_damaged_ends_with_a_reason, make, end),
        cmocka_unit_test_setup_teardown(what_is_encrypted_says_so, make, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
