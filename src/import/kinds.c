/* kinds: the table. */
#include "import/kinds.h"

#include "formats/ics.h"
#include "formats/mailbag.h"
#include "import/calendar.h"
#include "import/mail.h"
#include "import/people.h"
#include "import/posts.h"

const struct import_kind *const import_kinds[] = {
    &import_kind_posts,
    &import_kind_people,
    &import_kind_mail,
    &import_kind_calendar,
};
const size_t import_n_kinds = sizeof import_kinds / sizeof *import_kinds;

const struct import_kind *import_kind_find(k_str name)
{
    for (size_t i = 0; i < import_n_kinds; i++)
        if (k_str_eqz(name, import_kinds[i]->name))
            return import_kinds[i];
    return NULL;
}

const struct import_kind *import_kind_of(struct k_arena *a, k_str text)
{
    if (ics_is(text))
        return &import_kind_calendar;
    if (mailbag_is(text))
        return &import_kind_mail;
    return people_is_file(a, text) ? &import_kind_people : &import_kind_posts;
}
