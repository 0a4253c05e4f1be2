/* docs/FLOW.md names every step of the two tables, with its file. */
#include "domain/ingest_steps.h"
#include "flow/trace.h"
#include "os/file.h"
#include "unit.h"
#include <stdlib.h>

static void the_page_names_every_step_and_its_file(void **state)
{
    struct k_arena *a = k_arena_new(0);
    const char *source = getenv("KITH_SOURCE_DIR");
    k_str page;
    k_str path = k_fmt(a, "%s/docs/FLOW.md", source ? source : ".");
    assert_int_equal(os_file_read(a, path.p, 1 << 20, &page), K_OK);
    for (size_t i = 0; i < n_ingest_steps + flow_n_out_steps; i++) {
        bool in = i < n_ingest_steps;
        const char *name = in ? ingest_steps[i].name : flow_out_steps[i - n_ingest_steps].name;
        const char *file = in ? ingest_steps[i].file : flow_out_steps[i - n_ingest_steps].file;
        k_str row = k_fmt(a, "\n| %s |", name);
        if (k_str_find(page, row) < 0)
            fail_msg("docs/FLOW.md has no row for the step %s", name);
        if (k_str_find(page, k_fmt(a, "`src/%s`", file)) < 0)
            fail_msg("docs/FLOW.md does not name %s", file);
    }
    k_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_names_every_step_and_its_file)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
