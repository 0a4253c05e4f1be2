/* tools/sqlgen.py: what it refuses, it refuses with file, line and reason. Runs the program on
 * small files. */
#include "base/str.h"
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include <sys/wait.h>
#include <unistd.h>

static char dir[256];

static int make_dir(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    (void)snprintf(dir, sizeof dir, "%s/kith-sqlgen-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    return mkdtemp(dir) ? 0 : -1;
}

static int remove_dir(void **state)
{
    static const char *const files[] = {"a.sql", "b.sql", "out.h", "out.c"};
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char path[300];
        (void)snprintf(path, sizeof path, "%s/%s", dir, files[i]);
        unlink(path);
    }
    return rmdir(dir);
}

static void write_file(const char *name, const char *text)
{
    char path[300];
    (void)snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "wbe");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    assert_int_equal(fclose(f), 0);
}

static void read_out(char *out, size_t max, FILE *f)
{
    size_t n = fread(out, 1, max - 1, f);
    out[n] = 0;
}

static int python(const char *text, char *said, size_t max)
{
    char cmd[3000];
    const char *root = getenv("KITH_SOURCE_DIR");
    int n = snprintf(cmd, sizeof cmd, "cd '%s' && python3 -B -c '%s' '%s/tools' 2>&1", dir,
                     text, root ? root : ".");
    assert_true(n > 0 && (size_t)n < sizeof cmd);
    FILE *f = popen(cmd, "re");
    assert_non_null(f);
    read_out(said, max, f);
    return pclose(f);
}

/* Runs sqlgen as the build does, over a.sql and b.sql; whether it was content. */
static bool sqlgen(const char *a, const char *b, char *said, size_t max)
{
    static const char run[] =
        "import runpy, sys; tools = sys.argv[1]\n"
        "sys.argv = [\"sqlgen\", \"--out-h\", \"out.h\", \"--out-c\", \"out.c\", \"a.sql\", "
        "\"b.sql\"]\n"
        "runpy.run_path(tools + \"/sqlgen.py\", run_name=\"__main__\")\n";
    write_file("a.sql", a);
    write_file("b.sql", b);
    int rc = python(run, said, max);
    return WIFEXITED(rc) && WEXITSTATUS(rc) == 0;
}

#define GOOD                                                                                   \
    "-- name: one :one\n-- c\n-- args: x int\n-- cols: a int\nselect a from t where x = :x;\n"

static void mistakes_are_refused_with_their_place(void **state)
{
    (void)state;
    static const struct {
        const char *text, *said;
    } rows[] = {
        {"-- name: a :one\n-- c\n-- cols: a int\nselect a from t where x = :x;\n",
         "a.sql:4: a: :x is not in args"},
        {"-- name: a :exec\n-- c\n-- args: x int, y str\nselect :x;\n",
         "a.sql:1: a: argument 'y' is not used"},
        {"-- name: a :exec\nselect 1;\n", "a.sql:1: a: a comment line is missing"},
        {GOOD GOOD, "a.sql:6: one: this name is taken, see a.sql:1"},
        {"-- name: a :one\n-- c\n-- cols: a integer\nselect a;\n",
         "a.sql:3: a: 'integer' is not a type"},
        {"-- name: a :one\n-- c\n-- cols: a bool?\nselect a;\n",
         "a.sql:3: a: 'bool?' is not a type"},
        {"-- name: a :one\n-- c\n-- cols: a\nselect a;\n", "a.sql:3: a: cols are `name type"},
        {"-- name: a :one\n-- c\n-- cols: int int\nselect a;\n",
         "a.sql:3: a: 'int' cannot be the name"},
        {"-- name: a :one\n-- c\n-- cols: x int, x int\nselect 1;\n",
         "a.sql:1: a: 'x' is twice in cols"},
        {"-- name: a :one\n-- c\nselect a;\n", "a.sql:1: a: :one gives rows: say which cols"},
        {"-- name: a :exec\n-- c\n-- cols: a int\nselect a;\n",
         "a.sql:1: a: :exec gives no rows"},
        {"-- name: a :two\n-- c\nselect a;\n", "a.sql:1: a: ':two' is neither"},
        {"-- name: a\n-- c\nselect a;\n", "a.sql:1: a: say :one, :many or :exec"},
        {"-- name: Bad :exec\n-- c\nselect a;\n", "a.sql:1: a name is lower case"},
        {"-- name: a :one :each\n-- c\n-- cols: a int\nselect a;\n",
         "a.sql:1: a: :each goes with :many"},
        {"-- name: a :exec\n-- c\nSELECT 1;\n", "a.sql:3: a: keywords are lower case: select"},
        {"-- name: a :exec\n-- c\n\ndelete from t;\n",
         "a.sql:1: a: it writes, so it is :write"},
        {"-- name: a :exec\n-- c\nselect 1; select 2;\n", "a.sql:3: a: one statement a block"},
        {"-- name: a :exec\n-- c\nselect 1\n", "a.sql:1: a does not end with ;"},
        {"-- name: a :exec\n-- c\nselect 1\n" GOOD, "a.sql:4: a (line 1) does not end with ;"},
        {"-- name: a :exec\n-- c\nselect $1;\n", "a.sql:3: a: parameters are written :name"},
        {"-- name: a :exec\n-- c\nselect 1;\nselect 2;\n", "a.sql:4: text outside a statement"},
        {"-- name: a :exec\n-- c\n-- postgres:\nselect 2;\n",
         "a.sql:3: a: the neutral text comes before"},
        {"-- name: a :exec\n-- c\nselect 1;\n-- postgres:\nselect :y;\n",
         "a.sql:5: a: :y is not in args"},
        {"-- name: a :exec\n-- c\n", "a.sql:1: a does not end with ;"},
        {"-- name: a :exec\n-- c\n-- args: x ints\nselect :x;\n",
         "a.sql:3: a: arrays are arguments of :postgres statements"},
    };
    static const char all[] = /* one start of Python for all cases */
        "import pathlib, sys; sys.path.insert(0, sys.argv[1]); import sqlgen\n"
        "for text in pathlib.Path(\"b.sql\").read_text().split(\"\\f\"):\n"
        "    pathlib.Path(\"a.sql\").write_text(text)\n"
        "    try:\n"
        "        sqlgen.check_all(sqlgen.parse_file(pathlib.Path(\"a.sql\")))\n"
        "        print(\"content\")\n"
        "    except sqlgen.Bad as bad:\n"
        "        print(bad)\n";
    char said[8000], cases[8000] = "";
    size_t used = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        used += (size_t)snprintf(cases + used, sizeof cases - used, "%s%s", i ? "\f" : "",
                                 rows[i].text);
    assert_true(used < sizeof cases);
    write_file("b.sql", cases);
    python(all, said, sizeof said);
    char *line = said;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *end = strchr(line, '\n');
        assert_non_null(end);
        *end = 0;
        if (strncmp(line, rows[i].said, strlen(rows[i].said)) != 0)
            fail_msg("case %zu said: %s", i, line);
        line = end + 1;
    }
    assert_false(sqlgen(GOOD, GOOD, said, sizeof said));
    assert_non_null(strstr(said, "b.sql:1: one: this name is taken, see a.sql:1"));
}

static void text_and_types_come_out_right(void **state)
{
    (void)state;
    static const char *const in_source[] = {
        "\"select ':no', a::text, \\\"b:c\\\" from t\\n\"\n",
        "\"where x = ?2 and y = ?1 and z = ?2\"",
        "\"where x = $2 and y = $1 and z = $2\"",
        "\"select 2 where $2 = $1\"",
        "db_null_int(y), db_str(x)",
        "\"is\", 0, 2, 3, false, true, false",
        "row->b = db_col_int(r, 1) != 0;",
        "args->p5",
    };
    static const char *const in_header[] = {
        "k_err sq_m(struct k_ctx *cx, int64_t y, k_str x, struct sq_m_list *out) K_CHECK;",
        "k_err sq_m_each(struct k_ctx *cx, int64_t y, k_str x, k_err (*fn)(struct k_ctx *cx, "
        "void "
        "*arg, const struct sq_m_row *row), void *arg) K_CHECK;",
        "k_str a; /* null: p == NULL */",
        "k_err sq_w(struct k_ctx *cx, const struct sq_w_args *args, int64_t *changed) K_CHECK;",
        "double p3; /* null: NaN */",
        "/* Many. Called by nobody.\n * On two lines. */",
    };
    static const char a[] =
        "-- About the file.\n\n-- name: m :many :scan :each\n-- Many. Called by nobody.\n-- On "
        "two "
        "lines.\n-- args: y int?\n-- args: x str\n-- cols: a str?, b bool, c real\n"
        "select ':no', a::text, \"b:c\" from t -- :gone ?\nwhere x = :x and y = :y and z = "
        ":x;\n"
        "-- name: t :exec\n-- T.\n-- args: y int, x str\nselect 1 where :x = :y;\n-- "
        "postgres:\n"
        "select 2 where :x = :y;\n";
    static const char b[] = "-- name: w :exec :write\n-- W.\n-- args: p1 int, p2 str?, p3 "
                            "real?, p4 blob?, p5 bool\n"
                            "insert into t values (:p1, :p2, :p3, :p4, :p5);\n";
    char said[4000], out[20000], path[300];
    if (!sqlgen(a, b, said, sizeof said))
        fail_msg("%s", said);
    for (int h = 0; h < 2; h++) {
        const char *const *rows = h ? in_header : in_source;
        size_t n =
            h ? sizeof in_header / sizeof *in_header : sizeof in_source / sizeof *in_source;
        (void)snprintf(path, sizeof path, "%s/out.%s", dir, h ? "h" : "c");
        FILE *f = fopen(path, "rbe");
        assert_non_null(f);
        read_out(out, sizeof out, f);
        (void)fclose(f);
        for (size_t i = 0; i < n; i++)
            if (strstr(out, rows[i]) == NULL)
                fail_msg("missing: %s\n%s", rows[i], out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_are_refused_with_their_place),
        cmocka_unit_test(text_and_types_come_out_right),
    };
    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
