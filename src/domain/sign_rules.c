/* sign_rules: a sign out of its form. Pure. */
#include "domain/sign_rules.h"
#include "base/buf.h"
#include "base/utf8.h"

enum part { OWN, INITIALS, FIRST, NAME, TEAM, ORGANISATION, PARTS };
static const char *const parts[PARTS] = {"own",  "initials", "first",
                                         "name", "team",     "organisation"};

k_str sign_initials(struct k_arena *a, k_str name)
{
    struct k_buf b;
    bool start = true;
    int n = 0;
    k_buf_init(&b, a, 32);
    for (size_t i = 0; i < name.n && n < 3;) {
        size_t at = i;
        uint32_t cp = k_utf8_next(name, &i);
        if (start && cp != ' ' && cp != '-') {
            k_buf_add(&b, name.p + at, i - at);
            n++;
        }
        start = cp == ' ' || cp == '-';
    }
    return k_buf_view(&b);
}

static k_str value_of(struct k_arena *a, enum part part, const struct sign_who *who)
{
    k_str rest = k_str_trim(who->name);
    switch (part) {
    case OWN: {
        k_str initials = sign_initials(a, rest);
        return k_str_trim(who->own).n ? k_str_trim(who->own)
                                      : k_fmt(a, "^%.*s", K_ARG(initials));
    }
    case INITIALS:
        return sign_initials(a, rest);
    case FIRST:
        return k_str_cut(&rest, ' ');
    case NAME:
        return rest;
    case TEAM:
        return who->team;
    case ORGANISATION:
        return who->organisation;
    case PARTS:
        break;
    }
    return K_NONE;
}

static int part_at(k_str form, size_t i, size_t *end)
{
    for (int p = 0; p < PARTS; p++) {
        size_t n = strlen(parts[p]);
        k_str inside = k_str_sub(form, i + 1, n + 1);
        if (inside.n == n + 1 && k_str_starts(inside, k_str_z(parts[p])) &&
            inside.p[n] == '}') {
            *end = i + n + 2;
            return p;
        }
    }
    return -1;
}

const char *sign_form_wrong(k_str form)
{
    bool who = false;
    if (form.n > SIGN_MAX)
        return "At most 80 bytes.";
    for (size_t i = 0; i < form.n; i++) {
        size_t end;
        if ((unsigned char)form.p[i] < ' ')
            return "A sign stands on one line.";
        if (form.p[i] == '}')
            return "There is a } without its {.";
        if (form.p[i] != '{')
            continue;
        int p = part_at(form, i, &end);
        if (p < 0)
            return "In braces stands one of: own, initials, first, name, team, organisation.";
        who |= p <= NAME;
        i = end - 1;
    }
    return who ? NULL : "It must say who wrote: {own}, {initials}, {first} or {name}.";
}

k_str sign_write(struct k_arena *a, k_str form, const struct sign_who *who)
{
    struct k_buf b;
    k_buf_init(&b, a, 4096);
    for (size_t i = 0; i < form.n;) {
        size_t end = i;
        int p = form.p[i] == '{' ? part_at(form, i, &end) : -1;
        if (p >= 0) {
            k_buf_str(&b, k_str_trim(value_of(a, (enum part)p, who)));
            i = end;
        } else {
            k_buf_chr(&b, form.p[i++]);
        }
    }
    return k_str_trim(k_buf_view(&b));
}
