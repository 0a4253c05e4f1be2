/* bench: `kith bench` measures Kith itself, or makes the data that is measured on. Each measure
 * is one row of a table; it prints its figures as lines `NAME VALUE UNIT`, which the scripts of
 * tests/bench set against a rival. Reads and writes the database of the settings: point it at
 * one that may be filled. */
#include "cli/bench.h"
#include <stdio.h>

static const struct bench_measure {
    const char *name, *args, *summary;
    int (*run)(struct cli *c, int argc, char **argv);
} measures[] = {
    {"seed", "[--posts N]", "fill an empty database with N invented posts (3000000)",
     bench_seed},
    {"read", "[--seconds N] [--rate N]",
     "pages and searches while posts come in (rate 0: flat out)", bench_read},
    {"identity", "KIND FILE [FILE]", "who is one, of a published set of records",
     bench_identity},
    {"ties", "[--people N] [--touches N] [--seed | --anew | --no-runs | --no-touches]",
     "relationships: the full run, one touch (--anew: as if for the first time)", bench_ties},
    {"people", "[--people N] [--rate N]", "people by their words, while they change",
     bench_people},
    {"going-on", "--messages FILE [--cut PERCENT] [--upto PERCENT]",
     "do outlook and strength tell who goes on talking (from,to,seconds)", bench_going_on},
    {"rated", "--ties FILE",
     "do parts of strength tell stated closeness (group,kind,from,to,n)", bench_rated},
    {"listen", "FOLDER [--queries N] [--posts N]",
     "listening queries held against posts of a workload", bench_listen},
    {"rules", "[--rules N]", "routing rules for one post (10000), against a plain loop",
     bench_rules},
    {"policy", "[--rounds N]", "all checks of one reply (us)", bench_policy},
    {"ingest", "[--posts N] [--page N]", "posts a second through the whole flow", bench_ingest},
    {"near", "FILE", "posts that say nearly the same, among the texts of a file", bench_near},
};
static const size_t n_measures = sizeof measures / sizeof *measures;

void bench_figure(const char *name, double value, const char *unit)
{
    printf("%s %.*f %s\n", name, value < 100 ? 3 : 1, value, unit);
    fflush(stdout);
}

bool bench_number(int *argc, char **argv, const char *name, int64_t least, int64_t *out)
{
    k_str given = cli_option(argc, argv, name);
    if (given.p == NULL || (k_str_i64(given, out) && *out >= least))
        return true;
    fprintf(stderr, "kith: %s wants a number of at least %lld\n", name, (long long)least);
    return false;
}

static int usage(void)
{
    fprintf(stderr, "usage: kith bench MEASURE [--data DIR | --database URL]\n\n");
    for (size_t i = 0; i < n_measures; i++)
        fprintf(stderr, "  %-8s %-34s %s\n", measures[i].name, measures[i].args,
                measures[i].summary);
    return 2;
}

int cli_bench(int argc, char **argv)
{
    struct cli c;
    size_t i = 0;
    while (argc > 0 && i < n_measures && !k_str_eqz(k_str_z(argv[0]), measures[i].name))
        i++;
    if (argc == 0 || i == n_measures)
        return usage();
    argc--;
    argv++;
    int code = cli_open(&c, &argc, argv);
    if (code == 0)
        code = measures[i].run(&c, argc, argv);
    cli_close(&c);
    return code;
}
