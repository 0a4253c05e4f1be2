/* kit/rfc3986: relative addresses and what becomes of them below http://a/b/c/d;p?q: the
 * examples of RFC 3986, 5.4, as far as http is concerned. Two readers of addresses keep to
 * them. */
#ifndef KITH_TESTS_KIT_RFC3986_H
#define KITH_TESTS_KIT_RFC3986_H

#define KIT_RFC3986_BASE "http://a/b/c/d;p?q"
struct kit_reference {
    const char *ref, *out; /* out NULL: refused */
};
static const struct kit_reference kit_rfc3986[] = {
    {"g", "http://a/b/c/g"},
    {"./g", "http://a/b/c/g"},
    {"g/", "http://a/b/c/g/"},
    {"/g", "http://a/g"},
    {"//g", "http://g/"},
    {"?y", "http://a/b/c/d;p?y"},
    {"g?y", "http://a/b/c/g?y"},
    {"#s", "http://a/b/c/d;p?q#s"},
    {"g#s", "http://a/b/c/g#s"},
    {"g?y#s", "http://a/b/c/g?y#s"},
    {";x", "http://a/b/c/;x"},
    {"g;x", "http://a/b/c/g;x"},
    {"", "http://a/b/c/d;p?q"},
    {".", "http://a/b/c/"},
    {"./", "http://a/b/c/"},
    {"..", "http://a/b/"},
    {"../", "http://a/b/"},
    {"../g", "http://a/b/g"},
    {"../..", "http://a/"},
    {"../../g", "http://a/g"},
    {"../../../g", "http://a/g"},
    {"/./g", "http://a/g"},
    {"/../g", "http://a/g"},
    {"g.", "http://a/b/c/g."},
    {"..g", "http://a/b/c/..g"},
    {"./../g", "http://a/b/g"},
    {"g/./h", "http://a/b/c/g/h"},
    {"g/../h", "http://a/b/c/h"},
    {"g?y/../x", "http://a/b/c/g?y/../x"},
};
enum { KIT_RFC3986 = sizeof kit_rfc3986 / sizeof *kit_rfc3986 };

#endif
