/* member: handles and addresses of members. Reads the member table. */
#include "store/member.h"
#include "base/utf8.h"

#define HANDLE_MAX 40
#define EMAIL_MAX 254

k_err member_email(struct k_ctx *cx, k_str text, k_str *out)
{
    k_str s = k_utf8_fold(cx->arena, k_str_trim(text));
    ptrdiff_t at = k_str_chr(s, '@');
    k_str host = k_str_from(s, (size_t)(at + 1));
    bool ok = at > 0 && s.n <= EMAIL_MAX && host.n > 0 && k_str_chr(host, '@') < 0 &&
              host.p[0] != '.' && host.p[host.n - 1] != '.';
    for (size_t i = 0; ok && i < s.n; i++)
        ok = (unsigned char)s.p[i] > ' ' && s.p[i] != '<' && s.p[i] != '>' && s.p[i] != ',';
    if (!ok)
        return k_fail(cx, K_ERR_BAD_INPUT, "email", "This is not an e-mail address.");
    *out = s;
    return K_OK;
}

static bool handle_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

k_err member_handle(struct k_ctx *cx, k_str text, k_str *out)
{
    k_str s = k_lower(cx->arena, k_str_trim(text));
    if (s.n > 0 && s.p[0] == '@')
        s = k_str_from(s, 1);
    bool ok = s.n >= 2 && s.n <= HANDLE_MAX && s.p[0] != '.' && s.p[0] != '_' && s.p[0] != '-';
    for (size_t i = 0; ok && i < s.n; i++)
        ok = handle_char(s.p[i]);
    if (!ok)
        return k_fail(cx, K_ERR_BAD_INPUT, "handle",
                      "A handle has 2 to 40 of a-z 0-9 . _ - and starts with a letter or "
                      "digit.");
    *out = s;
    return K_OK;
}

/* The base letter of a Latin letter with a mark; 0 when there is none. */
static char plain_letter(uint32_t c)
{
    static const char to[] = "aaaaaaaceeeeiiiidnooooo/ouuuuypsaaaaaaaceeeeiiiidnooooo/ouuuuypy";
    if (c < 0xc0 || c > 0xff)
        return 0;
    return to[c - 0xc0] == '/' ? '\0' : to[c - 0xc0];
}

static k_str handle_base(struct k_ctx *cx, k_str name)
{
    char out[24];
    size_t n = 0, i = 0;
    k_str s = k_lower(cx->arena, k_utf8_nfc(cx->arena, name));
    while (i < s.n && n < sizeof out) {
        uint32_t c = k_utf8_next(s, &i);
        char plain = c < 0x80 ? (char)c : plain_letter(c);
        if (plain && handle_char(plain) && (n > 0 || (plain != '.' && plain != '-')))
            out[n++] = plain;
        else if (plain == ' ' && n > 0 && out[n - 1] != '.')
            out[n++] = '.';
    }
    while (n > 0 && (out[n - 1] == '.' || out[n - 1] == '-'))
        n--;
    return n >= 2 ? k_dup(cx->arena, k_str_n(out, n)) : K_S("member");
}

k_err member_handle_for(struct k_ctx *cx, k_str name, k_str *out)
{
    k_str base = handle_base(cx, name);
    for (int i = 1; i < 1000; i++) {
        k_str s = i == 1 ? base : k_fmt(cx->arena, "%.*s%d", K_ARG(base), i);
        struct sq_member_handle_taken_row row;
        bool taken;
        K_TRY(sq_member_handle_taken(cx, s, &row, &taken));
        if (!taken) {
            *out = s;
            return K_OK;
        }
    }
    return k_fail(cx, K_ERR_EXISTS, "handle", "Choose a handle: that name is taken often.");
}
