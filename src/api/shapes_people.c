/* shapes_people: the tables of a person whole. */
#include "api/shapes_people.h"

#define DAY_DOC "2026-11-22, UTC"
#define MINE_DOC "Only I see it: it is in my own address book."

static const struct field fields_datum[] = {
    FIELD(struct api_datum, id, F_ID, 0),
    FIELD(struct api_datum, kind, F_STR, 0),
    FIELD(struct api_datum, label, F_STR, 0, DOC("home, work ...; of a consent: to what.")),
    FIELD(struct api_datum, value, F_STR, 0),
    FIELD(struct api_datum, parts, F_JSON, F_NULLABLE,
          DOC("Of a name: given, family, middle, prefix, suffix. Of a postal address: street, "
              "city, region, code, country.")),
    FIELD(struct api_datum, source, F_STR, 0,
          DOC("network, member, vcard, csv, mail, calendar, carddav")),
    FIELD(struct api_datum, from_day, F_STR, F_NULLABLE, DOC(DAY_DOC)),
    FIELD(struct api_datum, to_day, F_STR, F_NULLABLE, DOC(DAY_DOC)),
    FIELD(struct api_datum, mine, F_BOOL, 0, DOC(MINE_DOC)),
    FIELD(struct api_datum, created_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_datum, created_at, F_TIME, 0),
};
SHAPE_OF(datum, "Datum");

static const struct field fields_datum_group[] = {
    FIELD(struct api_datum_group, kind, F_STR, 0),
    FIELD(struct api_datum_group, many, F_BOOL, 0, DOC("There may be several.")),
    FIELD(struct api_datum_group, sensitive, F_BOOL, 0, DOC("To be shown with care.")),
    FIELD(struct api_datum_group, items, F_LIST, 0, .of = &shape_datum),
};
SHAPE_OF(datum_group, "DatumGroup");

static const struct field fields_field_value[] = {
    FIELD(struct api_field_value, field_id, F_ID, 0),
    FIELD(struct api_field_value, datum_id, F_ID, F_NULLABLE, DOC("Null while it is empty.")),
    FIELD(struct api_field_value, name, F_STR, 0),
    FIELD(struct api_field_value, type, F_ENUM, 0, .values = words_field_type),
    FIELD(struct api_field_value, choices, F_STRS, 0),
    FIELD(struct api_field_value, value, F_STR, F_NULLABLE),
};
SHAPE_OF(field_value, "FieldValue");

static const struct field fields_person_role[] = {
    FIELD(struct api_person_role, id, F_ID, 0),
    FIELD(struct api_person_role, role, F_ENUM, 0, .values = words_person_role),
    FIELD(struct api_person_role, title, F_STR, 0),
    FIELD(struct api_person_role, organization, F_REF, F_NULLABLE, .of = &shape_person_ref,
          DOC("Null: what they are to us.")),
    FIELD(struct api_person_role, from_day, F_STR, F_NULLABLE, DOC(DAY_DOC)),
    FIELD(struct api_person_role, to_day, F_STR, F_NULLABLE, DOC(DAY_DOC)),
    FIELD(struct api_person_role, current, F_BOOL, 0, DOC("It has not ended.")),
    FIELD(
        struct api_person_role, source, F_STR, 0,
        DOC("Who said so; domain: nobody, an address of theirs speaks for the organization.")),
    FIELD(struct api_person_role, why, F_STR, F_NULLABLE | F_SAID,
          DOC("Of the source domain: which address.")),
    FIELD(struct api_person_role, mine, F_BOOL, 0, DOC(MINE_DOC)),
    FIELD(struct api_person_role, created_at, F_TIME, 0),
};
SHAPE_OF(person_role, "PersonRole");

static const struct field fields_belonging[] = {
    FIELD(struct api_belonging, role_id, F_ID, 0),
    FIELD(struct api_belonging, person, F_OBJ, 0, .of = &shape_person_ref),
    FIELD(struct api_belonging, role, F_ENUM, 0, .values = words_person_role),
    FIELD(struct api_belonging, title, F_STR, 0),
    FIELD(struct api_belonging, from_day, F_STR, F_NULLABLE, DOC(DAY_DOC)),
    FIELD(struct api_belonging, to_day, F_STR, F_NULLABLE, DOC(DAY_DOC)),
    FIELD(struct api_belonging, current, F_BOOL, 0),
};
SHAPE_OF(belonging, "Belonging");

static const struct field fields_keep[] = {
    FIELD(struct api_keep, id, F_ID, 0),
    FIELD(struct api_keep, person_id, F_ID, F_NULLABLE),
    FIELD(struct api_keep, segment_id, F_ID, F_NULLABLE),
    FIELD(struct api_keep, segment_name, F_STR, F_NULLABLE),
    FIELD(struct api_keep, member, F_REF, F_NULLABLE, .of = &shape_member_ref,
          DOC("Who keeps it; null = anybody of us.")),
    FIELD(struct api_keep, ideal_days, F_INT, 0),
    FIELD(struct api_keep, latest_days, F_INT, 0),
    FIELD(struct api_keep, last_at, F_TIME, F_NULLABLE,
          DOC("The last real contact: an exchange, an answer, a call, a meeting; of a person "
              "only.")),
    FIELD(struct api_keep, no_contact, F_STR, F_SAID,
          DOC("What came since and does not count, in a sentence; '' = nothing.")),
    FIELD(struct api_keep, due_at, F_TIME, F_NULLABLE, DOC("When the ideal interval is over.")),
    FIELD(struct api_keep, latest_at, F_TIME, F_NULLABLE,
          DOC("When the latest interval is over.")),
};
SHAPE_OF(keep, "KeepInTouch");
LIST_OF(keep, "KeepInTouch");

static const struct field fields_record_counts[] = {
    FIELD(struct api_record_counts, posts, F_INT, 0),
    FIELD(struct api_record_counts, touches, F_INT, 0),
    FIELD(struct api_record_counts, moments, F_INT, 0),
    FIELD(struct api_record_counts, facts, F_INT, 0),
    FIELD(struct api_record_counts, commitments, F_INT, 0),
    FIELD(struct api_record_counts, commitments_open, F_INT, 0),
    FIELD(struct api_record_counts, deals, F_INT, 0),
    FIELD(struct api_record_counts, value_us, F_INT, 0),
    FIELD(struct api_record_counts, value_them, F_INT, 0),
    FIELD(struct api_record_counts, notes, F_INT, 0),
};
SHAPE_OF(record_counts, "RecordCounts");

static const struct field fields_person_page[] = {
    PERSON_FIELDS,
    FIELD(struct api_person_page, can_remove, F_BOOL, 0),
    FIELD(struct api_person_page, data, F_LIST, 0, .of = &shape_datum_group,
          DOC("What is known, by kind (GET /api/v1/datum-kinds); addresses that are theirs "
              "alone are identities.")),
    FIELD(struct api_person_page, fields, F_LIST, 0, .of = &shape_field_value,
          DOC("The team's own fields, filled or not.")),
    FIELD(struct api_person_page, roles, F_LIST, 0, .of = &shape_person_role),
    FIELD(struct api_person_page, people, F_LIST, 0, .of = &shape_belonging,
          DOC("Of an organization: who belongs to it, at most 200.")),
    FIELD(struct api_person_page, languages, F_STRS, 0),
    FIELD(struct api_person_page, time_zone, F_STR, F_NULLABLE),
    FIELD(struct api_person_page, pronouns, F_STR, F_NULLABLE),
    FIELD(struct api_person_page, keep_in_touch, F_REF, F_NULLABLE, .of = &shape_keep,
          DOC("What holds for this person: mine, the team's, or a segment's, in this order.")),
    FIELD(struct api_person_page, counts, F_OBJ, 0, .of = &shape_record_counts,
          DOC("Each at most 1000.")),
    FIELD(struct api_person_page, created_at, F_TIME, 0),
    FIELD(struct api_person_page, updated_at, F_TIME, F_NULLABLE),
};
SHAPE_OF(person_page, "PersonPage");

/* --- in ---------------------------------------------------------------------------------- */

static const struct field fields_person_new_in[] = {
    FIELD(struct api_person_new_in, kind, F_ENUM, 0, .values = words_person_kind,
          DOC("person when absent.")),
    FIELD(struct api_person_new_in, name, F_STR, F_REQUIRED, .min = 1, .max = 200),
    FIELD(struct api_person_new_in, about, F_TEXT, 0, .max = 20000),
    FIELD(struct api_person_new_in, role, F_ENUM, 0, .values = words_person_role,
          DOC("What they are to us.")),
    FIELD(struct api_person_new_in, mine, F_BOOL, 0, DOC(MINE_DOC)),
};
SHAPE_OF(person_new_in, "PersonNewInput");

static const struct field fields_person_in[] = {
    ID_IN_PATH(struct api_person_in),
    FIELD_SET(struct api_person_in, kind, F_ENUM, 0, .values = words_person_kind),
    FIELD_SET(struct api_person_in, name, F_STR, 0, .min = 1, .max = 200),
    FIELD_SET(struct api_person_in, about, F_TEXT, F_NULLABLE, .max = 20000),
    FIELD_SET(struct api_person_in, role, F_ENUM, 0, .values = words_person_role,
              DOC("Another one ends the role before with today.")),
};
SHAPE_OF(person_in, "PersonInput");

#define URL_FIELD "Page of the account."
static const struct field fields_address_new_in[] = {
    ID_IN_PATH(struct api_address_in),
    FIELD(struct api_address_in, network, F_STR, F_REQUIRED, .min = 1, .max = 40,
          DOC("email, phone, web, or a network.")),
    FIELD(struct api_address_in, address, F_STR, F_REQUIRED, .min = 1, .max = 500,
          DOC("Address, number, or account as its network writes it.")),
    FIELD(struct api_address_in, label, F_STR, 0, .max = 80, DOC("home, work ...")),
    FIELD(struct api_address_in, name, F_STR, 0, .max = 200),
    FIELD(struct api_address_in, url, F_STR, 0, .max = 2000, DOC(URL_FIELD)),
    FIELD(struct api_address_in, verified, F_BOOL, 0, DOC("I vouch for it.")),
    FIELD(struct api_address_in, mine, F_BOOL, 0, DOC(MINE_DOC)),
};
const struct shape shape_address_new_in =
    SHAPE(struct api_address_in, "AddressNewInput", fields_address_new_in);

static const struct field fields_address_in[] = {
    ID_IN_PATH(struct api_address_in),
    FIELD(struct api_address_in, identity_id, F_ID, F_IN_PATH | F_REQUIRED),
    FIELD_SET(struct api_address_in, address, F_STR, 0, .min = 1, .max = 500),
    FIELD_SET(struct api_address_in, label, F_STR, 0, .max = 80),
    FIELD_SET(struct api_address_in, url, F_STR, F_NULLABLE, .max = 2000, DOC(URL_FIELD)),
    FIELD_SET(struct api_address_in, verified, F_BOOL, 0),
};
SHAPE_OF(address_in, "AddressInput");

static const struct field fields_address_off_in[] = {
    ID_IN_PATH(struct api_known_in),
    {.name = "identity_id",
     .type = F_ID,
     .flags = F_IN_PATH | F_REQUIRED,
     .off = offsetof(struct api_known_in, item_id)},
};
const struct shape shape_address_off_in =
    SHAPE(struct api_known_in, "AddressOffInput", fields_address_off_in);

#define DATUM_PARTS                                                                            \
    .max = 8000,                                                                               \
    DOC("Of a name: given, family, middle, prefix, suffix. Of a postal address: street, "      \
        "city, region, code, country.")
static const struct field fields_datum_new_in[] = {
    ID_IN_PATH(struct api_datum_in),
    FIELD(struct api_datum_in, kind, F_STR, F_REQUIRED, .min = 1, .max = 40,
          DOC("One of GET /api/v1/datum-kinds.")),
    FIELD(struct api_datum_in, label, F_STR, 0, .max = 80),
    FIELD(struct api_datum_in, value, F_TEXT, F_REQUIRED, .min = 1, .max = 20000),
    FIELD(struct api_datum_in, parts, F_JSON, F_NULLABLE, DATUM_PARTS),
    FIELD(struct api_datum_in, from_day, F_STR, F_NULLABLE, .max = 10, DOC(DAY_DOC)),
    FIELD(struct api_datum_in, to_day, F_STR, F_NULLABLE, .max = 10, DOC(DAY_DOC)),
    FIELD(struct api_datum_in, mine, F_BOOL, 0, DOC(MINE_DOC)),
};
const struct shape shape_datum_new_in =
    SHAPE(struct api_datum_in, "DatumNewInput", fields_datum_new_in);

static const struct field fields_datum_in[] = {
    ID_IN_PATH(struct api_datum_in),
    FIELD(struct api_datum_in, datum_id, F_ID, F_IN_PATH | F_REQUIRED),
    FIELD_SET(struct api_datum_in, label, F_STR, 0, .max = 80),
    FIELD_SET(struct api_datum_in, value, F_TEXT, 0, .min = 1, .max = 20000),
    FIELD_SET(struct api_datum_in, parts, F_JSON, F_NULLABLE, DATUM_PARTS),
    FIELD_SET(struct api_datum_in, from_day, F_STR, F_NULLABLE, .max = 10, DOC(DAY_DOC)),
    FIELD_SET(struct api_datum_in, to_day, F_STR, F_NULLABLE, .max = 10, DOC(DAY_DOC)),
};
SHAPE_OF(datum_in, "DatumInput");

static const struct field fields_datum_off_in[] = {
    ID_IN_PATH(struct api_known_in),
    {.name = "datum_id",
     .type = F_ID,
     .flags = F_IN_PATH | F_REQUIRED,
     .off = offsetof(struct api_known_in, item_id)},
};
const struct shape shape_datum_off_in =
    SHAPE(struct api_known_in, "DatumOffInput", fields_datum_off_in);

static const struct field fields_person_role_new_in[] = {
    ID_IN_PATH(struct api_person_role_in),
    FIELD(struct api_person_role_in, role, F_ENUM, 0, .values = words_person_role,
          DOC("employee when absent and an organization is named.")),
    FIELD(struct api_person_role_in, title, F_STR, 0, .max = 200),
    FIELD(struct api_person_role_in, organization_id, F_ID, F_NULLABLE,
          DOC("Null: what they are to us.")),
    FIELD(struct api_person_role_in, organization_name, F_STR, 0, .max = 200,
          DOC("Instead of its id: the organization of this name, made when there is none.")),
    FIELD(struct api_person_role_in, from_day, F_STR, F_NULLABLE, .max = 10, DOC(DAY_DOC)),
    FIELD(struct api_person_role_in, to_day, F_STR, F_NULLABLE, .max = 10, DOC(DAY_DOC)),
    FIELD(struct api_person_role_in, mine, F_BOOL, 0, DOC(MINE_DOC)),
};
const struct shape shape_person_role_new_in =
    SHAPE(struct api_person_role_in, "PersonRoleNewInput", fields_person_role_new_in);

static const struct field fields_person_role_in[] = {
    ID_IN_PATH(struct api_person_role_in),
    FIELD(struct api_person_role_in, role_id, F_ID, F_IN_PATH | F_REQUIRED),
    FIELD_SET(struct api_person_role_in, role, F_ENUM, 0, .values = words_role_of_person),
    FIELD_SET(struct api_person_role_in, title, F_STR, 0, .max = 200),
    FIELD_SET(struct api_person_role_in, organization_id, F_ID, F_NULLABLE),
    FIELD_SET(struct api_person_role_in, from_day, F_STR, F_NULLABLE, .max = 10, DOC(DAY_DOC)),
    FIELD_SET(struct api_person_role_in, to_day, F_STR, F_NULLABLE, .max = 10, DOC(DAY_DOC)),
};
SHAPE_OF(person_role_in, "PersonRoleInput");

static const struct field fields_person_role_off_in[] = {
    ID_IN_PATH(struct api_known_in),
    {.name = "role_id",
     .type = F_ID,
     .flags = F_IN_PATH | F_REQUIRED,
     .off = offsetof(struct api_known_in, item_id)},
};
const struct shape shape_person_role_off_in =
    SHAPE(struct api_known_in, "PersonRoleOffInput", fields_person_role_off_in);

static const struct field fields_share_in[] = {
    ID_IN_PATH(struct api_share_in),
    FIELD(struct api_share_in, history, F_BOOL, 0,
          DOC("Also the history out of my own mailbox and calendar.")),
};
SHAPE_OF(share_in, "ShareInput");

/* --- kinds and fields -------------------------------------------------------------------- */

static const struct field fields_datum_kind[] = {
    FIELD(struct api_datum_kind, kind, F_STR, 0),
    FIELD(struct api_datum_kind, many, F_BOOL, 0),
    FIELD(struct api_datum_kind, sensitive, F_BOOL, 0),
    FIELD(struct api_datum_kind, labelled, F_BOOL, 0, DOC("A label is needed.")),
    FIELD(struct api_datum_kind, wrong, F_STR, F_SAID, DOC("What to write.")),
    FIELD(struct api_datum_kind, doc, F_STR, 0),
};
SHAPE_OF(datum_kind, "DatumKind");
LIST_OF(datum_kind, "DatumKind");

static const struct field fields_field[] = {
    FIELD(struct api_field, id, F_ID, 0),
    FIELD(struct api_field, name, F_STR, 0),
    FIELD(struct api_field, type, F_ENUM, 0, .values = words_field_type),
    FIELD(struct api_field, choices, F_STRS, 0),
    FIELD(struct api_field, created_by, F_REF, F_NULLABLE, .of = &shape_member_ref),
    FIELD(struct api_field, created_at, F_TIME, 0),
};
SHAPE_OF(field, "CustomField");
LIST_OF(field, "CustomField");

static const struct field fields_field_new_in[] = {
    FIELD(struct api_field_in, name, F_STR, F_REQUIRED, .min = 1, .max = 80),
    FIELD(struct api_field_in, type, F_ENUM, F_REQUIRED, .values = words_field_type),
    FIELD(struct api_field_in, choices, F_STRS, 0, .max = 200, DOC("Of type choice.")),
};
const struct shape shape_field_new_in =
    SHAPE(struct api_field_in, "CustomFieldNewInput", fields_field_new_in);

static const struct field fields_field_in[] = {
    ID_IN_PATH(struct api_field_in),
    FIELD_SET(struct api_field_in, name, F_STR, 0, .min = 1, .max = 80),
    FIELD_SET(struct api_field_in, choices, F_STRS, 0, .max = 200),
};
SHAPE_OF(field_in, "CustomFieldInput");

static const struct field fields_fill_in[] = {
    ID_IN_PATH(struct api_fill_in),
    FIELD(struct api_fill_in, field_id, F_ID, F_IN_PATH | F_REQUIRED),
    FIELD(struct api_fill_in, value, F_STR, F_REQUIRED | F_NULLABLE, .max = 2000,
          DOC("A number as 3.5, a date as 2026-11-22, yes or no; null empties it.")),
};
SHAPE_OF(fill_in, "FieldValueInput");
