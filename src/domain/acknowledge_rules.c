/* acknowledge_rules: when Kith may say that something has arrived, and how it says it. */
#include "domain/acknowledge_rules.h"

#include "base/utf8.h"

#define NAME_MOST 80 /* characters */

const struct acknowledge_why_row acknowledge_whys[ACKNOWLEDGE_WHYS] = {
    [ACKNOWLEDGE_YES] = {"decided", "It was decided to acknowledge it."},
    [ACKNOWLEDGE_OFF] = {"off", "The owner of the house does not allow it."},
    [ACKNOWLEDGE_CHANNEL_OFF] = {"channel_off", "It is switched off for this channel."},
    [ACKNOWLEDGE_PUBLIC] = {"public", "It was not said in private: a machine says nothing in "
                                      "public."},
    [ACKNOWLEDGE_AUTOMATIC] = {"automatic", "It is an automatic message itself."},
    [ACKNOWLEDGE_OLD] = {"old", "It was older than 15 minutes when it came in."},
    [ACKNOWLEDGE_PAUSED] = {"paused", "A pause covers this conversation."},
    [ACKNOWLEDGE_STORM] = {"storm", "It is folded into a storm, which a person decides about."},
    [ACKNOWLEDGE_ANSWERED] = {"answered", "Nobody waits any more."},
    [ACKNOWLEDGE_ANSWERING] = {"answering", "A member's answer is on its way."},
    [ACKNOWLEDGE_ALREADY] = {"already", "It was acknowledged since we answered last."},
    [ACKNOWLEDGE_TODAY] = {"today", "This person got an acknowledgement within a day."},
    [ACKNOWLEDGE_NOBODY] = {"nobody", "Nobody has it, so it cannot say who will answer."},
    [ACKNOWLEDGE_NO_TIME] = {"no_time", "There is no deadline and there are no office hours, "
                                        "so it cannot say by when."},
    [ACKNOWLEDGE_LATE] = {"late", "It could not leave within 15 minutes."},
    [ACKNOWLEDGE_CHANGED] = {"changed", "Who answers, or by when, has changed meanwhile."},
};

enum acknowledge_why acknowledge_judge(const struct acknowledge_facts *f, k_time now)
{
    const struct acknowledge_promise *p = &f->promise;
    if (!f->direct)
        return ACKNOWLEDGE_PUBLIC;
    if (!f->allowed)
        return ACKNOWLEDGE_OFF;
    if (!f->channel_on)
        return ACKNOWLEDGE_CHANNEL_OFF;
    if (f->automatic)
        return ACKNOWLEDGE_AUTOMATIC;
    if (f->decided_at ? now - f->decided_at > ACKNOWLEDGE_FRESH
                      : now - f->posted_at > ACKNOWLEDGE_FRESH)
        return f->decided_at ? ACKNOWLEDGE_LATE : ACKNOWLEDGE_OLD;
    if (f->paused)
        return ACKNOWLEDGE_PAUSED;
    if (f->folded)
        return ACKNOWLEDGE_STORM;
    if (f->waiting_since == 0 || f->last_out_at >= f->posted_at)
        return ACKNOWLEDGE_ANSWERED;
    if (f->answering)
        return ACKNOWLEDGE_ANSWERING;
    if (f->last_here > f->last_out_at)
        return ACKNOWLEDGE_ALREADY;
    if (f->last_them && now - f->last_them < ACKNOWLEDGE_AGAIN)
        return ACKNOWLEDGE_TODAY;
    if (k_str_trim(p->who).n == 0)
        return ACKNOWLEDGE_NOBODY;
    return p->by ? ACKNOWLEDGE_YES : ACKNOWLEDGE_NO_TIME;
}

/* ---- by when ----------------------------------------------------------------------------- */

/* When the clocks of a place show midnight behind the day of a moment. */
static k_time next_midnight(const struct k_zone *z, k_time at)
{
    int64_t day = k_day_at(at + k_zone_at(z, at).offset) + 1;
    k_time about = day * K_DAY - k_zone_at(z, at).offset;
    return day * K_DAY - k_zone_at(z, about).offset;
}

void acknowledge_by(k_time due, const struct hours *h, k_time now,
                    struct acknowledge_promise *p)
{
    p->day = due <= now;
    p->by = p->day ? 0 : due;
    if (p->day && h)
        p->by = hours_next_open(h, next_midnight(h->zone, now));
}

/* ---- the words --------------------------------------------------------------------------- */

#define MARK_EN "Automatic message:"
#define MARK_DE "Automatische Nachricht:"

static const char *const days_en[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                      "Friday", "Saturday", "Sunday"};
static const char *const days_de[] = {"Montag",  "Dienstag", "Mittwoch", "Donnerstag",
                                      "Freitag", "Samstag",  "Sonntag"};
static const char *const months_en[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
static const char *const months_de[] = {"Januar",    "Februar", "März",     "April",
                                        "Mai",       "Juni",    "Juli",     "August",
                                        "September", "Oktober", "November", "Dezember"};

/* "Tuesday, 1 December 2026, 15:00 (Europe/Berlin)"; of a day without its hour. */
static k_str when(struct k_arena *a, bool german, const struct acknowledge_promise *p,
                  const struct k_zone *zone, k_str zone_name)
{
    k_time local = p->by + k_zone_at(zone, p->by).offset;
    int64_t day = k_day_at(local);
    int minutes = (int)((local - day * K_DAY) / K_MIN), weekday = (int)((day % 7 + 7 + 3) % 7);
    struct k_date d = k_day_date(day);
    k_str clock = K_S("");
    if (!p->day)
        clock = k_fmt(a, ", %02d:%02d%s", minutes / 60, minutes % 60, german ? " Uhr" : "");
    return german ? k_fmt(a, "%s, %d. %s %d%.*s (%.*s)", days_de[weekday], d.day,
                          months_de[d.month - 1], (int)d.year, K_ARG(clock), K_ARG(zone_name))
                  : k_fmt(a, "%s, %d %s %d%.*s (%.*s)", days_en[weekday], d.day,
                          months_en[d.month - 1], (int)d.year, K_ARG(clock), K_ARG(zone_name));
}

/* On one line, and not without end. */
static k_str name_of(struct k_arena *a, k_str name)
{
    k_str s = k_dup(a, k_utf8_cut(k_str_trim(name), NAME_MOST));
    char *c = (char *)(uintptr_t)s.p;
    for (size_t i = 0; i < s.n; i++)
        c[i] = (unsigned char)c[i] < ' ' ? ' ' : c[i];
    return s;
}

k_str acknowledge_text(struct k_arena *a, bool german, const struct acknowledge_promise *p,
                       const struct k_zone *zone, k_str zone_name)
{
    k_str who = name_of(a, p->who), at = when(a, german, p, zone, zone_name);
    if (german)
        return k_fmt(a,
                     MARK_DE " Was Sie geschrieben haben, ist angekommen. %s%.*s antwortet "
                             "Ihnen %s %.*s.",
                     p->team ? "Das Team " : "", K_ARG(who),
                     p->day ? "am nächsten Arbeitstag:" : "bis", K_ARG(at));
    return k_fmt(a, MARK_EN " what you wrote has arrived. %s%.*s will answer you %s %.*s.",
                 p->team ? "The team " : "", K_ARG(who),
                 p->day ? "on the next working day:" : "by", K_ARG(at));
}

bool acknowledge_marked(k_str text)
{
    return k_str_starts(text, K_S(MARK_EN)) || k_str_starts(text, K_S(MARK_DE));
}

bool acknowledge_by_machine(k_str text)
{
    static const char *const marks[] = {
        "automatic message",   "automatic reply",      "automatic response",
        "automated ",          "auto-reply",           "auto reply",
        "autoreply",           "auto-response",        "out of office",
        "out-of-office",       "automatische antwort", "automatische nachricht",
        "abwesenheitsnotiz",   "this is an automat",   "dies ist eine automat",
        "das ist eine automat"};
    text = k_str_trim(text);
    while (text.n > 0 && memchr("[(*<-_~\"", text.p[0], 8))
        text = k_str_trim(k_str_from(text, 1));
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (k_str_istarts(text, k_str_z(marks[i])))
            return true;
    return false;
}
