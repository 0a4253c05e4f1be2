/* Each check of the policy, by tables: texts that it finds with the words it points at, texts
 * that it must leave alone, and the failures that were published. */
#include "unit.h"
#include "base/tongue.h"
#include "domain/policy_doc.h"
#include "text/shingle.h"

/* A rule by its line "- stops: NAME", and what it finds. */
static struct policy_findings findings_of(struct k_arena *a, const char *rule,
                                          struct policy_facts f)
{
    static struct policy_doc doc;
    struct policy_findings out;
    k_str text = k_fmt(a, "### `r` Why.\n\n- stops: %s\n", rule);
    if (policy_doc_parse(a, text, &doc) != K_OK)
        fail_msg("%s: %.*s", rule, K_ARG(doc.problems.list.v[0].text));
    f.arena = a;
    policy_run(&f, &doc.rules, &out);
    return out;
}

/* A text and the first words found in it; NULL: nothing is found; "": the whole reply is. */
struct row {
    const char *text, *words;
};
static void rows_of(struct k_arena *a, const char *rule, const struct row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct policy_facts f = {.text = k_str_z(rows[i].text)};
        struct policy_findings out = findings_of(a, rule, f);
        bool found = out.list.n > 0;
        k_str words = found ? out.list.v[0].words : K_NONE;
        if (found != (rows[i].words != NULL) || (found && !k_str_eqz(words, rows[i].words)))
            fail_msg("%s: \"%s\" %s \"%.*s\"", rule, rows[i].text, found ? "found" : "nothing",
                     K_ARG(words));
    }
}
#define CHECK(rule, rows) rows_of(*state, rule, rows, ROWS(rows))

/* A reply to a post, and whether the rule finds it. */
struct pair {
    const char *post, *reply;
    bool found;
};
static void pairs_of(struct k_arena *a, const char *rule, const struct pair *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct policy_facts f = {.text = k_str_z(rows[i].reply),
                                 .answered = k_str_z(rows[i].post)};
        if ((findings_of(a, rule, f).list.n > 0) != rows[i].found)
            fail_msg("%s: \"%s\" on \"%s\"", rule, rows[i].reply, rows[i].post);
    }
}
#define PAIRS(rule, rows) pairs_of(*state, rule, rows, ROWS(rows))

/* ---- personal data ----------------------------------------------------------------------- */

static void card_and_account_numbers_are_found(void **state)
{
    static const struct row rows[] = {
        {"My card is 4111 1111 1111 1111, thanks", "4111 1111 1111 1111"},
        {"4111-1111-1111-1111", "4111-1111-1111-1111"},
        {"378282246310005", "378282246310005"},
        {"4111 1111 1111 1112", NULL}, /* the sum is wrong */
        {"0000 0000 0000 0000", NULL},
        {"Order 1234567890123", NULL},
        {"AB4111111111111111", NULL}, /* part of a word */
        {"411111111111", NULL},       /* too short */
        {"IBAN DE89 3704 0044 0532 0130 00 please", "DE89 3704 0044 0532 0130 00"},
        {"GB82WEST12345698765432.", "GB82WEST12345698765432"},
        {"de89370400440532013000", "de89370400440532013000"},
        {"DE88 3704 0044 0532 0130 00", NULL},
        {"Flight LH 400 and room B12", NULL},
        {"", NULL},
    };
    CHECK("account numbers", rows);
}

static void luhn_and_mod_97_have_their_published_values(void **state)
{
    (void)state;
    assert_false(policy_is_card("79927398713000", 0));
    assert_true(policy_is_card("5555555555554444", 16));
    assert_true(policy_is_card("6011111111111117", 16));
    assert_false(policy_is_card("5555555555554445", 16));
    assert_true(policy_is_iban("GB29NWBK60161331926819", 22));
    assert_true(policy_is_iban("FR1420041010050500013M02606", 27));
    assert_false(policy_is_iban("FR1420041010050500013M02607", 27));
    assert_false(policy_is_iban("DE89", 4));
}

/* Numbers that their states or their standards publish as examples, and the same with one digit
 * changed. */
static void national_numbers_are_found_by_their_check_digits(void **state)
{
    static const struct row rows[] = {
        {"Steuer-ID 86 095 742 719 bitte", "86 095 742 719"},
        {"47036892816", "47036892816"},
        {"86 095 742 718", NULL},
        {"My number is 123-45-6789.", "123-45-6789"},
        {"666-45-6789", NULL},
        {"Call 555-12-345", NULL},
        {"NI AB 12 34 56 C", "AB 12 34 56 C"},
        {"GB123456A", NULL}, /* never given */
        {"2 55 08 14 168 025 38", "2 55 08 14 168 025 38"},
        {"2 55 08 14 168 025 39", NULL},
        {"DNI 12345678Z", "12345678Z"},
        {"12345678A", NULL},
        {"X1234567L", "X1234567L"},
        {"X1234567M", NULL},
        {"RSSMRA85T10A562S", "RSSMRA85T10A562S"},
        {"RSSMRA85T10A562T", NULL},
        {"BSN 111222333", "111222333"},
        {"Order 111222333", NULL}, /* nothing says that it is one */
        {"BSN 111222334", NULL},
        {"85.07.30-033.28", "85.07.30-033.28"},
        {"85.07.30-033.29", NULL},
        {"PESEL 44051401359", "44051401359"},
        {"44051401359", NULL},
        {"811228-9874", "811228-9874"},
        {"811228-9875", NULL},
        {"756.9217.0769.85", "756.9217.0769.85"},
        {"756.9217.0769.86", NULL},
        {"SVNR 1237 010180", "1237 010180"},
        {"1237 010180", NULL},
        {"529.982.247-25", "529.982.247-25"},
        {"111.111.111-11", NULL},
        {"Your order 20260012 left at 12:30.", NULL},
        {"It costs 12.345.678 points", NULL},
    };
    CHECK("national ids", rows);
}

static void contact_data_is_found_unless_it_was_said_before(void **state)
{
    struct k_arena *a = *state;
    static const struct row rows[] = {
        {"Write to jo.doe+x@mail.example.org.", "jo.doe+x@mail.example.org"},
        {"Hello @jo and @mara", NULL},
        {"Hello @ann@social.example, how are you", NULL},
        {"mail me@home", NULL},
        {"Call +49 30 901820 tomorrow", "+49 30 901820"},
        {"Call 030 / 901 820 12.", "030 / 901 820 12"},
        {"In 2026 we had 10000 visitors", NULL},
        {"Ticket 0815", NULL},
        {"0.5 litres for 3 people in 2 days", NULL},
        {"To DE89 3704 0044 0532 0130 00, please", NULL}, /* the rule of account numbers */
        {"To DE89 3704 0044 0532 0130 00 or 030 901820", "030 901820"},
        {"help@acme.example is ours", NULL},
    };
    CHECK("contact data\n- words: \"@acme.example\"", rows);
    k_str thread[] = {K_S("My mail is JO@mail.example.org")};
    struct policy_facts f = {
        .text = K_S("We wrote to jo@mail.example.org"), .thread = thread, .n_thread = 1};
    assert_int_equal(findings_of(a, "contact data", f).list.n, 0);
}

static void keys_and_passwords_are_found(void **state)
{
    static const struct row rows[] = {
        {"use AKIAIOSFODNN7EXAMPLE for it", "AKIAIOSFODNN7EXAMPLE"},
        {"ghp_16C7e42F292c6912E7710c838347Ae178B4a",
         "ghp_16C7e42F292c6912E7710c838347Ae178B4a"},
        {"Passwort: Sommer2026", "Sommer2026"},
        {"Your password is wrong", NULL},
        {"The password must be long: ten letters", NULL},
        {"password = hunter22 ok", "hunter22"},
        {"https://jo:secret@example.com/x", "jo:secret"},
        {"https://example.com:8080/path", NULL},
        {"-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
         "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"},
        {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9Pl",
         "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9Pl"},
        {"9kX2mQ7wLp4RtY8vBn3ZcF6hJs1DgA5e", "9kX2mQ7wLp4RtY8vBn3ZcF6hJs1DgA5e"},
        {"commit 3f786850e387550fdab836ed7e6dc881de23001b", NULL},
        {"Donaudampfschifffahrtsgesellschaft", NULL},
        {"https://example.com/a/VeryLongPath0123456789AbCdEf0123456789", NULL},
        {"https://shop.example/?order=AbCdEf0123456789AbCdEf0123456789", NULL},
    };
    CHECK("secrets", rows);
}

static void personal_things_are_not_asked_for_in_public(void **state)
{
    struct k_arena *a = *state;
    static const struct row rows[] = {
        {"What is your address?", "your address"},
        {"Please send your address in a direct message.", NULL},
        {"Wie ist deine Kundennummer?", "deine Kundennummer"},
        {"Schick uns deine Adresse per DM", NULL},
        {"Your parcel is here", NULL},
    };
    CHECK("asks in public", rows);
    struct policy_facts f = {.text = K_S("What is your address?"), .in_private = true};
    assert_int_equal(findings_of(a, "asks in public", f).list.n, 0);
}

/* ---- plain ------------------------------------------------------------------------------- */

static void blocked_words_are_whole_words(void **state)
{
    static const struct row rows[] = {
        {"You IDIOTS", "IDIOTS"}, {"That is stupid.", "stupid"},
        {"stupidity", NULL},      {"Wir GARANTIEREN das", "GARANTIEREN"},
        {"shut\nup", "shut\nup"}, {"fine", NULL},
    };
    CHECK("blocked\n- words: idiot*, stupid, garantier*, shut up", rows);
}

static void length_counts_what_people_see(void **state)
{
    struct k_arena *a = *state;
    struct policy_facts f = {.text = K_S("a👩‍👩‍👧é"), .max_graphemes = 3};
    assert_int_equal(findings_of(a, "length", f).list.n, 0);
    f.max_graphemes = 2;
    struct policy_findings out = findings_of(a, "length", f);
    assert_int_equal(out.list.n, 1);
    assert_int_equal(out.list.v[0].value, 1);
    assert_str(out.list.v[0].words, "é");
    assert_int_equal(out.list.v[0].start, 1 + 8); /* UTF-16: the family has eight units */
    f.max_graphemes = 0;
    f.max_bytes = 10;
    assert_int_equal(findings_of(a, "length", f).list.v[0].value, (int64_t)f.text.n - 10);
}

static void shouting_is_found(void **state)
{
    static const struct row rows[] = {
        {"PLEASE READ THE MANUAL", ""},
        {"We use NASA data and USB", NULL},
        {"Great!", NULL},
        {"Great!!", "!!"},
        {"DONE NOW!!!", "!!!"}, /* too short for capitals */
    };
    CHECK("shouting", rows);
}

static void amounts_are_read_as_people_write_them(void **state)
{
    static const struct row rows[] = {
        {"You get 500 EUR back", "500"},
        {"You get €500 back", "500"},
        {"That is 1,200.50 dollars", "1,200.50"},
        {"Das sind 1.200,50 €", "1.200,50"},
        {"You get 499 euros", NULL},
        {"499.99 EUR", NULL},
        {"500 people came", NULL},
        {"In 2026 it cost 20 EUR", NULL},
    };
    CHECK("amounts 500", rows);
}

/* ---- a person answers a person ----------------------------------------------------------- */

#define BANK                                                                                   \
    "We'd be happy to review your account with you to address any concerns. Please let us "    \
    "know if you need assistance."
#define BANK_AGAIN                                                                             \
    "Hello Ann, we'd be happy to review your account with you to address any concerns. Let "   \
    "us know if you need help."
#define BANK_OWN "The protest is on the plaza until six, you can use the east door."

/* The check values that were worked out beforehand: .65 against a light rewording, 0 against a
 * reply of its own. */
static void sameness_has_the_values_that_were_worked_out(void **state)
{
    struct k_arena *a = *state;
    struct shingle_set bank = shingle_of(a, K_S(BANK)), own = shingle_of(a, K_S(BANK_OWN)),
                       light = shingle_of(a, K_S("We'd be happy to review your account with "
                                                 "you and address any concerns. Please let "
                                                 "us know if you need help."));
    assert_true(shingle_jaccard(&bank, &own) == 0.0);
    assert_float_equal(shingle_jaccard(&bank, &light), 0.65, 0.005);
}

static void sameness_warns_first_and_stops_the_fourth(void **state)
{
    struct k_arena *a = *state;
    struct policy_sent sent[] = {
        {K_S("@one " BANK " ^sa"), false},
        {K_S("@two " BANK " ^jm"), false},
        {K_S(BANK_AGAIN), false},
        {K_S(BANK_OWN), false},
    };
    for (size_t n = 0; n <= 4; n++) {
        struct policy_facts f = {
            .text = K_S("@six " BANK " ^sa"), .sign = K_S("^sa"), .sent = sent, .n_sent = n};
        struct policy_findings out = findings_of(a, "sameness", f);
        assert_int_equal(out.hard, n >= 3);
        assert_int_equal(out.list.n, n > 0);
    }
    struct policy_facts own = {
        .text = K_S("Your card was blocked by us on Monday, I have opened it again just now."),
        .sent = sent,
        .n_sent = 4};
    assert_int_equal(findings_of(a, "sameness", own).list.n, 0);
}

static void the_third_reply_to_one_person_must_say_something_new(void **state)
{
    struct policy_sent sent[] = {{K_S("Please restart the boiler."), true},
                                 {K_S("The office opens at nine."), false},
                                 {K_S("Restart the boiler and wait an hour."), true}};
    struct policy_facts f = {
        .text = K_S("Please restart the boiler and wait."), .sent = sent, .n_sent = 2};
    assert_int_equal(findings_of(*state, "repeats 2", f).list.n, 0);
    f.n_sent = 3;
    assert_int_equal(findings_of(*state, "repeats 2", f).list.v[0].value, 2);
    f.text = K_S("The mechanic found it: the valve leaks, and he brings a new one.");
    assert_int_equal(findings_of(*state, "repeats 2", f).list.n, 0);
}

static void a_reply_takes_up_what_was_said(void **state)
{
    static const struct pair rows[] = {
        {"@shop when does my parcel arrive?", "Thank you for writing to us.", true},
        {"@shop when does my parcel arrive?", "We love to hear that.", true},
        {"@shop when does my parcel arrive?", "The parcel leaves soon.", false}, /* its word */
        {"@shop when does my parcel arrive?", "On 3 May.", false},
        {"@shop when does my parcel arrive?", "Tomorrow.", false},
        {"@shop when does my parcel arrive?", "Which order is it?", false}, /* asks back */
        {"@shop when does my parcel arrive?", "Here: https://shop.example/where", false},
        {"@shop when does my parcel arrive?", "I asked our depot, they will call the driver.",
         false}, /* something was done */
        /* The bank of 2013: to a protest, however long the line. */
        {"Occupy is at your branch on the plaza today, and your guards threw us out", BANK,
         true},
        {"Was just chased away by cops in front of your headquarters", BANK, true},
        {"Meine Heizung bleibt seit drei Tagen kalt",
         "Vielen Dank für deine Nachricht, dein Anliegen ist uns wichtig.", true},
        {"Meine Heizung bleibt seit drei Tagen kalt", "Ist auch der Boiler kalt?", false},
        {"Meine Heizung bleibt kalt", "Die Heizung sehen wir uns an.", false},
        {"Vielen Dank für die schnelle Hilfe", "Das freut uns sehr.", false}, /* praise */
        {"Thanks for nothing, great service", "We are glad to hear from you.", true},
        {"???", "Hello there.", false}, /* nothing to take up */
        /* Another language is not judged by words it does not know. */
        {"Où est mon colis, s'il vous plaît ?",
         "Nous vous remercions beaucoup pour votre message et votre patience.", false},
    };
    PAIRS("answers", rows);
}

static void nobody_thanks_for_an_insult(void **state)
{
    static const struct pair rows[] = {
        {"Thanks for nothing, you clowns", "Thank you for your feedback!", true},
        /* An airline thanked for this one in 2013, in other words. */
        {"Congratulations on being the worst airline there is, and losing my bag again",
         "Thank you for your support!", true},
        {"Great service, my bag is lost and nobody answers", "Thanks, glad you like it", true},
        {"Thanks for the quick help, but it is still not working", "Thanks for telling us.",
         false}, /* both are meant */
        {"Thank you for the quick help", "Thanks, that made our day.", false},
        {"You had one job 🙄", "We appreciate it", true},
        {"You had one job", "The bag is on the next flight.", false},
        {"Danke für nichts", "Vielen Dank für deine Rückmeldung", true},
        {"Na toll, schon wieder verspätet", "Danke!", true},
        {"Danke für die schnelle Hilfe", "Danke dir, das freut uns", false},
        {"Ihr Betrüger", "Danke für den Hinweis", true},
    };
    PAIRS("thanks for insult", rows);
}

static void a_reply_of_saved_texts_alone_is_found(void **state)
{
    k_str blocks[] = {K_S("Unplug it, wait ten minutes, plug it in again."),
                      K_S("https://example.com/steps")};
    static const struct row rows[] = {
        {"Unplug it, wait ten minutes, plug it in again.", ""},
        {"Unplug it,  wait ten\nminutes, plug it in again.", ""}, /* blanks do not matter */
        {"@ann Hi Ann: Unplug it, wait ten minutes, plug it in again. "
         "https://example.com/steps",
         ""},
        {"Unplug it, wait five minutes, plug it in again.", NULL}, /* edited */
        {"Your lid is the old kind, Ann. Unplug it, wait ten minutes, plug it in again.", NULL},
        {"We open at nine.", NULL},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct policy_facts f = {
            .text = k_str_z(rows[i].text), .blocks = blocks, .n_blocks = 2};
        if ((findings_of(*state, "blocks only", f).list.n > 0) != (rows[i].words != NULL))
            fail_msg("%s", rows[i].text);
    }
}

static void the_language_is_that_of_the_post(void **state)
{
    static const struct pair rows[] = {
        {"Is my bicycle ready, and when can I fetch it?",
         "Ihr Fahrrad ist fertig, Sie können es heute Nachmittag abholen.", true},
        {"Is my bicycle ready, and when can I fetch it?",
         "Your bicycle is ready, you can fetch it this afternoon.", false},
        {"Où est mon colis, s'il vous plaît ? Je l'attends depuis une semaine.",
         "Your parcel is on its way, you will have it on Monday.", true},
        {"ok", "Your bicycle is ready, you can fetch it this afternoon.", false}, /* not sure */
    };
    PAIRS("language", rows);
}

static void names_from_another_thread_are_found(void **state)
{
    k_str names[] = {K_S("ann.bsky.example"), K_S("@acme.example"), K_S("jo@social.example")};
    static const struct row rows[] = {
        {"@ann the door opens at nine.", NULL},
        {"@ann.bsky.example the door opens at nine.", NULL},
        {"@jo@social.example, @acme opens at nine.", NULL},
        {"@tom the door opens at nine.", "@tom"},
        {"@anna the door opens at nine.", "@anna"},
        {"write to help@acme.example", NULL},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct policy_facts f = {.text = k_str_z(rows[i].text), .names = names, .n_names = 3};
        struct policy_findings out = findings_of(*state, "strangers", f);
        k_str words = out.list.n ? out.list.v[0].words : K_NONE;
        if (!k_str_eqz(words, rows[i].words ? rows[i].words : ""))
            fail_msg("%s: %.*s", rows[i].text, K_ARG(words));
    }
}

/* ---- care -------------------------------------------------------------------------------- */

static void grave_topics_are_heard_in_the_post(void **state)
{
    static const struct pair rows[] = {
        {"My father died on Monday, how do I close his account?", "We close it.", true},
        {"My phone died on Monday", "We look at it.", false},
        {"This cake is to die for", "Thanks", false},
        {"The ladder broke and my son is in hospital", "Which ladder?", true},
        {"I will see you in court", "Please write to us.", true},
        {"The food court is closed", "Until nine.", false},
        {"Your driver was racist to my wife", "Which line?", true},
        {"The battery caught fire", "Which one?", true},
        {"Mein Vater ist gestorben", "Wir schließen das Konto.", true},
        {"Der Akku ist tot", "Wir tauschen ihn.", false},
        {"Dieses Gericht schmeckt wunderbar", "Das freut uns.", false},
        {"Ich verklage euch", "Bitte schreib uns.", true},
        {"Mein Kopftuch war der Grund: ich wurde diskriminiert", "Wo war das?", true},
        {"Das Gerät hat Feuer gefangen", "Welches?", true},
        {"Where is my parcel?", "It left yesterday.", false},
    };
    PAIRS("gravity", rows);
}

static void a_grave_topic_says_which_and_by_which_words(void **state)
{
    struct policy_facts f = {.text = K_S("We are looking into it."),
                             .answered = K_S("The ladder broke and my son is in hospital")};
    struct policy_findings out = findings_of(*state, "gravity", f);
    assert_int_equal(out.list.n, 1);
    assert_string_equal(out.list.v[0].note, "The post speaks of an injury.");
    assert_str(out.list.v[0].heard, "hospital");
    f.answered = K_S("Please help");
    f.text = K_S("Our lawyers and a lawsuit");
    out = findings_of(*state, "gravity", f);
    assert_int_equal(out.list.n, 2);
    assert_str(out.list.v[0].words, "Our lawyers");
    assert_int_equal(findings_of(*state, "gravity\n- words: death", f).list.n, 0);
    assert_int_equal(findings_of(*state, "gravity\n- words: Gericht", f).list.n, 2);
}

static void nothing_is_cheerful_beside_a_grave_topic(void **state)
{
    static const struct pair rows[] = {
        {"My father died on Monday", "I am sorry for your loss.", false},
        {"My father died on Monday", "I am sorry for your loss!", true},
        {"My father died on Monday", "Happy to help 😀", true},
        {"My father died on Monday", "We look at it :)", true},
        {"Mein Vater ist gestorben", "Schönen Tag noch", true},
        {"Mein Vater ist gestorben", "Mein Beileid.", false},
        {"Where is my parcel?", "Here it is! 🎉", false},
    };
    PAIRS("tone", rows);
}

static void a_promise_needs_a_commitment(void **state)
{
    static const struct row rows[] = {
        {"We will call you on Monday. Bye", "We will call you on Monday"},
        {"I'll send a new one", "I'll send a new one"},
        {"We'll see what the weather does", NULL},
        {"We sent it yesterday", NULL},
        {"Wir melden uns morgen, versprochen", "Wir melden uns morgen, versprochen"},
        {"Wir haben es gestern geschickt", NULL},
        {"Das wird erstattet", "wird erstattet"},
        {"We'll be happy if you come", NULL},
    };
    CHECK("promises", rows);
    struct policy_facts f = {.text = K_S("We will call you on Monday."), .promised = true};
    assert_int_equal(findings_of(*state, "promises", f).list.n, 0);
    f.promised = false;
    struct policy_findings out = findings_of(*state, "promises", f);
    assert_int_equal(out.list.v[0].rule->check->offer, POLICY_OFFER_COMMITMENT);
}

static void claims_need_proof(void **state)
{
    static const struct row rows[] = {
        {"It is the cheapest there is", "cheapest"},
        {"Clinically proven to help", "Clinically proven"},
        {"Das ist absolut sicher", "absolut sicher"},
        {"Klimaneutraler Versand", "Klimaneutraler"},
        {"It holds two litres", NULL},
        {"It is bulletproof", "bulletproof"},
    };
    CHECK("claims\n- words: bulletproof", rows);
}

static void who_is_not_impartial_says_so(void **state)
{
    struct k_arena *a = *state;
    static const struct row rows[] = {
        {"I use it every day, you should buy one", "I use it every day"},
        {"I use it every day, and I work here", NULL},
        {"We made it, and I use it every day", NULL},
        {"Ich nutze es selbst", "Ich nutze es selbst"},
        {"Ich nutze es selbst und arbeite bei uns, unser Partner auch", NULL},
        {"It leaves on Monday", NULL},
    };
    CHECK("disclosure", rows);
    /* A sign that names the house is in the text itself. */
    struct policy_facts f = {.text = K_S("I use it every day. Mara at Acme"),
                             .sign = K_S("Mara at Acme"),
                             .organisation = K_S("Acme")};
    assert_int_equal(findings_of(a, "disclosure", f).list.n, 0);
    f.organisation = K_S("Other");
    assert_int_equal(findings_of(a, "disclosure", f).list.n, 1);
    /* Thanks for the praise of a partner. */
    k_str roles[] = {K_S("influencer")};
    struct policy_facts p = {.text = K_S("Thank you so much"),
                             .answered = K_S("I highly recommend this shop"),
                             .where = {.roles = roles, .n_roles = 1}};
    assert_int_equal(findings_of(a, "disclosure", p).list.n, 1);
    p.text = K_S("Thank you so much. Everybody: Ann is our partner.");
    assert_int_equal(findings_of(a, "disclosure", p).list.n, 0);
    p.text = K_S("Thank you so much");
    roles[0] = K_S("customer");
    assert_int_equal(findings_of(a, "disclosure", p).list.n, 0);
}

static void links_are_opened_before_they_are_sent(void **state)
{
    struct k_arena *a = *state;
    static const struct row rows[] = {
        {"See https://example.com/a, and more", "https://example.com/a"},
        {"See (www.example.com/b).", "www.example.com/b"},
        {"See example.com/c", "example.com/c"},
        {"@ann.example.com hello", NULL},
        {"and/or 3/4", NULL},
    };
    CHECK("links", rows);
    k_str opened[] = {K_S("https://example.com/a")}, blocks[] = {K_S("https://example.com/b")};
    struct policy_facts f = {.text = K_S("https://example.com/a https://example.com/b"),
                             .opened = opened,
                             .n_opened = 1,
                             .blocks = blocks,
                             .n_blocks = 1};
    assert_int_equal(findings_of(a, "links", f).list.n, 0);
    f.text = K_S("https://example.com/a2");
    assert_int_equal(findings_of(a, "links", f).list.n, 1);
}

/* A snack thanked an account with a slur in its name in 2014. */
static void offensive_names_are_not_repeated(void **state)
{
    struct k_arena *a = *state;
    static const struct row rows[] = {
        {"Thanks @sh1thead_99 for asking", "@sh1thead_99"},
        {"@H1tler.fan hello", "@H1tler.fan"},
        {"@therapist_ann hello", NULL},
        {"@scunthorpe_fc and @montenegro", NULL},
        {"@ann hello", NULL},
    };
    CHECK("names", rows);
    struct policy_facts f = {.text = K_S("Hello Fuck You Bank, we open at nine"),
                             .author = K_S("Fuck You Bank")};
    assert_str(findings_of(a, "names", f).list.v[0].words, "Fuck You Bank");
    f.text = K_S("Hello, we open at nine");
    assert_int_equal(findings_of(a, "names", f).list.n, 0);
}

static void other_languages_are_told_apart_honestly(void **state)
{
    static const struct {
        const char *text;
        bool known;
    } rows[] = {
        {"Your bicycle is ready, you can fetch it this afternoon.", true},
        {"Dein Fahrrad ist fertig, du kannst es heute Nachmittag abholen.", true},
        {"Votre vélo est prêt, vous pouvez venir le chercher cet après-midi.", false},
        {"Tu bicicleta está lista, puedes recogerla esta tarde cuando quieras.", false},
        {"ok", true}, /* nobody can tell */
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct policy_facts f = {.text = k_str_z(rows[i].text)};
        if (findings_of(*state, "length", f).words_known != rows[i].known)
            fail_msg("%s", rows[i].text);
    }
}

static void a_post_that_answers_nobody_is_not_asked_what_it_answers(void **state)
{
    static const struct {
        const char *rule, *text;
        bool found;
    } rows[] = {
        {"answers", "We open on Monday.", false},
        {"strangers", "Thanks to @ann.example for the roses.", false},
        {"promises", "We will send it to you tomorrow.", false},
        {"repeats\n- number: 1", "We open on Monday.", false},
        {"blocked\n- words: mate", "Hello mate.", true},
        {"secrets", "password: hunter2secret", true},
        {"shouting", "WE OPEN THE GARDEN AGAIN", true},
        {"length", "0123456789", true},
    };
    for (size_t i = 0; i < ROWS(rows); i++) {
        struct policy_facts f = {
            .text = k_str_z(rows[i].text), .unprompted = true, .max_graphemes = 9};
        if ((findings_of(*state, rows[i].rule, f).list.n > 0) != rows[i].found)
            fail_msg("%s: \"%s\"", rows[i].rule, rows[i].text);
    }
    const struct policy_sent sent[] = {{.text = K_S("The garden is open again from Monday.")}};
    struct policy_facts twin = {.text = K_S("The garden is open again from Monday."),
                                .unprompted = true,
                                .sent = sent,
                                .n_sent = 1};
    assert_int_equal(findings_of(*state, "sameness", twin).list.n, 1);
}

static void every_check_speaks_german(void **state)
{
    (void)state;
    for (size_t i = 0; i < n_policy_checks; i++)
        if (!k_tongue_knows(k_str_z(policy_checks[i].doc)) ||
            !k_tongue_knows(k_str_z(policy_checks[i].tell)))
            fail_msg("%s", policy_checks[i].name);
}

static void no_text_breaks_a_check(void **state)
{
    struct k_arena *a = *state;
    static const char *const texts[] = {"",    " ",        "\xff\xfe",    "@",        "@@@@",
                                        "://", "((((((((", "🙄",        "4111",     "DE",
                                        "a@b", "$",        "-----BEGIN ", "password:"};
    for (size_t c = 0; c < n_policy_checks; c++) {
        k_str rule = k_fmt(a, "%s%s", policy_checks[c].name,
                           policy_checks[c].value == POLICY_NUMBER  ? " 2"
                           : policy_checks[c].value == POLICY_WORDS ? "\n- words: x"
                                                                    : "");
        for (size_t i = 0; i < ROWS(texts); i++) {
            struct policy_facts f = {.text = k_str_z(texts[i]),
                                     .answered = k_str_z(texts[ROWS(texts) - 1 - i]),
                                     .sign = K_S("^MK"),
                                     .author = k_str_z(texts[i])};
            findings_of(a, k_dupz(a, rule), f);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(card_and_account_numbers_are_found),
        arena_test(luhn_and_mod_97_have_their_published_values),
        arena_test(national_numbers_are_found_by_their_check_digits),
        arena_test(contact_data_is_found_unless_it_was_said_before),
        arena_test(keys_and_passwords_are_found),
        arena_test(personal_things_are_not_asked_for_in_public),
        arena_test(blocked_words_are_whole_words),
        arena_test(length_counts_what_people_see),
        arena_test(shouting_is_found),
        arena_test(amounts_are_read_as_people_write_them),
        arena_test(sameness_has_the_values_that_were_worked_out),
        arena_test(sameness_warns_first_and_stops_the_fourth),
        arena_test(the_third_reply_to_one_person_must_say_something_new),
        arena_test(a_reply_takes_up_what_was_said),
        arena_test(nobody_thanks_for_an_insult),
        arena_test(a_reply_of_saved_texts_alone_is_found),
        arena_test(the_language_is_that_of_the_post),
        arena_test(names_from_another_thread_are_found),
        arena_test(grave_topics_are_heard_in_the_post),
        arena_test(a_grave_topic_says_which_and_by_which_words),
        arena_test(nothing_is_cheerful_beside_a_grave_topic),
        arena_test(a_promise_needs_a_commitment),
        arena_test(claims_need_proof),
        arena_test(who_is_not_impartial_says_so),
        arena_test(links_are_opened_before_they_are_sent),
        arena_test(offensive_names_are_not_repeated),
        arena_test(other_languages_are_told_apart_honestly),
        arena_test(a_post_that_answers_nobody_is_not_asked_what_it_answers),
        arena_test(every_check_speaks_german),
        arena_test(no_text_breaks_a_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
