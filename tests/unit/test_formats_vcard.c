/* Cards as phones, mail programs and offices write them: read without loss, written so that
 * they are read again. */
#include "base/utf8.h"
#include "formats/charset.h"
#include "formats/vcard.h"
#include "unit.h"

/* All properties of all cards as one text: [group.]NAME{PARAM=value,...}=value, cards by ---,
 * problems as !line why. */
static const char *shown(struct k_arena *a, k_str text)
{
    struct vcards r = vcards_open(charset_file(a, text));
    struct vcard c;
    struct k_buf b;
    k_buf_init(&b, a, 1 << 20);
    while (vcards_next(&r, a, &c)) {
        for (size_t i = 0; i < c.props.n; i++) {
            const struct vcard_prop *p = &c.props.v[i];
            k_buf_fmt(&b, "%.*s%s%.*s", K_ARG(p->group), p->group.n ? "." : "", K_ARG(p->name));
            for (size_t k = 0; k < p->params.n; k++)
                k_buf_fmt(&b, "{%.*s=%.*s}", K_ARG(p->params.v[k].name),
                          K_ARG(p->params.v[k].value));
            k_buf_fmt(&b, "%s%.*s\n", p->binary ? "~" : "=", K_ARG(p->value));
        }
        for (size_t i = 0; i < c.problems.n; i++)
            k_buf_fmt(&b, "!%zu %.*s\n", c.problems.v[i].line, K_ARG(c.problems.v[i].raw));
        k_buf_str(&b, K_S("---\n"));
    }
    return k_dupz(a, k_buf_view(&b));
}

#define CARD(version, lines) "BEGIN:VCARD\r\nVERSION:" version "\r\n" lines "END:VCARD\r\n"

static void cards_are_read_as_programs_write_them(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        {CARD("3.0", "FN:Ada\r\n"), "FN=Ada\n---\n"},
        {CARD("3.0", "NOTE:one\r\n two\r\n\t three\r\n"), "NOTE=onetwo three\n---\n"},
        {CARD("2.1", "NOTE:one\r\n two\r\n"), "NOTE=one two\n---\n"},
        {"begin:vcard\nversion:3.0\nfn:Ada\nend:vcard\n", "FN=Ada\n---\n"},
        {"BEGIN:VCARD\rFN:Ada\rEND:VCARD\r", "FN=Ada\n---\n"},
        {"BEGIN:VCARD\r\r\nNOTE:a\r\r\n b\r\r\nEND:VCARD\r\r\n", "NOTE=ab\n---\n"},
        {CARD("2.1", "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg\r\n"),
         "N=M\xc3\xbcller;J\xc3\xb6rg\n---\n"},
        {CARD("2.1", "N:M\xfcller;J\xf6rg\r\n"), "N=M\xc3\xbcller;J\xc3\xb6rg\n---\n"},
        {CARD("2.1", "FN;CHARSET=SHIFT_JIS:\x83\x65\r\n"), "FN=\xe3\x83\x86\n---\n"},
        {CARD("2.1",
              "LABEL;WORK;ENCODING=QUOTED-PRINTABLE:Street=0D=0A=\r\nTown=3D1\r\nTEL:1\r\n"),
         "LABEL{TYPE=WORK}=Street\\nTown=1\nTEL=1\n---\n"},
        {CARD("2.1", "TEL;WORK;VOICE;PREF:+1 2\r\n"),
         "TEL{TYPE=WORK}{TYPE=VOICE}{TYPE=PREF}=+1 2\n---\n"},
        {CARD("3.0", "TEL;TYPE=work,voice;type=\"cell,text\":1\r\n"),
         "TEL{TYPE=work}{TYPE=voice}{TYPE=cell}{TYPE=text}=1\n---\n"},
        {CARD("2.1", "PHOTO;ENCODING=BASE64;JPEG:\r\n AA==\r\n BB\r\n\r\nTEL:1\r\n"),
         "PHOTO{TYPE=JPEG}~AA==BB\nTEL=1\n---\n"},
        {CARD("2.1", "PHOTO;BASE64:\r\nAAAA\r\nBBBB\r\n\r\nTEL:1\r\n"),
         "PHOTO~AAAABBBB\nTEL=1\n---\n"},
        {CARD("3.0", "PHOTO;ENCODING=b;TYPE=PNG:AAAA\r\n"), "PHOTO{TYPE=PNG}~AAAA\n---\n"},
        {CARD("2.1", "PHOTO;VALUE=URL:http://a.example/1\r\nLOGO;URL:http://b.example\r\n"),
         "PHOTO{VALUE=URL}=http://a.example/1\nLOGO{VALUE=URL}=http://b.example\n---\n"},
        {CARD("3.0", "item1.EMAIL:a@b.example\r\nitem1.X-ABLabel:Boat\r\n"),
         "item1.EMAIL=a@b.example\nitem1.X-ABLABEL=Boat\n---\n"},
        {CARD("4.0", "ADR;LABEL=\"one^ntwo: ^^ ^'x^'\":;;Street;Town\r\n"),
         "ADR{LABEL=one\ntwo: ^ \"x\"}=;;Street;Town\n---\n"},
        {CARD("4.0", "TEL;VALUE=uri:tel:+1;ext=2\r\n"), "TEL{VALUE=uri}=tel:+1;ext=2\n---\n"},
        {CARD("2.1", "AGENT:\r\nBEGIN:VCARD\r\nFN:B\r\nEND:VCARD\r\nTEL:1\r\n"),
         "AGENT=BEGIN:VCARD\\nFN:B\\nEND:VCARD\\n\nTEL=1\n---\n"},
        {CARD("3.0", "no colon here\r\nFN:Ada\r\n: empty name\r\n"),
         "FN=Ada\n!3 no colon here\n!5 : empty name\n---\n"},
        {"stray\r\n\r\n" CARD("3.0", "FN:A\r\n"), "!1 stray\n---\nFN=A\n---\n"},
        {"BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n",
         "FN=A\n!1 BEGIN:VCARD\n---\nFN=B\n---\n"},
        {"BEGIN:VCARD\nFN:A", "FN=A\n!1 BEGIN:VCARD\n---\n"},
        {"\xEF\xBB\xBF" CARD("3.0", "FN:A\r\n"), "FN=A\n---\n"},
        {"", ""},
    };
    for (size_t i = 0; i < ROWS(cases); i++)
        assert_string_equal(shown(*state, k_str_z(cases[i].text)), cases[i].want);
}

static void a_file_in_utf16_is_read(void **state)
{
    static const char text[] = "\xff\xfe"
                               "B\0E\0G\0I\0N\0:\0V\0C\0A\0R\0D\0\n\0F\0N\0:\0\xe4\0\n\0"
                               "E\0N\0D\0:\0V\0C\0A\0R\0D\0\n";
    assert_string_equal(shown(*state, k_str_n(text, sizeof text)), "FN=\xc3\xa4\n---\n");
}

static void values_are_taken_apart(void **state)
{
    struct k_arena *a = *state;
    assert_str(vcard_text(a, K_S("a\\, b\\; c\\n\\\\d \\x \\:")), "a, b; c\n\\d \\x :");
    assert_str(vcard_part(a, K_S("Doe\\;Roe; John ;;"), 0), "Doe;Roe");
    assert_str(vcard_part(a, K_S("Doe\\;Roe; John ;;"), 1), "John");
    assert_str(vcard_part(a, K_S("Doe;John"), 1), "John");
    assert_null(vcard_part(a, K_S("Doe;John"), 2).p);
    struct vcard_list list = vcard_split(a, K_S("a\\,b,,c\\"), ',');
    assert_int_equal(list.n, 3);
    assert_str(list.v[0], "a\\,b");
    assert_str(list.v[1], "");
    assert_str(list.v[2], "c\\");
    assert_str(vcard_escape(a, K_S("a,b;c\\d\r\ne")), "a\\,b\\;c\\\\d\\ne");
}

static void labels_and_names_are_what_people_called_them(void **state)
{
    struct k_arena *a = *state;
    struct vcards r =
        vcards_open(K_S(CARD("3.0", "N:Doe;John;Quentin;Dr.;Jr.\r\n"
                                    "item1.TEL:1\r\nitem1.X-ABLabel:_$!<AssistantPhone>!$_\r\n"
                                    "TEL;TYPE=WORK,VOICE,FAX,pref:2\r\nTEL:3\r\n")));
    struct vcard c;
    assert_true(vcards_next(&r, a, &c));
    assert_str(vcard_name(a, &c), "Dr. John Quentin Doe Jr.");
    assert_str(vcard_label(a, &c, &c.props.v[1]), "AssistantPhone");
    assert_str(vcard_label(a, &c, &c.props.v[3]), "work fax");
    assert_true(vcard_preferred(&c.props.v[3]));
    assert_str(vcard_label(a, &c, &c.props.v[4]), "");
}

static void limits_leave_the_rest_of_the_card(void **state)
{
    struct k_arena *a = *state;
    struct k_buf b;
    struct vcard c;
    k_buf_init(&b, a, 16 << 20);
    k_buf_str(&b, K_S("BEGIN:VCARD\nVERSION:3.0\nPHOTO;ENCODING=b:"));
    for (size_t i = 0; i < VCARD_BINARY + 4; i++)
        k_buf_chr(&b, 'A');
    k_buf_str(&b, K_S("\nFN:Ada\nAGENT:\n"));
    for (int i = 0; i <= VCARD_DEPTH; i++)
        k_buf_str(&b, K_S("BEGIN:VCARD\n"));
    for (int i = 0; i <= VCARD_DEPTH; i++)
        k_buf_str(&b, K_S("END:VCARD\n"));
    k_buf_str(&b, K_S("TEL:1\nEND:VCARD\n"));
    struct vcards r = vcards_open(k_buf_view(&b));
    assert_true(vcards_next(&r, a, &c));
    assert_int_equal(c.props.n, 2);
    assert_str(c.props.v[0].value, "Ada");
    assert_str(c.props.v[1].value, "1");
    assert_int_equal(c.problems.n, 2);
    assert_int_equal(c.problems.v[0].line, 3);
    assert_int_equal(c.problems.v[1].line, 5);
}

static const char *written(struct k_arena *a, const char *text, enum vcard_version v)
{
    struct vcards r = vcards_open(k_str_z(text));
    struct vcard c;
    struct k_buf b;
    k_buf_init(&b, a, 1 << 20);
    while (vcards_next(&r, a, &c))
        vcard_write(a, &c, v, &b);
    return k_dupz(a, k_buf_view(&b));
}

static void cards_are_written_in_both_versions(void **state)
{
    const char *text =
        CARD("2.1", "N:Doe;John\r\nTEL;WORK;PREF:1\r\nX-ODD;X-P=\"a;b\":c\\,d\r\n"
                    "PHOTO;JPEG;BASE64: AAAA\r\n");
    assert_string_equal(written(*state, text, VCARD_30),
                        CARD("3.0", "FN:John Doe\r\nN:Doe;John\r\nTEL;TYPE=WORK;TYPE=pref:1\r\n"
                                    "X-ODD;X-P=\"a;b\":c\\,d\r\n"
                                    "PHOTO;TYPE=JPEG;ENCODING=b:AAAA\r\n"));
    assert_string_equal(written(*state, text, VCARD_40),
                        CARD("4.0", "FN:John Doe\r\nN:Doe;John\r\nTEL;TYPE=WORK;PREF=1:1\r\n"
                                    "X-ODD;X-P=\"a;b\":c\\,d\r\n"
                                    "PHOTO:data:image/jpeg;base64,AAAA\r\n"));
    assert_string_equal(
        written(*state, CARD("4.0", "FN:A\r\nPHOTO:data:image/png;base64,AAAA\r\n"), VCARD_30),
        CARD("3.0", "N:A;;;;\r\nFN:A\r\nPHOTO;TYPE=png;ENCODING=b:AAAA\r\n"));
}

static void long_lines_are_folded_between_characters(void **state)
{
    struct k_arena *a = *state;
    struct k_buf b;
    k_buf_init(&b, a, 1 << 20);
    k_buf_str(&b, K_S("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nN:A;;;;\r\nNOTE:"));
    for (int i = 0; i < 300; i++)
        k_buf_str(&b, K_S("\xf0\x9f\x8c\xb1"));
    k_buf_str(&b, K_S("\r\nEND:VCARD\r\n"));
    k_str text = k_str_z(written(a, k_dupz(a, k_buf_view(&b)), VCARD_30)), rest = text;
    while (rest.p) {
        k_str line = k_str_cut(&rest, '\n');
        assert_true(line.n <= 76); /* 75 and the CR */
        assert_true(k_utf8_valid(line));
    }
    assert_string_equal(shown(a, text), shown(a, k_buf_view(&b)));
}

static void a_property_is_kept_whole_as_a_line(void **state)
{
    struct k_arena *a = *state;
    static const char *const lines[] = {
        "item1.X-ODD;TYPE=a;X-P=\"one^ntwo:^^\":x\\,y;z",
        "PHOTO;ENCODING=b:AAAA",
        "X-SOCIAL-PROFILE;TYPE=mastodon;X-USER=ada:",
    };
    for (size_t i = 0; i < ROWS(lines); i++) {
        struct vcard_prop p;
        struct k_buf b;
        k_buf_init(&b, a, 4096);
        assert_true(vcard_read_prop(a, k_str_z(lines[i]), &p));
        vcard_write_prop(&p, VCARD_40, &b);
        assert_str(k_buf_view(&b), lines[i]);
    }
    assert_false(vcard_read_prop(a, K_S("no colon"), &(struct vcard_prop){0}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        arena_test(cards_are_read_as_programs_write_them),
        arena_test(a_file_in_utf16_is_read),
        arena_test(values_are_taken_apart),
        arena_test(labels_and_names_are_what_people_called_them),
        arena_test(limits_leave_the_rest_of_the_card),
        arena_test(cards_are_written_in_both_versions),
        arena_test(long_lines_are_folded_between_characters),
        arena_test(a_property_is_kept_whole_as_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
