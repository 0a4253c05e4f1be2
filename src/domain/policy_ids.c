/* policy_ids: numbers by which a state knows a person, where their own check digits say that
 * they are one. A number whose check is weak (one in ten would pass) counts only when a word
 * beside it says what it is. Pure.
 *
 * Sources: ISO 7064 MOD 11,10 (German tax id), 42 U.S.C. 405 and SSA's list of groups never
 * given (US), HMRC NIM39110 (UK), INSEE (France), Orden INT/2058/2008 (Spain), DM 12/3/1974
 * (Italy), "elfproef" (Netherlands), mod 97 (Belgium), Ustawa o ewidencji ludności (Poland),
 * Luhn (Sweden), EAN-13 (Switzerland), § 31 ASVG (Austria), mod 11 twice (Brazil). */
#include "domain/policy_look.h"

static int value(char c)
{
    return c - '0';
}

static int weighted(const char *d, const int *w, size_t n)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += value(d[i]) * w[i];
    return sum;
}

static int number_of(const char *d, size_t n)
{
    int v = 0;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + value(d[i]);
    return v;
}

static bool month_and_day(int month, int day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* One digit of the first ten stands there twice or three times, no other one more than once. */
static bool german_tax(const char *d)
{
    int count[10] = {0}, more = 0, p = 10;
    for (int i = 0; i < 10; i++)
        more += ++count[value(d[i])] == 2;
    for (int i = 0; i < 10; i++)
        if (count[i] > 3)
            return false;
    for (int i = 0; i < 10; i++) {
        int s = (value(d[i]) + p) % 10;
        p = (s ? s : 10) * 2 % 11;
    }
    return d[0] != '0' && more == 1 && (11 - p) % 10 == value(d[10]);
}

static bool us_social(const char *d)
{
    int area = number_of(d, 3);
    return area > 0 && area != 666 && area < 900 && number_of(d + 3, 2) > 0 &&
           number_of(d + 5, 4) > 0;
}

static bool uk_insurance(const char *d)
{
    static const char *const never[] = {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ", NULL};
    return !strchr("DFIQUV", d[0]) && !strchr("DFIOQUV", d[1]) && d[8] <= 'D' &&
           !k_str_in(k_str_n(d, 2), never);
}

static bool french_nir(const char *d)
{
    int rest = 0, month = number_of(d + 3, 2);
    for (int i = 0; i < 13; i++)
        rest = (rest * 10 + value(d[i])) % 97;
    return (d[0] == '1' || d[0] == '2') && ((month >= 1 && month <= 12) || month >= 20) &&
           97 - rest == number_of(d + 13, 2);
}

static bool spanish_dni(const char *d)
{
    return "TRWAGMYFPDXBNJZSQVHLCKE"[number_of(d, 8) % 23] == d[8];
}

static bool spanish_nie(const char *d)
{
    return d[0] >= 'X' && d[0] <= 'Z' &&
           "TRWAGMYFPDXBNJZSQVHLCKE"[((d[0] - 'X') * 10000000 + number_of(d + 1, 7)) % 23] ==
               d[8];
}

static bool italian_code(const char *d)
{
    static const int odd[] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                              20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
    int sum = 0;
    for (int i = 0; i < 15; i++) {
        int v = policy_digit(d[i]) ? value(d[i]) : d[i] - 'A';
        sum += i % 2 == 0 ? odd[v] : v;
    }
    return sum % 26 == d[15] - 'A';
}

static bool dutch_bsn(const char *d)
{
    static const int w[] = {9, 8, 7, 6, 5, 4, 3, 2, -1};
    int sum = weighted(d, w, 9);
    return sum != 0 && sum % 11 == 0;
}

/* Born in 2000 or later: a 2 stands before the first nine. */
static bool belgian(const char *d)
{
    int first = number_of(d, 9), check = number_of(d + 9, 2);
    return month_and_day(number_of(d + 2, 2), number_of(d + 4, 2)) &&
           (97 - first % 97 == check || 97 - (int)((2000000000LL + first) % 97) == check);
}

static bool polish_pesel(const char *d)
{
    static const int w[] = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1};
    return weighted(d, w, 11) % 10 == 0 &&
           month_and_day(number_of(d + 2, 2) % 20, number_of(d + 4, 2));
}

static bool luhn(const char *d, size_t n)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++) {
        int v = value(d[n - 1 - i]) * (i % 2 ? 2 : 1);
        sum += v > 9 ? v - 9 : v;
    }
    return sum % 10 == 0;
}

static bool swedish(const char *d)
{
    return month_and_day(number_of(d + 2, 2), number_of(d + 4, 2) % 60) && luhn(d, 10);
}

static bool swiss_ahv(const char *d)
{
    static const int w[] = {1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1};
    return number_of(d, 3) == 756 && weighted(d, w, 13) % 10 == 0;
}

static bool austrian(const char *d)
{
    static const int w[] = {3, 7, 9, 0, 5, 8, 4, 2, 1, 6};
    return d[0] != '0' && weighted(d, w, 10) % 11 == value(d[3]);
}

static bool brazilian_cpf(const char *d)
{
    bool same = true;
    for (int i = 1; i < 11; i++)
        same &= d[i] == d[0];
    for (int n = 9; n <= 10; n++) {
        int sum = 0;
        for (int i = 0; i < n; i++)
            sum += value(d[i]) * (n + 1 - i);
        if (sum * 10 % 11 % 10 != value(d[n]))
            return false;
    }
    return !same;
}

/* How it is written: 9 a digit, A a letter, anything else itself; a blank: a blank, a point, a
 * hyphen or nothing. */
static const struct national {
    const char *form;
    bool (*right)(const char *d);
    const char *word; /* one of these words must stand in the text; NULL: the check is enough */
    const char *note;
} nationals[] = {
    {"99 999 999 999", german_tax, NULL, "This is a German tax number."},
    {"999-99-9999", us_social, NULL, "This is a US social security number."},
    {"999 99 9999", us_social, "ssn social-security", "This is a US social security number."},
    {"AA 99 99 99 A", uk_insurance, NULL, "This is a British insurance number."},
    {"9 99 99 99 999 999 99", french_nir, NULL, "This is a French insurance number."},
    {"99999999 A", spanish_dni, NULL, "This is a Spanish identity number."},
    {"A 9999999 A", spanish_nie, NULL, "This is a Spanish identity number."},
    {"AAA AAA 99A99 A999A", italian_code, NULL, "This is an Italian tax code."},
    {"999 999 999", dutch_bsn, "bsn burgerservicenummer", "This is a Dutch personal number."},
    {"99.99.99-999.99", belgian, NULL, "This is a Belgian national number."},
    {"999999 999 99", belgian, NULL, "This is a Belgian national number."},
    {"99999999999", polish_pesel, "pesel", "This is a Polish personal number."},
    {"999999-9999", swedish, NULL, "This is a Swedish personal number."},
    {"756 9999 9999 99", swiss_ahv, NULL, "This is a Swiss insurance number."},
    {"9999 999999", austrian, "svnr sozialversicherung versicherungsnummer sv-nummer",
     "This is an Austrian insurance number."},
    {"999.999.999-99", brazilian_cpf, NULL, "This is a Brazilian tax number."},
};

static bool gap(char c)
{
    return c == ' ' || c == '.' || c == '-';
}

/* Reads the form at i; digits and capital letters go into d. 0 when it is not written so. */
static size_t read_form(k_str t, size_t i, const char *form, char *d)
{
    size_t from = i;
    for (; *form; form++) {
        char c = i < t.n ? t.p[i] : '\0';
        if (*form == ' ') {
            i += gap(c);
        } else if ((*form == '9' && policy_digit(c)) || (*form == 'A' && policy_letter(c))) {
            *d++ = (char)(c >= 'a' ? c - 32 : c);
            i++;
        } else if (policy_digit(*form) ? c == *form && *form != '9' : c == *form) {
            if (policy_digit(c))
                *d++ = c;
            i++;
        } else {
            return 0;
        }
    }
    *d = '\0';
    return i < t.n && policy_alnum(t.p[i]) ? 0 : i - from;
}

static bool word_beside(k_str text, const char *words)
{
    k_str rest = k_str_z(words);
    if (!words)
        return true;
    while (rest.p)
        if (k_str_ifind(text, k_str_cut(&rest, ' ')) >= 0)
            return true;
    return false;
}

POLICY_CHECK(policy_check_national_ids)
{
    k_str t = l->body;
    for (size_t i = 0; i < t.n; i++) {
        if (!policy_alnum(t.p[i]) || (i > 0 && (policy_alnum(t.p[i - 1]) || t.p[i - 1] == '+')))
            continue;
        for (size_t k = 0; k < sizeof nationals / sizeof *nationals; k++) {
            char d[24];
            size_t n = read_form(t, i, nationals[k].form, d);
            if (n == 0 || !nationals[k].right(d) || !word_beside(t, nationals[k].word))
                continue;
            policy_found(l, r, out, i, i + n)->note = nationals[k].note;
            i += n - 1;
            break;
        }
    }
}
