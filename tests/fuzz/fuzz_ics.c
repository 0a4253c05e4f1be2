/* Calendars: any bytes end, repetitions too, and what is read is valid UTF-8 and within the
 * window. */
#include "base/utf8.h"
#include "formats/ics.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
    if (!ok)
        __builtin_trap();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const k_time from = 1577836800LL * K_SEC, to = 1735689600LL * K_SEC;
    struct k_arena *a = k_arena_new(0);
    struct ics_events events;
    k_str why = K_NONE;
    if (ics_read(a, k_str_n((const char *)data, size), from, to, &events, &why) != K_OK) {
        must(why.n > 0);
        events.n = 0;
    }
    for (size_t i = 0; i < events.n; i++) {
        const struct ics_event *e = &events.v[i];
        must(e->why.p || e->cancelled || (e->at >= from && e->at < to && e->uid.n));
        must(k_utf8_valid(e->title) && k_utf8_valid(e->uid) && k_utf8_valid(e->ref));
        must(e->people.n <= ICS_PEOPLE);
    }
    k_arena_free(a);
    return 0;
}
