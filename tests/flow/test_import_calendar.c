/* Import of calendars: meetings that took place become touches and moments, one by one, in
 * their time zone; what was called off goes; a second run doubles nothing. */
#include "kit/import.h"

enum { ME = 7 };
#define COUNT(k, what) kit_db_number((k), "select count(*) from " what)
#define EVENT(lines) "BEGIN:VEVENT\r\n" lines "END:VEVENT\r\n"
#define WITH                                                                                   \
    "ORGANIZER;CN=Me:mailto:me@kith.example\r\nATTENDEE;CN=Ada "                               \
    "Lovelace;PARTSTAT=ACCEPTED:mailto:Ada@engine.example\r\nATTENDEE;CUTYPE=ROOM:mailto:"     \
    "room@engine.example\r\nATTENDEE;PARTSTAT=DECLINED:mailto:no@engine.example\r\n"

/* The clock of the test stands at 2026-01-01. */
static const char calendar[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Berlin\r\nBEGIN:STANDARD\r\n"
    "DTSTART:19701025T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nTZOFFSETFROM:+"
    "0200\r\n"
    "TZOFFSETTO:+0100\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:19700329T020000\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "END:DAYLIGHT\r\nEND:VTIMEZONE\r\n" /* the summer begins between the first and the second */
    EVENT("UID:weekly\r\nSUMMARY:Weekly\r\nDTSTART;TZID=Berlin:20250326T100000\r\n"
          "DTEND;TZID=Berlin:20250326T110000\r\nRRULE:FREQ=WEEKLY;COUNT=4\r\n"
          "EXDATE;TZID=Berlin:20250409T100000\r\n" WITH)
        EVENT("UID:weekly\r\nSUMMARY:Weekly, moved\r\n"
              "RECURRENCE-ID;TZID=Berlin:20250416T100000\r\n"
              "DTSTART;TZID=Berlin:20250417T120000\r\n" WITH)
            EVENT("UID:alone\r\nSUMMARY:Dentist\r\nDTSTART:20250301T090000Z\r\n")
                EVENT("UID:later\r\nSUMMARY:Planned\r\nDTSTART:20260301T090000Z\r\n" WITH)
                    EVENT("UID:off\r\nSUMMARY:Off\r\nDTSTART:20250501T090000Z\r\n" WITH)
                        EVENT("UID:no start\r\nSUMMARY:Broken\r\n" WITH) "END:VCALENDAR\r\n";
static const char called_off[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" EVENT(
    "UID:off\r\nSTATUS:CANCELLED\r\nDTSTART:20250501T090000Z\r\n" WITH) "END:VCALENDAR\r\n";
#define OPTIONS(more) K_S("{\"ours\":[\"me@kith.example\"]" more "}")

static void meetings_become_touches_and_moments(struct kit_db *k)
{
    struct sq_import_get_row run =
        kit_import(k, "calendar", k_str_z(calendar), OPTIONS(""), ME);
    assert_int_equal(run.added, 4);
    assert_int_equal(run.refused, 1);
    assert_int_equal(COUNT(k, "import_reject where reason like '%begins%' and line = 63"), 1);
    assert_int_equal(COUNT(k, "touch where direction = 'both' and medium = 'meeting' and "
                              "owner_id = 7 and member_id = 7"),
                     4);
    assert_int_equal(COUNT(k, "touch where at = 1742979600000000"), 1); /* 09:00 UTC: winter */
    assert_int_equal(COUNT(k, "touch where at = 1743580800000000"), 1); /* 08:00 UTC: summer */
    assert_int_equal(COUNT(k,
                           "touch where at = 1744884000000000 and text = 'Weekly, moved' and "
                           "source_ref = 'calendar:weekly#20250416T080000Z'"),
                     1);
    assert_int_equal(COUNT(k, "person"), 1); /* no room, nobody who declined, not us */
    assert_int_equal(COUNT(k, "moment where title = 'Meeting' and kind = 'meeting'"), 4);
    assert_int_equal(COUNT(k, "moment_person where person_id > 0"), 4);
    assert_int_equal(COUNT(k, "moment_person where member_id = 7"), 4);
}

static void a_second_run_doubles_nothing_and_sharing_names_the_moments(struct kit_db *k)
{
    kit_import(k, "calendar", k_str_z(calendar), OPTIONS(""), ME);
    struct sq_import_get_row run =
        kit_import(k, "calendar", k_str_z(calendar), OPTIONS(",\"share\":true"), ME);
    assert_int_equal(run.added, 0);
    assert_int_equal(run.matched, 4);
    assert_int_equal(COUNT(k, "touch"), 4);
    assert_int_equal(COUNT(k, "moment"), 4);
    assert_int_equal(COUNT(k, "moment where title = 'Weekly'"), 2);
}

static void what_was_called_off_goes(struct kit_db *k)
{
    kit_import(k, "calendar", k_str_z(calendar), OPTIONS(""), ME);
    kit_import(k, "calendar", k_str_z(called_off), OPTIONS(""), ME);
    assert_int_equal(COUNT(k, "touch where source_ref = 'calendar:off'"), 0);
    assert_int_equal(COUNT(k, "moment"), 3);
    assert_int_equal(COUNT(k, "moment_person where person_id > 0"), 3);
}

static void what_is_no_calendar_is_refused(struct kit_db *k)
{
    struct kit_import i = {.kind = import_kind_find(K_S("calendar")),
                           .text = K_S("a,b\n1,2\n")};
    assert_int_equal(kit_import_new(k, &i), K_ERR_BAD_INPUT);
    assert_true(k->cx.detail.text.n > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        KIT_BOTH(meetings_become_touches_and_moments),
        KIT_BOTH(a_second_run_doubles_nothing_and_sharing_names_the_moments),
        KIT_BOTH(what_was_called_off_goes),
        KIT_BOTH(what_is_no_calendar_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
