/* What stands in an address book, however it is written: normalising keeps its bounds, a record
 * is one with itself as far as it says anything, and comparing is the same both ways. */
#include "domain/match_links.h"
#include "domain/match_rules.h"
#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each line fills the next field of the record. */
static void fill(struct k_arena *a, k_str text, bool organization, struct match_record *r)
{
    r->organization = organization;
    for (int i = 0; text.n > 0; i++) {
        k_str line = k_str_cut(&text, '\n');
        switch (i % 8) {
        case 0:
            match_add_name(a, r, line, K_NONE, K_NONE);
            break;
        case 1:
            match_add_email(a, r, line);
            break;
        case 2:
            match_add_phone(a, r, line, K_S("43"));
            break;
        case 3:
            match_add_url(a, r, line);
            break;
        case 4:
            match_add_postal(a, r, line, line, line, line);
            break;
        case 5:
            match_add_birthday(a, r, line);
            break;
        case 6:
            match_add_organization(a, r, line);
            break;
        default:
            match_add_account(a, r, K_S("bluesky"), line, line);
        }
    }
}

static void judge(struct k_arena *a, const struct match_record *x, const struct match_record *y)
{
    struct match_verdict v, back;
    struct match_keys keys;
    match_compare(a, x, y, NULL, &v);
    match_compare(a, y, x, NULL, &back);
    if (!isfinite(v.bits) || v.kind != back.kind || fabs(v.bits - back.bits) > 1e-6)
        __builtin_trap();
    match_keys_of(a, x, &keys);
    for (size_t i = 0; i < keys.n; i++)
        if (keys.v[i].n > 90)
            __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct k_arena *a = k_arena_new(0);
    k_str all = k_str_n((const char *)data, size < 20000 ? size : 20000);
    k_str half = k_str_sub(all, 0, all.n / 2), rest = k_str_from(all, all.n / 2);
    struct match_record x = {0}, y = {0};
    struct match_words to = {0};
    bool organization = all.n % 2 == 1;
    fill(a, half, organization, &x);
    fill(a, rest, organization, &y);
    judge(a, &x, &y);
    judge(a, &x, &x);
    match_links_to(a, &(struct match_profile){.network = K_S("bluesky"), .bio = all}, &to);
    k_arena_free(a);
    return 0;
}
