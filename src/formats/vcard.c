/* vcard: reads cards line by line. Pure. */
#include "formats/vcard.h"

#include "base/utf8.h"
#include "formats/vcard_line.h"

enum {
    RAW = 500,  /* bytes of a line that a problem shows */
    HEAD = 8192 /* a head that is longer says nothing of how its value is written */
};

struct vcards vcards_open(k_str text)
{
    return (struct vcards){.text = text};
}

/* The physical line at pos without its end; *next is behind it. */
static k_str line_at(k_str text, size_t pos, size_t *next)
{
    size_t i = pos;
    while (i < text.n && text.p[i] != '\n' && text.p[i] != '\r')
        i++;
    k_str line = k_str_n(text.p + pos, i - pos);
    size_t lf = i;
    while (lf < text.n && lf < i + 2 && text.p[lf] == '\r') /* CR CR LF is written too */
        lf++;
    if (lf < text.n && text.p[lf] == '\n')
        i = lf + 1;
    else
        i += i < text.n;
    *next = i;
    return line;
}

static bool at_end(const struct vcards *r)
{
    return r->pos >= r->text.n;
}

static k_str take_line(struct vcards *r)
{
    k_str line = line_at(r->text, r->pos, &r->pos);
    r->line++;
    return line;
}

static k_str next_line(const struct vcards *r)
{
    size_t behind;
    return at_end(r) ? K_NONE : line_at(r->text, r->pos, &behind);
}

static bool is_mark(k_str line, k_str mark)
{
    line = k_str_trim(line);
    ptrdiff_t colon = k_str_chr(line, ':');
    return colon > 0 && k_str_ieq(k_str_trim(k_str_sub(line, 0, (size_t)colon)), mark) &&
           k_str_ieq(k_str_trim(k_str_from(line, (size_t)colon + 1)), K_S("VCARD"));
}

static bool is_begin(k_str line)
{
    return is_mark(line, K_S("BEGIN"));
}

static bool is_end(k_str line)
{
    return is_mark(line, K_S("END"));
}

static bool is_white(char c)
{
    return c == ' ' || c == '\t';
}

static bool only_base64(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
              (s.p[i] >= '0' && s.p[i] <= '9') || memchr("+/= \t", s.p[i], 5)))
            return false;
    return s.n > 0;
}

/* Whether `next` goes on with a line that is written like this. */
static bool goes_on(k_str so_far, enum vcard_encoding encoding, bool head_done, k_str next)
{
    if (!next.p)
        return false;
    if (head_done && encoding == VCARD_QUOTED && k_str_ends(so_far, K_S("=")))
        return !is_end(next);
    if (!next.n)
        return false;
    return is_white(next.p[0]) || (head_done && encoding == VCARD_BASE64 && only_base64(next));
}

/* An unfolded line: soft breaks of quoted-printable and base64 on lines of its own included.
 * `b` fails when it is longer than VCARD_LINE. */
static k_str take_unfolded(struct vcards *r, enum vcard_version version, struct k_buf *b)
{
    enum vcard_encoding encoding = VCARD_PLAIN;
    bool head_done = false;
    k_str line = take_line(r), whole = line;
    for (bool first = true;; first = false) {
        ptrdiff_t colon = head_done ? 0 : vcard_line_colon(whole);
        if (!head_done && colon >= 0) {
            head_done = true;
            encoding = vcard_line_encoding(k_str_sub(whole, 0, (size_t)colon));
        }
        head_done = head_done || whole.n > HEAD;
        k_str next = next_line(r);
        if (!goes_on(whole, encoding, head_done, next))
            return whole;
        if (first)
            k_buf_str(b, line);
        take_line(r);
        if (encoding == VCARD_QUOTED && head_done && k_str_ends(whole, K_S("=")))
            k_buf_cut(b, b->n - (b->n > 0));
        else if (encoding == VCARD_BASE64 || version != VCARD_21)
            next = k_str_from(next, is_white(next.p[0]));
        k_buf_str(b, next);
        whole = k_buf_view(b);
    }
}

static void add_problem(struct k_arena *a, struct vcard *c, size_t line, k_str raw, k_str why)
{
    if (c->problems.n < VCARD_PROBLEMS)
        *k_vec_push(a, &c->problems) = (struct vcard_problem){
            line, k_utf8_scrub(a, k_dup(a, k_str_sub(raw, 0, RAW))), why};
}

/* The card inside of an AGENT, from its BEGIN: kept as text. */
static void take_nested(struct vcards *r, struct k_arena *a, struct vcard *c)
{
    struct vcard_prop *agent = &c->props.v[c->props.n - 1];
    struct k_buf b;
    int depth = 0, deepest = 0;
    k_buf_init(&b, a, VCARD_LINE);
    do {
        k_str line = take_line(r);
        depth += is_begin(line) - is_end(line);
        deepest = depth > deepest ? depth : deepest;
        k_buf_str(&b, line);
        k_buf_chr(&b, '\n');
    } while (depth > 0 && !at_end(r));
    agent->value = vcard_escape(a, k_utf8_scrub(a, k_buf_view(&b)));
    if (deepest > VCARD_DEPTH || !k_buf_ok(&b)) {
        add_problem(a, c, agent->line, K_S("AGENT"),
                    K_S("The card inside of this card is too deep or too large."));
        c->props.n--;
    }
}

static void take_property(struct vcards *r, struct k_arena *a, struct vcard *c)
{
    struct k_buf b;
    struct vcard_prop p;
    k_str why = K_NONE;
    size_t at = r->line + 1;
    k_buf_init(&b, a, VCARD_LINE);
    k_str line = take_unfolded(r, c->version, &b);
    if (k_str_trim(line).n == 0)
        return;
    if (!k_buf_ok(&b) || line.n > VCARD_LINE) {
        add_problem(a, c, at, line, K_S("This line is longer than the limit."));
        return;
    }
    if (!vcard_line_read(a, line, c->version, &p, &why)) {
        add_problem(a, c, at, line, why);
        return;
    }
    p.line = at;
    if (k_str_eqz(p.name, "VERSION")) {
        k_str v = k_str_trim(p.value);
        c->version = k_str_eqz(v, "2.1") ? VCARD_21 : k_str_eqz(v, "4.0") ? VCARD_40 : VCARD_30;
    } else if (c->props.n == VCARD_PROPS) {
        add_problem(a, c, at, line, K_S("This card has more than 2,000 properties."));
    } else {
        *k_vec_push(a, &c->props) = p;
    }
}

static void skip_card(struct vcards *r, struct k_arena *a, struct vcard *c)
{
    while (!at_end(r) && !is_end(take_line(r)))
        ;
    c->props.n = 0;
    add_problem(a, c, c->line, K_S("BEGIN:VCARD"), K_S("This card is larger than 16 MiB."));
}

static bool last_is_open_agent(const struct vcard *c)
{
    if (!c->props.n)
        return false;
    const struct vcard_prop *p = &c->props.v[c->props.n - 1];
    return k_str_eqz(p->name, "AGENT") && k_str_trim(p->value).n == 0;
}

static void take_card(struct vcards *r, struct k_arena *a, struct vcard *c)
{
    size_t start = r->pos;
    c->line = r->line + 1;
    take_line(r);
    while (!at_end(r)) {
        k_str next = next_line(r);
        if (is_end(next)) {
            take_line(r);
            return;
        }
        if (r->pos - start > VCARD_CARD) {
            skip_card(r, a, c);
            return;
        }
        if (!is_begin(next))
            take_property(r, a, c);
        else if (last_is_open_agent(c))
            take_nested(r, a, c);
        else
            break;
    }
    add_problem(a, c, c->line, K_S("BEGIN:VCARD"),
                K_S("This card has no end; what was read of it is kept."));
}

bool vcards_next(struct vcards *r, struct k_arena *a, struct vcard *out)
{
    *out = (struct vcard){.version = VCARD_30};
    while (!at_end(r) && out->problems.n < VCARD_PROBLEMS) {
        k_str next = next_line(r);
        if (is_begin(next)) {
            if (out->problems.n == 0)
                take_card(r, a, out);
            return true;
        }
        if (k_str_trim(next).n) {
            if (!out->line)
                out->line = r->line + 1;
            add_problem(a, out, r->line + 1, next, K_S("This line belongs to no card."));
        }
        take_line(r);
    }
    return out->problems.n > 0;
}

/* --- taking apart ------------------------------------------------------------------------ */

const struct vcard_prop *vcard_first(const struct vcard *c, const char *name)
{
    for (size_t i = 0; i < c->props.n; i++)
        if (k_str_eqz(c->props.v[i].name, name))
            return &c->props.v[i];
    return NULL;
}

k_str vcard_text(struct k_arena *a, k_str value)
{
    if (!value.p || k_str_chr(value, '\\') < 0)
        return value;
    char *p = k_arena_alloc(a, value.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i], next = i + 1 < value.n ? value.p[i + 1] : 0;
        if (c == '\\' && (next == 'n' || next == 'N'))
            c = '\n';
        else if (c == '\\' && next && memchr(",;:\\\"", next, 5))
            c = next;
        else
            next = 0;
        i += next != 0;
        p[n++] = c;
    }
    return k_str_n(p, n);
}

struct vcard_list vcard_split(struct k_arena *a, k_str value, char sep)
{
    struct vcard_list out = {0};
    size_t start = 0;
    if (!value.p)
        value = K_S("");
    for (size_t i = 0; i <= value.n; i++) {
        if (i < value.n && value.p[i] == '\\') {
            i++;
            continue;
        }
        if (i < value.n && value.p[i] != sep)
            continue;
        *k_vec_push(a, &out) = k_str_n(value.p + start, i - start);
        start = i + 1;
    }
    if (start <= value.n && out.n == 0)
        *k_vec_push(a, &out) = value;
    else if (start <= value.n) /* the value ends in a lone backslash */
        *k_vec_push(a, &out) = k_str_from(value, start);
    return out;
}

k_str vcard_part(struct k_arena *a, k_str value, size_t i)
{
    struct vcard_list parts = vcard_split(a, value, ';');
    return i < parts.n ? k_str_trim(vcard_text(a, parts.v[i])) : K_NONE;
}

k_str vcard_param(const struct vcard_prop *p, const char *name)
{
    for (size_t i = 0; i < p->params.n; i++)
        if (k_str_eqz(p->params.v[i].name, name))
            return p->params.v[i].value;
    return K_NONE;
}

bool vcard_is(const struct vcard_prop *p, const char *type)
{
    for (size_t i = 0; i < p->params.n; i++)
        if (k_str_eqz(p->params.v[i].name, "TYPE") &&
            k_str_ieq(p->params.v[i].value, k_str_z(type)))
            return true;
    return false;
}

bool vcard_preferred(const struct vcard_prop *p)
{
    return vcard_is(p, "pref") || k_str_eqz(vcard_param(p, "PREF"), "1");
}

/* Types that say what something is for rather than how it is written. */
static bool says_nothing(k_str type)
{
    static const char *const words[] = {"pref",   "voice", "internet", "msg", "postal",
                                        "parcel", "intl",  "dom",      "text"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (k_str_ieq(type, k_str_z(words[i])))
            return true;
    return false;
}

k_str vcard_label(struct k_arena *a, const struct vcard *c, const struct vcard_prop *p)
{
    struct k_buf b;
    for (size_t i = 0; p->group.n && i < c->props.n; i++) {
        const struct vcard_prop *q = &c->props.v[i];
        if (!k_str_eqz(q->name, "X-ABLABEL") || !k_str_ieq(q->group, p->group))
            continue;
        k_str label = k_str_trim(vcard_text(a, q->value));
        if (k_str_starts(label, K_S("_$!<")) && k_str_ends(label, K_S(">!$_")))
            label = k_str_sub(label, 4, label.n - 8);
        return label;
    }
    k_buf_init(&b, a, 4096);
    for (size_t i = 0; i < p->params.n; i++) {
        if (!k_str_eqz(p->params.v[i].name, "TYPE") || says_nothing(p->params.v[i].value))
            continue;
        if (b.n)
            k_buf_chr(&b, ' ');
        k_buf_str(&b, k_lower(a, p->params.v[i].value));
    }
    return k_buf_view(&b);
}

/* Prefix, given, middle, family, suffix with blanks between. */
static k_str name_of_parts(struct k_arena *a, k_str value)
{
    static const size_t order[] = {3, 1, 2, 0, 4};
    struct k_buf b;
    k_buf_init(&b, a, value.n + 16);
    for (size_t i = 0; i < 5; i++) {
        k_str part = vcard_part(a, value, order[i]);
        if (!part.n)
            continue;
        if (b.n)
            k_buf_chr(&b, ' ');
        k_buf_str(&b, part);
    }
    return k_buf_view(&b);
}

k_str vcard_name(struct k_arena *a, const struct vcard *c)
{
    static const char *const names[] = {"FN", "N", "NICKNAME", "ORG", "EMAIL", "TEL"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        for (size_t i = 0; i < c->props.n; i++) {
            const struct vcard_prop *p = &c->props.v[i];
            if (!k_str_eqz(p->name, names[k]))
                continue;
            k_str s = k == 1   ? name_of_parts(a, p->value)
                      : k == 3 ? vcard_part(a, p->value, 0)
                               : k_str_trim(vcard_text(a, p->value));
            if (s.n)
                return s;
        }
    return K_S("");
}
