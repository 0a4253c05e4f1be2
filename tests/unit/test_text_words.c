/* Phrases, shingles and languages. */
#include "unit.h"
#include "text/lang.h"
#include "text/lang_words.h"
#include "text/letter.h"
#include "text/phrase.h"
#include "text/shingle.h"

static const k_str phrases[] = {
    K_S_INIT("does not work"), /* 0 */
    K_S_INIT("refund*"),       /* 1 */
    K_S_INIT("price"),         /* 2 */
    K_S_INIT("don't"),         /* 3 */
    K_S_INIT("\xc3\x9c"
             "berweisung"), /* 4: with a capital U umlaut */
    K_S_INIT("c++"),        /* 5 */
    K_S_INIT("work"),       /* 6 */
    K_S_INIT("Price "),     /* 7: the same as 2 */
    K_S_INIT("\xd0\xa1\xd0\x9a\xd0\x98\xd0\x94\xd0\x9a\xd0\x90"), /* 8: Cyrillic capitals */
    K_S_INIT("?"),                                                /* 9 */
    K_S_INIT(""),                                                 /* 10: never */
};

static void phrases_match_whole_words_where_they_stand(void **state)
{
    static const struct {
        const char *text;
        size_t n;
        struct phrase_hit hits[4];
    } rows[] = {
        {"", 0, {{0}}},
        {"nothing here", 0, {{0}}},
        {"It DOES  not\nWork", 2, {{0, 3, 17}, {6, 13, 17}}},
        {"doesnot work", 1, {{6, 8, 12}}},
        {"I was refunded.", 1, {{1, 6, 14}}},
        {"prerefund", 0, {{0}}},
        {"the price", 2, {{2, 4, 9}, {7, 4, 9}}},
        {"prices, overprice, price2, price", 2, {{2, 27, 32}, {7, 27, 32}}},
        {"I don\xe2\x80\x99t", 1, {{3, 2, 9}}},
        {"I DON'T", 1, {{3, 2, 7}}},
        {"Die \xc3\xbc"
         "berweisung!",
         1,
         {{4, 4, 16}}},
        {"\xc3\xa4work work\xc3\xa4", 0, {{0}}},
        {"C++ is old, c++x is not", 1, {{5, 0, 3}}},
        {"\xd1\x81\xd0\xba\xd0\xb8\xd0\xb4\xd0\xba\xd0\xb0", 1, {{8, 0, 12}}},
        {"so ?", 1, {{9, 3, 4}}},
        {"work\xff work", 2, {{6, 0, 4}, {6, 6, 10}}},
        {"does not\xc2\xa0work", 2, {{0, 0, 14}, {6, 10, 14}}},
    };
    const struct phrase_set *set = phrase_set_new(*state, phrases, ROWS(phrases));
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct phrase_hit out[16];
        size_t n = phrase_find(set, k_str_z(rows[i].text), out, ROWS(out));
        if (n != rows[i].n)
            fail_msg("%s: %zu hits, want %zu", rows[i].text, n, rows[i].n);
        for (size_t k = 0; k < n; k++)
            if (memcmp(&out[k], &rows[i].hits[k], sizeof out[k]) != 0)
                fail_msg("%s: hit %zu is %u %u %u", rows[i].text, k, out[k].phrase,
                         out[k].start, out[k].end);
    }
}

static void no_more_hits_than_asked_for(void **state)
{
    struct phrase_hit out[2];
    const struct phrase_set *set = phrase_set_new(*state, phrases, ROWS(phrases));
    assert_int_equal(phrase_find(set, K_S("work work work"), out, 2), 2);
    assert_int_equal(phrase_find(set, K_S("work work work"), out, 0), 0);
    const struct phrase_set *none = phrase_set_new(*state, NULL, 0);
    assert_int_equal(phrase_find(none, K_S("work"), out, 2), 0);
}

/* Against the slow way: every phrase tried at every place. */
static void the_automaton_finds_what_trying_each_finds(void **state)
{
    static const char letters[] = "ab ";
    k_str set_of[40];
    char text[400];
    uint64_t x = 88172645463325252u;
    for (size_t i = 0; i < ROWS(set_of); i++) {
        char w[8];
        size_t n = 1 + i % 6;
        for (size_t k = 0; k < n; k++) {
            x ^= x << 13, x ^= x >> 7, x ^= x << 17;
            w[k] = letters[x % (k == 0 || k + 1 == n || w[k - 1] == ' ' ? 2 : 3)];
        }
        set_of[i] = k_dup(*state, k_str_n(w, n));
    }
    const struct phrase_set *set = phrase_set_new(*state, set_of, ROWS(set_of));
    for (int round = 0; round < 50; round++) {
        for (size_t k = 0; k < sizeof text; k++) {
            x ^= x << 13, x ^= x >> 7, x ^= x << 17;
            text[k] = letters[x % 3];
            if (k > 0 && text[k] == ' ' && text[k - 1] == ' ')
                text[k] = 'a';
        }
        size_t want = 0;
        for (size_t at = 0; at < sizeof text; at++)
            for (size_t p = 0; p < ROWS(set_of); p++) {
                size_t end = at + set_of[p].n;
                want += end <= sizeof text &&
                        memcmp(text + at, set_of[p].p, set_of[p].n) == 0 &&
                        (at == 0 || text[at - 1] == ' ') &&
                        (end == sizeof text || text[end] == ' ');
            }
        struct phrase_hit out[4000];
        assert_int_equal(phrase_find(set, k_str_n(text, sizeof text), out, ROWS(out)), want);
    }
}

static double same(void **state, const char *a, const char *b)
{
    struct shingle_set x = shingle_of(*state, k_str_z(a)), y = shingle_of(*state, k_str_z(b));
    double there = shingle_jaccard(&x, &y), back = shingle_jaccard(&y, &x);
    assert_true(there >= back && back >= there);
    return there;
}

static void jaccard_counts_shared_threes(void **state)
{
    static const struct {
        const char *a, *b;
        double want;
    } rows[] = {
        {"thank you for asking", "Thank you, for asking!", 1},
        {"a b c d e", "a b c d x", 0.5}, /* 2 of 4 */
        {"a b c d", "a b c d e f", 0.5}, /* 2 of 4 */
        {"a b c", "d e f", 0},
        {"yes", "Yes!", 1},
        {"thank you", "thank you", 1},
        {"thank you", "you thank", 0},
        {"", "", 0},
        {"", "a b c", 0},
        {"a a a a a", "a a a", 1}, /* a set: each once */
        {"@ann a b c", "@bob a b c https://x.example", 1},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        double got = same(state, rows[i].a, rows[i].b);
        if (got < rows[i].want - 1e-9 || got > rows[i].want + 1e-9)
            fail_msg("%s | %s: %f", rows[i].a, rows[i].b, got);
    }
}

static void shingles_are_ascending_and_bounded(void **state)
{
    enum { SIZE = 300000 };
    char *big = k_arena_alloc(*state, SIZE);
    for (size_t i = 0; i < SIZE; i++)
        big[i] = i % 2 ? ' ' : (char)('a' + (i * i / 7 + i * 2654435761u % 1009) % 26);
    struct shingle_set s = shingle_of(*state, k_str_n(big, SIZE));
    assert_in_range(s.n, 100, 32768);
    for (size_t i = 1; i < s.n; i++)
        assert_true(s.v[i - 1] < s.v[i]);
}

static void names_and_links_end_where_they_end(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        size_t n;
    } rows[] = {
        {"@bob hi", 4},
        {"@bob@m.example, hi", 14},
        {"@ hi", 0},
        {"http://x y", 8},
        {"HTTPS://x\ny", 9},
        {"www.x.example", 13},
        {"example.com/a b", 13},
        {"example.com", 0},
        {"either/or", 0},
        {"1.5/2", 0},
        {"http", 0},
        {"word", 0},
        {"e.g./x", 0},
        {"https://x.example>", 17},
    };
    for (size_t i = 0; i < ROWS(rows); i++)
        if (letter_skip(k_str_z(rows[i].in), 0) != rows[i].n)
            fail_msg("%s: %zu", rows[i].in, letter_skip(k_str_z(rows[i].in), 0));
}

static void the_networks_word_on_language_counts_when_it_is_one(void **state)
{
    (void)state;
    static const struct {
        const char *hint, *want;
    } rows[] = {
        {"de", "de"},      {"de-AT", "de"}, {"DE_at", "de"}, {" en-US ", "en"}, {"iw", "he"},
        {"gsw", "gsw"},    {"ger", "fr"},   {"und", "fr"},   {"xx", "fr"},      {"", "fr"},
        {"english", "fr"}, {"d", "fr"},     {"mul", "fr"},   {"zh-Hant", "zh"},
    };
    k_str french = K_S("Bonjour, je voudrais savoir quand ma commande va arriver chez moi.");
    for (size_t i = 0; i < ROWS(rows); i++)
        assert_string_equal(lang_of(french, k_str_z(rows[i].hint)), rows[i].want);
    assert_string_equal(lang_of(french, K_NONE), "fr");
}

static void languages_are_told_apart_and_doubt_is_said(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"The delivery was late again and nobody answers the phone.", "en"},
        {"Die Lieferung kam schon wieder zu sp\xc3\xa4t und niemand geht ans Telefon.", "de"},
        {"El pedido lleg\xc3\xb3 tarde otra vez y nadie contesta al tel\xc3\xa9"
         "fono.",
         "es"},
        {"Ik heb mijn bestelling nog steeds niet ontvangen en krijg geen antwoord.", "nl"},
        {"\xe6\xb3\xa8\xe6\x96\x87\xe3\x81\x97\xe3\x81\x9f\xe5\x95\x86\xe5\x93\x81\xe3\x81\x8c"
         "\xe3\x81\xbe\xe3\x81\xa0\xe5\xb1\x8a\xe3\x81\x8d\xe3\x81\xbe\xe3\x81\x9b\xe3\x82\x93",
         "ja"},
        {"@bob https://example.org/die-lieferung-kam-zu-spaet-und-niemand-antwortet", "und"},
        {"ok", "und"},
        {"12345 67890 11121 31415", "und"},
        {"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80", "und"},
        {"", "und"},
        {"xqzv qpwk zzrt vbnm lkjh", "und"},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        int percent = -1;
        const char *got = lang_detect(k_str_z(rows[i].text), &percent);
        if (strcmp(got, rows[i].want) != 0)
            fail_msg("%s: %s %d", rows[i].text, got, percent);
        assert_in_range(percent, 0, 100);
    }
    assert_string_equal(
        lang_of(K_S("The delivery \xff\xfe was late again and nobody answers."), K_NONE), "en");
}

/* The small words are silent where they could be wrong. */
static void small_words_tell_only_what_is_sure(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {
        {"I have been waiting for the parcel since Monday and nobody is there to help", "en"},
        {"WHY ARE YOU NOT ANSWERING MY CALLS", "en"},
        {"Ich warte seit Montag auf das Paket und niemand ist da", "de"},
        {"Was ist mit meiner Bestellung, sie ist noch nicht da", "de"},
        {"Ik wacht al sinds maandag op het pakket en er is niemand om te helpen", NULL},
        {"Jeg har ventet p\xc3\xa5 pakken siden mandag og det er ingen som svarer", NULL},
        {"Estoy esperando el paquete desde el lunes y no hay nadie", NULL},
        {"J'attends le colis depuis lundi et il n'y a personne", NULL},
        {"Ech waarden zenter M\xc3\xa9indeg op de Pak an et ass keen do", NULL},
        {"Naghihintay ako ng parcel from Monday and walang sumasagot sa the phone", NULL},
        {"parcel parcel parcel Monday late", NULL},
        {"the the", NULL},
        {"\xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82 this is what you are", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        const char *got = lang_words(k_str_z(rows[i].text));
        if ((got == NULL) != (rows[i].want == NULL) || (got && strcmp(got, rows[i].want) != 0))
            fail_msg("%s: %s", rows[i].text, got ? got : "nothing");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(phrases_match_whole_words_where_they_stand),
        arena_test(no_more_hits_than_asked_for),
        arena_test(the_automaton_finds_what_trying_each_finds),
        arena_test(jaccard_counts_shared_threes),
        arena_test(shingles_are_ascending_and_bounded),
        arena_test(names_and_links_end_where_they_end),
        arena_test(the_networks_word_on_language_counts_when_it_is_one),
        arena_test(languages_are_told_apart_and_doubt_is_said),
        arena_test(small_words_tell_only_what_is_sure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
