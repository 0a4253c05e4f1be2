/* storm_rules: courtesies, links, people and speed. The courtesies are those of the
 * languages that short posts to organisations are mostly written in; of another language all
 * words count as own ones, which errs on the side of a storm. */
#include "domain/storm_rules.h"
#include "text/letter.h"
#include "text/word.h"

/* ---- courtesies -------------------------------------------------------------------------- */

static const char courtesies[] =
    /* en */
    "thanks thank thx ty you u your yours so much very many lot lots of for the a an all and "
    "to everyone everybody again good great nice lovely happy merry morning afternoon evening "
    "night day weekend week year new birthday christmas easter friday monday best wishes wish "
    "hello hi hey dear welcome congrats congratulations well done love from me my i we us our "
    "is are was be have has had it this that in on at with as team folks guys today tomorrow "
    "please sorry really appreciate appreciated help helping helped support will "
    "kind regards cheers yes no ok okay "
    /* de */
    "danke dank vielen herzlichen sch\xc3\xb6n sch\xc3\xb6nen sch\xc3\xb6ne sch\xc3\xb6nes "
    "euch dir ihnen sie du ihr ich wir uns mir mich eure eurer eure deine f\xc3\xbcr die der "
    "das den dem des ein eine einen und an alle allen guten gute gutes morgen tag abend nacht "
    "wochenende woche jahr neues frohes frohe gl\xc3\xbc"
    "ckliches weihnachten ostern geburtstag "
    "alles liebe lieben gr\xc3\xbc\xc3\x9f"
    "e hallo moin servus willkommen gratuliere gl\xc3\xbc"
    "ckwunsch herzlich herzliche zum zur zu im in mit von auch sehr ganz noch mal so bitte "
    "hilfe ist sind war habe haben hat es heute gerne gern ja nein "
    /* fr, es, it, nl, pt */
    "merci beaucoup bonjour bonsoir bonne bon journ\xc3\xa9"
    "e pour votre vous tous toutes tout le la les de du un une et anniversaire joyeux "
    "gracias muchas mucho buenos buenas d\xc3\xad"
    "as tardes noches por su ayuda todos todo feliz cumplea\xc3\xb1os hola el los "
    "grazie mille molte buongiorno buonasera per il lo tutti auguri buon compleanno ciao "
    "bedankt dank je wel jullie voor het een goede goedemorgen hartelijk gefeliciteerd "
    "allemaal "
    "obrigado obrigada muito bom boa dia pela sua ajuda todos parab\xc3\xa9ns";

struct storm_courtesies {
    uint64_t *v; /* open addressing; 0 = free */
    size_t room;
};

static bool knows(const struct storm_courtesies *c, uint64_t hash, size_t *slot)
{
    *slot = hash & (c->room - 1);
    while (c->v[*slot] && c->v[*slot] != hash)
        *slot = (*slot + 1) & (c->room - 1);
    return c->v[*slot] == hash;
}

const struct storm_courtesies *storm_courtesies_new(struct k_arena *a)
{
    struct storm_courtesies *c = k_new(a, struct storm_courtesies);
    struct word_reader w = word_read(k_str_z(courtesies));
    uint64_t hash;
    size_t slot;
    c->room = 1024;
    c->v = k_new_n(a, uint64_t, c->room);
    while (word_next(&w, &hash))
        if (!knows(c, hash, &slot))
            c->v[slot] = hash;
    return c;
}

bool storm_says_enough(const struct storm_courtesies *c, k_str text)
{
    struct word_reader w = word_read(text);
    uint64_t hash, own[STORM_OWN] = {0};
    size_t slot, words = 0, n = 0;
    while (word_next(&w, &hash) && (words < STORM_WORDS || n < STORM_OWN)) {
        words++;
        if (n == STORM_OWN || knows(c, hash, &slot))
            continue;
        bool again = false;
        for (size_t i = 0; i < n; i++)
            again |= own[i] == hash;
        if (!again)
            own[n++] = hash;
    }
    return words >= STORM_WORDS && n >= STORM_OWN;
}

/* ---- links ------------------------------------------------------------------------------- */

static k_str first_link(k_str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = (char)(text.p[i] | 0x20);
        k_str rest = k_str_from(text, i);
        if (c == 'h' &&
            (k_str_istarts(rest, K_S("https://")) || k_str_istarts(rest, K_S("http://"))))
            return k_str_sub(rest, 0, letter_skip(text, i));
    }
    return K_NONE;
}

static bool counts_visits(k_str name)
{
    static const char *const names[] = {"fbclid", "gclid", "ref", "igshid", "mc_cid",
                                        "mc_eid", "s",     "t",   "si",     NULL};
    return k_str_istarts(name, K_S("utm_")) || k_str_in(name, names);
}

static bool ends_sentence(char c)
{
    return c == '.' || c == ',' || c == ')' || c == '!' || c == '?' || c == ';' || c == ':' ||
           c == '\'' || c == ']' || c == '/';
}

static k_str without_visits(struct k_arena *a, k_str query)
{
    k_str out = K_S("");
    while (query.n > 0) {
        k_str part = k_str_cut(&query, '&'), name = part;
        name = k_str_cut(&name, '=');
        if (part.n > 0 && !counts_visits(name))
            out = k_fmt(a, "%.*s%c%.*s", K_ARG(out), out.n ? '&' : '?', K_ARG(part));
    }
    return out;
}

k_str storm_link(struct k_arena *a, k_str text)
{
    k_str link = first_link(text), rest;
    if (link.n == 0)
        return K_NONE;
    link = k_str_from(link, (size_t)k_str_find(link, K_S("://")) + 3);
    link = k_str_cut(&link, '#');
    rest = link;
    k_str path = k_str_cut(&rest, '?'), host = k_str_cut(&path, '/');
    while (rest.n > 0 && ends_sentence(rest.p[rest.n - 1]))
        rest.n--;
    while (path.n > 0 && ends_sentence(path.p[path.n - 1]))
        path.n--;
    k_str query = without_visits(a, rest);
    if (path.n == 0 && query.n == 0)
        return K_NONE;
    host = k_lower(a, host);
    if (k_str_starts(host, K_S("www.")))
        host = k_str_from(host, 4);
    return k_fmt(a, "%.*s/%.*s%.*s", K_ARG(host), K_ARG(path), K_ARG(query));
}

k_str storm_reposted(k_str text)
{
    k_str rest = k_str_trim(text);
    if (!k_str_starts(rest, K_S("RT @")))
        return text;
    (void)k_str_cut(&rest, '@');
    (void)k_str_cut(&rest, ' ');
    return rest;
}

/* ---- people ------------------------------------------------------------------------------ */

static bool near(k_time a, k_time b, k_time within)
{
    return a - b <= within && b - a <= within;
}

struct storm_crowd storm_crowd(const struct storm_voice *v, size_t n, k_time at, k_time within)
{
    struct storm_crowd c = {0};
    for (size_t i = 0; i < n; i++) {
        bool counted = !near(v[i].at, at, within) || v[i].who == 0;
        for (size_t k = 0; k < i && !counted; k++)
            counted = v[k].who == v[i].who && near(v[k].at, at, within);
        if (counted)
            continue;
        c.people++;
        c.reach_known += v[i].followers >= 0;
        c.reach += v[i].followers > 0 ? v[i].followers : 0;
    }
    return c;
}

bool storm_grown(int64_t decided, int64_t now)
{
    return now >= STORM_TIMES * decided && now >= decided + STORM_MORE;
}

const char *storm_own(const struct storm_single *s)
{
    if (s->held)
        return "held";
    if (s->more)
        return "more";
    return s->to_us && (s->intents & ~s->shared & STORM_ASKING) ? "asks" : "";
}

/* ---- speed ------------------------------------------------------------------------------- */

struct storm_speed storm_speed(const k_time *at, size_t n, k_time now)
{
    struct storm_speed out = {0};
    size_t newest = 0;
    for (size_t i = 0; i < n; i++) {
        out.last_hour += at[i] > now - K_HOUR;
        while (at[newest] - at[i] >= K_HOUR)
            newest++;
        if ((int64_t)(i - newest + 1) >= out.peak) {
            out.peak = (int64_t)(i - newest + 1);
            out.peak_at = at[i];
        }
    }
    return out;
}
