/* policy_doc: reads Markdown line by line. Pure. */
#include "domain/policy_doc.h"
#include "base/utf8.h"
#include "domain/approval_rules.h"
#include "text/lang.h"

#define TEXT_MAX 2000 /* bytes of an example, a why or a tell */
#define WORD_MAX 120

enum key {
    KEY_NONE,
    KEY_STOPS,
    KEY_REVIEW,
    KEY_WARNS,
    KEY_WORDS,
    KEY_NUMBER,
    KEY_CHANGE,
    KEY_FOR,
    KEY_APPROVED,
    KEY_GOOD,
    KEY_BAD,
    KEY_TO, /* from here on under an example */
    KEY_FROM,
    KEY_BEFORE,
    KEY_TO_THEM,
    KEY_BLOCK,
    KEY_ROLE,
    KEY_LIMIT,
    KEY_PROMISED,
    KEY_OPENED,
    KEYS
};
static const char *const keys[KEYS][2] = {
    [KEY_STOPS] = {"stops", "hält an"},
    [KEY_REVIEW] = {"review", "zweite Person"},
    [KEY_WARNS] = {"warns", "warnt"},
    [KEY_WORDS] = {"words", "Wörter"},
    [KEY_NUMBER] = {"number", "Zahl"},
    [KEY_CHANGE] = {"change", "ändern"},
    [KEY_FOR] = {"for", "für"},
    [KEY_APPROVED] = {"approved by", "freigegeben von"},
    [KEY_GOOD] = {"good", "gut"},
    [KEY_BAD] = {"bad", "schlecht"},
    [KEY_TO] = {"to", "auf"},
    [KEY_FROM] = {"from", "von"},
    [KEY_BEFORE] = {"before", "vorher"},
    [KEY_TO_THEM] = {"to them", "an sie"},
    [KEY_BLOCK] = {"block", "Baustein"},
    [KEY_ROLE] = {"role", "Rolle"},
    [KEY_LIMIT] = {"limit", "Grenze"},
    [KEY_PROMISED] = {"promised", "versprochen"},
    [KEY_OPENED] = {"opened", "geöffnet"},
};
const char *const policy_dim_names[POLICY_DIMS][2] = {
    [POLICY_TEAM] = {"team", "Team"},
    [POLICY_CHANNEL] = {"channel", "Kanal"},
    [POLICY_NETWORK] = {"network", "Netzwerk"},
    [POLICY_PERSON] = {"person", "Mensch"},
    [POLICY_MEMBER] = {"member", "Mitglied"},
    [POLICY_TOPIC] = {"topic", "Thema"},
    [POLICY_HOURS] = {"hours", "Zeiten"},
    [POLICY_NEW_MEMBERS] = {"new members", "neue Mitglieder"},
    [POLICY_VISIBILITY] = {"visibility", "Sichtbarkeit"},
};

typedef K_VEC(k_str) str_vec;

struct reading {
    struct k_arena *a;
    struct policy_doc *doc;
    size_t line;
    bool fence;
    K_VEC(struct policy_rule) rules;
    struct policy_rule *rule; /* the one being read; NULL in prose */
    bool kind_said;
    enum key item; /* the list item that a further line would continue */
    size_t item_line;
    k_str value;
    K_VEC(struct policy_example) examples;
    str_vec lists[3]; /* before, to them, block of the last example */
    str_vec words, scope[POLICY_DIMS];
    struct k_buf more;
};

static void __attribute__((format(printf, 2, 3)))
wrong(struct reading *rd, const char *fmt, ...)
{
    va_list ap;
    if (rd->doc->problems.list.n >= POLICY_PROBLEMS_MAX)
        return;
    va_start(ap, fmt);
    *k_vec_push(rd->a, &rd->doc->problems.list) =
        (struct policy_problem){.line = rd->line,
                                .rule = rd->rule ? rd->rule->id : K_NONE,
                                .text = k_vfmt(rd->a, fmt, ap)};
    va_end(ap);
}

/* ---- small parts ------------------------------------------------------------------------- */

/* Without marks of quotation around all of it. */
static k_str unquoted(k_str s)
{
    static const char *const pairs[][2] = {
        {"\"", "\""}, {"“", "”"}, {"„", "“"}, {"«", "»"}, {"»", "«"}};
    s = k_str_trim(s);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        k_str open = k_str_z(pairs[i][0]), close = k_str_z(pairs[i][1]);
        if (s.n >= open.n + close.n && k_str_starts(s, open) && k_str_ends(s, close)) {
            k_str inside = k_str_sub(s, open.n, s.n - open.n - close.n);
            return k_str_find(inside, open) < 0 ? inside : s;
        }
    }
    return s;
}

/* The next part before a comma that is not inside "..."; \" and \\ inside are taken in. */
static k_str next_word(struct k_arena *a, k_str *rest)
{
    k_str s = *rest;
    size_t i = 0;
    while (i < s.n && s.p[i] == ' ')
        i++;
    if (i >= s.n || s.p[i] != '"')
        return unquoted(k_str_cut(rest, ','));
    char *out = k_new_n(a, char, s.n + 1);
    size_t n = 0;
    for (i++; i < s.n && s.p[i] != '"'; i++) {
        if (s.p[i] == '\\' && i + 1 < s.n)
            i++;
        out[n++] = s.p[i];
    }
    *rest = k_str_from(s, i < s.n ? i + 1 : i);
    k_str_cut(rest, ',');
    return k_str_n(out, n);
}

static bool same_key(struct k_arena *a, k_str x, const char *z)
{
    return k_str_eq(k_utf8_fold(a, x), k_utf8_fold(a, k_str_z(z)));
}

static enum key key_named(struct k_arena *a, k_str s)
{
    for (int k = 1; k < KEYS; k++)
        if (same_key(a, s, keys[k][0]) || same_key(a, s, keys[k][1]))
            return (enum key)k;
    return KEY_NONE;
}

/* "**stops:** words" reads as "stops: words". */
static k_str plain_key(struct k_arena *a, k_str s)
{
    struct k_buf b;
    k_buf_init(&b, a, 64);
    for (size_t i = 0; i < s.n && i < 60; i++)
        if (s.p[i] != '*' && s.p[i] != '_')
            k_buf_chr(&b, s.p[i]);
    return k_str_trim(k_buf_view(&b));
}

static bool yes(k_str s)
{
    s = k_str_trim(s);
    return k_str_ieq(s, K_S("yes")) || k_str_ieq(s, K_S("ja"));
}

/* ---- what a rule says -------------------------------------------------------------------- */

/* "repeats 2": the check, and the number behind it. */
static void read_kind(struct reading *rd, enum policy_kind kind, k_str value)
{
    struct policy_rule *r = rd->rule;
    int64_t number;
    if (rd->kind_said) {
        wrong(rd, "A rule stops, warns or asks for a second person: one of them, once.");
        return;
    }
    rd->kind_said = true;
    r->kind = kind;
    value = k_str_trim(value);
    r->check = policy_check_named(value);
    for (size_t i = value.n; !r->check && i-- > 0;) {
        if (value.p[i] != ' ')
            continue;
        k_str last = k_str_from(value, i + 1);
        if (!k_str_i64(last, &number))
            break;
        r->check = policy_check_named(k_str_trim(k_str_sub(value, 0, i)));
        r->number = number;
        break;
    }
    if (!r->check)
        wrong(rd, "There is no check \"%.*s\". The list of checks is on the policy page.",
              K_ARG(k_str_sub(value, 0, 80)));
}

static void read_words(struct reading *rd, k_str value)
{
    while (value.p && k_str_trim(value).n > 0) {
        k_str word = k_str_trim(next_word(rd->a, &value));
        if (word.n == 0)
            continue;
        if (word.n > WORD_MAX || rd->words.n >= POLICY_WORDS_MAX) {
            wrong(rd, "At most %d words, each of at most %d bytes.", POLICY_WORDS_MAX,
                  WORD_MAX);
            return;
        }
        *k_vec_push(rd->a, &rd->words) = word;
    }
}

static const char *const person_roles[] = {
    "customer",    "prospect",       "influencer", "partner",  "supplier",
    "recommender", "decision_maker", "press",      "employee", NULL};
static const char *const member_roles[] = {"owner", "admin",  "manager",
                                           "agent", "viewer", NULL};

/* NULL: fine. */
static const char *scope_word_wrong(enum policy_dim dim, k_str word)
{
    struct policy_hours hours;
    int64_t days;
    if (dim == POLICY_PERSON && !k_str_in(word, person_roles))
        return "A person is customer, prospect, influencer, partner, supplier, recommender, "
               "decision_maker, press or employee.";
    if (dim == POLICY_MEMBER && !k_str_in(word, member_roles))
        return "A member is owner, admin, manager, agent or viewer.";
    if (dim == POLICY_HOURS && !policy_hours_read(word, &hours))
        return "Hours look like 22:00-06:00 or Mon-Fri 18:00-24:00.";
    if (dim == POLICY_NEW_MEMBERS && (!k_str_i64(word, &days) || days < 1 || days > 3650))
        return "New members are those of the last so many days: new members 30.";
    if (dim == POLICY_VISIBILITY && !k_str_eqz(word, "public") && !k_str_eqz(word, "private"))
        return "Visibility is public or private.";
    return NULL;
}

/* The dimension that a part begins with; what follows goes to *rest. */
static int dim_named(struct k_arena *a, k_str part, k_str *rest)
{
    for (int d = 0; d < POLICY_DIMS; d++)
        for (int lang = 0; lang < 2; lang++) {
            size_t n = strlen(policy_dim_names[d][lang]);
            if (part.n > n && part.p[n] == ' ' &&
                same_key(a, k_str_sub(part, 0, n), policy_dim_names[d][lang])) {
                *rest = k_str_from(part, n + 1);
                return d;
            }
        }
    return -1;
}

static void read_scope(struct reading *rd, k_str value)
{
    while (value.p) {
        k_str part = k_str_trim(k_str_cut(&value, ';')), rest;
        if (part.n == 0)
            continue;
        int d = dim_named(rd->a, part, &rest);
        if (d < 0) {
            wrong(rd,
                  "A rule is for: team, channel, network, person, member, topic, hours, new "
                  "members or visibility, each with its words; parts end with a semicolon.");
            return;
        }
        while (rest.p && k_str_trim(rest).n > 0) {
            k_str word = k_str_trim(next_word(rd->a, &rest));
            const char *bad = scope_word_wrong((enum policy_dim)d, word);
            if (bad)
                wrong(rd, "%s", bad);
            else if (word.n > 0 && word.n <= WORD_MAX && rd->scope[d].n < 50)
                *k_vec_push(rd->a, &rd->scope[d]) = word;
        }
    }
}

/* ---- examples ---------------------------------------------------------------------------- */

static void end_example(struct reading *rd)
{
    if (rd->examples.n > 0) {
        struct policy_example *x = &rd->examples.v[rd->examples.n - 1];
        x->before = rd->lists[0].v;
        x->n_before = rd->lists[0].n;
        x->to_them = rd->lists[1].v;
        x->n_to_them = rd->lists[1].n;
        x->blocks = rd->lists[2].v;
        x->n_blocks = rd->lists[2].n;
    }
    memset(rd->lists, 0, sizeof rd->lists);
}

static void new_example(struct reading *rd, bool bad, k_str value)
{
    end_example(rd);
    value = unquoted(value);
    if (value.n == 0 || value.n > TEXT_MAX || rd->examples.n >= POLICY_EXAMPLES_MAX) {
        wrong(rd, "An example is a text of at most %d bytes; a rule has at most %d.", TEXT_MAX,
              POLICY_EXAMPLES_MAX);
        return;
    }
    *k_vec_push(rd->a, &rd->examples) =
        (struct policy_example){.text = value, .bad = bad, .line = rd->line};
}

static void under_example(struct reading *rd, enum key key, k_str value)
{
    struct policy_example *x = rd->examples.n ? &rd->examples.v[rd->examples.n - 1] : NULL;
    value = unquoted(value);
    if (!x) {
        wrong(rd, "\"%s\" belongs under an example: indent it below \"good\" or \"bad\".",
              keys[key][0]);
        return;
    }
    if (key == KEY_TO)
        x->answered = value;
    else if (key == KEY_FROM)
        x->author = value;
    else if (key == KEY_ROLE)
        x->role = value;
    else if (key == KEY_PROMISED)
        x->promised = yes(value);
    else if (key == KEY_OPENED)
        x->opened = yes(value);
    else if (key == KEY_LIMIT && (!k_str_i64(value, &x->limit) || x->limit < 1))
        wrong(rd, "The limit is a whole number of characters.");
    else if (key >= KEY_BEFORE && key <= KEY_BLOCK && rd->lists[key - KEY_BEFORE].n < 20)
        *k_vec_push(rd->a, &rd->lists[key - KEY_BEFORE]) = value;
}

/* ---- rules ------------------------------------------------------------------------------- */

static void read_number(struct reading *rd, k_str value)
{
    if (!k_str_i64(k_str_trim(value), &rd->rule->number) || rd->rule->number < 0) {
        rd->rule->number = -1;
        wrong(rd, "The number is a whole one.");
    }
}

static void read_approval(struct reading *rd, k_str value)
{
    struct policy_rule *r = rd->rule;
    const char *bad = r->n_stages ? "Who approves is said once."
                                  : approval_stages_read(rd->a, value, r->stages, &r->n_stages);
    if (bad)
        wrong(rd, "%s", bad);
}

static void read_item(struct reading *rd, enum key key, k_str value)
{
    switch (key) {
    case KEY_STOPS:
        read_kind(rd, POLICY_HARD, value);
        break;
    case KEY_REVIEW:
        read_kind(rd, POLICY_REVIEW, value);
        break;
    case KEY_WARNS:
        read_kind(rd, POLICY_SOFT, value);
        break;
    case KEY_WORDS:
        read_words(rd, value);
        break;
    case KEY_NUMBER:
        read_number(rd, value);
        break;
    case KEY_CHANGE:
        rd->rule->tell = k_str_sub(k_str_trim(value), 0, TEXT_MAX);
        break;
    case KEY_FOR:
        read_scope(rd, value);
        break;
    case KEY_APPROVED:
        read_approval(rd, value);
        break;
    case KEY_GOOD:
    case KEY_BAD:
        new_example(rd, key == KEY_BAD, value);
        break;
    default:
        under_example(rd, key, value);
    }
}

/* A list item is whole when the next line does not continue it. */
static void end_item(struct reading *rd)
{
    enum key key = rd->item;
    size_t line = rd->line;
    rd->item = KEY_NONE;
    rd->line = rd->item_line;
    if (key != KEY_NONE)
        read_item(rd, key, rd->value);
    rd->line = line;
}

static void check_rule(struct reading *rd)
{
    struct policy_rule *r = rd->rule;
    rd->line = r->line;
    if (!rd->kind_said)
        wrong(rd,
              "Say what it does: \"- stops: ...\", \"- warns: ...\" or \"- review: ...\" with "
              "the name of a check.");
    if (r->why.n == 0)
        wrong(rd, "Say in the heading why the rule is there.");
    if (r->n_stages > 0 && r->kind != POLICY_REVIEW)
        wrong(rd, "Only a rule of the kind review is approved by somebody.");
    if (!r->check)
        return;
    if (r->check->value == POLICY_WORDS && r->n_words == 0)
        wrong(rd, "This check needs its words: \"- words: one, two\".");
    if (r->check->value == POLICY_NUMBER && r->number < 0)
        wrong(rd, "This check needs a number: \"- number: 2\".");
    if (r->check->value != POLICY_WORDS && r->check->value != POLICY_MAY_WORDS &&
        r->n_words > 0)
        wrong(rd, "This check takes no words.");
}

/* Around it; the first line keeps its indentation, which may be what makes it prose. */
static k_str without_blank_lines(k_str s)
{
    k_str rest = s;
    while (rest.p && rest.n > 0 && k_str_trim(k_str_cut(&rest, '\n')).n == 0)
        s = rest;
    size_t kept = (size_t)(k_str_trim(s).n ? k_str_trim(s).p - s.p : 0);
    return k_str_sub(s, 0, kept + k_str_trim(s).n);
}

static void end_rule(struct reading *rd, size_t last_line)
{
    struct policy_rule *r = rd->rule;
    end_item(rd);
    if (!r)
        return;
    end_example(rd);
    r->words = rd->words.v;
    r->n_words = rd->words.n;
    r->examples = rd->examples.v;
    r->n_examples = rd->examples.n;
    for (int d = 0; d < POLICY_DIMS; d++) {
        r->scope.v[d] = rd->scope[d].v;
        r->scope.n[d] = rd->scope[d].n;
    }
    r->end_line = last_line;
    k_str more = without_blank_lines(k_buf_view(&rd->more));
    r->more = more.n ? k_dup(rd->a, more) : K_NONE;
    size_t line = rd->line;
    check_rule(rd);
    rd->line = line;
    if (r->tell.n == 0 && r->check)
        r->tell = k_str_z(r->check->tell);
    rd->rule = NULL;
}

static bool good_id(k_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789-", s.p[i]) || s.p[i] == '\0')
            return false;
    return s.n > 0 && s.n <= 60;
}

/* heading: behind the '#'s, beginning with a backtick. */
static void new_rule(struct reading *rd, k_str heading)
{
    k_str rest = k_str_from(heading, 1), id = k_str_cut(&rest, '`');
    if (rd->rules.n >= POLICY_RULES_MAX) {
        wrong(rd, "A policy has at most %d rules.", POLICY_RULES_MAX);
        return;
    }
    memset(&rd->words, 0, sizeof rd->words);
    memset(&rd->examples, 0, sizeof rd->examples);
    memset(rd->scope, 0, sizeof rd->scope);
    memset(rd->lists, 0, sizeof rd->lists);
    rd->kind_said = false;
    k_buf_reset(&rd->more);
    rd->rule = k_vec_push(rd->a, &rd->rules);
    *rd->rule = (struct policy_rule){.id = k_str_sub(id, 0, 60),
                                     .why = k_str_sub(k_str_trim(rest), 0, TEXT_MAX),
                                     .number = -1,
                                     .line = rd->line};
    if (!rest.p || !good_id(id))
        wrong(rd, "The id of a rule stands in backticks: small letters, digits and hyphens, at "
                  "most 60.");
    for (size_t i = 0; i + 1 < rd->rules.n; i++)
        if (k_str_eq(rd->rules.v[i].id, rd->rule->id))
            wrong(rd, "Another rule has this id already.");
}

/* ---- lines ------------------------------------------------------------------------------- */

/* Behind the '#'s of a heading; K_NONE when the line is none. */
static k_str heading_of(k_str line)
{
    size_t i = 0, marks = 0;
    while (i < line.n && i < 4 && line.p[i] == ' ')
        i++;
    while (i + marks < line.n && line.p[i + marks] == '#')
        marks++;
    if (i == 4 || marks == 0 || marks > 6 || i + marks >= line.n || line.p[i + marks] != ' ')
        return K_NONE;
    k_str text = k_str_trim(k_str_from(line, i + marks));
    while (k_str_ends(text, K_S("#")))
        text.n--;
    return k_str_trim(text);
}

/* Behind the mark of a list item; *indent: blanks before it. K_NONE when the line is none. */
static k_str item_of(k_str line, size_t *indent)
{
    size_t i = 0;
    while (i < line.n && line.p[i] == ' ')
        i++;
    *indent = i;
    if (i + 1 >= line.n || (line.p[i] != '-' && line.p[i] != '*') || line.p[i + 1] != ' ')
        return K_NONE;
    return k_str_trim(k_str_from(line, i + 1));
}

static void prose(struct reading *rd, k_str line)
{
    end_item(rd);
    k_buf_str(&rd->more, line);
    k_buf_chr(&rd->more, '\n');
}

static void list_item(struct reading *rd, k_str line, k_str item, size_t indent)
{
    k_str value = item, name = k_str_cut(&value, ':');
    enum key key = value.p ? key_named(rd->a, plain_key(rd->a, name)) : KEY_NONE;
    end_item(rd);
    while (k_str_starts(value, K_S("*")))
        value = k_str_from(value, 1);
    if (key == KEY_NONE && value.p && indent == 0 && name.n <= 30 && k_str_chr(name, ' ') < 0) {
        wrong(rd,
              "There is no \"%.*s\". A rule knows: stops, warns, review, words, number, "
              "change, for, approved by, good, bad.",
              K_ARG(k_str_trim(name)));
        return;
    }
    if (key == KEY_NONE) {
        prose(rd, line);
        return;
    }
    rd->item = key;
    rd->item_line = rd->line;
    rd->value = k_str_trim(value);
}

static void line_of_rule(struct reading *rd, k_str line)
{
    size_t indent;
    k_str item = item_of(line, &indent);
    if (item.p) {
        list_item(rd, line, item, indent);
    } else if (k_str_trim(line).n == 0) {
        end_item(rd);
        k_buf_chr(&rd->more, '\n');
    } else if (rd->item != KEY_NONE && indent >= 2) {
        rd->value = k_fmt(rd->a, "%.*s %.*s", K_ARG(rd->value), K_ARG(k_str_trim(line)));
        if (rd->value.n > 4 * POLICY_TEXT_MAX / 8)
            end_item(rd); /* long enough for every limit to tell */
    } else {
        prose(rd, line);
    }
}

static void read_line(struct reading *rd, k_str line)
{
    k_str bare = k_str_trim(line), heading;
    if (k_str_starts(bare, K_S("```")) || k_str_starts(bare, K_S("~~~")))
        rd->fence = !rd->fence;
    heading = rd->fence ? K_NONE : heading_of(line);
    if (heading.p) {
        end_rule(rd, rd->line - 1);
        if (k_str_starts(heading, K_S("`")))
            new_rule(rd, heading);
    } else if (rd->rule && rd->fence) {
        prose(rd, line);
    } else if (rd->rule) {
        line_of_rule(rd, line);
    }
}

k_err policy_doc_parse(struct k_arena *a, k_str markdown, struct policy_doc *out)
{
    struct reading rd = {.a = a, .doc = out};
    *out = (struct policy_doc){0};
    if (markdown.n > POLICY_TEXT_MAX) {
        wrong(&rd, "A policy has at most %zu bytes.", POLICY_TEXT_MAX);
        return K_ERR_TOO_LARGE;
    }
    k_buf_init(&rd.more, a, POLICY_TEXT_MAX * 2);
    for (k_str rest = markdown; rest.p;) {
        k_str line = k_str_cut(&rest, '\n');
        rd.line++;
        if (k_str_ends(line, K_S("\r")))
            line.n--;
        read_line(&rd, line);
    }
    end_rule(&rd, rd.line);
    out->rules = (struct policy_rules){rd.rules.v, rd.rules.n};
    return out->problems.list.n ? K_ERR_BAD_INPUT : K_OK;
}
