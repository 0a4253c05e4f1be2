/* people_options: see the header. */
#include "import/people_options.h"

#include "base/json.h"

enum { COLUMNS = 1000, WORD = 40 };

const struct people_preset people_presets[] = {
    {"google",
     "Google Contacts",
     {"E-mail 1 - Value", "Given Name Yomi", "Phonetic First Name"},
     false},
    {"outlook",
     "Outlook",
     {"E-mail Address", "Business Phone", "Telefon geschäftlich", "Téléphone (bureau)"},
     false},
    {"linkedin",
     "LinkedIn connections",
     {"Connected On", "Verknüpft am", "Verbunden am", "Vernetzt seit", "Connexion le",
      "Conectado el"},
     false},
    {"hubspot",
     "HubSpot",
     {"Record ID", "Record ID - Contact", "Lifecycle Stage", "Datensatz-ID",
      "Datensatz-ID - Kontakt", "Lifecycle-Phase"},
     false},
    {"salesforce",
     "Salesforce",
     {"Account Name", "Mailing Street", "MailingStreet", "Account-Name", "AccountId"},
     false},
    {"twenty",
     "Twenty",
     {"Emails / Primary Email", "Emails / Additional Emails", "Phones / Primary Phone Number"},
     false},
    {"zammad", "Zammad", {"login"}, false},
    {"freescout", "FreeScout", {"social_profiles", "channel_id"}, false},
    {"chatwoot", "Chatwoot", {"phone_number", "identifier", "custom_attribute_1"}, false},
    {"followers", "Followers of our channels", {"followers", "follower_count"}, true},
    {"kith", "Kith", {"kith_id"}, false},
};
const size_t people_n_presets = sizeof people_presets / sizeof *people_presets;

static const struct people_preset *preset_of(k_str name)
{
    for (size_t i = 0; i < people_n_presets; i++)
        if (k_str_eqz(name, people_presets[i].name))
            return &people_presets[i];
    return NULL;
}

static bool has_sign(const struct people_preset *p, const k_str *names, size_t n)
{
    for (size_t s = 0; s < PEOPLE_SIGNS && p->signs[s]; s++)
        for (size_t i = 0; i < n; i++)
            if (k_str_ieq(names[i], k_str_z(p->signs[s])))
                return true;
    return false;
}

void people_options_guess(const k_str *names, size_t n, struct people_options *out)
{
    *out = (struct people_options){.preset = K_S(""), .network = K_S(""), .country = K_S("")};
    for (size_t i = 0; i < people_n_presets; i++)
        if (has_sign(&people_presets[i], names, n)) {
            out->preset = k_str_z(people_presets[i].name);
            out->share = people_presets[i].shared;
            return;
        }
}

static k_err bad(struct k_ctx *cx, const char *field, const char *text)
{
    return k_fail(cx, K_ERR_BAD_INPUT, field, "%s", text);
}

static k_err parse_columns(struct k_ctx *cx, const struct k_json *obj,
                           struct people_options *out)
{
    k_str key;
    const struct k_json *value;
    for (void *it = NULL; (it = k_json_iter(obj, it, &key, &value));) {
        int m = contact_meaning_of(k_json_str(value));
        if (m < 0 || out->columns.n == COLUMNS)
            return k_fail(cx, K_ERR_BAD_INPUT, "options.columns",
                          "A column cannot mean \"%.*s\".", K_ARG(k_json_str(value)));
        *k_vec_push(cx->arena, &out->columns) =
            (struct people_mapping){k_dup(cx->arena, key), (enum contact_meaning)m};
    }
    return K_OK;
}

static bool is_word(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
              s.p[i] == '_'))
            return false;
    return s.n <= WORD;
}

static bool is_code(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n <= 4;
}

k_err people_options_parse(struct k_ctx *cx, k_str json, struct people_options *out)
{
    const struct k_json *doc;
    k_str where = K_NONE;
    *out = (struct people_options){0};
    if (k_json_parse(cx->arena, json.n ? json : K_S("{}"), &doc, &where) != K_OK ||
        !k_json_is_object(doc))
        return bad(cx, "options", "The options are not a JSON object.");
    out->preset = k_dup(cx->arena, k_json_get_str(doc, "preset"));
    if (out->preset.n && !preset_of(out->preset))
        return bad(cx, "options.preset", "There is no such program in the list.");
    out->network = k_lower(cx->arena, k_str_trim(k_json_get_str(doc, "network")));
    if (!is_word(out->network))
        return bad(cx, "options.network",
                   "Name the network with letters and digits, for example mastodon.");
    out->country = k_str_trim(k_json_get_str(doc, "country"));
    while (out->country.n && (out->country.p[0] == '+' || out->country.p[0] == '0'))
        out->country = k_str_from(out->country, 1);
    if (!is_code(out->country))
        return bad(cx, "options.country", "Write the calling code of the country, such as 49.");
    out->country = k_dup(cx->arena, out->country);
    out->share = k_json_bool(k_json_get(doc, "share"), false);
    return parse_columns(cx, k_json_get(doc, "columns"), out);
}

k_str people_options_json(struct k_arena *a, const struct people_options *o)
{
    struct k_buf b;
    k_buf_init(&b, a, 1 << 20);
    struct k_jw w = k_jw(&b);
    kw_obj(&w);
    kw_key(&w, "preset");
    kw_str(&w, o->preset.p ? o->preset : K_S(""));
    kw_key(&w, "network");
    kw_str(&w, o->network.p ? o->network : K_S(""));
    kw_key(&w, "country");
    kw_str(&w, o->country.p ? o->country : K_S(""));
    kw_key(&w, "share");
    kw_bool(&w, o->share);
    kw_key(&w, "columns");
    kw_obj(&w);
    for (size_t i = 0; i < o->columns.n; i++) {
        kw_keys(&w, o->columns.v[i].column);
        kw_str(&w, k_str_z(contact_meanings[o->columns.v[i].meaning]));
    }
    kw_end(&w);
    kw_end(&w);
    return k_buf_view(&b);
}

void people_options_apply(struct k_arena *a, const struct people_options *o, const k_str *names,
                          size_t n, struct contact_table *out)
{
    contact_table_of(a, names, n, out);
    out->system = o->preset;
    out->network = o->network;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < o->columns.n; k++)
            if (k_str_eq(names[i], o->columns.v[k].column))
                out->v[i].meaning = o->columns.v[k].meaning;
}
