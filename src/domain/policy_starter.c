/* policy_starter: the words of the starter policy. Each rule of the text that a program can
 * watch is a row of the table, with the same reason. */
#include "domain/policy_starter.h"
#include "base/json.h"

static const char text_en[] =
    "# How we talk with people in public\n"
    "\n"
    "This is a starting point. Read it, change what does not fit, and adopt it. Everybody who "
    "answers in our name reads it first and says so once.\n"
    "\n"
    "## What we want\n"
    "\n"
    "- A person answers a person. We sign what we write, and we do not pretend.\n"
    "- We listen at least as much as we tell. A question back is often the best answer.\n"
    "- A good relationship survives a bad day. We say what went wrong, mend it, and come back "
    "to ask whether it is mended.\n"
    "- Nobody has to answer everything. Satire, protest and plain rage may stand.\n"
    "- Criticism stays where it is. We never remove a post because it is unpleasant.\n"
    "\n"
    "## Rules that stop\n"
    "\n"
    "1. **The network's length.** A reply that is cut off in the middle helps nobody.\n"
    "2. **No card or account numbers,** ours or theirs. We take such things to a private "
    "place.\n"
    "3. **Not the same text to everybody.** Three nearly equal replies within a day are "
    "enough: the fourth person deserves own words. This holds for all of us together.\n"
    "4. **No insults,** also when we were insulted first.\n"
    "\n"
    "## Rules that make us look twice\n"
    "\n"
    "5. **Mail addresses and telephone numbers** of people do not belong in public.\n"
    "6. **No promise without a plan.** Who promises writes down who does it, and by when.\n"
    "7. **No blame.** Even if it was their mistake, we say what helps now.\n"
    "8. **No stock lines.** If a sentence would fit any complaint, it fits none.\n"
    "9. **Answer what was asked,** or say when you will.\n"
    "10. **Not a third time.** After two replies to the same person in a day, offer another "
    "way to talk or let it rest.\n"
    "11. **Courts, lawyers, liability:** first talk with management.\n"
    "12. **No shouting.** No capitals, one mark at the end.\n"
    "\n"
    "## When it is serious\n"
    "\n"
    "Death, injury, danger, discrimination, the press, the police: hand over to management "
    "at once and answer nothing before you have talked.\n"
    "\n"
    "## What this policy does not touch\n"
    "\n"
    "What any of us says in private about pay, hours and working conditions is our own "
    "business. Who speaks about us on an own account says that they work here.\n";

static const char text_de[] =
    "# Wie wir öffentlich mit Menschen sprechen\n"
    "\n"
    "Das ist ein Anfang. Lest es, ändert, was nicht passt, und beschließt es. Wer in unserem "
    "Namen antwortet, liest es vorher und bestätigt das einmal.\n"
    "\n"
    "## Was wir wollen\n"
    "\n"
    "- Ein Mensch antwortet einem Menschen. Wir zeichnen, was wir schreiben, und tun nicht "
    "so als ob.\n"
    "- Wir hören mindestens so viel zu, wie wir reden. Eine Rückfrage ist oft die beste "
    "Antwort.\n"
    "- Eine gute Beziehung übersteht einen schlechten Tag. Wir sagen, was schiefging, "
    "beheben es und fragen später nach, ob es wirklich behoben ist.\n"
    "- Niemand muss alles beantworten. Satire, Protest und bloße Wut dürfen stehen bleiben.\n"
    "- Kritik bleibt, wo sie ist. Wir entfernen nie einen Beitrag, weil er unangenehm ist.\n"
    "\n"
    "## Regeln, die anhalten\n"
    "\n"
    "1. **Die Länge des Netzwerks.** Eine abgeschnittene Antwort hilft niemandem.\n"
    "2. **Keine Karten- und Kontonummern,** weder unsere noch ihre. So etwas klären wir "
    "an einem privaten Ort.\n"
    "3. **Nicht derselbe Text für alle.** Drei fast gleiche Antworten an einem Tag sind "
    "genug: der vierte Mensch verdient eigene Worte. Das gilt für uns alle zusammen.\n"
    "4. **Keine Beleidigungen,** auch nicht als Antwort auf eine.\n"
    "\n"
    "## Regeln, bei denen wir zweimal hinsehen\n"
    "\n"
    "5. **Mailadressen und Telefonnummern** von Menschen gehören nicht in die "
    "Öffentlichkeit.\n"
    "6. **Kein Versprechen ohne Plan.** Wer verspricht, schreibt auf, wer es bis wann tut.\n"
    "7. **Keine Schuldzuweisung.** Auch wenn es ihr Fehler war: wir sagen, was jetzt "
    "hilft.\n"
    "8. **Keine Floskeln.** Ein Satz, der auf jede Beschwerde passt, passt auf keine.\n"
    "9. **Antworten, was gefragt wurde,** oder sagen, wann die Antwort kommt.\n"
    "10. **Kein drittes Mal.** Nach zwei Antworten an denselben Menschen an einem Tag "
    "bieten wir einen anderen Weg an oder lassen es ruhen.\n"
    "11. **Gericht, Anwälte, Haftung:** zuerst mit der Leitung sprechen.\n"
    "12. **Kein Geschrei.** Keine Großbuchstaben, ein Zeichen am Ende.\n"
    "\n"
    "## Wenn es ernst ist\n"
    "\n"
    "Tod, Verletzung, Gefahr, Diskriminierung, Presse, Polizei: sofort an die Leitung "
    "übergeben und nichts antworten, bevor ihr gesprochen habt.\n"
    "\n"
    "## Was diese Richtlinie nicht berührt\n"
    "\n"
    "Was wir privat über Lohn, Zeiten und Arbeitsbedingungen sagen, ist unsere Sache. Wer "
    "auf einem eigenen Konto über uns spricht, sagt dazu, dass sie oder er hier arbeitet.\n";

/* One row in both languages. `value`: JSON, NULL for none. */
static const struct starter_rule {
    const char *id, *kind, *check, *value;
    struct {
        const char *why, *tell;
    } en, de;
} starter_rules[] = {
    {"length",
     "hard",
     "length",
     NULL,
     {"A reply that is cut off in the middle helps nobody.",
      "Shorten it, or split it into two replies."},
     {"Eine abgeschnittene Antwort hilft niemandem.",
      "Kürze sie oder teile sie in zwei Antworten."}},
    {"account-numbers",
     "hard",
     "account_numbers",
     NULL,
     {"Card and account numbers never go into a reply.",
      "Take the number out. Ask for it in a private place if you really need it."},
     {"Karten- und Kontonummern stehen nie in einer Antwort.",
      "Nimm die Nummer heraus. Frage privat danach, wenn du sie wirklich brauchst."}},
    {"sameness",
     "hard",
     "sameness",
     NULL,
     {"We do not send the same text to everybody.",
      "Write to this person: take up what was said here."},
     {"Wir schicken nicht allen denselben Text.",
      "Schreibe an diesen Menschen: greife auf, was hier gesagt wurde."}},
    {"insults",
     "hard",
     "blocked",
     "[\"idiot*\",\"moron*\",\"stupid\",\"shut up\",\"liar\",\"pathetic\",\"trottel\","
     "\"blödmann\",\"dumm\",\"lügner*\",\"halt die klappe\",\"lächerlich\"]",
     {"We do not insult anybody, also when we were insulted first.",
      "Say it without this word."},
     {"Wir beleidigen niemanden, auch nicht als Antwort auf eine Beleidigung.",
      "Sage es ohne dieses Wort."}},
    {"contact-data",
     "soft",
     "contact_data",
     NULL,
     {"Addresses and numbers of people do not belong in public.",
      "Take it out, unless it is a public address of ours."},
     {"Adressen und Nummern von Menschen gehören nicht in die Öffentlichkeit.",
      "Nimm sie heraus, wenn es keine öffentliche Adresse von uns ist."}},
    {"promises",
     "soft",
     "blocked",
     "[\"guarantee*\",\"i promise\",\"we promise\",\"will never happen again\",\"100%\","
     "\"garantier*\",\"wir versprechen\",\"ich verspreche\",\"nie wieder vorkommen\"]",
     {"No promise without a plan.", "Say what you will do and by when, or leave it out."},
     {"Kein Versprechen ohne Plan.", "Sage, was du bis wann tust, oder lass es weg."}},
    {"blame",
     "soft",
     "blocked",
     "[\"your own fault\",\"you should have\",\"as i already said\",\"calm down\","
     "\"selbst schuld\",\"hätten sie mal\",\"wie bereits gesagt\",\"beruhigen sie sich\"]",
     {"We do not look for who is to blame.", "Say what helps now."},
     {"Wir suchen keine Schuldigen.", "Sage, was jetzt hilft."}},
    {"stock-lines",
     "soft",
     "blocked",
     "[\"sorry for any inconvenience\",\"your call is important\",\"we value your feedback\","
     "\"thank you for reaching out\",\"we take this very seriously\","
     "\"für entstandene unannehmlichkeiten\",\"ihr anliegen ist uns wichtig\","
     "\"wir bitten um ihr verständnis\"]",
     {"A sentence that fits any complaint fits none.",
      "Say it in your own words, about this case."},
     {"Ein Satz, der auf jede Beschwerde passt, passt auf keine.",
      "Sage es mit eigenen Worten, zu diesem Fall."}},
    {"answers",
     "soft",
     "answers",
     NULL,
     {"We answer what was asked.", "Take up the question, or say when you will."},
     {"Wir antworten auf das, was gefragt wurde.",
      "Greife die Frage auf oder sage, wann du antwortest."}},
    {"repeats",
     "soft",
     "repeats",
     "2",
     {"This person got two replies from us within a day.",
      "Offer another way to talk, or let it rest."},
     {"Dieser Mensch bekam an einem Tag schon zwei Antworten von uns.",
      "Biete einen anderen Weg an oder lass es ruhen."}},
    {"legal",
     "soft",
     "blocked",
     "[\"lawsuit*\",\"our lawyer*\",\"legal action\",\"we admit\",\"our liability\","
     "\"rechtsanwalt*\",\"unsere anwält*\",\"gerichtlich\",\"wir haften\","
     "\"schadensersatz\"]",
     {"Courts, lawyers and liability go to management first.",
      "Talk with management before you send this."},
     {"Gericht, Anwälte und Haftung gehen zuerst an die Leitung.",
      "Sprich mit der Leitung, bevor du das abschickst."}},
    {"shouting",
     "soft",
     "shouting",
     NULL,
     {"Capitals and rows of marks read as shouting.", "Use small letters and one mark."},
     {"Großbuchstaben und Zeichenreihen wirken wie Geschrei.",
      "Schreibe klein und setze ein Zeichen."}},
};

static void rule_json(struct k_jw *w, const struct starter_rule *r, bool german)
{
    kw_obj(w);
    kw_key(w, "id");
    kw_str(w, k_str_z(r->id));
    kw_key(w, "kind");
    kw_str(w, k_str_z(r->kind));
    kw_key(w, "check");
    kw_str(w, k_str_z(r->check));
    if (r->value) {
        kw_key(w, "value");
        kw_raw(w, k_str_z(r->value));
    }
    kw_key(w, "why");
    kw_str(w, k_str_z(german ? r->de.why : r->en.why));
    kw_key(w, "tell");
    kw_str(w, k_str_z(german ? r->de.tell : r->en.tell));
    kw_end(w);
}

void policy_starter(struct k_arena *a, k_str lang, struct policy_starter *out)
{
    bool german = k_str_istarts(lang, K_S("de"));
    struct k_buf b;
    k_buf_init(&b, a, 64 * 1024);
    struct k_jw w = k_jw(&b);
    kw_arr(&w);
    for (size_t i = 0; i < sizeof starter_rules / sizeof *starter_rules; i++)
        rule_json(&w, &starter_rules[i], german);
    kw_end(&w);
    out->lang = german ? K_S("de") : K_S("en");
    out->text = german ? K_S(text_de) : K_S(text_en);
    out->rules = k_buf_view(&b);
}
