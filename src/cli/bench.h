/* bench: what the measures of `kith bench` share. */
#ifndef KITH_CLI_BENCH_H
#define KITH_CLI_BENCH_H

#include "cli/cli.h"

/* One figure on stdout. */
void bench_figure(const char *name, double value, const char *unit);
/* Takes "--name N" out of argv; *out stays when it is not there. false: said what is wrong. */
bool bench_number(int *argc, char **argv, const char *name, int64_t least, int64_t *out);

/* The measures: an exit code each. */
int bench_seed(struct cli *c, int argc, char **argv);
int bench_read(struct cli *c, int argc, char **argv);
int bench_identity(struct cli *c, int argc, char **argv);
int bench_ties(struct cli *c, int argc, char **argv);
int bench_people(struct cli *c, int argc, char **argv);
int bench_going_on(struct cli *c, int argc, char **argv);
int bench_rated(struct cli *c, int argc, char **argv);
int bench_rules(struct cli *c, int argc, char **argv);
int bench_policy(struct cli *c, int argc, char **argv);
int bench_ingest(struct cli *c, int argc, char **argv);
int bench_near(struct cli *c, int argc, char **argv);
int bench_listen(struct cli *c, int argc, char **argv);

#endif
