/* Feeds against the public suite of the feedparser project, when it is there (KITH_SHARED, or
 * ../shared beside the source): every file is read or refused with a reason, and where a file's
 * first comment expects a value that we have a field for, ours is compared with it. */
#include "unit.h"
#include "formats/feed.h"
#include "os/file.h"
#include <dirent.h>

static char folder[900];

static bool suite_folder(void)
{
    const char *shared = getenv("KITH_SHARED"), *source = getenv("KITH_SOURCE_DIR");
    const char *suite = "data/formats/feeds/wellformed";
    if (shared)
        (void)snprintf(folder, sizeof folder, "%s/%s", shared, suite);
    else
        (void)snprintf(folder, sizeof folder, "%s/../shared/%s", source ? source : ".", suite);
    return os_file_exists(folder);
}

struct tally {
    unsigned files, refused, compared, equal;
};

/* The one comparison we understand: ... entries[0]['name'] == 'value' at the end of the line.
 */
static bool expectation(k_str text, k_str *path, k_str *value)
{
    ptrdiff_t at = k_str_find(text, K_S("Expect:"));
    if (at < 0)
        return false;
    k_str rest = k_str_from(text, (size_t)at + 7), line = k_str_trim(k_str_cut(&rest, '\n'));
    if (k_str_starts(line, K_S("not bozo and ")))
        line = k_str_from(line, 13);
    ptrdiff_t equal = k_str_find(line, K_S(" == "));
    if (equal < 0)
        return false;
    *path = k_str_sub(line, 0, (size_t)equal);
    *value = k_str_trim(k_str_from(line, (size_t)equal + 4));
    if (k_str_starts(*value, K_S("u'")))
        *value = k_str_from(*value, 1);
    if (value->n < 2 || value->p[0] != '\'' || value->p[value->n - 1] != '\'')
        return false;
    *value = k_str_sub(*value, 1, value->n - 2);
    return k_str_chr(*value, '\'') < 0 && k_str_chr(*value, '\\') < 0 &&
           k_str_find(*path, K_S(" ")) < 0;
}

static bool our_value(const struct feed *f, k_str path, k_str *got)
{
    static const struct feed_item none;
    const struct feed_item *it = f->items.n ? &f->items.v[0] : &none;
    k_str longer = it->content.v.p ? it->content.v : it->summary.v;
    k_str summary = it->summary.v.p ? it->summary.v : it->content.v;
    const struct {
        const char *path;
        k_str value;
    } fields[] = {
        {"entries[0]['title']", it->title.v},
        {"entries[0]['title_detail']['value']", it->title.v},
        {"entries[0]['id']", it->id},
        {"entries[0]['guid']", it->id},
        {"entries[0]['link']", it->link},
        {"entries[0]['links'][0]['href']", it->link},
        {"entries[0]['description']", summary},
        {"entries[0]['summary']", summary},
        {"entries[0]['content'][0]['value']", longer},
        {"entries[0]['comments']", it->comments},
        {"entries[0]['wfw_commentrss']", it->comments_feed},
        {"entries[0]['author_detail']['name']", it->author},
        {"entries[0]['author_detail']['email']", it->author_email},
        {"entries[0]['author_detail']['url']", it->author_url},
        {"entries[0]['language']", it->lang},
        {"feed['title']", f->title.v},
        {"feed['title_detail']['value']", f->title.v},
        {"feed['link']", f->link},
        {"feed['language']", f->lang},
    };
    for (size_t i = 0; i < ROWS(fields); i++) {
        if (!k_str_eqz(path, fields[i].path))
            continue;
        *got = fields[i].value;
        return true;
    }
    return false;
}

static void one_file(struct k_arena *a, const char *path, k_str base, bool compare,
                     struct tally *t)
{
    k_str text, why = K_NONE, name, want, got;
    struct feed f;
    assert_int_equal(os_file_read(a, path, FEED_MAX_BYTES, &text), K_OK);
    t->files++;
    if (feed_parse(a, text, base, K_NONE, &f, &why) != K_OK) {
        assert_true(why.n > 0);
        t->refused++;
        if (getenv("KITH_VERBOSE"))
            print_message("# refused %s: %.*s\n", path, K_ARG(why));
        return;
    }
    if (!compare || !expectation(text, &name, &want) || !our_value(&f, name, &got))
        return;
    t->compared++;
    bool equal = k_str_eq(got, want);
    t->equal += equal;
    if (!equal && getenv("KITH_VERBOSE"))
        print_message("# %s: %.*s is '%.*s', expected '%.*s'\n", path, K_ARG(name), K_ARG(got),
                      K_ARG(want));
}

static void one_folder(struct k_arena *a, const char *name, struct tally *t)
{
    char path[2048];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    /* sanitize: about cleaned markup, which is not the parser's business */
    bool compare = strcmp(name, "sanitize") != 0;
    DIR *d = opendir(path);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));) {
        if (!k_str_ends(k_str_z(e->d_name), K_S(".xml")))
            continue;
        (void)snprintf(path, sizeof path, "%s/%s/%s", folder, name, e->d_name);
        one_file(a, path, K_S("http://example.com/"), compare, t);
        k_arena_reset(a);
    }
    closedir(d);
}

static void every_file_is_read_or_refused_with_a_reason(void **state)
{
    struct tally t = {0};
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *e; (e = readdir(d));)
        if (e->d_name[0] != '.')
            one_folder(*state, e->d_name, &t);
    closedir(d);
    print_message("# %u files: %u read, %u refused; %u of %u expected values equal\n", t.files,
                  t.files - t.refused, t.refused, t.equal, t.compared);
    assert_true(t.files > 800);
    assert_true(t.refused * 50 < t.files);
    /* The rest: base64 content, relative links and attribute order inside escaped markup. */
    assert_true(t.equal * 4 >= t.compared * 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {arena_test(every_file_is_read_or_refused_with_a_reason)};
    if (!suite_folder())
        return unit_skip_all("no feed suite here; KITH_SHARED says where its folder is");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
