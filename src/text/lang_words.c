/* lang_words: a word of up to eight bytes is a number; the small words stand in a table of such
 * numbers. It costs a fiftieth of the detector behind it (lang.c). */
#include "text/lang_words.h"
#include <pthread.h>

#define SLOTS 1024
#define HITS_MIN 4  /* small words of one language, */
#define OWN_MIN 2   /* of which so many are its own */
#define WORDS_PER 4 /* at least one word in so many is one of them */
#define FOREIGN 4   /* at most one word of others for so many of them */
#define HIGH_PER 8  /* at most one byte in so many is beyond ASCII: it is no other script */

/* What no neighbour writes so; what English or German or both share with neighbours, which
 * counts beside words of their own only; words of the neighbours in the Latin script, which
 * take evidence away. */
enum kind { NOTHING, ENGLISH, GERMAN, ENGLISH_TOO, GERMAN_TOO, BOTH_TOO, OTHER, KINDS };
static const char *const words[KINDS] = {
    [ENGLISH] = "about after and any anyone are because been before being but could did does "
                "doesn don every from getting how into isn its just know never not of only our "
                "out over please said she should some than thank thanks that the their them "
                "then there these they this those very we were what when where which who why "
                "with without would you your",
    [GERMAN] = "aber auch auf aus bei bin bitte dass dem denn der dich dir doch durch eine "
               "einem einen einer eines euch für gibt habe haben ich ihr ihre immer ist jetzt "
               "kann kein keine mehr mein meine mich mit muss nach nicht nichts noch nur oder "
               "schon sehr sein seit sich sie sind und uns unser vom von warum weil wenn "
               "werden wieder wird zu zum zur über",
    [ENGLISH_TOO] = "a as at be by can for get got had has have he her him his if is it my no "
                    "now off on one or to too up us",
    [GERMAN_TOO] = "am das die ein hier im ja man wie wir wo",
    [BOTH_TOO] = "all an hat in so was war will",
    [OTHER] = "aan af al av como con dat de del det di dos du een ei ek el en er es est et ett "
              "har het i ik il inte isch je jeg kan la las le les los maar mat med met moet na "
              "naar ned net nich nie niet och og ook os para pas per por pour que se som sono "
              "te til un una une van voor vous wat zijn ang ng sa ako di yang dan ini itu ass "
              "ech wei wéi fir",
};

static struct {
    uint64_t key;
    enum kind kind;
} table[SLOTS];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static size_t slot_of(uint64_t key)
{
    size_t i = (size_t)((key * 0x9e3779b97f4a7c15U) >> 54);
    while (table[i].key != 0 && table[i].key != key)
        i = (i + 1) % SLOTS;
    return i;
}

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

/* The next word as a number, 0 when it is longer than eight bytes; false at the end. */
static bool next(k_str s, size_t *i, uint64_t *key)
{
    while (*i < s.n && !is_letter((unsigned char)s.p[*i]))
        ++*i;
    size_t from = *i;
    *key = 0;
    for (; *i < s.n && is_letter((unsigned char)s.p[*i]); ++*i) {
        unsigned char c = (unsigned char)s.p[*i];
        *key = *key << 8 | (c >= 'A' && c <= 'Z' ? c + 32U : c);
    }
    if (*i - from > 8)
        *key = 0;
    return *i > from;
}

static void fill(void)
{
    for (enum kind kind = ENGLISH; kind < KINDS; kind++) {
        k_str s = k_str_z(words[kind]);
        uint64_t key;
        for (size_t i = 0; next(s, &i, &key);) {
            size_t at = slot_of(key);
            table[at].key = key;
            table[at].kind = kind;
        }
    }
}

static bool is_sure(unsigned own, unsigned shared, unsigned foreign, unsigned all)
{
    unsigned hits = own + shared;
    return own >= OWN_MIN && hits >= HITS_MIN && hits * WORDS_PER >= all &&
           foreign * FOREIGN <= hits;
}

const char *lang_words(k_str text)
{
    unsigned n[KINDS] = {0}, all = 0;
    size_t high = 0;
    uint64_t key;
    pthread_once(&once, fill);
    for (size_t i = 0; i < text.n; i++)
        high += (unsigned char)text.p[i] >= 0x80;
    if (high * HIGH_PER > text.n)
        return NULL;
    for (size_t i = 0; next(text, &i, &key); all++)
        if (key != 0)
            n[table[slot_of(key)].kind]++;
    if (is_sure(n[ENGLISH], n[ENGLISH_TOO] + n[BOTH_TOO], n[GERMAN] + n[OTHER], all))
        return "en";
    if (is_sure(n[GERMAN], n[GERMAN_TOO] + n[BOTH_TOO], n[ENGLISH] + n[OTHER], all))
        return "de";
    return NULL;
}
