/* mail: see the header. */
#include "formats/mail.h"

#include "base/utf8.h"
#include <gmime/gmime.h>
#include <pthread.h>

static void start_gmime(void)
{
    g_mime_init();
}

static void need_gmime(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, start_gmime);
}

/* A copy of text from gmime: valid, trimmed, "" when there is none. */
static k_str copy(struct k_arena *a, const char *z, size_t max)
{
    if (!z)
        return K_S("");
    return k_utf8_scrub(a, k_str_trim(k_dup(a, k_str_sub(k_str_z(z), 0, max))));
}

/* The value of a field in a head, unfolded only as far as its first line. */
static k_str field_line(k_str head, k_str name)
{
    while (head.n) {
        k_str line = k_str_cut(&head, '\n');
        if (line.n < 2)
            return K_NONE; /* the head ends */
        if (k_str_istarts(line, name))
            return k_str_trim(k_str_from(line, name.n));
    }
    return K_NONE;
}

static k_time time_of(GDateTime *d)
{
    if (!d)
        return 0;
    k_time t = g_date_time_to_unix(d) * K_SEC;
    g_date_time_unref(d);
    return t > 0 ? t : 0;
}

static k_time read_date(k_str text)
{
    char z[200];
    size_t n = text.n < sizeof z - 1 ? text.n : sizeof z - 1;
    if (n == 0)
        return 0;
    memcpy(z, text.p, n);
    z[n] = 0;
    need_gmime();
    return time_of(g_mime_utils_header_decode_date(z));
}

/* From somebody Wed Mar  1 08:35:32 2017 */
static k_time envelope_date(k_str line)
{
    static const char *const days[] = {"Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "};
    for (size_t i = 0; i < 7; i++) {
        ptrdiff_t at = k_str_find(line, k_str_z(days[i]));
        k_str s = at > 0 ? k_str_from(line, (size_t)at + 4) : K_NONE;
        if (s.n < 20)
            continue;
        char z[64];
        int n = snprintf(z, sizeof z, "%.*s %.3s %.4s %.8s +0000", 2, s.p + 4, s.p, s.p + 16,
                         s.p + 7);
        return read_date(k_str_n(z, (size_t)n));
    }
    return 0;
}

k_time mail_date(k_str raw, k_str envelope)
{
    k_time at = read_date(field_line(k_str_sub(raw, 0, MAIL_HEAD), K_S("Date:")));
    return at ? at : envelope_date(envelope);
}

/* "jo at example.org (Jo Doe)", as archives of lists write it. */
static bool veiled(struct k_arena *a, const char *value, struct mail_people *out)
{
    k_str s = copy(a, value, 1000);
    ptrdiff_t at = k_str_find(s, K_S(" at "));
    if (at <= 0 || k_str_chr(s, '@') >= 0)
        return false;
    k_str user = k_str_sub(s, 0, (size_t)at), rest = k_str_from(s, (size_t)at + 4);
    k_str host = k_str_cut(&rest, ' '), name = k_str_trim(rest);
    if (k_str_chr(user, ' ') >= 0 || k_str_chr(host, '.') <= 0)
        return false;
    if (k_str_starts(name, K_S("(")))
        name = k_str_sub(name, 1, name.n - 1 - k_str_ends(name, K_S(")")));
    char *plain = g_mime_utils_header_decode_phrase(NULL, k_dupz(a, name));
    *k_vec_push(a, out) = (struct mail_person){copy(a, plain, 300),
                                               k_fmt(a, "%.*s@%.*s", K_ARG(user), K_ARG(host))};
    g_free(plain);
    return true;
}

static void add_list(struct k_arena *a, InternetAddressList *list, int depth,
                     struct mail_people *out)
{
    int n = list && depth < 3 ? internet_address_list_length(list) : 0;
    for (int i = 0; i < n && out->n < MAIL_PEOPLE; i++) {
        InternetAddress *one = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_GROUP(one)) {
            add_list(a, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)),
                     depth + 1, out);
            continue;
        }
        if (!INTERNET_ADDRESS_IS_MAILBOX(one))
            continue;
        k_str address =
            copy(a, internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one)), 320);
        if (k_str_chr(address, '@') > 0)
            *k_vec_push(a, out) = (struct mail_person){
                copy(a, internet_address_get_name(one), 300), k_lower(a, address)};
    }
}

static void read_people(struct k_arena *a, GMimeObject *m, const char *field,
                        struct mail_people *out)
{
    GMimeHeader *h = g_mime_header_list_get_header(g_mime_object_get_header_list(m), field);
    const char *value = h ? g_mime_header_get_raw_value(h) : NULL; /* not yet decoded */
    if (!value || veiled(a, value, out))
        return;
    InternetAddressList *list = internet_address_list_parse(NULL, value);
    add_list(a, list, 0, out);
    if (list)
        g_object_unref(list);
}

static void read_refs(struct k_arena *a, GMimeObject *m, const char *field, struct mail *out)
{
    const char *value = g_mime_object_get_header(m, field);
    GMimeReferences *refs = value ? g_mime_references_parse(NULL, value) : NULL;
    int n = refs ? g_mime_references_length(refs) : 0;
    for (int i = n; i-- > 0 && out->refs.n < 20;) {
        k_str id = copy(a, g_mime_references_get_message_id(refs, i), 500);
        if (id.n)
            *k_vec_push(a, &out->refs) = id;
    }
    if (refs)
        g_mime_references_free(refs);
}

static bool says(struct k_arena *a, GMimeObject *m, const char *field, const char *const *words)
{
    k_str value = k_lower(a, copy(a, g_mime_object_get_header(m, field), 200));
    for (size_t i = 0; words[i]; i++)
        if (k_str_find(value, k_str_z(words[i])) >= 0)
            return true;
    return false;
}

bool mail_is_machine(k_str address)
{
    static const char *const words[] = {
        "noreply",       "no-reply",    "no_reply", "donotreply",   "do-not-reply",
        "mailer-daemon", "postmaster@", "bounce",   "notification", "notifications@"};
    ptrdiff_t at = k_str_chr(address, '@');
    k_str local = k_str_sub(address, 0, at < 0 ? address.n : (size_t)at + 1);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (k_str_ifind(local, k_str_z(words[i])) >= 0)
            return true;
    return false;
}

static void read_nature(struct k_arena *a, GMimeObject *m, struct mail *out)
{
    static const char *const automatic[] = {"auto-", NULL},
                             *const bulk[] = {"bulk", "junk", NULL},
                             *const list[] = {"list", NULL}, *const all[] = {"", NULL};
    bool leave = g_mime_object_get_header(m, "List-Unsubscribe") != NULL;
    out->list = g_mime_object_get_header(m, "List-Id") != NULL ||
                g_mime_object_get_header(m, "List-Post") != NULL ||
                says(a, m, "Precedence", list);
    out->automatic =
        says(a, m, "Auto-Submitted", automatic) || says(a, m, "Precedence", bulk) ||
        (leave && !g_mime_object_get_header(m, "List-Post")) ||
        (g_mime_object_get_header(m, "X-Autoreply") && says(a, m, "X-Autoreply", all));
    for (size_t i = 0; i < out->from.n; i++)
        out->automatic = out->automatic || mail_is_machine(out->from.v[i].address);
}

/* The first part that is plain text and no attachment. */
static k_str first_text(struct k_arena *a, GMimeMessage *m)
{
    k_str text = K_S("");
    GMimePartIter *it = g_mime_part_iter_new(GMIME_OBJECT(m));
    for (int i = 0; i < 100; i++) {
        GMimeObject *part = g_mime_part_iter_get_current(it);
        if (part && GMIME_IS_TEXT_PART(part) && !g_mime_part_is_attachment(GMIME_PART(part)) &&
            g_mime_content_type_is_type(g_mime_object_get_content_type(part), "text",
                                        "plain")) {
            char *z = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
            text = copy(a, z, MAIL_TEXT);
            g_free(z);
            break;
        }
        if (!g_mime_part_iter_next(it))
            break;
    }
    g_mime_part_iter_free(it);
    return text;
}

/* The head with its blank line; all of it when there is none. */
static k_str head_of(k_str raw)
{
    k_str some = k_str_sub(raw, 0, MAIL_HEAD);
    ptrdiff_t lf = k_str_find(some, K_S("\n\n")), crlf = k_str_find(some, K_S("\n\r\n"));
    if (lf < 0 || (crlf >= 0 && crlf < lf))
        lf = crlf;
    return lf < 0 ? some : k_str_sub(some, 0, (size_t)lf + 2);
}

static void read_message(struct k_arena *a, GMimeMessage *m, bool want_text, struct mail *out)
{
    GMimeObject *o = GMIME_OBJECT(m);
    out->id = copy(a, g_mime_message_get_message_id(m), 500);
    out->subject = copy(a, g_mime_message_get_subject(m), 1000);
    read_refs(a, o, "In-Reply-To", out);
    read_refs(a, o, "References", out);
    read_people(a, o, "From", &out->from);
    if (!out->from.n)
        read_people(a, o, "Sender", &out->from);
    read_people(a, o, "To", &out->to);
    read_people(a, o, "Cc", &out->cc);
    read_people(a, o, "Delivered-To", &out->delivered);
    read_nature(a, o, out);
    out->text = want_text ? first_text(a, m) : K_NONE;
}

void mail_read(struct k_arena *a, k_str raw, k_str envelope, bool want_text, struct mail *out)
{
    k_str some = want_text ? k_str_sub(raw, 0, MAIL_BODY) : head_of(raw);
    *out = (struct mail){.id = K_S(""), .subject = K_S(""), .text = K_NONE};
    need_gmime();
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(some.p ? some.p : "", some.n);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
    GMimeMessage *m = g_mime_parser_construct_message(parser, NULL);
    if (m) {
        read_message(a, m, want_text, out);
        g_object_unref(m);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    out->at = mail_date(raw, envelope);
}
