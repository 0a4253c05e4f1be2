/* CardDAV as phones speak it: who is let in, what they find, what they see and write, and that
 * nobody sees what is another member's. What changed: test_dav_sync. */
#include "api/dav.h"
#include "kit/phone.h"
#include "os/secret.h"

/* --- who is let in ----------------------------------------------------------------------- */

static void only_an_app_password_opens_it(struct kit_db *k)
{
    struct room r;
    struct phone p, bad;
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent@example.org", &p);
    struct kit_answer a = phone_ask(&p, "PROPFIND", "/dav/", "Depth: 0\r\n", NULL);
    kit_expect(&a, 207);
    bad = p;
    bad.auth = "";
    a = phone_ask(&bad, "PROPFIND", "/dav/", "", NULL);
    kit_expect(&a, 401);
    assert_true(k_str_starts(kit_header(&a, "WWW-Authenticate"), K_S("Basic realm=")));
    /* The password of the member, a session's cookie and an API token do not. */
    k_str pair = k_base64(r.api.arena, K_S("agent@example.org:" KIT_PASSWORD));
    bad.auth = k_fmt(r.api.arena, "Authorization: Basic %.*s\r\n", K_ARG(pair)).p;
    a = phone_ask(&bad, "PROPFIND", "/dav/", "", NULL);
    kit_expect(&a, 401);
    a = kit_send_as(&r.agent, "PROPFIND", "/dav/", NULL, NULL, K_S(""));
    kit_expect(&a, 401);
    a = kit_send(&r.agent, "POST", "/api/v1/tokens", "{\"name\":\"t\",\"scopes\":[\"read\"]}");
    kit_expect(&a, 201);
    bad.auth =
        k_fmt(r.api.arena, "Authorization: Bearer %.*s\r\n", K_ARG(kit_str(&a, "secret"))).p;
    k_str token = k_dup(r.api.arena, kit_str(&a, "secret"));
    a = phone_ask(&bad, "PROPFIND", "/dav/", "", NULL);
    kit_expect(&a, 401);
    pair = k_base64(r.api.arena, k_fmt(r.api.arena, "agent:%.*s", K_ARG(token)));
    bad.auth = k_fmt(r.api.arena, "Authorization: Basic %.*s\r\n", K_ARG(pair)).p;
    a = phone_ask(&bad, "PROPFIND", "/dav/", "", NULL);
    kit_expect(&a, 401);
    kit_api_close(&r.api);
}

static void an_app_password_is_for_its_member_and_for_contacts_alone(struct kit_db *k)
{
    struct room r;
    struct phone p;
    phone_room(&r, k);
    struct kit_answer a = kit_send(&r.agent, "POST", "/api/v1/tokens",
                                   "{\"name\":\"t\",\"scopes\":[\"contacts\",\"read\"]}");
    kit_problem(&a, 422, "bad-input", "scopes");
    a = kit_send(&r.agent, "POST", "/api/v1/tokens",
                 "{\"name\":\"My phone\",\"scopes\":[\"contacts\"]}");
    kit_expect(&a, 201);
    k_str secret = k_dup(r.api.arena, kit_str(&a, "secret")), id = kit_str(&a, "id");
    assert_int_equal(secret.n, 29); /* six groups of four */
    static const struct {
        const char *user;
        int change, status;
    } rows[] = {{"agent", 0, 207}, {"AGENT@example.org", 0, 207},
                {"agent", 1, 207}, {"owner@example.org", 0, 401},
                {"", 0, 401},      {"agent", 2, 401}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        k_str typed = secret;
        if (rows[i].change == 1) { /* as people type it */
            char *t = k_arena_alloc(r.api.arena, secret.n + 1);
            size_t n = 0;
            for (size_t c = 0; c < secret.n; c++)
                if (secret.p[c] != '-')
                    t[n++] = (char)(secret.p[c] >= 'a' ? secret.p[c] - 32 : secret.p[c]);
            typed = k_str_n(t, n);
        } else if (rows[i].change == 2) {
            typed = k_str_sub(secret, 0, secret.n - 1);
        }
        k_str pair = k_fmt(r.api.arena, "%s:%.*s", rows[i].user, K_ARG(typed));
        p = (struct phone){.c = {.api = &r.api}};
        p.auth = k_fmt(r.api.arena, "Authorization: Basic %.*s\r\n",
                       K_ARG(k_base64(r.api.arena, pair)))
                     .p;
        a = phone_ask(&p, "PROPFIND", "/dav/", "Depth: 0\r\n", NULL);
        kit_expect(&a, rows[i].status);
    }
    struct kit_client program = {.api = &r.api};
    snprintf(program.bearer, sizeof program.bearer, "%.*s", K_ARG(secret));
    a = kit_send(&program, "GET", "/api/v1/me", NULL);
    kit_expect(&a, 401);
    a = kit_send(&r.agent, "DELETE", k_fmt(r.api.arena, "/api/v1/tokens/%.*s", K_ARG(id)).p,
                 NULL);
    kit_expect(&a, 204);
    a = phone_ask(&p, "PROPFIND", "/dav/", "Depth: 0\r\n", NULL);
    kit_expect(&a, 401);
    kit_api_close(&r.api);
}

static void guessing_ends_and_the_right_password_is_not_counted(struct kit_db *k)
{
    struct room r;
    struct phone p, bad;
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    bad = p;
    bad.auth = "Authorization: Basic YWdlbnQ6d3Jvbmc=\r\n";
    limiter_free(app_api(r.api.app)->addresses);
    app_api(r.api.app)->addresses = limiter_new(3, K_HOUR, 0);
    struct kit_answer a;
    for (int i = 0; i < 20; i++) {
        a = phone_ask(&p, "OPTIONS", "/dav/", "", NULL);
        kit_expect(&a, 200);
    }
    for (int i = 0; i < 3; i++) {
        a = phone_ask(&bad, "OPTIONS", "/dav/", "", NULL);
        kit_expect(&a, 401);
    }
    a = phone_ask(&bad, "OPTIONS", "/dav/", "", NULL);
    kit_expect(&a, 429);
    assert_true(kit_header(&a, "Retry-After").n > 0);
    kit_api_close(&r.api);
}

/* Every row of the table with every role: what a role may not is refused with what it lacks. */
static void every_role_gets_what_the_table_of_methods_says(struct kit_db *k)
{
    static const char *const roles[] = {"owner", "admin", "manager", "agent", "viewer"};
    struct room r;
    phone_room(&r, k);
    struct kit_client admin, manager;
    kit_member(&r.owner, "admin", &admin);
    kit_member(&r.owner, "manager", &manager);
    struct kit_client *who[] = {&r.owner, &admin, &manager, &r.agent, &r.viewer};
    for (size_t i = 0; i < 5; i++) {
        struct phone p;
        phone_take(&r, who[i], roles[i], &p);
        for (size_t m = 0; m < dav_n_methods; m++) {
            bool may = auth_perms_of_role(k_str_z(roles[i])) >> dav_methods[m].perm & 1;
            struct kit_answer a = phone_ask(
                &p, http_method_name(dav_methods[m].method),
                phone_path(&p, "team", dav_methods[m].things == DAV_CARD ? "none.vcf" : ""), "",
                "nonsense");
            if (may ? a.status == 403 && phone_has(&a, "need-privileges")
                    : a.status != 403 || !phone_has(&a, "need-privileges"))
                fail_msg("%s %s: %d %.*s", roles[i], http_method_name(dav_methods[m].method),
                         a.status, K_ARG(a.body));
        }
    }
    kit_api_close(&r.api);
}

/* --- finding it -------------------------------------------------------------------------- */

static void a_client_finds_its_address_books(struct kit_db *k)
{
    struct room r;
    struct phone p;
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    struct kit_answer a =
        kit_send_as(&p.c, "PROPFIND", "/.well-known/carddav", NULL, NULL, K_S(""));
    kit_expect(&a, 301);
    assert_true(k_str_eqz(kit_header(&a, "Location"), "/dav/"));
    a = phone_ask(&p, "OPTIONS", "/dav/", "", NULL);
    kit_expect(&a, 200);
    assert_true(k_str_find(kit_header(&a, "DAV"), K_S("addressbook")) > 0);
    a = phone_ask(
        &p, "PROPFIND", "/dav/", "Depth: 0\r\n",
        "<d:propfind xmlns:d=\"DAV:\"><d:prop><d:current-user-principal/><d:nonsense/>"
        "</d:prop></d:propfind>");
    kit_expect(&a, 207);
    k_str principal = k_fmt(r.api.arena, "/dav/principals/%lld/", (long long)p.me);
    must_have(&a, k_fmt(r.api.arena, "<d:current-user-principal><d:href>%.*s</d:href>",
                        K_ARG(principal))
                      .p);
    must_have(&a, "<d:propstat><d:prop><x:nonsense xmlns:x=\"DAV:\"/></d:prop>"
                  "<d:status>HTTP/1.1 404 Not Found</d:status>");
    a = phone_ask(
        &p, "PROPFIND", principal.p, "Depth: 0\r\n",
        "<d:propfind xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:carddav\"><d:prop>"
        "<c:addressbook-home-set/><d:displayname/></d:prop></d:propfind>");
    must_have(&a, k_fmt(r.api.arena, "<c:addressbook-home-set><d:href>/dav/addressbooks/%lld/",
                        (long long)p.me)
                      .p);
    a = phone_ask(
        &p, "PROPFIND", k_fmt(r.api.arena, "/dav/addressbooks/%lld/", (long long)p.me).p,
        "Depth: 1\r\nAccept-Language: de\r\n",
        "<d:propfind xmlns:d=\"DAV:\" xmlns:s=\"http://calendarserver.org/ns/\"><d:prop>"
        "<d:resourcetype/><d:displayname/><s:getctag/><d:sync-token/>"
        "<d:current-user-privilege-set/></d:prop></d:propfind>");
    kit_expect(&a, 207);
    assert_int_equal(phone_count(a.body, "<c:addressbook/>"), 2);
    must_have(&a, "Kith: die Leute des Teams");
    assert_int_equal(phone_count(a.body, "<d:unbind/>"), 1); /* of its own book only */
    a = phone_ask(
        &p, "REPORT", "/dav/", "Depth: 0\r\n",
        "<d:expand-property xmlns:d=\"DAV:\"><d:property name=\"current-user-principal\">"
        "<d:property name=\"displayname\"/></d:property></d:expand-property>");
    kit_expect(&a, 207);
    must_have(&a, "<d:current-user-principal><d:response><d:href>/dav/principals/");
    must_have(&a, "<d:displayname>agent</d:displayname>");
    kit_api_close(&r.api);
}

static void methods_of_webdav_are_taken_below_dav_alone(struct kit_db *k)
{
    struct room r;
    struct phone p;
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    struct kit_answer a = phone_ask(&p, "PROPFIND", "/api/v1/people", "", NULL);
    kit_problem(&a, 405, "method-not-allowed", NULL);
    a = phone_ask(&p, "REPORT", "/", "", NULL);
    kit_problem(&a, 405, "method-not-allowed", NULL);
    a = phone_ask(&p, "MKCOL", phone_path(&p, "new", ""), "", NULL);
    kit_expect(&a, 405);
    a = phone_ask(&p, "PUT", phone_path(&p, "team", ""), "", ADA);
    kit_expect(&a, 405);
    assert_true(k_str_eqz(kit_header(&a, "Allow"), "OPTIONS, PROPFIND, REPORT"));
    a = phone_ask(&p, "PROPFIND", "/dav/", "Depth: infinity\r\n", NULL);
    kit_expect(&a, 403);
    must_have(&a, "<d:propfind-finite-depth/>");
    a = phone_ask(&p, "PROPFIND", "/dav/", "", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>");
    kit_expect(&a, 400);
    a = phone_ask(&p, "REPORT", phone_path(&p, "team", ""), "",
                  "<d:principal-match xmlns:d=\"DAV:\"/>");
    kit_expect(&a, 403);
    must_have(&a, "<d:supported-report/>");
    kit_api_close(&r.api);
}

/* --- reading ----------------------------------------------------------------------------- */

static void the_teams_people_are_cards_and_those_only_heard_are_not(struct kit_db *k)
{
    struct room r;
    struct phone p;
    phone_room(&r, k);
    phone_take(&r, &r.viewer, "viewer", &p);
    k_str ada = phone_person(&r, &r.owner, "{\"name\":\"Ada Nwosu\"}");
    struct kit_answer a = kit_send(&r.owner, "POST", phone_person_path(&r, ada, "/identities"),
                                   "{\"network\":\"email\",\"address\":\"Ada@Example.org\","
                                   "\"label\":\"work\"}");
    kit_expect(&a, 201);
    kit_db_run(k,
               "insert into person (id, name, created_at) values (77, 'Heard Only', 1);"
               "insert into identity (id, person_id, network, native_id, handle, updated_at, "
               "created_at) values (78, 77, 'bluesky', 'did:x', 'heard', 1, 1)");
    a = phone_ask(&p, "PROPFIND", phone_path(&p, "team", ""), "Depth: 1\r\n", ALL_ETAGS);
    kit_expect(&a, 207);
    assert_int_equal(phone_count(a.body, ".vcf"), 1);
    a = phone_ask(&p, "GET", phone_path(&p, "team", phone_card_name(&r, ada)), "", NULL);
    kit_expect(&a, 200);
    must_have(&a, "FN:Ada Nwosu\r\n");
    must_have(&a, "EMAIL;TYPE=WORK:Ada@Example.org\r\n");
    must_have(&a, "VERSION:3.0");
    k_str etag = k_dup(r.api.arena, kit_header(&a, "ETag"));
    assert_true(k_str_starts(etag, K_S("\"")));
    a = phone_ask(&p, "GET", phone_path(&p, "team", phone_card_name(&r, ada)),
                  k_fmt(r.api.arena, "If-None-Match: %.*s\r\n", K_ARG(etag)).p, NULL);
    kit_expect(&a, 304);
    a = phone_ask(&p, "GET", phone_path(&p, "team", phone_card_name(&r, ada)),
                  "Accept: text/vcard; version=4.0\r\n", NULL);
    must_have(&a, "VERSION:4.0");
    a = phone_ask(&p, "HEAD", phone_path(&p, "team", phone_card_name(&r, ada)), "", NULL);
    kit_expect(&a, 200);
    assert_int_equal(a.body.n, 0);
    a = phone_ask(&p, "GET", phone_path(&p, "team", "none.vcf"), "", NULL);
    kit_expect(&a, 404);
    /* More is known: now they are somebody to call. */
    kit_db_run(k, "insert into datum (id, person_id, kind, value, source, created_at) values "
                  "(79, 77, 'phone', '+49 30 1234567', 'member', 1)");
    a = phone_ask(&p, "PROPFIND", phone_path(&p, "team", ""), "Depth: 1\r\n", ALL_ETAGS);
    assert_int_equal(phone_count(a.body, ".vcf"), 2);
    kit_api_close(&r.api);
}

static void cards_come_by_name_and_by_what_they_say(struct kit_db *k)
{
    struct room r;
    struct phone p;
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    struct kit_answer a =
        phone_ask(&p, "PUT", phone_path(&p, "mine", "a%20b.vcf"), "If-None-Match: *\r\n", ADA);
    kit_expect(&a, 201);
    k_str multiget = k_fmt(
        r.api.arena,
        "<c:addressbook-multiget xmlns:c=\"urn:ietf:params:xml:ns:carddav\" xmlns:d=\"DAV:\">"
        "<d:prop><d:getetag/><c:address-data><c:prop name=\"FN\"/><c:prop name=\"X-CLIENT\"/>"
        "</c:address-data></d:prop><d:href>http://localhost%s</d:href><d:href>%s</d:href>"
        "<d:href>/dav/addressbooks/1/team/x.vcf</d:href></c:addressbook-multiget>",
        phone_path(&p, "mine", "a%20b.vcf"), phone_path(&p, "mine", "none.vcf"));
    a = phone_ask(&p, "REPORT", phone_path(&p, "mine", ""), "", multiget.p);
    kit_expect(&a, 207);
    must_have(&a, "/mine/a%20b.vcf</d:href>");
    must_have(&a, "FN:Ada Nwosu&#13;\n");
    must_have(&a, "X-CLIENT;X-P=1:kept");
    must_not_have(&a, "ada@example.org");
    assert_int_equal(phone_count(a.body, "<d:status>HTTP/1.1 404 Not Found"), 2);
    static const struct {
        const char *filter;
        size_t n;
    } queries[] = {
        {"<c:prop-filter name=\"EMAIL\"><c:text-match>ADA@</c:text-match></c:prop-filter>", 1},
        {"<c:prop-filter name=\"FN\"><c:text-match>berta</c:text-match></c:prop-filter>", 0},
        {"<c:prop-filter name=\"BDAY\"><c:is-not-defined/></c:prop-filter>", 1},
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        k_str q = k_fmt(r.api.arena,
                        "<c:addressbook-query xmlns:c=\"urn:ietf:params:xml:ns:carddav\" "
                        "xmlns:d=\"DAV:\"><d:prop><d:getetag/></d:prop><c:filter>%s</c:filter>"
                        "</c:addressbook-query>",
                        queries[i].filter);
        a = phone_ask(&p, "REPORT", phone_path(&p, "mine", ""), "Depth: 1\r\n", q.p);
        kit_expect(&a, 207);
        assert_int_equal(phone_count(a.body, "<d:response>"), queries[i].n);
    }
    kit_api_close(&r.api);
}

/* --- writing ----------------------------------------------------------------------------- */

static void what_a_phone_writes_is_in_kith_and_comes_back_whole(struct kit_db *k)
{
    struct room r;
    struct phone p;
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    struct kit_answer a =
        phone_ask(&p, "PUT", phone_path(&p, "team", "x1.vcf"), "If-None-Match: *\r\n", ADA);
    kit_expect(&a, 201);
    a = phone_ask(&p, "PUT", phone_path(&p, "team", "x1.vcf"), "If-None-Match: *\r\n", ADA);
    kit_expect(&a, 412);
    a = phone_ask(&p, "GET", phone_path(&p, "team", "x1.vcf"), "", NULL);
    must_have(&a, "EMAIL;TYPE=HOME;TYPE=pref:ada@example.org\r\n");
    must_have(&a, "X-CLIENT;X-P=1:kept\r\n");
    must_have(&a, "UID:ada-1\r\n");
    must_have(&a, "NOTE:From the fair\r\n");
    k_str etag = k_dup(r.api.arena, kit_header(&a, "ETag"));
    k_str back = k_dup(r.api.arena, a.body);
    k_id id = kit_db_number(k, "select person_id from card where name = 'x1.vcf'");
    k_str person = k_fmt(r.api.arena, "%lld", (long long)id);
    a = kit_get(&r.owner, phone_person_path(&r, person, ""));
    assert_true(k_str_eqz(kit_str(&a, "name"), "Ada Nwosu"));
    assert_true(phone_has(&a, "+49 171 1234567"));
    /* Written back as it was read: nothing changes, and it is said so. */
    int64_t data = kit_db_number(k, "select count(*) + coalesce(sum(id), 0) from datum");
    int64_t identities =
        kit_db_number(k, "select count(*) + coalesce(sum(id), 0) from identity");
    a = phone_ask(&p, "PUT", phone_path(&p, "team", "x1.vcf"),
                  k_fmt(r.api.arena, "If-Match: %.*s\r\n", K_ARG(etag)).p,
                  k_dupz(r.api.arena, back));
    kit_expect(&a, 204);
    assert_true(kit_header(&a, "ETag").n > 0);
    assert_int_equal(kit_db_number(k, "select count(*) + coalesce(sum(id), 0) from datum"),
                     data);
    assert_int_equal(kit_db_number(k, "select count(*) + coalesce(sum(id), 0) from identity"),
                     identities);
    /* With what it was before: somebody was faster. */
    a = phone_ask(&p, "PUT", phone_path(&p, "team", "x1.vcf"),
                  k_fmt(r.api.arena, "If-Match: %.*s\r\n", K_ARG(etag)).p, ADA);
    kit_expect(&a, 412);
    kit_api_close(&r.api);
}

#define CARD4(uid, lines) "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:" uid "\r\n" lines "END:VCARD\r\n"

/* Cards as clients really write them. */
static const char *const hard_cards[] = {
    /* a phone of Apple */
    CARD("ios", "PRODID:-//Apple Inc.//iPhone OS 17.0//EN\r\nN:Muster;Erika;;Dr.;\r\n"
                "FN:Dr. Erika Muster\r\nNICKNAME:Rika\r\nORG:Acme GmbH;Sales;North\r\n"
                "TITLE:Lead\r\nEMAIL;type=INTERNET;type=HOME;type=pref:e@home.example\r\n"
                "item1.EMAIL;type=INTERNET:boat@home.example\r\nitem1.X-ABLabel:Boat\r\n"
                "TEL;type=CELL;type=VOICE;type=pref:+49 170 1112233\r\n"
                "TEL;type=IPHONE;type=CELL;type=VOICE:+49 170 1112234\r\n"
                "item2.ADR;type=HOME;type=pref:;;Weg 1\\nHinterhaus;Berlin;;10115;Germany\r\n"
                "item2.X-ABADR:de\r\nitem3.URL;type=pref:https://erika.example/\r\n"
                "item3.X-ABLabel:_$!<HomePage>!$_\r\n"
                "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-03\r\n"
                "item4.X-ABDATE;type=pref:2009-06-20\r\n"
                "item4.X-ABLabel:_$!<Anniversary>!$_\r\n"
                "item5.X-ABRELATEDNAMES:Max\r\nitem5.X-ABLabel:_$!<Spouse>!$_\r\n"
                "X-SOCIALPROFILE;type=twitter;x-user=rika:https://twitter.com/rika\r\n"
                "IMPP;X-SERVICE-TYPE=Jabber;type=HOME:xmpp:rika@jabber.example\r\n"
                "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQ==\r\n"
                "NOTE:One\\nTwo\\, three\r\nREV:2026-01-01T10:00:00Z\r\n"),
    /* DAVx5 and Android */
    CARD4("android",
          "PRODID:+//IDN bitfire.at//DAVx5/4.4\r\nFN:Ada Nwosu\r\nN:Nwosu;Ada;;;\r\n"
          "TEL;TYPE=cell;PREF=1:+44 20 7946 0999\r\nTEL;TYPE=work,fax:+44 20 7946 0998\r\n"
          "EMAIL;TYPE=work:ada@work.example\r\nCATEGORIES:Friends,Rowing\\, club\r\n"
          "BDAY:--0612\r\nANNIVERSARY:20090620\r\nNICKNAME:Addie,Ad\r\n"
          "ADR;LABEL=\"Row 1^nLeeds\";TYPE=home:;;Row 1;Leeds;;LS1;UK\r\n"
          "RELATED;TYPE=friend;VALUE=text:Bert\r\nLANG;PREF=1:en-GB\r\nTZ:Europe/London\r\n"
          "GENDER:F\r\nX-PHONETIC-LAST-NAME:Wosu\r\nURL:https://ada.example/a?b=1,2\r\n"),
    /* Thunderbird and Evolution */
    CARD("evolution",
         "FN:Bert\r\nN:;Bert;;;\r\nTITLE:Gardener\r\nX-EVOLUTION-FILE-AS:Bert\r\n"
         "X-AIM;X-EVOLUTION-UI-SLOT=1:bert99\r\nX-MOZILLA-HTML:FALSE\r\n"
         "EMAIL;TYPE=PREF:bert@x.example\r\nEMAIL:BERT@x.example\r\nROLE:Boss\r\n"
         "NOTE:first\r\nNOTE:second\r\nBDAY:1984\r\nTZ:-0500\r\nBDAY:1985-01-01\r\n"),
    CARD("company", "FN:Acme Works\r\nN:;;;;\r\nORG:Acme Works\r\nX-ABSHOWAS:COMPANY\r\n"
                    "TEL;TYPE=WORK,VOICE:0800 1234567\r\nURL:www.acme-works.example\r\n"),
    CARD("two-jobs",
         "FN:Cleo\r\nN:;Cleo;;;\r\nORG:One Ltd\r\nTITLE:A\r\nORG:Two Ltd\r\nTITLE:B\r\n"
         "EMAIL:not an address\r\nTEL:12\r\nX-EMPTY:\r\n"),
};

static int64_t sum_of_rows(struct kit_db *k)
{
#define ROWS "select count(*) * 1000000 + coalesce(sum("
    static const char *const queries[] = {
        ROWS "id % 1000003 + length(value) + length(label) + coalesce(length(parts), 0)), 0) "
             "from datum",
        ROWS "id % 1000003 + length(handle) + length(label)), 0) from identity",
        ROWS "id % 1000003 + to_day), 0) from person_role",
        ROWS "length(name)), 0) from person",
    };
#undef ROWS
    int64_t sum = 0;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        sum = sum * 7 + kit_db_number(k, queries[i]);
    return sum;
}

static void read_and_write_back(struct phone *p, struct kit_db *k, const char *path,
                                const char *accept)
{
    struct kit_answer a = phone_ask(p, "GET", path, accept, NULL);
    kit_expect(&a, 200);
    k_str text = k_dup(p->c.api->arena, a.body);
    int64_t before = sum_of_rows(k);
    a = phone_ask(p, "PUT", path, "", k_dupz(p->c.api->arena, text));
    kit_expect(&a, 204);
    if (sum_of_rows(k) != before)
        fail_msg("%s was changed by writing back:\n%.*s", path, K_ARG(text));
    a = phone_ask(p, "GET", path, accept, NULL);
    if (!k_str_eq(a.body, text))
        fail_msg("%.*s\nbecame\n%.*s", K_ARG(text), K_ARG(a.body));
}

static void a_card_read_and_written_back_changes_nothing(struct kit_db *k)
{
    struct room r;
    struct phone p;
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    for (size_t i = 0; i < sizeof hard_cards / sizeof *hard_cards; i++) {
        const char *path =
            phone_path(&p, i % 2 ? "team" : "mine", k_fmt(r.api.arena, "%zu.vcf", i).p);
        struct kit_answer a = phone_ask(&p, "PUT", path, "", hard_cards[i]);
        kit_expect(&a, 201);
        read_and_write_back(&p, k, path, "");
        read_and_write_back(&p, k, path, "Accept: text/vcard; version=4.0\r\n");
        read_and_write_back(&p, k, path, "");
        /* As its client wrote it, again. */
        int64_t before = sum_of_rows(k);
        a = phone_ask(&p, "PUT", path, "", hard_cards[i]);
        kit_expect(&a, 204);
        if (sum_of_rows(k) != before)
            fail_msg("card %zu was changed by its client's own words", i);
    }
    kit_api_close(&r.api);
}

#define CHANGED                                                                                \
    CARD("ada-1", "FN:Ada Okafor\r\nN:Okafor;Ada;;;\r\nEMAIL;TYPE=WORK:ada@example.org\r\n"    \
                  "EMAIL:new@example.org\r\nX-CLIENT;X-P=1:kept\r\nORG:Acme\r\nTITLE:Boss\r\n" \
                  "NOTE:From the fair\\n\\nCalls on Mondays\r\n")

static void only_what_the_phone_changed_is_changed(struct kit_db *k)
{
    struct room r;
    struct phone p;
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    struct kit_answer a = phone_ask(&p, "PUT", phone_path(&p, "team", "x1.vcf"), "", ADA);
    kit_expect(&a, 201);
    int64_t mail = kit_db_number(k, "select id from identity where network = 'email'");
    int64_t note = kit_db_number(k, "select id from datum where kind = 'note'");
    k_id id = kit_db_number(k, "select person_id from card where name = 'x1.vcf'");
    k_str person = k_fmt(r.api.arena, "%lld", (long long)id);
    a = kit_send(&r.owner, "POST", phone_person_path(&r, person, "/data"),
                 "{\"kind\":\"consent\",\"label\":\"newsletter\",\"value\":\"given\"}");
    kit_expect(&a, 201);
    a = phone_ask(&p, "PUT", phone_path(&p, "team", "x1.vcf"), "", CHANGED);
    kit_expect(&a, 204);
    assert_int_equal(
        kit_db_number(k, "select id from identity where handle = 'ada@example.org'"), mail);
    assert_int_equal(kit_db_number(k, "select count(*) from identity where label = 'work'"), 1);
    assert_int_equal(kit_db_number(k, "select count(*) from identity where network = 'phone'"),
                     0);
    assert_int_equal(kit_db_number(k, "select min(id) from datum where kind = 'note'"), note);
    assert_int_equal(kit_db_number(k, "select count(*) from datum where kind = 'note'"), 2);
    assert_int_equal(kit_db_number(k, "select count(*) from datum where kind = 'consent'"), 1);
    assert_int_equal(kit_db_number(k, "select count(*) from person where name = 'Ada Okafor'"),
                     1);
    a = phone_ask(&p, "GET", phone_path(&p, "team", "x1.vcf"), "", NULL);
    must_have(&a, "ORG:Acme\r\nTITLE:Boss\r\n");
    must_have(&a, "N:Okafor;Ada;;;\r\n");
    /* They left: the job is kept, with its end. */
    a = phone_ask(&p, "PUT", phone_path(&p, "team", "x1.vcf"), "",
                  CARD("ada-1", "FN:Ada Okafor\r\nN:Okafor;Ada;;;\r\n"));
    kit_expect(&a, 204);
    assert_int_equal(kit_db_number(k, "select count(*) from person_role where to_day > 0"), 1);
    a = phone_ask(&p, "GET", phone_path(&p, "team", "x1.vcf"), "", NULL);
    must_not_have(&a, "ORG");
    must_not_have(&a, "EMAIL");
    must_not_have(&a, "NOTE");
    kit_api_close(&r.api);
}

static void a_card_that_is_none_or_another_ones_is_refused_by_its_precondition(struct kit_db *k)
{
    struct room r;
    struct phone p;
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    struct kit_answer a = phone_ask(&p, "PUT", phone_path(&p, "mine", "1.vcf"), "", "no card");
    kit_expect(&a, 403);
    must_have(&a, "<c:valid-address-data/>");
    a = kit_send_as(&p.c, "PUT", phone_path(&p, "mine", "1.vcf"), "application/json", p.auth,
                    K_S("{}"));
    kit_expect(&a, 415);
    must_have(&a, "<c:supported-address-data/>");
    a = phone_ask(&p, "PUT", phone_path(&p, "mine", "1.vcf"), "", ADA);
    kit_expect(&a, 201);
    a = phone_ask(&p, "PUT", phone_path(&p, "mine", "2.vcf"), "", ADA);
    kit_expect(&a, 409);
    must_have(&a, "<c:no-uid-conflict><d:href>/dav/addressbooks/");
    must_have(&a, "/mine/1.vcf</d:href>");
    a = phone_ask(&p, "PUT", phone_path(&p, "mine", "1.vcf"), "", CARD("other", "FN:Ada\r\n"));
    kit_expect(&a, 409);
    a = phone_ask(&p, "PUT", phone_path(&p, "mine", "kith-7-7.vcf"), "",
                  CARD("x", "FN:Ada\r\n"));
    kit_expect(&a, 403);
    /* In another book it is another card. */
    a = phone_ask(&p, "PUT", phone_path(&p, "team", "1.vcf"), "", ADA);
    kit_expect(&a, 201);
    assert_int_equal(kit_db_number(k, "select count(*) from person where name = 'Ada Nwosu'"),
                     2);
    kit_api_close(&r.api);
}

static void groups_of_a_client_are_kept_as_they_are(struct kit_db *k)
{
    static const char group[] = CARD("g-1", "FN:Family\r\nN:Family;;;;\r\n"
                                            "X-ADDRESSBOOKSERVER-KIND:group\r\n"
                                            "X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:ada-1\r\n");
    struct room r;
    struct phone p;
    k_str token = K_S("");
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    struct kit_answer a = phone_ask(&p, "PUT", phone_path(&p, "mine", "g.vcf"), "", group);
    kit_expect(&a, 201);
    a = phone_ask(&p, "GET", phone_path(&p, "mine", "g.vcf"), "", NULL);
    kit_expect(&a, 200);
    assert_true(k_str_eqz(a.body, group));
    assert_int_equal(kit_db_number(k, "select count(*) from person where name = 'Family'"), 0);
    phone_sync(&p, "mine", &token);
    a = phone_ask(&p, "PUT", phone_path(&p, "mine", "g.vcf"), "", ADA);
    kit_expect(&a, 403);
    a = phone_ask(&p, "DELETE", phone_path(&p, "mine", "g.vcf"), "", NULL);
    kit_expect(&a, 204);
    a = phone_sync(&p, "mine", &token);
    must_have(&a, "g.vcf</d:href><d:status>HTTP/1.1 404");
    kit_api_close(&r.api);
}

/* --- whose ------------------------------------------------------------------------------- */

static void nobody_sees_what_is_another_members(struct kit_db *k)
{
    struct room r;
    struct phone p, other;
    k_str token = K_S("");
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    phone_take(&r, &r.owner, "owner", &other);
    struct kit_answer a = phone_ask(&p, "PUT", phone_path(&p, "mine", "secret.vcf"), "", ADA);
    kit_expect(&a, 201);
    const char *his = phone_path(&p, "mine", "secret.vcf");
    static const char *const methods[] = {"GET", "PROPFIND", "PUT", "DELETE", "REPORT"};
    for (size_t i = 0; i < 5; i++) {
        a = phone_ask(&other, methods[i], his, "", ADA);
        kit_expect(&a, 404);
        must_not_have(&a, "ada@");
    }
    a = phone_ask(&other, "PROPFIND", phone_path(&other, "mine", ""), "Depth: 1\r\n",
                  ALL_ETAGS);
    must_not_have(&a, "secret");
    a = phone_sync(&other, "team", &token);
    must_not_have(&a, "secret");
    a = phone_ask(&other, "GET", phone_path(&other, "team", "secret.vcf"), "", NULL);
    kit_expect(&a, 404);
    /* The same address on a card of one's own: both have it, and neither learns of the other.
     */
    a = phone_ask(&other, "PUT", phone_path(&other, "mine", "ada.vcf"), "",
                  CARD("mine-1", "FN:Ada Other\r\nEMAIL:ada@example.org\r\n"));
    kit_expect(&a, 201);
    a = phone_ask(&other, "GET", phone_path(&other, "mine", "ada.vcf"), "", NULL);
    must_have(&a, "EMAIL:ada@example.org");
    must_not_have(&a, "1234567");
    /* His own number on the team's person is on his phone alone. */
    k_str bert = phone_person(&r, &r.owner, "{\"name\":\"Bert\"}");
    a = kit_send(&r.agent, "POST", phone_person_path(&r, bert, "/identities"),
                 "{\"network\":\"phone\",\"address\":\"+49 30 7654321\",\"mine\":true}");
    kit_expect(&a, 201);
    a = phone_ask(&p, "GET", phone_path(&p, "team", phone_card_name(&r, bert)), "", NULL);
    must_have(&a, "7654321");
    k_str card = k_dup(r.api.arena, a.body);
    a = phone_ask(&other, "GET", phone_path(&other, "team", phone_card_name(&r, bert)), "",
                  NULL);
    must_not_have(&a, "7654321");
    /* Also after he wrote the card. */
    a = phone_ask(&p, "PUT", phone_path(&p, "team", phone_card_name(&r, bert)), "",
                  k_dupz(r.api.arena, card));
    kit_expect(&a, 204);
    a = phone_ask(&other, "GET", phone_path(&other, "team", phone_card_name(&r, bert)), "",
                  NULL);
    must_not_have(&a, "7654321");
    a = phone_ask(&p, "GET", phone_path(&p, "team", phone_card_name(&r, bert)), "", NULL);
    must_have(&a, "7654321");
    kit_api_close(&r.api);
}

static void the_teams_people_are_removed_by_who_may_remove_them(struct kit_db *k)
{
    struct room r;
    struct phone p, boss;
    phone_room(&r, k);
    phone_take(&r, &r.agent, "agent", &p);
    phone_take(&r, &r.owner, "owner", &boss);
    struct kit_answer a = phone_ask(&p, "PUT", phone_path(&p, "team", "1.vcf"), "", ADA);
    kit_expect(&a, 201);
    a = phone_ask(&p, "PUT", phone_path(&p, "mine", "2.vcf"), "", CARD("b", "FN:Bert\r\n"));
    kit_expect(&a, 201);
    a = phone_ask(&p, "DELETE", phone_path(&p, "team", "1.vcf"), "", NULL);
    kit_expect(&a, 403);
    must_have(&a, "<d:need-privileges><d:resource><d:href>/dav/addressbooks/");
    must_have(&a, "<d:privilege><d:unbind/></d:privilege>");
    a = phone_ask(&p, "DELETE", phone_path(&p, "mine", "2.vcf"), "If-Match: \"other\"\r\n",
                  NULL);
    kit_expect(&a, 412);
    a = phone_ask(&p, "DELETE", phone_path(&p, "mine", "2.vcf"), "", NULL);
    kit_expect(&a, 204);
    a = phone_ask(&p, "DELETE", phone_path(&p, "mine", "2.vcf"), "", NULL);
    kit_expect(&a, 404);
    a = phone_ask(&boss, "DELETE", phone_path(&boss, "team", "1.vcf"), "", NULL);
    kit_expect(&a, 204);
    assert_int_equal(kit_db_number(k, "select count(*) from person"), 0);
    assert_int_equal(kit_db_number(k, "select count(*) from card where text is not null"), 0);
    /* The name can be used again. */
    a = phone_ask(&p, "PUT", phone_path(&p, "team", "1.vcf"), "If-None-Match: *\r\n", ADA);
    kit_expect(&a, 201);
    kit_api_close(&r.api);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(only_an_app_password_opens_it),
        KIT_SQLITE(an_app_password_is_for_its_member_and_for_contacts_alone),
        KIT_SQLITE(guessing_ends_and_the_right_password_is_not_counted),
        KIT_SQLITE(every_role_gets_what_the_table_of_methods_says),
        KIT_BOTH(a_client_finds_its_address_books),
        KIT_SQLITE(methods_of_webdav_are_taken_below_dav_alone),
        KIT_BOTH(the_teams_people_are_cards_and_those_only_heard_are_not),
        KIT_BOTH(cards_come_by_name_and_by_what_they_say),
        KIT_BOTH(what_a_phone_writes_is_in_kith_and_comes_back_whole),
        KIT_BOTH(a_card_read_and_written_back_changes_nothing),
        KIT_BOTH(only_what_the_phone_changed_is_changed),
        KIT_BOTH(a_card_that_is_none_or_another_ones_is_refused_by_its_precondition),
        KIT_BOTH(groups_of_a_client_are_kept_as_they_are),
        KIT_BOTH(nobody_sees_what_is_another_members),
        KIT_BOTH(the_teams_people_are_removed_by_who_may_remove_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
