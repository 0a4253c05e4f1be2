/* kept: the one thing that this process keeps in memory about the database of a context, for as
 * long as it is connected to it. For one caller: domain/echoes. */
#ifndef KITH_STORE_KEPT_H
#define KITH_STORE_KEPT_H

#include "base/ctx.h"

/* The caller's alone until kept_give; the first one makes it. NULL: out of memory, and nothing
 * to give back. */
void *kept_take(struct k_ctx *cx, void *(*make)(void), void (*end)(void *value));
void kept_give(struct k_ctx *cx);

#endif
