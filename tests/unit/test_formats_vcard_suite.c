/* Cards of real programs, when they are there (KITH_SHARED, or ../shared beside the source):
 * every line is a property or a problem with its number, and a card that was written is read
 * as the same one. */
#include "formats/charset.h"
#include "formats/vcard.h"
#include "os/file.h"
#include "unit.h"
#include <dirent.h>

static char folder[900];

static bool suite_folder(void)
{
    const char *shared = getenv("KITH_SHARED"), *source = getenv("KITH_SOURCE_DIR");
    const char *suite = "data/rolodex/vcards";
    if (shared)
        (void)snprintf(folder, sizeof folder, "%s/%s", shared, suite);
    else
        (void)snprintf(folder, sizeof folder, "%s/../shared/%s", source ? source : ".", suite);
    return os_file_exists(folder);
}

static void same_again(struct k_arena *a, const struct vcard *c, enum vcard_version v)
{
    struct k_buf b;
    struct vcard again;
    size_t shift = 0;
    k_buf_init(&b, a, 16 << 20);
    vcard_write(a, c, v, &b);
    struct vcards r = vcards_open(k_buf_view(&b));
    assert_true(vcards_next(&r, a, &again));
    assert_int_equal(again.problems.n, 0);
    shift = again.props.n - c->props.n; /* names that were made */
    assert_true(shift <= 2);
    for (size_t i = 0; i < c->props.n; i++) {
        const struct vcard_prop *was = &c->props.v[i], *is = &again.props.v[i + shift];
        assert_true(k_str_eq(was->name, is->name));
        if (was->binary && !is->binary) /* a data: address now */
            assert_true(k_str_ends(is->value, was->value));
        else
            assert_true(k_str_eq(was->value, is->value));
    }
}

/* Lines that begin with a letter and have a colon: the least number of properties there. */
static size_t lines_of_properties(k_str text)
{
    size_t n = 0;
    while (text.p) {
        k_str line = k_str_cut(&text, '\n'), name = line;
        ptrdiff_t colon = k_str_chr(line, ':'), semicolon = k_str_chr(line, ';');
        if (colon < 0 || line.p[0] == ' ' || line.p[0] == '=')
            continue;
        name.n = (size_t)(semicolon >= 0 && semicolon < colon ? semicolon : colon);
        n += !k_str_ieq(name, K_S("BEGIN")) && !k_str_ieq(name, K_S("END")) &&
             !k_str_ieq(name, K_S("VERSION"));
    }
    return n;
}

static void one_file(struct k_arena *a, const char *path, size_t *cards)
{
    k_str text;
    struct vcard c;
    size_t properties = 0, problems = 0;
    assert_int_equal(os_file_read(a, path, 16 << 20, &text), K_OK);
    struct vcards r = vcards_open(charset_file(a, text));
    while (vcards_next(&r, a, &c)) {
        ++*cards;
        properties += c.props.n;
        problems += c.problems.n;
        assert_true(vcard_name(a, &c).n > 0);
        same_again(a, &c, VCARD_30);
        same_again(a, &c, VCARD_40);
    }
    assert_int_equal(problems, 0);
    assert_int_equal(properties, lines_of_properties(text));
}

static void every_file_is_read_and_written_without_loss(void **state)
{
    static const char *const parts[] = {"ez-vcard", "nextcloud"};
    size_t cards = 0, files = 0;
    for (size_t i = 0; i < ROWS(parts); i++) {
        char path[2048];
        (void)snprintf(path, sizeof path, "%s/%s", folder, parts[i]);
        DIR *d = opendir(path);
        assert_non_null(d);
        for (struct dirent *e; (e = readdir(d));) {
            if (!k_str_ends(k_str_z(e->d_name), K_S(".vcf")))
                continue;
            (void)snprintf(path, sizeof path, "%s/%s/%s", folder, parts[i], e->d_name);
            files++;
            one_file(*state, path, &cards);
            k_arena_reset(*state);
        }
        closedir(d);
    }
    print_message("# %zu files, %zu cards\n", files, cards);
    assert_true(files > 0 && cards >= files);
}

int main(void)
{
    if (!suite_folder())
        return unit_skip_all("the cards of other programs are not here");
    const struct CMUnitTest tests[] = {
        arena_test(every_file_is_read_and_written_without_loss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
