/* page: the files of the web UI, and index.html for every address that the UI routes itself. */
#ifndef KITH_API_PAGE_H
#define KITH_API_PAGE_H

#include "net/http.h"

/* Answers GET and HEAD of anything outside /api. */
void page_serve(struct k_ctx *cx, const struct http_request *rq, struct http_response *rs);
/* Headers that every answer carries; html also gets the content security policy of the page. */
void page_security_headers(struct http_response *rs, bool html);

#endif
