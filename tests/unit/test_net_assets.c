/* The files inside the binary: the web UI and the migrations, as tools/embed.py packed them. */
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#include "base/version.h"
#include "db/migrations.h"
#include "net/assets.h"

static void assets_are_sorted_and_each_is_found_by_its_path(void **state)
{
    assert_true(n_assets > 0);
    for (size_t i = 0; i < n_assets; i++) {
        if (i > 0)
            assert_true(k_str_cmp(assets[i - 1].path, assets[i].path) < 0);
        assert_ptr_equal(assets_find(assets[i].path), &assets[i]);
        assert_int_equal(assets[i].path.p[0], '/');
    }
}

static void unknown_path_finds_nothing(void **state)
{
    const char *unknown[] = {"", "/", "/index.htm", "/index.html/", "index.html", "/zzz", "/!"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        assert_null(assets_find(k_str_z(unknown[i])));
}

static void index_page_is_html_and_is_not_cached_for_ever(void **state)
{
    const struct asset *page = assets_find(K_S("/index.html"));
    assert_non_null(page);
    assert_string_equal(page->content_type, "text/html; charset=utf-8");
    assert_true(k_str_istarts(page->plain, K_S("<!doctype html")));
    assert_int_equal(page->plain.p[page->plain.n], 0);
    assert_false(page->immutable);
    assert_true(k_str_starts(page->etag, K_S("\"")) && k_str_ends(page->etag, K_S("\"")));
}

static void packed_form_is_gzip_and_smaller(void **state)
{
    for (size_t i = 0; i < n_assets; i++) {
        if (!assets[i].gzip.p)
            continue;
        assert_memory_equal(assets[i].gzip.p, "\x1f\x8b", 2);
        assert_true(assets[i].gzip.n < assets[i].plain.n);
    }
}

static void migrations_are_inside_in_order(void **state)
{
    assert_true(n_migrations > 0);
    for (size_t i = 0; i < n_migrations; i++) {
        if (i > 0)
            assert_true(k_str_cmp(migrations[i - 1].name, migrations[i].name) < 0);
        assert_true(k_str_ends(migrations[i].name, K_S(".sql")));
        assert_true(k_str_find(migrations[i].text, K_S("create ")) >= 0 ||
                    k_str_find(migrations[i].text, K_S("alter table")) >= 0);
        assert_int_equal(migrations[i].text.p[migrations[i].text.n], 0);
    }
}

static void version_begins_with_a_number(void **state)
{
    assert_in_range(k_version[0], '0', '9');
    assert_non_null(strchr(k_version, '.'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(assets_are_sorted_and_each_is_found_by_its_path),
        cmocka_unit_test(unknown_path_finds_nothing),
        cmocka_unit_test(index_page_is_html_and_is_not_cached_for_ever),
        cmocka_unit_test(packed_form_is_gzip_and_smaller),
        cmocka_unit_test(migrations_are_inside_in_order),
        cmocka_unit_test(version_begins_with_a_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
