/* lang: the network's word first, then the small words (lang_words), else Compact Language
 * Detector 2. That library is C++ with a
 * plain calling convention; its functions are named here as its symbols are, so that no C++ is
 * compiled: were one of them to change, linking would fail. */
#include "text/lang.h"
#include "base/utf8.h"
#include "text/lang_words.h"
#include "text/letter.h"

#define UNSURE "und"
#define TEXT_MAX 4096  /* bytes that are looked at */
#define LETTERS_MIN 8  /* fewer say nothing */
#define PERCENT_MIN 60 /* of the text that must be in the language */

/* ISO 639-1, and those of 639-3 without a two-letter code that people post in. */
static const char *const codes[] = {
    "aa",  "ab",  "ae",  "af",  "ak",  "am",  "an",  "ar",  "as",  "ast", "av",  "ay",  "az",
    "ba",  "be",  "bg",  "bi",  "bm",  "bn",  "bo",  "br",  "bs",  "ca",  "ce",  "ceb", "ch",
    "ckb", "co",  "cr",  "cs",  "csb", "cu",  "cv",  "cy",  "da",  "de",  "dsb", "dv",  "dz",
    "ee",  "el",  "en",  "eo",  "es",  "et",  "eu",  "fa",  "ff",  "fi",  "fil", "fj",  "fo",
    "fr",  "fur", "fy",  "ga",  "gd",  "gl",  "gn",  "gsw", "gu",  "gv",  "ha",  "haw", "he",
    "hi",  "hif", "hmn", "ho",  "hr",  "hsb", "ht",  "hu",  "hy",  "hz",  "ia",  "id",  "ie",
    "ig",  "ii",  "ik",  "ilo", "io",  "is",  "it",  "iu",  "ja",  "jbo", "jv",  "ka",  "kab",
    "kg",  "kha", "ki",  "kj",  "kk",  "kl",  "km",  "kn",  "ko",  "kr",  "kri", "ks",  "ku",
    "kv",  "kw",  "ky",  "la",  "lb",  "lfn", "lg",  "li",  "lij", "ln",  "lo",  "lt",  "ltg",
    "lu",  "lus", "lv",  "mai", "mfe", "mg",  "mh",  "mi",  "min", "mk",  "ml",  "mn",  "mr",
    "ms",  "mt",  "my",  "na",  "nap", "nb",  "nd",  "nds", "ne",  "new", "ng",  "nl",  "nn",
    "no",  "nr",  "nso", "nv",  "ny",  "oc",  "oj",  "om",  "or",  "os",  "pa",  "pam", "pap",
    "pi",  "pl",  "pms", "ps",  "pt",  "qu",  "rm",  "rn",  "ro",  "ru",  "rw",  "sa",  "sc",
    "scn", "sco", "sd",  "se",  "sg",  "si",  "sk",  "sl",  "sm",  "smn", "sn",  "so",  "sq",
    "sr",  "srn", "ss",  "st",  "su",  "sv",  "sw",  "szl", "ta",  "te",  "tet", "tg",  "th",
    "ti",  "tk",  "tl",  "tn",  "to",  "tok", "tpi", "tr",  "ts",  "tt",  "tum", "tw",  "ty",
    "ug",  "uk",  "ur",  "uz",  "ve",  "vec", "vi",  "vo",  "wa",  "war", "wo",  "xh",  "yi",
    "yo",  "yue", "za",  "zgh", "zh",  "zu"};

static const char *known(const char *z, size_t n)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (k_str_ieq(k_str_n(z, n), k_str_z(codes[i])))
            return codes[i];
    return NULL;
}

/* Codes that were replaced, as older software still writes them. */
static const char *current(k_str code)
{
    static const char *const old[][2] = {{"iw", "he"}, {"in", "id"}, {"ji", "yi"}, {"jw", "jv"},
                                         {"mo", "ro"}, {"sh", "sr"}, {"cmn", "zh"}};
    for (size_t i = 0; i < sizeof old / sizeof *old; i++)
        if (k_str_ieq(code, k_str_z(old[i][0])))
            return old[i][1];
    return known(code.p, code.n);
}

/* "de", "de-AT", "de_AT" -> "de"; NULL when it is no language. */
static const char *from_tag(k_str tag)
{
    size_t n = 0;
    tag = k_str_trim(tag);
    while (n < tag.n && tag.p[n] != '-' && tag.p[n] != '_')
        n++;
    return n == 2 || n == 3 ? current(k_str_sub(tag, 0, n)) : NULL;
}

enum { CLD2_UNKNOWN = 26 };

int cld2_detect(
    const char *text, int n, bool plain, int lang3[3], int percent3[3], int *text_bytes,
    bool *reliable) __asm__("_ZN4CLD224ExtDetectLanguageSummaryEPKcibPNS_8LanguageEPiS4_Pb");
const char *cld2_code(int lang) __asm__("_ZN4CLD212LanguageCodeENS_8LanguageE");

static const char *detect(const char *text, size_t n, int *percent)
{
    int lang3[3] = {CLD2_UNKNOWN, CLD2_UNKNOWN, CLD2_UNKNOWN}, percent3[3] = {0}, bytes = 0;
    bool reliable = false;
    int lang = cld2_detect(text, (int)n, true, lang3, percent3, &bytes, &reliable);
    *percent = percent3[0];
    if (!reliable || lang != lang3[0] || lang == CLD2_UNKNOWN || percent3[0] < PERCENT_MIN)
        return NULL;
    return from_tag(k_str_z(cld2_code(lang)));
}

/* The text without @names, links and invalid bytes; returns its bytes, counts its letters. */
static size_t strip(k_str text, char out[TEXT_MAX], size_t *letters)
{
    size_t n = 0, i = 0;
    bool in_word = false;
    *letters = 0;
    while (i < text.n) {
        size_t at = i, skip = in_word ? 0 : letter_skip(text, i);
        if (skip > 0) {
            i += skip;
            continue;
        }
        uint32_t cp = k_utf8_next(text, &i);
        in_word = letter_is_word(cp);
        if (cp == 0xfffd || cp == 0)
            continue;
        if (n + (i - at) > TEXT_MAX)
            break;
        if (in_word && !(cp >= '0' && cp <= '9'))
            *letters += letter_is_alone(cp) ? 3 : 1;
        memcpy(out + n, text.p + at, i - at);
        n += i - at;
    }
    return n;
}

const char *lang_detect(k_str text, int *percent)
{
    char plain[TEXT_MAX];
    size_t letters;
    *percent = 0;
    size_t n = strip(text, plain, &letters);
    if (letters < LETTERS_MIN)
        return UNSURE;
    const char *code = lang_words(k_str_n(plain, n));
    if (code) {
        *percent = 100;
        return code;
    }
    code = detect(plain, n, percent);
    return code ? code : UNSURE;
}

const char *lang_of(k_str text, k_str hint)
{
    int percent;
    const char *said = from_tag(hint);
    return said ? said : lang_detect(text, &percent);
}
