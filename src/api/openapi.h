/* openapi: the route table as an OpenAPI 3.1 document. Pure: the same table gives the same
 * bytes. */
#ifndef KITH_API_OPENAPI_H
#define KITH_API_OPENAPI_H

#include "base/buf.h"

/* Appends the document to b, indented by two blanks a level so that changes show as lines. */
void openapi_write(struct k_arena *a, struct k_buf *b);
/* Name of a permission as tokens and documents write it: "read". Never NULL. */
const char *openapi_perm_name(int perm);

#endif
