/* dialect_tables: the fields of each dialect and what becomes of them, and in which signs and
 * habits the dialects differ. A field that has no row is left out and told. Sources: the lists
 * of operators that each product publishes (docs/guide/importing-queries.md). */
#include "listen/dialect_parts.h"

const char *const dialect_names[DIALECTS + 1] = {[DIALECT_BRANDWATCH] = "brandwatch",
                                                 [DIALECT_MELTWATER] = "meltwater",
                                                 [DIALECT_SPRINKLR] = "sprinklr",
                                                 [DIALECT_X] = "x",
                                                 [DIALECTS] = NULL};

static const char unknown[] = "Kith does not know this of a post.";
static const char no_region[] = "Of places, Kith knows the country alone.";
static const char any_media[] = "Pictures and videos are not told apart here.";
static const char any_case[] = "Capitals make no difference here.";
static const char whole_text[] = "Here the whole text is looked at, not its beginning alone.";
static const char any_author[] = "Handle and name of the author are both looked at here.";
static const char parts_count[] =
    "Handle and name of the author are both looked at here, and parts of words count.";
static const char no_bio[] = "Here it is not looked for in what authors say of themselves.";
static const char in_text[] = "Tags are looked for in title and text here.";
static const char no_language[] = "This says that no language was found, and is no language.";
static const char answers[] = "Comments and replies are not told apart here.";
static const char one_country[] =
    "Here it is the country that is known of the post, whether from it or from its author.";

#define LEFT_OUT(name, why)                                                                    \
    {                                                                                          \
        name, NULL, DIALECT_GONE, NULL, DIALECT_LEFT_OUT, why                                  \
    }
#define NO_VALUE(name, value, why)                                                             \
    {                                                                                          \
        name, value, DIALECT_GONE, NULL, DIALECT_LEFT_OUT, why                                 \
    }
#define SAME(name, type, to)                                                                   \
    {                                                                                          \
        name, NULL, type, to, DIALECT_READ_AS, NULL                                            \
    }

static const struct dialect_row brandwatch[] = {
    SAME("title", DIALECT_WORDS, "title:"),
    SAME("raw", DIALECT_EXACT, ""),
    SAME("author", DIALECT_FACT, "author:"),
    {"blogName", NULL, DIALECT_FACT, "author:", DIALECT_WIDENED, any_author},
    {"weblogTitle", NULL, DIALECT_FACT, "author:", DIALECT_WIDENED, any_author},
    SAME("authorFollowers", DIALECT_RANGE, "followers:"),
    SAME("language", DIALECT_LANG, "lang:"),
    SAME("country", DIALECT_COUNTRY, "country:"),
    SAME("site", DIALECT_FACT, "site:"),
    SAME("topLevelDomain", DIALECT_FACT, "site:"),
    SAME("url", DIALECT_FACT, "url:"),
    SAME("links", DIALECT_FACT, "link:"),
    {"tags", NULL, DIALECT_TAG, "", DIALECT_NARROWED, in_text},
    SAME("sentiment", DIALECT_FACT, "sentiment:"),
    {"engagementType", "RETWEET", DIALECT_PLAIN, "is:repost", DIALECT_READ_AS, NULL},
    {"engagementType", "REPLY", DIALECT_PLAIN, "is:reply", DIALECT_WIDENED, answers},
    {"engagementType", "COMMENT", DIALECT_PLAIN, "is:reply", DIALECT_WIDENED, answers},
    LEFT_OUT("engagementType", unknown),
    {"imageType", "image", DIALECT_PLAIN, "has:media", DIALECT_WIDENED, any_media},
    LEFT_OUT("imageType", unknown),
    {"publisherSubType", "IMAGE", DIALECT_PLAIN, "has:media", DIALECT_WIDENED, any_media},
    {"publisherSubType", "VIDEO", DIALECT_PLAIN, "has:media", DIALECT_WIDENED, any_media},
    LEFT_OUT("publisherSubType", unknown),
    LEFT_OUT("continent", no_region),
    LEFT_OUT("region", no_region),
    LEFT_OUT("state", no_region),
    LEFT_OUT("county", no_region),
    LEFT_OUT("city", no_region),
    LEFT_OUT("latitude", no_region),
    LEFT_OUT("longitude", no_region),
    LEFT_OUT("channelId", unknown),
    LEFT_OUT("authorGender", unknown),
    LEFT_OUT("authorVerified", unknown),
    LEFT_OUT("authorVerifiedType", unknown),
    LEFT_OUT("engagingWith", unknown),
    LEFT_OUT("engagingWithGuid", unknown),
    LEFT_OUT("guid", unknown),
    LEFT_OUT("itemReview", unknown),
    LEFT_OUT("minuteOfDay", unknown),
    LEFT_OUT("objects", unknown),
    LEFT_OUT("brandIds", unknown),
    LEFT_OUT("parentBlogName", unknown),
    LEFT_OUT("rootBlogName", unknown),
    LEFT_OUT("parentPostId", unknown),
    LEFT_OUT("rootPostId", unknown),
    LEFT_OUT("pubType", unknown),
    LEFT_OUT("publication", unknown),
    LEFT_OUT("rating", unknown),
    LEFT_OUT("redditAuthorFlair", unknown),
    LEFT_OUT("redditPostFlair", unknown),
    LEFT_OUT("redditSpoiler", unknown),
    LEFT_OUT("sensitiveContent", unknown),
    LEFT_OUT("subreddit", unknown),
    LEFT_OUT("subredditNSFW", unknown),
    LEFT_OUT("subredditTopics", unknown),
};

static const struct dialect_row meltwater[] = {
    SAME("title", DIALECT_WORDS, "title:"),
    {"ingress", NULL, DIALECT_WORDS, "text:", DIALECT_WIDENED, whole_text},
};

static const struct dialect_row sprinklr[] = {
    SAME("title", DIALECT_WORDS, "title:"),
    SAME("message", DIALECT_WORDS, "text:"),
    SAME("userbio", DIALECT_WORDS, "bio:"),
    {"author", NULL, DIALECT_FACT, "author:", DIALECT_WIDENED, any_case},
    {"authorContaining", NULL, DIALECT_PART, "author:", DIALECT_WIDENED, any_author},
    SAME("language", DIALECT_LANG, "lang:"),
    SAME("country", DIALECT_COUNTRY, "country:"),
    SAME("site", DIALECT_FACT, "site:"),
    SAME("url", DIALECT_FACT, "url:"),
    SAME("followers", DIALECT_RANGE, "followers:"),
    SAME("exactMessage", DIALECT_EXACT, "text:"),
    SAME("exactTitle", DIALECT_EXACT, "title:"),
    SAME("exactUserBio", DIALECT_EXACT, "bio:"),
    {"exactContent", NULL, DIALECT_EXACT, "", DIALECT_NARROWED, no_bio},
    LEFT_OUT("parentMessage", unknown),
    LEFT_OUT("parentTitle", unknown),
    LEFT_OUT("exactParentMessage", unknown),
    LEFT_OUT("exactParentTitle", unknown),
    LEFT_OUT("state", no_region),
    LEFT_OUT("city", no_region),
};

static const struct dialect_row x[] = {
    SAME("from", DIALECT_ACCOUNT, "author:"),
    SAME("to", DIALECT_ACCOUNT, "to:"),
    SAME("url", DIALECT_FACT, "link:"),
    SAME("url_contains", DIALECT_FACT, "link:"),
    NO_VALUE("lang", "und", no_language),
    NO_VALUE("lang", "zxx", no_language),
    NO_VALUE("lang", "qme", no_language),
    NO_VALUE("lang", "qst", no_language),
    NO_VALUE("lang", "qht", no_language),
    NO_VALUE("lang", "qam", no_language),
    NO_VALUE("lang", "qct", no_language),
    SAME("lang", DIALECT_LANG, "lang:"),
    SAME("bio", DIALECT_WORDS, "bio:"),
    {"bio_name", NULL, DIALECT_PART, "author:", DIALECT_WIDENED, parts_count},
    {"place_country", NULL, DIALECT_COUNTRY, "country:", DIALECT_WIDENED, one_country},
    {"profile_country", NULL, DIALECT_COUNTRY, "country:", DIALECT_WIDENED, one_country},
    SAME("followers_count", DIALECT_RANGE, "followers:"),
    {"is", "retweet", DIALECT_PLAIN, "is:repost", DIALECT_READ_AS, NULL},
    {"is", "reply", DIALECT_PLAIN, "is:reply", DIALECT_READ_AS, NULL},
    LEFT_OUT("is", unknown),
    {"has", "links", DIALECT_PLAIN, "has:link", DIALECT_READ_AS, NULL},
    {"has", "media", DIALECT_PLAIN, "has:media", DIALECT_READ_AS, NULL},
    {"has", "images", DIALECT_PLAIN, "has:media", DIALECT_WIDENED, any_media},
    {"has", "videos", DIALECT_PLAIN, "has:media", DIALECT_WIDENED, any_media},
    {"has", "video_link", DIALECT_PLAIN, "has:media", DIALECT_WIDENED, any_media},
    LEFT_OUT("has", unknown),
    {"filter", "replies", DIALECT_PLAIN, "is:reply", DIALECT_READ_AS, NULL},
    {"filter", "retweets", DIALECT_PLAIN, "is:repost", DIALECT_READ_AS, NULL},
    {"filter", "nativeretweets", DIALECT_PLAIN, "is:repost", DIALECT_READ_AS, NULL},
    {"filter", "links", DIALECT_PLAIN, "has:link", DIALECT_READ_AS, NULL},
    {"filter", "media", DIALECT_PLAIN, "has:media", DIALECT_READ_AS, NULL},
    {"filter", "images", DIALECT_PLAIN, "has:media", DIALECT_WIDENED, any_media},
    {"filter", "twimg", DIALECT_PLAIN, "has:media", DIALECT_WIDENED, any_media},
    {"filter", "videos", DIALECT_PLAIN, "has:media", DIALECT_WIDENED, any_media},
    LEFT_OUT("filter", unknown),
    LEFT_OUT("retweets_of", unknown),
    LEFT_OUT("retweets_of_user", unknown),
    LEFT_OUT("retweets_of_tweet_id", unknown),
    LEFT_OUT("retweets_of_status_id", unknown),
    LEFT_OUT("in_reply_to_tweet_id", unknown),
    LEFT_OUT("in_reply_to_status_id", unknown),
    LEFT_OUT("quotes_of_tweet_id", unknown),
    LEFT_OUT("conversation_id", unknown),
    LEFT_OUT("context", unknown),
    LEFT_OUT("entity", unknown),
    LEFT_OUT("embedding", unknown),
    LEFT_OUT("embedding_threshold", unknown),
    LEFT_OUT("list", unknown),
    LEFT_OUT("source", unknown),
    LEFT_OUT("url_title", unknown),
    LEFT_OUT("url_description", unknown),
    LEFT_OUT("tweets_count", unknown),
    LEFT_OUT("following_count", unknown),
    LEFT_OUT("listed_count", unknown),
    LEFT_OUT("min_faves", unknown),
    LEFT_OUT("min_retweets", unknown),
    LEFT_OUT("min_replies", unknown),
    LEFT_OUT("place", no_region),
    LEFT_OUT("point_radius", no_region),
    LEFT_OUT("bounding_box", no_region),
    LEFT_OUT("bio_location", no_region),
    LEFT_OUT("profile_region", no_region),
    LEFT_OUT("profile_locality", no_region),
    LEFT_OUT("near", no_region),
    LEFT_OUT("within", no_region),
    LEFT_OUT("geocode", no_region),
    LEFT_OUT("since", "A listening query has no time: it looks at what comes."),
    LEFT_OUT("until", "A listening query has no time: it looks at what comes."),
    LEFT_OUT("sample", "Every post is looked at here, not some of a hundred."),
};

#define ROWS(table) .rows = table, .n_rows = sizeof table / sizeof *table
const struct dialect_rules dialect_rules[DIALECTS] = {
    [DIALECT_BRANDWATCH] = {ROWS(brandwatch),
                            .traits = NEARS | BLANK_TOLD | MIXED_TOLD | PATTERNS | BRACES |
                                      COMMENTS | COLON_BLANK,
                            .near_plain = -1},
    [DIALECT_MELTWATER] = {ROWS(meltwater),
                           .traits = NEARS | SMALL | BLANK_TOLD | MINUS_TOLD | PATTERNS |
                                     COLON_BLANK | WEIGHTS | COUNTS,
                           .near_plain = 4},
    [DIALECT_SPRINKLR] = {ROWS(sprinklr),
                          .traits =
                              NEARS | BLANK_TOLD | MINUS_TOLD | PATTERNS | SQUARE | COLON_BLANK,
                          .near_plain = -1},
    [DIALECT_X] = {ROWS(x), .traits = NO_AND | TURN_COSTS | AT_LEAST, .near_plain = -1},
};

const struct dialect_row *dialect_row(const struct dialect_rules *rules, k_str name,
                                      k_str value)
{
    for (size_t i = 0; i < rules->n_rows; i++) {
        const struct dialect_row *row = &rules->rows[i];
        if (k_str_ieq(name, k_str_z(row->name)) &&
            (!row->value || k_str_ieq(value, k_str_z(row->value))))
            return row;
    }
    return NULL;
}

/* ISO 3166-1: three letters, then two. */
static const char countries[] =
    "ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ "
    "ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI BELBE BENBJ BESBQ BFABF BGDBD BGRBG "
    "BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT "
    "BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG "
    "COKCK COLCO COMKM CPVCV CRICR CUBCU CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE "
    "DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET "
    "FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI "
    "GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY "
    "HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR "
    "IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH "
    "KIRKI KNAKN KORKR KWTKW LAOLA LBNLB LBRLR LBYLY LCALC LIELI LKALK LSOLS "
    "LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH "
    "MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU "
    "MWIMW MYSMY MYTYT NAMNA NCLNC NERNE NFKNF NGANG NICNI NIUNU NLDNL NORNO "
    "NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL "
    "PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA "
    "SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ SLBSB SLESL SLVSV SMRSM SOMSO SPMPM "
    "SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC "
    "TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV "
    "TWNTW TZATZ UGAUG UKRUA UMIUM URYUY USAUS UZBUZ VATVA VCTVC VENVE VGBVG "
    "VIRVI VNMVN VUTVU WLFWF WSMWS YEMYE ZAFZA ZMBZM ZWEZW ";

static bool is_letter(char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

bool dialect_country(k_str code, char two[2])
{
    size_t from = code.n == 3 ? 0 : 3;
    if ((code.n != 2 && code.n != 3) || !is_letter(code.p[0]) || !is_letter(code.p[1]))
        return false;
    if (k_str_ieq(code, K_S("uk"))) /* people write it; the code is gb */
        code = K_S("gb");
    for (const char *c = countries; *c; c += 6)
        if (k_str_ieq(code, k_str_n(c + from, code.n))) {
            two[0] = (char)(c[3] | 32);
            two[1] = (char)(c[4] | 32);
            return true;
        }
    return false;
}
