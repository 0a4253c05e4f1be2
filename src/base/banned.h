/* banned: functions that have no place here. Included by the compiler for every file
 * (-include). */
#ifndef KITH_BASE_BANNED_H
#define KITH_BASE_BANNED_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
/* With clang the hardened headers make macros of these two. */
#undef sprintf
#undef vsprintf
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok asctime ctime    \
    gmtime localtime atoi atol atoll atof srand
/* These two are good names for members: only calling them is refused. */
#define rand() rand_is_banned_use_k_rand
#define system(command) system_is_banned
#endif
