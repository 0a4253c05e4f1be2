/* Pictures of the Bluesky network: where they are, and what a post keeps of them. */
#include "unit.h"
#include "connectors/bluesky/sky.h"

#define DID "did:plc:abc"

static void a_blob_is_found_where_the_data_lies(void **state)
{
    static const struct {
        const char *service, *did, *cid;
        bool small;
        const char *want;
    } rows[] = {
        {"https://bsky.social", DID, "bafy1", true,
         "https://cdn.bsky.app/img/feed_thumbnail/plain/" DID "/bafy1@jpeg"},
        {"https://morel.us-east.host.bsky.network", DID, "bafy1", false,
         "https://cdn.bsky.app/img/feed_fullsize/plain/" DID "/bafy1@jpeg"},
        {"https://pds.example", DID, "bafy1", false,
         "https://pds.example/xrpc/com.atproto.sync.getBlob?did=did%3Aplc%3Aabc&cid=bafy1"},
        {"https://pds.example", DID, "bafy1", true, ""},
        {"https://evilbsky.network", DID, "b", true, ""},
        {"http://pds.example", DID, "bafy1", false, ""},
        {"https://pds.example", "nobody", "bafy1", false, ""},
        {"https://pds.example", DID, "", false, ""},
    };
    struct k_arena *a = k_arena_new(0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        k_str got = sky_picture(a, k_str_z(rows[i].service), k_str_z(rows[i].did),
                                k_str_z(rows[i].cid), rows[i].small);
        if (!k_str_eqz(got, rows[i].want))
            fail_msg("%zu: %.*s", i, K_ARG(got));
    }
    k_arena_free(a);
}

/* What a post with one picture keeps: its thumb and its url. */
static void expect_kept(struct k_arena *a, const char *embed, const char *thumb,
                        const char *url)
{
    struct k_net_ctx nx = {.arena = a, .clock = &k_clock_system};
    struct sky s = {.nx = &nx, .did = K_S("did:plc:us"), .host = K_S("https://bsky.social")};
    k_str text =
        k_fmt(a,
              "{\"uri\":\"at://" DID
              "/app.bsky.feed.post/k1\",\"cid\":\"c\",\"author\":{\"did\":\"" DID
              "\"},\"record\":{\"text\":\"Look\",\"embed\":{\"images\":[{\"alt\":\"A lamp\","
              "\"image\":{\"ref\":{\"$link\":\"bafy1\"}}}]}}%s}",
              embed);
    const struct k_json *post, *meta;
    struct item it;
    assert_int_equal(k_json_parse(a, text, &post, NULL), K_OK);
    assert_true(sky_item(&s, post, &it));
    assert_int_equal(k_json_parse(a, it.meta, &meta, NULL), K_OK);
    assert_string_equal(k_dupz(a, k_json_path_str(meta, "media.0.alt")), "A lamp");
    assert_string_equal(k_dupz(a, k_json_path_str(meta, "media.0.thumb")), thumb);
    assert_string_equal(k_dupz(a, k_json_path_str(meta, "media.0.url")), url);
}

static void the_address_that_the_network_shows_goes_first(void **state)
{
    struct k_arena *a = k_arena_new(0);
    const char *thumb = "https://cdn.bsky.app/img/feed_thumbnail/plain/" DID "/bafy1@jpeg";
    const char *full = "https://cdn.bsky.app/img/feed_fullsize/plain/" DID "/bafy1@jpeg";
    expect_kept(a, "", thumb, full);
    expect_kept(a,
                ",\"embed\":{\"images\":[{\"thumb\":\"https://pic.example/t\","
                "\"fullsize\":\"https://pic.example/f\"}]}",
                "https://pic.example/t", "https://pic.example/f");
    expect_kept(a,
                ",\"embed\":{\"images\":[{\"thumb\":\"javascript:alert(1)\","
                "\"fullsize\":\"http://pic.example/f\"}]}",
                thumb, full);
    k_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_blob_is_found_where_the_data_lies),
        cmocka_unit_test(the_address_that_the_network_shows_goes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
