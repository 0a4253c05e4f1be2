/* bench_names: see the header. Names are put together of syllables behind some hundred frequent
 * ones, so that there are as many different ones as a million people have. */
#include "cli/bench_names.h"

static const char *const given_names[] = {
    "Maria",        "Michael",      "Anna",   "Peter",  "Thomas",     "Sarah",
    "Laura",        "Daniel",       "Julia",  "David",  "Andrea",     "Martin",
    "Sofia",        "Paul",         "Lena",   "Jan",    "Marta",      "Lukas",
    "Emma",         "Stefan",       "Katrin", "Ali",    "Elena",      "Markus",
    "Claudia",      "Robert",       "Nina",   "Oliver", "Ingrid",     "Tom",
    "Eva",          "Jos\xc3\xa9",  "Fatima", "Simon",  "Clara",      "Marco",
    "Hanna",        "Mohamed",      "Sabine", "Erik",   "Zo\xc3\xab", "J\xc3\xb6rg",
    "Bj\xc3\xb6rn", "Chlo\xc3\xa9", "Li",     "Yuki",   "Priya",      "Ivan"};
static const char *const family_names[] = {"M\xc3\xbcller",
                                           "Schmidt",
                                           "Garc\xc3\xad"
                                           "a",
                                           "Smith",
                                           "Martin",
                                           "Rossi",
                                           "Weber",
                                           "Johnson",
                                           "Nguyen",
                                           "Wagner",
                                           "Silva",
                                           "Fischer",
                                           "Brown",
                                           "L\xc3\xb3pez",
                                           "Meyer",
                                           "Bernard",
                                           "Hoffmann",
                                           "Kowalski",
                                           "Jansen",
                                           "Novak",
                                           "Schulz",
                                           "Petrov",
                                           "Andersson",
                                           "Becker",
                                           "Dubois",
                                           "Hansen",
                                           "Ivanov",
                                           "Koch",
                                           "Williams",
                                           "Bauer",
                                           "Richter",
                                           "Klein",
                                           "Wolf",
                                           "Schr\xc3\xb6"
                                           "der",
                                           "Neumann",
                                           "Schwarz",
                                           "Zimmermann",
                                           "Braun",
                                           "Kr\xc3\xbcger",
                                           "Hofmann",
                                           "Lange",
                                           "Yilmaz",
                                           "Chen",
                                           "Wang",
                                           "Singh",
                                           "Khan",
                                           "Kim",
                                           "Tanaka"};
static const char *const heads[] = {"Ba", "Do",  "Fe", "Gri", "Hal", "Ka", "Lin", "Mo",
                                    "Ne", "Pra", "Ro", "Sta", "Ti",  "Ul", "Vo",  "Wes"};
static const char *const middles[] = {"r",  "l",   "n",  "ber", "den", "gel", "hor", "ker",
                                      "ma", "nig", "po", "ri",  "sen", "ter", "vo",  "zi"};
static const char *const tails[] = {"a",   "berg",  "dorf", "er", "feld",  "hof",
                                    "ini", "ke",    "mann", "ov", "owski", "sen",
                                    "son", "stein", "ton",  "z"};
#define PICK(list, n) (list)[(n) % (sizeof(list) / sizeof *(list))]

/* A share of the list by rank: the first names are far more frequent than the last. */
static k_str of_list(struct k_arena *a, struct k_rand *r, const char *const *list, size_t n,
                     int one_of)
{
    if (k_rand_below(r, (uint64_t)one_of) == 0) {
        double u = k_rand_unit(r);
        return k_str_z(list[(size_t)(u * u * (double)n)]);
    }
    uint64_t x = k_rand_below(r, 16 * 16 * 16 * 16);
    return k_fmt(a, "%s%s%s%s", PICK(heads, x), PICK(middles, x / 16),
                 x % 3 ? "" : PICK(middles, x / 4096), PICK(tails, x / 256));
}

k_str bench_employer_name(struct k_arena *a, int64_t i)
{
    static const char *const what[] = {"Works", "Labs",   "Software", "Logistics",
                                       "Foods", "Energy", "Media",    "Group"};
    uint64_t x = (uint64_t)i * 2654435761U;
    return k_fmt(a, "%s%s%s %s", PICK(heads, x >> 4), PICK(middles, x >> 8),
                 PICK(tails, x >> 12), PICK(what, x >> 16));
}

void bench_person_make(struct k_arena *a, int64_t i, int64_t employers,
                       struct bench_person *out)
{
    struct k_rand r;
    k_rand_seed(&r, (uint64_t)i);
    *out = (struct bench_person){.mail = K_S(""), .handle = K_S(""), .phone = K_S("")};
    out->given = of_list(a, &r, given_names, sizeof given_names / sizeof *given_names, 2);
    out->family = of_list(a, &r, family_names, sizeof family_names / sizeof *family_names, 5);
    out->name =
        k_rand_below(&r, 8)
            ? k_fmt(a, "%.*s %.*s", K_ARG(out->given), K_ARG(out->family))
            : k_fmt(a, "%.*s %s%s %.*s", K_ARG(out->given), PICK(heads, k_rand_below(&r, 16)),
                    PICK(tails, k_rand_below(&r, 16)), K_ARG(out->family));
    k_str given = k_lower(a, out->given), family = k_lower(a, out->family);
    if (k_rand_below(&r, 3) == 0)
        out->mail = k_fmt(a, "%.*s.%.*s%lld@company%llu.example", K_ARG(given), K_ARG(family),
                          (long long)(i % 1000), (unsigned long long)k_rand_below(&r, 20000));
    else
        out->handle = k_fmt(a, "%.*s_%.*s%lld", K_ARG(given), K_ARG(family), (long long)i);
    if (k_rand_below(&r, 20) == 0)
        out->phone =
            k_fmt(a, "+49%010llu", (unsigned long long)k_rand_below(&r, 9999999999ULL));
    if (k_rand_below(&r, 5) == 0)
        out->employer = 1 + (int64_t)k_rand_below(&r, (uint64_t)employers);
}
