/* match_words: const tables of words and their look-up. Lists are blank-separated texts in
 * small letters without accents, as match_norm_words gives them. */
#include "domain/match_words.h"

static const char *const lists[MATCH_WORDS_LIST_COUNT] = {
    [MATCH_WORDS_TITLES] =
        " mr mrs ms miss mx dr prof professor doctor sir dame rev "
        "herr frau fraulein dipl ing mag dott dottoressa dottor ingenieur dkfm med rer jur "
        "habil "
        "bsc msc mba phd md monsieur madame mme mlle sra srta senor senora mevr mevrouw dhr "
        "meneer drs ",
    [MATCH_WORDS_SUFFIXES] = " jr junior jun sr senior sen ii iii iv ",
    [MATCH_WORDS_PARTICLES] =
        " von vom zu zum zur van der den de del della di da do dos das du des la "
        "le les los al el bin ibn ben bint ten ter te af av y ",
    [MATCH_WORDS_LEGAL] =
        " the gmbh mbh ag kg ohg ug se eg ev e v gbr co cokg inc incorporated llc llp ltd "
        "limited "
        "plc corp corporation company sa sas sarl srl spa bv nv oy ab as aps a s kft sro pty ",
    [MATCH_WORDS_SHARED] =
        " info office contact kontakt mail hello hallo sales support service help team admin "
        "webmaster postmaster hostmaster marketing press presse jobs hr billing invoice "
        "rechnung buchhaltung accounting reception empfang post noreply no-reply donotreply "
        "newsletter order orders bestellung shop welcome enquiries inquiries zentrale ",
    [MATCH_WORDS_PUBLIC] =
        " gmail.com googlemail.com yahoo.com ymail.com yahoo.de yahoo.co.uk hotmail.com "
        "hotmail.de hotmail.co.uk outlook.com outlook.de live.com msn.com icloud.com me.com "
        "mac.com aol.com gmx.de gmx.net gmx.at gmx.ch gmx.com web.de freenet.de t-online.de "
        "mail.de posteo.de mailbox.org proton.me protonmail.com pm.me fastmail.com zoho.com "
        "mail.com mail.ru yandex.ru qq.com 163.com 126.com orange.fr free.fr laposte.net "
        "libero.it virgilio.it bluewin.ch aon.at chello.at a1.net tutanota.com tuta.io "
        "example.com twitter.com x.com facebook.com instagram.com linkedin.com youtube.com "
        "github.com gitlab.com medium.com bsky.app bsky.social mastodon.social threads.net "
        "tiktok.com wordpress.com blogspot.com substack.com linktr.ee t.me wa.me xing.com "
        "google.com goo.gl bit.ly ",
    [MATCH_WORDS_STREETS] =
        " street road avenue boulevard drive lane place square court crescent close "
        "highway parkway way terrace circuit parade grove gasse weg strasse platz "
        "allee rue via calle ",
};

bool match_listed(enum match_list list, k_str word)
{
    k_str rest = k_str_z(lists[list]);
    if (word.n == 0)
        return false;
    while (rest.n > 0)
        if (k_str_eq(k_str_cut(&rest, ' '), word))
            return true;
    return false;
}

/* Forms of one given name, a line each. Common knowledge of English, German and neighbours. */
static const char *const names[] = {
    "william bill billy will willy willie liam guillermo wilhelm willi",
    "robert bob bobby rob robbie bert roberto",
    "richard rick ricky dick rich richie ricardo",
    "james jim jimmy jamie jem",
    "john johnny jack jon johann johannes hannes hans jan jean juan giovanni ivan sean",
    "jonathan jon jonny johnathan",
    "michael mike mick mickey michel miguel mikael michi michal",
    "thomas tom tommy tomas thommy",
    "charles charlie chuck chas carlos karl carl",
    "edward ed eddie ned ted teddy eduard",
    "edmund ed eddie ned",
    "theodore ted teddy theo theodor",
    "alexander alex sandy sascha sasha alec xander alessandro aleksandr alejandro",
    "alexandra alex sandra sandy sascha sasha alexa lexi",
    "andrew andy drew andreas andrea anders andre andi",
    "anthony tony toni antonio anton antoine",
    "antonia toni tony",
    "joseph joe joey jo josef sepp jose giuseppe",
    "joshua josh",
    "daniel dan danny dani",
    "david dave davy davey davide",
    "matthew matt matty matthias mathias matteo mathew",
    "christopher chris kit christoph topher kris",
    "christian chris christiaan kristian",
    "christina chris tina christine kristina kristin chrissie chrissy",
    "nicholas nick nicky nico niklas nicolas nikolaus klaus nicolaus",
    "nicole nicky nikki nic",
    "benjamin ben benny benji",
    "samuel sam sammy",
    "samantha sam sammy",
    "stephen steve stevie steven stefan stephan steffen stef",
    "stephanie steph steffi stefanie stef",
    "peter pete pedro pierre pietro petr piet",
    "philip phil pip philipp felipe philippe phillip",
    "patrick pat paddy",
    "patricia pat patty tricia trish patti",
    "timothy tim timmy timo",
    "gregory greg gregor",
    "frederick fred freddy freddie friedrich fritz federico frederic",
    "francis frank frankie franz francesco francisco francois paco",
    "george georgie georg jorge schorsch giorgio",
    "gerald gerry jerry gerd",
    "gerhard gerd gert",
    "henry harry hank heinrich heinz henri enrico enrique henrik hal",
    "harold harry hal harald",
    "kenneth ken kenny",
    "lawrence larry laurence lars lorenz lorenzo laurent",
    "leonard leo len lenny leonhard leon",
    "louis lou lewis louie ludwig luis luigi lutz",
    "ludwig lutz lou",
    "martin marty martijn",
    "maximilian max maxi maxim",
    "nathaniel nathan nate nat",
    "oliver ollie olli olivier",
    "raymond ray raimund",
    "ronald ron ronnie",
    "donald don donny",
    "douglas doug",
    "russell russ",
    "sebastian seb basti bastian",
    "simon si simone",
    "victor vic vick viktor",
    "vincent vince vinnie vinny vincenzo vinzenz",
    "walter walt wally",
    "wolfgang wolf",
    "ulrich uli ulli",
    "joachim jochen achim jo",
    "jurgen jorg",
    "manfred manni fred",
    "bernhard bernd bernard bernie",
    "reinhard reini",
    "rudolf rudi rudy rolf",
    "siegfried sigi siggi",
    "dietrich dieter dirk",
    "elizabeth liz lizzie beth betty eliza lisa elisabeth elsa lise liesl sissi bess libby "
    "elise",
    "katherine kate katie kathy cathy catherine katharina kathrin katrin kathi cat kit "
    "katharine "
    "kathleen catarina katja",
    "margaret maggie meg peggy margarete margarethe greta gretchen margot marge margo rita",
    "mary maria marie molly polly mia mitzi miriam",
    "susan sue susie suzy susanne suse sanne susanna suzanne",
    "sarah sara sally sadie",
    "jennifer jen jenny jenni",
    "jessica jess jessie",
    "rebecca becky becca rebekka",
    "deborah deb debbie debra",
    "barbara barb babs barbie babsi",
    "dorothy dot dottie dorothea dorothee",
    "eleanor ellie nell nelly eleonore nora ella leonora",
    "helen nell nelly ellen helena lena helene elena",
    "florence flo florrie",
    "frances fran franny franziska franzi francesca",
    "georgina georgie gina",
    "gabrielle gaby gabi gabriele gabriela",
    "isabella bella izzy isabel isabelle isa",
    "jacqueline jackie jacqui",
    "josephine jo josie josefine josefa fine",
    "joanna jo johanna hanna hannah joanne jana joan",
    "judith judy jude",
    "julia julie jule giulia juliane",
    "laura lori laurie",
    "madeline maddie maddy madeleine magdalena lena madelaine",
    "matilda tilly mathilde tilda",
    "melissa mel missy",
    "melanie mel melly",
    "natalie nat nathalie natalia natasha",
    "pamela pam",
    "penelope penny",
    "rachel rach rahel",
    "rosemary rose rosie romy rosa",
    "theresa terry tess teresa therese resi tessa",
    "terence terry",
    "valerie val valeria",
    "veronica ronnie vroni veronika vera",
    "victoria vicky vicki tori viktoria",
    "virginia ginny",
    "angela angie angelika geli",
    "amanda mandy",
    "abigail abby gail abi",
    "charlotte charlie lottie lotte",
    "caroline carrie carol karoline caro carolin carolina",
    "cynthia cindy",
    "emily em emilie emilia emma millie",
    "anna ann anne annie anni anita nancy hannah annette anja anneke",
    "agnes nessie agnieszka",
    "brigitte gitte gitti birgit",
    "ingeborg inge inga",
    "ursula uschi ulla",
    "waltraud traudl traude",
    "zachary zach zack zac",
    "cameron cam",
    "joel joe",
    "jeffrey jeff geoffrey geoff",
    "eugene gene eugen",
    "lucas luke lukas luca",
    "jacob jake jakob jack",
    "gabriel gabe gabi",
    "isaac ike",
    "mohammed mohamed muhammad mohammad muhammed mehmet mo",
    "yusuf yousef youssef josef",
    "aleksandra ola sasha",
    "katarzyna kasia",
    "malgorzata gosia",
    "vladimir volodya vova",
    "dmitry dima dimitri dmitri",
    "yekaterina katya ekaterina",
    "svetlana sveta",
    "tatiana tanya tatjana tanja",
    "konstantin kostya constantin",
    "giacomo jacopo",
    "domenico mimmo dominik dominic nick",
    "salvatore toto",
};

size_t match_name_groups(k_str name, uint16_t out[MATCH_GROUPS])
{
    size_t n = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names && n < MATCH_GROUPS; i++) {
        k_str rest = k_str_z(names[i]);
        bool in = false;
        while (!in && rest.n > 0)
            in = k_str_eq(k_str_cut(&rest, ' '), name);
        if (in)
            out[n++] = (uint16_t)(i + 1);
    }
    return n;
}

static const struct {
    k_str word, full;
} streets[] = {
    {K_S_INIT("st"), K_S_INIT("street")},     {K_S_INIT("str"), K_S_INIT("strasse")},
    {K_S_INIT("rd"), K_S_INIT("road")},       {K_S_INIT("ave"), K_S_INIT("avenue")},
    {K_S_INIT("av"), K_S_INIT("avenue")},     {K_S_INIT("blvd"), K_S_INIT("boulevard")},
    {K_S_INIT("blv"), K_S_INIT("boulevard")}, {K_S_INIT("dr"), K_S_INIT("drive")},
    {K_S_INIT("ln"), K_S_INIT("lane")},       {K_S_INIT("pl"), K_S_INIT("place")},
    {K_S_INIT("sq"), K_S_INIT("square")},     {K_S_INIT("ct"), K_S_INIT("court")},
    {K_S_INIT("cres"), K_S_INIT("crescent")}, {K_S_INIT("hwy"), K_S_INIT("highway")},
    {K_S_INIT("pkwy"), K_S_INIT("parkway")},  {K_S_INIT("n"), K_S_INIT("north")},
    {K_S_INIT("s"), K_S_INIT("south")},       {K_S_INIT("e"), K_S_INIT("east")},
    {K_S_INIT("w"), K_S_INIT("west")},        {K_S_INIT("pza"), K_S_INIT("piazza")},
};

k_str match_street_word(k_str word)
{
    for (size_t i = 0; i < sizeof streets / sizeof *streets; i++)
        if (k_str_eq(streets[i].word, word))
            return streets[i].full;
    return word;
}
