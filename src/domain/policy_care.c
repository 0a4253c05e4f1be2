/* policy_care: what needs care: grave topics and the tone beside them, promises, claims that
 * need proof, who is not impartial, links that nobody opened, names that should not be
 * repeated. Pure. */
#include "domain/policy_look.h"
#include "base/utf8.h"
#include "domain/understand.h"
#include "text/letter.h"

/* ---- gravity ----------------------------------------------------------------------------- */

static const struct topic {
    const char *name, *german;
    const char *in_post, *in_reply;
} topics[] = {
    [TAG_DEATH] = {"death", "Tod", "The post speaks of a death.", "This speaks of a death."},
    [TAG_INJURY] = {"injury", "Verletzung", "The post speaks of an injury.",
                    "This speaks of an injury."},
    [TAG_COURT] = {"court", "Gericht", "The post speaks of lawyers, police or a court.",
                   "This speaks of lawyers, police or a court."},
    [TAG_DISCRIMINATION] = {"discrimination", "Diskriminierung",
                            "The post speaks of discrimination.",
                            "This speaks of discrimination."},
    [TAG_SAFETY] = {"safety", "Sicherheit", "The post speaks of a danger.",
                    "This speaks of a danger."},
};

enum policy_tag policy_topic_named(k_str name)
{
    for (int i = TAG_GRAVE_FIRST; i <= TAG_GRAVE_LAST; i++)
        if (k_str_ieq(name, k_str_z(topics[i].name)) ||
            k_str_ieq(name, k_str_z(topics[i].german)))
            return (enum policy_tag)i;
    return TAG_NOT;
}

static bool grave(enum policy_tag tag)
{
    return tag >= TAG_GRAVE_FIRST && tag <= TAG_GRAVE_LAST;
}

/* Without words a rule means all grave topics. */
static bool asked_for(const struct policy_rule *r, enum policy_tag tag)
{
    for (size_t i = 0; i < r->n_words; i++)
        if (policy_topic_named(r->words[i]) == tag)
            return true;
    return r->n_words == 0 && grave(tag);
}

/* One finding a topic for the post, and the places in the reply. */
POLICY_CHECK(policy_check_gravity)
{
    unsigned told = 0;
    for (size_t i = 0; i < l->theirs.n; i++) {
        const struct policy_hit *h = &l->theirs.v[i];
        if (!grave(h->tag) || !asked_for(r, h->tag) || (told & 1u << h->tag))
            continue;
        told |= 1u << h->tag;
        struct policy_finding *x = policy_found(l, r, out, 0, 0);
        x->heard = k_str_sub(l->f->answered, h->start, h->end - h->start);
        x->note = topics[h->tag].in_post;
    }
    for (size_t i = 0; i < l->mine.n; i++) {
        const struct policy_hit *h = &l->mine.v[i];
        if (!grave(h->tag) || !asked_for(r, h->tag) || (told & 1u << h->tag))
            continue;
        policy_found(l, r, out, h->start, h->end)->note = topics[h->tag].in_reply;
    }
}

static bool cheerful_sign(uint32_t cp)
{
    static const uint32_t others[] = {0x2728,  0x1f389, 0x1f38a, 0x1f44d, 0x1f44f, 0x1f4aa,
                                      0x1f525, 0x1f64c, 0x1f680, 0x1f917, 0x1f929, 0x1f970,
                                      0x1f973, 0x1f970, 0x1f60e, 0x1f923};
    if (cp >= 0x1f600 && cp <= 0x1f60f)
        return true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (cp == others[i])
            return true;
    return false;
}

static bool grave_post(const struct policy_look *l)
{
    for (size_t i = 0; i < l->theirs.n; i++)
        if (grave(l->theirs.v[i].tag))
            return true;
    for (size_t i = 0; i < l->mine.n; i++)
        if (grave(l->mine.v[i].tag))
            return true;
    return false;
}

/* Bytes of a smile at s[i] made of signs (":)", ":-D"), 0 when none is there. */
static size_t smile(k_str s, size_t i)
{
    static const char *const smiles[] = {":-)", ":-D", ";-)", ":)", ":D", ";)", "^^"};
    for (size_t k = 0; k < sizeof smiles / sizeof *smiles; k++)
        if (k_str_starts(k_str_from(s, i), k_str_z(smiles[k])))
            return strlen(smiles[k]);
    return 0;
}

POLICY_CHECK(policy_check_tone)
{
    static const char note[] = "Too cheerful beside what this is about.";
    size_t places = 0;
    if (!grave_post(l))
        return;
    for (size_t i = 0; i < l->mine.n; i++)
        if (l->mine.v[i].tag == TAG_CHEER)
            policy_found(l, r, out, l->mine.v[i].start, l->mine.v[i].end)->note = note;
    for (size_t i = 0; i < l->body.n && places < POLICY_PLACES_MAX;) {
        size_t start = i, n = smile(l->body, i);
        uint32_t cp = k_utf8_next(l->body, &i);
        if (n == 0 && cp != '!' && !cheerful_sign(cp))
            continue;
        i = n ? start + n : i;
        policy_found(l, r, out, start, i)->note = note;
        places++;
    }
}

/* ---- promises, claims -------------------------------------------------------------------- */

static size_t sentence_end(k_str t, size_t i)
{
    while (i < t.n && !strchr(".!?\n", t.p[i]))
        i++;
    return i;
}

/* The finding is the rest of the sentence: what a commitment would be recorded with. */
POLICY_CHECK(policy_check_promises)
{
    size_t behind = 0, places = 0;
    if (l->f->promised)
        return;
    for (size_t i = 0; i < l->mine.n && places < POLICY_PLACES_MAX; i++) {
        const struct policy_hit *h = &l->mine.v[i];
        if (h->tag != TAG_PROMISE || h->start < behind)
            continue;
        behind = sentence_end(l->body, h->end);
        policy_found(l, r, out, h->start, behind)->note = "No commitment is recorded for this.";
        places++;
    }
}

static void each_of(const struct policy_look *l, const struct policy_rule *r,
                    struct policy_findings *out, enum policy_tag tag, const char *note)
{
    for (size_t i = 0, n = 0; i < l->mine.n && n < POLICY_PLACES_MAX; i++)
        if (l->mine.v[i].tag == tag) {
            policy_found(l, r, out, l->mine.v[i].start, l->mine.v[i].end)->note = note;
            n++;
        }
}

POLICY_CHECK(policy_check_claims)
{
    each_of(l, r, out, TAG_CLAIM, "A claim like this needs proof.");
    if (r->n_words > 0)
        policy_check_words(l, r, out);
}

/* ---- disclosure -------------------------------------------------------------------------- */

static bool has_role(const struct policy_look *l, const char *role)
{
    for (size_t i = 0; i < l->f->where.n_roles; i++)
        if (k_str_eqz(l->f->where.roles[i], role))
            return true;
    return false;
}

static bool paid_by_us(const struct policy_look *l)
{
    return has_role(l, "partner") || has_role(l, "influencer") || has_role(l, "employee") ||
           has_role(l, "supplier");
}

static bool praises_us(const struct policy_look *l)
{
    struct understanding u;
    understand(&(struct understand_in){.text = l->f->answered}, &u);
    return (u.intents & INTENT_PRAISE) != 0;
}

/* An employer in the profile is not enough: it must stand in the post itself (FTC, 16 CFR
 * 255.5); a sign that names the organisation does. Thanking a partner for praise without saying
 * that they are one spreads praise that is not impartial. */
POLICY_CHECK(policy_check_disclosure)
{
    k_str us = l->f->organisation;
    bool says_who = policy_first(&l->mine, TAG_DISCLOSED) != NULL ||
                    (us.n >= 3 && k_str_ifind(l->f->text, us) >= 0);
    if (says_who)
        return;
    each_of(l, r, out, TAG_ENDORSE, "It does not say here that you work for us.");
    if (paid_by_us(l) && policy_first(&l->mine, TAG_THANKS) && praises_us(l))
        policy_found(l, r, out, 0, 0)->note =
            "Who is praised here works with us, and nobody can see that.";
}

/* ---- links and names --------------------------------------------------------------------- */

static bool was_opened(const struct policy_look *l, k_str link)
{
    for (size_t i = 0; i < l->f->n_opened; i++)
        if (k_str_eq(l->f->opened[i], link))
            return true;
    for (size_t i = 0; i < l->f->n_blocks; i++) /* somebody saved it on purpose */
        if (k_str_find(l->f->blocks[i], link) >= 0)
            return true;
    return false;
}

POLICY_CHECK(policy_check_links)
{
    bool in_word = false;
    for (size_t i = 0, places = 0;
         !l->f->links_opened && i < l->body.n && places < POLICY_PLACES_MAX;) {
        size_t n = in_word || l->body.p[i] == '@' ? 0 : letter_skip(l->body, i), end = i + n;
        if (n == 0) {
            in_word = letter_is_word(k_utf8_next(l->body, &i));
            continue;
        }
        while (end > i && strchr(".,;:!?)]}'", l->body.p[end - 1]))
            end--;
        if (!was_opened(l, k_str_sub(l->body, i, end - i))) {
            policy_found(l, r, out, i, end)->note = "You have not looked where this leads.";
            places++;
        }
        i += n;
    }
}

/* Kept turned by thirteen letters, so that who reads the code does not have to read them. */
static const char *const never_repeated[] = {
    "shpx",      "avttre", "avttn",   "snttbg",  "xvxr",    "genaal",     "ergneq",   "juber",
    "fyhg",      "ovgpu",  "uvgyre",  "anmv",    "encvfg",  "crqb",       "fuvg",     "nffubyr",
    "jnaxre",    "gjng",   "phag",    "fcnfgvp", "sbgmr",   "fpujhpugry", "artre",    "xnanxr",
    "uherafbua", "uher",   "jvpufre", "nefpu",   "fpurvff", "snfpuvfg",   "tbrooryf",
};
/* Names and words that hold one of them and mean no harm. */
static const char *const harmless[] = {
    "therapist", "saltwater", "meltwater", "scunthorpe", "snigger",  "montenegro",
    "retardant", "marsch",    "barsch",    "swanker",    "nazir",    "nazim",
    "torpedo",   "pedometer", "pedology",  "couture",    "schurener"};

static char unturned(char c)
{
    return (char)('a' + (c - 'a' + 13) % 26);
}

/* Letters in small, digits and signs as the letters they stand for; anything else is left out.
 */
static char as_letter(char c)
{
    static const char pairs[] = "0o1i3e4a5s7t8b$s!i|l";
    for (size_t i = 0; pairs[i]; i += 2)
        if (pairs[i] == c)
            return pairs[i + 1];
    if (c >= 'A' && c <= 'Z')
        return (char)(c + 32);
    return c >= 'a' && c <= 'z' ? c : '\0';
}

/* The places of `word` in the letters, over which there is nothing harmless. */
static bool stands_in(const char *letters, const char *word)
{
    for (const char *at = letters; (at = strstr(at, word)) != NULL; at++) {
        bool covered = false;
        for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
            const char *h = strstr(letters, harmless[i]);
            covered |= h && h <= at && h + strlen(harmless[i]) >= at + strlen(word);
        }
        if (!covered)
            return true;
    }
    return false;
}

static bool offensive(k_str name)
{
    char letters[128], word[16];
    size_t n = 0;
    for (size_t i = 0; i < name.n && n + 1 < sizeof letters; i++) {
        letters[n] = as_letter(name.p[i]);
        n += letters[n] != '\0';
    }
    letters[n] = '\0';
    for (size_t i = 0; i < sizeof never_repeated / sizeof *never_repeated; i++) {
        size_t k = 0;
        for (; never_repeated[i][k]; k++)
            word[k] = unturned(never_repeated[i][k]);
        word[k] = '\0';
        if (stands_in(letters, word))
            return true;
    }
    return false;
}

static bool name_char(char c)
{
    return policy_alnum(c) || strchr("_.-@$!|", c);
}

/* @names in the reply, and the name of the author of the post when the reply repeats it. */
POLICY_CHECK(policy_check_names)
{
    static const char note[] = "A name that should not stand in a text of ours.";
    k_str t = l->body, author = l->f->author;
    for (size_t i = 0; i + 1 < t.n; i++) {
        size_t end = i + 1;
        if (t.p[i] != '@' || (i > 0 && policy_alnum(t.p[i - 1])))
            continue;
        while (end < t.n && t.p[end] && name_char(t.p[end]))
            end++;
        if (offensive(k_str_sub(t, i + 1, end - i - 1)))
            policy_found(l, r, out, i, end)->note = note;
        i = end - 1;
    }
    ptrdiff_t at = author.n >= 3 ? k_str_ifind(t, author) : -1;
    if (at >= 0 && (at == 0 || t.p[at - 1] != '@') && offensive(author))
        policy_found(l, r, out, (size_t)at, (size_t)at + author.n)->note = note;
}
