/* contact_words: the tables. Column names are compared as small letters without accents, blanks
 * and signs; digits are "#". */
#include "import/contact_words.h"

#include "base/buf.h"
#include "base/utf8.h"

const char *const contact_meanings[CONTACT_MEANINGS] = {
    "none",     "name",       "given",       "family",   "middle",   "prefix",       "suffix",
    "nickname", "spelling",   "email",       "phone",    "web",      "organization", "domain",
    "title",    "department", "address",     "street",   "city",     "region",       "code",
    "country",  "birthday",   "anniversary", "language", "timezone", "pronouns",     "category",
    "note",     "uid",        "account",     "network",  "handle",   "followers",    "kind",
    "label",    "other",
};

/* Words for each meaning: English, German, French, Spanish, Italian, Dutch, Portuguese, and
 * those of single programs. Separated by blanks. */
static const struct {
    enum contact_meaning meaning;
    const char *label;
    const char *words;
} words[] = {
    {CONTACT_NONE, "", "line errors row action"},
    {CONTACT_NAME, "",
     "name fullname displayname contactname contact customername vollstandigername anzeigename "
     "nomcomplet nombrecompleto nomecompleto nomecompleto volledigenaam naam ganzername"},
    {CONTACT_GIVEN, "",
     "firstname givenname given forename vorname prenom nombre nome voornaam fornavn imie "
     "primeironome namefirstname"},
    {CONTACT_FAMILY, "",
     "lastname surname familyname family nachname familienname nom nomdefamille apellidos "
     "apellido cognome achternaam etternavn efternamn nazwisko sobrenome namelastname"},
    {CONTACT_MIDDLE, "",
     "middlename additionalname weiterevornamen weiterervorname zweitervorname deuxiemeprenom "
     "autreprenom segundonombre secondonome tweedenaam"},
    {CONTACT_PREFIX, "",
     "nameprefix prefix salutation salutationname anrede namensprafix civilite tratamiento "
     "titolo aanhef honorificprefix titre"},
    {CONTACT_SUFFIX, "",
     "namesuffix suffix suffixname namenszusatz suffixe sufijo suffisso achtervoegsel"},
    {CONTACT_NICKNAME, "", "nickname spitzname rufname surnom apodo alias soprannome bijnaam"},
    {CONTACT_SPELLING, "",
     "givennameyomi familynameyomi additionalnameyomi nameyomi phoneticfirstname "
     "phoneticmiddlename phoneticlastname fileas spelling"},
    {CONTACT_EMAIL, "",
     "email emailaddress emailaddresses emails mail mailaddress emailvalue email#value "
     "email#address emailadresse email#adresse emailadressen courriel adressedemessagerie "
     "adressemail adresseemail correoelectronico correo direcciondecorreoelectronico "
     "indirizzodipostaelettronica indirizzoemail emailadres enderecodeemail "
     "emailsprimaryemail emailsadditionalemails primaryemail contactemail "
     "additionalemailaddresses additionalemails zusatzlicheemailadressen "
     "weitereemailadressen"},
    {CONTACT_PHONE, "",
     "phone phonenumber phonenumbers telephone telephonenumber tel telefon telefonnummer "
     "telefono telefone telefoon telefoonnummer numerodetelephone phone#value "
     "phonesprimaryphonenumber phonesadditionalphones contactphone rufnummer"},
    {CONTACT_PHONE, "cell",
     "mobile mobilephone mobilenumber mobilephonenumber cell cellphone handy handynummer "
     "mobiltelefon mobilfunk mobilnummer telephonemobile portable telefonomovil movil "
     "cellulare celular mobieletelefoon mobiel whatsappnumber mobil mobiltelefonnummer "
     "telmobile telmobil"},
    {CONTACT_PHONE, "work", "companymainphone"},
    {CONTACT_PHONE, "car", "autotelefon"},
    {CONTACT_PHONE, "callback", "callback ruckmeldung"},
    {CONTACT_PHONE, "isdn", "isdn"},
    {CONTACT_PHONE, "tty", "ttytddphone telefonfurhorbehinderte"},
    {CONTACT_PHONE, "fax", "fax faxnumber faxnummer telecopie"},
    {CONTACT_PHONE, "pager", "pager pagernummer"},
    {CONTACT_WEB, "",
     "website websites web webpage webpages url homepage websiteurl website#value webseite "
     "internetseite siteweb pageweb paginaweb sitoweb webpagina websitehomepage websiteblog "
     "websiteprofile websitehome websitework websiteother websiteftp personalwebsite link "
     "profileurl"},
    {CONTACT_ORGANIZATION, "",
     "company companyname organization organisation organizationname organisationname "
     "organization#name account accountname firma firmenname unternehmen societe entreprise "
     "empresa azienda societa bedrijf employer arbeitgeber associatedcompany "
     "primaryassociatedcompany unternehmensname zugehorigesunternehmen "
     "primareszugeordnetesunternehmen"},
    {CONTACT_DOMAIN, "", "domainname domainnamelinkurl companydomain companydomainname"},
    {CONTACT_TITLE, "",
     "jobtitle title position occupation organization#title beruf berufsbezeichnung poste "
     "fonction profession cargo puesto posizione professione functie function headline "
     "organizationtitle stellenbezeichnung jobtitel posizionelavorativa titredelafonction"},
    {CONTACT_DEPARTMENT, "",
     "department organization#department organizationdepartment abteilung service departement "
     "departamento "
     "dipartimento afdeling"},
    {CONTACT_ADDRESS, "",
     "address adresse postaladdress mailingaddress address#formatted formattedaddress "
     "anschrift postadresse "
     "direccion indirizzo adres endereco"},
    {CONTACT_STREET, "",
     "street strasseundhausnummer streetaddress address#street street# strasse rue calle via "
     "straat addressaddress# "
     "addressline# address#pobox address#extendedaddress pobox addresspobox postfach "
     "addresspostofficebox"},
    {CONTACT_CITY, "",
     "city town address#city addresscity ort stadt ville ciudad citta stad plaats cidade "
     "locality"},
    {CONTACT_REGION, "",
     "state region province county address#region addressstate stateregion bundesland kanton "
     "bundeslandkanton departementregion provincia provincie estado stateprovince "
     "bundeslandregion depregion"},
    {CONTACT_REGION, "other", "weiteresrbundeslandkanton"},
    {CONTACT_COUNTRY, "other", "weitereselandregion"},
    {CONTACT_CODE, "",
     "zip zipcode postalcode postcode zippostalcode address#postalcode addresspostcode plz "
     "postleitzahl codepostal codigopostal cap"},
    {CONTACT_COUNTRY, "",
     "country countryregion address#country addresscountry land landregion pays paysregion "
     "pais paese landenregio"},
    {CONTACT_BIRTHDAY, "",
     "birthday birthdate dateofbirth bday geburtstag geburtsdatum anniversaire datedenaissance "
     "cumpleanos fechadenacimiento compleanno datadinascita geboortedatum verjaardag"},
    {CONTACT_ANNIVERSARY, "", "anniversary weddinganniversary jahrestag jubileum aniversario"},
    {CONTACT_LANGUAGE, "",
     "language languages preferredlanguage sprache sprachen lang locale "
     "langue idioma lingua taal"},
    {CONTACT_TIMEZONE, "", "timezone zeitzone fuseauhoraire zonahoraria"},
    {CONTACT_PRONOUNS, "", "pronouns pronomen"},
    {CONTACT_CATEGORY, "",
     "category categories groupmembership labels tags kategorie kategorien group groups "
     "schlagworter etiquettes categorias categorie lists"},
    {CONTACT_NOTE, "",
     "note notes notizen notiz notas note# remarques bemerkungen kommentar comments comment "
     "description about biography bio background notities"},
    {CONTACT_UID, "",
     "id uid uuid identifier contactid recordid externalid customerid datensatzid "
     "kontaktid"},
    {CONTACT_NETWORK, "", "network platform socialnetwork netzwerk plattform channel"},
    {CONTACT_HANDLE, "",
     "handle username screenname login accounthandle userhandle useraccount benutzername "
     "channelid accountaddress"},
    {CONTACT_FOLLOWERS, "",
     "followers followercount followerscount numberoffollowers abonnenten follower"},
    {CONTACT_KIND, "", "kind entitytype"},
    {CONTACT_ACCOUNT, "linkedin",
     "linkedin linkedinurl linkedinprofile linkedinlink linkedinlinklinkurl linkedinlinkurl "
     "linkedinprofileurl linkedinbio"},
    {CONTACT_ACCOUNT, "x",
     "twitter x twitterhandle twitterusername twitterurl twitterprofile xlink xlinklinkurl "
     "xlinkurl "
     "xhandle twitterbio"},
    {CONTACT_ACCOUNT, "facebook", "facebook facebookurl facebookprofile"},
    {CONTACT_ACCOUNT, "instagram", "instagram instagramurl instagramhandle"},
    {CONTACT_ACCOUNT, "mastodon", "mastodon mastodonhandle"},
    {CONTACT_ACCOUNT, "bluesky", "bluesky blueskyhandle"},
    {CONTACT_ACCOUNT, "youtube", "youtube youtubechannel"},
    {CONTACT_ACCOUNT, "tiktok", "tiktok"},
    {CONTACT_ACCOUNT, "github", "github githubusername"},
    {CONTACT_ACCOUNT, "telegram", "telegram"},
    {CONTACT_ACCOUNT, "whatsapp", "whatsapp"},
    {CONTACT_ACCOUNT, "xing", "xing xingprofil"},
    {CONTACT_ACCOUNT, "skype", "skype skypename skypeid"},
};

/* Before or behind a noun: which of several it is. */
static const struct {
    const char *word, *label;
} places[] = {
    {"home", "home"},
    {"business", "work"},
    {"work", "work"},
    {"other", "other"},
    {"primary", "main"},
    {"main", "main"},
    {"company", "work"},
    {"mailing", "mailing"},
    {"billing", "billing"},
    {"shipping", "shipping"},
    {"assistants", "assistant"},
    {"assistant", "assistant"},
    {"assistent", "assistant"},
    {"firma", "work"},
    {"postanschrift", "mailing"},
    {"car", "car"},
    {"callback", "callback"},
    {"isdn", "isdn"},
    {"radio", "radio"},
    {"personal", "home"},
    {"private", "home"},
    {"privat", "home"},
    {"geschaftlich", "work"},
    {"weitere", "other"},
    {"weiterer", "other"},
    {"weiteres", "other"},
    {"haupt", "main"},
    {"professionnel", "work"},
    {"professionnelle", "work"},
    {"bureau", "work"},
    {"domicile", "home"},
    {"personnel", "home"},
    {"autre", "other"},
    {"deltrabajo", "work"},
    {"trabajo", "work"},
    {"particular", "home"},
    {"personale", "home"},
    {"ufficio", "work"},
    {"werk", "work"},
    {"prive", "home"},
    {"contact", ""},
    {"lead", ""},
    {"current", ""},
    {"person", ""},
    {"secondary", "other"},
};

/* Small letters and # for numbers; *number is the first one. */
static k_str key_of(struct k_arena *a, k_str name, int *number)
{
    struct k_buf b;
    k_str s = k_utf8_plain(a, name);
    bool in_digits = false;
    int numbers = 0;
    *number = 0;
    k_buf_init(&b, a, s.n + 1);
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        bool digit = c >= '0' && c <= '9';
        if (digit && !in_digits) {
            k_buf_chr(&b, '#');
            numbers++;
        }
        if (digit && numbers == 1 && *number < 1000)
            *number = *number * 10 + (c - '0');
        if ((c >= 'a' && c <= 'z') || c >= 0x80)
            k_buf_chr(&b, (char)c);
        in_digits = digit;
    }
    return k_buf_view(&b);
}

static bool has_word(const char *list, k_str word)
{
    k_str rest = k_str_z(list);
    while (rest.p)
        if (k_str_eq(k_str_cut(&rest, ' '), word))
            return true;
    return false;
}

static bool look_up(k_str key, struct contact_column *c)
{
    for (size_t i = 0; key.n && i < sizeof words / sizeof *words; i++)
        if (has_word(words[i].words, key)) {
            c->meaning = words[i].meaning;
            if (words[i].label[0])
                c->label = k_str_z(words[i].label);
            return true;
        }
    return false;
}

/* What somebody has at home and at work; but an "Assistant's Name" is nobody's own. */
static bool has_place(enum contact_meaning m)
{
    return m == CONTACT_EMAIL || m == CONTACT_PHONE || m == CONTACT_WEB ||
           (m >= CONTACT_ADDRESS && m <= CONTACT_COUNTRY);
}

/* "homephone", "telefongeschaftlich": a noun with its place before or behind. */
static bool look_up_placed(struct k_arena *a, k_str key, struct contact_column *c)
{
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        k_str word = k_str_z(places[i].word), noun = K_NONE;
        if (k_str_starts(key, word))
            noun = k_str_from(key, word.n);
        else if (k_str_ends(key, word))
            noun = k_str_sub(key, 0, key.n - word.n);
        struct contact_column found = *c;
        if (!look_up(noun, &found) || (places[i].label[0] && !has_place(found.meaning)))
            continue;
        *c = found;
        if (places[i].label[0] && c->label.n) /* "Business Fax" */
            c->label = k_fmt(a, "%s %.*s", places[i].label, K_ARG(c->label));
        else if (places[i].label[0])
            c->label = k_str_z(places[i].label);
        return true;
    }
    return false;
}

/* "Phone 1 - Type": the label of another column. */
static bool look_up_label(k_str key, struct contact_column *c)
{
    static const char *const ends[] = {"type", "label", "service", "rel", "key", NULL};
    if (!c->stem.n || !k_str_in(k_str_from(key, c->stem.n + 1), ends))
        return false;
    c->meaning = CONTACT_LABEL;
    return true;
}

struct contact_column contact_column_of(struct k_arena *a, k_str name)
{
    struct contact_column c = {
        .name = name, .meaning = CONTACT_OTHER, .label = K_S(""), .stem = K_S("")};
    k_str key = key_of(a, name, &c.number);
    ptrdiff_t mark = k_str_chr(key, '#');
    if (mark > 0)
        c.stem = k_str_sub(key, 0, (size_t)mark);
    if (key.n > 200 || look_up(key, &c) || look_up_label(key, &c) ||
        look_up_placed(a, key, &c) || !k_str_ends(key, K_S("#")))
        return c;
    key = k_str_sub(key, 0, key.n - 1); /* "Business Phone 2" */
    if (!look_up(key, &c))
        (void)look_up_placed(a, key, &c);
    return c;
}

int contact_meaning_of(k_str name)
{
    for (int m = 0; m < CONTACT_MEANINGS; m++)
        if (k_str_eqz(name, contact_meanings[m]))
            return m;
    return -1;
}

/* What Outlook writes where nobody entered anything: columns (as compared) and their values. */
static const struct {
    const char *columns, *values;
} fillers[] = {
    {"priority prioritat priorite", "normal normale"},
    {"private privat prive", "false falsch faux"},
    {"sensitivity vertraulichkeit", "normal"},
    {"gender geschlecht sexe", "unspecified keineangabe nichtangegeben nonspecifie"},
    {"emailtype email#type emailtyp email#typ", "smtp ex"},
};

bool contact_is_filler(struct k_arena *a, k_str column, k_str value)
{
    int number;
    if (value.n > 20)
        return false;
    if (k_str_eqz(value, "0/0/00") || k_str_eqz(value, "0.0.00") ||
        k_str_eqz(value, "00/00/00"))
        return true;
    k_str key = key_of(a, column, &number), word = key_of(a, value, &number);
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
        if (has_word(fillers[i].columns, key) && has_word(fillers[i].values, word))
            return true;
    return false;
}
