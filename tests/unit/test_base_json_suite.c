/* JSON against the public suite of 318 files (JSONTestSuite), when it is there: KITH_SHARED or
 * ../shared beside the source. */
#include "unit.h"
#include "base/json.h"
#include <dirent.h>

static char folder[900];

static bool suite_folder(void)
{
    const char *shared = getenv("KITH_SHARED"), *source = getenv("KITH_SOURCE_DIR");
    const char *suite = "data/formats/json-suite/test_parsing";
    if (shared)
        (void)snprintf(folder, sizeof folder, "%s/%s", shared, suite);
    else
        (void)snprintf(folder, sizeof folder, "%s/../shared/%s", source ? source : ".", suite);
    DIR *d = opendir(folder);
    if (d)
        closedir(d);
    return d != NULL;
}

static bool accepted(struct k_arena *a, const char *name)
{
    static char text[300000];
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    size_t n = fread(text, 1, sizeof text, f);
    fclose(f);
    /* a heap copy of the exact size lets the sanitizer see any read past the end */
    char *exact = malloc(n ? n : 1);
    assert_non_null(exact);
    memcpy(exact, text, n);
    const struct k_json *v;
    k_err e = k_json_parse(a, k_str_n(exact, n), &v, NULL);
    free(exact);
    return e == K_OK;
}

static void the_public_suite_is_judged_rightly(void **state)
{
    unsigned yes = 0, no = 0, yes_ok = 0, no_ok = 0;
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *f; (f = readdir(d));) {
        k_str name = k_str_z(f->d_name);
        if (!k_str_ends(name, K_S(".json")))
            continue;
        bool ok = accepted(*state, f->d_name);
        if (name.p[0] == 'y') {
            yes++;
            /* jansson refuses NUL in keys; so do we, and this is the only one */
            bool nul_key = k_str_eq(name, K_S("y_object_escaped_null_in_key.json"));
            if (ok == nul_key)
                fail_msg("%s: %s", f->d_name, ok ? "accepted" : "refused");
            yes_ok += ok;
        } else if (name.p[0] == 'n') {
            no++;
            if (ok)
                fail_msg("%s: accepted", f->d_name);
            no_ok += !ok;
        }
    }
    closedir(d);
    print_message("accepted %u of %u, refused %u of %u\n", yes_ok, yes, no_ok, no);
    assert_int_equal(yes, 95);
    assert_int_equal(yes_ok, 94);
    assert_int_equal(no, 188);
    assert_int_equal(no_ok, 188);
}

int main(void)
{
    const struct CMUnitTest tests[] = {arena_test(the_public_suite_is_judged_rightly)};
    if (!suite_folder())
        return unit_skip_all("no JSON suite here; KITH_SHARED says where its folder is");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
