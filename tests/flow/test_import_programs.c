/* Exports as programs write them, in several languages and character sets: everybody comes in
 * with what is said of them, what is no row is reported with its line, and nothing is lost. */
#include "base/utf8.h"
#include "kit/import.h"
#include <stdio.h>

enum { ME = 7 };
#define COUNT(k, what) kit_db_number((k), "select count(*) from " what)

/* LinkedIn: words before the table, an empty line, names with titles and signs. */
static const char linkedin[] =
    "Notes:\n"
    "\"When exporting your connection data, you may notice that some of the email addresses "
    "are "
    "missing. You will only see email addresses for connections who have allowed their "
    "connections to see or download their email address.\"\n"
    "\n"
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    "Ada,\"Lovelace, PhD\",https://www.linkedin.com/in/ada-lovelace,ada@engine.example,"
    "\"Engine Works, Ltd.\",Chief Analyst,15 Mar 2024\n"
    "J\xc3\xb6rg,M\xc3\xbcller,https://www.linkedin.com/in/"
    "j%C3%B6rg-m%C3%BCller,,M\xc3\xbchle GmbH,\"Leiter\nEinkauf\",02 Jan 2023\n"
    ",,,,,,01 Jan 2020\n"
    "Zo\xc3\xab \xf0\x9f\x9a\x80,Smith,https://www.linkedin.com/in/zoe,,,,29 Feb 2024\n";

static void linkedin_connections_come_with_their_profiles(struct kit_db *k)
{
    struct sq_import_get_row run = kit_import(k, "people", k_str_z(linkedin), K_NONE, ME);
    assert_int_equal(run.added, 3);
    assert_int_equal(run.refused, 1);
    assert_int_equal(COUNT(k, "import_reject where line = 8"), 1); /* nobody but a day */
    assert_true(k_str_find(run.options, K_S("\"preset\":\"linkedin\"")) > 0);
    assert_int_equal(COUNT(k, "identity where network = 'linkedin' and handle in "
                              "('ada-lovelace', 'j\xc3\xb6rg-m\xc3\xbcller', 'zoe')"),
                     3);
    assert_int_equal(COUNT(k, "identity where native_id = 'ada@engine.example'"), 1);
    assert_int_equal(COUNT(k, "person where name = 'Ada Lovelace, PhD'"), 1);
    assert_int_equal(COUNT(k, "person where kind = 'organization'"), 2);
    assert_int_equal(COUNT(k, "person_role where title like 'Leiter%Einkauf'"), 1);
    assert_int_equal(COUNT(k, "datum where kind = 'other' and label = 'Connected On' and value "
                              "in ('15 Mar 2024', '02 Jan 2023', '29 Feb 2024')"),
                     3);
}

static void linkedin_in_other_languages_is_the_same(struct kit_db *k)
{
    static const char *const files[] = {
        "Hinweise:\n\"Ein Text, der erkl\xc3\xa4rt.\"\n\nVorname,Nachname,URL,E-Mail-Adresse,"
        "Unternehmen,Position,Verbunden am\nAda,Eins,https://www.linkedin.com/in/"
        "a1,a1@l.example,Werk,Chefin,15. M\xc3\xa4rz 2024\n",
        "Notes :\n\"Un texte, qui explique.\"\n\nPr\xc3\xa9nom,Nom,URL,Adresse "
        "e-mail,Entreprise,Poste,Connexion le\nAda,Deux,https://www.linkedin.com/in/"
        "a2,a2@l.example,Usine,Directrice,15 mars 2024\n",
        "Nombre,Apellidos,URL,Direcci\xc3\xb3n de correo electr\xc3\xb3nico,Empresa,Cargo,"
        "Conectado el\nAda,Tres,https://www.linkedin.com/in/"
        "a3,a3@l.example,Taller,Directora,15 mar 2024\n",
    };
    for (size_t i = 0; i < 3; i++) {
        struct sq_import_get_row run = kit_import(k, "people", k_str_z(files[i]), K_NONE, ME);
        assert_int_equal(run.added, 1);
        assert_int_equal(run.refused, 0);
        assert_true(k_str_find(run.options, K_S("\"preset\":\"linkedin\"")) > 0);
    }
    assert_int_equal(COUNT(k, "identity where network = 'linkedin'"), 3);
    assert_int_equal(COUNT(k, "identity where network = 'email'"), 3);
    assert_int_equal(COUNT(k, "person_role where title in ('Chefin', 'Directrice', "
                              "'Directora') and organization_id > 0"),
                     3);
    assert_int_equal(COUNT(k, "person where name in ('Ada Eins', 'Ada Deux', 'Ada Tres')"), 3);
}

/* Outlook on a German Windows: semicolons, windows-1252, fillers in every row. */
static const char outlook[] =
    "\"Anrede\";\"Vorname\";\"Nachname\";\"Firma\";\"Position\";\"Stra\xdf"
    "e gesch\xe4"
    "ftlich\";\"Ort gesch\xe4"
    "ftlich\";\"Postleitzahl gesch\xe4"
    "ftlich\";\"Land/Region gesch\xe4"
    "ftlich\";\"Telefon gesch\xe4"
    "ftlich\";\"Telefon gesch\xe4"
    "ftlich 2\";\"Fax gesch\xe4"
    "ftlich\";\"Telefon privat\";\"Mobiltelefon\";\"E-Mail-Adresse\";\"E-Mail-Typ\";\"E-Mail "
    "2: "
    "Adresse\";\"E-Mail 2: Typ\";\"Geburtstag\";\"Geschlecht\";\"Name Assistent\";\"Notizen\";"
    "\"Priorit\xe4t\";\"Privat\";\"Vertraulichkeit\";\"Kategorien\"\r\n"
    "\"Frau\";\"J\xf6rgine\";\"M\xfcller\";\"Werk & S\xf6hne\";\"Leiterin\";\"Hauptstra\xdf"
    "e 1\";\"K\xf6ln\";\"50667\";\"Deutschland\";\"+49 221 111111\";\"+49 221 222222\";\"+49 "
    "221 "
    "333333\";\"+49 221 444444\";\"+49 170 555555\";\"jm@werk.example\";\"SMTP\";\"jm2@werk."
    "example\";\"SMTP\";\"3.5.1975\";\"Keine Angabe\";\"Otto Klein\";\"Zeile 1\r\nZeile "
    "\"\"2\"\""
    "\";\"Normal\";\"Falsch\";\"Normal\";\"Kunden;Messe\"\r\n"
    "\"\";\"\";\"\";\"Nur Firma "
    "AG\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";\"\";"
    "\"\";\"\";\"0.0.00\";\"Keine Angabe\";\"\";\"\";\"Normal\";\"Falsch\";\"Normal\";\"\"\r\n"
    "\"Herr\";\"Kein\";\"Ende\r\n";

static void outlook_in_german_comes_without_what_it_fills_in(struct kit_db *k)
{
    struct sq_import_get_row run =
        kit_import(k, "people", k_str_n(outlook, sizeof outlook - 1), K_NONE, ME);
    assert_int_equal(run.added, 2);
    assert_int_equal(run.refused, 1);
    assert_int_equal(COUNT(k, "import_reject where line = 5 and reason like '%quote%'"), 1);
    assert_int_equal(
        COUNT(k, "person where name = 'Frau J\xc3\xb6rgine M\xc3\xbcller' and kind = 'person'"),
        1);
    assert_int_equal(COUNT(k, "identity where network = 'phone'"), 5);
    assert_int_equal(COUNT(k, "identity where network = 'email'"), 2);
    assert_int_equal(COUNT(k, "identity where label like '%SMTP%'"), 0);
    assert_int_equal(COUNT(k,
                           "datum where value in ('SMTP', 'Normal', 'Falsch', 'Keine Angabe', "
                           "'0.0.00')"),
                     0);
    assert_int_equal(COUNT(k, "datum where kind = 'birthday' and norm = '1975-05-03'"), 1);
    assert_int_equal(COUNT(k, "datum where kind = 'postal' and value like '%50667%'"), 1);
    assert_int_equal(COUNT(k, "datum where kind = 'note' and value like 'Zeile 1%Zeile \"2\"'"),
                     1);
    assert_int_equal(COUNT(k, "datum where kind = 'category'"), 2);
    assert_int_equal(COUNT(k, "datum where value = 'Otto Klein' and label = 'Name Assistent'"),
                     1);
    assert_int_equal(COUNT(k, "person where name = 'Nur Firma AG' and kind = 'organization'"),
                     1);
}

static k_str utf16(struct kit_db *k, const char *text, bool big)
{
    k_str s = k_str_z(text);
    char *p = k_arena_alloc(k->cx.arena, 2 * s.n + 2);
    size_t n = 0;
    p[n++] = (char)(big ? 0xfe : 0xff);
    p[n++] = (char)(big ? 0xff : 0xfe);
    for (size_t i = 0; i < s.n;) {
        uint32_t c = k_utf8_next(s, &i);
        p[n++] = (char)(big ? c >> 8 : c & 0xff);
        p[n++] = (char)(big ? c & 0xff : c >> 8);
    }
    return k_str_n(p, n);
}

/* "Unicode text" of Excel: UTF-16 with tabs; UTF-8 with a mark; both as one table. */
static void character_sets_are_told_apart(struct kit_db *k)
{
    static const char text[] = "Vorname\tNachname\tE-Mail\r\nJ\xc3\xb6rg\tM\xc3\xbcller\tj%d@x."
                               "example\r\n\"Zwei\r\nZeilen\"\t\xc3\x85\xc3\x9f\t\r\n";
    for (int i = 0; i < 3; i++) {
        char one[400];
        (void)snprintf(one, sizeof one, text, i);
        k_str file = i < 2 ? utf16(k, one, i == 1)
                           : k_cat(k->cx.arena, K_S("\xef\xbb\xbf"), k_str_z(one));
        struct sq_import_get_row run = kit_import(k, "people", file, K_NONE, ME);
        assert_int_equal(run.refused, 0);
        assert_int_equal(run.done, 2);
    }
    assert_int_equal(COUNT(k, "identity where native_id like 'j%@x.example'"), 3);
    assert_int_equal(COUNT(k, "person where name = 'J\xc3\xb6rg M\xc3\xbcller'"), 3);
}

static void hubspot_in_english_and_german(struct kit_db *k)
{
    kit_import(k, "people",
               K_S("Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone "
                   "Number,Associated Company,Job Title,Lifecycle Stage,Lead Status,Create "
                   "Date,Additional Email Addresses,LinkedIn Bio,Preferred language\n"
                   "101,Ada,One,ada@h.example,+1 212 555 0100,+1 917 555 0101,Engine "
                   "Works,Boss,Customer,Open,2024-03-15 09:12,\"a2@h.example;a3@h.example\","
                   "https://www.linkedin.com/in/ada1,en\n"),
               K_NONE, ME);
    struct sq_import_get_row run = kit_import(
        k, "people",
        K_S("Datensatz-ID;Vorname;Nachname;E-Mail;Telefonnummer;Mobiltelefonnummer;"
            "Zugeh\xc3\xb6"
            "riges Unternehmen;Stellenbezeichnung;Lifecycle-Phase;Stra\xc3\x9f"
            "e und Hausnummer;Stadt;Bundesland/Region;Postleitzahl;Land/Region\n"
            "102;Bo;Zwei;bo@h.example;+49 30 555777;+49 170 555888;M\xc3\xbchle;Leiter;Kunde;"
            "Weg 2;Berlin;Berlin;10115;Deutschland\n"),
        K_NONE, ME);
    assert_true(k_str_find(run.options, K_S("\"preset\":\"hubspot\"")) > 0);
    assert_int_equal(COUNT(k, "person where uid in ('hubspot:101', 'hubspot:102')"), 2);
    assert_int_equal(COUNT(k, "identity where native_id in ('a2@h.example', 'a3@h.example')"),
                     2);
    assert_int_equal(COUNT(k, "identity where network = 'phone'"), 4);
    assert_int_equal(COUNT(k, "identity where network = 'linkedin' and handle = 'ada1'"), 1);
    assert_int_equal(COUNT(k, "person_role where title in ('Boss', 'Leiter')"), 2);
    assert_int_equal(COUNT(k, "datum where kind = 'postal' and value like '%10115%Berlin%'"),
                     1);
    assert_int_equal(COUNT(k, "datum where kind = 'other' and value in ('Customer', 'Kunde', "
                              "'Open', '2024-03-15 09:12')"),
                     4);
}

/* A report of Salesforce ends with lines that are nobody. */
static void salesforce_reports_and_exports(struct kit_db *k)
{
    struct sq_import_get_row run = kit_import(
        k, "people",
        K_S("\"Salutation\",\"First Name\",\"Last Name\",\"Title\",\"Account Name\",\"Mailing "
            "Street\",\"Mailing City\",\"Mailing State/Province\",\"Mailing Zip/Postal "
            "Code\",\"Mailing Country\",\"Phone\",\"Mobile\",\"Fax\",\"Email\",\"Account "
            "Owner\"\n"
            "\"Ms.\",\"Ada\",\"One\",\"CTO\",\"Engine Works\",\"1 Main St\nSuite "
            "2\",\"Springfield\""
            ",\"IL\",\"62701\",\"USA\",\"(217) 555-0100\",\"+1 217 555 "
            "0101\",\"\",\"ada@s.example\","
            "\"Jo Sales\"\n"
            "\n\n\"Contacts Report\"\n\"Copyright (c) 2000-2024 salesforce.com, inc. All "
            "rights "
            "reserved.\"\n\"Confidential Information - Do Not Distribute\"\n\"Generated By: Jo "
            "Sales 3/15/2024 9:12 AM\"\n\"Engine Works\"\n"),
        K_NONE, ME);
    assert_int_equal(run.added, 1);
    assert_int_equal(run.refused, 5);
    assert_int_equal(COUNT(k, "import_reject where line between 6 and 10"), 5);
    run = kit_import(
        k, "people",
        K_S("\"ID\",\"ACCOUNTID\",\"LASTNAME\",\"FIRSTNAME\",\"SALUTATION\","
            "\"MAILINGCITY\",\"MAILINGPOSTALCODE\",\"PHONE\",\"MOBILEPHONE\",\"EMAIL\","
            "\"TITLE\",\"BIRTHDATE\",\"CREATEDDATE\"\n"
            "\"003Dn00000AbCdEIAV\",\"001Dn00000XyZ\",\"Two\",\"Bo\",\"\",\"Berlin\","
            "\"10115\",\"+49 30 777888\",\"\",\"bo@s.example\",\"Buyer\",\"1980-01-31\","
            "\"2024-03-15T09:12:00.000Z\"\n"),
        K_NONE, ME);
    assert_int_equal(run.added, 1);
    assert_true(k_str_find(run.options, K_S("\"preset\":\"salesforce\"")) > 0);
    assert_int_equal(COUNT(k, "person where uid = 'salesforce:003Dn00000AbCdEIAV'"), 1);
    assert_int_equal(COUNT(k, "datum where kind = 'birthday' and norm = '1980-01-31'"), 1);
    assert_int_equal(COUNT(k, "person where kind = 'person'"), 2);
    assert_int_equal(COUNT(k, "datum where kind = 'postal' and value like '%Suite 2%'"), 1);
}

static void google_of_today_says_where_somebody_works(struct kit_db *k)
{
    kit_import(
        k, "people",
        K_S("First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,Nickname,"
            "File As,Organization Name,Organization Title,Organization Department,"
            "Birthday,Notes,Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - "
            "Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - "
            "Label,Address 1 - Street,Address 1 - City,Address 1 - Postal Code,Event 1 - "
            "Label,Event 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value\n"
            "Ada,M,One,Ey-da,Dr.,Addie,,Engine Works,Analyst,Research,1975-05-03,\"Likes "
            "tea\nand cake\",,* myContacts ::: Poets,Work,ada@g.example,Home,"
            "a2@g.example,Mobile,+49 170 111222,Home,Weg 1,Berlin,10115,Anniversary,"
            "2001-06-07,Shoe size,38\n"),
        K_NONE, ME);
    assert_int_equal(COUNT(k, "person_role where title = 'Analyst' and organization_id > 0"),
                     1);
    assert_int_equal(COUNT(k, "identity where native_id = 'a2@g.example' and label = 'Home'"),
                     1);
    assert_int_equal(COUNT(k, "datum where kind = 'other' and label = 'department' and value = "
                              "'Research'"),
                     1);
    assert_int_equal(COUNT(k, "datum where kind = 'category'"), 2);
    assert_int_equal(COUNT(k, "datum where value = '38'"), 1);
    assert_int_equal(COUNT(k, "datum where value = '2001-06-07'"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(linkedin_connections_come_with_their_profiles),
        KIT_BOTH(linkedin_in_other_languages_is_the_same),
        KIT_BOTH(outlook_in_german_comes_without_what_it_fills_in),
        KIT_SQLITE(character_sets_are_told_apart),
        KIT_SQLITE(hubspot_in_english_and_german),
        KIT_SQLITE(salesforce_reports_and_exports),
        KIT_SQLITE(google_of_today_says_where_somebody_works),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
