/* Files, folders and lines. */
#include "unit.h"
#include "os/file.h"
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

struct place {
    struct k_arena *a;
    const char *dir;
};

static int make_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    k_str dir;
    if (p == NULL || (p->a = k_arena_new(0)) == NULL ||
        os_folder_temp(p->a, "kith-test", &dir) != K_OK)
        return -1;
    p->dir = dir.p;
    *state = p;
    return 0;
}

static int remove_place(void **state)
{
    struct place *p = *state;
    k_err e = os_folder_remove(p->dir);
    bool gone = !os_file_exists(p->dir);
    k_arena_free(p->a);
    free(p);
    return e == K_OK && gone ? 0 : -1;
}

static const char *in(struct place *p, const char *name)
{
    return k_fmt(p->a, "%s/%s", p->dir, name).p;
}

static void what_was_written_is_read(void **state)
{
    struct place *p = *state;
    const char *path = in(p, "f");
    k_str got;
    unsigned mode = 0;
    int64_t size = 0;
    assert_int_equal(os_file_write(path, k_str_n("a\0b", 3), 0640), K_OK);
    assert_int_equal(os_file_read(p->a, path, 100, &got), K_OK);
    assert_int_equal(got.n, 3);
    assert_memory_equal(got.p, "a\0b", 4);
    assert_int_equal(os_file_mode(path, &mode), K_OK);
    assert_int_equal(mode, 0640);
    assert_int_equal(os_file_size(path, &size), K_OK);
    assert_int_equal(size, 3);
    assert_int_equal(os_file_write(path, K_S(""), 0600), K_OK);
    assert_int_equal(os_file_read(p->a, path, 100, &got), K_OK);
    assert_true(got.p && got.n == 0);
    assert_int_equal(os_file_mode(path, &mode), K_OK);
    assert_int_equal(mode, 0600);
}

static void reading_has_a_limit(void **state)
{
    struct place *p = *state;
    const char *path = in(p, "f");
    k_str got;
    assert_int_equal(os_file_write(path, K_S("0123456789"), 0600), K_OK);
    assert_int_equal(os_file_read(p->a, path, 10, &got), K_OK);
    assert_int_equal(os_file_read(p->a, path, 9, &got), K_ERR_TOO_LARGE);
    assert_null(got.p);
    assert_int_equal(os_file_read(p->a, path, 0, &got), K_ERR_TOO_LARGE);
    assert_int_equal(os_file_read(p->a, path, SIZE_MAX, &got), K_OK);
    assert_int_equal(os_file_read(p->a, "/dev/zero", 100000, &got), K_ERR_TOO_LARGE);
    /* a file that does not know its size */
    assert_int_equal(os_file_read(p->a, "/proc/self/status", 100000, &got), K_OK);
    assert_true(k_str_starts(got, K_S("Name:")));
}

static void what_is_missing_or_no_file_is_said(void **state)
{
    struct place *p = *state;
    k_str got;
    unsigned mode;
    assert_int_equal(os_file_read(p->a, in(p, "none"), 10, &got), K_ERR_NOT_FOUND);
    assert_int_equal(os_file_read(p->a, p->dir, 10, &got), K_ERR_NOT_FOUND);
    assert_int_equal(os_file_mode(in(p, "none"), &mode), K_ERR_NOT_FOUND);
    assert_int_equal(os_file_write(in(p, "none/f"), K_S("x"), 0600), K_ERR_NOT_FOUND);
    assert_false(os_file_exists(in(p, "none")));
    assert_true(os_file_exists(p->dir));
    assert_int_equal(os_folder_remove(in(p, "none")), K_OK);
}

static void a_failed_write_leaves_the_old_file_and_no_litter(void **state)
{
    struct place *p = *state;
    k_str got;
    const char *path = in(p, "folder");
    assert_int_equal(os_folder_make(path, 0700), K_OK);
    assert_int_not_equal(os_file_write(path, K_S("x"), 0600),
                         K_OK); /* renaming over it fails */
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(os_file_write(in(p, "f"), K_S("old"), 0600), K_OK);
    assert_int_equal(os_file_create(in(p, "f"), K_S("new"), 0600), K_ERR_EXISTS);
    assert_int_equal(os_file_read(p->a, in(p, "f"), 10, &got), K_OK);
    assert_str(got, "old");
    assert_int_equal(unlink(in(p, "f")), 0);
    assert_int_equal(rmdir(p->dir), 0); /* empty: nothing was left behind */
    assert_int_equal(os_folder_make(p->dir, 0700), K_OK);
}

/* RLIMIT_FSIZE makes write fail in the middle, as a full disk does. */
static void a_full_disk_is_named_and_harms_nothing(void **state)
{
    struct place *p = *state;
    struct rlimit before, small;
    k_str got;
    char big[8192];
    memset(big, 'x', sizeof big);
    assert_int_equal(os_file_write(in(p, "f"), K_S("old"), 0600), K_OK);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){.rlim_cur = 4096, .rlim_max = before.rlim_max};
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    k_err e = os_file_write(in(p, "f"), k_str_n(big, sizeof big), 0600);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(e, K_ERR_DISK_FULL);
    assert_int_equal(os_file_read(p->a, in(p, "f"), 10, &got), K_OK);
    assert_str(got, "old");
}

static void folders_are_made_with_those_above_and_twice(void **state)
{
    struct place *p = *state;
    const char *path = in(p, "a/b//c/");
    assert_int_equal(os_folder_make(path, 0700), K_OK);
    assert_int_equal(os_folder_make(path, 0700), K_OK);
    assert_true(os_file_exists(in(p, "a/b/c")));
    assert_int_equal(os_file_write(in(p, "file"), K_S("x"), 0600), K_OK);
    assert_int_equal(os_folder_make(in(p, "file"), 0700), K_ERR_EXISTS);
    assert_int_not_equal(os_folder_make(in(p, "file/x"), 0700), K_OK);
    assert_int_equal(os_folder_make("", 0700), K_ERR_BAD_INPUT);
}

static void removing_a_folder_does_not_follow_links(void **state)
{
    struct place *p = *state;
    assert_int_equal(os_folder_make(in(p, "keep"), 0700), K_OK);
    assert_int_equal(os_file_write(in(p, "keep/f"), K_S("x"), 0600), K_OK);
    assert_int_equal(os_folder_make(in(p, "go/deep"), 0700), K_OK);
    assert_int_equal(symlink(in(p, "keep"), in(p, "go/deep/link")), 0);
    assert_int_equal(os_folder_remove(in(p, "go")), K_OK);
    assert_false(os_file_exists(in(p, "go")));
    assert_true(os_file_exists(in(p, "keep/f")));
}

static void free_space_is_known(void **state)
{
    struct place *p = *state;
    uint64_t available = 0, total = 0;
    assert_int_equal(os_folder_space(p->dir, &available, &total), K_OK);
    assert_true(total > 0 && available <= total);
    assert_int_equal(os_folder_space(p->dir, NULL, NULL), K_OK);
    assert_int_equal(os_folder_space(in(p, "none"), NULL, NULL), K_ERR_NOT_FOUND);
}

static void lines_come_whole_with_their_places(void **state)
{
    struct place *p = *state;
    static const struct {
        const char *text;
        bool cut;
        uint64_t at, next;
    } want[] = {
        {"one", false, 0, 4},        {"", false, 4, 5},          {"two", false, 5, 10},
        {"12345678", false, 10, 20}, {"12345678", true, 20, 30}, {"a\rb", false, 30, 34},
        {"last", false, 34, 38},
    };
    const char *path = in(p, "lines");
    assert_int_equal(
        os_file_write(path, K_S("one\n\ntwo\r\n12345678\r\n123456789\na\rb\nlast"), 0600),
        K_OK);
    struct os_lines *l;
    struct os_line line;
    bool found;
    assert_int_equal(os_lines_open(path, 8, &l), K_OK);
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < ROWS(want); i++) {
            assert_int_equal(os_lines_next(l, &line, &found), K_OK);
            assert_true(found);
            assert_str(line.text, want[i].text);
            assert_int_equal(line.cut, want[i].cut);
            assert_int_equal(line.at, want[i].at);
            assert_int_equal(line.next, want[i].next);
            assert_int_equal(line.number, i + 1);
        }
        assert_int_equal(os_lines_next(l, &line, &found), K_OK);
        assert_false(found);
        assert_int_equal(os_lines_next(l, &line, &found), K_OK);
        assert_false(found);
        assert_int_equal(os_lines_seek(l, 0), K_OK);
    }
    assert_int_equal(os_lines_seek(l, 34), K_OK);
    assert_int_equal(os_lines_next(l, &line, &found), K_OK);
    assert_str(line.text, "last");
    os_lines_close(l);
    os_lines_close(NULL);
    assert_int_equal(os_lines_open(in(p, "none"), 8, &l), K_ERR_NOT_FOUND);
    assert_null(l);
}

/* Lines of 0, 1, 2 ... bytes and now and then one of 300,000: every border of the buffer. */
static void long_and_many_lines_keep_their_content(void **state)
{
    struct place *p = *state;
    const char *path = in(p, "big");
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    for (int i = 0; i < 1500; i++) {
        int n = i % 100 == 99 ? 300000 : i;
        for (int k = 0; k < n; k++)
            fputc('a' + (i + k) % 26, f);
        fputc('\n', f);
    }
    assert_int_equal(fclose(f), 0);
    struct os_lines *l;
    struct os_line line;
    bool found;
    assert_int_equal(os_lines_open(path, 5000, &l), K_OK);
    for (int i = 0; i < 1500; i++) {
        bool cut = i % 100 == 99;
        assert_int_equal(os_lines_next(l, &line, &found), K_OK);
        assert_true(found);
        assert_int_equal(line.text.n, cut ? 5000 : i);
        assert_int_equal(line.cut, cut);
        assert_int_equal(line.next - line.at, (cut ? 300000 : i) + 1);
        for (size_t k = 0; k < line.text.n; k++)
            if (line.text.p[k] != (char)('a' + ((size_t)i + k) % 26))
                fail_msg("line %d byte %zu", i, k);
    }
    assert_int_equal(os_lines_next(l, &line, &found), K_OK);
    assert_false(found);
    os_lines_close(l);
}

static void an_empty_file_has_no_lines(void **state)
{
    struct place *p = *state;
    struct os_lines *l;
    struct os_line line;
    bool found = true;
    assert_int_equal(os_file_write(in(p, "e"), K_S(""), 0600), K_OK);
    assert_int_equal(os_lines_open(in(p, "e"), 8, &l), K_OK);
    assert_int_equal(os_lines_next(l, &line, &found), K_OK);
    assert_false(found);
    os_lines_close(l);
}

#define place_test(f) cmocka_unit_test_setup_teardown(f, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        place_test(what_was_written_is_read),
        place_test(reading_has_a_limit),
        place_test(what_is_missing_or_no_file_is_said),
        place_test(a_failed_write_leaves_the_old_file_and_no_litter),
        place_test(a_full_disk_is_named_and_harms_nothing),
        place_test(folders_are_made_with_those_above_and_twice),
        place_test(removing_a_folder_does_not_follow_links),
        place_test(free_space_is_known),
        place_test(lines_come_whole_with_their_places),
        place_test(long_and_many_lines_keep_their_content),
        place_test(an_empty_file_has_no_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
