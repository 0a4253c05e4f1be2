/* maildir: see the header. Pure. */
#include "formats/maildir.h"

#include "base/buf.h"
#include "base/utf8.h"

/* ---- names of files --------------------------------------------------------------------- */

static k_str last_part(k_str path, k_str *above)
{
    size_t i = path.n;
    while (i > 0 && path.p[i - 1] != '/')
        i--;
    *above = k_str_sub(path, 0, i > 0 ? i - 1 : 0);
    return k_str_from(path, i);
}

/* Flags stand behind ":2,"; where a file system has no ":" programs take ";" or "!". */
static k_str flags_of(k_str file)
{
    for (size_t i = file.n; i-- > 0;)
        if (i + 2 < file.n && memchr(":;!", file.p[i], 3) && file.p[i + 1] == '2' &&
            file.p[i + 2] == ',')
            return k_str_from(file, i + 3);
    return K_S("");
}

/* "1204680122.27c448b0.host:2,S": seconds come first in a name that delivery made. */
static k_time delivered(k_str file)
{
    uint64_t seconds;
    ptrdiff_t dot = k_str_chr(file, '.');
    if (dot < 8 || dot > 10 || !k_str_u64(k_str_sub(file, 0, (size_t)dot), &seconds))
        return 0;
    return (k_time)seconds * K_SEC;
}

static bool is_hidden(k_str file)
{
    return k_str_starts(file, K_S(".")) || k_str_istarts(file, K_S("dovecot")) ||
           k_str_istarts(file, K_S("maildir")) || k_str_starts(file, K_S("courier")) ||
           k_str_ieq(file, K_S("subscriptions")) || k_str_ieq(file, K_S("Thumbs.db"));
}

static bool ends(k_str file, const char *ending)
{
    size_t n = strlen(ending);
    return file.n > n && k_str_ieq(k_str_from(file, file.n - n), k_str_z(ending));
}

/* A mailbox is a folder of its own, with the name of its file. */
static k_str without_ending(k_str path)
{
    static const char *const endings[] = {".mbox", ".mbx", ".mboxrd"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (ends(path, endings[i]))
            return k_str_sub(path, 0, path.n - strlen(endings[i]));
    return path;
}

struct maildir_name maildir_read(k_str name)
{
    struct maildir_name n = {.what = MAILDIR_MAYBE};
    k_str above, file = last_part(name, &above), up, dir = last_part(above, &up);
    if (k_str_eqz(dir, "cur") || k_str_eqz(dir, "new")) {
        k_str flags = flags_of(file);
        n.what = k_str_starts(file, K_S(".")) ? MAILDIR_NOT : MAILDIR_MAIL;
        n.folder = up;
        n.at = delivered(file);
        n.draft = k_str_chr(flags, 'D') >= 0;
        n.trashed = k_str_chr(flags, 'T') >= 0;
    } else if (k_str_eqz(dir, "tmp") || is_hidden(file) ||
               k_str_starts(name, K_S("__MACOSX/"))) {
        n.what = MAILDIR_NOT;
    } else if (ends(file, ".eml")) {
        n.what = MAILDIR_MAIL;
        n.folder = above;
    } else {
        n.folder = without_ending(name);
    }
    return n;
}

/* ---- folders ---------------------------------------------------------------------------- */

k_str maildir_shared(k_str root, k_str folder)
{
    size_t n = 0;
    for (size_t i = 0;; i++) {
        bool end_a = i >= root.n || root.p[i] == '/';
        bool end_b = i >= folder.n || folder.p[i] == '/';
        if (end_a && end_b)
            n = i < root.n ? i : root.n;
        if (i >= root.n || i >= folder.n || root.p[i] != folder.p[i])
            return k_str_sub(root, 0, n);
    }
}

static int digit_64(char c)
{
    static const char digits[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

static void put_utf8(struct k_buf *b, uint32_t c)
{
    if (c >= 0x10000)
        k_buf_chr(b, (char)(0xf0 | c >> 18));
    if (c >= 0x800)
        k_buf_chr(b, (char)(c >= 0x10000 ? 0x80 | (c >> 12 & 0x3f) : 0xe0 | c >> 12));
    if (c >= 0x80)
        k_buf_chr(b, (char)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3f) : 0xc0 | c >> 6));
    k_buf_chr(b, (char)(c < 0x80 ? c : 0x80 | (c & 0x3f)));
}

/* The UTF-16 in base 64 between "&" and "-". */
static void put_shifted(struct k_buf *b, k_str s)
{
    uint32_t bits = 0, high = 0;
    unsigned have = 0;
    for (size_t i = 0; i < s.n; i++) {
        bits = bits << 6 | (uint32_t)digit_64(s.p[i]);
        have += 6;
        if (have < 16)
            continue;
        have -= 16;
        uint32_t unit = bits >> have & 0xffff;
        if (unit >= 0xd800 && unit < 0xdc00)
            high = unit;
        else if (unit >= 0xdc00 && unit < 0xe000 && high)
            put_utf8(b, 0x10000 + ((high & 0x3ff) << 10 | (unit & 0x3ff)));
        else if (unit >= ' ')
            put_utf8(b, unit);
    }
}

static void put_name(struct k_buf *b, k_str s, bool dots)
{
    for (size_t i = 0; i < s.n; i++) {
        size_t end = i + 1;
        while (s.p[i] == '&' && end < s.n && digit_64(s.p[end]) >= 0)
            end++;
        bool shifted = s.p[i] == '&' && end < s.n && s.p[end] == '-';
        if (shifted && end == i + 1)
            k_buf_chr(b, '&');
        else if (shifted)
            put_shifted(b, k_str_sub(s, i + 1, end - i - 1));
        else
            k_buf_chr(b, (char)(dots && s.p[i] == '.' ? '/' : s.p[i]));
        if (shifted)
            i = end;
    }
}

k_str maildir_folder(struct k_arena *a, k_str folder, k_str root)
{
    struct k_buf b;
    k_str above, last = last_part(folder, &above);
    k_buf_init(&b, a, 8192);
    if (k_str_starts(last, K_S(".")) && last.n > 1) {
        put_name(&b, k_str_from(last, 1), true);
    } else {
        k_str rest = k_str_from(folder, root.n);
        put_name(&b, k_str_starts(rest, K_S("/")) ? k_str_from(rest, 1) : rest, false);
    }
    k_str name = k_utf8_scrub(a, k_str_sub(k_buf_view(&b), 0, 200));
    return name.n ? name : K_S("Inbox");
}

/* ---- what they are for ------------------------------------------------------------------ */

/* Small letters without accents, as k_utf8_plain gives them. English, German, French, Spanish,
 * Italian, Dutch, Portuguese. */
static const char *const words_sent[] = {"sent",
                                         "sent items",
                                         "sent messages",
                                         "sent mail",
                                         "gesendet",
                                         "gesendete",
                                         "gesendete elemente",
                                         "gesendete objekte",
                                         "gesendete nachrichten",
                                         "envoyes",
                                         "messages envoyes",
                                         "elements envoyes",
                                         "enviados",
                                         "elementos enviados",
                                         "posta inviata",
                                         "inviati",
                                         "verzonden",
                                         "verzonden items",
                                         "itens enviados",
                                         NULL};
static const char *const words_unwanted[] = {"drafts",
                                             "draft",
                                             "entwurfe",
                                             "brouillons",
                                             "borradores",
                                             "bozze",
                                             "concepten",
                                             "rascunhos",
                                             "junk",
                                             "junk e-mail",
                                             "junk email",
                                             "junk mail",
                                             "junk-e-mail",
                                             "spam",
                                             "bulk mail",
                                             "unerwunscht",
                                             "unerwunschte werbung",
                                             "werbung",
                                             "indesirables",
                                             "courrier indesirable",
                                             "correo no deseado",
                                             "posta indesiderata",
                                             "ongewenst",
                                             "ongewenste e-mail",
                                             "lixo eletronico",
                                             "trash",
                                             "deleted",
                                             "deleted items",
                                             "deleted messages",
                                             "bin",
                                             "papierkorb",
                                             "geloscht",
                                             "geloschte elemente",
                                             "geloschte objekte",
                                             "corbeille",
                                             "elements supprimes",
                                             "papelera",
                                             "elementos eliminados",
                                             "cestino",
                                             "prullenbak",
                                             "verwijderde items",
                                             "lixeira",
                                             "templates",
                                             "vorlagen",
                                             "outbox",
                                             "postausgang",
                                             "unsent messages",
                                             NULL};

enum maildir_use maildir_use(struct k_arena *a, k_str name)
{
    k_str above, last = k_utf8_plain(a, last_part(name, &above));
    if (k_str_in(last, words_sent))
        return MAILDIR_SENT;
    return k_str_in(last, words_unwanted) ? MAILDIR_UNWANTED : MAILDIR_ORDINARY;
}
