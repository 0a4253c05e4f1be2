/* channel_health: how a channel does, in one word and one sentence. Pure. */
#include "connectors/registry.h"
#include "flow/channels.h"

k_time channel_pause(int poll_seconds, int64_t failures, double chance)
{
    k_time pause = (poll_seconds > 0 ? poll_seconds : 60) * K_SEC;
    for (int64_t i = 0; i < failures && pause < CHANNEL_PAUSE_MAX; i++)
        pause *= 2;
    if (pause > CHANNEL_PAUSE_MAX)
        pause = CHANNEL_PAUSE_MAX;
    return pause + (k_time)((double)pause * chance / 4);
}

/* A channel that should have succeeded long ago is in trouble, also when nobody wrote a failure
 * down (the server was off). */
static bool late(const struct sq_channel_get_row *row, k_time now)
{
    const struct connector *c = connector_find(row->network);
    k_time usual = (c && c->poll_seconds > 0 ? c->poll_seconds : 60) * K_SEC;
    k_time since = row->last_success_at ? row->last_success_at : row->created_at;
    return now - since > 5 * usual + 5 * K_MIN;
}

enum channel_health channel_health(const struct sq_channel_get_row *row, k_time now)
{
    if (k_str_eqz(row->status, "archive"))
        return CHANNEL_ARCHIVE;
    if (k_str_eqz(row->status, "paused"))
        return CHANNEL_PAUSED;
    if (k_str_eqz(row->status, "stopped"))
        return CHANNEL_STOPPED;
    if (row->failures >= 3 || late(row, now))
        return CHANNEL_TROUBLED;
    return row->failures > 0 || row->last_success_at == 0 ? CHANNEL_WAITING : CHANNEL_WELL;
}

const char *channel_health_word(enum channel_health h)
{
    static const char *const words[] = {"well",    "waiting", "troubled",
                                        "stopped", "paused",  "archive"};
    return words[h];
}

static k_str ago(struct k_arena *a, k_time span)
{
    static const struct {
        k_time unit;
        const char *one, *many;
    } units[] = {
        {K_DAY, "a day", "days"}, {K_HOUR, "an hour", "hours"}, {K_MIN, "a minute", "minutes"}};
    for (size_t i = 0; i < 3; i++) {
        int64_t n = span / units[i].unit;
        if (n == 1)
            return k_str_z(units[i].one);
        if (n > 1)
            return k_fmt(a, "%lld %s", (long long)n, units[i].many);
    }
    return K_S("a moment");
}

k_str channel_health_text(struct k_arena *a, const struct sq_channel_get_row *row, k_time now)
{
    k_str error = row->error_text.n ? row->error_text : K_S("The reason is not known.");
    k_time silent = now - (row->last_success_at ? row->last_success_at : row->created_at);
    switch (channel_health(row, now)) {
    case CHANNEL_ARCHIVE:
        return K_S("Imported posts. Nothing is asked from the network.");
    case CHANNEL_PAUSED:
        return K_S("Paused by a member. Nothing is heard until it goes on.");
    case CHANNEL_STOPPED:
        return k_fmt(a, "Stopped: %.*s Connect it again; it goes on where it stopped.",
                     K_ARG(error));
    case CHANNEL_TROUBLED:
        if (row->failures == 0)
            return k_fmt(a,
                         "Not asked since %.*s. Was the server off? It catches up by itself.",
                         K_ARG(ago(a, silent)));
        return k_fmt(a, "Nothing heard since %.*s: %.*s Kith goes on trying.",
                     K_ARG(ago(a, silent)), K_ARG(error));
    case CHANNEL_WAITING:
        return row->failures
                   ? k_fmt(a, "The last try failed: %.*s Kith tries again.", K_ARG(error))
                   : K_S("Waiting for the first answer.");
    default:
        return k_fmt(a, "Heard %.*s ago.", K_ARG(ago(a, silent)));
    }
}
